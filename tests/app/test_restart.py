"""The window comes back as it was left, however it ended; one window per data folder."""

import os
import signal
import subprocess
import sys
import time

import pytest
from virtual_desktop import VirtualDesktop

from tests.app.person import COMMAND, Person, is_running, sitting, wait_until
from tests.bench.stage import descendants

FIRST, SECOND = "What is the capital of France?", "What is the capital of Italy?"
LONG = "Explain what a computer program is in simple words."
MODEL = "SmolLM2 135M"
"""Begins the name of its messages."""


def _leave(person: Person, *, is_killed: bool) -> None:
    if is_killed:
        time.sleep(0.8)  # what is typed and moved is promised to be kept within half a second
        person.kill()
    else:
        assert person.close() == 0


def _place(person: Person) -> tuple[int, ...]:
    move = ["windowmove", "--sync", person.window, "120", "90"]
    size = ["windowsize", "--sync", person.window, "1000", "640"]
    person.desk.run(["xdotool", *size])
    person.desk.run(["xdotool", *move])
    return person.geometry()


@pytest.mark.parametrize("is_killed", [False, True], ids=["closed", "killed"])
def test_place_conversation_and_draft_come_back(desk: VirtualDesktop, is_killed: bool) -> None:
    with sitting(desk) as person:
        placed = _place(person)
        for question, answer in ((FIRST, "Paris"), (SECOND, "Rome")):
            person.press("ctrl+n")
            person.type(question)
            person.press("Return")
            person.hears("list item", text=answer)
            person.hears("push button", "Send")
        person.hears("list item", FIRST)
        person.tabs_to("list", "Conversations")
        person.press("Down")
        person.hears("list item", text="Paris")
        person.tabs_to("text", "Message", "shift+Tab")
        person.type("half a thou")
        _leave(person, is_killed=is_killed)
    with sitting(desk) as person:
        person.hears("list item", text="Paris")
        person.hears("text", "Message", "half a thou")
        wait_until(lambda: person.geometry()[2:] == placed[2:], 10)
        wait_until(lambda: person.geometry() == placed, 10)
        person.kill()


@pytest.mark.parametrize(
    "place",
    [
        pytest.param((0, 0), id="at the screen's corner"),
        pytest.param((300, 300), id="partly beside it", marks=pytest.mark.full),
        pytest.param((-60, 10), id="partly left of it", marks=pytest.mark.full),
    ],
)
def test_the_window_does_not_wander_from_start_to_start(
    desk: VirtualDesktop, place: tuple[int, int]
) -> None:
    with sitting(desk) as person:
        first = person.geometry()
        desk.run(["xdotool", "windowmove", person.window, *map(str, place)])
        wait_until(lambda: person.geometry() != first, 10)
        placed = person.geometry()
        assert person.close() == 0
    for _ in range(2):
        with sitting(desk) as person:
            assert person.geometry() == placed
            assert person.close() == 0


def test_an_answer_that_was_cut_by_a_kill_is_kept_and_continues(desk: VirtualDesktop) -> None:
    with sitting(desk) as person:
        person.type(LONG)
        person.press("Return")
        person.hears("list item", MODEL, "program")
        time.sleep(0.3)
        person.kill()
    with sitting(desk) as person:
        kept = person.hears("list item", text="The program ended before this answer did.")
        assert "program" in kept["name"].partition("The program")[0]
        person.presses("push button", "Continue")
        person.hears("push button", "Previous version")
        person.kill()


def test_a_second_start_ends_at_once_and_the_first_comes_forward(desk: VirtualDesktop) -> None:
    with sitting(desk) as person:
        desk.run(["xdotool", "windowminimize", "--sync", person.window])
        second = subprocess.run(
            COMMAND, env=desk.env, timeout=20, check=False, capture_output=True, text=True
        )
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        active = ["xdotool", "getactivewindow"]
        wait_until(lambda: desk.run(active, check=False).stdout.strip() == person.window, 10)
        assert person.process.poll() is None
        person.kill()


def test_a_start_after_a_kill_opens_a_window_again(desk: VirtualDesktop) -> None:
    with sitting(desk) as person:
        person.kill()  # its socket stays behind
    with sitting(desk) as person:
        person.hears("text", "Message")
        assert person.close() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_with_the_draft_kept(
    desk: VirtualDesktop, number: signal.Signals
) -> None:
    with sitting(desk) as person:
        person.type("half a thou")
        person.hears("text", "Message", "half a thou")
        person.process.send_signal(number)
        assert person.process.wait(20) == 0
        assert person.complaints() == []
    with sitting(desk) as person:
        person.hears("text", "Message", "half a thou")
        person.kill()


@pytest.mark.parametrize("is_killed", [False, True], ids=["closed", "killed"])
def test_the_engine_ends_with_the_window(desk: VirtualDesktop, is_killed: bool) -> None:
    with sitting(desk) as person:
        person.type("x")
        wait_until(lambda: descendants(person.pid))
        children = descendants(person.pid)
        _leave(person, is_killed=is_killed)
        wait_until(lambda: not any(is_running(pid) for pid in children), 20)


def test_an_engine_that_is_killed_in_mid_answer_is_said_and_the_next_question_works(
    desk: VirtualDesktop,
) -> None:
    with sitting(desk) as person:
        person.type(LONG)
        person.press("Return")
        person.hears("list item", MODEL, "program")
        for pid in descendants(person.pid):
            os.kill(pid, signal.SIGKILL)
        cut = person.hears("list item", text="The built-in engine stopped unexpectedly.")
        assert "program" in cut["name"]
        person.hears("push button", "Send")
        person.type(FIRST)
        person.press("Return")
        person.hears("list item", text="Paris")
        person.hears("push button", "Send")
        assert person.close() == 0
        assert person.complaints() == []


def test_typed_and_closed_at_once_keeps_the_draft(desk: VirtualDesktop) -> None:
    with sitting(desk) as person:
        person.activate()
        keys = [*"draft", "alt+F4"]
        desk.run(["xdotool", "key", "--delay", "1", *keys])
        assert person.process.wait(20) == 0
    with sitting(desk) as person:
        person.hears("text", "Message", "draft")
        person.kill()


def test_without_a_display_it_says_so_and_ends(desk: VirtualDesktop) -> None:
    env = {name: text for name, text in desk.env.items() if name != "DISPLAY"}
    ran = subprocess.run(
        [sys.executable, "-m", "desktop"], env=env, timeout=20, check=False, capture_output=True,
        text=True,
    )  # fmt: skip
    assert ran.returncode != 0
    assert "display" in ran.stderr
