"""Another rate, piece by piece: for devices that know only their own, and for what hears at 16 kHz."""

from __future__ import annotations

import math

_CONTEXT_S = 0.03  # by then the filter (4th order) has forgotten how it began, to less than a step


class Resampler:
    """16-bit mono at one rate becomes 16-bit mono at another; the pieces join without a click.

    miniaudio converts whole buffers only and begins each with its filter at rest. So each piece is
    converted together with the end of the one before it, and that part of the result is left out.
    `_miniaudio` is asked directly because `miniaudio` itself loads numpy (22 MiB in the window).
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        divisor = math.gcd(from_hz, to_hz)
        self._from, self._to = from_hz // divisor, to_hz // divisor
        self._rates = (from_hz, to_hz)
        # In whole groups of frames, so that the result of the context is a whole number of frames.
        self._context_bytes = 2 * self._from * math.ceil(from_hz * _CONTEXT_S / self._from)
        self._context = bytes(self._context_bytes)
        self._rest = b""

    def feed(self, pcm: bytes) -> bytes:
        """Give what is ready; up to one group of frames (10 ms between 44.1 and 16 kHz) waits."""
        if self._from == self._to:
            return pcm
        data = self._rest + pcm
        whole = len(data) - len(data) % (2 * self._from)
        piece, self._rest = data[:whole], data[whole:]
        if not piece:
            return b""
        result = self._convert(self._context + piece)
        self._context = (self._context + piece)[-self._context_bytes :]
        return result

    def finish(self) -> bytes:
        """Give what waited; `feed` may not be called again."""
        if not self._rest:
            return b""
        frames = len(self._rest) // 2 * self._to // self._from
        filled = self._rest.ljust(2 * self._from, b"\0")
        self._rest = b""
        return self.feed(filled)[: 2 * frames]

    def _convert(self, pcm: bytes) -> bytes:
        from _miniaudio import (  # type: ignore[import-not-found]  # noqa: PLC0415 - first use only
            ffi,
            lib,
        )

        frames = len(pcm) // 2
        wanted = frames * self._to // self._from
        result = bytearray(2 * wanted)
        from_hz, to_hz = self._rates
        lib.ma_convert_frames(
            ffi.from_buffer(result), wanted, _S16, 1, to_hz, pcm, frames, _S16, 1, from_hz
        )
        return bytes(result[self._context_bytes * self._to // self._from :])


_S16 = 2  # ma_format_s16
