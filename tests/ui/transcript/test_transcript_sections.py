"""Sections of a message: text, reasoning and cards in the order in which they came."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.types import Role, State
from desktop.ui.transcript.card import Card, CardKind, CardState, Detail
from desktop.ui.transcript.cards.head import CardView
from desktop.ui.transcript.entry import Entry, Section, SectionKind
from desktop.ui.transcript.flash import SHOWN_MS
from desktop.ui.transcript.model import TranscriptModel
from desktop.ui.transcript.rows import FoldView, duration
from tests.ui.transcript.conftest import Hand, Make
from tests.ui.transcript.talk import conversation, streaming

TEXT, REASONING, CARD = SectionKind.TEXT, SectionKind.REASONING, SectionKind.CARD
RUNNING = Card(
    "0/call_1", CardKind.FUNCTION, "weather", "city: Paris", CardState.RUNNING,
    (Detail("Arguments", '{"city": "Paris"}', "json"),),
)  # fmt: skip
DONE = replace(RUNNING, state=CardState.DONE, note="0.4 s")


def talk(*sections: Section, message_id: int = 2, state: State = State.COMPLETE) -> Entry:
    return Entry(message_id, Role.ASSISTANT, sections, state)


def kinds(model: TranscriptModel, row: int = 0) -> list[str]:
    return [block.kind for block in model.messages[row].blocks()]


MIXED = (
    Section(REASONING, "First thought.", seconds=12.2),
    Section(TEXT, "I look it up."),
    Section(CARD, card=DONE),
    Section(REASONING, "Second thought."),
    Section(TEXT, "It rains."),
)


def test_sections_are_shown_in_the_order_of_the_parts(make: Make) -> None:
    view = make(talk(*MIXED))
    assert kinds(view.model) == [
        "fold", "paragraph", "paragraph", "card", "fold", "paragraph", "paragraph", "actions",
    ]  # fmt: skip
    message = view.model.messages[0]
    assert message.text == "I look it up.\n\nIt rains."
    assert message.plain() == "I look it up.\n\nIt rains."


def test_each_reasoning_folds_on_its_own_and_says_how_long_it_took(make: Make) -> None:
    view = make(talk(*MIXED))
    folds = [p.view for p in view.placed if isinstance(p.view, FoldView)]
    assert [fold.words for fold in folds] == ["Thought for 12 s", "Thought"]
    Hand(view).click(Hand(view).button(0, "toggle"))
    message = view.model.messages[0]
    assert [message.is_hidden(1), message.is_hidden(5)] == [False, True]
    assert "First thought." in message.plain()
    assert "Second thought." not in message.plain()


def test_times_are_as_short_as_they_can_be() -> None:
    said = [duration(seconds) for seconds in (0.01, 1.44, 12.4, 59.6, 125)]
    assert said == ["0.1 s", "1.4 s", "12 s", "1 min 0 s", "2 min 5 s"]


def test_words_after_a_card_begin_a_section_of_their_own(qtbot: QtBot) -> None:
    model = TranscriptModel()
    model.load([talk(Section(TEXT, "I look."), Section(CARD, card=RUNNING), state=State.STREAMING)])
    assert kinds(model) == ["paragraph", "card"]
    model.append_text(2, "It ")
    model.append_text(2, "rains.")
    assert model.collect() == {0: 2}
    assert kinds(model) == ["paragraph", "card", "paragraph"]
    assert model.messages[0].text == "I look.\n\nIt rains."


def test_a_card_that_changes_leaves_the_words_before_it_alone(make: Make) -> None:
    live = talk(Section(TEXT, "I look."), Section(CARD, card=RUNNING), state=State.STREAMING)
    view = make(live)
    words, card = view.placed[0].view, view.placed[1].view
    assert isinstance(card, CardView)
    assert card.card.state is CardState.RUNNING
    view.model.update(2, replace(live, sections=(live.sections[0], Section(CARD, card=DONE))))
    view.flush()
    assert view.placed[0].view is words
    assert card.card.state is CardState.DONE
    assert view.placed[1].view is card


def test_what_streamed_is_the_same_as_what_is_loaded(make: Make) -> None:
    view = make()
    view.model.append(streaming(2))
    live: list[Section] = []
    for section in MIXED:
        if section.kind is CARD:
            live.append(section)
            view.model.update(2, talk(*live, state=State.STREAMING))
            continue
        for at in range(0, len(section.text), 3):
            add = view.model.append_text if section.kind is TEXT else view.model.append_reasoning
            add(2, section.text[at : at + 3])
            view.flush()
        live.append(section)
    blocks = view.model.messages[0].blocks()
    before = [block.source for block in blocks]
    view.model.finish(2, talk(*MIXED))
    view.flush()
    assert [b.source for b in view.model.messages[0].blocks()][:-1] == before
    assert kinds(view.model) == kinds(make(talk(*MIXED)).model)


def test_while_the_model_thinks_the_row_says_so_and_then_how_long(make: Make) -> None:
    view = make()
    view.model.append(streaming(2))
    view.model.append_reasoning(2, "Let me see")
    view.flush()
    fold = view.placed[0].view
    assert isinstance(fold, FoldView)
    assert fold.words == "Thinking…"
    drawn = fold.revision
    view.model.append_text(2, "So.")
    view.flush()
    assert fold.words.startswith("Thought for ")
    assert fold.revision > drawn


def test_what_was_opened_stays_open_when_the_answer_ends_otherwise(make: Make) -> None:
    view = make(talk(Section(CARD, card=RUNNING), state=State.STREAMING))
    view.model.toggle_fold(0, 0)
    assert kinds(view.model) == ["card", "tree"]
    view.model.finish(2, talk(Section(CARD, card=DONE), Section(TEXT, "Other.")))
    view.flush()
    assert kinds(view.model) == ["card", "tree", "paragraph", "actions"]
    view.model.load([talk(Section(CARD, card=DONE), Section(TEXT, "Another path."))])
    assert kinds(view.model)[:2] == ["card", "tree"]


def test_a_finished_answer_that_goes_on_is_split_anew() -> None:
    model = TranscriptModel()
    model.load([talk(Section(TEXT, "The ans"))])
    assert kinds(model) == ["paragraph", "actions"]
    model.update(2, talk(Section(TEXT, "The answer.")))
    model.collect()
    assert kinds(model) == ["paragraph", "actions"]


def test_a_message_is_brought_into_view_and_marked_for_a_moment(make: Make, qtbot: QtBot) -> None:
    view = make(*conversation(200))
    view.show_message(40)
    row = view.model.row_of(40)
    assert row in {p.message for p in view.placed}
    assert (
        row == view.placed[len(view.placed) // 3].message or view.message_rect(row or 0).isValid()
    )
    rect = view.message_rect(row or 0)
    tint = view.theme.color("select").name()
    spot = rect.topLeft() - view.viewport().rect().topLeft()
    image = view.viewport().grab().toImage()
    assert image.pixelColor(max(0, spot.x() - 6), rect.center().y()).name() == tint
    qtbot.waitUntil(lambda: view.viewport().grab().toImage() != image, timeout=SHOWN_MS * 4)
    view.show_message(99_999)  # not on show: nothing happens


def test_more_offers_what_has_no_button(make: Make) -> None:
    view = make(talk(Section(TEXT, "Words.")))
    asked: list[tuple[str, int]] = []
    view.action_requested.connect(lambda action, message_id: asked.append((action, message_id)))
    menu = view.commands.more(0)
    names = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert names == [
        "Regenerate with another model…", "Compare…", "Show request and response",
        "Fork into a new conversation", "Delete",
    ]  # fmt: skip
    for action in menu.actions():
        action.trigger()
    assert [action for action, _ in asked] == [
        "regenerate_with", "compare", "show_request", "fork", "delete",
    ]  # fmt: skip
    menu.close()


def test_more_is_reached_by_tab(make: Make) -> None:
    view = make(talk(Section(TEXT, "Words.")))
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_Tab)
    spot = view.focus.current()
    assert spot is not None
    assert spot.target.action == "more"
