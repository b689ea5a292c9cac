"""What a person does on the page of connections, by keys and clicks, and what there is to see."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.features.settings.connections.editor import Editor
from desktop.features.settings.connections.page import ConnectionsPage
from desktop.features.settings.connections.pane import Pane
from desktop.features.settings.connections.rows import Role
from desktop.features.settings.connections.verdict import Verdict
from desktop.ui.controls import Field
from tests.features.stage import CTRL, Window
from tests.features.words import shown


@dataclass
class Person:
    """Somebody who sits before the page."""

    opened: Window

    @property
    def page(self) -> ConnectionsPage:
        page = self.opened.settings.page("connections")
        assert isinstance(page, ConnectionsPage)
        return page

    @property
    def pane(self) -> Pane:
        return self.page.pane

    @property
    def editor(self) -> Editor:
        return self.pane.editor

    @property
    def verdict(self) -> Verdict:
        return self.editor.verdict

    # what is done
    def fill(self, field: Field, text: str) -> None:
        """Type over what is in a field."""
        field.edit.setFocus()
        self.opened.press(Qt.Key.Key_A, CTRL)
        if text:
            self.opened.type(text)
        else:
            self.opened.press(Qt.Key.Key_Delete)

    async def begin(self, kind: str) -> None:
        """Choose from the menu of the + button."""
        self.opened.click(self.page.side.add)
        await self.choose(kind)

    async def choose(self, words: str) -> None:
        """Choose from the menu that is open."""
        self.opened.choose(words)
        await self.opened.settled()
        # Without a window manager nobody is active when a menu has gone.
        self.opened.shell.activateWindow()
        await self.opened.until(self.opened.shell.isActiveWindow)

    def open(self, name: str) -> None:
        """Click a row of the list."""
        self.opened.click(self.page.side.list.viewport(), self.middle_of(name))

    def open_menu(self, name: str) -> None:
        """Press the right button on a row of the list."""
        viewport, point = self.page.side.list.viewport(), self.middle_of(name)
        reason = QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, point, viewport.mapToGlobal(point))
        QCoreApplication.sendEvent(viewport, event)

    def pick(self, chooser: QWidget, words: str) -> None:
        """Choose in a combo box, by typing its first letters."""
        chooser.setFocus()
        place = chooser.findText(words)  # type: ignore[attr-defined]
        assert place >= 0, words
        self.opened.press(Qt.Key.Key_Home)
        while chooser.currentIndex() != place:  # type: ignore[attr-defined]
            self.opened.press(Qt.Key.Key_Down)

    def answer(self, card: QWidget, words: str) -> None:
        """Press a button of a question."""
        buttons = card.findChildren(QPushButton)
        self.opened.click(next(button for button in buttons if button.text() == words))

    async def save(self) -> None:
        """Save with the button, and wait until there is nothing left to save."""
        self.opened.click(self.pane.header.save)
        await self.opened.until(lambda: not self.pane.header.save.isVisible())
        await self.opened.settled()

    async def test(self) -> str:
        """Test, and wait for the verdict."""
        self.opened.click(self.pane.header.test)
        await self.opened.until(lambda: self.pane.testing.has_verdict)
        await self.opened.settled()
        return self.verdict.title.text()

    # what is to be seen
    def rows(self) -> list[tuple[str, str]]:
        """Give name and state of every row."""
        rows = self.page.side.rows
        indexes = [rows.index(place) for place in range(rows.rowCount())]
        return [(str(i.data()), str(i.data(Role.STATE))) for i in indexes]

    def mark_of(self, name: str) -> object:
        """Give the mark of a row."""
        return self.index_of(name).data(Role.MARK)

    def index_of(self, name: str):
        """Give the index of a row."""
        rows = self.page.side.rows
        indexes = [rows.index(place) for place in range(rows.rowCount())]
        return next(i for i in indexes if i.data() == name)

    def middle_of(self, name: str) -> QPoint:
        """Give the middle of a row."""
        return self.page.side.list.visualRect(self.index_of(name)).center()

    def texts(self) -> str:
        """Give everything that the window shows or tells, and what lies in its fields."""
        fields = [field.edit.text() for field in self.opened.shell.findChildren(Field)]
        return "\n".join([text for _what, text in shown(self.opened.shell)] + fields)


def holding(text: str) -> list[str]:
    """Give the names of the files in the home that hold `text`."""
    files = (file for file in Path.home().rglob("*") if file.is_file())
    return [file.name for file in files if text.encode() in file.read_bytes()]


def focused() -> QWidget | None:
    """Give what has the focus."""
    return QApplication.focusWidget()
