"""What is known of the models of real servers, merged; which one a task begins with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import pytest

from desktop.core.connection import Connection
from desktop.core.errors import AppError
from desktop.core.models import Modality, ModelKey, Price, Source, Task, Urgency
from desktop.services.catalogue import Catalogue
from desktop.services.models import Default, Lost, Models
from desktop.store.paths import Paths
from desktop.store.settings import CONNECTION, MODEL
from tests.fakes.shapes import json_reply
from tests.services.stage import HOME, MODELS, QUICK, Stage, stage
from tests.support.loops import RunLoop

LIST = {
    "data": [
        {"id": "m-1", "context_length": 8192, "shutdown_date": "2026-12-01"},
        {"id": "gpt-4o"},
        {"id": "gpt-6-luna", "input_modalities": ["text"]},
        {"id": "text-embedding-3-small"},
        {"id": "ft:gpt-4o:acme:bot:1"},
    ]
}
ONE = ModelKey(HOME, "m-1")
EMBEDDER = ModelKey(HOME, "text-embedding-3-small")


@asynccontextmanager
async def catalogue() -> AsyncIterator[tuple[Stage, Catalogue]]:
    async with stage(QUICK) as opened:
        opened.server.on(MODELS, json_reply(LIST))
        file = Paths.find().config / "models.toml"
        yield opened, Catalogue(opened.servers, opened.client, opened.settings, file)


@asynccontextmanager
async def models() -> AsyncIterator[tuple[Stage, Models]]:
    async with catalogue() as (opened, shelf):
        found = await shelf.open()
        found.today = lambda: date(2026, 11, 22)
        yield opened, found


def test_nothing_is_read_before_it_is_opened_and_then_once(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with catalogue() as (_opened, shelf):
            assert shelf.now is None
            assert shelf.label(HOME, "m-1") == "m-1"
            built_in = shelf.label("builtin", "smollm2-135m-instruct")
            assert built_in == "SmolLM2 135M"
            found = await shelf.open()
            assert shelf.now is found
            assert await shelf.open() is found
            assert shelf.label("builtin", "smollm2-135m-instruct") == built_in

    aloop(scenario())


def test_before_its_server_was_asked_a_connection_has_its_own_model(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (opened, found):
            assert [info.key for info in found.of(HOME)] == [ONE]
            assert found.of(HOME)[0].is_listed is None
            assert not found.is_gone(ONE)
            assert opened.server.requests == []
            assert found.of("nobody") == ()

    aloop(scenario())


def test_server_and_table_are_merged_and_named(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (_opened, found):
            told: list[str] = []
            found.changed.connect(told.append)
            infos = {info.id: info for info in await found.refresh(HOME)}
            assert list(infos) == [entry["id"] for entry in LIST["data"]]
            assert told == [HOME]
            luna = infos["gpt-6-luna"]
            assert luna.facts.inputs == {Modality.TEXT}  # its server knows better
            assert luna.origins["inputs"] is Source.SERVER
            assert luna.origins["context"] is Source.TABLE
            assert infos["ft:gpt-4o:acme:bot:1"].label == "bot"
            assert infos["ft:gpt-4o:acme:bot:1"].facts.base == "gpt-4o"
            await found.refresh(HOME)
            assert told == [HOME]

    aloop(scenario())


def test_a_server_that_cannot_be_asked_raises_and_nothing_is_lost(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (opened, found):
            await found.refresh(HOME)
            opened.server.on(MODELS, json_reply({}, 500))
            with pytest.raises(AppError):
                await found.refresh(HOME, is_fresh=True)
            assert len(found.of(HOME)) == len(LIST["data"])

    aloop(scenario())


def test_a_changed_connection_is_asked_anew(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (opened, found):
            await found.refresh(HOME)
            home = opened.servers.get(HOME)
            await opened.servers.save(Connection(HOME, "House", home.base_url, "m-1", home.api), {})
            assert [info.key for info in found.of(HOME)] == [ONE]
            await found.refresh(HOME)
            assert len(found.of(HOME)) == len(LIST["data"])

    aloop(scenario())


def test_ones_own_price_comes_first_and_can_be_taken_back(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (_opened, found):
            await found.refresh(HOME)
            await found.set_price(ONE, Price(1, 2))
            assert found.info(ONE).facts.price == Price(1, 2)
            assert found.info(ONE).origins["price"] is Source.PERSON
            await found.set_price(ONE, None)
            assert found.info(ONE).facts.price is None

    aloop(scenario())


def test_what_runs_at_home_is_free(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (opened, found):
            home = opened.servers.get(HOME)
            await opened.servers.save(
                Connection("o", "Ollama", home.base_url, "m-1", preset="ollama"), {}
            )
            free = found.info(ModelKey("o", "m-1")).facts.price
            assert free is not None
            assert free.is_free
            assert found.info(ONE).facts.price is None
            built_in = found.of("builtin")[0]
            assert built_in.facts.price is not None

    aloop(scenario())


def test_its_server_is_asked_for_more_about_one_model_once(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (opened, found):
            home = opened.servers.get(HOME)
            await opened.servers.save(Connection("o", "Ollama", home.base_url, preset="ollama"), {})
            show = {"model_info": {"general.architecture": "x", "x.context_length": 4096}}
            opened.server.on("/api/show", json_reply({**show, "capabilities": ["tools"]}))
            await found.refresh("o")
            key = ModelKey("o", "m-1")
            info = await found.inspect(key)
            assert (info.facts.context, info.facts.tools) == (4096, True)
            await found.inspect(key)
            asked = [request.path for request in opened.server.requests]
            assert asked.count("/api/show") == 1
            assert found.of("o")[0].facts.tools

    aloop(scenario())


def test_the_end_of_a_model_and_what_follows_it(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (opened, found):
            home = opened.servers.get(HOME)
            official = Connection(HOME, "Home", home.base_url, "m-1", preset="openai")
            await opened.servers.save(official, {})
            await found.refresh(HOME)
            end = found.retirement(found.info(ONE))
            assert end is not None
            assert (end.urgency, end.days_left) == (Urgency.SOON, 9)
            assert found.successor(found.info(ONE)) is None
            old = found.info(ModelKey(HOME, "gpt-4o"))
            assert found.retirement(old) is not None
            assert found.successor(old) == ModelKey(HOME, "gpt-6-luna")

    aloop(scenario())


def test_a_model_that_is_not_listed_any_more_is_gone(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (opened, found):
            opened.server.on(MODELS, json_reply({"data": [{"id": "llama3:latest"}]}))
            await found.refresh(HOME)
            assert found.is_gone(ONE)
            assert found.info(ONE).is_listed is False
            assert not found.is_gone(ModelKey(HOME, "llama3"))

    aloop(scenario())


# what a task begins with
def test_a_task_begins_with_what_was_chosen(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (_opened, found):
            await found.set_default(Task.EMBEDDING, EMBEDDER)
            assert await found.resolve(Task.EMBEDDING) == Default(EMBEDDER)

    aloop(scenario())


def test_without_a_choice_it_begins_with_what_fits(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (_opened, found):
            assert await found.resolve(Task.EMBEDDING) == Default(EMBEDDER)
            assert await found.resolve(Task.SPEECH) == Default(None)

    aloop(scenario())


LOSSES = {
    "retired": (ModelKey(HOME, "m-1"), date(2026, 12, 2), Lost.RETIRED),
    "gone": (ModelKey(HOME, "m-9"), date(2026, 11, 22), Lost.GONE),
    "connection removed": (ModelKey("x", "m-1"), date(2026, 11, 22), Lost.REMOVED),
}


@pytest.mark.parametrize(("chosen", "today", "why"), LOSSES.values(), ids=LOSSES.keys())
def test_what_is_lost_is_replaced_and_said(
    aloop: RunLoop, chosen: ModelKey, today: date, why: Lost
) -> None:
    async def scenario() -> None:
        async with models() as (_opened, found):
            found.today = lambda: today
            await found.set_default(Task.EMBEDDING, chosen)
            assert await found.resolve(Task.EMBEDDING) == Default(EMBEDDER, chosen, why)

    aloop(scenario())


def test_a_silent_server_keeps_what_was_chosen(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (opened, found):
            opened.server.on(MODELS, json_reply({}, 500))
            await found.set_default(Task.EMBEDDING, EMBEDDER)
            assert await found.resolve(Task.EMBEDDING) == Default(EMBEDDER)

    aloop(scenario())


def test_a_new_chat_begins_with_the_model_that_was_chosen_last(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with models() as (opened, found):
            await opened.settings.set(CONNECTION, HOME)
            assert found.default(Task.CHAT) == ONE  # the connection's own
            await found.set_default(Task.CHAT, ModelKey(HOME, "gpt-6-luna"))
            assert opened.settings.get(MODEL) == "gpt-6-luna"
            assert found.default(Task.CHAT) == ModelKey(HOME, "gpt-6-luna")
            await found.set_default(Task.CHAT, None)
            assert found.default(Task.CHAT) == ModelKey(HOME, "gpt-6-luna")

    aloop(scenario())
