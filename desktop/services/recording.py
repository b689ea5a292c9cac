"""Keeps what really went over the wire for each answer, for the playground: small, without secrets.

Of the request everything but the messages is kept: those are in the conversation, and are put in
again when somebody looks. Of the answer every byte, with its time. Files in base64 become references.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop.core.connection import Secret
from desktop.core.exchange import Headers, Sent
from desktop.core.logs import redact
from desktop.services.contents import thinned, without_contents
from desktop.store.exchanges import Exchange

MOST_BYTES = 16 * 1024 * 1024
"""Of one answer; the rest is not kept, and that is said."""
CONVERSATION = ("messages", "input")
"""What holds the conversation in a body of one text API or the other."""


@dataclass(slots=True)
class Recording:
    """A `Recorder` of one round of an answer. Times are seconds since 1970, of pieces in ms since then.

    `said` is how many parts the answer had before this round, and how long the text of the last one
    was. `secrets` must not be seen in what is kept.
    """

    said: tuple[int, int] = (0, 0)
    secrets: tuple[Secret, ...] = ()
    started_at: float = field(default_factory=time.time)
    _sent: Sent | None = field(default=None, repr=False)
    _status: int = 0
    _headers: Headers = ()
    _pieces: list[tuple[int, bytes]] = field(default_factory=list, repr=False)
    _size: int = 0
    _began: float = field(default_factory=time.monotonic)

    def sent(self, request: Sent) -> None:
        """Begin anew with this request."""
        self.started_at, self._began = time.time(), time.monotonic()
        self._sent, self._status, self._headers = request, 0, ()
        self._pieces, self._size = [], 0

    def answered(self, status: int, headers: Headers) -> None:
        """Note the head of the answer."""
        self._status, self._headers = status, headers

    def received(self, chunk: bytes) -> None:
        """Note a piece of the body."""
        self._size += len(chunk)
        if self._size <= MOST_BYTES:
            self._pieces.append((round((time.monotonic() - self._began) * 1000), chunk))

    async def kept(self) -> Exchange | None:
        """Give what is to be stored, made in a worker thread; None: nothing was sent."""
        if self._sent is None:
            return None
        return await asyncio.to_thread(self._kept, self._sent)

    def _kept(self, sent: Sent) -> Exchange:
        request = {
            "method": sent.method,
            "url": sent.url,
            "headers": sent.headers,
            "body": without_contents(without_messages(sent.body)),
            "said": self.said,
            "digest": digest(messages_of(sent.body)),
        }
        response = {
            "status": self._status,
            "headers": self._headers,
            "size": self._size,
            "is_cut": self._size > MOST_BYTES,
        }
        return Exchange(
            self.started_at,
            redact(json.dumps(request, ensure_ascii=False), self.secrets),
            redact(json.dumps(response, ensure_ascii=False), self.secrets),
            packed(thinned(self._pieces), self.secrets),
        )


def messages_of(body: Mapping[str, object]) -> object:
    """Give what holds the conversation in a body."""
    return next((body[name] for name in CONVERSATION if name in body), None)


def digest(value: object) -> str:
    """Give a name for JSON, the same for the same content; large texts do not hold up others."""
    found = hashlib.sha256()
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            found.update(b"{%d" % len(item))
            for name in sorted(item, reverse=True):
                left += (item[name], name)
        elif isinstance(item, list | tuple):
            found.update(b"[%d" % len(item))
            left += reversed(item)
        elif isinstance(item, str):
            text = item.encode("utf-8", "replace")
            found.update(b'"%d:' % len(text))
            found.update(text)
        else:
            found.update(json.dumps(item).encode())
    return found.hexdigest()


def without_messages(body: Mapping[str, object]) -> dict[str, object]:
    """Give a body with how many messages it held instead of the messages."""
    return {
        name: {"$messages": len(value)}
        if name in CONVERSATION and isinstance(value, list)
        else value
        for name, value in body.items()
    }


def packed(pieces: Iterable[tuple[int, bytes]], secrets: tuple[Secret, ...]) -> bytes:
    """Give pieces as compressed lines of JSON: [milliseconds, text].

    A secret may lie across two pieces, so it is looked for in all of the text: where one is found,
    the pieces become one.
    """
    held = list(pieces)
    whole = b"".join(chunk for _, chunk in held).decode("utf-8", "replace")
    clean = redact(whole, secrets)
    if clean != whole:
        lines = [json.dumps([held[-1][0], clean], ensure_ascii=False)]
    else:
        lines = [json.dumps([at, chunk.decode("utf-8", "surrogateescape")]) for at, chunk in held]
    return zlib.compress("\n".join(lines).encode(), 6)


def unpacked(events: bytes, most: int = 4 * MOST_BYTES) -> list[tuple[int, str]]:
    """Give the pieces of an answer: milliseconds after the request, and text.

    A character that lies across two pieces belongs to the second. What is no such record is empty.
    """
    unpacking = zlib.decompressobj()
    try:
        lines = unpacking.decompress(events, most).decode("utf-8", "replace").split("\n")
        found = [json.loads(line) for line in lines]
    except (zlib.error, ValueError):
        return []
    pieces: list[tuple[int, str]] = []
    rest = b""
    for item in found:
        match item:
            case [int(at), str(text)]:
                raw = rest + text.encode("utf-8", "surrogateescape")
                whole = raw.decode("utf-8", "ignore")
                rest = raw[len(whole.encode()) :] if len(raw) - len(whole.encode()) < 4 else b""
                pieces.append((at, whole))
    return pieces
