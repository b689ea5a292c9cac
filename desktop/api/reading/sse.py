"""Server-sent events from a byte stream.

Splits on LF, CR and CRLF only, as the format asks. `httpx.Response.aiter_lines` is not usable here:
it splits like `str.splitlines`, also on U+2028 and U+0085, and cuts JSON that carries those
characters in two. Unlike the format asks, an event that the stream's end interrupts is given too:
many servers leave out the last blank line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.core.errors import AppError, Code

MAX_EVENT_BYTES = 64 * 1024 * 1024
"""Larger than any picture that a server sends in one event; a stream without line ends stops here."""

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Frame:
    """One event: its name ("message" when the server gave none) and its data."""

    name: str
    data: str


class SseDecoder:
    """Feeds on chunks of any size, gives the events completed so far.

    The cost is linear in the bytes fed, however they are cut: an unfinished line is kept as the
    list of its pieces.
    """

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_event_bytes = max_event_bytes
        self._line: list[bytes] = []  # pieces of the unfinished line
        self._size = 0  # bytes held for the unfinished event
        self._after_cr = False  # a LF that comes next belongs to the CR before it
        self._at_start = True
        self._name = b""
        self._data: list[bytes] = []

    def feed(self, chunk: bytes) -> Iterator[Frame]:
        """Take the next bytes and yield every event that they complete.

        Raises:
            AppError: NOT_UNDERSTOOD when one event is larger than the limit.
        """
        if self._after_cr and chunk:
            chunk = chunk.removeprefix(b"\n")
            self._after_cr = False
        if b"\r" in chunk:
            self._after_cr = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        self._size += len(chunk)
        lines = chunk.split(b"\n")
        if len(lines) > 1:
            self._line.append(lines[0])
            lines[0] = b"".join(self._line)
            self._line.clear()
        tail = lines.pop()
        for line in lines:
            frame = self._take(line)
            if frame is not None:
                self._size = 0
                yield frame
        if tail:
            self._line.append(tail)
        if self._size > self._max_event_bytes:
            self._check_size()

    def close(self) -> Iterator[Frame]:
        """Yield the event that the end of the stream completes, if there is one."""
        for line in (b"".join(self._line), b""):
            frame = self._take(line)
            if frame is not None:
                yield frame
        self._line.clear()

    def _take(self, line: bytes) -> Frame | None:
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(_BOM)
        if not line:
            return self._dispatch()
        if line.startswith(b"data:"):
            self._data.append(line[6:] if line.startswith(b" ", 5) else line[5:])
        elif line.startswith(b"event:"):
            self._name = line[6:].removeprefix(b" ")
        elif line == b"data":
            self._data.append(b"")
        return None

    def _dispatch(self) -> Frame | None:
        name, self._name = self._name, b""
        if not self._data:
            return None
        data = self._data[0] if len(self._data) == 1 else b"\n".join(self._data)
        self._data.clear()
        return Frame(_decode(name) or "message", _decode(data))

    def _check_size(self) -> None:
        # Comments and blocks without data also count as read bytes; only what is held is a danger.
        self._size = sum(map(len, self._line)) + sum(map(len, self._data))
        if self._size > self._max_event_bytes:
            raise AppError(Code.NOT_UNDERSTOOD, f"an event over {self._max_event_bytes} bytes")


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
