"""The page that reads a text aloud: play, pause, skip, stop, voices, a sound file, what is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import soundfile
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.features.speech.aloud.page import AloudPage
from desktop.services.aloud.reading import Phase
from desktop.store.settings import ALOUD_SPEED
from desktop.ui.feature import Host
from desktop.ui.notices import Notice
from tests.features.stage import Window, window

TEXT = "The first sentence is this one. The second follows it.\n\nA third one ends the text."


@asynccontextmanager
async def page() -> AsyncIterator[tuple[Window, AloudPage, list[Notice]]]:
    async with window() as opened:
        told: list[Notice] = []
        host = Host(opened.look, told.append, lambda _feature, _place="": None)
        made = AloudPage(opened.services, host)
        made.resize(900, 600)
        made.show()
        try:
            await opened.until(lambda: made.voices.voice is not None or not made.trouble.isHidden())
            yield opened, made, told
        finally:
            made.close()
            made.deleteLater()


def test_a_text_is_read_marked_paused_skipped_and_stopped(qloop) -> None:
    async def scenario() -> None:
        async with page() as (opened, made, _):
            reader = opened.services.aloud.reader()
            assert not made.play.isEnabled()
            made.text.setPlainText(TEXT)
            assert made.play.isEnabled()
            opened.click(made.play)
            await opened.until(lambda: reader.state.phase is Phase.READING)
            assert made.where.text() == "Sentence 1 of 3"
            (mark,) = made.text.extraSelections()
            assert mark.cursor.selectedText() == "The first sentence is this one."
            opened.click(made.next)
            (mark,) = made.text.extraSelections()
            assert mark.cursor.selectedText() == "The second follows it."
            opened.click(made.play)
            assert reader.state.phase is Phase.PAUSED
            assert made.play.text() == "Go on"
            opened.click(made.play)
            assert reader.state.phase is Phase.READING
            QTest.keyClick(made.text, Qt.Key.Key_Escape)
            assert reader.state.phase is Phase.IDLE
            assert made.text.extraSelections() == []

    qloop(scenario(), 30)


def test_the_voices_follow_the_language_and_a_choice_is_kept(qloop) -> None:
    async def scenario() -> None:
        async with page() as (opened, made, _):
            row = made.voices
            made.text.setPlainText("今天天气很好。我们去公园吧。")
            await opened.until(lambda: row.language == "zh")
            assert row.voice is not None
            assert row.voice.language == "cmn"
            row.language_box.setCurrentIndex(row.language_box.findData("en"))
            row.language_box.activated.emit(row.language_box.currentIndex())
            american = row.voice_box.findData("espeak-ng:gmw/en-US")
            row.voice_box.setCurrentIndex(american)
            row.voice_box.activated.emit(american)
            voices = opened.services.aloud.voices()
            await opened.until(lambda: voices.choices() == {"en": "espeak-ng:gmw/en-US"})
            row.speed_box.setCurrentIndex(row.speed_box.findData(1.5))
            row.speed_box.activated.emit(row.speed_box.currentIndex())
            await opened.until(lambda: opened.services.settings.get(ALOUD_SPEED) == 1.5)
            opened.click(row.sample)
            await opened.until(lambda: opened.speakers and any(opened.speakers[0].pcm))

    qloop(scenario(), 30)


def test_the_sound_is_saved_as_a_file(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with page() as (opened, made, told):
            made.text.setPlainText(TEXT)
            voice = made.voices.voice
            assert voice is not None
            made.into_file.write(TEXT, "en", voice, tmp_path / "said.wav")
            assert made.into_file.is_running
            await opened.until(lambda: told)
            assert "said.wav" in told[0].words()
            assert 3 < soundfile.info(tmp_path / "said.wav").duration < 10
            assert not list(tmp_path.glob("*.part"))  # noqa: ASYNC240 - a folder of one file
            made.into_file.write(TEXT, "en", voice, tmp_path / "none" / "said.wav")
            await opened.until(lambda: len(told) == 2)

    qloop(scenario(), 30)


def test_without_voices_the_page_says_what_to_install(qloop, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    async def scenario() -> None:
        async with page() as (_, made, __):
            made.text.setPlainText(TEXT)
            assert "espeak-ng" in made.trouble.hint.text()
            assert not made.play.isEnabled()

    qloop(scenario(), 30)


def test_a_dropped_text_file_is_taken_in(qloop, tmp_path: Path) -> None:
    file = tmp_path / "text.md"
    file.write_text("Dropped.", encoding="utf-8")

    async def scenario() -> None:
        async with page() as (opened, made, _):
            made.text.file_dropped.emit(str(file))
            await opened.until(lambda: made.text.toPlainText() == "Dropped.")
            made.text.file_dropped.emit(str(tmp_path / "gone.txt"))
            await opened.until(lambda: not made.trouble.isHidden())

    qloop(scenario(), 30)
