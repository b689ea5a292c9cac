"""What is being said, with its times: final words black, those that may still change grey."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from desktop.core.transcript import Line
from desktop.features.speech.words import length_words
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_TIMES_PX, _GAP_PX, _END_PX = 56, 16, 24
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value


class LiveText(QTextEdit):
    """A text to be read, selected and copied; as high as it needs to be, then it scrolls."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lines: list[tuple[str, str]] = []  # time and words of each
        self._partial: tuple[str, str] = ("", "")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        look.changed.connect(self.refresh)
        self.refresh()

    @property
    def text(self) -> str:
        """What was said so far, without times; the words that may still change are in it."""
        lines = [words for _time, words in (*self._lines, self._partial)]
        return "\n".join(words for words in lines if words)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was said yet."""
        return not (self._lines or self._partial[1])

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show what is final; only what differs is written anew."""
        wanted = [(length_words(line.start_s), line.text) for line in lines]
        same = 0
        while same < min(len(wanted), len(self._lines)) and wanted[same] == self._lines[same]:
            same += 1
        if same == len(wanted) == len(self._lines):
            return
        self._lines = wanted
        self._write(same)

    def show_partial(self, text: str, at_s: float) -> None:
        """Show what is being said since `at_s`; empty: nothing now."""
        time = self._partial[0] if self._partial[1] else length_words(at_s)
        if text != self._partial[1]:
            self._partial = (time, text) if text else ("", "")
            self._write(len(self._lines))

    def refresh(self) -> None:
        """Take words, colours and sizes anew."""
        self.setAccessibleName(translate("Speech", "What was said"))
        self._write(0)

    def _write(self, first: int) -> None:
        """Write the lines from `first` on, and what may still change; a reader stays where he is."""
        bar = self.verticalScrollBar()
        is_at_end = bar.value() >= bar.maximum() - _END_PX
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().findBlockByNumber(first)
        if first and block.isValid():
            cursor.setPosition(block.position() - 1)
        elif first:
            cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        shown = [(*line, "text") for line in self._lines[first:]]
        if self._partial[1]:
            shown.append((*self._partial, "text3"))
        for at, (time, words, tone) in enumerate(shown):
            if first + at:
                cursor.insertBlock()
            cursor.setBlockFormat(self._block())
            cursor.insertText(f"{time}\t", self._ink("text3", is_time=True))
            cursor.insertText(words, self._ink(tone))
        cursor.endEditBlock()
        if is_at_end:
            bar.setValue(bar.maximum())

    def _block(self) -> QTextBlockFormat:
        made = QTextBlockFormat()
        made.setLeftMargin(_TIMES_PX)
        made.setTextIndent(-_TIMES_PX)
        made.setTabPositions([QTextOption.Tab(_TIMES_PX, QTextOption.TabType.LeftTab)])
        made.setBottomMargin(_GAP_PX)
        theme = self._look.theme
        made.setLineHeight(theme.px(theme.line("reading")), _FIXED)
        return made

    def _ink(self, tone: str, *, is_time: bool = False) -> QTextCharFormat:
        theme, made = self._look.theme, QTextCharFormat()
        made.setFont(theme.font("caption") if is_time else theme.font("reading", zoomed=True))
        made.setForeground(theme.color(tone))
        return made

    def _fit(self) -> None:
        self.setMaximumHeight(max(1, math.ceil(self.document().size().height())))
