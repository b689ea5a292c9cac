"""A realtime transcription socket that does what its test says, on the `websockets` package's server."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Event = dict[str, Any]


def event(kind: str, **more: Any) -> Event:
    """Give an event in OpenAI's shape."""
    return {"type": kind, "event_id": "event_1", **more}


def created() -> Event:
    """Give a server's first word."""
    session = {"type": "transcription", "id": "sess_1", "object": "realtime.transcription_session"}
    return event("session.created", session=session)


def updated(session: object) -> Event:
    """Give the answer to `session.update`."""
    return event("session.updated", session=session)


def committed(item_id: str, previous: str | None = None) -> Event:
    """Give the acknowledgement of a turn."""
    return event("input_audio_buffer.committed", item_id=item_id, previous_item_id=previous)


def delta(item_id: str, text: str) -> Event:
    """Give a piece of a turn's text."""
    kind = "conversation.item.input_audio_transcription.delta"
    return event(kind, item_id=item_id, content_index=0, delta=text)


def completed(item_id: str, text: str) -> Event:
    """Give a turn's text."""
    return event(
        "conversation.item.input_audio_transcription.completed",
        item_id=item_id,
        content_index=0,
        transcript=text,
        languages=[{"code": "en"}],
        usage={"type": "duration", "seconds": 2},
    )


def failed(item_id: str, message: str) -> Event:
    """Give the failure of a turn."""
    return event(
        "conversation.item.input_audio_transcription.failed",
        item_id=item_id,
        content_index=0,
        error={"type": "server_error", "code": "audio_unintelligible", "message": message},
    )


def error(message: str, code: str = "invalid_value") -> Event:
    """Give an error that concerns no turn."""
    said = {"type": "invalid_request_error", "code": code, "message": message}
    return event("error", error={**said, "param": None, "event_id": None})


@dataclass
class LiveServer:
    """Greets, takes `session.update`, then runs `script(server, connection)` and waits for the end.

    `heard` has all events that came, `handshakes` path and headers of each, `gone_at` when clients
    left. `greets` False: not a word before the script.
    """

    script: Callable[[LiveServer, ServerConnection], Awaitable[None]] | None = None
    greets: bool = True
    tls: ssl.SSLContext | None = None
    heard: list[Event] = field(default_factory=list)
    handshakes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    gone_at: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server: Server | None = None
        self._gone = asyncio.Event()

    @property
    def base_url(self) -> str:
        """Give the address that a connection is set up with."""
        assert self._server is not None
        port = next(iter(self._server.sockets)).getsockname()[1]
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{port}/v1"

    async def next(self, connection: ServerConnection) -> Event:
        """Wait for the client's next event."""
        item = json.loads(await connection.recv())
        assert isinstance(item, dict)
        self.heard.append(item)
        return item

    async def say(self, connection: ServerConnection, *events: Event) -> None:
        """Send events."""
        for item in events:
            await connection.send(json.dumps(item))

    async def saw_close(self, timeout_s: float = 2.0) -> float:
        """Wait until a client went away; give when that was, `time.monotonic()`."""
        async with asyncio.timeout(timeout_s):
            await self._gone.wait()
        return self.gone_at[-1]

    async def __aenter__(self) -> Self:
        self._server = await serve(
            self._serve, "127.0.0.1", 0, ssl=self.tls, ping_interval=None, close_timeout=0.1,
            max_size=None,
        )  # fmt: skip
        return self

    async def __aexit__(self, *_exc: object) -> None:
        assert self._server is not None
        for connection in list(self._server.connections):
            connection.transport.abort()
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        headers = {name.lower(): value for name, value in connection.request.headers.raw_items()}
        self.handshakes.append((connection.request.path, headers))
        try:
            # The client leaves in the middle: what most scripts are about.
            with suppress(ConnectionClosed):
                if self.greets:
                    await self.say(connection, created())
                    update = await self.next(connection)
                    await self.say(connection, updated(update.get("session")))
                if self.script is not None:
                    await self.script(self, connection)
                await connection.wait_closed()
        finally:
            self.gone_at.append(time.monotonic())
            self._gone.set()
