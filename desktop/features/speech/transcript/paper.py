"""One line laid out: where its badge, its time and its words stand in a row."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QTextLayout, QTextOption

from desktop.core.transcript import Line
from desktop.ui.theme import Theme

OUTER_PX, PAD_PX, TOP_PX, FOOT_PX = 24, 12, 8, 10
BADGE_PX, HEAD_PX, GAP_PX = 24, 20, 2
_TEXT_PX = PAD_PX + BADGE_PX + PAD_PX
_GUESS = 0.52  # of the font's size is a Latin letter wide, on average
_WIDE = 0x2E80  # from here on they are as wide as the font is high


@dataclass(slots=True)
class Paper:
    """Measures lines for a width and a theme; what is not measured yet is guessed."""

    theme: Theme
    width: int = 0
    has_voices: bool = True
    _heights: dict[str, int] = field(default_factory=dict)

    @property
    def line_px(self) -> int:
        """Height of a line of text."""
        return self.theme.px(self.theme.line("reading"))

    def text_rect(self, row: QRect) -> QRect:
        """Give where the words of a row stand."""
        left = OUTER_PX + (_TEXT_PX if self.has_voices else PAD_PX)
        top = TOP_PX + HEAD_PX + GAP_PX
        return row.adjusted(left, top, -(OUTER_PX + PAD_PX), -FOOT_PX)

    def head_rect(self, row: QRect) -> QRect:
        """Give where name and time of a row stand."""
        text = self.text_rect(row)
        return QRect(text.left(), row.top() + TOP_PX, text.width(), HEAD_PX)

    def badge_rect(self, row: QRect) -> QRectF:
        """Give where the badge of a row stands."""
        return QRectF(row.left() + OUTER_PX + PAD_PX, row.top() + TOP_PX, BADGE_PX, BADGE_PX)

    def begin(self, theme: Theme, width: int, *, has_voices: bool) -> bool:
        """Take another theme or width; tell whether heights have to be found anew."""
        is_same = (theme, width, has_voices) == (self.theme, self.width, self.has_voices)
        self.theme, self.width, self.has_voices = theme, width, has_voices
        if not is_same:
            self._heights.clear()
        return not is_same

    def is_measured(self, text: str) -> bool:
        """Tell whether a text's height is known and not a guess."""
        return text in self._heights

    def measure(self, text: str) -> int:
        """Find and give how high the row of a text is."""
        found = self._heights.get(text)
        if found is None:
            rows = self.layout(text).lineCount()
            found = self._heights[text] = self._height(max(1, rows))
        return found

    def height(self, text: str) -> int:
        """Give how high the row of a text is, or about."""
        found = self._heights.get(text)
        if found is not None:
            return found
        size = self.theme.px(self.theme.size("reading"))
        letter = size if text and ord(text[len(text) // 2]) >= _WIDE else size * _GUESS
        return self._height(1 + int(len(text) * letter / max(1, self._room())))

    def layout(self, text: str, marks: Sequence[QTextLayout.FormatRange] = ()) -> QTextLayout:
        """Lay a text out; its first line begins at 0, 0."""
        made = QTextLayout(text, self.theme.font("reading", zoomed=True))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if _runs_left(text):
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.setTextOption(option)
        if marks:
            made.setFormats(list(marks))
        room, step = self._room(), self.line_px
        made.beginLayout()
        top = 0.0
        while (line := made.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, top + (step - line.height()) / 2))
            top += step
        made.endLayout()
        return made

    def place_at(self, text: str, point: QPointF) -> int:
        """Give the character at a point of the text's own rectangle; -1: beside it."""
        layout = self.layout(text)
        number = int(point.y() // self.line_px)
        if not 0 <= number < layout.lineCount():
            return -1
        line = layout.lineAt(number)
        if not line.naturalTextRect().adjusted(-4, -8, 4, 8).contains(point):
            return -1
        found: object = line.xToCursor(point.x(), line.CursorPosition.CursorOnCharacter)
        return int(found) if isinstance(found, int) else -1

    def _room(self) -> int:
        return max(80, self.text_rect(QRect(0, 0, self.width, 100)).width())

    def _height(self, rows: int) -> int:
        return TOP_PX + HEAD_PX + GAP_PX + rows * self.line_px + FOOT_PX


def word_spans(line: Line) -> list[tuple[int, int, float, float]]:
    """Give the words of a line as (start, length) in its text, with their times."""
    spans: list[tuple[int, int, float, float]] = []
    at = 0
    for word in line.words:
        plain = word.text.strip()
        found = line.text.find(plain, at) if plain else -1
        if found >= 0:
            spans.append((found, len(plain), word.start_s, word.end_s))
            at = found + len(plain)
    return spans


def _runs_left(text: str) -> bool:
    """Tell whether a text is written from right to left, by its first letter."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"
