"""The library of prompts as the window uses it."""

import json

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.prompts import variables
from desktop.services.prompts import Prompts
from tests.store.stores import opened


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_new_library_begins_in_the_interface_s_language(aloop, language: str) -> None:
    async def scenario() -> None:
        async with opened() as database:
            found = await Prompts(database).all(language)
            assert len(found) == 7
            assert all(one.name and one.text for one in found)
            assert any(variables(one.text) for one in found)
            assert ("Translate" in [one.name for one in found]) is (language == "en")

    aloop(scenario())


def test_every_change_is_told(aloop) -> None:
    async def scenario() -> None:
        async with opened() as database:
            prompts, told = Prompts(database), []
            prompts.changed.connect(told.append)
            made = await prompts.add("  two  words ", "text")
            assert made.name == "two words"
            await prompts.change(made.id, "name", "text")
            await prompts.mark_used(made.id)
            assert (await prompts.all("en"))[0].id == made.id
            await prompts.delete(made.id)
            await prompts.restore(made.id)
            assert len(told) == 5

    aloop(scenario())


@pytest.mark.parametrize(("name", "text"), [("", "text"), ("name", " \n"), ("n" * 201, "text")])
def test_a_prompt_needs_a_name_and_a_text(aloop, name: str, text: str) -> None:
    async def scenario() -> None:
        async with opened() as database:
            with pytest.raises(AppError) as caught:
                await Prompts(database).add(name, text)
            assert caught.value.code is Code.UNSUITABLE

    aloop(scenario())


def test_an_exported_library_comes_back_and_nothing_twice(aloop) -> None:
    async def scenario() -> None:
        async with opened() as database:
            prompts = Prompts(database)
            made = await prompts.add("mine", "text {{a|b}}")
            whole = await prompts.export("en")
            await prompts.delete(made.id)
            assert await prompts.take(whole.encode(), "en") == 1
            assert await prompts.take(whole.encode(), "en") == 0
            assert "mine" in [one.name for one in await prompts.all("en")]

    aloop(scenario())


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[1]", b'{"prompts": 5}', b'{"prompts": [{"name": 1, "text": 2}]}', b"\xff" * 9,
     b"[" * 100_000, json.dumps({"prompts": [{"name": "", "text": ""}]}).encode()],
)  # fmt: skip
def test_a_file_that_is_no_library_adds_nothing(aloop, content: bytes) -> None:
    async def scenario() -> None:
        async with opened() as database:
            prompts = Prompts(database)
            before = await prompts.all("en")
            with pytest.raises(AppError) as caught:
                await prompts.take(content, "en")
            assert caught.value.code is Code.UNSUITABLE
            assert await prompts.all("en") == before

    aloop(scenario())
