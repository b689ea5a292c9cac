"""The model: unknown ids, updates, streaming, another path."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.types import State
from desktop.ui.transcript.entry import said
from desktop.ui.transcript.model import TranscriptModel
from tests.ui.transcript.talk import FAILED, answer, question, streaming


@pytest.fixture
def model(qtbot: QtBot) -> TranscriptModel:
    return TranscriptModel()


def kinds(model: TranscriptModel, row: int) -> list[str]:
    return [block.kind for block in model.messages[row].blocks()]


def test_unknown_messages_are_ignored(model: TranscriptModel) -> None:
    model.load([question(1, "hello")])
    model.append_text(99, "late")
    model.append_reasoning(99, "late")
    model.update(99, answer(99, "late"))
    model.finish(99, answer(99, "late"))
    model.truncate_after(99)
    assert model.collect() == {}
    assert [m.text for m in model.messages] == ["hello"]


def test_deltas_become_text_when_collected(model: TranscriptModel, qtbot: QtBot) -> None:
    model.load([question(1, "hello"), streaming(2)])
    with qtbot.waitSignal(model.grown):
        model.append_text(2, "one ")
    model.append_text(2, "two")
    model.append_reasoning(2, "hm")
    model.messages[1].blocks()
    assert model.collect() == {1: 0}
    assert (model.messages[1].text, model.messages[1].reasoning) == ("one two", "hm")
    assert kinds(model, 1) == ["paragraph", "fold", "paragraph"]


def test_finishing_keeps_frozen_blocks_and_adds_actions(model: TranscriptModel) -> None:
    model.load([streaming(2)])
    model.messages[0].blocks()
    model.append_text(2, "first\n\nsecond\n\nthird\n")
    model.collect()
    frozen = model.messages[0].blocks()[:2]
    final = answer(2, "first\n\nsecond\n\nthird\n", footnote="1 s")
    with_signal: list[int] = []
    model.finished.connect(with_signal.append)
    model.finish(2, final)
    model.collect()
    assert model.messages[0].blocks()[:2] == frozen
    assert kinds(model, 0) == ["paragraph"] * 3 + ["actions"]
    assert with_signal == [0]


def test_final_text_that_differs_replaces_what_streamed(model: TranscriptModel) -> None:
    model.load([streaming(2)])
    model.append_text(2, "draft of an answer")
    model.collect()
    model.finish(2, answer(2, "the answer"))
    model.collect()
    assert model.messages[0].plain() == "the answer"


def test_text_that_never_arrived_is_taken_from_the_final_entry(model: TranscriptModel) -> None:
    model.load([streaming(2)])
    model.append_text(2, "the ans")
    model.finish(2, answer(2, "the answer"))
    model.collect()
    assert model.messages[0].text == "the answer"


def test_failed_answers_show_a_notice_that_is_no_part_of_the_text(model: TranscriptModel) -> None:
    model.load([answer(2, "partial", state=State.FAILED, notice=FAILED)])
    assert kinds(model, 0) == ["paragraph", "notice", "actions"]
    assert model.messages[0].plain() == "partial"


def test_appending_a_known_message_updates_it(model: TranscriptModel) -> None:
    model.load([answer(2, "one")])
    model.append(answer(2, "one", footnote="2 s"))
    assert len(model) == 1
    assert model.messages[0].entry.footnote == "2 s"


def test_truncating_takes_later_messages_off_the_path(model: TranscriptModel) -> None:
    model.load([question(1, "a"), answer(2, "b"), question(3, "c")])
    first = model.messages[0]
    model.truncate_after(1)
    assert model.messages == [first]
    model.append_text(2, "late")
    assert model.collect() == {}


def test_another_path_keeps_messages_that_say_the_same(model: TranscriptModel) -> None:
    model.load([question(1, "a"), answer(2, "b")])
    blocks = model.messages[0].blocks()
    model.load([question(1, "a", position=1, count=2), answer(3, "other")])
    assert model.messages[0].blocks() is blocks
    assert model.messages[0].entry.count == 2
    assert model.messages[1].text == "other"


def test_deltas_that_were_waiting_survive_a_load(model: TranscriptModel) -> None:
    model.load([streaming(2)])
    model.append_text(2, "half")
    model.load([question(1, "a"), replace(streaming(2), sections=said("half"))])
    model.append_text(2, " and half")
    model.collect()
    assert model.messages[1].text == "half and half"


def test_reasoning_after_words_is_shown_where_it_came(model: TranscriptModel) -> None:
    model.load([streaming(2)])
    model.messages[0].blocks()
    model.append_text(2, "word\n\nmore\n\n")
    model.collect()
    model.append_reasoning(2, "a thought")
    model.collect()
    assert kinds(model, 0) == ["paragraph", "paragraph", "fold", "paragraph"]
    assert [model.messages[0].is_hidden(i) for i in range(4)] == [False, False, False, True]
    model.append_text(2, "end")
    model.collect()
    assert model.messages[0].plain() == "word\n\nmore\n\nend"


def test_waiting_answer_shows_a_dot_until_the_first_word(model: TranscriptModel) -> None:
    model.load([streaming(2)])
    assert kinds(model, 0) == ["wait"]
    model.append_reasoning(2, "hm")
    model.collect()
    assert kinds(model, 0) == ["fold", "paragraph"]


def test_long_questions_are_laid_out_in_pieces(model: TranscriptModel) -> None:
    text = "\n".join(f"line {i} 😀" for i in range(2000))
    model.load([question(1, text)])
    blocks = model.messages[0].blocks()
    assert len(blocks) > 4
    assert "".join(b.source for b in blocks) == text
    assert (blocks[0].is_first, blocks[0].is_last, blocks[-1].is_last) == (True, False, True)
