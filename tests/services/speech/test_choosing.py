"""Who hears: by what the person chose, by the language, by what servers can do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from desktop.core.connection import BUILT_IN_ID, Connection
from desktop.core.errors import AppError, Code
from desktop.services.speech.choosing import (
    ENGINE_MODEL,
    Kind,
    Reason,
    Showing,
    Way,
    Wishes,
    file_model,
    live_model,
    way,
)
from tests.fakes.shapes import json_reply
from tests.services.stage import HOME, MODELS, QUICK, Stage, stage
from tests.support.loops import RunLoop

OPENAI, STUDIO = "cloud", "studio"


@asynccontextmanager
async def servers() -> AsyncIterator[Stage]:
    """Give a stage with a server that has everything, and one that cannot transcribe."""
    async with stage(QUICK) as one:
        base = one.server.base_url
        await one.connections.add(Connection(OPENAI, "OpenAI", base, preset="openai"))
        await one.connections.add(Connection(STUDIO, "LM Studio", base, preset="lm_studio"))
        yield one


CHOICES = {
    "English needs nobody": ("en", Wishes(), (Kind.ENGINE, BUILT_IN_ID, Reason.BUILT_IN)),
    "English of a region": ("en-GB", Wishes(), (Kind.ENGINE, BUILT_IN_ID, Reason.BUILT_IN)),
    "Chinese goes to who is known to": ("zh", Wishes(), (Kind.REALTIME, OPENAI, Reason.LANGUAGE)),
    "any language, too": ("", Wishes(), (Kind.REALTIME, OPENAI, Reason.LANGUAGE)),
    "the person's choice": ("en", Wishes(HOME), (Kind.SEGMENTS, HOME, Reason.CHOSEN)),
    "the built-in one, chosen": ("", Wishes(BUILT_IN_ID), (Kind.ENGINE, BUILT_IN_ID, Reason.CHOSEN)),
    "a choice that is gone": ("en", Wishes("x"), (Kind.ENGINE, BUILT_IN_ID, Reason.BUILT_IN)),
}  # fmt: skip


@pytest.mark.parametrize(("language", "wishes", "found"), CHOICES.values(), ids=CHOICES.keys())
def test_the_way(
    aloop: RunLoop, language: str, wishes: Wishes, found: tuple[Kind, str, Reason]
) -> None:
    async def scenario() -> None:
        async with servers() as one:
            chosen = way(one.servers, language, wishes)
            assert (chosen.kind, chosen.connection_id, chosen.reason) == found

    aloop(scenario())


REFUSALS = {
    "the built-in one knows English only": ("zh", Wishes(BUILT_IN_ID), Code.SPEECH_LANGUAGE),
    "a server that cannot": ("en", Wishes(STUDIO), Code.LACKS),
}


@pytest.mark.parametrize(("language", "wishes", "code"), REFUSALS.values(), ids=REFUSALS.keys())
def test_no_way(aloop: RunLoop, language: str, wishes: Wishes, code: Code) -> None:
    async def scenario() -> None:
        async with servers() as one:
            with pytest.raises(AppError) as raised:
                way(one.servers, language, wishes)
            assert raised.value.code is code

    aloop(scenario())


def test_with_nothing_connected_the_language_decides(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as one:
            await one.connections.remove(HOME)
            with pytest.raises(AppError) as raised:
                way(one.servers, "zh", Wishes())
            assert (raised.value.code, raised.value.detail) == (Code.SPEECH_LANGUAGE, "zh")
            only = way(one.servers, "", Wishes())
            assert (only.kind, only.language, only.reason) == (Kind.ENGINE, "en", Reason.ONLY)
            assert await live_model(only, one.servers, one.catalogue) == ENGINE_MODEL

    aloop(scenario())


def test_the_text_shows_as_it_comes() -> None:
    shows = {kind: Way(kind, "", "", Reason.CHOSEN).shows for kind in Kind}
    assert shows[Kind.SEGMENTS] is Showing.AFTER_SENTENCES
    assert shows[Kind.ENGINE] is shows[Kind.REALTIME] is Showing.LIVE


def listed(*names: str) -> dict[str, object]:
    return {"object": "list", "data": [{"id": name, "object": "model"} for name in names]}


LISTS = {
    "OpenAI's": (OPENAI, ["gpt-6-sol", "whisper-1", "gpt-transcribe", "gpt-live-transcribe"], "gpt-live-transcribe", "gpt-transcribe"),
    "no such model listed": (OPENAI, ["gpt-6-sol"], "gpt-live-transcribe", "gpt-transcribe"),
    "one whisper": (HOME, ["llama", "Systran/faster-whisper-small"], "Systran/faster-whisper-small", "Systran/faster-whisper-small"),
    "nothing that is known": (HOME, ["llama"], "whisper-1", "whisper-1"),
}  # fmt: skip


@pytest.mark.parametrize(("who", "names", "live", "file"), LISTS.values(), ids=LISTS.keys())
def test_the_model(aloop: RunLoop, who: str, names: list[str], live: str, file: str) -> None:
    async def scenario() -> None:
        async with servers() as one:
            one.server.on(MODELS, json_reply(listed(*names)))
            chosen = Way(Kind.REALTIME, who, "en", Reason.CHOSEN)
            assert await live_model(chosen, one.servers, one.catalogue) == live
            assert await file_model(chosen, one.servers, one.catalogue) == file

    aloop(scenario())


def test_a_model_for_files_is_not_spoken_into(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with servers() as one:
            chosen = way(one.servers, "en", Wishes(OPENAI, "whisper-1"))
            with pytest.raises(AppError) as raised:
                await live_model(chosen, one.servers, one.catalogue)
            assert raised.value.code is Code.LACKS
            assert await file_model(chosen, one.servers, one.catalogue) == "whisper-1"

    aloop(scenario())
