"""Versions of questions and answers, made and looked at by keys and by the mouse in the real window."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from virtual_desktop import VirtualDesktop

from tests.app.person import Person, sitting, wait_until
from tests.app.talker import WAIT, Talker, connect, talking

BIRD, FISH = "Name a bird.", "Name a fish."
BEGINNING = "It begins like this."


@contextmanager
def connected(desk: VirtualDesktop) -> Iterator[tuple[Person, Talker]]:
    """Sit before a window that asks a talker, whose answers are counted."""
    with talking() as talker:
        asyncio.run(connect(talker))
        talker.says("bird", "Bird {n} of {model}.")
        talker.says("fish", "Fish {n} of {model}.")
        talker.says("slow", BEGINNING, WAIT, " And ends.")
        with sitting(desk) as person:
            yield person, talker


def ask(person: Person, question: str, answer: str) -> None:
    """Ask by keys and wait for the end of the answer."""
    person.type(question)
    person.press("Return")
    person.hears("list item", text=answer)
    person.hears("push button", "Send")


def test_versions_are_made_and_switched_by_keys_alone(desk: VirtualDesktop) -> None:
    with connected(desk) as (person, _talker):
        ask(person, BIRD, "Bird 1")
        person.press("shift+Tab", "r")  # the last answer has the focus
        person.hears("list item", text="Bird 2")
        person.press("alt+Left")
        person.hears("list item", text="Bird 1")
        person.press("alt+Right")
        person.hears("list item", text="Bird 2")
        person.press("alt+Up", "e")
        person.hears("text", "Message", BIRD)
        person.press("ctrl+a")
        person.type(FISH)
        person.press("Return")
        person.hears("list item", text="Fish 3")
        assert person.hears("text", "Message")["is_focused"]
        person.press("shift+Tab", "alt+Up", "alt+Left")
        person.hears("list item", text="Bird 2")  # the version that was on show last
        assert person.messages()[0] == f"You: {BIRD}"
        assert person.close() == 0
        assert person.complaints() == []


def test_versions_are_made_and_switched_by_the_mouse_alone(desk: VirtualDesktop) -> None:
    with connected(desk) as (person, _talker):
        ask(person, BIRD, "Bird 1")
        person.clicks("push button", "Regenerate")
        person.hears("list item", text="Bird 2")
        person.clicks("push button", "Previous version")
        person.hears("list item", text="Bird 1")
        person.clicks("push button", "Edit and resend")
        person.clicks("push button", "Cancel the edit")
        assert person.hears("text", "Message")["text"] == ""
        person.clicks("push button", "Next version")
        person.hears("list item", text="Bird 2")
        person.kill()


def test_an_answer_is_stopped_by_a_key_and_by_the_button_and_its_text_stays(
    desk: VirtualDesktop,
) -> None:
    with connected(desk) as (person, talker):
        person.type("A slow one.")
        person.press("Return")
        person.hears("list item", text=BEGINNING)
        person.press("Escape")
        person.hears("push button", "Send")
        person.type("And a slow one more.")
        person.press("Return")
        wait_until(lambda: len([m for m in person.messages() if BEGINNING in m]) == 2)
        person.clicks("push button", "Stop")
        person.hears("push button", "Send")
        talker.let_go()
        assert len([text for text in person.messages() if BEGINNING in text]) == 2
        assert not [text for text in person.messages() if "And ends" in text]
        person.kill()


def test_a_conversation_is_forked_from_an_answer(desk: VirtualDesktop) -> None:
    with connected(desk) as (person, talker):
        ask(person, BIRD, "Bird 1")
        ask(person, FISH, "Fish 2")
        person.press("shift+Tab", "alt+Up", "alt+Up", "Return")  # the menu of the first answer
        person.chooses("Up", "Up", "Return")
        person.hears("list item", f"{BIRD[:-1]}")
        person.hears("label", "(fork)")
        assert not [text for text in person.messages() if "Fish" in text]
        ask(person, FISH, "Fish 3")
        asked = [m["content"] for m in talker.bodies[-1]["messages"] if m["role"] != "system"]
        assert asked == [BIRD, "Bird 1 of m-1.", FISH]
        person.kill()


def test_answers_of_two_models_are_compared_and_one_is_kept(desk: VirtualDesktop) -> None:
    with connected(desk) as (person, _talker):
        ask(person, BIRD, "Bird 1 of m-1")
        person.press("ctrl+shift+d")
        person.clicks("push button", "Ask too")
        person.hears("text", "Search models")
        person.type("m-2")
        person.press("Return")
        person.presses("push button", "Ask now")
        person.hears("list item", text="Bird 2 of m-2")
        assert len(person.shown("list", "Conversation")) >= 2
        person.presses("push button", "Keep this one")
        person.hears_no_more("push button", "Keep this one")
        person.hears("list item", text="Bird 1 of m-1")
        person.kill()
