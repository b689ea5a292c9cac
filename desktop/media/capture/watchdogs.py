"""What is wrong with a recording that still seems to run: exact zeros, no callback, the end."""

from __future__ import annotations

from desktop.core.errors import Code

SILENT_AFTER_S = 1.5
"""Of exact zeros. A live converter always has a step of noise; zeros come from a source that was
unplugged or is muted (PipeWire), or that the system keeps from us (macOS without permission)."""

STALLED_AFTER_S = 1.0
"""Without a callback: the sound server hangs, or the device fell asleep."""


class Watchdogs:
    """Looks at each poll; times are seconds of one clock that only goes forward.

    Silence and a stall pass when sound comes again; a lost device stays lost.
    """

    def __init__(self, now_s: float) -> None:
        self._sound_s = now_s
        self._zeros_s = 0.0
        self._is_lost = False

    def lost(self) -> None:
        """The stream ended without being asked to."""
        self._is_lost = True

    def look(self, pcm: bytes, duration_s: float, now_s: float) -> Code | None:
        """Give what is wrong after a poll brought `pcm`, `duration_s` long; empty when nothing came."""
        if pcm:
            self._sound_s = now_s
            self._zeros_s = self._zeros_s + duration_s if pcm.count(0) == len(pcm) else 0.0
        if self._is_lost:
            return Code.MICROPHONE_LOST
        if now_s - self._sound_s >= STALLED_AFTER_S:
            return Code.MICROPHONE_STALLED
        if self._zeros_s >= SILENT_AFTER_S:
            return Code.MICROPHONE_SILENT
        return None
