"""Tables in formulas, with the lines that ziamath leaves out; to be imported before one is drawn."""

from __future__ import annotations

from itertools import pairwise

from ziamath.drawable import HLine, VLine
from ziamath.nodes.mtable import Mtable

from desktop.core.override import override


class RuledTable(Mtable, tag="mtable"):  # the tag makes ziamath use it
    r"""A table with the lines of `{c|c}` and `\hline`, halfway between columns and rows."""

    @override
    def _setup(self, **kwargs: object) -> None:
        super()._setup(**kwargs)
        wants = {name: self.element.get(name, "").split() for name in ("columnlines", "rowlines")}
        if not any("solid" in wanted for wanted in wants.values()):
            return
        pen = self.units_to_points(self.font.math.consts.fractionRuleThickness)
        box, verticals, horizontals = self.bbox, self._between_columns(), self._between_rows()
        for x, kind in zip(verticals, _repeated(wants["columnlines"], verticals), strict=True):
            if kind == "solid":
                self.nodes.append(VLine(box.ymax - box.ymin, pen, style=self.style))
                self.nodexy.append((x, -box.ymax))
        for y, kind in zip(horizontals, _repeated(wants["rowlines"], horizontals), strict=True):
            if kind == "solid":
                self.nodes.append(HLine(box.xmax, pen, style=self.style))
                self.nodexy.append((0, y - pen / 2))

    def _rows(self) -> list[list[tuple[float, float, float, float]]]:
        """Give left, right, top and bottom of each cell."""
        places = iter(zip(self.nodexy, self.nodes, strict=True))
        rows = []
        for row in self.element:
            cells = []
            for _cell in row:
                (x, y), node = next(places)
                box = node.bbox
                cells.append((x, x + box.xmax, y - box.ymax, y - box.ymin))
            rows.append(cells)
        return rows

    def _between_columns(self) -> list[float]:
        rows = self._rows()
        columns = [[row[at] for row in rows if at < len(row)] for at in range(max(map(len, rows)))]
        pairs = pairwise(columns)
        return [
            (max(cell[1] for cell in one) + min(cell[0] for cell in next_)) / 2
            for one, next_ in pairs
        ]

    def _between_rows(self) -> list[float]:
        return [
            (max(cell[3] for cell in one) + min(cell[2] for cell in next_)) / 2
            for one, next_ in pairwise(self._rows())
        ]


def _repeated(kinds: list[str], places: list[float]) -> list[str]:
    """Give a kind for each place; in MathML the last one goes on."""
    last = kinds[-1] if kinds else "none"
    return [*kinds, *[last] * len(places)][: len(places)]
