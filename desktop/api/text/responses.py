"""Responses: the API that OpenAI prefers. The request here; its events in `response_events`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from desktop.api.lessons import Dialect
from desktop.api.reading.fields import Json, load, text
from desktop.api.text.forms import (
    arguments,
    declared,
    not_run,
    results_elsewhere,
    schema_form,
    with_extra,
)
from desktop.api.text.response_events import Parser
from desktop.core.attachment import Info
from desktop.core.requests import ChatRequest
from desktop.core.types import Message, Part, PartType, Role

__all__ = ["PATH", "Parser", "build"]

PATH = "/responses"

ITEMS = "unknown_items"
"""In `Dialect.refused`: the server does not take back items that we know nothing of."""

SEARCH = "web_search"


def build(request: ChatRequest, dialect: Dialect | None = None) -> Json:
    """Give the JSON that asks for one streamed answer which the server does not keep.

    Args:
        request: What to ask.
        dialect: What is known about the server; None: nothing.
    """
    dialect = dialect or Dialect()
    sends_reasoning = "encrypted_reasoning" not in dialect.refused
    items: list[Json] = []
    elsewhere = results_elsewhere(request.messages)
    for message in request.messages:
        items.extend(_items(message, request, dialect, elsewhere))
    wanted: Json = {
        "instructions": request.instructions or None,
        "temperature": request.temperature,
        "top_p": request.top_p,
        "max_output_tokens": request.max_output_tokens,
        "reasoning": _reasoning(request, dialect),
        "text": _text(request, dialect),
        "tools": _tools(request, dialect),
        "plugins": [{"id": "web"}] if request.web_search and dialect.has_plugins else None,
        "store": False,  # the conversation lives here, not there
        "stream": True,
    }
    if dialect.is_official:
        wanted["include"] = ["reasoning.encrypted_content"] if sends_reasoning else None
        if "stream" not in dialect.refused:
            # Otherwise each delta carries random padding.
            wanted["stream_options"] = {"include_obfuscation": False}
    options = {
        name: value
        for name, value in wanted.items()
        if value is not None and name not in dialect.refused
    }
    return with_extra({"model": request.model, "input": items, **options}, request)


def _reasoning(request: ChatRequest, dialect: Dialect) -> Json | None:
    if request.reasoning_effort is None:
        return None
    effort: Json = {"effort": request.reasoning_effort}
    return {**effort, "summary": "auto"} if dialect.is_official else effort


def _text(request: ChatRequest, dialect: Dialect) -> Json | None:
    form, said = schema_form(request), Json()
    if form and "format" not in dialect.refused:
        said["format"] = {"type": "json_schema", **form}
    if request.verbosity and "verbosity" not in dialect.refused:
        said["verbosity"] = request.verbosity
    return said or None


def _tools(request: ChatRequest, dialect: Dialect) -> list[Json] | None:
    tools: list[Json] = [
        {"type": "function", **declared(function), "strict": function.is_strict}
        for function in request.functions
    ]
    if request.web_search and not dialect.has_plugins and SEARCH not in dialect.refused:
        tools.append({"type": SEARCH})
    return tools or None


def _items(
    message: Message, request: ChatRequest, dialect: Dialect, elsewhere: Collection[str]
) -> Iterator[Json]:
    match message.role:
        case Role.USER:
            content = _content(message.parts, request)
            if content:
                yield {"role": "user", "content": content}
        case Role.ASSISTANT:
            is_own = (message.model, message.connection_id) == (
                request.model,
                request.connection_id,
            )
            parts = (*message.parts, *not_run(message.parts, elsewhere))
            yield from _answered(parts, dialect, is_own=is_own)
        case Role.TOOL:
            for part in message.parts:
                if part.type is PartType.TOOL_RESULT:
                    yield _result(part)
        case Role.SYSTEM:
            yield {"role": "system", "content": message.text}


def _answered(parts: tuple[Part, ...], dialect: Dialect, *, is_own: bool) -> Iterator[Json]:
    thoughts: list[Json] = []  # refused without the item that they led to
    for part in parts:
        item = _answered_part(part, dialect, is_own=is_own)
        if item and part.type is PartType.REASONING:
            thoughts.append(item)
        elif item:
            yield from thoughts
            thoughts.clear()
            yield item


def _answered_part(part: Part, dialect: Dialect, *, is_own: bool) -> Json:
    """Give the item of one part; empty: it is not sent."""
    match part.type:
        case PartType.TEXT | PartType.REFUSAL if part.text:
            said: Json = {"role": "assistant", "content": part.text}
            phase = text(_raw(part), "phase")
            return {**said, "phase": phase} if phase else said
        case PartType.TOOL_CALL:
            return {
                "type": "function_call",
                "call_id": part.ref,
                "name": part.name,
                "arguments": arguments(part),
            }
        case PartType.TOOL_RESULT:
            return _result(part)
        case PartType.REASONING | PartType.UNKNOWN if is_own:
            return _sent_back(part, dialect)
    return {}


def _result(part: Part) -> Json:
    return {"type": "function_call_output", "call_id": part.ref, "output": part.text}


def _sent_back(part: Part, dialect: Dialect) -> Json:
    """Give an item that only its own server understands as it came; empty: it is not sent."""
    item = _raw(part)
    kind, is_sealed = text(item, "type"), bool(item.get("encrypted_content"))
    if is_sealed and "encrypted_reasoning" in dialect.refused:
        return {}
    if part.type is PartType.REASONING:
        is_whole = kind == "reasoning" and is_sealed
        return {name: item[name] for name in item if name != "status"} if is_whole else {}
    # An event that nobody knew is no item: those have names of their own, "response.…".
    is_item = kind == part.name and not kind.startswith("response.")
    return item if is_item and ITEMS not in dialect.refused else {}


def _raw(part: Part) -> Json:
    try:
        item = load(part.raw or "{}")
    except ValueError:
        return {}
    return item if isinstance(item, dict) else {}


def _content(parts: tuple[Part, ...], request: ChatRequest) -> str | list[Json]:
    """Give plain text as a string: some servers know no other form."""
    content: list[Json] = []
    for part in parts:
        data = request.blobs.get(part.blob, "")
        if part.type is PartType.TEXT and part.text:
            content.append({"type": "input_text", "text": part.text})
        elif part.type is PartType.IMAGE and data:
            detail = Info.from_part(part).detail or "auto"
            content.append({"type": "input_image", "image_url": data, "detail": detail})
        elif part.type is PartType.FILE and data:
            content.append({"type": "input_file", "filename": part.name, "file_data": data})
    if all(entry["type"] == "input_text" for entry in content):
        return "".join(text(entry, "text") for entry in content)
    return content
