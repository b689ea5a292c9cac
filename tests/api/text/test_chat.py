"""Chat Completions: what is asked, and what is read out of the chunks of many servers."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.lessons import Dialect
from desktop.api.reading.sse import Frame
from desktop.api.text.chat import Parser, build
from desktop.api.text.forms import NOT_RUN
from desktop.core.attachment import Info
from desktop.core.errors import AppError
from desktop.core.parameters import Function
from desktop.core.requests import ChatRequest
from desktop.core.stream import (
    Citation,
    Finished,
    ImageMade,
    ReasoningDelta,
    RefusalDelta,
    Started,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    fold,
)
from desktop.core.types import Part, PartType, Role, Usage
from tests.api.asking import question, said

OFFICIAL = Dialect(is_official=True)


def parse(*items: object) -> list[StreamEvent]:
    parser = Parser()
    frames = [
        Frame("message", item if isinstance(item, str) else json.dumps(item)) for item in items
    ]
    return [*parser.read(frames), *parser.close()]


def delta(**fields: object) -> list[StreamEvent]:
    """Give what one chunk with this delta says, without the end."""
    return parse({"choices": [{"delta": fields}]}, "[DONE]")[1:-1]


def test_asks_with_the_least_that_every_server_knows() -> None:
    assert build(question("hi")) == {
        "model": "m-1",
        "messages": [{"role": "user", "content": "hi"}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_sends_what_was_set() -> None:
    request = question(
        "hi",
        instructions="be brief",
        temperature=0.0,
        top_p=0.5,
        max_output_tokens=9,
        reasoning_effort="low",
    )
    body = build(request)
    assert body["messages"] == [
        {"role": "system", "content": "be brief"},
        {"role": "user", "content": "hi"},
    ]
    assert (body["temperature"], body["top_p"], body["max_tokens"]) == (0.0, 0.5, 9)
    assert body["reasoning_effort"] == "low"
    official = build(request, OFFICIAL)
    assert (official["max_completion_tokens"], official["store"]) == (9, False)
    assert "max_tokens" not in official


def test_leaves_out_what_was_refused() -> None:
    request = question("hi", max_output_tokens=9)
    assert "max_completion_tokens" in build(request, Dialect(refused=frozenset({"max_tokens"})))
    neither = build(request, Dialect(refused=frozenset({"max_tokens", "max_completion_tokens"})))
    assert {"max_tokens", "max_completion_tokens"}.isdisjoint(neither)
    plain = build(request, Dialect(refused=frozenset({"stream"})))
    assert {"stream", "stream_options"}.isdisjoint(plain)


SCHEMA = '{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": false}'  # fmt: skip
LOOSE = '{"type": "object", "properties": {"a": {"type": "integer"}}}'
ADD = Function("add", "Add two numbers.", LOOSE, is_strict=True)


def test_asks_for_a_form_functions_and_a_search() -> None:
    body = build(
        question(
            "hi", verbosity="low", seed=7, schema=SCHEMA, functions=(ADD, Function("f")), web_search=True
        )
    )  # fmt: skip
    assert (body["verbosity"], body["seed"], body["web_search_options"]) == ("low", 7, {})
    form = {"name": "answer", "schema": json.loads(SCHEMA), "strict": True}
    assert body["response_format"] == {"type": "json_schema", "json_schema": form}
    add = {"name": "add", "description": "Add two numbers.", "parameters": json.loads(LOOSE)}
    empty = {"type": "object", "properties": {}}
    assert body["tools"] == [
        {"type": "function", "function": {**add, "strict": True}},
        {"type": "function", "function": {"name": "f", "parameters": empty}},
    ]


def test_is_strict_only_about_schemas_that_keep_to_the_rules_of_it() -> None:
    loose = build(question("hi", schema=LOOSE, schema_name="sum"))["response_format"]
    assert loose == {
        "type": "json_schema",
        "json_schema": {"name": "sum", "schema": json.loads(LOOSE)},
    }
    assert "response_format" not in build(question("hi", schema="{broken"))


def test_searches_by_a_plugin_where_the_server_has_one() -> None:
    body = build(question("hi", web_search=True), Dialect(has_plugins=True))
    assert body["plugins"] == [{"id": "web"}]
    assert "web_search_options" not in body


def called(*parts: Part, connection_id: str = "c") -> list[object]:
    """Give what of an answer is sent after the question."""
    answer = said(Role.ASSISTANT, *parts, connection_id=connection_id)
    request = ChatRequest("m-1", (said(Role.USER, "q"), answer), connection_id="c")
    messages = build(request)["messages"]
    assert isinstance(messages, list)
    return messages[1:]


def test_an_answer_of_several_rounds_is_sent_as_the_messages_it_was_made_in() -> None:
    first, second = (
        Part(PartType.TOOL_CALL, "{}", name="f", ref=ref) for ref in ("call_1", "call_2")
    )
    sent = called(
        Part(PartType.TEXT, "Let me see."), first,
        Part(PartType.TOOL_RESULT, "1", name="f", ref="call_1"),
        Part(PartType.TEXT, "Once more."), second,
        Part(PartType.TOOL_RESULT, "2", name="f", ref="call_2"),
        Part(PartType.TEXT, "Done."),
    )  # fmt: skip
    roles = [(m["role"], m["content"]) for m in sent if isinstance(m, dict)]
    assert roles == [
        ("assistant", "Let me see."), ("tool", "1"), ("assistant", "Once more."), ("tool", "2"),
        ("assistant", "Done."),
    ]  # fmt: skip


def test_a_call_that_was_cut_goes_with_arguments_that_can_be_read() -> None:
    sent = called(Part(PartType.TOOL_CALL, '{"city": "Pa', name="f", ref="call_1"))
    assert [m.get("content") for m in sent if isinstance(m, dict)] == [None, NOT_RUN]
    assert "Pa" not in json.dumps(sent)


@pytest.mark.parametrize(("connection_id", "goes"), [("c", True), ("d", False)])
def test_the_thoughts_before_a_call_go_back_to_their_own_server(
    connection_id: str, goes: bool
) -> None:
    call = Part(PartType.TOOL_CALL, "{}", name="f", ref="call_1")
    thought = Part(PartType.REASONING, "hm")
    assert ("reasoning_content" in json.dumps(called(thought, call, connection_id=connection_id))) is goes  # fmt: skip
    assert "reasoning_content" not in json.dumps(called(thought, Part(PartType.TEXT, "a")))


def test_sends_the_whole_path() -> None:
    call = Part(PartType.TOOL_CALL, '{"a": 1}', name="f", ref="call_1")
    messages = (
        said(Role.SYSTEM, "s"),
        said(Role.USER, "one", Part(PartType.TEXT, " two")),
        said(Role.ASSISTANT, Part(PartType.REASONING, "hm"), "answer", call),
        said(Role.TOOL, Part(PartType.TOOL_RESULT, "7", ref="call_1")),
        said(Role.ASSISTANT, Part(PartType.TOOL_CALL, "", name="g", ref="call_2")),
        said(Role.ASSISTANT, Part(PartType.REASONING, "nothing said")),
        said(Role.USER),
        said(Role.ASSISTANT, Part(PartType.REFUSAL, "no")),
    )
    assert build(ChatRequest("m", messages))["messages"] == [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "one two"},
        {
            "role": "assistant",
            "content": "answer",
            "tool_calls": [
                {
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "f", "arguments": '{"a": 1}'},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": "7"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {"id": "call_2", "type": "function", "function": {"name": "g", "arguments": "{}"}}
            ],
        },
        {"role": "tool", "tool_call_id": "call_2", "content": NOT_RUN},
        {"role": "assistant", "content": "no"},
    ]


def test_sends_pictures_and_files_whose_content_is_there() -> None:
    parts = (
        Part(PartType.TEXT, "look"),
        Part(PartType.IMAGE, blob="a", raw=Info("image/png", detail="high").to_json()),
        Part(PartType.IMAGE, blob="a"),
        Part(PartType.FILE, blob="b", name="x.pdf"),
        Part(PartType.IMAGE, blob="gone"),
    )
    blobs = {"a": "data:image/png;base64,AA", "b": "data:application/pdf;base64,BB"}
    (message,) = build(ChatRequest("m", (said(Role.USER, *parts),), blobs=blobs))["messages"]  # type: ignore[misc, attr-defined]
    assert message["content"] == [
        {"type": "text", "text": "look"},
        {"type": "image_url", "image_url": {"url": blobs["a"], "detail": "high"}},
        {"type": "image_url", "image_url": {"url": blobs["a"], "detail": "auto"}},
        {"type": "file", "file": {"filename": "x.pdf", "file_data": blobs["b"]}},
    ]


DELTAS = {
    "text": ({"content": "a"}, [TextDelta("a")]),
    "role only": ({"role": "assistant", "content": ""}, []),
    "null": ({"content": None, "tool_calls": None}, []),
    "reasoning_content": ({"content": None, "reasoning_content": "r"}, [ReasoningDelta("r")]),
    "reasoning": ({"reasoning": "r", "content": ""}, [ReasoningDelta("r")]),
    "both names of reasoning": ({"reasoning": "r", "reasoning_content": "r"}, [ReasoningDelta("r")]),
    "reasoning that is no text": ({"reasoning": {"effort": "low"}}, []),
    "refusal": ({"role": "assistant", "refusal": "no"}, [RefusalDelta("no")]),
    "mistral": (
        {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "r"}]}, {"type": "text", "text": "a"}]},
        [ReasoningDelta("r"), TextDelta("a")],
    ),
    "thinking as text": ({"content": [{"type": "thinking", "thinking": "r"}]}, [ReasoningDelta("r")]),
    "old function call": (
        {"content": None, "function_call": {"name": "f", "arguments": "{"}},
        [ToolCallDelta("{", "f", key="0")],
    ),
    "picture": (
        {"content": "", "images": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}]},
        [ImageMade("AA", "0")],
    ),
    "annotation alone": (
        {"annotations": [{"type": "url_citation", "url_citation": {"url": "u"}}]},
        [Citation("", "u", '{"type":"url_citation","url_citation":{"url":"u"}}')],
    ),
    "remote picture": ({"content": "", "images": [{"image_url": {"url": "http://x/y.png"}}]}, []),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), DELTAS.values(), ids=DELTAS.keys())
def test_reads_a_delta(fields: dict[str, object], expected: list[StreamEvent]) -> None:
    assert delta(**fields) == expected


@pytest.mark.parametrize(
    "choices",
    [
        None,
        [],
        [None],
        [{}],
        [{"delta": None}],
        "x",
        7,
        [{"index": 1, "delta": {"content": "second"}}],
    ],
)
def test_a_chunk_without_a_usable_choice_says_nothing(choices: object) -> None:
    assert parse({"choices": choices}, "[DONE]") == [Started(), Finished("stop")]


def test_gives_who_answers_once_and_the_count() -> None:
    usage = {
        "prompt_tokens": 1,
        "completion_tokens": 2,
        "prompt_tokens_details": {"cached_tokens": 3},
        "completion_tokens_details": {"reasoning_tokens": 4},
    }
    chunk = {"id": "c", "model": "m", "choices": [{"delta": {"content": "a"}}], "usage": usage}
    folded = fold(parse(chunk, chunk, {"choices": None, "usage": None}, "[DONE]"))
    assert (folded.response_id, folded.model, folded.usage) == ("c", "m", Usage(1, 2, 3, 4))
    assert len([e for e in parse(chunk, chunk, "[DONE]") if isinstance(e, Started)]) == 1


def call(
    index: int | None, call_id: str | None, name: str | None, arguments: str
) -> dict[str, object]:
    item: dict[str, object] = {"function": {"name": name, "arguments": arguments}}
    if index is not None:
        item["index"] = index
    if call_id is not None:
        item["id"] = call_id
    return {"choices": [{"delta": {"tool_calls": [item]}}]}


CALLS = {
    "openai": [call(0, "a", "f", ""), call(0, None, None, "{1"), call(0, None, None, "}"), call(1, "b", "g", "{2}")],
    "interleaved": [call(0, "a", "f", "{"), call(1, "b", "g", "{2"), call(0, None, None, "1}"), call(1, "", "", "}")],
    "no index": [call(None, "a", "f", "{"), call(None, "a", None, "1}"), call(None, "b", "g", "{2"), call(None, None, None, "}")],
    "all index 0": [call(0, "a", "f", "{1}"), call(0, "b", "g", "{2"), call(0, None, None, "}")],
    "id repeated": [call(0, "a", "f", "{"), call(0, "a", None, "1}"), call(1, "b", "g", "{2}")],
}  # fmt: skip


@pytest.mark.parametrize("chunks", CALLS.values(), ids=CALLS.keys())
def test_puts_tool_calls_together(chunks: list[object]) -> None:
    folded = fold(parse(*chunks, {"choices": [{"delta": {}, "finish_reason": "tool_calls"}]}))
    calls = [(part.name, part.ref, part.text) for part in folded.parts]
    assert calls == [("f", "a", "{1}"), ("g", "b", "{2}")]
    assert folded.finish_reason == "tool_calls"


def test_gives_each_source_once() -> None:
    source = {"type": "url_citation", "url_citation": {"url": "http://x", "title": "X"}}
    events = parse(
        *[{"choices": [{"delta": {"content": "", "annotations": [source]}}]}] * 2, "[DONE]"
    )
    assert [event for event in events if isinstance(event, Citation)] == [
        Citation("X", "http://x", json.dumps(source, separators=(",", ":")))
    ]


@pytest.mark.parametrize("reason", ["stop", "length", "content_filter", "brand_new"])
def test_gives_why_it_ended(reason: str) -> None:
    chunk = {"choices": [{"delta": {}, "finish_reason": reason}]}
    assert parse(chunk)[-1] == parse(chunk, "[DONE]")[-1] == Finished(reason)


@pytest.mark.parametrize("reason", ["", "null", None])
def test_a_reason_that_is_none_is_no_end(reason: object) -> None:
    with pytest.raises(AppError):
        parse({"choices": [{"delta": {"content": "a"}, "finish_reason": reason}]})


def test_nothing_counts_after_the_end() -> None:
    late = {"choices": [{"delta": {"content": "late"}}]}
    assert parse("[DONE]", late, {"error": "late"}) == [Finished("stop")]


def test_reads_lines_of_ollamas_own_api() -> None:
    lines = [{"model": "m", "message": {"content": "a"}, "done": False}, {"message": {"content": ""}, "done": True, "done_reason": "length"}]  # fmt: skip
    folded = fold(parse(*lines))
    assert (folded.parts[0].text, folded.finish_reason) == ("a", "length")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "choices",
                    "delta",
                    "message",
                    "content",
                    "tool_calls",
                    "function",
                    "index",
                    "id",
                    "name",
                    "usage",
                    "finish_reason",
                    "reasoning",
                    "annotations",
                    "images",
                    "type",
                    "url_citation",
                    "text",
                    "thinking",
                    "done",
                    "model",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.lists(json_values, max_size=4))
def test_no_json_breaks_it(items: list[object]) -> None:
    fold(parse(*[json.dumps(item) for item in items], "[DONE]"))
