"""Chinese typed through a real input method (ibus with libpinyin)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from virtual_desktop import VirtualDesktop

from tests.app.person import Person, sitting, wait_until
from tests.app.talker import Talker
from tests.app.test_versions_by_hand import BEGINNING, connected

_DAEMON = ("ibus-daemon", "--panel", "disable", "--emoji-extension", "disable")


@contextmanager
def _with_pinyin(desk: VirtualDesktop) -> Iterator[None]:
    desk.env |= {"QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus"}
    with desk.started(_DAEMON):
        yield


@contextmanager
def _connected(desk: VirtualDesktop) -> Iterator[tuple[Person, Talker]]:
    with _with_pinyin(desk), connected(desk) as (person, talker):
        _choose_pinyin(person)
        yield person, talker


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


def test_return_ends_the_spelling_and_sends_nothing(desk: VirtualDesktop) -> None:
    with _with_pinyin(desk), sitting(desk) as person:
        _choose_pinyin(person)
        _spell(person, "nihao")
        person.press("Return")  # commits the letters
        assert person.hears("text", "Message", "nihao")["text"] == "nihao"
        assert not person.messages()
        _spell(person, "nihao")
        person.press("space")  # commits the first candidate
        assert person.hears("text", "Message", "你好")["text"] == "nihao你好"
        assert not person.messages()
        person.press("Return")  # nothing is being spelt: this sends
        person.hears("push button", "仍然发送")
        person.kill()


def test_escape_ends_the_spelling_and_not_the_answer(desk: VirtualDesktop) -> None:
    with _connected(desk) as (person, talker):
        person.type("slow")
        person.press("Return", "Return")  # the letters as they are, then send
        person.hears("list item", text=BEGINNING)
        _spell(person, "nihao")
        person.press("Escape")
        time.sleep(0.3)
        assert person.hears("text", "Message")["text"] == ""
        person.hears("push button", "Stop")
        talker.let_go()
        person.hears("list item", text="And ends.")
        person.kill()


def test_what_is_spelt_in_find_anything_is_found(desk: VirtualDesktop) -> None:
    with _connected(desk) as (person, _talker):
        _spell(person, "niao")
        person.press("space", "Return")
        said = person.hears("list item", text="You said")["name"]
        person.press("ctrl+p")
        person.hears("text", "Find anything")
        _spell(person, "niao")
        person.press("space")
        word = person.hears("text", "Find anything")["text"]
        assert word in said
        person.hears("list item", f"{word}, You")
        person.kill()
