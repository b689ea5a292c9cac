"""An HTTP server that sends exactly the bytes of a script, cut exactly where the script says.

Runs on the loop of its test: `async with ByteServer() as server: server.on("/v1/responses", Reply(...))`.
It keeps connections alive, records every request, and sees when a client goes away.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Self, TypeAlias


@dataclass(frozen=True)
class Pause:
    """Send nothing for so long."""

    seconds: float


@dataclass(frozen=True)
class Stall:
    """Send nothing until the client goes away; of an unread body read nothing before `let_go`."""


@dataclass(frozen=True)
class Abort:
    """Reset the connection."""


@dataclass(frozen=True)
class Drain:
    """Read what has not been read of the request's body, as servers do that have answered early."""


Piece: TypeAlias = bytes | Pause | Stall | Abort | Drain


@dataclass(frozen=True)
class Reply:
    """What is sent for one request.

    `framing`: "chunked" (each bytes piece is one chunk), "close" (the body ends with the
    connection), "length", or "none" (the pieces are everything, the status line too).
    `takes`: so many bytes of the request's body are read first, and the connection is not kept;
    None: all.
    """

    pieces: tuple[Piece, ...] = ()
    status: int = 200
    content_type: str = "text/event-stream"
    headers: tuple[tuple[str, str], ...] = ()
    framing: str = "chunked"
    takes: int | None = None

    def head(self) -> bytes:
        """Give the status line and the headers."""
        lines = [f"HTTP/1.1 {self.status} X", f"content-type: {self.content_type}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.framing == "chunked":
            lines.append("transfer-encoding: chunked")
        elif self.framing == "close":
            lines.append("connection: close")
        else:
            size = sum(len(piece) for piece in self.pieces if isinstance(piece, bytes))
            lines.append(f"content-length: {size}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


DROP = Reply(framing="none")
"""Close the connection without a byte of an answer."""


@dataclass
class Recorded:
    """One request as it came; `connection` counts from 1."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def json(self) -> dict[str, object]:
        """Give the body as a JSON object."""
        item = json.loads(self.body)
        assert isinstance(item, dict)
        return item


@dataclass
class ByteServer:
    """Answers each path with its replies in turn; the last one is repeated, an unknown path is a 404."""

    requests: list[Recorded] = field(default_factory=list)
    closed_at: list[float] = field(default_factory=list)
    """When clients went away in the middle of a reply, `time.monotonic()`."""
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        self._replies: dict[str, deque[Reply]] = defaultdict(deque)
        self._server: asyncio.Server | None = None
        self._handlers: set[asyncio.Task[object]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._connections = 0
        self._closed = asyncio.Event()
        self._let_go = asyncio.Event()
        self._asked = asyncio.Event()

    def on(self, path: str, *replies: Reply) -> None:
        """Answer requests for `path` (without its query) with `replies`."""
        self._replies[path] = deque(replies)

    @property
    def origin(self) -> str:
        """Give `http://127.0.0.1:port`, or https."""
        assert self._server is not None
        scheme = "https" if self.tls else "http"
        return f"{scheme}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def base_url(self) -> str:
        """Give the address that a connection is set up with."""
        return f"{self.origin}/v1"

    def let_go(self) -> None:
        """Read on where a `Stall` has left a body unread."""
        self._let_go.set()

    async def was_asked(self, path: str, timeout_s: float = 2.0) -> None:
        """Wait until a request for `path` has come."""
        async with asyncio.timeout(timeout_s):
            while path not in {request.path for request in self.requests}:
                self._asked.clear()
                await self._asked.wait()

    async def saw_close(self, timeout_s: float = 2.0) -> float:
        """Wait until a client went away in mid-reply; give when that was."""
        async with asyncio.timeout(timeout_s):
            await self._closed.wait()
        return self.closed_at[-1]

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        assert self._server is not None
        self._server.close()
        self.let_go()
        for writer in list(self._writers):
            writer.transport.abort()
        if self._handlers:
            await asyncio.wait(self._handlers, timeout=2.0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        self._writers.add(writer)
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            number = self._connections
            while request := await _read_head(reader, number):
                reply = self._reply_to(request)
                unread = await _read_body(reader, request, reply.takes)
                self.requests.append(request)
                self._asked.set()
                is_kept = await self._answer(reply, unread, reader, writer)
                if unread or not is_kept:
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            self._note_close()
        finally:
            writer.close()
            self._handlers.discard(task)
            self._writers.discard(writer)

    def _reply_to(self, request: Recorded) -> Reply:
        replies = self._replies.get(request.path.partition("?")[0])
        if not replies:
            body = b'{"error": {"message": "no such route"}}'
            return Reply((body,), 404, "application/json", framing="length")
        return replies.popleft() if len(replies) > 1 else replies[0]

    async def _answer(
        self, reply: Reply, unread: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Send `reply`; tell whether the connection is kept."""
        if reply.framing != "none":
            writer.write(reply.head())
        for piece in reply.pieces:
            if reader.at_eof():
                self._note_close()
                return False
            match piece:
                case bytes():
                    writer.write(_chunk(piece) if reply.framing == "chunked" else piece)
                    await writer.drain()
                    await asyncio.sleep(0)  # so that the client gets it alone
                case Pause(seconds):
                    await asyncio.sleep(seconds)
                case Drain():
                    await reader.readexactly(unread)
                case Stall():
                    await self._stall(unread, reader)
                    return False
                case Abort():
                    writer.transport.abort()
                    return False
        if reply.framing == "chunked":
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        return reply.framing in {"chunked", "length"}

    async def _stall(self, unread: int, reader: asyncio.StreamReader) -> None:
        if unread:
            await self._let_go.wait()
            while await reader.read(65_536):
                pass
        await reader.read(1)
        self._note_close()

    def _note_close(self) -> None:
        self.closed_at.append(time.monotonic())
        self._closed.set()


async def _read_head(reader: asyncio.StreamReader, connection: int) -> Recorded | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *rest = head.decode("latin-1").rstrip().split("\r\n")
    method, path, _version = first.split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
    return Recorded(method, path, headers, b"", connection)


async def _read_body(reader: asyncio.StreamReader, request: Recorded, takes: int | None) -> int:
    """Read the body, at most `takes` bytes; give how many are left."""
    length = int(request.headers.get("content-length", "0"))
    wanted = length if takes is None else min(takes, length)
    request.body = await reader.readexactly(wanted)
    return length - wanted


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def one_by_one(data: bytes) -> tuple[bytes, ...]:
    """Cut `data` into single bytes."""
    return tuple(bytes([value]) for value in data)
