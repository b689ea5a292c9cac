"""An answer that streams to a terminal is kept beside it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from desktop.core.errors import AppError, Code
from desktop.core.stream import Finished, Started, StreamEvent, TextDelta, UsageReported
from desktop.core.types import Kind, Message, State, Usage
from desktop.services import saving
from desktop.services.saving import saved
from desktop.store.paths import Paths
from tests.store.stores import store


async def answer(
    *words: str, error: Exception | None = None, pause_s: float = 0.0
) -> AsyncGenerator[StreamEvent, None]:
    yield Started("r-1", "m-real")
    for word in words:
        await asyncio.sleep(pause_s)
        yield TextDelta(word)
    if error is not None:
        raise error
    yield UsageReported(Usage(3, 5))
    yield Finished("stop")


def kept(events: AsyncGenerator[StreamEvent, None]) -> AsyncGenerator[StreamEvent, None]:
    return saved(events, "Why?", "m-1", "c-1")


async def stored() -> tuple[Message, Message]:
    async with store() as conversations:
        (conversation,) = await conversations.list(Kind.CHAT)
        assert conversation.title == "Why?"
        question, node = await conversations.path(conversation.id)
        return question.message, node.message


def test_events_pass_unchanged_and_the_answer_is_kept(aloop) -> None:
    async def scenario() -> None:
        passed = [event async for event in kept(answer("Be", "cause."))]
        assert passed == [event async for event in answer("Be", "cause.")]
        question, kept_answer = await stored()
        assert question.text == "Why?"
        assert (kept_answer.text, kept_answer.state) == ("Because.", State.COMPLETE)
        assert (kept_answer.usage, kept_answer.finish_reason) == (Usage(3, 5), "stop")
        assert kept_answer.connection_id == "c-1"

    aloop(scenario())


def test_a_failure_is_kept_with_its_code_and_the_text_so_far(aloop) -> None:
    async def scenario() -> None:
        with pytest.raises(AppError):
            _ = [e async for e in kept(answer("Half", error=AppError(Code.CUT, "gone")))]
        _, kept_answer = await stored()
        assert (kept_answer.text, kept_answer.state) == ("Half", State.FAILED)
        assert (kept_answer.error_code, kept_answer.error_detail) == (Code.CUT, "gone")

    aloop(scenario())


def test_who_stops_listening_keeps_what_came(aloop) -> None:
    async def scenario() -> None:
        async with aclosing(kept(answer("Half ", "of it", " all"))) as events:
            async for event in events:
                if event == TextDelta("of it"):
                    break
        _, kept_answer = await stored()
        assert (kept_answer.text, kept_answer.state) == ("Half of it", State.STOPPED)

    aloop(scenario())


def test_a_cancelled_caller_keeps_what_came(aloop) -> None:
    async def scenario() -> None:
        heard = asyncio.Event()

        async def listen() -> None:
            async with aclosing(kept(answer("Half", "never", pause_s=0.04))) as events:
                async for event in events:
                    if isinstance(event, TextDelta):
                        heard.set()

        async with asyncio.TaskGroup() as group:
            task = group.create_task(listen())
            await heard.wait()
            task.cancel()
        _, kept_answer = await stored()
        assert (kept_answer.text, kept_answer.state) == ("Half", State.STOPPED)

    aloop(scenario())


def test_nothing_is_asked_when_nothing_can_be_kept(aloop) -> None:
    Paths.find().data.parent.mkdir(parents=True)
    Paths.find().data.write_text("a file where the folder should be")
    asked: list[str] = []

    async def asking() -> AsyncGenerator[StreamEvent, None]:
        asked.append("yes")
        yield Finished()

    async def scenario() -> None:
        with pytest.raises(AppError):
            _ = [event async for event in kept(asking())]
        assert asked == []

    aloop(scenario())


def test_the_text_is_on_the_disk_while_it_streams(aloop) -> None:
    async def scenario() -> None:
        pieces = ["word "] * 12
        async with aclosing(kept(answer(*pieces, pause_s=saving.CHECKPOINT_S / 5))) as events:
            count = 0
            async for event in events:
                count += isinstance(event, TextDelta)
                if count == len(pieces):
                    _, so_far = await stored()
                    assert so_far.state is State.STREAMING
                    assert so_far.text.startswith("word word ")
                    break

    aloop(scenario())
