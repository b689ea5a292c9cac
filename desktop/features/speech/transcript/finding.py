"""The search in one transcript: the bar, the marks, and going from hit to hit."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.features.speech.transcript.find import FindBar, hits_in
from desktop.features.speech.transcript.lines import LinesView
from desktop.features.speech.transcript.model import LinesModel
from desktop.ui.look import Look


class Finding(QObject):
    """Holds `bar`, which stands above the lines while it is open."""

    def __init__(self, look: Look, model: LinesModel, view: LinesView) -> None:
        super().__init__(view)
        self._model, self._view = model, view
        self._hits: list[tuple[int, int, int]] = []
        self._at = -1
        self.bar = FindBar(look)
        self.bar.sought.connect(self._seek)
        self.bar.stepped.connect(self._step)
        self.bar.closed.connect(self.close)

    def open(self) -> None:
        """Show the bar, its words ready to be typed over."""
        self.bar.show()
        self.bar.field.edit.selectAll()
        self.bar.field.edit.setFocus()
        self._seek()

    def close(self) -> None:
        """Hide the bar and the marks."""
        had_focus = self.bar.isAncestorOf(self.bar.window().focusWidget() or self.bar.window())
        self.bar.hide()
        self._show([], -1)
        if had_focus:
            self._view.setFocus()

    def again(self) -> None:
        """Look once more: the lines are others."""
        if not self.bar.isHidden():
            hits = self._found()
            self._show(hits, min(max(0, self._at), len(hits) - 1))

    def _found(self) -> list[tuple[int, int, int]]:
        return hits_in((one.line.text for one in self._model.lines), self.bar.field.text())

    def _seek(self) -> None:
        hits = self._found()
        first = max(0, self._view.currentIndex().row())
        at = next((n for n, hit in enumerate(hits) if hit[0] >= first), 0 if hits else -1)
        self._show(hits, at)
        self._go()

    def _step(self, by: int) -> None:
        if self._hits:
            self._show(self._hits, (self._at + by) % len(self._hits))
            self._go()

    def _go(self) -> None:
        if self._at >= 0:
            self._view.go_to(self._hits[self._at][0])

    def _show(self, hits: list[tuple[int, int, int]], at: int) -> None:
        self._hits, self._at = hits, at
        lines = self._view.lines
        lines.hits = {}
        for row, start, length in hits:
            lines.hits.setdefault(row, []).append((start, length))
        lines.hit = hits[at][:2] if at >= 0 else (-1, -1)
        self._view.viewport().update()
        self.bar.say(at + 1, len(hits))
