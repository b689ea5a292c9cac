"""How a picture stands in a room: how large, and which part of it. No Qt.

Places in the room are logical pixels from its left top corner; places in the picture are its own
pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

STEP = 1.25
"""What one turn of the wheel's notch, or one key, makes larger."""
_MOST = 16.0  # of the picture's own size
Pair: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture of `size` in a `room`.

    `scale` is logical pixels of the room for each of the picture's; `centre` the place of the
    picture in the room's middle; `ratio` device pixels for each logical one, so that 100 % is sharp
    on every screen. `is_fitted`: it stays as large as the room allows when that changes.
    """

    size: Pair
    room: Pair
    ratio: float = 1.0
    scale: float = 1.0
    centre: Pair = (0.0, 0.0)
    is_fitted: bool = True

    @property
    def percent(self) -> float:
        """How large it is, 100 where each of its pixels is one of the screen's."""
        return 100 * self.scale * self.ratio

    @property
    def extent(self) -> Pair:
        """How much of the room it would take without the room's edges."""
        return self.size[0] * self.scale, self.size[1] * self.scale

    @property
    def corner(self) -> Pair:
        """Where its left top corner is; outside of the room where it is larger than that."""
        return (
            self.room[0] / 2 - self.centre[0] * self.scale,
            self.room[1] / 2 - self.centre[1] * self.scale,
        )

    @property
    def is_movable(self) -> bool:
        """Tell whether it is larger than the room."""
        return any(has > room + 0.5 for has, room in zip(self.extent, self.room, strict=True))

    def fitted(self) -> Sight:
        """Show all of it, at most in its own size."""
        scale = min(self._fitting(), 1 / self.ratio)
        centre = self.size[0] / 2, self.size[1] / 2
        return replace(self, scale=scale, centre=centre, is_fitted=True)

    def natural(self, at: Pair | None = None) -> Sight:
        """Show it in its own size; what is at a place of the room stays there."""
        return self._scaled(1 / self.ratio, at)

    def zoomed(self, factor: float, at: Pair | None = None) -> Sight:
        """Show it larger or smaller; what is at a place of the room stays there."""
        return self._scaled(self.scale * factor, at)

    def moved(self, dx: float, dy: float) -> Sight:
        """Move it in the room; its edges do not come inside."""
        x, y = self.centre
        return replace(self, centre=(x - dx / self.scale, y - dy / self.scale))._bounded()

    def in_room(self, room: Pair, ratio: float) -> Sight:
        """Show it in another room, or on another screen."""
        other = replace(self, room=room, ratio=ratio)
        return other.fitted() if self.is_fitted else other._scaled(other.scale, None)

    def _scaled(self, scale: float, at: Pair | None) -> Sight:
        least = min(self._fitting(), 1 / self.ratio)
        scale = max(least, min(_MOST / self.ratio, scale))
        x, y = self.centre
        if at is not None:
            share = 1 / self.scale - 1 / scale
            x += (at[0] - self.room[0] / 2) * share
            y += (at[1] - self.room[1] / 2) * share
        return replace(self, scale=scale, centre=(x, y), is_fitted=scale == least)._bounded()

    def _fitting(self) -> float:
        return min(max(self.room[0], 1) / self.size[0], max(self.room[1], 1) / self.size[1])

    def _bounded(self) -> Sight:
        x, y = (
            size / 2 if size <= seen else min(max(centre, seen / 2), size - seen / 2)
            for size, centre, seen in zip(
                self.size,
                self.centre,
                (room / self.scale for room in self.room),
                strict=True,
            )
        )
        return replace(self, centre=(x, y))
