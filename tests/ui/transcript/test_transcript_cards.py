"""Cards, trees, sources and attachments in the transcript, by mouse, by key, for a screen reader."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.core.types import Role
from desktop.ui.transcript import accessible
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.card import AttachmentEntry, Card, CardKind, CardState, Detail, Source
from desktop.ui.transcript.cards.attached import AttachedView
from desktop.ui.transcript.cards.sources import host_of
from desktop.ui.transcript.codeview import CodeView
from desktop.ui.transcript.entry import Entry, Section, SectionKind, said
from desktop.ui.transcript.jsontree import PAGE, Tree, parsed
from tests.ui.transcript.conftest import Hand, Make

RESULT = json.dumps({"city": "Paris", "hours": [{"at": "09:00", "t": 18}], "tags": []})
CALL = Card(
    "1/a", CardKind.FUNCTION, "weather", "city: Paris", CardState.DONE,
    (Detail("Arguments", '{"city": "Paris"}', "json"), Detail("Result", RESULT, "json")),
    note="0.4 s",
)  # fmt: skip


def answer(*cards: Card, message_id: int = 2) -> Entry:
    return Entry(
        message_id, Role.ASSISTANT, tuple(Section(SectionKind.CARD, card=card) for card in cards)
    )


def kinds(view: TranscriptView) -> list[str]:
    return [block.kind for block in view.model.messages[0].blocks()]


def actions(view: TranscriptView) -> list[str]:
    return [target.action for p in view.placed for target in p.view.targets()]


def test_a_card_opens_and_closes_by_mouse_and_by_key(make: Make) -> None:
    view = make(answer(CALL))
    hand = Hand(view)
    hand.click(hand.button(0, "toggle"))
    assert kinds(view) == ["card", "tree", "tree", "actions"]
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert kinds(view) == ["card", "actions"]


def test_a_card_without_anything_inside_cannot_be_opened(make: Make) -> None:
    view = make(answer(Card("1", CardKind.CODE, "Ran code", state=CardState.RUNNING)))
    assert "toggle" not in actions(view)


def test_a_card_is_named_whole_for_a_screen_reader(make: Make) -> None:
    accessible.install()
    view = make(answer(CALL))
    item = QAccessible.queryAccessibleInterface(view).child(0)
    names = [item.child(i).text(QAccessible.Text.Name) for i in range(item.childCount())]
    assert names[0] == "weather, city: Paris, Done, 0.4 s, Show details"


def test_branches_of_a_tree_open_and_close(make: Make) -> None:
    view = make(answer(CALL))
    view.model.toggle_fold(0, 0)
    tree = next(p.view for p in view.placed if p.block == 2)
    assert tree.raw().replace("\u2029", "\n").split("\n") == [
        'city: "Paris"', "hours: [1]", "0: {2}", 'at: "09:00"', "t: 18", "tags: [0]",
    ]  # fmt: skip
    height = tree.height
    Hand(view).click(Hand(view).button(0, "node/hours"))
    tree = next(p.view for p in view.placed if p.block == 2)
    assert "09:00" not in tree.raw()
    assert tree.height < height


def test_a_tree_is_copied_as_it_came(make: Make) -> None:
    view = make(answer(CALL))
    view.model.toggle_fold(0, 0)
    row = [p for p in view.placed if p.block == 2]
    view.commands.press(0, 2, row[0].view.targets()[0])
    assert QGuiApplication.clipboard().text() == RESULT


def test_an_answer_that_is_json_is_shown_as_a_tree_and_copied_as_text(make: Make) -> None:
    text = Section(SectionKind.TEXT, RESULT, is_json=True)
    view = make(Entry(2, Role.ASSISTANT, (text,)))
    assert kinds(view) == ["tree", "actions"]
    assert view.model.messages[0].plain() == RESULT
    view.commands.select_all()
    view.commands.copy()
    assert QGuiApplication.clipboard().text() == RESULT


def test_long_branches_come_page_by_page() -> None:
    tree = Tree({"list": list(range(250)), "a/b": {"~": 1}})
    assert [row.path for row in tree.rows()] == ["/list", "/a~1b"]
    tree.toggle("/list")
    assert (len(tree.rows()), tree.rows()[PAGE + 1].rest) == (PAGE + 3, 150)
    tree.show_more("/list")
    tree.show_more("/list")
    assert len(tree.rows()) == 252


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "nothing", "1" * 5000])
def test_what_is_no_json_is_left_as_text(text: str) -> None:
    assert parsed(text) == text


def test_long_results_are_cut_with_show_all(make: Make) -> None:
    text = "\n".join(f"line {i}" for i in range(500))
    view = make(
        answer(Card("1", CardKind.FUNCTION, "f", details=(Detail("Result", text, "text"),)))
    )
    view.model.toggle_fold(0, 0)
    code = next(p.view for p in view.placed if isinstance(p.view, CodeView))
    assert code.is_folded
    view.scroll_to_end()
    total = view.layouts.total
    Hand(view).click(Hand(view).button(0, "fold_code"))
    assert view.layouts.total > total * 5


def test_one_endless_line_is_laid_out_in_pieces(make: Make) -> None:
    view = make(
        answer(Card("1", CardKind.FUNCTION, "f", details=(Detail("Result", "x" * 60_000, "text"),)))
    )
    view.model.toggle_fold(0, 0)
    code = next(p.view for p in view.placed if isinstance(p.view, CodeView))
    assert code.doc.blockCount() > 1


def test_fences_inside_a_detail_do_not_end_it(make: Make) -> None:
    text = "before\n```python\nx = 1\n```\nafter"
    view = make(
        answer(Card("1", CardKind.FUNCTION, "f", details=(Detail("Result", text, "text"),)))
    )
    view.model.toggle_fold(0, 0)
    (code,) = [p.view for p in view.placed if isinstance(p.view, CodeView)]
    assert code.raw().replace("\u2029", "\n") == text


def test_sources_are_links_with_their_host_and_long_lists_are_cut(make: Make, qtbot: QtBot) -> None:
    links = tuple(Source(f"Page {i}", f"https://www.site{i}.example/p") for i in range(11))
    view = make(answer(Card("1", CardKind.SOURCES, "11 sources", links=links)))
    view.model.toggle_fold(0, 0)
    placed = next(p for p in view.placed if p.view.block.kind == "sources")
    names = [target.name for target in placed.view.targets()]
    assert names[0] == "Page 0, site0.example"
    assert len(names) == 9
    with qtbot.waitSignal(view.link_activated) as caught:
        view.commands.press(0, placed.block, placed.view.targets()[0])
    assert caught.args == ["https://www.site0.example/p"]
    Hand(view).click(Hand(view).button(0, "show_all_sources"))
    placed = next(p for p in view.placed if p.view.block.kind == "sources")
    assert len(placed.view.targets()) == 11


def test_a_source_that_names_another_page_is_asked_about(make: Make, qtbot: QtBot) -> None:
    link = Source("https://bank.example.com", "https://evil.example.net/x")
    view = make(answer(Card("1", CardKind.SOURCES, "1 source", links=(link,))))
    view.model.toggle_fold(0, 0)
    placed = next(p for p in view.placed if p.view.block.kind == "sources")
    with qtbot.waitSignal(view.link_questioned):
        view.commands.press(0, placed.block, placed.view.targets()[0])


def test_hosts_are_read_from_anything() -> None:
    urls = ["https://www.a.example/x", "http://[::1]:8/", "nonsense", "https://[bad"]
    assert [host_of(url) for url in urls] == ["a.example", "::1", "", ""]


# attachments
FILES = (
    AttachmentEntry("plot.png", is_picture=True, blob="p", note="720 × 440"),
    AttachmentEntry("report.pdf", blob="f", note="2.1 MB"),
    AttachmentEntry("gone.txt", blob="g", is_missing=True),
)


def asked(*items: AttachmentEntry, text: str = "Look.") -> Entry:
    return Entry(1, Role.USER, said(text), attachments=items)


def test_an_attachment_is_opened_by_mouse_and_by_key(make: Make, qtbot: QtBot) -> None:
    view = make(asked(*FILES))
    hand = Hand(view)
    with qtbot.waitSignal(view.attachment_activated) as caught:
        hand.click(hand.button(0, "attachment/1"))
    assert caught.args == [1, 1]
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    with qtbot.waitSignal(view.attachment_activated) as caught:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert caught.args == [1, 0]


def test_attachments_are_named_with_kind_size_and_gaps(make: Make) -> None:
    view = make(asked(*FILES))
    names = [target.name for target in view.placed[0].view.targets()]
    assert names == [
        "Picture, plot.png, 720 × 440",
        "File, report.pdf, 2.1 MB",
        "File, gone.txt, Missing",
    ]


def test_a_question_may_be_attachments_alone(make: Make) -> None:
    view = make(asked(FILES[0], text=""))
    assert [p.view.block.kind for p in view.placed] == ["attached"]
    assert not view.model.messages[0].plain()


def test_many_attachments_are_cut_until_all_are_asked_for(make: Make) -> None:
    view = make(asked(*(AttachmentEntry(f"file {i}.txt") for i in range(40))))
    shown = view.placed[0].view
    assert isinstance(shown, AttachedView)
    assert [target.name for target in shown.targets()][-1] == "29 more"
    height = shown.height
    Hand(view).click(Hand(view).button(0, "show_all_attachments"))
    assert len(view.placed[0].view.targets()) == 40
    assert view.placed[0].view.height > height
    assert all(t.rect.right() <= shown.width and t.rect.x() >= 0 for t in shown.targets())


def test_thumbnails_are_loaded_once_and_what_is_gone_is_a_gap(qloop, make: Make) -> None:
    import asyncio

    wanted: list[str] = []
    picture = QPixmap(72, 72)
    picture.fill(Qt.GlobalColor.blue)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")

    async def load(item: AttachmentEntry, _side: int) -> bytes | None:
        wanted.append(item.name)
        return bytes(content.data()) if item.blob == "p" else None

    async def scenario() -> None:
        lost = AttachmentEntry("lost.png", is_picture=True, blob="lost")
        view = make(asked(FILES[0], lost))
        view.thumbnails.load = load
        for _ in range(3):
            view.viewport().grab()
            await asyncio.sleep(0.02)
        assert sorted(wanted) == ["lost.png", "plot.png"]
        side = next(int(key.rpartition("/")[2]) for key in view.thumbnails._kept)
        there = view.thumbnails.get(FILES[0], side)
        assert there is not None
        assert not there.isNull()
        assert view.thumbnails.get(lost, side) is None

    qloop(scenario(), 10)
