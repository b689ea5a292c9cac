"""Pictures: made from words, or from pictures and words."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urljoin

from desktop.api.adapting import Question, open_adapted
from desktop.api.kept import expect
from desktop.api.lessons import Dialect
from desktop.api.pictures.image_events import Finished, ImageEvent, ImageReader, Picture, parse
from desktop.api.pictures.image_requests import EditRequest, ImageRequest, build, build_edit
from desktop.api.stored.files import Progress
from desktop.api.wire.address import may_follow
from desktop.api.wire.big_json import read_json
from desktop.api.wire.call import Call
from desktop.api.wire.event_reader import lacking, read_events
from desktop.api.wire.http import Answer, Http
from desktop.core.capabilities import Capability, Support
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError

PATH = "/images/generations"
EDIT_PATH = "/images/edits"
MAX_ANSWER_BYTES = 256 * 1024 * 1024
"""Ten pictures of 3840x2160 in base64 are up to 200 MB."""
MAX_PICTURE_BYTES = 64 * 1024 * 1024

# Not what changes the picture that is paid for: that it lacks is the person's to see.
_DROPPABLE = {
    "complexity",
    "input_fidelity",
    "moderation",
    "output_compression",
    "partial_images",
    "response_format",
    "stream",
}
_log = logging.getLogger(__name__)


async def generate(
    http: Http, endpoint: Endpoint, request: ImageRequest
) -> AsyncGenerator[ImageEvent, None]:
    """Make pictures: yield those on the way, where the server shows them, then `Finished`.

    Pictures on the way are asked for of OpenAI and of servers known to have them; where they are
    refused, once: the server is asked without, and not again. A picture that lies on the server's
    own host is fetched; of others the address is given. Whoever may stop between two events wraps
    this in `contextlib.aclosing`, which closes the connection.

    Raises:
        AppError: LACKS; as `build`; NOT_UNDERSTOOD; CUT, the end is missing; otherwise as
            `open_adapted`.
    """

    def make(dialect: Dialect, *, is_streamed: bool) -> Call:
        return Call(PATH, build(request, dialect, is_streamed=is_streamed), thinks=True)

    asked = _Asked(Capability.IMAGES, request, make)
    async with aclosing(_ask(http, endpoint, asked)) as events:
        async for event in events:
            yield event


async def edit(
    http: Http, endpoint: Endpoint, request: EditRequest, on_sent: Progress | None = None
) -> AsyncGenerator[ImageEvent, None]:
    """Change pictures; as `generate`, and UNREADABLE or TOO_LARGE for what goes up."""

    def make(dialect: Dialect, *, is_streamed: bool) -> Call:
        form = build_edit(request, dialect, is_streamed=is_streamed)
        return Call(EDIT_PATH, form, thinks=True, on_sent=on_sent)

    asked = _Asked(Capability.IMAGE_EDITS, request.image, make)
    async with aclosing(_ask(http, endpoint, asked)) as events:
        async for event in events:
            yield event


class _Make(Protocol):
    def __call__(self, dialect: Dialect, *, is_streamed: bool) -> Call: ...


@dataclass(frozen=True, slots=True)
class _Asked:
    capability: Capability
    request: ImageRequest
    make: _Make


async def _ask(http: Http, endpoint: Endpoint, asked: _Asked) -> AsyncGenerator[ImageEvent, None]:
    request, secrets = asked.request, endpoint.secrets
    dialect = http.lessons.dialect(endpoint, request.model)
    is_streamed = _wants_stream(http, endpoint, request, dialect)
    question = Question(
        asked.capability,
        lambda known: asked.make(known, is_streamed=is_streamed),
        request.model,
        _DROPPABLE,
    )
    async with open_adapted(http, endpoint, question) as answer:
        answer.allow_silence(endpoint.patience_s or http.timeouts.thinking_s)
        is_sse = answer.media_type == "text/event-stream"
        refused = http.lessons.dialect(endpoint, request.model).refused
        if is_sse or (is_streamed and "stream" in refused):
            http.lessons.learn(endpoint, Capability.IMAGE_STREAM, works=is_sse)
        with lacking(http, endpoint, asked.capability):
            if is_sse or (is_streamed and answer.media_type != "application/json"):
                events = read_events(answer, ImageReader(request.count), secrets)
            else:
                events = _whole(answer, endpoint)
            async with aclosing(events):
                async for event in events:
                    if isinstance(event, Finished):
                        yield await _fetched(http, endpoint, event)
                    else:
                        yield event


async def _whole(answer: Answer, endpoint: Endpoint) -> AsyncGenerator[ImageEvent, None]:
    item = await read_json(answer, MAX_ANSWER_BYTES, endpoint.secrets)
    yield parse(expect(item, endpoint))


def _wants_stream(http: Http, endpoint: Endpoint, request: ImageRequest, dialect: Dialect) -> bool:
    """Tell whether to ask for pictures on the way."""
    support = http.lessons.support(endpoint, Capability.IMAGE_STREAM)
    is_able = support is Support.YES or (dialect.is_official and support is not Support.NO)
    return request.may_stream and is_able


async def _fetched(http: Http, endpoint: Endpoint, done: Finished) -> Finished:
    """Put the bytes in where the server gave an address of its own."""
    images = [await _fetch(http, endpoint, picture) for picture in done.images]
    return replace(done, images=tuple(images))


async def _fetch(http: Http, endpoint: Endpoint, picture: Picture) -> Picture:
    if not picture.url or picture.data:
        return picture
    try:
        url = urljoin(endpoint.base_url, picture.url)
        if not may_follow(endpoint.base_url, url):
            return picture
        there = replace(endpoint, base_url=url, connection_id=endpoint.identity)
        async with http.open(there, Call("", headers=(("accept", "image/*"),))) as answer:
            is_picture = answer.media_type.startswith("image/")
            data = await answer.read(MAX_PICTURE_BYTES)
    except (AppError, ValueError) as error:
        # It was made and paid for: the address is better than an error.
        _log.info("a picture was not fetched: %s", getattr(error, "code", "no address"))
        return picture
    fetched = replace(picture, data=data, url=url)
    return fetched if is_picture or fetched.media_type else picture
