"""What goes over the wire for an answer is kept with it, rebuilt exactly, and can be sent again."""

import asyncio
import io
import json
from dataclasses import replace

import pytest
from PIL import Image

from desktop.core.connection import Api, Connection, Secret
from desktop.core.errors import AppError, Code
from desktop.core.parameters import Parameters
from desktop.core.types import Kind, Message, PartType, State
from desktop.services.playing.editing import EditError, Why, read
from desktop.services.playing.reading import preview
from desktop.services.playing.shown import Doubt, Round
from desktop.store.exchanges import Exchange
from desktop.store.secrets import Place
from tests.fakes.byte_server import Pause, Reply, Stall
from tests.fakes.shapes import chat_reply, json_reply, response_events, sse
from tests.services.stage import CHAT, HOME, QUICK, RESPONSES, TARGET, Stage, said, stage
from tests.services.test_turns_tools import CALCULATOR, asked, call, calling

CANARY = "sk-canary-0123456789"


async def kept(s: Stage, message_id: int, count: int = 1) -> tuple[Exchange, ...]:
    """Wait until the exchanges of an answer are in the store; give them."""
    async with asyncio.timeout(10):
        while len(found := await s.conversations.exchanges(message_id)) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    return found


async def shown(s: Stage, answer: Message, count: int = 1) -> tuple[Round, ...]:
    await kept(s, answer.id, count)
    return await s.playground.rounds(answer.id)


def sent(s: Stage, number: int = -1) -> dict[str, object]:
    """Give the body that a request really had."""
    body = json.loads(s.server.requests[number].body)
    assert isinstance(body, dict)
    return body


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(content, "PNG")
    return content.getvalue()


def test_what_was_sent_and_what_came_is_shown_as_it_was(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, answer = await s.answered(chat_reply("Be", "cause.", cuts=()))
            (only,) = await shown(s, answer)
            assert only.request.body == sent(s)
            assert only.request.doubt is Doubt.NONE
            assert only.request.is_first
            assert only.request.size == len(s.server.requests[-1].body)
            assert only.request.url == f"{s.server.base_url}/chat/completions"
            assert only.answer is not None
            assert only.answer.status == 200
            names = [json.loads(event.text[6:])["choices"] for event in only.answer.events[:3]]
            assert names[1][0]["delta"] == {"content": "Be"}
            assert only.answer.events[-1].text == "data: [DONE]"
            assert only.answer.output_tokens == 5
            assert only.answer.first_token_ms is not None

    aloop(scenario())


def test_times_are_those_of_the_pieces(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            whole = b"".join(chat_reply("Be", "cause.").pieces)  # type: ignore[arg-type]
            half = whole.index(b"cause")
            _, answer = await s.answered(Reply((whole[:half], Pause(0.05), whole[half:])))
            (only,) = await shown(s, answer)
            assert only.answer is not None
            times = [event.at_ms for event in only.answer.events]
            assert times == sorted(times)
            assert times[2] - times[1] >= 40  # the event was whole with its second half
            assert only.answer.first_token_ms == times[1]
            assert only.answer.total_ms == times[-1]

    aloop(scenario())


def test_each_round_of_a_tool_loop_is_kept_with_what_was_said_before_it(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            calls = calling(
                call("calculator", '{"expression": "6*7"}', "call_1"), words="Let me see."
            )
            answer = await asked(s, CALCULATOR, calls, chat_reply("42"))
            await s.stored(answer.id)
            first, second = await shown(s, answer, 2)
            assert first.request.body == sent(s, 0)
            assert second.request.body == sent(s, 1)
            assert {first.request.doubt, second.request.doubt} == {Doubt.NONE}
            assert not second.request.is_first
            text = json.dumps(second.request.body)
            with pytest.raises(EditError) as refused:
                await s.playground.edited(answer.id, second.request, text)
            assert refused.value.why is Why.LATER_ROUND

    aloop(scenario())


def test_an_answer_that_was_continued_is_rebuilt_with_what_it_had_said(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, first = await s.answered(chat_reply("One, "))
            s.server.on(CHAT, chat_reply("two."))
            again = await s.turns.resume(first.id, TARGET)
            await s.stored(again.id)
            (only,) = await shown(s, again)
            assert only.request.body == sent(s)
            assert only.request.doubt is Doubt.NONE

    aloop(scenario())


def test_files_are_named_and_put_in_only_when_wanted(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            part = await s.attachments.add_picture(picture(), "red.png")
            s.server.on(CHAT, chat_reply("Red."))
            conversation = await s.conversation()
            parts = (*said("Which colour?"), part)
            _, answer = await s.turns.send(conversation.id, None, parts, TARGET)
            await s.stored(answer.id)
            (only,) = await shown(s, answer)
            seen = json.dumps(only.request.body)
            assert f"blob:{part.blob} (image/" in seen
            assert "base64" not in seen
            assert only.request.file_bytes > 0
            assert await s.playground.whole_body(answer.id, 1) == sent(s)
            (exchange,) = await kept(s, answer.id)
            assert "base64" not in exchange.request

    aloop(scenario())


def test_a_file_that_is_gone_makes_doubt(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            part = await s.attachments.add_picture(picture(), "red.png")
            s.server.on(CHAT, chat_reply("Red."))
            conversation = await s.conversation()
            _, answer = await s.turns.send(conversation.id, None, (*said("Which?"), part), TARGET)
            await s.stored(answer.id)
            await kept(s, answer.id)
            (s.database.folder / "blobs" / part.blob[:2] / part.blob).unlink()
            (only,) = await s.playground.rounds(answer.id)
            assert only.request.doubt is Doubt.CHANGED

    aloop(scenario())


def test_nothing_recorded_shows_the_request_as_it_would_be_made(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            conversation = await s.conversation()
            _, answer = await s.conversations.ask(conversation.id, None, said("Why?"), "m-1", HOME)
            (only,) = await s.playground.rounds(answer.id)
            assert only.answer is None
            assert only.request.doubt is Doubt.NOT_RECORDED
            assert only.request.body["messages"] == [{"role": "user", "content": "Why?"}]
            assert only.request.url == f"{s.server.base_url}/chat/completions"

    aloop(scenario())


def test_failed_and_stopped_answers_are_kept_too(aloop) -> None:
    async def scenario() -> None:
        async with stage(QUICK) as s:
            refusal = json_reply({"error": {"message": "no such model"}}, 404)
            _, answer = await s.answered(refusal)
            (only,) = await shown(s, answer)
            assert only.answer is not None
            assert only.answer.status == 404
            assert json.loads(only.answer.text) == {"error": {"message": "no such model"}}
            begun = Reply((*chat_reply("Be").pieces[:2], Stall()))
            s.server.on(CHAT, begun)
            second = await s.send("Again?")
            await s.watch.until(lambda: "Be" in s.watch.pieces)
            s.turns.stop(second.id)
            stored = await s.stored(second.id)
            assert stored.state is State.STOPPED
            (only,) = await shown(s, second)
            assert only.answer is not None
            assert "Be" in only.answer.text

    aloop(scenario())


def test_the_attempt_that_answered_is_the_one_that_is_kept(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            unknown = json_reply(
                {"error": {"message": "Unknown parameter: 'stream_options'.",
                           "param": "stream_options", "code": "unknown_parameter"}}, 400,
            )  # fmt: skip
            _, answer = await s.answered(unknown, chat_reply("Fine."))
            (only,) = await shown(s, answer)
            assert "stream_options" not in only.request.body
            assert only.request.body == sent(s)
            assert only.answer is not None
            assert only.answer.status == 200

    aloop(scenario())


def test_a_temporary_answer_keeps_its_exchange_in_memory(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(CHAT, chat_reply("Secretly."))
            made = await s.conversations.create(Kind.CHAT, temporary=True)
            answer = await s.send("Who?", made.id)
            await s.stored(answer.id)
            (only,) = await shown(s, answer)
            assert only.request.body == sent(s)
            on_disk = await s.database.read(
                lambda connection: connection.execute("SELECT count(*) FROM exchange").fetchone()
            )
            assert on_disk == (0,)

    aloop(scenario())


def test_the_responses_api_is_rebuilt_as_such(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            home = Connection(HOME, "Home", s.server.base_url, "m-1", Api.RESPONSES)
            await s.connections.update(home)
            s.server.on(RESPONSES, Reply((sse(*response_events(["Be", "cause."])),)))
            answer = await s.send()
            await s.stored(answer.id)
            (only,) = await shown(s, answer)
            assert only.request.body == sent(s)
            assert only.request.doubt is Doubt.NONE
            assert only.answer is not None
            names = [event.name for event in only.answer.events]
            assert names[0] == "response.created"
            assert "response.output_text.delta" in names
            delta = next(e for e in only.answer.events if e.name.endswith("text.delta"))
            assert '"delta"' in preview(delta)

    aloop(scenario())


def test_no_secret_is_kept_or_shown(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.secrets.keep(HOME, Secret(CANARY), Place.FILE)
            echo = json_reply({"error": {"message": f"bad key {CANARY}"}}, 401, x_echo=CANARY)
            _, answer = await s.answered(echo)
            assert CANARY in s.server.requests[-1].headers["authorization"]
            (exchange,) = await kept(s, answer.id)
            (only,) = await s.playground.rounds(answer.id)
            assert CANARY not in exchange.request + exchange.response
            assert CANARY not in repr(only) + repr(only.answer and only.answer.text)
            assert only.answer is not None
            assert "bad key ***" in only.answer.text

    aloop(scenario())


def test_the_change_is_announced_once_it_is_stored(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            seen: list[str] = []
            s.conversations.changed.connect(lambda change: seen.append(change.what))
            _, answer = await s.answered(chat_reply("Fine."))
            await kept(s, answer.id)
            assert seen[-1] == "exchanges"
            assert seen.count("exchanges") == 1

    aloop(scenario())


async def resent(s: Stage, answer: Message, **changes: object) -> tuple[Message, dict[str, object]]:
    """Edit the top level of a request and send it; give the new answer and the body that went out."""
    (only,) = await shown(s, answer)
    body = {**only.request.body, **changes}
    body = {name: value for name, value in body.items() if value is not ...}
    edited = await s.playground.edited(answer.id, only.request, json.dumps(body))
    s.server.on(CHAT, chat_reply("Anew."))
    made = await s.playground.send(answer.id, edited)
    await s.stored(made.id)
    return made, sent(s)


def test_parameters_become_those_of_a_new_version(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, answer = await s.answered(chat_reply("Fine."))
            made, body = await resent(s, answer, temperature=0.3, max_tokens=50, model="m-2")
            assert made.parent_id == answer.parent_id
            assert (body["temperature"], body["max_tokens"], body["model"]) == (0.3, 50, "m-2")
            asked_with = await s.conversations.asked_with(made.id)
            assert asked_with == replace(Parameters(), temperature=0.3, max_output_tokens=50)
            conversation = await s.conversations.get(made.conversation_id)
            assert conversation.parameters.temperature is None  # for this once

    aloop(scenario())


def test_unknown_fields_go_along_and_fields_can_be_left_out(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, answer = await s.answered(chat_reply("Fine."))
            made, body = await resent(s, answer, min_p=0.1, stream_options=..., stop=["x"])
            assert body["min_p"] == 0.1
            assert body["stop"] == ["x"]
            assert "stream_options" not in body
            asked_with = await s.conversations.asked_with(made.id)
            extra = json.loads(asked_with.extra)
            assert extra == {"min_p": 0.1, "stop": ["x"], "stream_options": None}
            (only,) = await shown(s, made)
            assert only.request.body == body
            again, body = await resent(s, made, min_p=0.2)
            assert body["min_p"] == 0.2
            assert "stream_options" not in body
            assert again.id != made.id

    aloop(scenario())


def test_instructions_and_question_become_another_version_of_the_question(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, answer = await s.answered(chat_reply("Fine."), words="Why?")
            messages = [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Why not?"},
            ]
            made, body = await resent(s, answer, messages=messages)
            assert body["messages"] == messages
            assert made.parent_id != answer.parent_id
            question = await s.conversations.message(made.parent_id or 0)
            assert question.text == "Why not?"
            assert (await s.conversations.asked_with(made.id)).instructions == "Be brief."

    aloop(scenario())


def test_pictures_stay_with_an_edited_question(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            part = await s.attachments.add_picture(picture(), "red.png")
            s.server.on(CHAT, chat_reply("Red."))
            conversation = await s.conversation()
            parts = (*said("Which colour?"), part)
            _, answer = await s.turns.send(conversation.id, None, parts, TARGET)
            await s.stored(answer.id)
            (only,) = await shown(s, answer)
            messages = json.loads(json.dumps(only.request.body["messages"]))
            messages[0]["content"][0]["text"] = "Which shape?"
            made, body = await resent(s, answer, messages=messages)
            assert body["messages"][0]["content"][0]["text"] == "Which shape?"  # type: ignore[index]
            assert "base64" in json.dumps(body)
            question = await s.conversations.message(made.parent_id or 0)
            assert [p.type for p in question.parts] == [PartType.TEXT, PartType.IMAGE]
            messages[0]["content"][1] = {"type": "image_url", "image_url": {"url": "http://x/y"}}
            with pytest.raises(EditError) as refused:
                await resent(s, answer, messages=messages)
            assert refused.value.why is Why.CONTENT

    aloop(scenario())


@pytest.mark.parametrize(
    ("messages", "why", "name"),
    [
        ([{"role": "user", "content": "Changed"}, {"role": "assistant", "content": "One."},
          {"role": "user", "content": "Two?"}], Why.MESSAGES, "1"),
        ([{"role": "user", "content": "One?"}, {"role": "assistant", "content": "Other."},
          {"role": "user", "content": "Two?"}], Why.MESSAGES, "2"),
        ([{"role": "user", "content": "One?"}], Why.MESSAGES, "2"),
        ([{"role": "user", "content": "One?"}, {"role": "assistant", "content": "One."},
          {"role": "user", "content": "Two?"}, {"role": "user", "content": "x"}], Why.MESSAGES, "4"),
        ([{"role": "user", "content": "One?"}, {"role": "assistant", "content": "One."},
          {"role": "user", "content": " "}], Why.EMPTY, ""),
        ("no list", Why.MESSAGES, ""),
    ],
    ids=["earlier question", "earlier answer", "fewer", "more", "empty", "no list"],
)  # fmt: skip
def test_earlier_messages_cannot_be_edited(aloop, messages: object, why: Why, name: str) -> None:
    async def scenario() -> None:
        async with stage() as s:
            _, first = await s.answered(chat_reply("One."), words="One?")
            s.server.on(CHAT, chat_reply("Two."))
            second = await s.send("Two?", first.conversation_id, first.id)
            await s.stored(second.id)
            with pytest.raises(EditError) as refused:
                await resent(s, second, messages=messages)
            assert (refused.value.why, refused.value.name) == (why, name)

    aloop(scenario())


def test_an_edited_tool_is_one_that_the_person_answers(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            answer = await asked(s, CALCULATOR, chat_reply("42"))
            await s.stored(answer.id)
            (only,) = await shown(s, answer)
            tools = json.loads(json.dumps(only.request.body["tools"]))
            weather = {"name": "weather", "parameters": {"type": "object", "properties": {}}}
            tools.append({"type": "function", "function": weather})
            made, body = await resent(s, answer, tools=tools)
            assert body["tools"] == tools
            asked_with = await s.conversations.asked_with(made.id)
            assert asked_with.tools == ("calculator",)
            assert [function.name for function in asked_with.functions] == ["weather"]
            assert asked_with.extra == ""

    aloop(scenario())


def test_a_deleted_answer_is_gone(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            with pytest.raises(AppError) as refused:
                await s.playground.rounds(4711)
            assert refused.value.code is Code.GONE

    aloop(scenario())


@pytest.mark.parametrize(
    ("text", "why", "line", "column"),
    [("{\n  x", Why.NOT_JSON, 2, 3), ("[1]", Why.NO_OBJECT, 0, 0), ("", Why.NOT_JSON, 1, 1)],
)
def test_what_is_no_body_is_told_with_its_place(
    text: str, why: Why, line: int, column: int
) -> None:
    with pytest.raises(EditError) as refused:
        read(text, {})
    assert (refused.value.why, refused.value.line, refused.value.column) == (why, line, column)
