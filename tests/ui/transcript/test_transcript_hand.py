"""Mouse and keyboard: selecting, copying, links, buttons, zoom, menu."""

from __future__ import annotations

import gc

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.types import State
from desktop.ui.theme import load
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.clipboard import Excerpt
from desktop.ui.transcript.model import TranscriptModel
from desktop.ui.transcript.selection import Position
from tests.ui.transcript.conftest import Hand, Make, selected
from tests.ui.transcript.talk import FAILED, answer, conversation, question

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
TALK = (
    question(1, "first question here"),
    answer(2, "An **answer** with a [link](https://example.org/a) in it.\n\nSecond part."),
)


def enter(view: TranscriptView, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
    """Give the view the keyboard, in an active window."""
    view.window().activateWindow()
    QTest.qWaitForWindowActive(view.window())
    view.clearFocus()
    view.setFocus(reason)
    assert view.hasFocus()


def mime(kind: str) -> str:
    data = QGuiApplication.clipboard().mimeData().data(kind)
    return bytes(data.data()).decode()


def test_drag_selects_across_messages_and_copies_three_forms(make: Make) -> None:
    view = make(*TALK)
    hand = Hand(view)
    hand.drag(hand.point(0, 0, 6), hand.point(1, 0, 9))
    assert selected(view) == "question here\n\nAn answer"
    hand.key(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "question here\n\nAn answer"
    assert mime("text/markdown") == "question here\n\nAn **answer**"
    assert "<strong>answer</strong>" in mime("text/html")


def test_copy_is_what_was_selected_then(make: Make) -> None:
    view = make(*TALK)
    hand = Hand(view)
    hand.key(Qt.Key.Key_A, CTRL)
    hand.key(Qt.Key.Key_C, CTRL)
    view.model.load([answer(5, "something else")])
    gc.collect()
    assert QGuiApplication.clipboard().text().startswith("first question here\n\nAn answer with")


def test_copy_of_everything_is_made_in_slices(make: Make, qtbot: QtBot) -> None:
    view = make(*conversation(300))
    with qtbot.waitSignal(view.copied):
        Hand(view).key(Qt.Key.Key_A, CTRL)
        Hand(view).key(Qt.Key.Key_C, CTRL)
    copier = view.commands._copier
    qtbot.waitUntil(lambda: not copier._excerpts)
    assert not copier._timer.isActive()
    text = QGuiApplication.clipboard().text()
    assert text == "\n\n".join(m.plain() for m in view.model.messages)
    assert mime("text/markdown") == "\n\n".join(m.text for m in view.model.messages)
    assert view.layouts.cached() <= 240
    copier.settle()  # as when the program ends
    assert type(QGuiApplication.clipboard().mimeData()) is QMimeData
    assert QGuiApplication.clipboard().text() == text


def test_double_click_takes_the_word_and_triple_the_paragraph(make: Make) -> None:
    view = make(*TALK)
    hand = Hand(view)
    at = hand.point(1, 0, 5)
    hand.click(at)
    QTest.mouseDClick(hand.port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert selected(view) == "answer"
    QTest.mouseClick(hand.port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at, 10)
    assert selected(view) == "An answer with a link in it."


def test_shift_click_extends(make: Make) -> None:
    view = make(*TALK)
    hand = Hand(view)
    hand.click(hand.point(0, 0, 0))
    hand.click(hand.point(0, 0, 5), SHIFT)
    assert selected(view) == "first"


def test_dragging_beyond_the_edge_scrolls(make: Make, qtbot: QtBot) -> None:
    view = make(*conversation(40))
    hand = Hand(view)
    top = view.placed[0][:2]
    start = QPoint(450, 300)
    QTest.mousePress(hand.port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(hand.port, QPoint(450, -30))
    QTest.mouseMove(hand.port, QPoint(450, -40))
    qtbot.waitUntil(lambda: view.placed[0][:2] < top)
    QTest.mouseRelease(hand.port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    assert view.selection


def test_partial_list_and_table_copy_with_markers_and_tabs(make: Make) -> None:
    view = make(answer(1, "1. one\n2. two\n3. three\n\n| a | b |\n|---|---|\n| c | d |\n"))
    hand = Hand(view)
    hand.drag(hand.point(0, 0, 1), hand.point(0, 0, 9))
    assert selected(view) == "ne\n2. two\n3. t"
    table = hand.placed(0, 1).view
    assert table.text_between(0, table.end()) == "a\tb\nc\td"


def test_partial_markdown_keeps_markers_marks_and_links(make: Make) -> None:
    view = make(
        answer(1, "1. one **bold**\n2. two `code`\n   - [in](https://example.org/a)\n3. three")
    )
    hand = Hand(view)
    hand.drag(hand.point(0, 0, 4), hand.point(0, 0, 24))
    hand.key(Qt.Key.Key_C, CTRL | SHIFT)
    text = QGuiApplication.clipboard().text()
    assert text == "**bold**\n\n2. two `code`\n   - [in](https://example.org/a)\n3. thr"


def test_pieces_of_code_and_tables_copy_as_one(make: Make) -> None:
    code = "\n".join(f"print({i})" for i in range(200))
    rows = "\n".join(f"| {i} | x |" for i in range(40))
    text = f"start\n\n```python\n{code}\n```\n\n| a | b |\n|---|---|\n{rows}\n\nend"
    view = make(answer(1, text))
    view.selection.begin(Position(0, 0, 1))
    view.selection.extend(Position(0, len(view.model.messages[0].blocks()) - 2, 2))
    excerpt = Excerpt(view.selection, view.model)
    assert excerpt.markdown() == text[1:-1]
    shown = "tart\n\n" + code + "\n\na\tb\n" + rows.replace("| ", "").replace(" |", "")
    assert excerpt.text().replace("\tx", " x") == shown + "\n\nen"


def test_long_question_copies_as_it_was_typed(make: Make) -> None:
    text = "word " * 8000 + "\n" + "\n".join(f"line {i}" for i in range(900))
    view = make(question(1, text), question(2, "next"))
    count = len(view.model.messages[0].blocks())
    assert count > 4
    view.selection.begin(Position(0, 0, 2))
    view.selection.extend(Position(1, 0, 2))
    assert selected(view) == text[2:] + "\n\nne"


def test_selecting_by_keys_crosses_blocks(make: Make) -> None:
    view = make(*TALK)
    hand = Hand(view)
    hand.click(hand.point(0, 0, 15))
    for _ in range(6):
        hand.key(Qt.Key.Key_Right, SHIFT)
    assert selected(view) == "here\n\nA"
    hand.key(Qt.Key.Key_Right, SHIFT | CTRL)
    assert selected(view) == "here\n\nAn "
    hand.key(Qt.Key.Key_End, SHIFT | CTRL)
    assert selected(view).endswith("Second part.")
    hand.key(Qt.Key.Key_Escape)
    assert not view.selection


def test_safe_link_is_activated_and_hover_points(make: Make, qtbot: QtBot) -> None:
    view = make(*TALK)
    hand = Hand(view)
    at = hand.point(1, 0, 19)
    QTest.mouseMove(hand.port, at)
    assert hand.port.cursor().shape() == Qt.CursorShape.PointingHandCursor
    with qtbot.waitSignal(view.link_activated) as caught:
        hand.click(at)
    assert caught.args == ["https://example.org/a"]


def test_deceptive_link_is_questioned_and_unsafe_one_is_text(make: Make, qtbot: QtBot) -> None:
    text = "[https://bank.example](https://evil.example) <file:///etc/passwd>"
    view = make(answer(1, text))
    hand = Hand(view)
    with (
        qtbot.waitSignal(view.link_questioned) as caught,
        qtbot.assertNotEmitted(view.link_activated),
    ):
        hand.click(hand.point(0, 0, 3))
        hand.click(hand.point(0, 0, 28))
    assert caught.args == ["https://evil.example"]
    assert len(view.placed[0].view.targets()) == 1


def test_dragging_over_a_link_does_not_open_it(make: Make, qtbot: QtBot) -> None:
    view = make(*TALK)
    hand = Hand(view)
    with qtbot.assertNotEmitted(view.link_activated):
        hand.drag(hand.point(1, 0, 18), hand.point(1, 0, 21))


def test_code_button_copies_all_pieces(make: Make, qtbot: QtBot) -> None:
    code = "".join(f"print({i})\n" for i in range(200))
    view = make(answer(1, f"```python\n{code}```"))
    view.scroll_to_start()
    hand = Hand(view)
    with qtbot.waitSignal(view.copied):
        hand.click(hand.button(0, "copy_code"))
    assert QGuiApplication.clipboard().text() == code


def test_buttons_ask_for_actions(make: Make, qtbot: QtBot) -> None:
    view = make(
        question(1, "q", position=2, count=2),
        answer(2, "partial", state=State.FAILED, notice=FAILED, position=1, count=3),
    )
    hand = Hand(view)
    asked: list[tuple[str, int]] = []
    view.action_requested.connect(lambda action, message: asked.append((action, message)))
    for row, action in (
        (0, "copy"), (0, "edit"), (0, "previous_sibling"), (1, "copy"), (1, "regenerate"),
        (1, "next_sibling"), (1, "retry"),
        (0, "next_sibling"), (1, "previous_sibling"),  # at the ends: nothing
    ):  # fmt: skip
        hand.click(hand.button(row, action))
    assert asked == [
        ("copy", 1), ("edit", 1), ("previous_sibling", 1), ("copy", 2), ("regenerate", 2),
        ("next_sibling", 2), ("retry", 2),
    ]  # fmt: skip


def test_streaming_answer_has_no_actions(make: Make) -> None:
    view = make(answer(2, "words", state=State.STREAMING))
    assert all(not p.view.targets() for p in view.placed)


def test_keys_act_on_the_current_message(make: Make) -> None:
    view = make(question(1, "q", position=2, count=2), answer(2, "a"))
    hand = Hand(view)
    asked: list[tuple[str, int]] = []
    view.action_requested.connect(lambda action, message: asked.append((action, message)))
    enter(view)
    hand.key(Qt.Key.Key_R)
    hand.key(Qt.Key.Key_C)
    hand.key(Qt.Key.Key_Up, ALT)
    hand.key(Qt.Key.Key_E)
    hand.key(Qt.Key.Key_R)  # a question cannot be regenerated
    hand.key(Qt.Key.Key_Left, ALT)
    hand.key(Qt.Key.Key_Right, ALT)  # the last version already
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        hand.key(key)
    assert asked == [("regenerate", 2), ("copy", 2), ("edit", 1), ("previous_sibling", 1)]
    assert len(view.model) == 2


def test_letters_after_a_click_are_not_taken_for_commands(make: Make, qtbot: QtBot) -> None:
    view = make(question(1, "q"), answer(2, "a"))
    hand = Hand(view)
    enter(view)
    hand.click(hand.point(1, 0, 0))
    with qtbot.assertNotEmitted(view.action_requested):
        for key in (Qt.Key.Key_R, Qt.Key.Key_E, Qt.Key.Key_C):
            hand.key(key)


def test_tab_visits_links_and_buttons_and_then_leaves(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view, field = TranscriptView(TranscriptModel(window), load("light"), window), QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(view)
    column.addWidget(field)
    window.resize(900, 700)
    window.show()
    view.model.load([answer(1, "A [link](https://example.org/a).\n\n```\ncode\n```")])
    enter(view)
    assert view.focus.ring().isValid()
    visited = []
    for _ in range(7):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        spot = view.focus.current()
        assert spot is not None
        visited.append(spot.target.action)
        view.viewport().repaint()
    buttons = ["copy", "regenerate", "read_aloud", "more"]
    assert visited == ["link", "copy_code", "save_code", *buttons]
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    with qtbot.waitSignal(view.action_requested):
        QTest.keyClick(view, Qt.Key.Key_Return)
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Tab)
    assert field.hasFocus()
    enter(view, Qt.FocusReason.BacktabFocusReason)
    spot = view.focus.current()
    assert spot is not None
    assert spot.target.action == "more"
    for _ in range(6):
        QTest.keyClick(view, Qt.Key.Key_Backtab)
    with qtbot.waitSignal(view.link_activated):
        QTest.keyClick(view, Qt.Key.Key_Return)


def test_moving_by_message_brings_it_into_view(make: Make) -> None:
    view = make(*conversation(60))
    hand = Hand(view)
    enter(view)
    for _ in range(30):
        hand.key(Qt.Key.Key_Up, ALT)
    row = view.focus.row
    assert row == 29
    assert view.message_rect(row).isValid()
    assert view.focus.ring().isValid()


def test_keys_scroll(make: Make) -> None:
    view = make(*conversation(100))
    hand, bar = Hand(view), view.verticalScrollBar()
    hand.key(Qt.Key.Key_Home)
    assert view.scroller.anchor == (0, 0, 0)
    hand.key(Qt.Key.Key_PageDown)
    assert bar.value() == 660
    hand.key(Qt.Key.Key_Space)
    hand.key(Qt.Key.Key_Space, SHIFT)
    hand.key(Qt.Key.Key_Down)
    assert bar.value() == 700
    hand.key(Qt.Key.Key_Up)
    hand.key(Qt.Key.Key_PageUp)
    assert bar.value() == 0
    hand.key(Qt.Key.Key_End)
    assert view.placed[-1].message == 99


def test_zoom_by_keys_and_wheel(make: Make) -> None:
    view = make(*TALK)
    hand = Hand(view)
    zooms: list[float] = []
    view.zoom_changed.connect(zooms.append)
    hand.key(Qt.Key.Key_Plus, CTRL)
    at = QPointF(300, 300)
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, CTRL,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(hand.port, wheel)
    hand.key(Qt.Key.Key_Minus, CTRL)
    hand.key(Qt.Key.Key_0, CTRL)
    assert zooms == [1.1, 1.21, 1.1, 1.0]
    assert view.theme.zoom == 1.0


def test_wheel_scrolls(make: Make) -> None:
    view = make(*conversation(60))
    before = view.verticalScrollBar().value()
    at = QPointF(300, 300)
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.verticalScrollBar().value() == before - 240


def labels(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_menu_offers_what_is_possible(make: Make) -> None:
    view = make(*TALK)
    hand = Hand(view)
    placed = hand.placed(1, 0)
    link = placed.view.link_at(view.inside(placed, hand.point(1, 0, 19)))
    menu = view.commands.menu(1, link)
    assert labels(menu) == [
        "Copy", "Copy as Markdown", "Copy link", "Select all", "Copy message", "Regenerate",
        "Read aloud", "Regenerate with another model…", "Compare…", "Show request and response",
        "Fork into a new conversation", "Delete",
    ]  # fmt: skip
    assert not menu.actions()[0].isEnabled()
    menu.actions()[2].trigger()
    assert QGuiApplication.clipboard().text() == "https://example.org/a"
    menu.close()


def test_menu_key_opens_the_menu_of_the_current_message(make: Make) -> None:
    view = make(*TALK)
    enter(view)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard,
        QPoint(5, 5),
        QPoint(5, 5),
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)
    menu = view.findChild(QMenu)
    assert menu is not None
    assert "Regenerate" in labels(menu)
    menu.close()


def test_keys_that_mean_nothing_go_on_to_the_window(make: Make) -> None:
    view = make(*TALK)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    event.setAccepted(True)
    QApplication.sendEvent(view, event)
    assert not event.isAccepted()
