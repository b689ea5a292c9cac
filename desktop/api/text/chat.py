"""Chat Completions: the API that every compatible server has."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from desktop.api.lessons import Dialect
from desktop.api.reading.fields import Json, child, children, number, objects, text
from desktop.api.text.forms import (
    arguments,
    declared,
    not_run,
    results_elsewhere,
    schema_form,
    with_extra,
)
from desktop.api.text.parsing import StreamParser
from desktop.core.attachment import Info
from desktop.core.parameters import Function
from desktop.core.requests import ChatRequest
from desktop.core.stream import (
    ImageMade,
    ReasoningDelta,
    RefusalDelta,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
)
from desktop.core.types import Message, Part, PartType, Role

PATH = "/chat/completions"


def build(request: ChatRequest, dialect: Dialect | None = None) -> Json:
    """Give the JSON that asks for one streamed answer.

    Args:
        request: What to ask; its system prompt becomes the first message.
        dialect: What is known about the server; None: nothing.
    """
    dialect = dialect or Dialect()
    messages: list[Json] = []
    if request.instructions:
        messages.append({"role": "system", "content": request.instructions})
    elsewhere = results_elsewhere(request.messages)
    for message in request.messages:
        messages.extend(_said(message, request, dialect, elsewhere))
    # OpenAI's reasoning models take only the new name, many other servers only the old one.
    limits = ["max_tokens", "max_completion_tokens"]
    if dialect.is_official:
        limits.reverse()
    limit = next((name for name in limits if name not in dialect.refused), limits[0])
    wanted: Json = {
        "temperature": request.temperature,
        "top_p": request.top_p,
        limit: request.max_output_tokens,
        "reasoning_effort": request.reasoning_effort,
        "verbosity": request.verbosity,
        "seed": request.seed,
        "response_format": _format(request),
        "tools": [_function(function) for function in request.functions] or None,
        **_web_search(request, dialect),
        "store": False if dialect.is_official else None,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if "stream" in dialect.refused:
        del wanted["stream_options"]
    options = {
        name: value
        for name, value in wanted.items()
        if value is not None and name not in dialect.refused
    }
    return with_extra({"model": request.model, "messages": messages, **options}, request)


def _format(request: ChatRequest) -> Json | None:
    form = schema_form(request)
    return {"type": "json_schema", "json_schema": form} if form else None


def _function(function: Function) -> Json:
    form = declared(function)
    return {
        "type": "function",
        "function": {**form, "strict": True} if function.is_strict else form,
    }


def _web_search(request: ChatRequest, dialect: Dialect) -> Json:
    if not request.web_search:
        return {}
    if dialect.has_plugins:
        return {"plugins": [{"id": "web"}]}
    return {"web_search_options": {}}


def _said(
    message: Message, request: ChatRequest, dialect: Dialect, elsewhere: Collection[str]
) -> Iterator[Json]:
    match message.role:
        case Role.USER:
            content = _content(message.parts, request)
            if content:
                yield {"role": "user", "content": content}
        case Role.ASSISTANT:
            is_own = request.connection_id in {message.connection_id} - {""}
            takes = not dialect.is_official and "reasoning_content" not in dialect.refused
            thinks = is_own and takes
            for said in _rounds((*message.parts, *not_run(message.parts, elsewhere))):
                yield from _round(said, thinks=thinks)
        case Role.TOOL:
            for part in message.parts:
                if part.type is PartType.TOOL_RESULT:
                    yield _result(part)
        case Role.SYSTEM:
            yield {"role": "system", "content": message.text}


def _rounds(parts: tuple[Part, ...]) -> Iterator[list[Part]]:
    """Split an answer that called functions where it went on after their results."""
    found: list[Part] = []
    for part in parts:
        if found and found[-1].type is PartType.TOOL_RESULT and part.type is not found[-1].type:
            yield found
            found = []
        found.append(part)
    yield found


def _round(parts: list[Part], *, thinks: bool) -> Iterator[Json]:
    words = (PartType.TEXT, PartType.REFUSAL)
    said: Json = {"role": "assistant", "content": _joined(parts, words) or None}
    calls = [_call(part) for part in parts if part.type is PartType.TOOL_CALL]
    if calls:
        said["tool_calls"] = calls
        thought = _joined(parts, (PartType.REASONING,))
        if thinks and thought:  # some thinking models refuse a call without what led to it
            said["reasoning_content"] = thought
    if said["content"] or calls:
        yield said
    yield from (_result(part) for part in parts if part.type is PartType.TOOL_RESULT)


def _joined(parts: list[Part], kinds: tuple[PartType, ...]) -> str:
    return "".join(part.text for part in parts if part.type in kinds)


def _result(part: Part) -> Json:
    return {"role": "tool", "tool_call_id": part.ref, "content": part.text}


def _content(parts: tuple[Part, ...], request: ChatRequest) -> str | list[Json]:
    """Give plain text as a string: some servers know no other form."""
    content: list[Json] = []
    for part in parts:
        data = request.blobs.get(part.blob, "")
        if part.type is PartType.TEXT and part.text:
            content.append({"type": "text", "text": part.text})
        elif part.type is PartType.IMAGE and data:
            detail = Info.from_part(part).detail or "auto"
            content.append({"type": "image_url", "image_url": {"url": data, "detail": detail}})
        elif part.type is PartType.FILE and data:
            content.append({"type": "file", "file": {"filename": part.name, "file_data": data}})
    if all(entry["type"] == "text" for entry in content):
        return "".join(text(entry, "text") for entry in content)
    return content


def _call(part: Part) -> Json:
    function = {"name": part.name, "arguments": arguments(part)}
    return {"id": part.ref, "type": "function", "function": function}


class Parser(StreamParser):
    """Parses chunks, and the whole answer of a server that does not stream."""

    def __init__(self) -> None:
        super().__init__()
        self._calls: list[tuple[int | None, str]] = []  # index and id of each; its place is its key

    def _take(self, item: Json, name: str) -> Iterator[StreamEvent]:
        if self._started is None:
            yield from self._begin(item)
        for choice in children(item, "choices"):
            if not choice.get("index"):  # we ask for one answer; 0 or absent
                yield from self._choice(choice)
        if "choices" not in item and "message" in item:
            yield from self._native(item)
        if item.get("usage"):
            yield from self._count(item)

    def _choice(self, choice: Json) -> Iterator[StreamEvent]:
        delta = child(choice, "delta")
        if delta:
            yield from self._delta(delta)
        reason = text(choice, "finish_reason")
        message = child(choice, "message")
        if message and not delta:
            yield from self._delta(message)
            reason = reason or "stop"
        if reason and reason != "null":
            self.is_complete = True
            self._reason = "tool_calls" if reason == "function_call" else reason

    def _native(self, item: Json) -> Iterator[StreamEvent]:
        """Read a line of Ollama's own API, which some proxies pass through."""
        yield from self._delta(child(item, "message"))
        if item.get("done"):
            self.is_complete = True
            self._reason = text(item, "done_reason")

    def _delta(self, delta: Json) -> Iterator[StreamEvent]:
        reasoning = text(delta, "reasoning_content") or text(delta, "reasoning")
        if reasoning:
            yield ReasoningDelta(reasoning)
        content = delta.get("content")
        if content and isinstance(content, str):
            yield TextDelta(content)
        elif content:
            yield from self._pieces(objects(content))
        if len(delta) > 1 or content is None:  # nothing else in nearly all of them
            yield from self._extras(delta)

    def _pieces(self, pieces: list[Json]) -> Iterator[StreamEvent]:
        """Read content that comes as a list (Mistral: thinking and text)."""
        for piece in pieces:
            thoughts = piece.get("thinking")
            if isinstance(thoughts, str):
                yield ReasoningDelta(thoughts)
            for thought in objects(thoughts):
                yield ReasoningDelta(text(thought, "text"))
            if said := text(piece, "text"):
                yield TextDelta(said)

    def _extras(self, delta: Json) -> Iterator[StreamEvent]:
        if refusal := text(delta, "refusal"):
            yield RefusalDelta(refusal)
        for call in children(delta, "tool_calls"):
            yield self._tool_call(call)
        if function := child(delta, "function_call"):
            yield ToolCallDelta(text(function, "arguments"), text(function, "name"), key="0")
        for annotation in children(delta, "annotations"):
            yield from self._cite(annotation)
        for position, image in enumerate(children(delta, "images")):
            url = text(child(image, "image_url"), "url")
            if url.startswith("data:"):
                yield ImageMade(url.partition(",")[2], str(position))

    def _tool_call(self, call: Json) -> ToolCallDelta:
        function, call_id = child(call, "function"), text(call, "id")
        key = self._call_key(number(call, "index"), call_id)
        return ToolCallDelta(text(function, "arguments"), text(function, "name"), call_id, key)

    def _call_key(self, index: int | None, call_id: str) -> str:
        """Tell calls apart by index and id: servers leave out one, or give all calls index 0."""
        for place in range(len(self._calls) - 1, -1, -1):
            known_index, known_id = self._calls[place]
            has_same_index = index is None or index == known_index
            if has_same_index and call_id in {"", known_id}:
                return str(place)
        self._calls.append((index, call_id))
        return str(len(self._calls) - 1)
