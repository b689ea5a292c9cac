"""Puts the application on a port of this computer that nobody else can reach."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn

from desktop.core.override import override
from desktop.engine import hardware
from desktop.engine.catalogue import Catalogue
from desktop.engine.language import LanguageModel
from desktop.engine.server import create_app
from desktop.engine.speech.model import SpeechModel


def serve(
    key: str,
    catalogue: Catalogue,
    say: Callable[[str], None],
    *,
    memory_bytes: int | None = None,
    speech: Path | None = None,
) -> None:
    """Answer until a signal comes.

    Args:
        key: What callers must show.
        catalogue: The models that may be asked; it may change meanwhile.
        say: Told `READY address` once it answers, then which models come into memory.
        memory_bytes: What loaded language models may take together; None: half of this computer's
            memory.
        speech: Where the speech model's files are; None: in its package.
    """
    limit = hardware.half_of_memory() if memory_bytes is None else memory_bytes
    model = LanguageModel(catalogue, say=say, limit_bytes=limit)
    speech_model = SpeechModel(catalogue, say, folder=speech)
    config = uvicorn.Config(
        create_app(model, key, speech_model),
        host="127.0.0.1",
        port=0,
        # The plain parts: they are there everywhere and load fastest.
        loop="asyncio",
        http="h11",
        ws=_websocket,  # type: ignore[arg-type]  # it is only called
        ws_per_message_deflate=False,  # base64 of noise: much CPU for nothing, and a bomb less
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )
    try:
        _Server(config, lambda url: say(f"READY {url}")).run()
    finally:
        model.close()
        speech_model.close()


def _websocket(**given: Any) -> asyncio.Protocol:  # noqa: ANN401 - what uvicorn gives to its own
    """Give what speaks to a socket; its 25 ms come with the first one."""
    from uvicorn.protocols.websockets import websockets_sansio_impl  # noqa: PLC0415 - as above

    return websockets_sansio_impl.WebSocketsSansIOProtocol(**given)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._is_over = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    @override
    async def main_loop(self) -> None:
        """Sleep until a signal comes; uvicorn's own loop wakes ten times a second to look."""
        self._loop = asyncio.get_running_loop()
        if not self.should_exit:
            await self._is_over.wait()

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._is_over.set)

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()
            self._on_ready(f"http://{host}:{port}")
