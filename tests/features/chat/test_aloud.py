"""An answer is read aloud: its button, its keys, the sentence that is marked, the end of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from desktop.services.aloud.reading import Phase
from desktop.ui.transcript.action import Action
from desktop.ui.transcript.spoken import span_of
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window

ANSWER = "# Birds\n\nThe **first** sentence is this. The second follows.\n\nA third ends it."


async def _answered(opened: Window) -> None:
    opened.server.on(CHAT, chat_reply(ANSWER))
    await opened.answered("Tell me")


def _tinted(opened: Window) -> int:
    """Count the points of the transcript that have the mark's colour."""
    view = opened.pane.transcript
    image: QImage = view.grab().toImage()
    wanted = view.theme.color("select").rgb()
    return sum(
        image.pixel(x, y) == wanted
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


def test_the_button_reads_marks_the_sentence_and_becomes_a_stop(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _answered(opened)
            assert not _tinted(opened)
            opened.click_action(1, Action.READ_ALOUD)
            reader = opened.services.aloud.reader()
            await opened.until(lambda: reader.state.phase is Phase.READING)
            await opened.until(lambda: opened.speakers and any(opened.speakers[0].pcm))
            assert _tinted(opened)
            view = opened.pane.transcript
            names = [t.name for p in view.placed if p.message == 1 for t in p.view.targets()]
            assert "Stop reading aloud" in names
            opened.click_action(1, Action.READ_ALOUD)
            assert reader.state.phase is Phase.IDLE
            await opened.until(lambda: opened.speakers[0].is_stopped)
            assert not _tinted(opened)

    qloop(scenario(), 30)


def test_keys_read_the_last_answer_and_escape_is_silence(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.press(Qt.Key.Key_L, CTRL | SHIFT)
            await opened.until(lambda: "no answer" in opened.toast())
            await _answered(opened)
            opened.press(Qt.Key.Key_L, CTRL | SHIFT)
            reader = opened.services.aloud.reader()
            await opened.until(lambda: reader.state.phase is Phase.READING)
            opened.pane.composer.editor.setFocus()
            opened.press(Qt.Key.Key_Escape)
            assert reader.state.phase is Phase.IDLE

    qloop(scenario(), 30)


def test_another_conversation_is_silence(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _answered(opened)
            opened.click_action(1, Action.READ_ALOUD)
            reader = opened.services.aloud.reader()
            await opened.until(lambda: reader.state.phase is Phase.READING)
            opened.view.new_chat()
            await opened.until(lambda: reader.state.phase is Phase.IDLE)

    qloop(scenario(), 30)


def test_without_a_voice_the_window_says_what_to_install(qloop, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    async def scenario() -> None:
        async with window() as opened:
            await _answered(opened)
            opened.click_action(1, Action.READ_ALOUD)
            await opened.until(lambda: "espeak-ng" in opened.toast())

    qloop(scenario(), 30)


@pytest.mark.parametrize(
    ("raw", "words", "wanted"),
    [
        ("One. Two words 🙂 here.", "Two words here.", (5, 23)),
        ("你好。\u2028今天 天气", "今天天气", (4, 9)),
        ("One", "Two", None),
        ("One", "", None),
    ],
)
def test_words_are_found_in_a_drawn_text(raw: str, words: str, wanted: object) -> None:
    assert span_of(raw, words) == wanted
