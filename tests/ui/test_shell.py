"""The window: tabs made when first shown, keys, geometry, names for everybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from desktop.features import FEATURES
from desktop.services.startup import services_running
from desktop.services.window_state import WindowState
from desktop.store.paths import Paths
from desktop.store.settings import Settings
from desktop.store.state import StateFile
from desktop.ui import accessibility
from desktop.ui.feature import Feature
from desktop.ui.keymap import Shortcut
from desktop.ui.look import Look
from desktop.ui.notices import Notice, Toast
from desktop.ui.shell import Shell

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _runs_on(qapp) -> Iterator[None]:
    """Let the loop run on when the last window is closed, as the program does."""
    qapp.setQuitOnLastWindowClosed(False)
    yield
    qapp.setQuitOnLastWindowClosed(True)


class Page(QWidget):
    """A tab that counts how often it was made and flushed."""

    def __init__(self, name: str, log: list[str]) -> None:
        super().__init__()
        self._name, self._log = name, log
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        log.append(f"made {name}")

    def flush(self) -> None:
        self._log.append(f"flushed {self._name}")


def tabs(log: list[str]) -> tuple[Feature, ...]:
    def feature(name: str, keys: str, *, is_at_foot: bool = False) -> Feature:
        return Feature(
            name, name.title, "x", lambda _services, _host: Page(name, log), is_at_foot, keys
        )  # fmt: skip

    return feature("chat", "Ctrl+1"), feature("draw", "Ctrl+2"), feature("gear", "Ctrl+,", is_at_foot=True)  # fmt: skip


@asynccontextmanager
async def window(look: Look, features: tuple[Feature, ...]) -> AsyncIterator[Shell]:
    """Give the open window over real services."""
    paths = Paths.find()
    settings = Settings(paths.config / "settings.toml")
    state = WindowState(StateFile(paths.data / "window.toml"))
    shell = Shell(look, features, state)
    try:
        async with services_running(paths, settings, state) as services:
            shell.show()
            shell.serve(services)
            shell.activateWindow()
            await until(shell.isActiveWindow)
            yield shell
            shell.flush()
            shell.hide()
    finally:
        shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


async def until(is_so) -> None:
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110 - Qt tells nobody
            await asyncio.sleep(0.005)


def test_a_tab_is_made_when_it_is_first_shown_and_only_once(qloop, look: Look) -> None:
    log: list[str] = []

    async def scenario() -> None:
        async with window(look, tabs(log)) as shell:
            assert log == ["made chat"]
            assert shell.current == "chat"
            shell.open_feature("gear")
            shell.open_feature("chat")
            shell.open_feature("gear")
            assert log == ["made chat", "made gear"]
            assert shell.current == "gear"
            assert shell.rail.tabs["gear"].isChecked()
            assert shell.page("draw") is None
            assert isinstance(shell.page("chat"), Page)
        assert sorted(log[2:]) == ["flushed chat", "flushed gear"]

    qloop(scenario(), 20)


def test_the_frame_stands_before_the_services_do(qloop, look: Look) -> None:
    log: list[str] = []

    async def scenario() -> None:
        state = WindowState(StateFile(Paths.find().data / "window.toml"))
        shell = Shell(look, tabs(log), state)
        painted: list[None] = []
        shell.painted.connect(lambda: painted.append(None))
        shell.show()
        await until(lambda: bool(painted))
        shell.open_feature("gear")  # pressed before anything is loaded
        assert log == []
        assert shell.rail.tabs["gear"].isChecked()
        shell.hide()
        shell.deleteLater()
        await state.aclose()
        assert len(painted) == 1

    qloop(scenario(), 20)


def test_keys_and_the_rail_change_the_tab(qloop, look: Look) -> None:
    async def scenario() -> None:
        async with window(look, tabs([])) as shell:
            QTest.keyClick(shell, KEY.Key_2, CONTROL)
            assert shell.current == "draw"
            QTest.keyClick(shell, KEY.Key_Comma, CONTROL)
            assert shell.current == "gear"
            QTest.keyClick(shell, KEY.Key_1, CONTROL)
            assert shell.current == "chat"
            shell.rail.tabs["draw"].click()
            assert shell.current == "draw"
            shell.rail.tabs["draw"].setFocus()
            QTest.keyClick(shell.rail.tabs["draw"], KEY.Key_Down)
            assert shell.current == "gear"

    qloop(scenario(), 20)


def test_the_arrows_of_the_rail_go_round(qloop, look: Look) -> None:
    async def scenario() -> None:
        async with window(look, tabs([])) as shell:
            seen = []
            for _ in range(4):
                tab = shell.rail.tabs[shell.current]
                tab.setFocus()
                QTest.keyClick(tab, KEY.Key_Down)
                seen.append(shell.current)
            assert seen == ["draw", "gear", "chat", "draw"]

    qloop(scenario(), 20)


@pytest.mark.parametrize(("left", "top"), [(20, 30), (2, 2), (500, 700)])
def test_size_and_place_come_back(qloop, look: Look, left: int, top: int) -> None:
    wanted = QRect(left, top, 900, 640)

    async def scenario() -> None:
        async with window(look, tabs([])) as shell:
            shell.setGeometry(wanted)
            await until(lambda: shell.geometry() == wanted)
        async with window(look, tabs([])) as shell:
            assert shell.geometry() == wanted

    qloop(scenario(), 20)


def test_a_window_that_stood_on_another_screen_comes_to_one_that_is_there(
    qloop, look: Look
) -> None:
    async def scenario() -> None:
        state = WindowState(StateFile(Paths.find().data / "window.toml"))
        state.change(replace(state.state, place=(9000, 9000, 900, 640)))
        await state.aclose()
        async with window(look, tabs([])) as shell:
            assert shell.screen().geometry().contains(shell.geometry().topLeft())

    qloop(scenario(), 20)


@pytest.mark.parametrize("rubbish", [b"", b"\x00\x01", b"geometry" * 100])
def test_a_geometry_that_makes_no_sense_is_left_alone(qloop, look: Look, rubbish: bytes) -> None:
    async def scenario() -> None:
        state = WindowState(StateFile(Paths.find().data / "window.toml"))
        state.change(replace(state.state, geometry=rubbish))
        await state.aclose()
        async with window(look, tabs([])) as shell:
            assert shell.width() >= shell.minimumWidth()
            assert shell.height() >= shell.minimumHeight()

    qloop(scenario(), 20)


def test_closing_tells_and_the_window_can_come_forward_again(qloop, look: Look) -> None:
    async def scenario() -> None:
        async with window(look, tabs([])) as shell:
            closed: list[None] = []
            shell.closing.connect(lambda: closed.append(None))
            shell.showMinimized()
            shell.come_forward()
            assert shell.isVisible()
            assert not shell.isMinimized()
            shell.close()
            assert len(closed) == 1

    qloop(scenario(), 20)


def test_a_tab_can_notify_and_go_to_another(qloop, look: Look) -> None:
    async def scenario() -> None:
        async with window(look, tabs([])) as shell:
            shell.host.notify(Notice(lambda: "Saved."))
            toast = shell.findChild(Toast)
            assert toast is not None
            assert toast.isVisible()
            shell.host.open_feature("gear")
            assert shell.current == "gear"

    qloop(scenario(), 20)


class PlacedPage(Page):
    """A tab with places."""

    def show_place(self, place: str) -> None:
        self._log.append(f"shown {place}")


def test_a_tab_is_opened_at_a_place_also_before_it_stands(qloop, look: Look) -> None:
    log: list[str] = []
    placed = Feature("draw", lambda: "Draw", "x", lambda _s, _h: PlacedPage("draw", log))

    async def scenario() -> None:
        async with window(look, (*tabs(log), placed)) as shell:
            shell.host.open_feature("chat", "nowhere")  # a tab without places
            assert shell.current == "chat"
            shell.host.open_feature("draw", "mask")
            shell.host.open_feature("draw")
        assert log[:3] == ["made chat", "made draw", "shown mask"]

    qloop(scenario(), 20)


def test_every_tab_can_be_shown_by_keys_that_the_person_chose(qloop, look: Look) -> None:
    async def scenario() -> None:
        async with window(look, tabs([])) as shell:
            own = Feature("a", lambda: "A", "x", lambda _s, _h: QWidget(), shortcuts=(
                Shortcut("act", lambda: "Act", "F5"),
            ))  # fmt: skip
            assert [(s.id, s.keys, s.scope) for s in own.all_shortcuts()] == [
                ("open_a", "", ""), ("act", "F5", "a"),
            ]  # fmt: skip
            assert next(s.words() for s in shell.keys.shortcuts) == "Go to Chat"
            assert shell.rail.tabs["draw"].toolTip() == "Draw (Ctrl+2)"
            assert shell.host.keys is shell.keys

    qloop(scenario(), 20)


# the real tabs
CONTROLS = (QAbstractButton, QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractItemView)


def nameless(shell: Shell) -> list[str]:
    """Give what a screen reader could not name."""
    found = []
    for widget in shell.findChildren(QWidget):
        is_control = isinstance(widget, CONTROLS) or bool(
            widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        )
        if (
            not widget.isVisible()
            or not is_control
            or widget.objectName().startswith("qt_")
            or _is_inner(widget)
        ):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if not (interface and interface.text(QAccessible.Text.Name).strip()):
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def _is_inner(widget: QWidget) -> bool:
    """Tell whether a widget only carries others, or is Qt's own part of a control."""
    if isinstance(widget, QScrollArea):
        return True
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (QComboBox, QAbstractItemView)):
            return True
        parent = parent.parentWidget()
    return False


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_that_can_be_used_has_a_name(qloop, look: Look, language: str) -> None:
    accessibility.install()

    async def scenario() -> None:
        async with window(look, FEATURES) as shell:
            look.use("light", language)
            for feature in FEATURES:
                shell.open_feature(feature.id)
                await asyncio.sleep(0.02)
                assert nameless(shell) == []

    qloop(scenario(), 20)


def test_a_change_of_language_leaves_no_word_of_the_other_one(qloop, look: Look) -> None:
    accessibility.install()

    async def scenario() -> None:
        async with window(look, FEATURES) as shell:
            for feature in FEATURES:
                shell.open_feature(feature.id)
            look.use("light", "zh_CN")
            await asyncio.sleep(0.02)
            chinese = words(shell)
            look.use("light", "en")
            await asyncio.sleep(0.02)
            english = words(shell)
            assert len(english) == len(chinese)
            assert [w for w in english.values() if any("\u4e00" <= c <= "\u9fff" for c in w)] == []
            stuck = {w for place, w in chinese.items() if w == english[place] and _is_prose(w)}
            assert stuck == set()

    qloop(scenario(), 20)


def words(shell: Shell) -> dict[int, str]:
    """Give the accessible name of each control by its place in the window."""
    named = (w for w in shell.findChildren(QWidget) if isinstance(w, CONTROLS) and not _is_inner(w))
    return {place: widget.accessibleName() for place, widget in enumerate(named)}


def _is_prose(text: str) -> bool:
    return len(text.split()) > 1


def test_the_rail_is_a_list_of_tabs_for_a_screen_reader(qloop, look: Look) -> None:
    accessibility.install()

    async def scenario() -> None:
        async with window(look, tabs([])) as shell:
            rail = QAccessible.queryAccessibleInterface(shell.rail)
            assert rail.role() is QAccessible.Role.PageTabList
            assert rail.text(QAccessible.Text.Name) == "Tabs"
            chat, gear = (
                QAccessible.queryAccessibleInterface(shell.rail.tabs[name])
                for name in ("chat", "gear")
            )
            assert chat.role() is gear.role() is QAccessible.Role.PageTab
            assert chat.text(QAccessible.Text.Name) == "Chat"
            assert chat.state().selected
            assert not gear.state().selected
            shell.open_feature("gear")
            assert gear.state().selected
            look.use("light", "zh_CN")
            assert shell.rail.accessibleName() != "Tabs"

    qloop(scenario(), 20)
