"""Adding, removing and changing models of the built-in engine, with the real engine where it matters."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from desktop.core.connection import BUILT_IN_ID
from desktop.core.errors import AppError, Code
from desktop.core.types import Kind, Part, PartType, State
from desktop.services.context import Services
from desktop.services.own_models import OwnModels
from desktop.services.startup import services_running
from desktop.services.turns import Target
from desktop.services.window_state import WindowState
from desktop.store.gguf import Flaw, ModelFileError
from desktop.store.paths import Paths
from desktop.store.settings import ENGINE_IDLE_MINUTES, Settings
from desktop.store.state import StateFile
from tests.fakes import gguf

BUILT_IN = "smollm2-135m-instruct"


@asynccontextmanager
async def running() -> AsyncIterator[Services]:
    paths = Paths.find()
    settings = Settings(paths.config / "settings.toml")
    state = WindowState(StateFile(paths.data / "window.toml"))
    async with services_running(paths, settings, state) as services:
        yield services


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 - several things may make it so
            await asyncio.sleep(0.01)


async def refused(own: OwnModels, *paths: Path) -> Flaw:
    with pytest.raises(ModelFileError) as caught:
        await own.add(paths)
    assert own.list() == ()
    return caught.value.flaw


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Give the real weights, as a file of the person's."""
    from desktop.engine.weights import WeightsFile

    path = tmp_path / "My Model (Q4).gguf"
    shutil.copyfile(WeightsFile().find(), path)
    return path


def test_an_added_model_is_there_after_a_restart(aloop, tmp_path: Path) -> None:
    path = gguf.model(tmp_path / "Tiny Model.gguf")

    async def scenario() -> None:
        async with running() as services:
            told: list[None] = []
            services.own_models.changed.connect(told.append)
            (added,) = await services.own_models.add([path])
            assert (added.id, added.name) == ("tiny-model", "Tiny Model")
            assert told == [None]
            assert services.engine.pid is None  # adding loads and starts nothing
        async with running() as services:
            assert services.own_models.list() == (added,)
            assert services.own_models.get("tiny-model") == added

    aloop(scenario())


def test_the_person_may_rename_give_context_and_remove(aloop, tmp_path: Path) -> None:
    path = gguf.model(tmp_path / "a.gguf")

    async def scenario() -> None:
        async with running() as services:
            own = services.own_models
            await own.add([path])
            await own.add([gguf.model(tmp_path / "b.gguf")])
            await own.rename("a", "  My\n first ")
            await own.rename("a", "  ")
            await own.set_context("a", 10**9)
            await own.set_context("unknown", 5)
            model = own.get("a")
            assert model is not None
            assert (model.name, model.context_length) == ("My first", 4096)
            place = await own.remove("a")
            assert [kept.id for kept in own.list()] == ["b"]
            assert path.exists()  # the person's file is only ever read
            await own.restore(model, place)
            await own.restore(model, place)
            assert [kept.id for kept in own.list()] == ["a", "b"]
            await own.remove("unknown")

    aloop(scenario())


def test_files_that_cannot_be_used_are_refused_with_the_reason(aloop, tmp_path: Path) -> None:
    model, other = gguf.model(tmp_path / "a.gguf"), gguf.model(tmp_path / "b.gguf")
    projector = gguf.projector(tmp_path / "mmproj.gguf")
    second = gguf.projector(tmp_path / "mmproj2.gguf")
    text = tmp_path / "c.gguf"
    text.write_text("no model " * 10)

    async def scenario() -> None:
        async with running() as services:
            own = services.own_models
            assert await refused(own, text) is Flaw.NOT_GGUF
            assert await refused(own, model, text) is Flaw.NOT_GGUF
            assert await refused(own, projector) is Flaw.PROJECTOR
            assert await refused(own, model, other, projector) is Flaw.SEVERAL
            assert await refused(own, model, projector, second) is Flaw.SEVERAL
            assert await refused(own, tmp_path / "gone.gguf") is Flaw.UNREADABLE
            assert await refused(own, model, model.with_name("./a.gguf"), other, other, text)
            await own.add([model])
            with pytest.raises(ModelFileError) as caught:
                await own.add([other, model])
            assert caught.value.flaw is Flaw.KNOWN
            assert [kept.id for kept in own.list()] == ["a"]

    aloop(scenario())


def test_a_projector_comes_with_its_model_or_later(aloop, tmp_path: Path) -> None:
    model = gguf.model(tmp_path / "a.gguf")
    projector = gguf.projector(tmp_path / "mmproj.gguf")

    async def scenario() -> None:
        async with running() as services:
            own = services.own_models
            (added,) = await own.add([projector, model])
            assert added.projector is not None
            assert added.projector.path == str(projector)
            await own.set_projector("a", None)
            assert own.list()[0].projector is None
            with pytest.raises(ModelFileError) as caught:
                await own.set_projector("a", model)
            assert caught.value.flaw is Flaw.NO_PROJECTOR
            await own.set_projector("a", projector)
            assert own.list()[0].projector is not None

    aloop(scenario())


def test_names_are_kept_apart(aloop, tmp_path: Path) -> None:
    names = ["Ä ö.gguf", "千问.gguf", "!!.gguf", f"{BUILT_IN}.gguf"]

    async def scenario() -> None:
        async with running() as services:
            own = services.own_models
            for name in names:
                await own.add([gguf.model(tmp_path / name)])
            (tmp_path / "more").mkdir()
            await own.add([gguf.model(tmp_path / "more" / "千问.gguf")])
            assert [model.id for model in own.list()] == [
                "ä-ö", "千问", "model", f"{BUILT_IN}-2", "千问-2",
            ]  # fmt: skip

    aloop(scenario())


def test_files_that_vanish_or_change_are_told(aloop, tmp_path: Path) -> None:
    path = gguf.model(tmp_path / "a.gguf")
    same = gguf.model(tmp_path / "b.gguf")

    async def scenario() -> None:
        async with running() as services:
            own = services.own_models
            await own.add([path, same])
            assert await own.problems() == {}
            path.unlink()
            assert (await own.problems())["a"].flaw is Flaw.UNREADABLE
            os.utime(same, ns=(1, 1))
            assert "has changed" in (await own.problems())["b"].detail
            assert set(await own.fits()) == {"a", "b"}

    aloop(scenario())


def test_a_list_that_cannot_be_written_stays_as_it_is(aloop, tmp_path: Path) -> None:
    path = gguf.model(tmp_path / "a.gguf")

    async def scenario() -> None:
        async with running() as services:
            file = Paths.find().config / "engine-models.toml"
            file.mkdir(parents=True)
            with pytest.raises(AppError):
                await services.own_models.add([path])
            assert services.own_models.list() == ()
            file.rmdir()

    aloop(scenario())


def test_the_running_engine_answers_with_an_added_model(aloop, weights: Path) -> None:
    async def scenario() -> None:
        async with running() as services:
            servers, told = services.servers, list[str]()
            await servers.models(BUILT_IN_ID)
            servers.changed.connect(told.append)
            (added,) = await services.own_models.add([weights])
            await until(lambda: told)
            assert told == [BUILT_IN_ID]
            known = {model.id: model for model in servers.known_models(BUILT_IN_ID)}
            assert list(known) == [BUILT_IN, "my-model-q4", "moonshine-tiny-en"]
            assert known[added.id].context_length == 8192
            assert (await said(services, added.id)).state is State.COMPLETE
            assert services.engine.loaded >= {added.id}
            os.utime(weights, ns=(1, 1))
            changed = await said(services, added.id)
            assert changed.state is State.FAILED
            assert "has changed since it was added" in changed.error_detail
            await services.own_models.remove(added.id)
            await until(lambda: len(servers.known_models(BUILT_IN_ID)) == 2)
            await until(lambda: added.id not in services.engine.loaded)
            failed = await said(services, added.id)
            assert failed.error_code == Code.NOT_FOUND

    aloop(scenario(), timeout_s=60)


def test_a_model_of_an_earlier_run_is_known_to_a_new_engine(aloop, weights: Path) -> None:
    async def scenario() -> None:
        async with running() as services:
            await services.own_models.add([weights])
        async with running() as services:
            assert services.servers.known_models(BUILT_IN_ID) == ()
            await services.engine.endpoint()
            await until(lambda: len(services.servers.known_models(BUILT_IN_ID)) == 3)

    aloop(scenario(), timeout_s=30)


def test_another_time_until_memory_is_given_back_reaches_the_engine(aloop) -> None:
    async def scenario() -> None:
        async with running() as services:
            await services.engine.endpoint()
            listed: list[None] = []
            services.engine.models_changed.connect(listed.append)
            await services.settings.set(ENGINE_IDLE_MINUTES, 1)
            await until(lambda: listed)

    aloop(scenario(), timeout_s=30)


async def said(services: Services, model: str):
    conversation = await services.conversations.create(Kind.CHAT)
    question = (Part(PartType.TEXT, "Hi"),)
    _, answer = await services.turns.send(
        conversation.id, None, question, Target(BUILT_IN_ID, model)
    )
    async with asyncio.timeout(30):
        while True:
            message = await services.conversations.message(answer.id)
            if message.state is not State.STREAMING:
                return message
            await asyncio.sleep(0.02)


def test_a_model_larger_than_the_computer_is_refused(aloop, tmp_path: Path) -> None:
    path = gguf.model(tmp_path / "a.gguf")
    os.truncate(path, 2**43)  # a hole: it takes no room on the disk

    async def scenario() -> None:
        async with running() as services:
            assert await refused(services.own_models, path) is Flaw.TOO_LARGE

    aloop(scenario())
