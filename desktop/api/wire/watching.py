"""What httpcore tells while it connects, and the limits that it leaves out.

Headers that come byte by byte would hold off its timeout for days. Its greeting of a SOCKS proxy has
none at all, and a socket whose greeting failed stays open until it is collected (httpcore 1.0.9,
`_async/socks_proxy.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Protocol, cast

from desktop.core.connection import Timeouts
from desktop.core.errors import Code

_GREETING = "socks.setup_socks5_connection"
_HEADERS = "http11.receive_response_headers"


class _Stream(Protocol):
    async def aclose(self) -> None: ...


class Watch:
    """The `trace` of one request.

    `is_new`: it made a connection of its own. `code` is what it means when `limit` has expired.
    """

    def __init__(self, limit: asyncio.Timeout, waits: Timeouts) -> None:
        self.is_new = False
        self.code = Code.TIMEOUT
        self._limit, self._waits = limit, waits
        self._stream: _Stream | None = None

    async def __call__(self, event: str, info: Mapping[str, object]) -> None:
        """Take in one step: `<part>.<step>.started`, `.complete` or `.failed`."""
        if event.endswith(".connect_tcp.complete"):
            self.is_new = True
            self._stream = cast("_Stream", info["return_value"])
        elif event == f"{_GREETING}.started":
            self.code = Code.PROXY
            self._expire_in(self._waits.connect_s)
        elif event == f"{_HEADERS}.started":
            self.code = Code.TIMEOUT
            self._expire_in(self._waits.first_byte_s)
        elif event in {f"{_GREETING}.complete", f"{_HEADERS}.complete"}:
            self._limit.reschedule(None)
        elif event == f"{_GREETING}.failed" and self._stream is not None:
            await self._stream.aclose()

    def _expire_in(self, seconds: float) -> None:
        self._limit.reschedule(asyncio.get_running_loop().time() + seconds)
