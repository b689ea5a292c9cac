"""Typing and sending: what Return means, what an input method is spared, what may be pasted."""

import time

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desktop.ui.composer import MAX_LINES, Composer
from desktop.ui.look import Look

GROSS_S = 2.0
KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def composer(look: Look, qtbot) -> Composer:
    made = Composer(look, lambda: "Ask anything")
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    made.setFocus()
    return made


@pytest.fixture
def sent(composer: Composer) -> list[str]:
    texts: list[str] = []
    composer.submitted.connect(texts.append)
    return texts


def compose(composer: Composer, preedit: str, commit: str = "") -> None:
    """Do what an input method does."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(composer.editor, event)


def paste(composer: Composer, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    composer.editor.paste()
    QGuiApplication.clipboard().clear()


# Return
def test_return_sends_what_was_typed(composer: Composer, sent, qtbot) -> None:
    qtbot.keyClicks(composer.editor, "Hello")
    qtbot.keyClick(composer.editor, KEY.Key_Return)
    qtbot.keyClick(composer.editor, KEY.Key_Enter, MODIFIER.KeypadModifier)
    assert sent == ["Hello", "Hello"]
    assert composer.text() == "Hello"  # whoever stores it clears it: nothing is lost if that fails


@pytest.mark.parametrize("modifier", [MODIFIER.ShiftModifier, MODIFIER.ControlModifier])
def test_return_with_shift_or_control_begins_a_line(composer, sent, qtbot, modifier) -> None:
    qtbot.keyClicks(composer.editor, "a")
    qtbot.keyClick(composer.editor, KEY.Key_Return, modifier)
    qtbot.keyClicks(composer.editor, "b")
    assert (composer.text(), sent) == ("a\nb", [])


def test_where_control_return_sends_return_begins_a_line(composer: Composer, sent, qtbot) -> None:
    composer.editor.enter_sends = False
    qtbot.keyClicks(composer.editor, "a")
    qtbot.keyClick(composer.editor, KEY.Key_Return)
    qtbot.keyClicks(composer.editor, "b")
    assert sent == []
    qtbot.keyClick(composer.editor, KEY.Key_Return, MODIFIER.ControlModifier)
    assert sent == ["a\nb"]


@pytest.mark.parametrize("blank", ["", " ", "\n \t\n", "\u3000"])
def test_blank_text_is_never_sent(composer: Composer, sent, qtbot, blank: str) -> None:
    composer.set_text(blank)
    qtbot.keyClick(composer.editor, KEY.Key_Return)
    composer.send.click()
    assert sent == []
    assert not composer.send.isEnabled()


# input methods
@pytest.mark.parametrize("enter_sends", [True, False])
@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter])
def test_return_in_a_composition_neither_sends_nor_begins_a_line(
    composer: Composer, sent, qtbot, enter_sends: bool, key: Qt.Key
) -> None:
    composer.editor.enter_sends = enter_sends
    composer.set_text("我")
    compose(composer, "ni'hao")
    qtbot.keyClick(composer.editor, key)
    qtbot.keyClick(composer.editor, key, MODIFIER.ControlModifier)
    assert (composer.text(), sent) == ("我", [])
    compose(composer, "", "你好")
    assert composer.text() == "我你好"


def test_return_after_the_composition_sends(composer: Composer, sent, qtbot) -> None:
    compose(composer, "ni")
    compose(composer, "", "你")
    qtbot.keyClick(composer.editor, KEY.Key_Return)
    assert sent == ["你"]


def test_return_after_a_cancelled_composition_sends(composer: Composer, sent, qtbot) -> None:
    composer.set_text("a")
    compose(composer, "ni")
    compose(composer, "")
    qtbot.keyClick(composer.editor, KEY.Key_Return)
    assert sent == ["a"]


# Send and Stop
def test_send_becomes_stop_while_an_answer_is_made(composer: Composer, sent, qtbot) -> None:
    stops: list[None] = []
    composer.stopped.connect(lambda: stops.append(None))
    composer.set_text("next question")
    composer.set_running(is_running=True)
    assert (composer.send.accessibleName(), composer.send.isEnabled()) == ("Stop", True)
    composer.send.click()
    qtbot.keyClick(composer.editor, KEY.Key_Escape)
    qtbot.keyClick(composer.editor, KEY.Key_Return)
    assert (len(stops), sent) == (2, ["next question"])  # it is for the listener to let it wait
    sent.clear()
    composer.set_running(is_running=False)
    assert composer.send.accessibleName() == "Send"
    composer.send.click()
    assert sent == ["next question"]


def test_stop_can_be_pressed_though_nothing_is_typed(composer: Composer) -> None:
    assert not composer.send.isEnabled()
    composer.set_running(is_running=True)
    assert composer.send.isEnabled()


def test_escape_gives_up_an_edit_and_otherwise_nothing(composer: Composer, qtbot) -> None:
    heard: list[str] = []
    composer.stopped.connect(lambda: heard.append("stopped"))
    composer.cancelled.connect(lambda: heard.append("cancelled"))
    composer.set_text("keep me")
    qtbot.keyClick(composer.editor, KEY.Key_Escape)
    assert heard == []
    composer.show_editing(is_editing=True)
    qtbot.keyClick(composer.editor, KEY.Key_Escape)
    composer.show_editing(is_editing=False)
    assert (heard, composer.text()) == (["cancelled"], "keep me")


def test_a_blocked_composer_can_be_typed_in_but_sends_nothing(composer, sent, qtbot) -> None:
    composer.set_blocked(is_blocked=True)
    qtbot.keyClicks(composer.editor, "a")
    qtbot.keyClick(composer.editor, KEY.Key_Return)
    composer.send.click()
    assert (composer.text(), sent) == ("a", [])
    composer.set_blocked(is_blocked=False)
    assert composer.send.isEnabled()


def test_edited_tells_of_every_change_but_not_of_the_same_text(composer, qtbot) -> None:
    told: list[None] = []
    composer.edited.connect(lambda: told.append(None))
    composer.set_text("a")
    composer.set_text("a")
    assert len(told) == 1
    qtbot.keyClicks(composer.editor, "b")
    assert composer.text() == "ab"  # the caret was at the end
    assert len(told) == 2


# pasting
def test_a_file_or_a_picture_inserts_nothing(composer: Composer) -> None:
    dragged = QMimeData()  # a picture out of a browser
    dragged.setUrls([QUrl("https://example.org/bird.png")])
    dragged.setText("https://example.org/bird.png")
    dragged.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/secret.pdf")])
    files.setText("/tmp/secret.pdf")
    picture = QMimeData()
    picture.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    for data in (files, picture, dragged):
        paste(composer, data)
    assert composer.text() == ""


def test_a_link_from_a_browser_is_text(composer: Composer) -> None:
    link = QMimeData()
    link.setUrls([QUrl("https://example.org/page")])
    link.setText("https://example.org/page")
    paste(composer, link)
    assert composer.text() == "https://example.org/page"


def test_formatting_is_left_behind(composer: Composer) -> None:
    data = QMimeData()
    data.setHtml("<h1 style='color:red'>Big</h1>")
    data.setText("Big")
    paste(composer, data)
    assert composer.text() == "Big"


LARGE = {
    "lines": "A line of an ordinary length, as in a log file.\n" * 21_000,
    "one line": "word " * 200_000,
    "no spaces": "x" * 1_000_000,
}


@pytest.mark.parametrize("words", LARGE.values(), ids=LARGE.keys())
def test_a_megabyte_can_be_pasted(composer: Composer, qtbot, words: str) -> None:
    data = QMimeData()
    data.setText(words)
    began = time.monotonic()
    paste(composer, data)
    QApplication.processEvents()
    assert time.monotonic() - began < GROSS_S
    assert composer.text() == words
    qtbot.keyClicks(composer.editor, "!")
    assert composer.text().endswith("!")


def test_a_megabyte_can_be_shown_as_a_draft(composer: Composer) -> None:
    began = time.monotonic()
    composer.set_text(LARGE["no spaces"])
    QApplication.processEvents()
    assert time.monotonic() - began < GROSS_S
    composer.set_text("short again")
    assert composer.text() == "short again"


# size and look
def test_it_grows_with_its_text_up_to_a_limit(composer: Composer, qtbot) -> None:
    heights = []
    for count in (1, 3, MAX_LINES, 3 * MAX_LINES):
        composer.set_text("\n".join(["line"] * count))
        heights.append(composer.editor.height())
    assert heights[0] < heights[1] < heights[2]
    assert heights[3] <= heights[2] + composer.editor.fontMetrics().lineSpacing()
    composer.set_text("")
    assert composer.editor.height() == heights[0]
    composer.editor.set_min_lines(3)
    assert composer.editor.height() == heights[1]


def test_it_grows_when_its_lines_break_and_all_of_them_can_be_seen(composer, qtbot) -> None:
    words = "黄鹂 and other birds that sing in the morning. " * 4
    composer.resize(900, 300)
    composer.set_text(words)
    wide = composer.editor.height()
    composer.resize(300, 300)
    qtbot.waitUntil(lambda: composer.editor.height() > wide)
    qtbot.waitUntil(lambda: composer.editor.verticalScrollBar().maximum() == 0)
    composer.resize(900, 300)
    qtbot.waitUntil(lambda: composer.editor.height() == wide)


@pytest.mark.parametrize(
    ("count", "words"), [(1, "黄鹂"), (2, "黄鹂 sings"), (5, "黄鹂 sings"), (MAX_LINES, "It sings")]
)
def test_up_to_the_limit_nothing_scrolls(composer: Composer, count: int, words: str) -> None:
    composer.set_text("\n".join([words] * count))
    QApplication.processEvents()
    assert composer.editor.verticalScrollBar().maximum() == 0
    composer.set_text("\n".join(["line"] * (MAX_LINES + 1)))
    QApplication.processEvents()
    assert composer.editor.verticalScrollBar().maximum() > 0


def test_the_words_and_the_size_follow_the_look(composer: Composer, look: Look) -> None:
    before = composer.editor.height()
    look.use("dark", "zh_CN", 2.0)
    assert composer.editor.accessibleName() == "消息"
    assert composer.send.accessibleName() == "发送"
    assert composer.editor.height() > before


def test_the_frame_shows_where_the_focus_is(composer: Composer, qtbot) -> None:
    composer.set_text("so that Send is enabled")
    composer.activateWindow()
    composer.setFocus()
    qtbot.waitUntil(lambda: composer.property("focused") == "true")
    composer.send.setFocus()
    qtbot.waitUntil(lambda: composer.property("focused") == "false")


def test_tab_leaves_the_editor(composer: Composer, qtbot) -> None:
    composer.activateWindow()
    composer.setFocus()
    qtbot.waitUntil(composer.editor.hasFocus)
    qtbot.keyClick(composer.editor, KEY.Key_Tab)
    assert not composer.editor.hasFocus()
    assert composer.text() == ""


def test_the_button_tells_the_keys_that_send(composer: Composer) -> None:
    assert composer.send.toolTip() == "Send (Return)"
    composer.set_enter_sends(enter_sends=False)
    assert composer.send.toolTip() == "Send (Ctrl+Return)"
    assert not composer.editor.enter_sends


def test_what_is_too_long_is_offered_instead_of_typed(composer: Composer) -> None:
    offered: list[object] = []
    composer.editor.offered.connect(offered.append)
    composer.editor.paste_limit = 20_000
    for length in (19_999, 20_000, 1_000_000):
        data = QMimeData()
        data.setText("x" * length)
        paste(composer, data)
    assert len(composer.text()) == 19_999
    assert [len(one.text) for one in offered] == [20_000, 1_000_000]  # type: ignore[attr-defined]


def test_things_alone_may_be_sent(composer: Composer, sent) -> None:
    composer.set_things(has_things=True)
    composer.send.click()
    assert sent == [""]


def test_while_an_answer_is_made_there_are_two_ways_to_send(
    composer: Composer, sent, qtbot
) -> None:
    steered: list[str] = []
    composer.steered.connect(steered.append)
    assert not composer.later.isVisible()
    composer.set_running(is_running=True)
    assert not composer.later.isVisible()
    composer.set_text("next")
    assert composer.later.isVisible()
    both = MODIFIER.ControlModifier | MODIFIER.ShiftModifier
    qtbot.keyClick(composer.editor, KEY.Key_Return, both)
    qtbot.keyClick(composer.editor, KEY.Key_Return)
    assert (steered, sent) == (["next"], ["next"])
