"""The shortcuts' page by keys alone: other keys, refused keys, conflicts, the way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from desktop.features.settings.shortcuts import ShortcutRow, ShortcutsPage
from desktop.store.paths import Paths
from desktop.store.settings import LANGUAGE, Settings
from tests.features.stage import ALT, CTRL, SHIFT, Window, window

KEY = Qt.Key


def _page(opened: Window) -> ShortcutsPage:
    opened.shell.host.open_feature("settings", "shortcuts")
    page = opened.settings.page("shortcuts")
    assert isinstance(page, ShortcutsPage)
    return page


def _press(opened: Window, name: str, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Give a shortcut other keys, as a person without a mouse does."""
    row = _page(opened).rows[name]
    row.capture.setFocus()
    opened.press(KEY.Key_Space)
    assert row.capture.is_waiting
    assert row.capture.text() == "Press the keys…"
    opened.press(key, modifiers)
    assert not row.capture.is_waiting
    return row


def _says(row: ShortcutRow) -> str:
    assert row.question.isVisible()
    return f"{row.question.title.text()} {row.question.hint.text()}"


def test_other_keys_work_at_once_everywhere_and_after_a_restart(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            row = _press(opened, "open_chat", KEY.Key_K, ALT)
            await opened.until(lambda: row.capture.text() == "Alt+K")
            assert opened.shell.rail.tabs["chat"].toolTip() == "Chat (Alt+K)"
            opened.press(KEY.Key_1, CTRL)
            assert opened.shell.current == "settings"
            opened.press(KEY.Key_K, ALT)
            assert opened.shell.current == "chat"
            row = _press(opened, "new_chat", KEY.Key_F5)
            await opened.until(lambda: row.capture.text() == "F5")
            opened.shell.open_feature("chat")
            assert opened.view.side.new.toolTip() == "New chat (F5)"
            opened.type("draft")
            await opened.settled()
        async with window() as opened:
            assert opened.view.side.new.toolTip() == "New chat (F5)"
            assert opened.shell.rail.tabs["chat"].toolTip() == "Chat (Alt+K)"

    qloop(scenario(), 20)


def test_the_keys_of_now_do_nothing_while_others_are_waited_for(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            row = _press(opened, "new_chat", KEY.Key_1, CTRL)
            assert opened.shell.current == "settings"
            assert (
                _says(row)
                == "Ctrl+1 is taken by “Go to Chat”. Swap them, and “Go to Chat” gets Ctrl+N."
            )

    qloop(scenario(), 20)


def test_a_conflict_is_swapped_where_the_person_says_so(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            row = _press(opened, "new_chat", KEY.Key_1, CTRL)
            assert QApplication.focusWidget().text() == "Swap"
            opened.press(KEY.Key_Space)
            keys = opened.shell.keys
            await opened.until(lambda: keys.keys("new_chat") == "Ctrl+1")
            assert keys.keys("open_chat") == "Ctrl+N"
            assert not row.question.isVisible()
            assert QApplication.focusWidget() is row.capture
            opened.press(KEY.Key_N, CTRL)
            assert opened.shell.current == "chat"

    qloop(scenario(), 20)


def test_a_conflict_that_is_closed_changes_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            row = _press(opened, "new_chat", KEY.Key_1, CTRL)
            row.question.closed.emit()
            assert not row.question.isVisible()
            assert opened.shell.keys.keys("new_chat") == "Ctrl+N"
            assert QApplication.focusWidget() is row.capture

    qloop(scenario(), 20)


def test_keys_are_taken_over_from_another_by_one_that_has_none(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            row = _press(opened, "new_chat", KEY.Key_Backspace)
            keys = opened.shell.keys
            await opened.until(lambda: keys.keys("new_chat") == "")
            assert row.capture.text() == "None"
            row = _press(opened, "new_chat", KEY.Key_1, CTRL)
            assert _says(row).endswith("Take them over, and “Go to Chat” has none.")
            opened.press(KEY.Key_Space)
            await opened.until(lambda: keys.keys("new_chat") == "Ctrl+1")
            assert keys.keys("open_chat") == ""
            assert opened.shell.rail.tabs["chat"].toolTip() == "Chat"

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("key", "modifiers", "why"),
    [
        (KEY.Key_A, Qt.KeyboardModifier.NoModifier, "It would be typed: add Ctrl or Alt."),
        (KEY.Key_A, SHIFT, "It would be typed: add Ctrl or Alt."),
        (KEY.Key_C, CTRL, "Texts use it, to copy or to move about."),
        (KEY.Key_F4, ALT, "The system takes it before this window."),
        (KEY.Key_Return, CTRL, "It moves the focus or presses what has it, everywhere."),
    ],
)
def test_refused_keys_are_refused_in_words(qloop, key, modifiers, why: str) -> None:
    async def scenario() -> None:
        async with window() as opened:
            row = _press(opened, "new_chat", key, modifiers)
            assert _says(row).endswith(why)
            assert " cannot be a shortcut. " in _says(row)
            assert opened.shell.keys.keys("new_chat") == "Ctrl+N"
            other = _page(opened).rows["open_chat"]
            other.capture.click()
            assert not row.question.isVisible()  # one question at a time

    qloop(scenario(), 20)


def test_escape_tab_and_a_click_elsewhere_give_up(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            row = _press(opened, "new_chat", KEY.Key_Escape)
            assert QApplication.focusWidget() is row.capture
            row = _press(opened, "new_chat", KEY.Key_Tab)
            rows = list(_page(opened).rows)
            following = _page(opened).rows[rows[rows.index("new_chat") + 1]]
            assert QApplication.focusWidget() is following.capture
            opened.click(row.capture)
            assert row.capture.is_waiting
            opened.press(KEY.Key_Control, CTRL)  # half of what will be pressed
            assert row.capture.is_waiting
            _page(opened).filter.setFocus()
            assert not row.capture.is_waiting
            assert opened.shell.keys.keys("new_chat") == "Ctrl+N"

    qloop(scenario(), 20)


def test_one_is_reset_and_all_are_with_an_undo(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, keys = _page(opened), opened.shell.keys
            assert not page.reset.isEnabled()
            settings = opened.services.settings
            rows = page.rows
            await settings.change(
                {
                    rows["open_chat"].shortcut.setting: "Alt+K",
                    rows["new_chat"].shortcut.setting: "F5",
                }
            )
            opened.click(rows["new_chat"].reset)
            await opened.until(lambda: keys.keys("new_chat") == "Ctrl+N")
            assert not rows["new_chat"].reset.isVisible()
            opened.click(page.reset)
            await opened.until(lambda: keys.keys("open_chat") == "Ctrl+1")
            assert opened.toast() == "All shortcuts are as they were at first."
            opened.undo()
            await opened.until(lambda: keys.keys("open_chat") == "Alt+K")
            file = Paths.find().config / "settings.toml"
            setting = rows["new_chat"].shortcut.setting
            await opened.until(lambda: Settings(file).get(setting) == "Ctrl+N")

    qloop(scenario(), 20)


def test_a_reset_to_keys_that_another_has_asks_first(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            rows, settings = _page(opened).rows, opened.services.settings
            await settings.change(
                {
                    rows["new_chat"].shortcut.setting: "F5",
                    rows["open_chat"].shortcut.setting: "Ctrl+N",
                }
            )
            opened.click(rows["new_chat"].reset)
            assert _says(rows["new_chat"]).startswith("Ctrl+N is taken by “Go to Chat”.")

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("query", "left"),
    [("new", ["new_chat"]), ("ctrl+n", ["new_chat"]), ("zzz", []), ("", None)],
)
def test_shortcuts_are_found_by_words_and_keys(qloop, query: str, left) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            page.filter.setFocus()
            opened.type(query)
            visible = [name for name, row in page.rows.items() if row.isVisible()]
            assert visible == (list(page.rows) if left is None else left)
            assert page.none.isVisible() == (left == [])
            assert page.reveal("open_chat") is page.rows["open_chat"].capture
            assert page.rows["open_chat"].isVisible()

    qloop(scenario(), 20)


def test_a_screen_reader_says_what_has_which_keys(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            capture = _page(opened).rows["new_chat"].capture
            interface = QAccessible.queryAccessibleInterface(capture)
            text = QAccessible.Text
            assert interface.text(text.Name) == "New chat: Ctrl+N"
            assert interface.text(text.Description) == "Press to change the keys."
            capture.click()
            assert interface.text(text.Name) == "New chat: Press the keys…"
            assert "Escape" in interface.text(text.Description)
            await opened.services.settings.set(LANGUAGE, "zh_CN")
            assert interface.text(text.Name).startswith("新")

    qloop(scenario(), 20)
