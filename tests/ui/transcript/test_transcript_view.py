"""The view: following, anchoring, folding, resizing, theme, drawing by moved pixels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from desktop.core.types import State
from desktop.ui.theme import load
from desktop.ui.transcript.bubble import BubbleView
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.codeview import CodeView
from desktop.ui.transcript.entry import said
from desktop.ui.transcript.heights import Heights
from desktop.ui.transcript.tableview import TableView
from desktop.ui.transcript.walk import END_ROOM
from tests.ui.transcript.conftest import Hand, Make, stream
from tests.ui.transcript.talk import FAILED, answer, conversation, markdown, question, streaming


def kinds(view: TranscriptView, row: int) -> list[str]:
    return [p.view.block.kind for p in view.placed if p.message == row]


def test_streamed_blocks_equal_loaded_blocks(make: Make) -> None:
    text = markdown(6000)
    view = make(question(1, "hello"))
    row = stream(view, text)
    fresh = make(answer(2, text))
    streamed, loaded = view.model.messages[row], fresh.model.messages[0]
    assert [b.source for b in streamed.blocks()] == [b.source for b in loaded.blocks()]
    for index in range(len(loaded.blocks())):
        one, other = view.layouts.view(row, index), fresh.layouts.view(0, index)
        assert one.raw() == other.raw()
        assert one.height == other.height


@pytest.mark.parametrize(
    "text",
    [
        "```python\n" + "".join(f"x{i} = '😀'  # {i}\n" for i in range(300)) + "```\n\nend\n",
        "| a | b |\n|---|--:|\n" + "".join(f"| cell {i} | {i} |\n" for i in range(60)) + "\nend\n",
        "".join(f"{i}. item **{i}** `code`\n" for i in range(1, 80)) + "\nend\n",
        "".join(f"> part {i}\n>\n" for i in range(60)) + "\nend\n",
        "word and more " * 400 + "**bold**\n",
    ],
    ids=["code", "table", "list", "quote", "paragraph"],
)
def test_long_streamed_blocks_equal_loaded_ones(make: Make, text: str) -> None:
    view = make()
    row = stream(view, text, step=41)
    fresh = make(answer(2, text))
    blocks = fresh.model.messages[0].blocks()
    for block in blocks:
        if block.chain is not None:  # what grew before one's eyes is not folded
            block.chain.is_folded = False
    count = len(blocks)
    assert len(view.model.messages[row].blocks()) == count
    for index in range(count):
        one, other = view.layouts.view(row, index), fresh.layouts.view(0, index)
        assert one.raw() == other.raw()
        assert one.height == other.height


def test_view_follows_the_end_while_streaming(make: Make) -> None:
    view = make(*conversation(50))
    row = stream(view, markdown(5000))
    assert view.placed[-1].message == row
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


@pytest.mark.parametrize("away", [200, 3000])
def test_scrolled_up_view_does_not_move_while_streaming(make: Make, away: int) -> None:
    view = make(*conversation(50))
    view.scroll_by(-away)
    before, image = [p[:4] for p in view.placed], view.viewport().grab().toImage()
    stream(view, markdown(5000))
    assert [p[:4] for p in view.placed][: len(before)] == before
    assert view.viewport().grab().toImage() == image or away < 700


def test_scrolling_up_through_estimates_never_jumps(make: Make) -> None:
    view = make(*conversation(300))
    for _ in range(150):
        before = {p[:2]: p.y for p in view.placed}
        view.scroll_by(-90)
        after = {p[:2]: p.y for p in view.placed}
        shared = before.keys() & after.keys()
        assert shared
        assert {after[key] - before[key] for key in shared} == {90}


def test_swap_while_streaming_is_safe_and_shows_the_other_conversation(make: Make) -> None:
    view = make(*conversation(30))
    view.model.append(streaming(77))
    view.model.append_text(77, "one **two")
    view.model.load([answer(200, "elsewhere")])
    view.model.append_text(77, " three** four")
    view.model.finish(77, answer(77, "one **two three** four"))
    view.flush()
    assert [m.text for m in view.model.messages] == ["elsewhere"]
    assert kinds(view, 0) == ["paragraph", "actions"]
    view.model.load([])
    view.model.append_text(200, "x")
    view.flush()
    assert view.placed == []


def test_sibling_switch_keeps_the_message_at_the_top_in_place(make: Make) -> None:
    entries = conversation(60)
    view = make(*entries)
    view.scroll_by(-2500)
    top = view.placed[0]
    other = replace(entries[-1], message_id=900, sections=said("another answer " * 200))
    view.model.load([*entries[:-1], other])
    assert view.placed[0][:3] == top[:3]
    assert view.placed[0].view is top.view


def test_conversation_opens_at_its_end(make: Make) -> None:
    view = make(*conversation(40))
    last = view.placed[-1]
    assert (last.message, last.y + last.height + END_ROOM) == (39, view.viewport().height())


def test_fold_hides_reasoning_until_it_is_opened(make: Make) -> None:
    view = make(answer(1, "The answer.", reasoning="secret thought\n\n- more"))
    hand = Hand(view)
    assert kinds(view, 0) == ["fold", "paragraph", "actions"]
    view.commands.select_all()
    hand.click(hand.button(0, "toggle"))
    assert kinds(view, 0) == ["fold", "paragraph", "bullet_list", "paragraph", "actions"]
    hand.click(hand.button(0, "toggle"))
    assert kinds(view, 0) == ["fold", "paragraph", "actions"]


def test_notice_and_footnote_change_without_laying_out_the_text_again(make: Make) -> None:
    view = make(answer(1, markdown(2000)))
    views = [p.view for p in view.placed]
    text = view.model.messages[0].text
    failed = answer(1, text, state=State.FAILED, notice=FAILED, footnote="9 s")
    view.model.update(1, failed)
    view.flush()
    assert [p.view for p in view.placed if p.view.block.kind != "notice"][-2] in views
    assert kinds(view, 0)[-2:] == ["notice", "actions"]


def test_resize_keeps_what_is_at_the_top(make: Make) -> None:
    view = make(*conversation(300))
    view.scroll_by(-8000)
    top = view.scroller.anchor[:2]
    for width in (500, 420, 1200, 900):
        view.resize(width, 700)
        assert view.scroller.anchor[:2] == top


def test_resize_at_the_end_stays_at_the_end(make: Make) -> None:
    view = make(*conversation(300))
    view.resize(500, 400)
    last = view.placed[-1]
    assert (last.message, last.y + last.height + END_ROOM) == (299, 400)


def test_theme_zoom_and_language_keep_selection_and_place(make: Make) -> None:
    view = make(*conversation(40))
    hand = Hand(view)
    placed = view.placed[0]
    row, block = placed[:2]
    view.selection.begin(view.position_at(QPoint(450, 300)))  # type: ignore[arg-type]
    view.selection.extend(view.position_at(QPoint(450, 500)))  # type: ignore[arg-type]
    chosen = (view.selection.start, view.selection.end)
    view.scroll_by(-100)
    row, block = view.placed[0][:2]
    view.set_theme(load("dark", "zh_CN", 1.5))
    assert (view.selection.start, view.selection.end) == chosen
    assert view.placed[0][:2] == (row, block)
    assert view.placed[0].view.style.theme is view.theme
    image = view.viewport().grab().toImage()
    assert image.pixelColor(2, 2) == view.theme.color("window")
    assert hand.view is view


def test_column_is_centred_and_bubble_stands_right(make: Make) -> None:
    view = make(question(1, "short"), answer(2, "words"), size=(1200, 600))
    question_at, answer_at = view.placed[0], view.placed[1]
    assert view.rect_of(answer_at).left() == (1200 - 728) // 2
    assert view.rect_of(answer_at).width() == 728
    assert isinstance(question_at.view, BubbleView)
    bubble = question_at.view.bubble()
    assert bubble.right() == 728
    assert bubble.width() < 120
    view.resize(500, 600)
    assert view.rect_of(view.placed[0]).left() == 24


def test_jump_button_leads_back_to_the_end(make: Make) -> None:
    view = make(*conversation(80))
    assert view.jump.rect.isEmpty()
    view.scroll_by(-500)
    assert not view.jump.rect.isEmpty()
    Hand(view).click(view.jump.rect.center())
    assert view.jump.rect.isEmpty()
    assert view.placed[-1].message == 79


def test_table_pieces_share_their_columns(make: Make) -> None:
    rows = "".join(f"| cell {i} | {'wide ' * (i % 7)} | {i} |\n" for i in range(60))
    view = make(answer(1, "| a | b | c |\n|---|---|--:|\n" + rows))
    tables = [view.layouts.view(0, i) for i in range(len(view.model.messages[0].blocks()) - 1)]
    assert len(tables) > 2
    assert all(isinstance(table, TableView) for table in tables)
    edges = {
        tuple(round(table.caret(table.doc.firstBlock().next().position()).x()) for _ in "x")
        for table in tables
    }
    assert len(edges) == 1


def test_code_is_coloured_and_stays_so_while_it_grows(make: Make, qtbot: QtBot) -> None:
    view = make(answer(1, "```python\nimport os\n\ndef f():\n    return os.name\n```"))
    code = view.placed[0].view
    assert isinstance(code, CodeView)
    qtbot.waitUntil(lambda: not code.needs_colors and view.scroller.colorist.is_idle)
    first = code.doc.firstBlock().layout().formats()[0]
    assert first.format.foreground().color() == view.theme.color("code_kw")
    assert code.doc.firstBlock().layout().lineCount() == 1


def test_middle_of_long_code_is_coloured_by_what_stands_before(make: Make, qtbot: QtBot) -> None:
    body = "".join(f"text {i}\n" for i in range(200))
    view = make(answer(1, f'```python\nx = """\n{body}"""\ny = 1\n```'), size=(900, 500))
    piece = view.layouts.view(0, 1)
    assert isinstance(piece, CodeView)
    assert not piece.block.is_first
    view.scroller.colorist.request(piece)
    view.scroller.colorist.work()
    qtbot.waitUntil(lambda: not piece.needs_colors)
    formats = piece.doc.firstBlock().layout().formats()
    look = formats[0].format
    assert look.foreground().color() == view.theme.color("code_str")


def test_unknown_language_stays_plain(make: Make, qtbot: QtBot) -> None:
    view = make(answer(1, "```nosuchlanguage\nx = 1\n```"))
    qtbot.waitUntil(lambda: view.scroller.colorist.is_idle)
    view.scroller.relayout()
    assert view.scroller.colorist.is_idle


def test_long_code_lines_scroll_sideways_in_all_pieces(make: Make) -> None:
    lines = "\n".join("x" * 300 for _ in range(100))
    view = make(answer(1, f"```\n{lines}\n```"))
    code = view.placed[0].view
    assert isinstance(code, CodeView)
    assert code.scroll(50)
    assert code.chain.scroll_x == 50
    assert code.scroll(100000)
    assert code.chain.scroll_x == code.overflow > 0
    assert not code.scroll(1)
    chains = {id(b.chain) for b in view.model.messages[0].blocks() if b.kind == "fence"}
    assert len(chains) == 1


def test_reference_defined_later_reaches_earlier_blocks(make: Make) -> None:
    view = make()
    view.model.append(streaming(5))
    view.model.append_text(5, "see [foo]\n\nmore\n\n")
    view.flush()
    assert "[foo]" in view.placed[0].view.raw()
    view.model.append_text(5, "[foo]: https://example.org\n\nend\n\nx\n")
    view.flush()
    assert view.placed[0].view.raw() == "see foo"


def test_html_is_text_and_pictures_are_their_description(make: Make) -> None:
    view = make(answer(1, "<b>not bold</b> ![a cat](https://example.org/cat.png)"))
    shown = view.placed[0].view
    assert shown.text_between(0, shown.end()) == "<b>not bold</b> a cat"


def test_streaming_arms_one_timer_and_none_is_left(make: Make, qtbot: QtBot) -> None:
    view = make(streaming(1))
    assert not view._flush_timer.isActive()
    view.model.append_text(1, "a")
    view.model.append_text(1, "b")
    assert view._flush_timer.isActive()
    qtbot.waitUntil(lambda: view.model.messages[0].text == "ab")
    assert not view._flush_timer.isActive()


def test_right_to_left_text_stands_right(make: Make) -> None:
    view = make(answer(1, "- واحد\n- اثنان"))
    text = view.placed[0].view
    assert text.doc.firstBlock().textDirection() == Qt.LayoutDirection.RightToLeft
    assert text.caret(0).x() > text.width / 2


def test_heights_are_prefix_sums() -> None:
    heights = Heights([5, 0, 7])
    heights.append(4)
    heights.set(1, 2)
    assert [heights.before(i) for i in range(5)] == [0, 5, 7, 14, 18]
    assert [heights.find(y) for y in (0, 4, 5, 6, 7, 13, 14, 99)] == [0, 0, 1, 1, 2, 2, 3, 3]
    heights.pop()
    heights.append(9)
    assert heights.before(4) == 23


def on_screen(view: TranscriptView) -> QImage:
    """Give what the screen shows of the viewport: a grab of the widget would repaint it."""
    port = view.viewport()
    at = port.mapTo(view, QPoint(0, 0))
    picture = view.screen().grabWindow(view.winId(), at.x(), at.y(), port.width(), port.height())
    return picture.toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_pixels_moved_by_scrolling_equal_pixels_painted(make: Make, qtbot: QtBot) -> None:
    view = make(*conversation(60))
    view.model.append(streaming(800))
    text = markdown(4000)
    for step in range(0, len(text), 90):
        view.model.append_text(800, text[step : step + 90])
        view.flush()
        if step % 900 == 0:
            view.scroll_by(-170)
        elif step % 900 == 450:
            view.scroll_to_end()
        QGuiApplication.processEvents()
        QGuiApplication.sendPostedEvents()  # what a timer asked to be painted
        painted = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        assert on_screen(view) == painted
    qtbot.waitUntil(lambda: view.scroller.colorist.is_idle)
