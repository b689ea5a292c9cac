"""What stands out from the background, loud or quiet: a whisper is no voice to a voice detector."""

from __future__ import annotations

from collections import deque
from itertools import islice

_OF_LATE = 156  # frames of 32 ms, 5 s
_STANDS_OUT_DB = 6.0  # from the quietest tenth of that; steady noise varies by 2
_QUIETEST_DB = -84.0  # two steps of 16 bits: what a gate leaves is no measure of the room
_WINDOW = 16  # frames, half a second
_SUSTAINED = 12  # of them; no click, no key, no knock lasts so long
_GAP = 3  # frames of silence within a word


class Background:
    """Learns how loud it is when nobody speaks, from the loudness of each frame.

    A noise that begins stands out until it has lasted for most of 5 s; then it is background.
    """

    def __init__(self) -> None:
        self._of_late: deque[float] = deque(maxlen=_OF_LATE)
        self._limit_db = 0.0
        self._has_stood_out = False

    def feed(self, loudness_db: float) -> None:
        """Take the next frame's loudness."""
        self._of_late.append(loudness_db)
        quiet_db = sorted(self._of_late)[len(self._of_late) // 10]
        self._limit_db = max(quiet_db, _QUIETEST_DB) + _STANDS_OUT_DB
        self._has_stood_out = self._has_stood_out or loudness_db >= self._limit_db

    @property
    def has_stood_out(self) -> bool:
        """Tell whether any frame has stood out so far."""
        return self._has_stood_out

    @property
    def is_sustained(self) -> bool:
        """Tell whether most of the last half second stands out, and so does the last frame."""
        if self._of_late[-1] < self._limit_db:
            return False
        latest = islice(reversed(self._of_late), _WINDOW)
        return sum(loudness >= self._limit_db for loudness in latest) >= _SUSTAINED

    def standing_out(self, skip: int, most: int) -> int:
        """Give how many frames on end stand out, back from before the `skip` latest, up to `most`."""
        count = 0
        for number, loudness in enumerate(islice(reversed(self._of_late), skip, skip + most)):
            if loudness >= self._limit_db:
                count = number + 1
            elif number - count >= _GAP:
                break
        return count
