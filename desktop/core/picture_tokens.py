"""What a picture costs a model, by the rules that `resources/models.json` gives for its makers' models.

Two kinds are known. "patch": the picture is fitted into a square and a budget of patches, each
32 x 32 px. "tile": it is fitted into 2048 px, its short side into 768 px, and cut into tiles of
512 px.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_PATCH_PX = 32
_TILE_PX = 512
_FIT_PX = 2048
_SHORT_PX = 768


@dataclass(frozen=True, slots=True)
class Look:
    """How closely a patch model looks at one detail: the longest side, and patches at most."""

    max_side_px: int
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How one family of models counts. `multiplier` and `looks` are of patches, the rest of tiles.

    `auto` names the detail that a model takes when it is told none.
    """

    multiplier: float = 1.0
    looks: Mapping[str, Look] = field(default_factory=dict)
    auto: str = "high"
    base: int = 0
    tile: int = 0

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Rule:
        """Read a row of the table's `image_tokens`.

        Raises:
            KeyError, TypeError: it is not written as it must be.
        """
        if row["rule"] == "tile":
            return cls(base=row["base"], tile=row["tile"])
        looks = {
            detail: Look(row[detail]["max_side_px"], row[detail].get("budget"))
            for detail in ("low", "high", "original")
            if detail in row
        }
        return cls(row["multiplier"], looks, row["auto"])

    def tokens(self, width: int, height: int, detail: str = "auto") -> int:
        """Give the tokens of a picture of `width` x `height` px; 0 for one without pixels."""
        if width < 1 or height < 1:
            return 0
        if self.looks:
            wanted = self.auto if detail in {"auto", ""} else detail
            look = self.looks.get(wanted) or self.looks["high"]
            return math.ceil(_patches(width, height, look) * self.multiplier)
        return self.base if detail == "low" else self.base + self.tile * _tiles(width, height)


def _patches(width: int, height: int, look: Look) -> int:
    scale = min(1.0, look.max_side_px / max(width, height))
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    count = math.ceil(wide / _PATCH_PX) * math.ceil(high / _PATCH_PX)
    if look.budget is None or count <= look.budget:
        return count
    # The documented second step: shrink until whole patches fit the budget.
    shrink = math.sqrt(_PATCH_PX**2 * look.budget / (wide * high))
    across, down = wide * shrink / _PATCH_PX, high * shrink / _PATCH_PX
    shrink *= min(max(1, math.floor(across)) / across, max(1, math.floor(down)) / down)
    return _count(wide * shrink) * _count(high * shrink)


def _count(side: float) -> int:
    return math.ceil(max(1, int(side + 1e-9)) / _PATCH_PX)


def _tiles(width: int, height: int) -> int:
    scale = min(1.0, _FIT_PX / max(width, height))
    wide, high = width * scale, height * scale
    shrink = min(1.0, _SHORT_PX / min(wide, high))
    across, down = int(wide * shrink + 1e-9), int(high * shrink + 1e-9)
    return math.ceil(max(1, across) / _TILE_PX) * math.ceil(max(1, down) / _TILE_PX)
