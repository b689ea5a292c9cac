"""The recorder: what stands on it in every state of a dictation, and what its buttons lead to."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from desktop.core.errors import Code
from desktop.core.recording import Recording, RecordingState
from desktop.core.transcript import Line
from desktop.features.speech.view import SpeechView
from desktop.media.capture.levels import Level
from desktop.services.speech.choosing import Kind, Reason, Showing, Way
from desktop.services.speech.saying import DictationState, Phase
from desktop.store.settings import SILENCE_S, SPEECH_LANGUAGE
from tests.features.speech.speaking import kept, speech
from tests.features.stage import HOME, Window, window

_LOUD = Level(-18.0, -12.0, is_clipped=False)
_HOME = Way(Kind.SEGMENTS, HOME, "en", Reason.CHOSEN)


def _tell(opened: Window, state: DictationState) -> None:
    """Let the dictation stand so, as if a microphone were there."""
    opened.services.speaking.dictation()._show(state)


async def _recording(opened: Window) -> tuple[SpeechView, Recording]:
    view = await speech(opened)
    one = await kept(opened, "", "First.", state=RecordingState.RECORDING)
    _tell(opened, _listening(one))
    await opened.settled()
    return view, one


def _listening(one: Recording, partial: str = "", trouble: Code | None = None) -> DictationState:
    return DictationState(
        Phase.LISTENING, None, trouble, _LOUD, 75.0, partial, one.id, "A mic", _HOME, Showing.LIVE
    )  # fmt: skip


def test_what_is_said_stands_with_its_time_and_becomes_final(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view, one = await _recording(opened)
            live = view.dictate.live
            _tell(opened, _listening(one, "and the se"))
            await opened.until(lambda: live.toPlainText() == "0:00\tFirst.\n1:15\tand the se")
            store = opened.services.speech.recordings
            await store.put_lines(one.id, (Line("And the second.", 75.0, 77.0),), 77.0)
            _tell(opened, _listening(one))
            await opened.until(lambda: live.toPlainText() == "0:00\tFirst.\n1:15\tAnd the second.")
            opened.click(view.dictate.copy)
            assert QGuiApplication.clipboard().text() == "First.\nAnd the second."
            assert view.dictate.card.time.text() == "1:15"
            assert "Home" in view.dictate.who.text()
            _tell(opened, DictationState(recording_id=one.id))
            assert live.text == "First.\nAnd the second."
            assert view.dictate.open.isVisible()

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("shows", "words"),
    [
        (Showing.LIVE, "Faded words may still change"),
        (Showing.AFTER_SENTENCES, "after each sentence"),
        (Showing.AT_END, "kept for later"),
    ],
)
def test_it_says_when_the_text_comes(qloop, shows: Showing, words: str) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view, one = await _recording(opened)
            state = DictationState(Phase.LISTENING, recording_id=one.id, way=_HOME, shows=shows)
            _tell(opened, state)
            assert words in view.dictate.status.text()
            _tell(opened, DictationState())

    qloop(scenario(), 20)


def test_a_missing_library_is_named_and_the_button_tries_again(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view = await speech(opened)
            _tell(opened, DictationState(Phase.FAILED, Code.NO_PORTAUDIO))
            banner = view.dictate.trouble
            assert banner.isVisible()
            assert "libportaudio2" in banner.hint.text()
            assert _button(view) == "Try again"

    qloop(scenario(), 20)


def _button(view: SpeechView) -> str:
    return view.driving._troubles._button.text()


def test_a_silent_microphone_is_said_while_it_goes_on_and_no_longer(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view, one = await _recording(opened)
            banner = view.dictate.trouble
            _tell(opened, _listening(one, trouble=Code.MICROPHONE_SILENT))
            assert banner.isVisible()
            assert _button(view) == "Choose a microphone"
            _tell(opened, _listening(one))
            assert not banner.isVisible()
            _tell(opened, DictationState())

    qloop(scenario(), 20)


def test_a_microphone_that_is_lost_leaves_the_text_where_it_is(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view, one = await _recording(opened)
            await opened.until(lambda: view.dictate.live.text == "First.")
            _tell(opened, DictationState(Phase.FAILED, Code.MICROPHONE_LOST, recording_id=one.id))
            assert view.dictate.trouble.isVisible()
            assert _button(view) == "Record again"
            assert view.dictate.live.text == "First."
            assert view.dictate.send.isEnabled()

    qloop(scenario(), 20)


def test_what_a_server_did_not_hear_is_sent_again_with_one_click(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view, one = await _recording(opened)
            _tell(opened, DictationState(Phase.FAILED, Code.TIMEOUT, recording_id=one.id))
            assert _button(view) == "Send again"
            opened.click(view.driving._troubles._button)
            # There is no sound in it: that it failed for this shows that it was tried.
            await opened.until(
                lambda: view.reading.recording(one.id).state is RecordingState.FAILED
            )

    qloop(scenario(), 20)


def test_pause_becomes_go_on(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view, one = await _recording(opened)
            card = view.dictate.card
            assert card.record.accessibleName() == "Stop recording"
            assert card.loudness.text() == "−12 dBFS"
            assert card.pause.isVisible()
            assert not card.resume.isVisible()
            _tell(opened, DictationState(Phase.PAUSED, recording_id=one.id, way=_HOME))
            assert card.resume.isVisible()
            assert not card.pause.isVisible()
            assert "closed" in view.dictate.status.text()
            _tell(opened, DictationState(Phase.FINISHING, recording_id=one.id))
            assert not card.record.isEnabled()
            _tell(opened, DictationState())
            assert card.record.accessibleName() == "Record a note"

    qloop(scenario(), 20)


def test_the_page_says_how_a_recording_ends(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view = await speech(opened)
            assert view.dictate.card.ends.text() == "Stops after 5 s of silence"
            await opened.services.settings.set(SILENCE_S, 0)
            assert view.dictate.card.ends.text() == "Ends only when you stop it"

    qloop(scenario(), 20)


def test_the_menu_of_languages_says_who_hears_each(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view = await speech(opened)
            opened.click(view.pane.language)
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            rows = dict(action.text().split("\t") for action in menu.actions())
            assert rows["English"] == "Built-in engine, live"
            assert rows["中文"] == "Home, after each sentence"
            opened.choose("Deutsch\tHome, after each sentence")
            await opened.until(lambda: opened.services.settings.get(SPEECH_LANGUAGE) == "de")
            assert view.pane.language.text() == "Deutsch"

    qloop(scenario(), 20)


def test_a_recording_that_is_made_opens_where_it_is_made(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            view, one = await _recording(opened)
            view.show_place("files")
            assert view.pane.current == "files"
            view.show_place(str(one.id))
            assert view.pane.current == "dictate"
            _tell(opened, DictationState())

    qloop(scenario(), 20)
