"""Conversations that a server keeps, and their items of any type."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from openai.types.conversations import Conversation, ConversationItemList

from desktop.api.reading.fields import Json
from desktop.api.stored import conversations
from desktop.api.stored.conversations import Item, ServerConversation, read_conversation, read_item
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from tests.api.kept_things import every, json_of, said_by, talking
from tests.support.loops import RunLoop

CONVERSATION: Json = {
    "id": "conv_1",
    "object": "conversation",
    "created_at": 1,
    "metadata": {"a": "b"},
}
MESSAGE: Json = {
    "id": "msg_1",
    "type": "message",
    "role": "user",
    "status": "completed",
    "content": [{"type": "input_text", "text": "look"}, {"type": "input_image", "file_id": "f"}],
}


def item(number: int) -> Json:
    return {**MESSAGE, "id": f"msg_{number}"}


def page(*entries: Json, more: bool = False) -> Json:
    last = entries[-1]["id"] if entries else None
    return {"object": "list", "data": list(entries), "has_more": more, "last_id": last}


ITEMS: dict[str, tuple[Json, Item]] = {
    "message": (MESSAGE, Item("msg_1", "message", "user", "completed", "look")),
    "refusal": (
        {"id": "m", "type": "message", "content": [{"type": "refusal", "refusal": "no"}]},
        Item("m", "message", text="no"),
    ),
    "reasoning": (
        {"id": "r", "type": "reasoning", "summary": [{"text": "hm"}, {"text": "ah"}]},
        Item("r", "reasoning", text="hm\n\nah"),
    ),
    "plain text": ({"id": "m", "content": "hi"}, Item("m", text="hi")),
    "without an id": (
        {"type": "custom_tool_call", "id": None, "input": "x"},
        Item("", "custom_tool_call"),
    ),
    "a new type": ({"id": "n", "type": "hologram", "beams": [1]}, Item("n", "hologram")),
}


@pytest.mark.parametrize(("said", "expected"), ITEMS.values(), ids=ITEMS.keys())
def test_reads_and_keeps_any_item(said: Json, expected: Item) -> None:
    read = read_item(said)
    assert (read.id, read.type, read.role, read.status, read.text) == (
        expected.id,
        expected.type,
        expected.role,
        expected.status,
        expected.text,
    )
    assert json.loads(read.raw) == said


def test_from_a_new_conversation_to_its_end(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            http, target = talk.http, talk.endpoint
            talk.on("/conversations", CONVERSATION)
            talk.on("/conversations/conv_1", CONVERSATION, CONVERSATION, {"deleted": True})
            made = await conversations.create(http, target, metadata={"a": "b"})
            assert (made.id, made.created_at, made.metadata) == ("conv_1", 1, {"a": "b"})
            assert await conversations.get(http, target, "conv_1") == made
            assert await conversations.update(http, target, "conv_1", {"a": "c"}) == made
            assert talk.last.json == {"metadata": {"a": "c"}}
            await conversations.remove(http, target, "conv_1")
            assert talk.last.method == "DELETE"
            assert http.lessons.support(target, Capability.CONVERSATIONS) is Support.YES

    aloop(scenario())


def test_walks_its_items_by_the_last_id(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            path = "/conversations/conv_1/items"
            talk.on(path, page(item(1), item(2), more=True), page(item(3)))
            found = await every(conversations.list_items(talk.http, talk.endpoint, "conv_1"))
            assert [one.id for one in found] == ["msg_1", "msg_2", "msg_3"]
            assert talk.last.path == f"/v1{path}?limit=100&order=asc&after=msg_2"

    aloop(scenario())


def test_one_item_is_read_and_deleted(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/conversations/conv_1/items/msg_1", MESSAGE, CONVERSATION)
            found = await conversations.get_item(talk.http, talk.endpoint, "conv_1", "msg_1")
            assert found.text == "look"
            await conversations.remove_item(talk.http, talk.endpoint, "conv_1", "msg_1")
            assert talk.last.method == "DELETE"

    aloop(scenario())


def test_more_items_than_fit_are_several_requests(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/conversations", CONVERSATION)
            talk.on("/conversations/conv_1/items", page(item(1)), page(item(2)))
            items: list[Json] = [{"role": "user", "content": str(one)} for one in range(45)]
            await conversations.create(talk.http, talk.endpoint, items)
            sent = [request.json["items"] for request in talk.server.requests]
            assert sent == [items[:20], items[20:40], items[40:]]
            added = await conversations.add(talk.http, talk.endpoint, "conv_1", items[:3])
            assert [one.id for one in added] == ["msg_2"]

    aloop(scenario())


def test_a_conversation_that_cannot_be_filled_is_taken_back(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/conversations", CONVERSATION)
            talk.on("/conversations/conv_1/items", {"error": "x"}, status=500)
            talk.on("/conversations/conv_1", {"deleted": True})
            with pytest.raises(AppError) as caught:
                await conversations.create(talk.http, talk.endpoint, [{"role": "user"}] * 21)
            assert caught.value.code is Code.SERVER
            assert (talk.last.method, talk.last.path) == ("DELETE", "/v1/conversations/conv_1")

    aloop(scenario())


def test_a_server_without_conversations_is_remembered(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError) as caught:
                await conversations.create(talk.http, talk.endpoint)
            assert (caught.value.code, caught.value.detail) == (Code.LACKS, "conversations")

    aloop(scenario())


@given(said_by(Conversation))
def test_reads_the_conversations_that_the_package_knows(said: Json) -> None:
    model, read = Conversation.model_validate(said), read_conversation(said)
    assert (read.id, read.created_at, read.metadata) == (model.id, model.created_at, model.metadata)


@settings(max_examples=25)
@given(said_by(ConversationItemList))
def test_reads_the_items_that_the_package_knows(said: Json) -> None:
    for entry in said["data"]:  # type: ignore[attr-defined]
        read = read_item(entry)
        assert (read.id, read.type) == (entry["id"] or "", entry["type"])
        assert json.loads(read.raw) == entry


@given(json_of(["id", "type", "content", "summary", "text", "metadata", "role"], "message"))
def test_no_json_breaks_it(said: object) -> None:
    with suppress(AppError):
        assert isinstance(read_conversation(said), ServerConversation)
    with suppress(AppError):
        assert isinstance(read_item(said).text, str)
