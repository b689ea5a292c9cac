"""The settings of speech in the real window, with a real microphone, as a screen reader uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from virtual_desktop import VirtualDesktop

from tests.app.person import Person, sitting
from tests.support.microphone import VirtualMicrophone
from tests.support.words_heard import recording


def opens_the_page(person: Person) -> None:
    person.press("ctrl+comma")
    person.hears("radio button", "Speech")
    person.presses("radio button", "Speech")
    person.hears("combo box", "Microphone")


def test_a_microphone_is_found_tested_and_judged(
    desk: VirtualDesktop, virtual_microphone: VirtualMicrophone
) -> None:
    desk.env.update(virtual_microphone.environment)
    with sitting(desk) as person:
        opens_the_page(person)
        person.hears("push button", "Test the microphone")
        with virtual_microphone.playing(recording("two_cities.wav")):
            person.presses("push button", "Test the microphone")
            person.hears("label", "Speak as you will dictate.")
            person.hears("push button", "Stop")
            person.hears("label", "7 seconds left.")
            person.presses("push button", "Stop")
            person.hears("label", "Good: loud and clear.")
        person.presses("push button", "Play what was heard")
        person.hears("push button", "Stop playing")
        person.hears("push button", "Play what was heard")
        assert person.close() == 0
        # The languages are written in their own scripts, for which not every computer has a font.
        assert [line for line in person.complaints() if "qt.text.font" not in line] == []


@pytest.mark.full
def test_what_is_plugged_in_while_the_page_shows_can_be_chosen(
    desk: VirtualDesktop, virtual_microphone: VirtualMicrophone, home: Path
) -> None:
    desk.env.update(virtual_microphone.environment)
    with sitting(desk) as person:
        opens_the_page(person)
        virtual_microphone.plug_in("headset")
        virtual_microphone.unplug("headset")
        virtual_microphone.plug_in("second")
        person.tabs_to("combo box", "Microphone")
        person.press("Down", "Down")
        settings = home / "oriole" / "config" / "settings.toml"
        assert 'microphone = "source:' in settings.read_text("utf-8")
        assert person.close() == 0


def test_without_a_microphone_the_page_says_why(desk: VirtualDesktop) -> None:
    with sitting(desk) as person:
        opens_the_page(person)
        person.hears("label", "then try again.")
        assert person.close() == 0
