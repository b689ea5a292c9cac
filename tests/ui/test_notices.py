"""Short messages pass by themselves, can be undone, and speak the language of the moment."""

import pytest
from PySide6.QtWidgets import QWidget

from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import Banner, EmptyState, Notice, Toast


@pytest.fixture
def floor(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


@pytest.fixture
def toast(look: Look, floor: QWidget) -> Toast:
    return Toast(look, floor)


def said(words: str) -> Notice:
    return Notice(lambda: words)


def test_nothing_is_shown_and_no_timer_runs_at_first(toast: Toast) -> None:
    assert not toast.isVisible()
    assert not toast._timer.isActive()


def test_a_notice_goes_away_by_itself_and_its_timer_stops(toast: Toast, qtbot) -> None:
    toast._timer.setInterval(20)
    toast.show_notice(said("Copied."))
    assert toast.isVisible()
    assert toast._words.text() == "Copied."
    assert toast._action.isHidden()
    qtbot.waitUntil(lambda: not toast.isVisible())
    assert not toast._timer.isActive()


def test_a_long_address_is_broken_into_lines(toast: Toast, floor: QWidget) -> None:
    toast.show_notice(said("https://example.org/" + "a-very-long-way/" * 40))
    assert toast.width() < 640
    assert toast.geometry().right() < floor.width()


def test_it_stands_below_the_head_where_nobody_writes(toast: Toast, floor: QWidget) -> None:
    toast.show_notice(said("Copied."))
    for width, height in ((800, 600), (1000, 700)):
        floor.resize(width, height)
        place = toast.geometry()
        assert abs(place.center().x() - width // 2) <= 1
        assert place.top() == 56
        assert place.bottom() < height // 2


def test_undo_runs_once_and_takes_the_notice_away(toast: Toast) -> None:
    undone: list[str] = []
    undo = Notice(lambda: "Moved to the bin.", lambda: "Undo", lambda: undone.append("a"))
    toast.show_notice(undo)
    assert toast._action.isVisible()
    toast._action.click()
    toast._action.click()
    assert undone == ["a"]
    assert not toast.isVisible()
    assert not toast._timer.isActive()


def test_a_new_notice_takes_the_place_of_the_old(toast: Toast) -> None:
    undone: list[str] = []
    toast.show_notice(Notice(lambda: "One", lambda: "Undo", lambda: undone.append("one")))
    toast.show_notice(Notice(lambda: "Two", lambda: "Undo", lambda: undone.append("two")))
    assert toast._words.text() == "Two"
    toast._action.click()
    assert undone == ["two"]


def test_a_window_that_was_away_does_not_keep_the_notice_for_ever(toast, floor, qtbot) -> None:
    toast.show_notice(said("Copied."))
    floor.hide()
    assert not toast._timer.isActive()  # idle while nobody sees it
    toast._timer.setInterval(20)
    floor.show()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_a_banner_follows_the_language_also_by_its_name(look: Look, qtbot) -> None:
    banner = Banner(look)
    qtbot.addWidget(banner)
    banner.say(lambda: translate("Composer", "Stop"), lambda: translate("Composer", "Send"))
    assert banner.accessibleName() == "Stop Send"
    look.use("light", "zh_CN")
    assert banner.title.text() == "停止"
    assert banner.accessibleName() == "停止 发送"


def test_a_banner_is_closed_by_its_cross_and_has_buttons(look: Look, qtbot) -> None:
    banner = Banner(look, "red")
    qtbot.addWidget(banner)
    heard: list[str] = []
    banner.closed.connect(lambda: heard.append("closed"))
    banner.add_button(lambda: "Try again", lambda: heard.append("again")).click()
    banner._close.click()
    assert heard == ["again", "closed"]
    assert banner.property("role") == "verdict-error"
    banner.set_tone("green")
    assert banner.property("role") == "verdict-ok"


def test_an_empty_list_says_so_in_both_languages(look: Look, qtbot) -> None:
    empty = EmptyState(look, lambda: translate("Composer", "Message"))
    qtbot.addWidget(empty)
    look.use("light", "zh_CN")
    empty.refresh()
    assert empty._label.text() == "消息"
