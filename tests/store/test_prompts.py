"""The library of prompts on the disk."""

import pytest

from desktop.core.errors import AppError, Code
from desktop.store.db import Database
from desktop.store.paths import Paths
from desktop.store.prompts import PromptTable
from tests.store.stores import opened


class Clock:
    """A time that moves on with every look."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def names(prompts: object) -> list[str]:
    return [prompt.name for prompt in prompts]  # type: ignore[attr-defined]


def test_the_one_used_last_stands_first_the_others_by_name(aloop) -> None:
    async def scenario() -> None:
        async with opened() as database:
            table = PromptTable(database, Clock())
            made = {name: await table.add(name, "text") for name in ("beta", "Alpha", "gamma")}
            assert names(await table.all()) == ["Alpha", "beta", "gamma"]
            await table.mark_used(made["gamma"].id)
            await table.mark_used(made["beta"].id)
            assert names(await table.all()) == ["beta", "gamma", "Alpha"]

    aloop(scenario())


def test_a_change_stays_and_a_deleted_one_comes_back_as_it_was(aloop) -> None:
    async def scenario() -> None:
        async with opened() as database:
            table = PromptTable(database)
            made = await table.add("name", "text")
            await table.change(made.id, "new name", "new {{text}}")
            await table.delete(made.id)
            assert await table.all() == ()
            await table.restore(made.id)
        async with opened() as database:
            (found,) = await PromptTable(database).all()
            assert (found.id, found.name, found.text) == (made.id, "new name", "new {{text}}")

    aloop(scenario())


def test_what_is_gone_cannot_be_changed(aloop) -> None:
    async def scenario() -> None:
        async with opened() as database:
            table = PromptTable(database)
            made = await table.add("name", "text")
            await table.delete(made.id)
            for work in (table.change(made.id, "a", "b"), table.mark_used(99), table.delete(99)):
                with pytest.raises(AppError) as caught:
                    await work
                assert caught.value.code is Code.GONE

    aloop(scenario())


def test_a_library_begins_once(aloop) -> None:
    async def scenario() -> None:
        async with opened() as database:
            table = PromptTable(database)
            await table.begin_with([("a", "1"), ("b", "2")])
            await table.begin_with([("c", "3")])
            for prompt in await table.all():
                await table.delete(prompt.id)
            await table.begin_with([("c", "3")])
            assert await table.all() == ()  # the person emptied it: so it stays

    aloop(scenario())


def test_two_windows_begin_one_library(aloop) -> None:
    async def scenario() -> None:
        async with opened() as one:
            other = await Database.open(Paths.find())
            for database in (one, other):
                await PromptTable(database).begin_with([("a", "1")])
            assert names(await PromptTable(other).all()) == ["a"]
            await other.aclose()

    aloop(scenario())
