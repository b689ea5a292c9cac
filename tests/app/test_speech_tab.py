"""The speech tab as a screen reader uses it: somebody records a note, and reads what was said."""

from __future__ import annotations

from pathlib import Path

import pytest
from virtual_desktop import VirtualDesktop

from desktop.store.paths import Paths
from tests.app.person import Person, sitting
from tests.support.microphone import VirtualMicrophone
from tests.support.words_heard import recording

SAID = "failed"
"""A word in the first seconds of `beckett.wav`."""


@pytest.fixture
def heard(desk: VirtualDesktop, virtual_microphone: VirtualMicrophone) -> VirtualMicrophone:
    """Give a microphone that the window hears; what is spoken is known to be English."""
    desk.env.update(virtual_microphone.environment)
    file = Paths.find().config / "settings.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('[speech]\nlanguage = "en"\nsilence_s = 0\n', "utf-8")
    return virtual_microphone


def records(person: Person, microphone: VirtualMicrophone) -> None:
    """Press the button and speak until a word shows."""
    person.presses("page tab", "Speech")
    person.hears("push button", "Record a note")
    person.presses("push button", "Record a note")
    person.hears("push button", "Stop recording")
    with microphone.playing(recording("beckett.wav")):
        person.hears("text", "What was said", SAID)


def test_what_is_said_is_read_by_a_screen_reader(
    desk: VirtualDesktop, heard: VirtualMicrophone
) -> None:
    with sitting(desk) as person:
        records(person, heard)
        person.presses("push button", "Stop recording")
        person.hears("push button", "Record a note")
        assert SAID in person.hears("text", "What was said", SAID)["text"]
        assert person.close() == 0


@pytest.mark.full
def test_a_window_that_is_killed_while_somebody_speaks_lists_it_and_completes_it(
    desk: VirtualDesktop, heard: VirtualMicrophone, home: Path
) -> None:
    with sitting(desk) as person:
        records(person, heard)
        person.kill()
    assert list((home / "oriole" / "data" / "recordings").glob("*.wav"))
    with sitting(desk) as again:
        again.presses("page tab", "Speech")
        again.clicks("list item", "Note")
        again.hears("label", "Interrupted")
        again.presses("push button", "Transcribe")
        again.hears_no_more("label", "Interrupted")
        again.hears_no_more("label", "There is no text yet.")
        assert again.close() == 0


def test_a_sound_server_that_dies_is_explained_where_somebody_speaks(
    desk: VirtualDesktop, heard: VirtualMicrophone
) -> None:
    with sitting(desk) as person:
        records(person, heard)
        heard.kill_server()
        person.hears("label", "The microphone is gone.")
        person.hears("text", "What was said", SAID)
        assert person.close() == 0
