"""Somebody speaks to the real window: what is said stands where the caret was."""

import pytest
from virtual_desktop import VirtualDesktop

from tests.app.person import Person, sitting, wait_until
from tests.support.microphone import VirtualMicrophone
from tests.support.words_heard import recording, words_of

pytestmark = pytest.mark.full
BECKETT = ["ever", "tried", "failed", "matter", "again"]


def test_what_is_said_stands_in_the_composer_until_it_is_undone(
    desk: VirtualDesktop, virtual_microphone: VirtualMicrophone
) -> None:
    desk.env.update(virtual_microphone.environment)
    with sitting(desk) as person:
        person.type("Note: ")
        person.clicks("push button", "Dictate, or hold to speak")
        person.hears("label", "writes as you speak")
        with virtual_microphone.playing(recording("beckett.wav")):
            wait_until(lambda: _understood(person) >= 4, 60)
        person.clicks("push button", "Stop dictating")
        person.hears("push button", "Dictate, or hold to speak")
        assert _words(person)[0] == "note"
        for _ in range(12):
            person.press("ctrl+z")
        wait_until(lambda: not _understood(person), 30)


def test_keys_begin_and_end_it(desk: VirtualDesktop, virtual_microphone: VirtualMicrophone) -> None:
    desk.env.update(virtual_microphone.environment)
    with sitting(desk) as person:
        person.type("Note: ")
        person.press("ctrl+shift+m")
        person.hears("label", "writes as you speak")
        with virtual_microphone.playing(recording("beckett.wav")):
            wait_until(lambda: _understood(person) >= 4, 60)
        person.press("ctrl+shift+m")
        person.hears("push button", "Dictate, or hold to speak")
        assert _words(person)[0] == "note"


def _understood(person: Person) -> int:
    words = _words(person)
    return sum(word in words for word in BECKETT)


def _words(person: Person) -> list[str]:
    return words_of(person.hears("text", "Message")["text"])
