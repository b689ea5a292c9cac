"""The real window over a real store in the test's own home, a scripted server, and keys that are pressed.

Nothing of ours is replaced: the built-in engine is a child process that points at the scripted server.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.api.wire.patience import Timeouts
from desktop.core.connection import BUILT_IN_ID, Api, Connection
from desktop.core.types import State
from desktop.features import FEATURES
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.view import ChatView
from desktop.features.settings.view import SettingsView
from desktop.services.context import Services
from desktop.services.startup import Parts, services_running
from desktop.services.window_state import WindowState
from desktop.store.connections import Connections
from desktop.store.paths import Paths
from desktop.store.settings import CONNECTION, LANGUAGE, THEME, Settings
from desktop.store.state import StateFile
from desktop.ui.look import Look
from desktop.ui.navigation import RowList
from desktop.ui.notices import Toast
from desktop.ui.shell import Shell
from tests.fakes.byte_server import ByteServer
from tests.fakes.shapes import json_reply
from tests.services.aloud.loudspeaker import Loudspeaker
from tests.services.stage import CHAT, HOME, MODELS, RESPONSES, MemoryRing

__all__ = ["BUILT_IN_ID", "CHAT", "HOME", "MODELS", "RESPONSES", "Window", "window"]

QUICK = Timeouts(
    connect_s=2, write_s=2, pool_s=2, first_byte_s=5, thinking_s=5, between_s=5, tail_s=0.2
)
UNTIL_S = 10.0
_ENGINE = "import sys; print('READY', sys.argv[1], flush=True); sys.stdin.read()"
_NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@dataclass
class Window:
    """The open window, and what a person does with it."""

    shell: Shell
    look: Look
    services: Services
    server: ByteServer
    ring: MemoryRing
    speakers: list[Loudspeaker]

    # parts
    @property
    def view(self) -> ChatView:
        page = self.shell.page("chat")
        assert isinstance(page, ChatView)
        return page

    @property
    def settings(self) -> SettingsView:
        """The settings' page, opened as a person does."""
        if self.shell.current != "settings":
            self.press(Qt.Key.Key_Comma, CTRL)
        page = self.shell.page("settings")
        assert isinstance(page, SettingsView)
        return page

    @property
    def pane(self) -> ConversationPane:
        return self.view.pane

    @property
    def list(self) -> RowList:
        return self.view.side.list

    # what a person does
    def type(self, text: str) -> None:
        """Press the keys of `text`; what has no key comes from an input method."""
        for character in text:
            if character == "\n":
                self.press(Qt.Key.Key_Return, SHIFT)
            elif character.isascii():
                QTest.keyClick(self._target(), character)
            else:
                event = QInputMethodEvent()
                event.setCommitString(character)
                QCoreApplication.sendEvent(QApplication.focusObject(), event)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """Press and release one key, where the focus is."""
        QTest.keyClick(self._target(), key, modifiers)

    def send(self, text: str) -> None:
        """Write into the composer and press Return."""
        self.pane.composer.editor.setFocus()
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def click(self, widget: QWidget, point: QPoint | None = None) -> None:
        """Press and release the left button in the middle of a widget."""
        assert widget.isVisible(), widget
        at = point if point is not None else widget.rect().center()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)

    def click_row(self, row: int) -> None:
        """Click a row of the list of conversations; headings count."""
        rect = self.list.visualRect(self.view.side.model.index(row))
        self.click(self.list.viewport(), rect.center())

    def right_click_row(self, row: int) -> None:
        """Open the menu of a row of the list of conversations; headings count."""
        viewport = self.list.viewport()
        point = self.list.visualRect(self.view.side.model.index(row)).center()
        reason = QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, point, viewport.mapToGlobal(point))
        QCoreApplication.sendEvent(viewport, event)

    def click_action(self, row: int, action: str) -> None:
        """Click a button at a message."""
        view = self.pane.transcript
        view.flush()
        for placed in view.placed:
            for target in placed.view.targets() if placed.message == row else ():
                if target.action == action and target.is_enabled:
                    middle = target.rect.center().toPoint()
                    self.click(view.viewport(), view.rect_of(placed).topLeft() + middle)
                    return
        raise AssertionError(f"no button {action!r} at message {row}: {self.actions(row)}")

    def choose(self, words: str) -> None:
        """Trigger an entry of the menu that is open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(action for action in menu.actions() if action.text() == words)
        menu.setActiveAction(action)
        QTest.keyClick(menu, Qt.Key.Key_Return)

    # what is to be seen
    def actions(self, row: int) -> list[str]:
        """Give the buttons at a message that can be pressed."""
        view = self.pane.transcript
        view.flush()
        return [
            target.action
            for placed in view.placed
            if placed.message == row
            for target in placed.view.targets()
            if target.is_enabled
        ]

    def texts(self) -> list[str]:
        """Give what the messages on show say."""
        self.pane.transcript.flush()
        return [message.plain() for message in self.pane.model.messages]

    def versions(self) -> list[str]:
        """Give the place of each message among its versions."""
        entries = [message.entry for message in self.pane.model.messages]
        return [f"{entry.position}/{entry.count}" for entry in entries]

    def states(self) -> list[State]:
        """Give how far the messages on show have come."""
        return [message.entry.state for message in self.pane.model.messages]

    def notices(self) -> list[str]:
        """Give the titles of the notices at the messages on show."""
        notices = (message.entry.notice for message in self.pane.model.messages)
        return [notice.title for notice in notices if notice is not None]

    def rows(self) -> list[str]:
        """Give the titles in the list, without its headings."""
        model = self.view.side.model
        indexes = [model.index(row) for row in range(model.rowCount())]
        return [str(i.data()) for i in indexes if self.list.row_id(i) is not None]

    def row_of(self, title: str) -> int:
        """Give where a title stands in the list; headings count."""
        model = self.view.side.model
        return next(
            row
            for row in range(model.rowCount())
            if self.list.row_id(model.index(row)) is not None and model.index(row).data() == title
        )

    def selected(self) -> str:
        """Give the title of the current row."""
        index = self.list.currentIndex()
        return str(index.data()) if index.isValid() else ""

    def toast(self) -> str:
        """Give what the passing note says; empty when there is none."""
        toast = self.shell.findChild(Toast)
        return toast._words.text() if toast is not None and toast.isVisible() else ""

    def undo(self) -> None:
        """Press the button of the passing note."""
        toast = self.shell.findChild(Toast)
        assert toast is not None
        self.click(toast._action)

    async def until(self, is_so: Callable[[], object]) -> None:
        """Let the window live until it shows what is expected."""
        try:
            async with asyncio.timeout(UNTIL_S):
                while not is_so():  # noqa: ASYNC110 - the screen tells nobody
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(
                f"never happened; on show: {self.texts()}, {self.rows()}"
            ) from None

    async def settled(self) -> None:
        """Let everything that was begun come to its end."""
        for _ in range(10):
            await asyncio.sleep(0.01)

    async def answered(self, text: str) -> None:
        """Ask, and wait until the answer is complete and stored."""
        count = len(self.pane.model)
        self.send(text)
        await self.until(lambda: len(self.pane.model) >= count + 2 and self.is_idle())
        self.pane.transcript.flush()

    def is_idle(self) -> bool:
        """Tell that no answer is being made and every end is stored."""
        turns = self.services.turns
        return not (turns.live_conversations() or turns._unstored)

    @staticmethod
    def _target() -> QWidget:
        # Not a QWindow: QTest would then process events, within the task that presses the key.
        widget = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget


@asynccontextmanager
async def _running(
    paths: Paths, settings: Settings, state: WindowState
) -> AsyncIterator[tuple[Services, ByteServer, MemoryRing, list[Loudspeaker]]]:
    """Give the services with a keyring that is a dict, quick timeouts, and a server called Home.

    A loudspeaker takes in the first fifth of a second and waits.
    """
    ring = MemoryRing()
    speakers: list[Loudspeaker] = []

    def open_output(rate_hz: int) -> Loudspeaker:
        speakers.append(Loudspeaker(rate_hz, 0.2))
        return speakers[-1]

    async with ByteServer() as server:
        server.on(MODELS, json_reply({"object": "list", "data": [{"id": "m-1"}, {"id": "m-2"}]}))
        connections = Connections(paths.config / "connections.toml")
        home = Connection(HOME, "Home", server.base_url, "m-1", Api.CHAT)
        is_known = connections.get(HOME) is not None
        await (connections.update if is_known else connections.add)(home)
        engine = [sys.executable, "-S", "-E", "-c", _ENGINE, server.origin]
        parts = Parts(
            open_keyring=lambda: ring,
            timeouts=QUICK,
            engine_command=engine,
            open_output=open_output,
        )
        async with services_running(paths, settings, state, parts) as services:
            yield services, server, ring, speakers


async def _quiet() -> None:
    """Let the tasks that the window's end has cancelled, and their connections, come to theirs."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    if rest:
        await asyncio.wait(rest, timeout=2)
    await asyncio.sleep(0.01)


@asynccontextmanager
async def window(*, connection: str = HOME, language: str = "en") -> AsyncIterator[Window]:
    """Open the window as `desktop.app` does; close it in the program's order.

    The first window in a test's home takes `connection` and `language`; a second one finds what
    the first has left.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    paths = Paths.find()
    settings = Settings(paths.config / "settings.toml")
    if settings.get(LANGUAGE) == "system":
        for setting, value in ((CONNECTION, connection), (LANGUAGE, language), (THEME, "light")):
            await settings.set(setting, value)
    look = Look()
    look.follow(settings)
    state = WindowState(StateFile(paths.data / "window.toml"))
    shell = Shell(look, FEATURES, state)
    shell.show()
    shell.activateWindow()
    try:
        async with _running(paths, settings, state) as (services, server, ring, speakers):
            opened = Window(shell, look, services, server, ring, speakers)
            shell.serve(services)
            try:
                await opened.until(shell.isActiveWindow)
                opened.view.setFocus()
                await opened.settled()
                yield opened
            finally:
                shell.flush()
                await asyncio.sleep(0)
    finally:
        shell.hide()
        shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await _quiet()
        look._translators.use("C")
        look.deleteLater()
        app.setStyleSheet("")
