"""Pins, folders, the archive, the filter: one row or many, by menu, keys and mouse, always undone."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from desktop.core.types import Kind
from desktop.features.chat.list.model import MIME_TYPE
from desktop.store.placing import Arrangement
from desktop.ui.navigation import Role
from tests.features.stage import CTRL, SHIFT, Window, window


async def _made(opened: Window, *titles: str) -> dict[str, int]:
    """Make conversations; the last one stands first."""
    store = opened.services.conversations
    made = {title: (await store.create(Kind.CHAT, title)).id for title in titles}
    await opened.until(lambda: set(titles) <= set(opened.rows()))
    return made


def _all(opened: Window) -> list[str]:
    """Give every row with its headings, what stands in a folder with a dash before it."""
    model = opened.view.side.model
    found = []
    for row in range(model.rowCount()):
        index = model.index(row)
        found.append(f"{'- ' * int(index.data(Role.LEVEL))}{index.data()}")
    return found


def _click(opened: Window, title: str, modifiers: Qt.KeyboardModifier) -> None:
    index = opened.view.side.model.index(opened.row_of(title))
    point = opened.list.visualRect(index).center()
    QTest.mouseClick(opened.list.viewport(), Qt.MouseButton.LeftButton, modifiers, point)


def _entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def _submenu(words: str) -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = next(action.menu() for action in menu.actions() if action.text() == words)
    assert isinstance(found, QMenu)
    return found


def _move_to(opened: Window, title: str, folder: str) -> None:
    opened.right_click_row(opened.row_of(title))
    opened.choose("Move to")
    opened.choose(folder)
    opened.shell.activateWindow()  # which a menu in a menu takes from it without a screen


def test_a_pinned_conversation_stands_at_the_top_until_it_is_undone(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _made(opened, "One", "Two")
            opened.right_click_row(opened.row_of("One"))
            opened.choose("Pin")
            await opened.until(lambda: _all(opened) == ["Pinned", "One", "Today", "Two", "Folders"])
            assert opened.toast() == "Pinned to the top."
            opened.undo()
            await opened.until(lambda: _all(opened) == ["Today", "Two", "One", "Folders"])

    qloop(scenario(), 20)


def test_a_folder_is_made_for_what_is_chosen_and_named_at_once(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _made(opened, "One", "Two")
            _move_to(opened, "One", "New folder")
            await opened.until(lambda: "- One" in _all(opened))
            await opened.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
            opened.type("Work")
            opened.press(Qt.Key.Key_Return)
            wanted = ["Folders", "Work", "- One", "Today", "Two"]
            await opened.until(lambda: _all(opened) == wanted)
            _move_to(opened, "Two", "Work")
            await opened.until(lambda: _all(opened) == ["Folders", "Work", "- Two", "- One"])
            opened.undo()
            await opened.until(lambda: _all(opened) == wanted)
            opened.right_click_row(opened.row_of("One"))
            assert _entries(_submenu("Move to")) == ["No folder", "New folder"]
            QApplication.activePopupWidget().close()

    qloop(scenario(), 20)


def test_a_new_folder_is_made_by_keys_at_the_heading_that_says_so(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _made(opened, "One", "Two")
            opened.click_row(opened.row_of("One"))
            opened.list.setFocus()
            opened.press(Qt.Key.Key_Down)
            heading = opened.list.currentIndex()
            table = QAccessible.queryAccessibleInterface(opened.list)
            cell = table.child(heading.row())
            assert cell.text(QAccessible.Text.Name) == "New folder"
            assert cell.text(QAccessible.Text.Description) == "Enter makes a folder"
            assert cell.state().focused
            assert len(opened.list.selected_ids()) == 1  # what is on show is marked still
            assert opened.view.conversation.id is not None
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
            opened.type("Work")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: _all(opened) == ["Folders", "Work", "Today", "Two", "One"])

    qloop(scenario(), 20)


def test_a_click_beside_the_plus_of_the_heading_changes_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            made = await _made(opened, "One", "Two")
            opened.click_row(opened.row_of("One"))
            opened.click_row(opened.view.side.model.rowCount() - 1)
            await opened.settled()
            assert opened.list.selected_ids() == (made["One"],)
            assert opened.selected() == "One"
            assert "New folder" not in opened.rows()

    qloop(scenario(), 20)


def test_a_folder_closes_opens_and_goes_and_its_conversations_stay(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            made = await _made(opened, "One", "Two")
            store = opened.services.conversations
            folder = await store.create_folder(Kind.CHAT, "Work")
            await store.arrange(made["One"], Arrangement("Work"))
            await opened.until(lambda: "- One" in _all(opened))
            opened.click_row(opened.row_of("Work"))
            assert _all(opened) == ["Folders", "Work", "Today", "Two"]
            await opened.settled()
            assert [one.is_open for one in await store.folders(Kind.CHAT)] == [False]
            opened.press(Qt.Key.Key_Right)
            assert "- One" in _all(opened)
            opened.press(Qt.Key.Key_Delete)  # of a folder it deletes nothing
            await opened.settled()
            assert "- One" in _all(opened)
            opened.right_click_row(opened.row_of("Work"))
            opened.choose("Remove folder")
            await opened.until(lambda: _all(opened) == ["Today", "Two", "One", "Folders"])
            assert opened.toast() == "The folder is gone, its conversations are not."
            opened.undo()
            await opened.until(lambda: "- One" in _all(opened))
            assert folder.name == "Work"

    qloop(scenario(), 20)


def test_the_archive_takes_conversations_out_of_the_list_and_gives_them_back(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _made(opened, "One", "Two", "Three")
            opened.click_row(opened.row_of("Two"))
            opened.right_click_row(opened.row_of("Two"))
            opened.choose("Move to the archive")
            await opened.until(lambda: opened.rows() == ["Three", "One"])
            await opened.until(lambda: opened.selected() == "One")
            opened.click(opened.view.side.archive)
            await opened.until(lambda: opened.rows() == ["Two"])
            opened.click(opened.view.side.bin)
            await opened.until(lambda: not opened.rows())
            assert not opened.view.side.archive.isChecked()
            opened.click(opened.view.side.archive)
            await opened.until(lambda: opened.rows() == ["Two"])
            opened.right_click_row(opened.row_of("Two"))
            opened.choose("Back to the list")
            await opened.until(lambda: not opened.rows())
            opened.click(opened.view.side.archive)
            await opened.until(lambda: opened.rows() == ["Three", "Two", "One"])

    qloop(scenario(), 20)


def test_many_are_chosen_by_mouse_and_keys_and_deleted_with_one_undo(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            made = await _made(opened, "One", "Two", "Three", "Four", "Five")
            opened.click_row(opened.row_of("Five"))
            await opened.until(lambda: opened.view.conversation.id == made["Five"])
            _click(opened, "Three", CTRL)
            _click(opened, "One", CTRL)
            assert opened.view.conversation.id == made["Five"]  # choosing opens nothing
            assert set(opened.list.selected_ids()) == {made["Five"], made["Three"], made["One"]}
            await opened.services.conversations.rename(made["Two"], "Zwei")
            await opened.until(lambda: "Zwei" in opened.rows())
            assert len(opened.list.selected_ids()) == 3  # rows that change keep what is chosen
            opened.press(Qt.Key.Key_Delete)
            await opened.until(lambda: opened.rows() == ["Four", "Zwei"])
            await opened.until(lambda: opened.view.conversation.id == made["Four"])
            opened.undo()
            await opened.until(lambda: opened.rows() == ["Five", "Four", "Three", "Zwei", "One"])
            opened.click_row(opened.row_of("Four"))
            opened.press(Qt.Key.Key_Down, SHIFT)
            opened.press(Qt.Key.Key_Down, SHIFT)
            assert len(opened.list.selected_ids()) == 3
            opened.right_click_row(opened.row_of("Three"))
            assert "Rename" not in _entries(QApplication.activePopupWidget())
            opened.choose("Pin")
            wanted = ["Pinned", "Four", "Three", "Zwei", "Today", "Five", "One", "Folders"]
            await opened.until(lambda: _all(opened) == wanted)

    qloop(scenario(), 20)


def test_the_filter_shows_titles_as_they_are_typed(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            made = await _made(opened, "Birds of prey", "A recipe", "Songbirds")
            store = opened.services.conversations
            folder = await store.create_folder(Kind.CHAT, "Nature")
            await opened.until(lambda: "Nature" in _all(opened))
            opened.view.reading.show_folder(folder.id)
            await store.arrange(made["Songbirds"], Arrangement("Nature"))
            await opened.until(lambda: "Songbirds" not in opened.rows())
            opened.view.side.filter.setFocus()
            opened.type("BIRD")
            wanted = ["Folders", "Nature", "- Songbirds", "Today", "Birds of prey"]
            assert _all(opened) == wanted
            opened.type("x")
            assert _all(opened) == []
            opened.press(Qt.Key.Key_A, CTRL)
            opened.press(Qt.Key.Key_Backspace)
            assert "A recipe" in opened.rows()

    qloop(scenario(), 20)


def test_typing_in_the_list_goes_to_the_title_that_begins_so(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _made(opened, "Birds", "Recipe", "Weather")
            opened.click_row(opened.row_of("Weather"))
            opened.type("bi")
            await opened.until(lambda: opened.selected() == "Birds")

    qloop(scenario(), 20)


def _drag(opened: Window, title: str, kind: type[QDragMoveEvent | QDropEvent]) -> None:
    """Hold what is chosen over a row, or let it fall there."""
    view = opened.list
    at = QPoint(view.visualRect(opened.view.side.model.index(opened.row_of(title))).center())
    data, move = QMimeData(), Qt.DropAction.MoveAction
    data.setData(MIME_TYPE, b"")
    place = at if kind is QDragMoveEvent else QPointF(at)
    event = kind(place, move, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    if kind is QDragMoveEvent:
        view.dragMoveEvent(event)
    else:
        view.dropEvent(event)


def test_a_drag_says_what_it_will_do_and_does_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _made(opened, "One", "Two")
            store, side = opened.services.conversations, opened.view.side
            await store.create_folder(Kind.CHAT, "Work")
            await opened.until(lambda: "Work" in _all(opened))
            opened.click_row(opened.row_of("One"))
            _drag(opened, "Work", QDragMoveEvent)
            assert side._hint.isVisible()
            assert side._hint.text() == "Move to “Work”"
            _drag(opened, "Work", QDropEvent)
            assert not side._hint.isVisible()
            await opened.until(lambda: "- One" in _all(opened))
            opened.click_row(opened.row_of("One"))
            _drag(opened, "Two", QDragMoveEvent)
            assert side._hint.text() == "Take out of its folder"
            _drag(opened, "Two", QDropEvent)
            await opened.until(lambda: "- One" not in _all(opened))
            assert (await store.list(Kind.CHAT))[1].folder == ""

    qloop(scenario(), 20)


def test_the_rows_say_what_they_are(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            made = await _made(opened, "One")
            store = opened.services.conversations
            await store.create_folder(Kind.CHAT, "Work")
            await store.arrange(made["One"], Arrangement(is_pinned=True))
            await store.create(Kind.CHAT, "Secret", temporary=True)
            await opened.until(lambda: "Secret" in opened.rows() and "Pinned" in _all(opened))
            said = {
                title: opened.view.side.model.index(opened.row_of(title)).data(
                    Qt.ItemDataRole.AccessibleDescriptionRole
                )
                for title in ("One", "Work", "Secret")
            }
            assert said["One"] == "Pinned"
            assert said["Secret"] == "Temporary"
            assert said["Work"].startswith("Folder, 0 conversation")

    qloop(scenario(), 20)
