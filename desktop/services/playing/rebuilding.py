"""What was sent for an answer, with its messages in it again.

Everything but the messages was kept as it went; they are made anew out of the conversation by the
code that made them then. A digest tells whether they are the same.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import ModuleType

from desktop.api.lessons import Dialect, Lessons
from desktop.api.reading.fields import Json, child, number, text
from desktop.api.text import chat, responses
from desktop.api.wire.address import join
from desktop.core.capabilities import Capability, Support
from desktop.core.connection import NO_SECRET, Api, Connection, Endpoint
from desktop.core.errors import AppError
from desktop.core.requests import ChatRequest
from desktop.core.stream import Fold
from desktop.core.types import Message, Part
from desktop.services.contents import contents, reference, with_contents
from desktop.services.playing.reading import is_responses, pairs
from desktop.services.playing.shown import Doubt, Request
from desktop.services.preparing import Preparing
from desktop.services.recording import digest, messages_of, without_messages
from desktop.services.servers import Servers
from desktop.services.turn import Target, Turn
from desktop.store.exchanges import Exchange


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A request as it is shown, and the body as it was sent: with the contents of files."""

    request: Request
    whole: Json


class Rebuilding:
    """Reads the store; used on the loop's thread."""

    def __init__(self, preparing: Preparing, servers: Servers) -> None:
        self._preparing, self._servers = preparing, servers

    async def rebuilt(self, message: Message, exchange: Exchange | None) -> Rebuilt:
        """Give the request of one round of an answer; None: the answer's, nothing was recorded.

        Raises:
            AppError: GONE, or what the store raises.
        """
        kept = _kept(exchange)
        body = child(kept, "body")
        if not body:
            return await self._made_anew(message)
        url, said = text(kept, "url"), _said(kept)
        target = Target(message.connection_id, text(body, "model") or message.model)
        asked = await self._preparing.request(turn_of(message, said, target))
        module, dialect = route(url), self.dialect(target, url)
        made = await asyncio.to_thread(module.build, asked, dialect)
        sent = messages_of(made)
        is_same = await asyncio.to_thread(digest, sent) == kept.get("digest")
        held = await asyncio.to_thread(contents, without_messages(made))
        whole = {
            name: sent if _is_left_out(value) else with_contents(value, held)
            for name, value in body.items()
        }
        marks = _marks(asked.blobs)
        shown = await asyncio.to_thread(module.build, replace(asked, blobs=marks), dialect)
        told = messages_of(shown)
        request = Request(
            text(kept, "method") or "POST",
            url,
            pairs(kept.get("headers")),
            {name: told if _is_left_out(value) else value for name, value in body.items()},
            _length(kept),
            _file_bytes(asked.blobs),
            said == (0, 0),
            Doubt.NONE if is_same else Doubt.CHANGED,
        )
        return Rebuilt(request, whole)

    async def _made_anew(self, message: Message) -> Rebuilt:
        connection = self._servers.get(message.connection_id)
        api = self._api(connection)
        path = responses.PATH if api is Api.RESPONSES else chat.PATH
        try:
            url = join(connection.base_url, path)
        except AppError:  # the built-in engine has an address only while it runs
            url = path
        target = Target(message.connection_id, message.model)
        asked = await self._preparing.request(turn_of(message, (0, 0), target))
        module, dialect = route(url), self.dialect(target, url)
        marked = replace(asked, blobs=_marks(asked.blobs))
        request = Request(
            "POST",
            url,
            (("content-type", "application/json"),),
            await asyncio.to_thread(module.build, marked, dialect),
            file_bytes=_file_bytes(asked.blobs),
            doubt=Doubt.NOT_RECORDED if message.connection_id else Doubt.IMPORTED,
        )
        return Rebuilt(request, await asyncio.to_thread(module.build, asked, dialect))

    async def body_with(self, asked: ChatRequest, target: Target, url: str) -> Json:
        """Give the body that `asked` would become."""
        return await asyncio.to_thread(route(url).build, asked, self.dialect(target, url))

    def dialect(self, target: Target, url: str) -> Dialect:
        """Give how a server wants its requests, without asking for its key."""
        path = responses.PATH if is_responses(url) else chat.PATH
        endpoint = Endpoint(url.partition("?")[0].removesuffix(path), NO_SECRET)
        plain = Lessons().dialect(endpoint, target.model)
        return replace(plain, refused=self._servers.refused(target.connection_id, target.model))

    def _api(self, connection: Connection) -> Api:
        if connection.api is not Api.AUTO:
            return connection.api
        known = self._servers.capabilities(connection.id)
        is_known = known[Capability.RESPONSES].support is Support.YES
        return Api.RESPONSES if is_known else Api.CHAT


def route(url: str) -> ModuleType:
    """Give what builds the requests that go to an address."""
    return responses if is_responses(url) else chat


def turn_of(message: Message, said: tuple[int, int], target: Target) -> Turn:
    """Give an answer as it was when it had said that much."""
    count, length = said
    parts: list[Part] = list(message.parts[:count])
    if parts:
        parts[-1] = replace(parts[-1], text=parts[-1].text[:length])
    turn = Turn(message.conversation_id, message.id, target)
    turn.fold = Fold(parts)
    return turn


def _kept(exchange: Exchange | None) -> Json:
    try:
        kept = json.loads(exchange.request) if exchange is not None else {}
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _said(kept: Json) -> tuple[int, int]:
    match kept.get("said"):
        case [int(count), int(length)]:
            return count, length
    return 0, 0


def _is_left_out(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"$messages"}


def _marks(blobs: Mapping[str, str]) -> dict[str, str]:
    """Give for each content what stands for it."""
    return {
        name: reference(name, _media_type(address), _size(address))
        for name, address in blobs.items()
    }


def _media_type(address: str) -> str:
    return address[:200].partition(";")[0].removeprefix("data:")


def _size(address: str) -> int:
    return (len(address) - address.find(",") - 1) * 3 // 4


def _file_bytes(blobs: Mapping[str, str]) -> int:
    return sum(map(_size, blobs.values()))


def _length(kept: Json) -> int:
    headers = dict(pairs(kept.get("headers")))
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else number(kept, "size") or 0
