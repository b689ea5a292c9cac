"""The engine's routes: models, chat/completions, responses, input_tokens, health, and those of speech."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from desktop.core.errors import AppError
from desktop.engine.answer import Answered
from desktop.engine.chat import ChatAnswer
from desktop.engine.fields import Fields, parse
from desktop.engine.guard import Guard
from desktop.engine.language import LanguageModel
from desktop.engine.pieces import Done, Piece, Waiting
from desktop.engine.problems import ApiError, unavailable
from desktop.engine.prompts import Prompt, from_chat, from_responses
from desktop.engine.responses import ResponsesAnswer
from desktop.engine.speech.model import SPEECH, SpeechModel

if TYPE_CHECKING:  # with the first sound
    from desktop.engine.speech.routes import SpeechRoutes

MAX_BODY_BYTES = 4 * 1024 * 1024  # 131,072 tokens are about 600 KB; the rest is room for JSON
MAX_SEEN_BYTES = 32 * 1024 * 1024  # where a model takes pictures

_PATIENCE = 5
"""Heartbeats (seconds) after which a stream begins though the model has not said anything yet.
Until then a prompt that cannot be answered still gets a proper HTTP status."""


class _Answer(Protocol):
    def whole(self, answered: Answered, done: Done) -> dict[str, object]: ...
    def stream(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[bytes]: ...
    def failed(self, error: ApiError) -> bytes: ...


def create_app(model: LanguageModel, key: str, speech: SpeechModel) -> ASGIApp:
    """Give the application that answers with `model` and `speech` to whoever shows `key`."""
    routes = _Routes(model, speech)
    app = Starlette(
        routes=[
            Route("/health", routes.health),
            Route("/v1/models", routes.models),
            Route("/v1/models/{name}", routes.model),
            Route("/v1/chat/completions", routes.chat, methods=["POST"]),
            Route("/v1/responses", routes.responses, methods=["POST"]),
            Route("/v1/responses/input_tokens", routes.input_tokens, methods=["POST"]),
            Route("/v1/audio/transcriptions", routes.transcriptions, methods=["POST"]),
            WebSocketRoute("/v1/realtime", routes.realtime),
        ],
        exception_handlers={
            ApiError: _api_error,
            AppError: _app_error,
            HTTPException: _http_error,
            Exception: _unexpected,
        },
    )
    return Guard(app, key)


class _Routes:
    def __init__(self, model: LanguageModel, speech: SpeechModel) -> None:
        self._model, self._speech = model, speech
        self._catalogue = model.catalogue
        self._speaking: SpeechRoutes | None = None

    async def health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def models(self, _: Request) -> Response:
        problems = {m.id: self._model.problem(m) for m in self._catalogue.all()}
        usable = [m.description() for m in self._catalogue.all() if problems[m.id] is None]
        hearing = [] if self._speech.problem() else [self._speech.description()]
        listing: dict[str, object] = {"object": "list", "data": usable + hearing}
        problem = problems[self._catalogue.built_in.id]
        if problem is not None and not usable:
            listing |= unavailable(problem).body()
        return JSONResponse(listing)

    async def model(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name == SPEECH and self._speech.problem() is None:
            return JSONResponse(self._speech.description())
        model = self._catalogue.get(name)
        if model is None or self._model.problem(model) is not None:
            raise ApiError(404, f"The model {name!r} does not exist.", code="model_not_found")
        return JSONResponse(model.description())

    async def chat(self, request: Request) -> Response:
        prompt = from_chat(await self._fields(request), self._catalogue)
        return await self._answer(request, prompt, ChatAnswer(prompt))

    async def responses(self, request: Request) -> Response:
        prompt = from_responses(await self._fields(request), self._catalogue)
        return await self._answer(request, prompt, ResponsesAnswer(prompt))

    async def input_tokens(self, request: Request) -> Response:
        prompt = from_responses(await self._fields(request), self._catalogue)
        count = await self._model.count(prompt)
        return JSONResponse({"object": "response.input_tokens", "input_tokens": count})

    async def transcriptions(self, request: Request) -> Response:
        return await self._speech_routes().transcriptions(request)

    async def realtime(self, socket: WebSocket) -> None:
        await self._speech_routes().realtime(socket)

    def _speech_routes(self) -> SpeechRoutes:
        if self._speaking is None:
            from desktop.engine.speech.routes import SpeechRoutes  # noqa: PLC0415 - as above

            self._speaking = SpeechRoutes(self._speech)
        return self._speaking

    async def _fields(self, request: Request) -> Fields:
        sees = any(model.sees for model in self._catalogue.all())
        return await _fields(request, MAX_SEEN_BYTES if sees else MAX_BODY_BYTES)

    async def _answer(self, request: Request, prompt: Prompt, answer: _Answer) -> Response:
        pieces = self._model.answer(prompt)
        if not prompt.stream:
            async with aclosing(pieces):
                return await _whole(request, pieces, answer)
        try:
            first = await _first(request, pieces)
        except BaseException:
            await pieces.aclose()
            raise
        return StreamingResponse(_events(first, pieces, answer), media_type="text/event-stream")


async def _whole(
    request: Request, pieces: AsyncGenerator[Piece, None], answer: _Answer
) -> Response:
    answered = Answered()
    async for piece in pieces:
        if await request.is_disconnected():
            break
        if isinstance(piece, Done):
            return JSONResponse(answer.whole(answered, piece))
        answered.take(piece)
    return Response(status_code=499)  # nobody reads it


async def _first(request: Request, pieces: AsyncGenerator[Piece, None]) -> Piece:
    """Give the first piece that says something, or a heartbeat when patience ends."""
    piece: Piece = Waiting()
    for _ in range(_PATIENCE):
        piece = await anext(pieces)
        if not isinstance(piece, Waiting) or await request.is_disconnected():
            break
    return piece


async def _events(
    first: Piece, pieces: AsyncGenerator[Piece, None], answer: _Answer
) -> AsyncIterator[bytes]:
    async def all_pieces() -> AsyncIterator[Piece]:
        yield first
        async for piece in pieces:
            yield piece

    async with aclosing(pieces):
        try:
            async for event in answer.stream(all_pieces()):
                yield event or b": still at work\n\n"
        except ApiError as error:
            yield answer.failed(error)
        except AppError as error:
            yield answer.failed(unavailable(error))


async def _fields(request: Request, max_bytes: int) -> Fields:
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > max_bytes:
            raise ApiError(
                413, f"The body is larger than {max_bytes} bytes.", code="body_too_large"
            )
    return parse(bytes(data))


async def _api_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return JSONResponse(error.body(), error.status)


async def _app_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    return await _api_error(_, unavailable(error))


async def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse(ApiError(error.status_code, error.detail).body(), error.status_code)


async def _unexpected(_: Request, error: Exception) -> Response:
    return JSONResponse(ApiError(500, f"Unexpected: {type(error).__name__}.").body(), 500)
