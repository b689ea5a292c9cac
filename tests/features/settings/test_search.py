"""The search of the settings: words of both languages, hints and options; from the key to the control."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from desktop.features.settings.declared import APPEARANCE, GENERAL, rows
from desktop.features.settings.pages import PAGES
from desktop.features.settings.search import Shelf, Term, search
from desktop.store.settings import LANGUAGE, MORE_CONTRAST, THEME, ZOOM
from desktop.ui.i18n import Translators
from tests.features.stage import CTRL, Window, window

KEY = Qt.Key
SHELVES = [
    Shelf("general", lambda: "General", [row.term for row in rows(GENERAL)]),
    Shelf("appearance", lambda: "Appearance", [row.term for row in rows(APPEARANCE)]),
    Shelf("data", lambda: "Data", [Term("x", lambda: "Folder", (lambda: "kept here",))]),
]


def titles(query: str) -> list[str]:
    return [hit.term.title() for hit in search(query, SHELVES)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("them", "Theme"),
        ("THEME", "Theme"),
        ("reading size", "Size of the reading text"),
        ("dark", "Theme"),  # an option
        ("moderation", "Check before sending"),  # a hint
        ("简体", "Language"),  # an option of its own language
        ("appearance", "Appearance"),  # a page
        ("appearance theme", "Theme"),  # a page's name narrows
        ("ｔｈｅｍｅ", "Theme"),  # typed with a full-width input method
        ("kept", "Folder"),
    ],
)
def test_what_is_meant_comes_first(qapp, query: str, first: str) -> None:
    assert titles(query)[0] == first


@pytest.mark.parametrize("query", ["", "   ", "zzz", "theme zzz"])
def test_nothing_is_found_for_nothing(qapp, query: str) -> None:
    assert titles(query) == []


def test_a_page_alone_does_not_drag_all_of_its_settings_along(qapp) -> None:
    assert titles("appearance") == ["Appearance"]


def test_english_is_understood_in_chinese(qapp) -> None:
    translators = Translators()
    translators.use("zh_CN")
    try:
        assert [hit.term.key for hit in search("主题", SHELVES)] == [THEME.key]
        assert [hit.term.key for hit in search("theme", SHELVES)] == [THEME.key]
    finally:
        translators.use("en")


@given(st.text(max_size=40))
def test_no_query_raises(query: str) -> None:
    search(query, SHELVES)


# in the window
def _search(opened: Window, text: str) -> None:
    _ = opened.settings
    opened.press(KEY.Key_F, CTRL)
    assert QApplication.focusWidget() is opened.settings.side.search.edit
    opened.type(text)


def test_return_leads_to_the_control_in_a_page_that_was_never_open(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.shell.resize(900, 600)
            _search(opened, "less motion")
            assert opened.settings.current == "connections"
            opened.press(KEY.Key_Return)
            view = opened.settings
            page = view.page("appearance")
            control = page.inputs["appearance.less_motion"]
            assert view.current == "appearance"
            assert view.side.rows["appearance"].isChecked()
            assert QApplication.focusWidget() is control
            await opened.settled()
            assert control.visibleRegion().boundingRect().height() == control.height()
            assert page._lit._strength > 0
            opened.shell.host.open_feature("chat")  # who goes away leaves no timer
            assert page._lit._strength == 0
            assert view.side.search.text() == ""

    qloop(scenario(), 20)


def test_the_light_fades_and_at_once_with_less_motion(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.shell.host.open_feature("settings", "appearance")
            lit = opened.settings.page("appearance")._lit
            for is_less in (False, True):
                opened.look._has_less_motion = is_less
                assert opened.settings.page("appearance").reveal(ZOOM.key) is not None
                lit._timer.setInterval(0)
                lit._timer.start()
                await opened.until(lambda: lit._strength == 0)

    qloop(scenario(), 20)


def test_the_arrows_move_among_the_results_and_a_click_takes_one(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            _search(opened, "font")
            results = opened.settings.side.results
            assert results.isVisible()
            names = [str(results.model().index(row, 0).data()) for row in range(3)]
            assert names == ["Font of the interface", "Font of the reading text", "Font of code"]
            opened.press(KEY.Key_Down)
            opened.press(KEY.Key_Down)
            opened.press(KEY.Key_Up)
            assert str(results.currentIndex().data()) == names[1]
            opened.press(KEY.Key_PageDown)
            last = results.model().index(results.model().rowCount() - 1, 0)
            assert results.currentIndex() == last
            interface = QAccessible.queryAccessibleInterface(results)
            assert interface.text(QAccessible.Text.Name) == "What was found"
            rect = results.visualRect(results.model().index(2, 0))
            opened.click(results.viewport(), rect.center())
            assert opened.settings.current == "appearance"
            code = opened.settings.page("appearance").inputs["appearance.code_font"]
            assert QApplication.focusWidget() is code

    qloop(scenario(), 20)


def test_escape_and_the_cross_bring_the_pages_back(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            _search(opened, "zzz")
            side = opened.settings.side
            assert side.empty.isVisible()
            assert side.empty._label.text() == "No setting with “zzz”."
            opened.press(KEY.Key_Return)  # there is nothing to go to
            opened.press(KEY.Key_Escape)
            assert (side.search.text(), side.rows["data"].isVisible()) == ("", True)
            opened.type("theme")
            opened.click(side._clear)
            assert (side.search.text(), side.rows["data"].isVisible()) == ("", True)
            assert QApplication.focusWidget() is side.search.edit

    qloop(scenario(), 20)


def test_a_page_a_shortcut_and_an_action_are_found_too(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            for words, page_id in (
                ("shortcuts", "shortcuts"), ("new chat", "shortcuts"),
                ("export settings", "data"),
            ):  # fmt: skip
                _search(opened, words)
                opened.press(KEY.Key_Return)
                assert opened.settings.current == page_id
            focused = QApplication.focusWidget()
            assert focused is opened.settings.page("data")._fields["data.export"][1]

    qloop(scenario(), 20)


def test_results_change_their_language(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            _search(opened, "theme")
            await opened.services.settings.set(LANGUAGE, "zh_CN")
            results = opened.settings.side.results
            assert str(results.model().index(0, 0).data()) == "主题"
            assert not results.grab().isNull()

    qloop(scenario(), 20)


# the pages
def test_a_page_is_made_when_it_is_first_shown(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view = opened.settings
            assert list(view._pages) == ["connections"]
            opened.shell.host.open_feature("chat")
            opened.shell.host.open_feature("settings", "general")
            assert (view.current, list(view._pages)) == ("general", ["connections", "general"])
            opened.shell.host.open_feature("settings", "nonsense")
            assert view.current == "general"
            opened.shell.host.open_feature("settings")
            assert view.current == "general"
            await opened.services.settings.set(MORE_CONTRAST, True)

    qloop(scenario(), 20)


def test_the_arrows_walk_through_the_pages(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            rows_ = opened.settings.side.rows
            rows_[PAGES[0].id].setFocus()
            opened.press(KEY.Key_Space)
            seen = [opened.settings.current]
            for _ in PAGES[1:]:
                opened.press(KEY.Key_Down)
                seen.append(opened.settings.current)
            assert seen == [page.id for page in PAGES]

    qloop(scenario(), 20)
