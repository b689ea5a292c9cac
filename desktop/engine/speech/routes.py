"""What callers reach: a file that is sent, and a socket that is spoken into."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from desktop.core.errors import AppError
from desktop.core.tasks import TaskScope
from desktop.core.transcript import Line
from desktop.engine.fields import parse
from desktop.engine.problems import ApiError, unavailable
from desktop.engine.speech import wording
from desktop.engine.speech.form import Format, Wish, check_model, read_wish
from desktop.engine.speech.model import SpeechModel
from desktop.engine.speech.session import Session
from desktop.engine.speech.sounds import SoundFile
from desktop.engine.speech.transcribing import Ended, transcribe

MAX_SESSIONS = 2

_INTERNAL_ERROR = 1011
_UNSUPPORTED_DATA = 1003

_log = logging.getLogger(__name__)

Pieces = AsyncGenerator[Line | Ended, None]


class SpeechRoutes:
    """Answers with `model`."""

    def __init__(self, model: SpeechModel) -> None:
        self._model = model
        self._sessions = 0

    async def transcriptions(self, request: Request) -> Response:
        """Write an uploaded recording down.

        Raises:
            ApiError: the form cannot be done.
            AppError: the model cannot run here.
        """
        problem = self._model.problem()
        if problem is not None:
            raise problem
        wish = await read_wish(request)
        pieces = self._pieces(wish)
        if wish.stream and wish.format not in wording.MEDIA_TYPES:
            try:
                first = await anext(pieces)  # so that a broken file still gets a proper status
            except BaseException:
                await pieces.aclose()
                raise
            return StreamingResponse(_events(first, pieces), media_type="text/event-stream")
        async with aclosing(pieces):
            return await _whole(request, pieces, wish.format)

    async def realtime(self, socket: WebSocket) -> None:
        """Transcribe what is spoken into a socket."""
        try:
            self._admit(socket)
        except ApiError as error:
            await socket.send_denial_response(JSONResponse(error.body(), error.status))
            return
        self._sessions += 1
        try:
            await socket.accept()
            with self._model.use(), contextlib.suppress(WebSocketDisconnect):
                await _converse(socket, self._model)
        finally:
            self._sessions -= 1

    def _admit(self, socket: WebSocket) -> None:
        problem = self._model.problem()
        if problem is not None:
            raise unavailable(problem)
        if socket.query_params.get("intent") != "transcription":
            told = "This server only transcribes: intent must be transcription."
            raise ApiError(400, told, code="invalid_value", param="intent")
        check_model(socket.query_params.get("model"))
        if self._sessions >= MAX_SESSIONS:
            told = f"There are {MAX_SESSIONS} live sessions already."
            raise ApiError(503, told, code="too_many_sessions")

    async def _pieces(self, wish: Wish) -> Pieces:
        """Yield the lines of an uploaded file; whatever happens, the file is let go of."""
        try:
            sound = await self._model.prepare(partial(SoundFile, wish.file))
            try:
                tells_voices = wish.format is Format.DIARIZED_JSON
                lines = transcribe(self._model, sound, tells_voices=tells_voices)
                async with aclosing(lines):
                    async for line in lines:
                        yield line
            finally:
                self._model.afterwards(sound.close)
        finally:
            self._model.afterwards(wish.close)


async def _whole(request: Request, pieces: Pieces, kind: Format) -> Response:
    lines: list[Line] = []
    async for piece in pieces:
        if await request.is_disconnected():
            break
        if isinstance(piece, Ended):
            media_type = wording.MEDIA_TYPES.get(kind, "application/json")
            return Response(wording.whole(lines, piece.duration_s, kind), media_type=media_type)
        lines.append(piece)
    return Response(status_code=499)  # nobody reads it


async def _events(first: Line | Ended, pieces: Pieces) -> AsyncIterator[bytes]:
    lines: list[Line] = []

    async def all_pieces() -> Pieces:
        yield first
        async for piece in pieces:
            yield piece

    async with aclosing(pieces):
        try:
            async for piece in all_pieces():
                if isinstance(piece, Ended):
                    yield wording.end_event(lines, piece.duration_s)
                else:
                    yield wording.line_events(piece, len(lines))
                    lines.append(piece)
        except AppError as error:
            yield wording.failed_event(unavailable(error))


async def _converse(socket: WebSocket, model: SpeechModel) -> None:
    """Listen and answer until one of both ends; whoever hangs up stops what is at work."""
    over = asyncio.Event()

    def ended(error: Exception) -> None:
        if not isinstance(error, WebSocketDisconnect):
            failed.append(error)
            _log.error("a live session failed", exc_info=error)

    failed: list[Exception] = []
    session = Session(model, socket.send_json)
    scope = TaskScope(ended, lambda _key, running: None if running else over.set())
    try:
        await session.greet()
        scope.start("listen", session.listen())
        scope.start("take", _take(socket, session))
        await over.wait()
    finally:
        await scope.aclose()
    if failed:
        await socket.close(_INTERNAL_ERROR, type(failed[0]).__name__)


async def _take(socket: WebSocket, session: Session) -> None:
    while (message := await socket.receive())["type"] == "websocket.receive":
        if message.get("text") is None:
            await socket.close(_UNSUPPORTED_DATA, "Events are text.")
            return
        try:
            await session.take(parse(message["text"].encode()))
        except ApiError as error:
            await socket.send_json({"type": "error", **error.body()})
