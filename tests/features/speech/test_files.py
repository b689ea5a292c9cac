"""Files: dropped on the tab, refused or queued, transcribed, stopped, and gone on with."""

import wave
from pathlib import Path

from PySide6.QtCore import Qt

from desktop.core.recording import RecordingState
from desktop.store.settings import SPEECH_LANGUAGE, TRANSCRIPTION_CONNECTION
from tests.fakes.byte_server import Reply, Stall
from tests.fakes.shapes import json_reply
from tests.features.chat.dragging import drag_over, drop, files, leave
from tests.features.speech.speaking import speech, states, titles
from tests.features.stage import HOME, Window, window

_PATH = "/v1/audio/transcriptions"
_HEARD = {"text": "Good morning.", "segments": [{"id": 0, "start": 0.0, "end": 1.0, "text": "Good morning."}], "duration": 1.0}  # fmt: skip


def _wav(file: Path) -> Path:
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(range(256)) * 125)
    return file


async def _by_home(opened: Window) -> None:
    await opened.services.settings.set(TRANSCRIPTION_CONNECTION, HOME)
    await opened.services.settings.set(SPEECH_LANGUAGE, "en")


def test_a_file_that_is_dropped_becomes_a_transcript(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(_PATH, json_reply(_HEARD))
            await _by_home(opened)
            view = await speech(opened)
            drop(view, files([_wav(tmp_path / "interview.wav")]))
            await opened.until(lambda: states(view) == {"interview": "0:01"})
            assert view.pane.current == "files"
            (row,) = view.files.rows.values()
            assert row.open.isVisible()
            assert not row.retry.isVisible()
            lines = await opened.services.speech.recordings.lines(row.recording.id)
            assert [line.text for line in lines] == ["Good morning."]

    qloop(scenario(), 30)


def test_the_tab_says_what_letting_go_would_do(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _by_home(opened)
            view = await speech(opened)
            veil = view.drops.veil
            assert drag_over(view, files([tmp_path / "a.mp3"]))
            assert veil.isVisible()
            assert veil.title == "Transcribe “a.mp3”"
            assert "Home" in veil.hint
            leave(view)
            assert not veil.isVisible()

    qloop(scenario(), 20)


def test_what_is_no_sound_is_refused_with_the_reason(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view = await speech(opened)
            notes = tmp_path / "notes.mp3"
            notes.write_text("These are words.")
            drop(view, files([notes]))
            await opened.until(view.files.refusal.isVisible)
            assert "notes.mp3" in view.files.refusal.title.text()
            assert "no sound" in view.files.refusal.hint.text()
            assert titles(view) == []

    qloop(scenario(), 20)


def test_of_a_folder_the_sounds_are_taken(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(_PATH, json_reply(_HEARD), json_reply(_HEARD))
            await _by_home(opened)
            view = await speech(opened)
            for name in ("b.wav", "a.wav"):
                _wav(tmp_path / name)
            (tmp_path / "readme.txt").write_text("These are words.")
            drop(view, files([tmp_path]))
            await opened.until(lambda: states(view) == {"b": "0:01", "a": "0:01"})
            assert not view.files.refusal.isVisible()

    qloop(scenario(), 30)


def test_a_file_is_stopped_and_gone_on_with(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(_PATH, Reply((Stall(),)), json_reply(_HEARD))
            await _by_home(opened)
            view = await speech(opened)
            view.queue.take([_wav(tmp_path / "long.wav")])
            view.show_page("files")
            await opened.until(
                lambda: any(r.path == _PATH for r in opened.server.requests) and view.files.rows
            )
            (row,) = view.files.rows.values()
            opened.click(row.cancel)
            await opened.until(lambda: row.recording.state is RecordingState.WAITING)
            await opened.until(row.retry.isVisible)
            opened.click(row.retry)
            await opened.until(lambda: states(view) == {"long": "0:01"})

    qloop(scenario(), 30)


def test_places_are_gone_to_by_name(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.shell.open_feature("speech", "files")
            view = await speech(opened)
            assert view.pane.current == "files"
            opened.click(view.pane.segments.buttons["dictate"])
            assert view.pane.current == "dictate"
            view.show_place("nowhere")
            assert view.pane.current == "dictate"

    qloop(scenario(), 20)


def test_reading_aloud_is_a_page_beside_the_others(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view = await speech(opened)
            view.pane.segments.buttons["dictate"].setFocus()
            opened.press(Qt.Key.Key_Left)
            assert view.pane.current == "aloud"
            opened.press(Qt.Key.Key_Left)
            assert view.pane.current == "files"
            await opened.settled()

    qloop(scenario(), 20)
