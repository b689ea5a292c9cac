"""The language model: loaded on the first question, one question after the other.

llama.cpp is called in this process, on one worker thread, so questions queue by themselves; its
own HTTP server cannot stop a prompt that nobody waits for any more. It puts the model to sleep when
nobody has asked for a while, and wakes it for the next question.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import secrets
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast
from urllib.parse import urlsplit

from desktop.core.errors import AppError, Code
from desktop.engine import hardware
from desktop.engine.pieces import CONTEXT_LENGTH, Chunk, Done, Piece, PieceReader
from desktop.engine.problems import ApiError
from desktop.engine.prompts import MODEL, REPEAT_PENALTY, Prompt
from desktop.engine.weights import WeightsFile

_BATCH = 64
"""Tokens of a prompt between two looks at whether anybody still waits: 0.4 s at 140 tokens/s. With
llama.cpp's 512 an abandoned prompt holds the model for 3 s; reading gets 4 % slower."""

_HEARTBEAT_S = 1.0
_COUNT_TIMEOUT_S = 10.0


class LanguageModel:
    """Answers prompts with the built-in model.

    Args:
        file: Where the weights are.
        idle_s: Seconds without a question after which the model's memory is given back.
        check: Raises AppError when this computer cannot run the model.
    """

    def __init__(
        self,
        file: WeightsFile,
        *,
        idle_s: int = 600,
        check: Callable[[], None] = hardware.check,
    ) -> None:
        self._file = file
        self._idle_s = idle_s
        self._check = check
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="language")
        self._server: Any = None  # xllamacpp.Server has no types
        self._inner_key = secrets.token_urlsafe(32)
        self._inner_path = f"/{secrets.token_urlsafe(16)}"

    def problem(self) -> AppError | None:
        """Give why the model cannot run, as far as a quick look can tell; None: it should."""
        try:
            self._file.find()
            if self._server is None:
                self._check()
        except AppError as error:
            return error
        return None

    async def answer(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Give the answer piece by piece; closing the generator stops the model.

        Raises:
            AppError: ENGINE_*: the model cannot run here.
            ApiError: The prompt is too long, or its schema cannot be used.
        """
        loop = asyncio.get_running_loop()
        inbox: asyncio.Queue[Chunk | None] = asyncio.Queue()
        stopping = threading.Event()

        def heard(chunk: Chunk | None) -> bool:
            loop.call_soon_threadsafe(inbox.put_nowait, chunk)
            return stopping.is_set()

        job = self._worker.submit(self._generate, _request(prompt), heard, stopping)
        job.add_done_callback(lambda _: heard(None))
        reader = PieceReader()
        try:
            while (chunk := await _next(inbox)) is not None:
                for piece in reader.read(chunk):
                    yield piece
                    if isinstance(piece, Done):
                        return
            job.result()
            raise ApiError(500, "The model ended without an answer.")
        finally:
            stopping.set()
            job.cancel()

    async def count(self, prompt: Prompt) -> int:
        """Give how many tokens a prompt has, the system message included.

        Raises:
            AppError: ENGINE_*: the model cannot run here.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, self._count, _request(prompt))

    def close(self) -> None:
        """Take no more questions; the worker ends after the one that is at work."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _generate(
        self, request: dict[str, object], heard: Callable[[Chunk], bool], stopping: threading.Event
    ) -> None:
        if not stopping.is_set():
            server = self._loaded()
            server.handle_chat_completions(request, heard)

    def _loaded(self) -> Any:  # noqa: ANN401 - xllamacpp has no types
        if self._server is None:
            path = self._file.verified()
            self._check()
            try:
                import xllamacpp  # noqa: PLC0415 - 60 ms and native code: on first use only
            except ImportError as error:
                raise AppError(Code.ENGINE_MISSING, f"xllamacpp: {error}.") from error
            params = xllamacpp.CommonParams()
            params.model.path = str(path)
            params.model_alias = {MODEL}
            params.n_ctx = CONTEXT_LENGTH
            params.n_batch = params.n_ubatch = _BATCH
            params.n_parallel = 1
            params.cache_ram_mib = 0  # else every conversation stays in memory, up to 8 GiB
            params.cpuparams.n_threads = params.cpuparams_batch.n_threads = hardware.threads()
            params.warmup = False
            params.verbosity = -1
            params.sleep_idle_seconds = self._idle_s
            self._shut_in(params)
            try:
                self._server = xllamacpp.Server(params)
            except RuntimeError as error:  # the file is right, so it is the memory
                raise AppError(Code.ENGINE_MEMORY, "The model could not be loaded.") from error
        return self._server

    def _shut_in(self, params: Any) -> None:  # noqa: ANN401 - xllamacpp has no types
        """Close llama.cpp's own HTTP server, which cannot be switched off, to everybody else.

        The prefix matters: without it /health and /v1/models answer without a key.
        """
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        params.api_prefix = self._inner_path
        params.api_keys = [self._inner_key]
        params.cors_origins = ""
        params.n_threads_http = 1
        params.ui = False

    def _count(self, request: dict[str, object]) -> int:
        address = urlsplit(cast("str", self._loaded().listening_address))
        connection = http.client.HTTPConnection(address.netloc, timeout=_COUNT_TIMEOUT_S)
        try:
            connection.request(
                "POST",
                f"{self._inner_path}/v1/chat/completions/input_tokens",
                json.dumps({"messages": request["messages"]}),
                {"Authorization": f"Bearer {self._inner_key}", "Content-Type": "application/json"},
            )
            return int(json.loads(connection.getresponse().read())["input_tokens"])
        except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
            raise ApiError(500, f"The tokens could not be counted: {error}.") from error
        finally:
            connection.close()


async def _next(inbox: asyncio.Queue[Chunk | None]) -> Chunk | None:
    try:
        async with asyncio.timeout(_HEARTBEAT_S):
            return await inbox.get()
    except TimeoutError:
        return {}


def _request(prompt: Prompt) -> dict[str, object]:
    """Give the JSON that llama.cpp wants; nothing of the caller's own request reaches it unread."""
    request: dict[str, object] = {
        "messages": [{"role": said.role, "content": said.text} for said in prompt.messages],
        "temperature": prompt.temperature,
        "repeat_penalty": REPEAT_PENALTY,
        "stream": True,
        "stream_options": {"include_usage": True},
        "return_progress": True,
    }
    optional = {
        "top_p": prompt.top_p,
        "max_tokens": prompt.max_tokens,
        "seed": prompt.seed,
        "presence_penalty": prompt.presence_penalty,
        "frequency_penalty": prompt.frequency_penalty,
        "stop": list(prompt.stops) or None,
    }
    request |= {name: value for name, value in optional.items() if value is not None}
    if prompt.schema is not None:
        schema = {"name": "answer", "schema": prompt.schema}
        request["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif prompt.wants_json:
        request["response_format"] = {"type": "json_object"}
    return request
