"""Responses: what is asked, and what is read out of the events of many servers."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.lessons import Dialect
from desktop.api.reading.sse import Frame
from desktop.api.text.forms import NOT_RUN
from desktop.api.text.responses import Parser, build
from desktop.core.attachment import Info
from desktop.core.errors import AppError, Code
from desktop.core.parameters import Function
from desktop.core.requests import ChatRequest
from desktop.core.stream import (
    Citation,
    Finished,
    Folded,
    ImageMade,
    StreamEvent,
    Unknown,
    fold,
)
from desktop.core.types import Message, Part, PartType, Role, Usage
from tests.api.asking import TEXTS, WHOLE, question, said
from tests.fakes.shapes import response_events, response_object

OFFICIAL = Dialect(is_official=True)
REASONING = {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "hm"}], "encrypted_content": "e", "status": "completed"}  # fmt: skip


def events_of(*items: object, names: bool = False) -> list[StreamEvent]:
    parser = Parser()
    frames = []
    for item in items:
        assert isinstance(item, dict)
        name = str(item["type"]) if names else "message"
        kept = {key: value for key, value in item.items() if not (names and key == "type")}
        frames.append(Frame(name, json.dumps(kept)))
    return [*parser.read(frames), *parser.close()]


def parse(*items: object) -> Folded:
    return fold(events_of(*items))


def shown(folded: Folded) -> list[tuple[str, str]]:
    return [(part.type.value, part.text) for part in folded.parts]


def completed(*output: object, **more: object) -> dict[str, object]:
    return {"type": "response.completed", "response": response_object("completed", output, **more)}


def item_done(item: object, index: int | None = 0) -> dict[str, object]:
    place = {} if index is None else {"output_index": index}
    return {"type": "response.output_item.done", "item": item, **place}


def message(text: str, item_id: str = "msg_1", **more: object) -> dict[str, object]:
    part = {"type": "output_text", "text": text, "annotations": []}
    return {"id": item_id, "type": "message", "role": "assistant", "content": [part], **more}


def test_asks_for_an_answer_that_the_server_does_not_keep() -> None:
    assert build(question("hi")) == {
        "model": "m-1",
        "input": [{"role": "user", "content": "hi"}],
        "store": False,
        "stream": True,
    }


def test_sends_what_was_set() -> None:
    request = question(
        "hi", instructions="be brief", temperature=0.0, top_p=0.5, max_output_tokens=9, reasoning_effort="low"
    )  # fmt: skip
    body = build(request)
    assert (body["instructions"], body["temperature"], body["top_p"]) == ("be brief", 0.0, 0.5)
    assert (body["max_output_tokens"], body["reasoning"]) == (9, {"effort": "low"})
    official = build(request, OFFICIAL)
    assert official["reasoning"] == {"effort": "low", "summary": "auto"}
    assert official["include"] == ["reasoning.encrypted_content"]
    assert official["stream_options"] == {"include_obfuscation": False}


def test_leaves_out_what_was_refused() -> None:
    body = build(question("hi"), Dialect(True, frozenset({"stream", "store", "include"})))
    assert {"stream", "stream_options", "store", "include"}.isdisjoint(body)


SCHEMA = '{"type": "object", "properties": {}, "required": [], "additionalProperties": false}'


def test_asks_for_a_form_functions_and_a_search() -> None:
    request = question(
        "hi", verbosity="low", seed=7, schema=SCHEMA, schema_name="s", functions=(Function("f", "d"),), web_search=True
    )  # fmt: skip
    body = build(request)
    form = {"type": "json_schema", "name": "s", "schema": json.loads(SCHEMA), "strict": True}
    assert body["text"] == {"format": form, "verbosity": "low"}
    empty = {"type": "object", "properties": {}}
    function = {"type": "function", "name": "f", "description": "d", "parameters": empty, "strict": False}  # fmt: skip
    assert body["tools"] == [function, {"type": "web_search"}]
    assert "seed" not in body  # this API has none
    refused = build(request, Dialect(refused=frozenset({"format", "web_search"})))
    assert (refused["text"], refused["tools"]) == ({"verbosity": "low"}, [function])
    plugin = build(request, Dialect(has_plugins=True))
    assert (plugin["plugins"], plugin["tools"]) == ([{"id": "web"}], [function])


def test_an_answer_of_several_rounds_goes_in_its_order() -> None:
    first, second = (
        Part(PartType.TOOL_CALL, "{}", name="f", ref=ref) for ref in ("call_1", "call_2")
    )
    answer = assistant(
        Part(PartType.REASONING, "hm", raw=json.dumps(REASONING)), first,
        Part(PartType.TOOL_RESULT, "1", ref="call_1"), Part(PartType.TEXT, "Once more."), second,
    )  # fmt: skip
    items = build(ChatRequest("m-1", (said(Role.USER, "q"), answer)))["input"]
    assert isinstance(items, list)
    assert [item.get("type", item.get("content")) for item in items[1:]] == [
        "reasoning", "function_call", "function_call_output", "Once more.", "function_call",
        "function_call_output",
    ]  # fmt: skip
    assert items[-1] == {"type": "function_call_output", "call_id": "call_2", "output": NOT_RUN}


def assistant(*parts: Part | str, model: str = "m-1", connection_id: str = "") -> Message:
    return said(Role.ASSISTANT, *parts, model=model, connection_id=connection_id)


def test_sends_the_whole_path() -> None:
    call = Part(PartType.TOOL_CALL, '{"a": 1}', name="f", ref="call_1")
    commentary = Part(PartType.TEXT, "let me see", raw='{"phase": "commentary"}')
    messages = (
        said(Role.SYSTEM, "s"),
        said(Role.USER, "q"),
        assistant(Part(PartType.REASONING, "hm", raw=json.dumps(REASONING)), commentary, call),
        said(Role.TOOL, Part(PartType.TOOL_RESULT, "7", ref="call_1")),
        assistant(Part(PartType.REFUSAL, "no"), Part(PartType.CITATION, "x"), Part(PartType.TEXT)),
        assistant(),
        said(Role.USER),
    )
    sent = {name: value for name, value in REASONING.items() if name != "status"}
    assert build(ChatRequest("m-1", messages))["input"] == [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "q"},
        sent,
        {"role": "assistant", "content": "let me see", "phase": "commentary"},
        {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": '{"a": 1}'},
        {"type": "function_call_output", "call_id": "call_1", "output": "7"},
        {"role": "assistant", "content": "no"},
    ]


@pytest.mark.parametrize(
    ("before", "goes_back"),
    [
        (assistant(Part(PartType.REASONING, raw=json.dumps(REASONING)), "a", connection_id="c"), True),
        (assistant(Part(PartType.REASONING, raw=json.dumps(REASONING)), connection_id="c"), False),
        (assistant(Part(PartType.REASONING, raw=json.dumps(REASONING)), "a", connection_id="d"), False),
        (assistant(Part(PartType.REASONING, raw=json.dumps(REASONING)), "a", model="x", connection_id="c"), False),
        (assistant(Part(PartType.REASONING, raw="{broken"), connection_id="c"), False),
        (assistant(Part(PartType.REASONING, raw='{"type": "reasoning"}'), connection_id="c"), False),
        (assistant(Part(PartType.UNKNOWN, raw='{"type": "web_search_call", "encrypted_content": "e"}'), connection_id="c"), False),
    ],
    ids=["own", "led to nothing", "other connection", "other model", "broken", "nothing encrypted", "other item"],
)  # fmt: skip
def test_encrypted_items_go_back_to_their_own_server_only(before: Message, goes_back: bool) -> None:
    request = ChatRequest("m-1", (before, said(Role.USER, "q")), connection_id="c")
    assert ("encrypted_content" in json.dumps(build(request))) is goes_back


def test_sends_pictures_and_files_whose_content_is_there() -> None:
    parts = (
        Part(PartType.IMAGE, blob="a", raw=Info("image/png", detail="high").to_json()),
        Part(PartType.IMAGE, blob="a"),
        Part(PartType.FILE, blob="b", name="x.pdf"),
        Part(PartType.IMAGE, blob="gone"),
        Part(PartType.TEXT, "look"),
    )
    blobs = {"a": "data:image/png;base64,AA", "b": "data:application/pdf;base64,BB"}
    body = build(ChatRequest("m", (said(Role.USER, *parts),), blobs=blobs))
    assert body["input"] == [
        {
            "role": "user",
            "content": [
                {"type": "input_image", "image_url": blobs["a"], "detail": "high"},
                {"type": "input_image", "image_url": blobs["a"], "detail": "auto"},
                {"type": "input_file", "filename": "x.pdf", "file_data": blobs["b"]},
                {"type": "input_text", "text": "look"},
            ],
        }
    ]


GOOD = response_events(TEXTS)


def without(*kinds: str) -> list[dict[str, object]]:
    return [event for event in GOOD if not str(event["type"]).endswith(kinds)]


def place(event: dict[str, object], index: int) -> dict[str, object]:
    return {**event, "output_index": index} if "output_index" in event else event


STREAMS = {
    "openai": GOOD,
    "no added events": without(".added"),
    "no done events": without(".done"),
    "no deltas": without(".delta"),
    "deltas alone": [*without(".done", ".added", ".completed"), completed()],
    "item alone": [GOOD[0], GOOD[-2], completed()],
    "completed alone": GOOD[-1:],
    "no place in deltas": [
        {k: v for k, v in event.items() if k not in {"output_index", "content_index", "item_id"}}
        for event in GOOD
    ],
    "deltas count from elsewhere": [
        place(event, 5) if "delta" in event else event for event in GOOD
    ],
    "the end counts from elsewhere": [
        *(place(event, 3) for event in GOOD[:-2]),
        completed(message(WHOLE)),
    ],
    "without a status": [*GOOD[:-1], {"type": "response.completed", "response": {}}],
}


@pytest.mark.parametrize("items", STREAMS.values(), ids=STREAMS.keys())
def test_reads_the_text_once_whatever_is_left_out(items: list[dict[str, object]]) -> None:
    folded = parse(*items)
    assert shown(folded) == [("text", WHOLE)]
    assert folded.finish_reason == "stop"


def test_reads_the_kind_from_the_name_of_the_event() -> None:
    assert shown(fold(events_of(*GOOD, names=True))) == [("text", WHOLE)]


def test_the_finished_item_is_the_truth() -> None:
    delta = {
        "type": "response.output_text.delta",
        "output_index": 0,
        "content_index": 0,
        "delta": "dratf",
    }
    assert shown(parse(delta, item_done(message("draft")), completed(message("draft")))) == [
        ("text", "draft")
    ]
    assert shown(parse(delta, completed(message("draft")))) == [("text", "draft")]


def test_gives_who_answers_the_count_and_the_raw_item() -> None:
    folded = parse(*GOOD)
    assert (folded.response_id, folded.model, folded.usage) == ("resp_1", "m-1", Usage(3, 5, 0, 0))
    assert json.loads(folded.parts[0].raw)["id"] == "msg_1"


def test_reads_reasoning_in_its_parts() -> None:
    summary = {"type": "response.reasoning_summary_text.delta", "output_index": 0}
    item = {**REASONING, "summary": [{"text": "one"}, {"text": "two"}]}
    items = [
        {**summary, "summary_index": 0, "delta": "on"},
        {**summary, "summary_index": 0, "delta": "e"},
        {**summary, "summary_index": 1, "delta": "two"},
    ]
    assert shown(fold([e for e in events_of(*items, completed()) if not isinstance(e, Finished)])) == [("reasoning", "one\n\ntwo")]  # fmt: skip
    folded = parse(*items, item_done(item), completed(item))
    assert shown(folded) == [("reasoning", "one\n\ntwo")]
    assert json.loads(folded.parts[0].raw) == item


def test_reads_reasoning_of_open_models() -> None:
    delta = {
        "type": "response.reasoning_text.delta",
        "output_index": 0,
        "content_index": 0,
        "delta": "hm",
    }
    item = {
        "type": "reasoning",
        "content": [{"type": "reasoning_text", "text": "hm"}],
        "summary": [],
    }
    assert shown(parse(delta, item_done(item), completed(item))) == [("reasoning", "hm")]


def test_keeps_reasoning_that_is_only_encrypted_but_not_an_empty_one() -> None:
    item = {"type": "reasoning", "id": "a", "summary": [], "encrypted_content": "e"}
    empty = {"type": "reasoning", "id": "b", "summary": []}
    folded = parse(item_done(item, 0), item_done(empty, 1), completed(item, empty))
    assert [json.loads(part.raw)["id"] for part in folded.parts] == ["a"]


def test_reads_tool_calls() -> None:
    calls = [
        {"type": "function_call", "id": f"fc_{n}", "call_id": f"call_{n}", "name": "f", "arguments": f'{{"n":{n}}}'}
        for n in (0, 1)
    ]  # fmt: skip
    added = [{"type": "response.output_item.added", "output_index": n, "item": {**call, "arguments": ""}} for n, call in enumerate(calls)]  # fmt: skip
    deltas = [{"type": "response.function_call_arguments.delta", "output_index": n, "delta": part} for n in (0, 1) for part in ('{"n":', f"{n}}}")]  # fmt: skip
    done = [item_done(call, n) for n, call in enumerate(calls)]
    expected = [("f", "call_0", '{"n":0}'), ("f", "call_1", '{"n":1}')]
    for items in (
        [*added, *deltas, *reversed(done)],
        [*added, *deltas],
        done,
        [added[0], done[1], *deltas[:2], done[0]],
        [],
    ):
        folded = parse(*items, completed(*calls))
        assert sorted((part.name, part.ref, part.text) for part in folded.parts) == expected
        assert folded.finish_reason == "tool_calls"
    unfinished = parse(*added, *deltas, completed())
    assert [(part.name, part.ref, part.text) for part in unfinished.parts] == expected


def test_reads_a_refusal() -> None:
    part = {"type": "refusal", "refusal": "no"}
    item = {"id": "m", "type": "message", "content": [part]}
    delta = {"type": "response.refusal.delta", "output_index": 0, "content_index": 0, "delta": "no"}
    assert shown(parse(delta, item_done(item), completed(item))) == [("refusal", "no")]


def test_reads_each_source_once() -> None:
    source = {
        "type": "url_citation",
        "url": "http://x",
        "title": "X",
        "start_index": 0,
        "end_index": 1,
    }
    file = {"type": "file_citation", "file_id": "file-1", "filename": "a.pdf", "index": 3}
    content = {"type": "output_text", "text": "a", "annotations": [source, file]}
    item = {"id": "m", "type": "message", "content": [content]}
    added = {"type": "response.output_text.annotation.added", "annotation": source}
    events = events_of(added, item_done(item), completed(item))
    found = [(e.title, e.address) for e in events if isinstance(e, Citation)]
    assert found == [("X", "http://x"), ("a.pdf", "file-1")]


def test_reads_pictures_as_they_become_clear() -> None:
    partial = {
        "type": "response.image_generation_call.partial_image",
        "output_index": 0,
        "partial_image_b64": "AA",
    }
    rest = {"type": "image_generation_call", "id": "ig", "revised_prompt": "A bird"}
    item = {**rest, "result": "BB"}
    first = ImageMade("AA", "0")
    last = ImageMade("BB", "0", "A bird", json.dumps(rest, separators=(",", ":")))
    assert pictures(partial, completed()) == [first]
    assert pictures(partial, item_done(item), completed(item)) == [first, last]
    assert pictures(completed({**rest, "result": None})) == []


def pictures(*items: object) -> list[StreamEvent]:
    return [event for event in events_of(*items) if isinstance(event, ImageMade)]


def test_keeps_items_and_events_that_it_does_not_know() -> None:
    item = {"type": "hologram", "id": "h", "beam": 1}
    event = {"type": "response.brand_new.delta", "delta": "x"}
    events = [
        e for e in events_of(event, item_done(item), completed(item)) if isinstance(e, Unknown)
    ]
    assert [event.name for event in events] == ["response.brand_new.delta", "hologram"]
    assert json.loads(events[1].raw) == item


SILENT = ["response.content_part.added", "response.output_text.done", "response.web_search_call.searching",
          "response.code_interpreter_call.interpreting", "response.image_generation_call.generating",
          "response.reasoning_summary_part.added", "response.function_call_arguments.done", "keepalive",
          "response.mcp_list_tools.in_progress", "response.code_interpreter_call_code.delta"]  # fmt: skip


@pytest.mark.parametrize("kind", SILENT)
def test_signs_of_progress_say_nothing(kind: str) -> None:
    events = events_of({"type": kind}, completed())
    assert not [event for event in events if isinstance(event, Unknown)]


ENDS = {
    "length": ({"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}, "length"),
    "filter": ({"status": "incomplete", "incomplete_details": {"reason": "content_filter"}}, "content_filter"),
    "new reason": ({"status": "incomplete", "incomplete_details": {"reason": "steered"}}, "steered"),
    "no reason": ({"status": "incomplete", "incomplete_details": None}, "length"),
    "cancelled": ({"status": "cancelled"}, "cancelled"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "reason"), ENDS.values(), ids=ENDS.keys())
def test_gives_why_it_ended(fields: dict[str, object], reason: str) -> None:
    response = {**response_object("completed", [message("a")]), **fields}
    folded = parse({"type": f"response.{fields['status']}", "response": response})
    assert (folded.finish_reason, shown(folded)) == (reason, [("text", "a")])
    whole = parse({**response, "type": ""})
    assert (whole.finish_reason, shown(whole)) == (reason, [("text", "a")])


FAILURES = {
    "failed": {"type": "response.failed", "response": {"status": "failed", "error": {"code": "server_error", "message": "x"}}},
    "failed silently": {"type": "response.failed", "response": {"status": "failed", "error": None}},
    "error": {"type": "error", "code": "server_error", "message": "x", "param": None},
    "error inside": {"type": "error", "error": {"code": "server_error", "message": "x"}},
    "whole": response_object("failed", error={"code": "server_error", "message": "x"}),
}  # fmt: skip


@pytest.mark.parametrize("item", FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_in_the_stream_is_raised(item: dict[str, object]) -> None:
    with pytest.raises(AppError) as caught:
        parse(GOOD[0], item)
    assert caught.value.code is Code.SERVER


def test_done_without_completed_is_an_end_too() -> None:
    parser = Parser()
    frames = [Frame("message", json.dumps(event)) for event in GOOD[:-1]]
    folded = fold([*parser.read([*frames, Frame("message", "[DONE]")]), *parser.close()])
    assert (shown(folded), folded.finish_reason) == ([("text", WHOLE)], "stop")


names = st.sampled_from(
    [
        "type",
        "item",
        "item_id",
        "output_index",
        "content_index",
        "delta",
        "response",
        "output",
        "status",
        "error",
        "content",
        "text",
        "summary",
        "annotations",
        "annotation",
        "usage",
        "incomplete_details",
        "reason",
        "result",
        "name",
        "call_id",
        "arguments",
        "id",
    ]
)
words = st.sampled_from(
    [
        "message",
        "reasoning",
        "function_call",
        "output_text",
        "refusal",
        "failed",
        "completed",
        "response.completed",
        "response.output_item.done",
        "response.output_text.delta",
        "response.output_item.added",
        "response.reasoning_text.delta",
        "error",
        "response.in_progress",
    ]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5),
    max_leaves=14,
)


@given(st.lists(st.dictionaries(names, json_values), max_size=5))
def test_no_json_breaks_it(items: list[dict[str, object]]) -> None:
    with suppress(AppError):
        fold(Parser().read(Frame("message", json.dumps(item)) for item in items))


@given(
    st.lists(st.text(min_size=1), min_size=1, max_size=5),
    st.sets(st.sampled_from([".added", ".done", "in_progress"])),
)
def test_deltas_and_finished_items_amount_to_the_same(texts: list[str], left_out: set[str]) -> None:
    items = [e for e in response_events(texts) if not str(e["type"]).endswith(tuple(left_out))]
    assert shown(parse(*items)) == [("text", "".join(texts))]
