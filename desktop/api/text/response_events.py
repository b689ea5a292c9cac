"""Reads the events of the Responses API, and its whole answer where a server does not stream.

`output_item.done` and `response.completed` are the truth, deltas their preview: what is done is
given as `PartDone` under the key of its deltas, and given once. Servers leave out `.added` or
`.done`, and some count items differently in deltas and in the end; then the text decides which
deltas a finished part belongs to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from desktop.api.reading.failures import in_band
from desktop.api.reading.fields import Json, child, children, dump, number, text
from desktop.api.text.parsing import StreamParser
from desktop.core.stream import (
    ImageMade,
    PartDone,
    ReasoningDelta,
    RefusalDelta,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    Unknown,
)
from desktop.core.types import Part, PartType

_PREFIX = "response."
_SILENT = (
    r"keepalive|ping|response\.(?:content_part\.|output_text\.done|refusal\.done"
    r"|reasoning_\w+\.(?:added|done)|\w+_call\.(?:in_progress|searching|interpreting|generating"
    r"|completed|failed)|code_interpreter_call_code\.|mcp_\w+\.|shell_call_\w+\.|compaction\."
    r"|\w+_(?:arguments|input)\.done)"
)
_INCOMPLETE = {"max_output_tokens": "length", "max_tokens": "length", "": "length"}
_CALLS = {"function_call": "arguments", "custom_tool_call": "input"}
_PICTURE = "result"  # base64, in an item of `image_generation_call`


class Parser(StreamParser):
    """Parses the events of one answer."""

    def __init__(self) -> None:
        super().__init__()
        self._open: dict[PartType, dict[str, list[str]]] = {kind: {} for kind in PartType}
        self._given: Counter[tuple[str, ...]] = Counter()
        self._thought = ("", 0)
        self._has_calls = False
        self._readers: dict[str, Callable[[Json], Iterator[StreamEvent]]] = {
            "response.created": self._status,
            "response.queued": self._status,
            "response.in_progress": self._status,
            "response.completed": self._status,
            "response.incomplete": self._status,
            "response.failed": self._status,
            "response.cancelled": self._status,
            "response.output_item.added": self._added,
            "response.output_item.done": self._item_done,
            "response.output_text.delta": self._text,
            "response.output_text.annotation.added": self._annotation,
            "response.refusal.delta": self._refusal,
            "response.reasoning_text.delta": self._reasoning,
            "response.reasoning_summary_text.delta": self._reasoning,
            "response.function_call_arguments.delta": self._call,
            "response.custom_tool_call_input.delta": self._call,
            "response.image_generation_call.partial_image": self._image,
        }

    def _take(self, item: Json, name: str) -> Iterator[StreamEvent]:
        kind = text(item, "type") or name
        reader = self._readers.get(kind)
        if reader is not None:
            yield from reader(item)
        elif kind == "error":
            raise in_band(item)
        elif "output" in item and not kind.startswith(_PREFIX):
            yield from self._status({"response": item, "type": "response.completed"})
        elif not re.match(_SILENT, kind):
            yield Unknown(kind, dump(item))

    def _status(self, item: Json) -> Iterator[StreamEvent]:
        response = child(item, "response") or item
        yield from self._begin(response)
        status = text(response, "status") or text(item, "type").removeprefix(_PREFIX)
        if status in {"created", "queued", "in_progress"}:
            return
        if status == "failed":
            raise in_band(response.get("error") or {"message": "failed"})
        for position, output in enumerate(children(response, "output")):
            yield from self._finish(output, str(position))
        yield from self._count(response)
        if status == "incomplete":
            word = text(child(response, "incomplete_details"), "reason")
            self._reason = _INCOMPLETE.get(word, word)
        elif status == "completed":
            self._reason = "tool_calls" if self._has_calls else "stop"
        else:
            self._reason = status
        self.is_complete = True
        yield from self._end()

    def _text(self, item: Json) -> Iterator[StreamEvent]:
        key = f"{_place(item)}:{number(item, 'content_index') or 0}"
        delta = text(item, "delta")
        self._note(PartType.TEXT, key, delta)
        yield TextDelta(delta, key)

    def _refusal(self, item: Json) -> Iterator[StreamEvent]:
        key = f"{_place(item)}:{number(item, 'content_index') or 0}"
        delta = text(item, "delta")
        self._note(PartType.REFUSAL, key, delta)
        yield RefusalDelta(delta, key)

    def _reasoning(self, item: Json) -> Iterator[StreamEvent]:
        key, delta = _place(item), text(item, "delta")
        index = number(item, "summary_index") or number(item, "content_index") or 0
        if self._thought[0] == key and self._thought[1] != index:
            delta = f"\n\n{delta}"
        self._thought = (key, index)
        self._note(PartType.REASONING, key, delta)
        yield ReasoningDelta(delta, key)

    def _call(self, item: Json) -> Iterator[StreamEvent]:
        key, delta = _place(item), text(item, "delta")
        self._note(PartType.TOOL_CALL, key, delta)
        yield ToolCallDelta(delta, key=key)

    def _image(self, item: Json) -> Iterator[StreamEvent]:
        key = _place(item)
        self._note(PartType.IMAGE, key, "")
        yield ImageMade(text(item, "partial_image_b64"), key)

    def _annotation(self, item: Json) -> Iterator[StreamEvent]:
        yield from self._cite(child(item, "annotation"))

    def _added(self, item: Json) -> Iterator[StreamEvent]:
        output = child(item, "item")
        if text(output, "type") in _CALLS:
            key = _place(item)
            self._note(PartType.TOOL_CALL, key, "")
            yield ToolCallDelta("", text(output, "name"), text(output, "call_id"), key)

    def _item_done(self, item: Json) -> Iterator[StreamEvent]:
        yield from self._finish(child(item, "item"), _place(item))

    def _finish(self, output: Json, place: str) -> Iterator[StreamEvent]:
        """Give the parts of a finished item that were not given before."""
        for part, key in _parts(output, place):
            self._has_calls = self._has_calls or part.type is PartType.TOOL_CALL
            mark = (part.type, part.text, part.ref, part.name, text(output, "id"))
            if self._given[mark]:
                continue
            self._given[mark] += 1
            if part.type is PartType.UNKNOWN:
                yield Unknown(part.name, part.raw)
            elif part.type is PartType.IMAGE:
                made = text(output, _PICTURE)
                yield ImageMade(made, self._key_of(part, key), part.text, part.raw)
            else:
                yield PartDone(part, self._key_of(part, key))
        for content in children(output, "content"):
            for annotation in children(content, "annotations"):
                yield from self._cite(annotation)

    def _note(self, kind: PartType, key: str, delta: str) -> None:
        pieces = self._open[kind].get(key)
        if pieces is None:
            self._open[kind][key] = [delta]
        else:
            pieces.append(delta)

    def _key_of(self, part: Part, key: str) -> str:
        """Give the key of the deltas that `part` finishes: its own, or that of the same text."""
        opened = self._open[part.type]
        if key not in opened:
            same = (other for other, pieces in opened.items() if "".join(pieces) == part.text)
            key = next(same, key)
        opened.pop(key, None)
        return key


def _place(item: Json) -> str:
    index = number(item, "output_index")
    return text(item, "item_id") if index is None else str(index)


def _parts(output: Json, place: str) -> Iterator[tuple[Part, str]]:
    """Read one output item: its parts and the key of each."""
    kind = text(output, "type")
    if kind == "message":
        yield from _said(output, place)
    elif kind == "reasoning":
        thoughts = children(output, "summary") or children(output, "content")
        said = "\n\n".join(text(thought, "text") for thought in thoughts)
        if said or output.get("encrypted_content"):
            yield Part(PartType.REASONING, said, raw=dump(output)), place
    elif kind in _CALLS:
        call = Part(
            PartType.TOOL_CALL,
            text(output, _CALLS[kind]),
            raw=dump(output),
            name=text(output, "name"),
            ref=text(output, "call_id") or text(output, "id"),
        )
        yield call, place
    elif kind == "image_generation_call" and text(output, _PICTURE):
        rest = dump({name: value for name, value in output.items() if name != _PICTURE})
        yield Part(PartType.IMAGE, text(output, "revised_prompt"), raw=rest), place
    elif kind:
        yield Part(PartType.UNKNOWN, raw=dump(output), name=kind, ref=text(output, "id")), place


def _said(output: Json, place: str) -> Iterator[tuple[Part, str]]:
    rest = dump({name: value for name, value in output.items() if name != "content"})
    whole = text(output, "content")
    contents = children(output, "content")
    if whole:
        contents = [{"type": "text", "text": whole}]
    for index, content in enumerate(contents):
        key = f"{place}:{index}"
        match text(content, "type"):
            case "output_text" | "text":
                yield Part(PartType.TEXT, text(content, "text"), raw=rest), key
            case "refusal":
                yield Part(PartType.REFUSAL, text(content, "refusal"), raw=rest), key
            case "reasoning_text":
                yield Part(PartType.REASONING, text(content, "text"), raw=rest), key
            case other:
                yield Part(PartType.UNKNOWN, raw=dump(content), name=other), key
