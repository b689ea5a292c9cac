"""Every event that a server may send has a place in a table: read, silent, or kept as unknown.

A newer document or package with a new event fails here, with the event's name.
"""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from openai.types.audio import transcription_stream_event
from openai.types.image_edit_stream_event import ImageEditStreamEvent
from openai.types.image_gen_stream_event import ImageGenStreamEvent
from openai.types.responses import response_stream_event

from desktop.api.audio.transcript_events import TranscriptReader
from desktop.api.pictures.image_events import ImageReader
from desktop.api.reading.sse import Frame
from desktop.api.text.response_events import Parser
from desktop.core.errors import AppError
from desktop.core.stream import Finished, StreamEvent, Unknown
from tests.api.contract import Json, load, properties
from tests.fakes.shapes import response_object

READ, SILENT, KEPT, ENDS, FAILS = "read", "silent", "kept", "ends", "fails"

RESPONSES = {
    "error": FAILS,
    "response.audio.delta": KEPT,  # nobody asks for sound here
    "response.audio.done": KEPT,
    "response.audio.transcript.delta": KEPT,
    "response.audio.transcript.done": KEPT,
    "response.code_interpreter_call.completed": SILENT,  # the item says it all when it is done
    "response.code_interpreter_call.in_progress": SILENT,
    "response.code_interpreter_call.interpreting": SILENT,
    "response.code_interpreter_call_code.delta": SILENT,
    "response.code_interpreter_call_code.done": SILENT,
    "response.compaction.compacting": SILENT,
    "response.completed": ENDS,
    "response.content_part.added": SILENT,
    "response.content_part.done": SILENT,
    "response.created": READ,
    "response.custom_tool_call_input.delta": READ,
    "response.custom_tool_call_input.done": SILENT,
    "response.failed": FAILS,
    "response.file_search_call.completed": SILENT,
    "response.file_search_call.in_progress": SILENT,
    "response.file_search_call.searching": SILENT,
    "response.function_call_arguments.delta": READ,
    "response.function_call_arguments.done": SILENT,
    "response.image_generation_call.completed": SILENT,
    "response.image_generation_call.generating": SILENT,
    "response.image_generation_call.in_progress": SILENT,
    "response.image_generation_call.partial_image": READ,
    "response.in_progress": READ,
    "response.incomplete": ENDS,
    "response.mcp_call.completed": SILENT,
    "response.mcp_call.failed": SILENT,
    "response.mcp_call.in_progress": SILENT,
    "response.mcp_call_arguments.delta": SILENT,
    "response.mcp_call_arguments.done": SILENT,
    "response.mcp_list_tools.completed": SILENT,
    "response.mcp_list_tools.failed": SILENT,
    "response.mcp_list_tools.in_progress": SILENT,
    "response.output_item.added": READ,
    "response.output_item.done": READ,
    "response.output_text.annotation.added": READ,
    "response.output_text.delta": READ,
    "response.output_text.done": SILENT,
    "response.queued": READ,
    "response.reasoning_summary_part.added": SILENT,
    "response.reasoning_summary_part.done": SILENT,
    "response.reasoning_summary_text.delta": READ,
    "response.reasoning_summary_text.done": SILENT,
    "response.reasoning_text.delta": READ,
    "response.reasoning_text.done": SILENT,
    "response.refusal.delta": READ,
    "response.refusal.done": SILENT,
    "response.shell_call_command.added": SILENT,
    "response.shell_call_command.delta": SILENT,
    "response.shell_call_command.done": SILENT,
    "response.shell_call_output_content.delta": SILENT,
    "response.shell_call_output_content.done": SILENT,
    "response.web_search_call.completed": SILENT,
    "response.web_search_call.in_progress": SILENT,
    "response.web_search_call.searching": SILENT,
}
SPEECH = {
    "transcript.text.delta": READ,
    "transcript.text.done": ENDS,
    "transcript.text.segment": READ,
}
PICTURES = {
    "image_edit.completed": ENDS,
    "image_edit.partial_image": READ,
    "image_generation.completed": ENDS,
    "image_generation.partial_image": READ,
}
NEWER = {"response.compaction.compacting"}
"""What the package knows, and the document, some months older, does not."""

UNIONS = {
    "ResponseStreamEvent": RESPONSES,
    "CreateTranscriptionResponseStreamEvent": SPEECH,
    "ImageGenStreamEvent": {name: PICTURES[name] for name in PICTURES if "generation" in name},
    "ImageEditStreamEvent": {name: PICTURES[name] for name in PICTURES if "edit" in name},
}

_CITED = {"type": "url_citation", "url": "https://x.example", "title": "X", "start_index": 0, "end_index": 1}  # fmt: skip
_CALL = {"type": "function_call", "id": "f", "call_id": "c", "name": "f", "arguments": "{}"}
_FULL: Json = {
    "item_id": "i", "output_index": 0, "content_index": 0, "summary_index": 0, "delta": "x",
    "item": _CALL, "annotation": _CITED, "part": {}, "message": "no", "code": None, "param": None,
    "partial_image_b64": "aGk=", "partial_image_index": 0, "b64_json": "aGk=",
    "text": "x", "id": "s", "start": 0.0, "end": 1.0, "speaker": "A",
}  # fmt: skip


def whole(name: str) -> Json:
    """Give an event in which everything is there."""
    status = name.removeprefix("response.")
    if status in {"created", "queued", "in_progress", "completed", "incomplete", "failed"}:
        shown = "in_progress" if status == "created" else status
        error = {"code": "server_error", "message": "no"} if status == "failed" else None
        return {"type": name, "response": response_object(shown, error=error)}
    return {**_FULL, "type": name}


def odd(name: str) -> Iterator[Json]:
    """Give events in which nothing, or the wrong thing, is there."""
    yield {"type": name}
    for value in (None, 7, "x", [], {}, [None], {"type": None}, [{"type": []}], True, -1.5):
        yield {"type": name, **dict.fromkeys([*_FULL, "response", "error"], value)}


def feed(item: Json) -> list[StreamEvent]:
    return list(Parser().feed(Frame("message", json.dumps(item))))


def names_in(document: Json, union: str) -> set[str]:
    """Give the names of all events of a union of the document."""
    schema = document["components"]["schemas"][union]
    found = set()
    for variant in schema.get("anyOf", ()):
        kind = properties(document, variant)["type"]
        found |= {kind["const"]} if "const" in kind else set(kind["enum"])
    return found


def names_of_package(union: Any) -> set[str]:
    """Give the names of all events of a union of the `openai` package."""
    inner = get_args(union)[0]
    kinds = get_args(inner) or (inner,)
    return {get_args(kind.model_fields["type"].annotation)[0] for kind in kinds}


@pytest.fixture(scope="module")
def document() -> Json:
    content = load()
    if content is None:
        pytest.skip("the official OpenAPI document is not beside this checkout")
    return content


@pytest.mark.parametrize(("union", "table"), UNIONS.items(), ids=UNIONS.keys())
def test_the_table_has_every_event_of_openapi(
    document: Json, union: str, table: dict[str, str]
) -> None:
    assert names_in(document, union) == set(table) - NEWER


def test_the_table_has_every_event_of_the_package() -> None:
    assert names_of_package(response_stream_event.ResponseStreamEvent) == set(RESPONSES)
    assert names_of_package(transcription_stream_event.TranscriptionStreamEvent) == set(SPEECH)
    pictures = names_of_package(ImageGenStreamEvent) | names_of_package(ImageEditStreamEvent)
    assert pictures == set(PICTURES)


@pytest.mark.parametrize(("name", "place"), RESPONSES.items())
def test_an_event_of_an_answer_does_what_the_table_says(name: str, place: str) -> None:
    if place == FAILS:
        with pytest.raises(AppError):
            feed(whole(name))
        return
    events = feed(whole(name))
    kept = [event for event in events if isinstance(event, Unknown)]
    assert bool(events) == (place != SILENT)
    assert bool(kept) == (place == KEPT)
    assert any(isinstance(event, Finished) for event in events) == (place == ENDS)
    if kept:
        assert (kept[0].name, json.loads(kept[0].raw)) == (name, whole(name))


@pytest.mark.parametrize("name", RESPONSES)
def test_an_event_of_an_answer_may_lack_anything(name: str) -> None:
    for item in odd(name):
        try:
            feed(item)
        except AppError:
            continue


def test_an_event_that_nobody_knows_is_kept_whole() -> None:
    item = {"type": "response.brand_new.delta", "sequence_number": 7, "x": {"y": [1, None]}}
    (event,) = feed(item)
    assert isinstance(event, Unknown)
    assert json.loads(event.raw) == item


def taken(name: str, item: Json) -> tuple[list[object], bool]:
    """Give what a reader of speech or pictures makes of an event, and whether that was the end."""
    reader = TranscriptReader() if name.startswith("transcript") else ImageReader()
    return list(reader.take(item, name)), reader.is_complete


@pytest.mark.parametrize(("name", "place"), {**SPEECH, **PICTURES}.items())
def test_an_event_of_speech_or_pictures_does_what_the_table_says(name: str, place: str) -> None:
    events, is_complete = taken(name, whole(name))
    assert not [event for event in events if isinstance(event, Unknown)]
    assert bool(events) == (place == READ)
    assert is_complete == (place == ENDS)


@pytest.mark.parametrize("name", [*SPEECH, *PICTURES, "image_generation.new", "transcript.new"])
def test_an_event_of_speech_or_pictures_may_lack_anything(name: str) -> None:
    for item in odd(name):
        try:
            taken(name, item)
        except AppError:
            continue
