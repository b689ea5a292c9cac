"""The whole page by keys: every control is reached, in the order in which it is read, and has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton

from tests.fakes.shapes import chat_reply
from tests.features.settings.connections.person import Person, focused
from tests.features.stage import CHAT, SHIFT, window
from tests.features.test_keyboard import _no_button_is_left_out, _walk

_ORDER = [
    "Connections", "Add a connection", "Look for local servers", "Remove", "Test again", "Name",
    "Kind", "Address", "Key", "Keep elsewhere", "Model to begin with", "Show all models",
    "Details", "Copy the report", "Advanced", "Organisation", "Project", "API", "Time limit",
    "Proxy", "Certificates", "Send a client certificate", "Add a header",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_is_reached_by_tab_as_it_is_read(qloop, language: str) -> None:
    async def scenario() -> None:
        async with window(language=language) as opened:
            opened.server.on(CHAT, chat_reply("OK"))
            person = Person(opened)
            await person.test()
            person.verdict.details.unfold()
            person.editor.fold.unfold()
            await opened.until(lambda: not person.page.side.found.is_looking)
            await opened.settled()
            person.page.side.list.setFocus()
            names = [_name()]
            for _step in range(40):
                opened.press(Qt.Key.Key_Tab)
                names.append(_name())
                if focused() is person.editor.advanced.headers.add:
                    break
            assert all(names), names
            if language == "en":
                assert [name for name in names if not name.startswith("Add Ollama")] == _ORDER
            for _step in names[1:]:
                opened.press(Qt.Key.Key_Backtab, SHIFT)
            assert focused() is person.page.side.list
            _no_button_is_left_out(opened, _walk(opened))

    qloop(scenario(), 30)


def _name() -> str:
    widget = focused()
    assert widget is not None
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words


def test_a_page_that_opens_lets_the_list_be_walked(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            assert person.page.isVisible()
            assert focused() is person.page.side.list
            opened.press(Qt.Key.Key_Down)
            assert person.pane.shown.is_built_in

    qloop(scenario(), 20)


def test_a_screen_reader_hears_rows_switches_and_what_is_wrong(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            page = person.page
            told = QAccessible.queryAccessibleInterface(page.side.list)
            rows = [told.child(place).text(QAccessible.Text.Name) for place in range(2)]
            assert rows == ["Home, Default for chat", "Built-in engine, Always there"]
            switch = QAccessible.queryAccessibleInterface(person.editor.advanced.certificates.sends)
            assert switch.role() is QAccessible.Role.CheckBox
            person.fill(person.editor.url, "ftp://x")
            opened.click(person.pane.header.save)
            await opened.until(lambda: person.editor.is_marked)
            field = QAccessible.queryAccessibleInterface(person.editor.url.edit)
            assert field.text(QAccessible.Text.Name) == "Address"
            assert field.text(QAccessible.Text.Description).startswith("It must begin with")

    qloop(scenario(), 20)


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2], ids=["left", "right"])
def test_a_small_window_shows_everything_in_either_direction(
    qloop, direction: Qt.LayoutDirection
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.shell.setLayoutDirection(direction)
            opened.shell.resize(900, 600)
            person = Person(opened)
            person.editor.fold.unfold()
            await opened.settled()
            area = person.pane.area
            assert area.widget().width() <= area.viewport().width()
            assert area.horizontalScrollBar().maximum() == 0
            right = direction is Qt.LayoutDirection.RightToLeft
            assert (person.page.side.x() > person.pane.x()) == right
            for button in (person.pane.header.remove, person.pane.header.test):
                assert person.pane.rect().contains(button.geometry())

    qloop(scenario(), 20)
