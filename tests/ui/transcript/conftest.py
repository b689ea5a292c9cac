"""A shown transcript view, and how tests find places in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.ui.theme import load
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.entry import Entry, said
from desktop.ui.transcript.model import TranscriptModel
from desktop.ui.transcript.walk import Placed

Make = Callable[..., TranscriptView]
_NONE = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    """Build a shown view of entries."""
    kept: list[TranscriptView] = []  # else the collector may end one inside a call of its own

    def build(*entries: Entry, size: tuple[int, int] = (900, 700)) -> TranscriptView:
        view = TranscriptView(TranscriptModel(), load("light"))
        view.model.setParent(view)
        qtbot.addWidget(view)
        kept.append(view)
        view.resize(*size)
        view.show()
        view.model.load(entries)
        return view

    yield build
    # The offscreen platform's clipboard outlives Python and then crashes on what Python made.
    QGuiApplication.clipboard().setText("")
    kept.clear()


class Hand:
    """Points, clicks and drags in a view."""

    def __init__(self, view: TranscriptView) -> None:
        self.view, self.port = view, view.viewport()

    def placed(self, message: int, block: int) -> Placed:
        """Give a visible block."""
        return next(p for p in self.view.placed if (p.message, p.block) == (message, block))

    def point(self, message: int, block: int, char: int, dx: int = 1) -> QPoint:
        """Give the point of a character."""
        placed = self.placed(message, block)
        caret = placed.view.caret(char)
        at = self.view.rect_of(placed).topLeft()
        return at + QPoint(int(caret.x()) + dx, int(caret.center().y()))

    def button(self, message: int, action: str) -> QPoint:
        """Give the middle of a button."""
        for placed in self.view.placed:
            for target in placed.view.targets():
                if placed.message == message and target.action == action:
                    corner = self.view.rect_of(placed).topLeft()
                    return corner + target.rect.center().toPoint()
        raise AssertionError(f"no {action} at message {message}")

    def click(self, at: QPoint, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Click."""
        QTest.mouseClick(self.port, _LEFT, modifier, at)

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press at start, move, release at end."""
        QTest.mousePress(self.port, _LEFT, _NONE, start, 1000)
        for step in (start + QPoint(20, 0), end, end):
            QTest.mouseMove(self.port, step)
        QTest.mouseRelease(self.port, _LEFT, _NONE, end)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Press a key."""
        QTest.keyClick(self.view, key, modifier)


def selected(view: TranscriptView) -> str:
    """Give the selected text."""
    from desktop.ui.transcript.clipboard import Excerpt

    return Excerpt(view.selection, view.model).text()


def stream(view: TranscriptView, text: str, step: int = 7, message_id: int = 90_000) -> int:
    """Stream an answer; give its row."""
    from dataclasses import replace

    from desktop.core.types import State
    from tests.ui.transcript.talk import streaming

    entry = streaming(message_id)
    view.model.append(entry)
    for number, at in enumerate(range(0, len(text), step)):
        view.model.append_text(message_id, text[at : at + step])
        if number % 5 == 0:
            view.flush()
    view.model.finish(message_id, replace(entry, sections=said(text), state=State.COMPLETE))
    view.flush()
    row = view.model.row_of(message_id)
    assert row is not None
    return row
