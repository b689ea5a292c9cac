"""Chinese typed through a real input method (ibus with libpinyin)."""

import time

import pytest
from virtual_desktop import VirtualDesktop

from tests.app.person import Person, sitting, wait_until

_DAEMON = ("ibus-daemon", "--panel", "disable", "--emoji-extension", "disable")


def _choose_pinyin(person: Person) -> None:
    """The engine belongs to the window that has the focus, so it is chosen after that."""
    person.activate()

    def is_chosen() -> bool:
        person.desk.run(["ibus", "engine", "libpinyin"], check=False)
        return "libpinyin" in person.desk.run(["ibus", "engine"], check=False).stdout

    wait_until(is_chosen)


def _spell(person: Person, letters: str) -> None:
    person.desk.run(["xdotool", "type", "--delay", "60", letters])
    time.sleep(0.3)  # the input method tells nobody when it has its candidates


@pytest.mark.full
def test_return_ends_the_spelling_and_sends_nothing(desk: VirtualDesktop) -> None:
    desk.env |= {"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus"}
    with desk.started(_DAEMON), sitting(desk) as person:
        _choose_pinyin(person)
        _spell(person, "nihao")
        person.press("Return")  # commits the letters
        assert person.hears("text", "Message", "nihao")["text"] == "nihao"
        assert not [seen for seen in person.tree() if seen["role"] == "list item"]
        _spell(person, "nihao")
        person.press("space")  # commits the first candidate
        assert person.hears("text", "Message", "你好")["text"] == "nihao你好"
        assert not [seen for seen in person.tree() if seen["role"] == "list item"]
        person.press("Return")  # nothing is being spelt: this sends
        person.hears("push button", "仍然发送")
        person.kill()
