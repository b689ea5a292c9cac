"""Finds the frames in an answer's body, whatever form the server chose for it.

Asked for server-sent events, servers also send one JSON object (they ignored `stream`), a JSON object
a line, or a web page, often under a wrong Content-Type. So the first byte decides, not the header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desktop.api.reading.failures import Problem, RefusedError, describe_page
from desktop.api.reading.fields import load
from desktop.api.reading.sse import MAX_EVENT_BYTES, Frame, SseDecoder
from desktop.core.errors import AppError, Code

_BLANK = b" \t\r\n\xef\xbb\xbf"
_SSE_BEGINNINGS = (b":", b"data", b"event", b"id", b"retry")
_PAGE_BYTES = 64 * 1024


class Framing:
    """Feeds on chunks of a body, gives its frames: events, lines of JSON, or the one JSON object."""

    def __init__(self) -> None:
        self._sse = SseDecoder()
        self._form: Callable[[bytes], Iterator[Frame]] | None = None
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._is_lines: bool | None = None  # of JSON: one object a line, or one over several lines

    def feed(self, chunk: bytes) -> Iterator[Frame]:
        """Take the next bytes and yield the frames that they complete.

        Raises:
            AppError: NOT_UNDERSTOOD for a web page, plain text, or a frame beyond the limit.
        """
        if self._form is None:
            self._held.append(chunk)
            chunk = b"".join(self._held).lstrip(_BLANK)
            self._form = self._recognise(chunk)
            if self._form is None:
                return
            self._held.clear()
        yield from self._form(chunk)

    def close(self) -> Iterator[Frame]:
        """Yield what the end of the body completes."""
        if self._form == self._sse.feed:
            yield from self._sse.close()
        elif self._form == self._page:
            raise self._refuse_page()
        elif self._held:
            rest = b"".join(self._held).strip(_BLANK)
            self._held.clear()
            if rest:
                yield Frame("message", rest.decode("utf-8", "replace"))

    def _recognise(self, body: bytes) -> Callable[[bytes], Iterator[Frame]] | None:
        if body[:1] in {b"{", b"["}:
            return self._json
        if body.startswith(_SSE_BEGINNINGS):
            return self._sse.feed
        may_become_sse = any(word.startswith(body) for word in _SSE_BEGINNINGS)
        return None if may_become_sse else self._page

    def _json(self, chunk: bytes) -> Iterator[Frame]:
        self._hold(chunk, MAX_EVENT_BYTES)
        if self._is_lines is False or b"\n" not in chunk:
            return
        *lines, rest = b"".join(self._held).split(b"\n")
        if self._is_lines is None:
            self._is_lines = _is_json(lines[0])
            if not self._is_lines:
                return
        for line in lines:
            if stripped := line.strip(_BLANK):
                yield Frame("message", stripped.decode("utf-8", "replace"))
        self._held, self._held_bytes = [rest], len(rest)

    def _page(self, chunk: bytes) -> Iterator[Frame]:
        self._hold(chunk, MAX_EVENT_BYTES)
        if self._held_bytes > _PAGE_BYTES:
            raise self._refuse_page()
        yield from ()

    def _hold(self, chunk: bytes, limit: int) -> None:
        self._held.append(chunk)
        self._held_bytes += len(chunk)
        if self._held_bytes > limit:
            raise AppError(Code.NOT_UNDERSTOOD, f"an answer over {limit} bytes")

    def _refuse_page(self) -> RefusedError:
        page = describe_page(b"".join(self._held).decode("utf-8", "replace"))
        return RefusedError(Code.NOT_UNDERSTOOD, Problem(page), lacks_route=True)


def _is_json(line: bytes) -> bool:
    try:
        load(line)
    except ValueError:
        return False
    return True
