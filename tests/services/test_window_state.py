"""How the window was left is on the disk while it is still open."""

import asyncio
from dataclasses import replace

import pytest

from desktop.services.window_state import WindowState
from desktop.store.paths import Paths
from desktop.store.state import State, StateFile

LEFT = State(
    geometry=b"\x01\xd9\xd0", conversation_id=7, tab="chat", splitters={"chat": (264, 900)}
)


def file() -> StateFile:
    return StateFile(Paths.find().data / "window.toml")


def test_nothing_kept_is_the_plain_state() -> None:
    assert WindowState(file()).state == State()


def test_what_was_left_comes_back(aloop) -> None:
    async def scenario() -> None:
        left = WindowState(file())
        left.change(LEFT)
        assert left.state == LEFT
        await left.aclose()
        assert WindowState(file()).state == LEFT

    aloop(scenario())


def test_a_change_is_on_the_disk_soon_without_closing(aloop) -> None:
    async def scenario() -> None:
        left = WindowState(file())
        left.change(LEFT)
        async with asyncio.timeout(5):
            while file().load() != LEFT:  # noqa: ASYNC110 - looks as another process would
                await asyncio.sleep(0.02)
        await left.aclose()

    aloop(scenario())


def test_many_changes_in_a_row_end_with_the_last_one(aloop) -> None:
    async def scenario() -> None:
        left = WindowState(file())
        for number in range(50):
            left.change(replace(LEFT, conversation_id=number))
            await asyncio.sleep(0.005)
        await left.aclose()
        assert file().load().conversation_id == 49

    aloop(scenario())


def test_closing_right_after_a_change_loses_nothing(aloop) -> None:
    async def scenario() -> None:
        for number in range(1, 20):
            left = WindowState(file())
            left.change(replace(LEFT, conversation_id=number))
            await asyncio.sleep(0)
            left.change(replace(LEFT, conversation_id=number, tab="settings"))
            await left.aclose()
            kept = file().load()
            assert (kept.conversation_id, kept.tab) == (number, "settings")

    aloop(scenario())


def test_an_unchanged_state_writes_nothing(aloop) -> None:
    async def scenario() -> None:
        left = WindowState(file())
        left.change(State())
        await left.aclose()
        assert not Paths.find().data.exists()

    aloop(scenario())


def test_a_state_that_cannot_be_kept_harms_nobody(aloop) -> None:
    async def scenario() -> None:
        Paths.find().data.parent.mkdir(parents=True)
        left = WindowState(file())
        Paths.find().data.write_text("a file where the folder should be")
        left.change(LEFT)
        await left.aclose()
        assert left.state == LEFT

    aloop(scenario())


@pytest.mark.parametrize("rubbish", [b"", b"geometry = 5\ntab = []\nsplitters = 1"])
def test_rubbish_in_the_file_counts_as_never_kept(rubbish: bytes) -> None:
    folder = Paths.find().data
    folder.mkdir(parents=True)
    (folder / "window.toml").write_bytes(rubbish)
    assert WindowState(file()).state == State()
