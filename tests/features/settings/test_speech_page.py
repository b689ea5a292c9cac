"""The page of speech: which microphone, how loud it is, who writes and what that means."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt

from desktop.core.connection import BUILT_IN_ID
from desktop.core.errors import AppError, Code
from desktop.features.settings.speech.hardware import Found, Hardware
from desktop.features.settings.speech.page import SpeechPage
from desktop.media.capture.devices import Input
from desktop.media.capture.levels import SILENCE, level
from desktop.media.capture.microphone import Heard
from desktop.services.speech.trial import Step, Verdict
from desktop.store.settings import (
    MICROPHONE,
    SPEECH_LANGUAGE,
    TRANSCRIPTION_CONNECTION,
    TRANSCRIPTION_MODEL,
)
from desktop.ui.spoken_languages import SPOKEN
from tests.fakes.shapes import json_reply
from tests.features.stage import HOME, MODELS, Window, window
from tests.features.words import english
from tests.support.loops import RunLoop

DESK = Input("source:desk", "Desk microphone", is_default=True, rate_hz=48_000, channels=1)
HEAD = Input("source:head", "Headset", is_default=False, rate_hz=16_000, channels=1)


class Tone:
    """A microphone that hears a tone of one loudness."""

    def __init__(self, room: Room, device: str) -> None:
        self.name, self._room = device or "Desk microphone", room

    def start(self) -> None:
        if self._room.refuses is not None:
            raise AppError(self._room.refuses)
        self._room.is_open = True

    def poll(self) -> Heard:
        pcm = self._room.amplitude.to_bytes(2, "little") * 528
        return Heard(pcm, level(pcm), 0, self._room.trouble)

    def stop(self) -> Heard:
        self._room.is_open = False
        return Heard(b"", SILENCE, 0, None)


class Loudspeaker:
    """Plays until it is let go."""

    def __init__(self, room: Room) -> None:
        self._room, self.is_done, self.is_lost = room, False, False

    def start(self) -> None:
        if self._room.has_no_speaker:
            raise AppError(Code.NO_SPEAKER)

    def write(self, pcm: bytes) -> None:
        self._room.played = pcm

    def stop(self) -> None:
        self.is_done = True
        self._room.silenced += 1


@dataclass
class Room:
    """The microphones that are there, and what they hear."""

    inputs: list[Input] = field(default_factory=lambda: [DESK, HEAD])
    code: Code | None = None
    refuses: Code | None = None
    trouble: Code | None = None
    amplitude: int = 3000
    is_open: bool = False
    has_no_speaker: bool = False
    played: bytes = b""
    silenced: int = 0

    def find(self) -> Found:
        return Found(tuple(self.inputs), self.code)

    def open(self, device: str) -> Tone:
        return Tone(self, device)


@asynccontextmanager
async def page(room: Room, language: str = "en") -> AsyncIterator[tuple[Window, SpeechPage]]:
    """Open the page in a window of its own, beside the program's."""
    async with window(language=language) as opened:
        made = SpeechPage(
            opened.services,
            opened.view._host,
            Hardware(room.find, room.open, lambda: Loudspeaker(room)),
        )
        made.resize(700, 900)
        made.show()
        made.activateWindow()
        try:
            await opened.until(lambda: len(rows(made)) > 1 or room.code)
            yield opened, made
        finally:
            made.hide()
            await opened.until(lambda: not room.is_open)
            made.deleteLater()
            opened.shell.activateWindow()


def rows(made: SpeechPage) -> list[str]:
    """Give what can be chosen."""
    return [made.microphones.itemText(row) for row in range(made.microphones.count())]


def test_the_microphones_are_listed_and_the_systems_choice_is_named(qloop: RunLoop) -> None:
    async def scenario() -> None:
        room = Room()
        async with page(room) as (opened, made):
            wanted = ["Follow the system (Desk microphone)", "Desk microphone", "Headset"]
            assert rows(made) == wanted
            made.microphones.setFocus()
            opened.press(Qt.Key.Key_Down)
            opened.press(Qt.Key.Key_Down)
            settings = opened.services.settings
            await opened.until(lambda: settings.get(MICROPHONE) == HEAD.id)
            assert made.resets[MICROPHONE.key].isVisible()

    qloop(scenario(), 20)


def test_what_is_plugged_in_shows_when_the_list_opens(qloop: RunLoop) -> None:
    async def scenario() -> None:
        room = Room([DESK])
        async with page(room) as (opened, made):
            assert "Headset" not in rows(made)
            room.inputs.append(HEAD)
            made.microphones.showPopup()
            await opened.until(lambda: made.microphones.view().isVisible())
            assert "Headset" in rows(made)
            made.microphones.hidePopup()

    qloop(scenario(), 20)


def test_a_chosen_microphone_that_is_gone_stays_chosen_and_is_said_to_be_gone(
    qloop: RunLoop,
) -> None:
    async def scenario() -> None:
        room = Room()
        async with page(room) as (opened, made):
            await opened.services.settings.set(MICROPHONE, HEAD.id)
            room.inputs.remove(HEAD)
            made.microphones.look_again()
            await opened.until(lambda: made.microphones.currentText() == "head (not there)")
            room.inputs.append(HEAD)
            made.microphones.look_again()
            await opened.until(lambda: made.microphones.currentText() == "Headset")
            assert len(rows(made)) == 3

    qloop(scenario(), 20)


def test_why_there_is_none_is_said_with_what_to_do(qloop: RunLoop) -> None:
    async def scenario() -> None:
        room = Room([], Code.NO_PORTAUDIO)
        async with page(room) as (opened, made):
            await opened.until(lambda: "libportaudio2" in made.trying.says.text())
            assert not made.trying.button.isEnabled()
            room.code = Code.NO_MICROPHONE
            made.microphones.look_again()
            await opened.until(lambda: "There is no microphone." in made.trying.says.text())
            room.inputs, room.code = [DESK], None
            made.microphones.look_again()
            await opened.until(made.trying.button.isEnabled)

    qloop(scenario(), 20)


def test_a_test_tells_what_the_level_is_worth(qloop: RunLoop) -> None:
    said = {
        3000: (Verdict.GOOD, "Good: loud and clear."),
        100: (Verdict.QUIET, "Too quiet:"),
        32_767: (Verdict.LOUD, "Too loud:"),
        5: (Verdict.NOTHING, "Nothing was heard."),
    }

    async def scenario() -> None:
        room = Room()
        async with page(room) as (opened, made):
            trying = made.trying
            for room.amplitude, (verdict, words) in said.items():
                opened.click(trying.button)
                await opened.until(
                    lambda: trying.state.step is Step.LISTENING and trying.state.left_s < 9.8
                )
                assert "Speak" in trying.says.text()
                assert trying.button.text() == "Stop"
                assert room.is_open
                opened.click(trying.button)
                await opened.until(lambda: trying.state.step is Step.DONE)
                assert trying.state.verdict is verdict
                assert trying.says.text().startswith(words)
                assert trying.state.pcm
                assert not room.is_open

    qloop(scenario(), 20)


def test_a_microphone_that_refuses_or_goes_away_is_explained_and_given_back(qloop: RunLoop) -> None:
    async def scenario() -> None:
        room = Room(refuses=Code.MICROPHONE_BUSY)
        async with page(room) as (opened, made):
            opened.click(made.trying.button)
            await opened.until(lambda: made.trying.state.step is Step.FAILED)
            assert "Another program" in made.trying.says.text()
            room.refuses, room.trouble = None, Code.MICROPHONE_SILENT
            opened.click(made.trying.button)
            await opened.until(lambda: "only silence" in made.trying.says.text())
            room.trouble = Code.MICROPHONE_LOST
            await opened.until(lambda: made.trying.state.step is Step.FAILED)
            assert "gone" in made.trying.says.text()
            assert not room.is_open

    qloop(scenario(), 20)


def test_what_was_heard_is_played_and_stopped_at_once(qloop: RunLoop) -> None:
    async def scenario() -> None:
        room = Room()
        async with page(room) as (opened, made):
            trying = made.trying
            assert not trying.replay.isVisible()
            opened.click(trying.button)
            await opened.until(lambda: trying.state.left_s < 9.8)
            opened.click(trying.button)
            await opened.until(trying.replay.isVisible)
            opened.click(trying.replay)
            await opened.until(lambda: room.played == trying.state.pcm)
            assert trying.replay.text() == "Stop playing"
            opened.click(trying.replay)
            await opened.until(lambda: room.silenced == 1)
            await opened.until(lambda: trying.replay.text() == "Play what was heard")
            room.has_no_speaker = True
            opened.click(trying.replay)
            await opened.until(lambda: "loudspeaker" in opened.toast().lower())

    qloop(scenario(), 20)


def test_leaving_the_page_closes_the_microphone(qloop: RunLoop) -> None:
    async def scenario() -> None:
        room = Room()
        async with page(room) as (opened, made):
            opened.click(made.trying.button)
            await opened.until(lambda: room.is_open)
            made.hide()
            await opened.until(lambda: not room.is_open)

    qloop(scenario(), 20)


def test_automatic_says_who_writes_now(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with page(Room()) as (opened, made):
            settings = opened.services.settings
            await settings.set(SPEECH_LANGUAGE, "en")
            assert made.meaning.text().startswith("Now: the built-in engine")
            assert "while you speak" in made.meaning.text()
            await settings.set(SPEECH_LANGUAGE, "zh")
            assert made.meaning.text().startswith("Now: Home, which gets the sound.")
            assert "only knows English" in made.meaning.text()
            assert "after each sentence" in made.meaning.text()
            await settings.set(TRANSCRIPTION_CONNECTION, BUILT_IN_ID)
            assert "Now:" not in made.meaning.text()  # it cannot, and says what to do
            assert "English" in made.meaning.text()

    qloop(scenario(), 20)


def test_a_model_belongs_to_the_connection_that_was_chosen(qloop: RunLoop) -> None:
    async def scenario() -> None:
        async with page(Room()) as (opened, made):
            listed = {"data": [{"id": "m-1"}, {"id": "whisper-1"}]}
            opened.server.on(MODELS, json_reply(listed))
            settings = opened.services.settings
            assert not made.model.isEnabled()
            made.connections.setFocus()
            opened.press(Qt.Key.Key_End)
            await opened.until(lambda: settings.get(TRANSCRIPTION_CONNECTION) == HOME)
            assert made.model.isEnabled()
            opened.click(made.model._all)
            await opened.until(lambda: made.model.names == ["whisper-1"])
            popup = made.model.edit.completer().popup()
            assert popup is not None
            popup.hide()
            made.model.setFocus()
            opened.type("whisper-2")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: settings.get(TRANSCRIPTION_MODEL) == "whisper-2")
            made.connections.setFocus()
            opened.press(Qt.Key.Key_Home)
            await opened.until(lambda: settings.get(TRANSCRIPTION_MODEL) == "")
            assert not made.model.isEnabled()

    qloop(scenario(), 20)


def test_the_page_speaks_chinese_and_takes_everything_back(qloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with page(Room(), "zh_CN") as (opened, made):
            assert english(made, {"Desk microphone", "Headset", *SPOKEN.values()}) == []
            await opened.services.settings.set(MICROPHONE, HEAD.id)
            await opened.services.settings.set(TRANSCRIPTION_CONNECTION, HOME)
            opened.click(made.reset)
            await opened.until(lambda: not opened.services.settings.get(MICROPHONE))
            assert opened.services.settings.get(TRANSCRIPTION_CONNECTION) == ""

    qloop(scenario(), 20)
