"""A program that is killed while it answers comes back with what was on the screen."""

import os
import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest

from desktop.core.types import Kind, Message, State
from desktop.services.startup import services_running
from desktop.services.window_state import WindowState
from desktop.store.paths import Paths
from desktop.store.settings import Settings
from desktop.store.state import StateFile
from tests.services.stage import PROGRAMS
from tests.store.stores import store

PROMISED_S = 0.25
GROSS_S = 2.0


def shown_until_killed(after_s: float) -> dict[int, float]:
    """Let it answer for `after_s` seconds, kill it with SIGKILL; give when each number was shown."""
    command = [sys.executable, str(PROGRAMS / "answer_until_killed.py")]
    child = subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout as output:
        lines = [output.readline()]
        reader = threading.Thread(target=lambda: lines.extend(output))
        reader.start()
        time.sleep(after_s)
        child.kill()
        child.wait(timeout=10)
        reader.join(timeout=10)
    whole = (line.split() for line in lines if line.endswith("\n"))
    return {int(number): float(shown_at) for shown_at, number in whole}


async def leftover() -> Message:
    """Start again as the window does; give the answer that was cut off."""
    async with store() as conversations:
        assert await conversations.interrupt_leftovers() == 1
        (conversation,) = await conversations.list(Kind.CHAT)
        _, node = await conversations.path(conversation.id)
        return node.message


def lost_s(aloop, after_s: float) -> float:
    shown = shown_until_killed(after_s)
    message = aloop(leftover())
    assert message.state is State.INTERRUPTED
    stored = [int(number) for number in message.text.split()]
    assert all(later == earlier + 1 for earlier, later in pairwise(stored)), "a hole"
    last_stored = shown.get(stored[-1], max(shown.values())) if stored else min(shown.values())
    return max(shown.values()) - last_stored


@pytest.mark.parametrize("after_s", [0.05, 0.6])
def test_nearly_all_that_was_shown_is_on_the_disk(aloop, after_s: float) -> None:
    assert lost_s(aloop, after_s) < GROSS_S


@pytest.mark.full
@pytest.mark.parametrize("after_s", [0.1 + 0.13 * step for step in range(12)])
def test_at_most_the_last_quarter_of_a_second_is_lost(aloop, after_s: float) -> None:
    assert lost_s(aloop, after_s) < PROMISED_S


def test_the_window_starts_with_the_leftover_marked_as_interrupted(aloop) -> None:
    shown_until_killed(0.3)

    async def scenario() -> None:
        paths = Paths.find()
        settings = Settings(paths.config / "settings.toml")
        state = WindowState(StateFile(paths.data / "window.toml"))
        async with services_running(paths, settings, state) as services:
            (conversation,) = await services.conversations.list(Kind.CHAT)
            _, node = await services.conversations.path(conversation.id)
            assert node.message.state is State.INTERRUPTED
            assert node.message.text.startswith("0 1 2 ")
            assert services.turns.live_conversations() == frozenset()

    aloop(scenario())
