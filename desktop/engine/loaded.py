"""The models that are in memory. Everything here happens on the one worker thread.

llama.cpp is called in this process: its own HTTP server cannot stop a prompt that nobody waits for
any more. Dropping the last reference to a server gives its memory back (26 ms; 199 -> 57 MB).
"""

from __future__ import annotations

import http.client
import json
import secrets
from collections.abc import Callable
from typing import Any, TypeAlias, cast
from urllib.parse import urlsplit

from desktop.core.errors import AppError, Code
from desktop.engine import hardware
from desktop.engine.catalogue import Model
from desktop.engine.pieces import Chunk
from desktop.engine.problems import ApiError

_BATCH = 64
"""Tokens of a prompt between two looks at whether anybody still waits: 0.4 s at 140 tokens/s. With
llama.cpp's 512 an abandoned prompt holds the model for 3 s; reading gets 4 % slower."""

_SEEING_BATCH = 512
"""A picture of some models must be read in one piece: Gemma 3 makes 256 tokens of it."""

_COUNT_TIMEOUT_S = 10.0

Say: TypeAlias = Callable[[str], None]
Check: TypeAlias = Callable[[int | None], None]


class LoadedModel:
    """One model in memory.

    Raises:
        AppError: its file cannot be used, or it cannot be loaded.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._key = secrets.token_urlsafe(32)
        self._path = f"/{secrets.token_urlsafe(16)}"
        self._server: Any = self._load()  # xllamacpp.Server has no types

    def generate(self, request: dict[str, object], heard: Callable[[Chunk], bool]) -> None:
        """Answer; `heard` gets each chunk and gives True to stop.

        Raises:
            ApiError: llama.cpp cannot make a prompt of the request.
        """
        try:
            self._server.handle_chat_completions(request, heard)
        except RuntimeError as error:  # a template that refuses, a picture that is none
            raise ApiError(400, str(error)[:500], code="invalid_prompt") from error

    def count(self, request: dict[str, object]) -> int:
        """Give how many tokens the prompt of a request has.

        Raises:
            ApiError: 500.
        """
        address = urlsplit(cast("str", self._server.listening_address))
        connection = http.client.HTTPConnection(address.netloc, timeout=_COUNT_TIMEOUT_S)
        counted = {name: request[name] for name in ("messages", "tools") if name in request}
        try:
            connection.request(
                "POST",
                f"{self._path}/v1/chat/completions/input_tokens",
                json.dumps(counted),
                {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"},
            )
            return int(json.loads(connection.getresponse().read())["input_tokens"])
        except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
            raise ApiError(500, f"The tokens could not be counted: {error}.") from error
        finally:
            connection.close()

    def _load(self) -> Any:  # noqa: ANN401 - xllamacpp has no types
        try:
            import xllamacpp  # noqa: PLC0415 - 60 ms and native code: on first use only
        except ImportError as error:
            raise AppError(Code.ENGINE_MISSING, f"xllamacpp: {error}.") from error
        model, params = self.model, xllamacpp.CommonParams()
        params.model.path = str(model.source.verified())
        if model.projector is not None:
            params.mmproj.path = str(model.projector.verified())
        params.model_alias = {model.id}
        params.n_ctx = model.context_length
        params.n_batch = params.n_ubatch = _SEEING_BATCH if model.sees else _BATCH
        params.n_parallel = 1
        params.cache_ram_mib = 0  # else every conversation stays in memory, up to 8 GiB
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = hardware.threads()
        params.warmup = False
        params.verbosity = -1
        self._shut_in(params)
        try:
            return xllamacpp.Server(params)
        except RuntimeError as error:
            if model.memory_bytes is None:  # the file is right, so it is the memory
                raise AppError(Code.ENGINE_MEMORY, "The model could not be loaded.") from error
            told = (
                f"{model.id} could not be loaded: this version of llama.cpp does not know its kind, "
                "or the projector belongs to another model."
            )
            raise AppError(Code.UNSUITABLE, told) from error

    def _shut_in(self, params: Any) -> None:  # noqa: ANN401 - xllamacpp has no types
        """Close llama.cpp's own HTTP server, which cannot be switched off, to everybody else.

        The prefix matters: without it /health and /v1/models answer without a key.
        """
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        params.api_prefix = self._path
        params.api_keys = [self._key]
        params.cors_origins = ""
        params.n_threads_http = 1
        params.ui = False


class LoadedModels:
    """Loads the model that is asked, and lets go of others where memory asks for it.

    Args:
        say: Told `LOADING id`, `LOADED id`, `UNLOADED id`.
        check: Raises AppError when this computer cannot run a model of so many bytes.
        limit_bytes: What all models may take together; None: one at a time.
    """

    def __init__(self, say: Say, check: Check, limit_bytes: int | None) -> None:
        self._say, self._check, self._limit_bytes = say, check, limit_bytes
        self._loaded: dict[str, LoadedModel] = {}  # the one that was asked last is the last

    def has(self, model: Model) -> bool:
        """Tell whether a model is in memory; on any thread."""
        loaded = self._loaded.get(model.id)
        return loaded is not None and loaded.model == model

    def get(self, model: Model) -> LoadedModel:
        """Give a model, loaded.

        Raises:
            AppError: it cannot run here; what was loaded may be unloaded all the same.
        """
        if self.has(model):
            loaded = self._loaded.pop(model.id)
            try:
                model.find()  # what is in memory belongs to a file that is not there any more
            except AppError:
                del loaded
                self._say(f"UNLOADED {model.id}")
                raise
        else:
            model.source.verified()
            self._make_room(model)
            self._check(model.memory_bytes)
            self._say(f"LOADING {model.id}")
            try:
                loaded = LoadedModel(model)
            except BaseException:
                self._say(f"UNLOADED {model.id}")
                raise
            self._say(f"LOADED {model.id}")
        self._loaded[model.id] = loaded
        return loaded

    def keep_only(self, models: tuple[Model, ...]) -> None:
        """Let go of everything that is not among `models` as it is now."""
        known = {model.id: model for model in models}
        for name in [n for n, loaded in self._loaded.items() if loaded.model != known.get(n)]:
            self._drop(name)

    def _make_room(self, model: Model) -> None:
        self._loaded.pop(model.id, None)  # it was loaded from other files
        for name in list(self._loaded):
            sizes = [loaded.model.memory_bytes for loaded in self._loaded.values()]
            if hardware.fits([*sizes, model.memory_bytes], self._limit_bytes):
                return
            self._drop(name)

    def _drop(self, name: str) -> None:
        del self._loaded[name]
        self._say(f"UNLOADED {name}")
