"""The whole conversation as a screen reader gets it: every word, every control by its name."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from virtual_desktop import VirtualDesktop

from tests.app.demo_talk import QUESTION, hold, prepare, tour
from tests.app.person import Person, sitting
from tests.app.talker import connect, talking

CONTROLS = {
    "push button", "check box", "radio button", "text", "slider", "combo box", "page tab",
    "spin button", "toggle button",
}  # fmt: skip


@contextmanager
def held(desk: VirtualDesktop, folder: Path) -> Iterator[Person]:
    """Sit before a window with the demo conversation."""
    with talking() as talker:
        asyncio.run(connect(talker))
        prepare(talker)
        with sitting(desk) as person:
            hold(person, folder)
            yield person


def _outside(seen: dict[str, Any], frame: dict[str, Any]) -> bool:
    left, _top, width, _height = seen["place"]
    if not width:  # of a message that is scrolled away
        return False
    return left < frame["place"][0] or left + width > sum(frame["place"][0::2])


def test_the_conversation_is_read_in_its_order_with_everything_in_it(
    desk: VirtualDesktop, tmp_path: Path
) -> None:
    with held(desk, tmp_path) as person:
        person.press("shift+Tab", "Home")
        person.hears("list item", QUESTION)
        question, answer = person.messages()
        assert question == f"You: {QUESTION}"
        told = answer.replace("\t", " ")
        wanted = [
            "Small birds", "9 g", "less", "a long study", "Seen in the garden", "Bird Weight Song",
            "Wren 9 g loud", "黄鹂 80 g 婉转", "the smallest bird", "def sing(times: int)",
            "First it sits.", "A wren on a branch", "measured in a single garden",
        ]  # fmt: skip
        places = [told.find(words) for words in wanted]
        assert -1 not in places, dict(zip(wanted, places, strict=True))
        assert places == sorted(places)
        buttons = [seen["name"] for seen in person.shown("push button")]
        for name in ("Picture, Pasted picture.png", "File, Pasted text", "Thought for"):
            assert [button for button in buttons if name in button], name
        person.presses("push button", "Thought for")
        person.hears("list item", text="The person asks of wrens.")
        person.presses("push button", "Picture, Pasted picture.png")
        person.hears("filler", "Picture viewer")
        told = person.hears("filler", "Pasted picture.png")
        assert told["is_focused"]
        assert " × " in told["description"]
        person.press("Escape")
        person.hears_no_more("filler", "Picture viewer")
        person.kill()


def test_every_control_that_shows_has_a_name_and_lies_in_the_window(
    desk: VirtualDesktop, tmp_path: Path
) -> None:
    with held(desk, tmp_path) as person:
        for state in tour(person):
            told = person.tree()
            frame = next(seen for seen in told if seen["role"] == "frame")
            controls = [seen for seen in told if seen["role"] in CONTROLS]
            assert len(controls) > 8, state
            nameless = [seen["role"] for seen in controls if not seen["name"]]
            assert nameless == [], state
            outside = [(seen["name"], seen["place"]) for seen in controls if _outside(seen, frame)]
            assert outside == [], state
        assert person.close() == 0
        assert person.complaints() == []
