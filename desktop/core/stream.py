"""What a server says while it answers, the same for both text APIs, and how it folds into parts.

Deltas are a preview: where a server sends the finished part too (`PartDone`), that is the truth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from typing import TypeAlias

from desktop.core.types import Part, PartType, Spent, Usage


@dataclass(frozen=True, slots=True)
class Started:
    """The server took the request; `model` is the one that really answers."""

    response_id: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer. `key` names the part it belongs to (item and content index)."""

    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """The next piece of the reasoning or its summary."""

    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class RefusalDelta:
    """The next piece of a refusal."""

    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """The next piece of a tool call's arguments; name and call_id come with the first one."""

    arguments: str
    name: str = ""
    call_id: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of the answer: `address` is a URL or a file's id; raw is the annotation as JSON."""

    title: str
    address: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ImageMade:
    """A picture, base64 in `data` as the server sent it, a preview or the last word.

    Whoever listens keeps it and tells so by `PartDone`. `words` says what is to be seen on it,
    `item` is the rest of what the server said, as JSON text.
    """

    data: str
    key: str = ""
    words: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class PartDone:
    """A part in its final form: replaces what its deltas have built under the same key."""

    part: Part
    key: str = ""


@dataclass(frozen=True, slots=True)
class UsageReported:
    """The server's count of tokens."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event that we do not know; kept whole as JSON text, never fatal."""

    name: str
    raw: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer is complete. `reason`: stop, length, content_filter, tool_calls or a new word."""

    reason: str = "stop"


StreamEvent: TypeAlias = (
    Started
    | TextDelta
    | ReasoningDelta
    | RefusalDelta
    | ToolCallDelta
    | Citation
    | ImageMade
    | PartDone
    | UsageReported
    | Unknown
    | Finished
)


@dataclass(frozen=True, slots=True)
class Folded:
    """What a stream amounts to so far.

    `reasoned_s` is how long the model thought, `spent` what it cost; a stream itself does not say:
    whoever listens does.
    """

    parts: tuple[Part, ...] = ()
    usage: Usage | None = None
    model: str = ""
    response_id: str = ""
    finish_reason: str = ""
    reasoned_s: float | None = None
    spent: Spent | None = None


class Fold:
    """Takes events one by one; `result` may be asked at any time and changes nothing.

    Text is collected in lists, so that n deltas cost n, not n squared; `result` joins them and
    keeps the joined text, so that asking often costs no more than the text itself.

    An answer may take several rounds, each a stream of its own whose keys begin anew: `next_round`
    stands between two of them.

    Args:
        parts: What was said before the first stream; text at its end goes on where it stopped.
        usage: What that has cost.
    """

    def __init__(self, parts: Iterable[Part] = (), usage: Usage | None = None) -> None:
        self._order: list[str] = []
        self._parts: dict[str, Part] = {}
        self._pieces: dict[str, list[str]] = {}
        self._count = self._round = 0
        self._spent = usage
        self._usage: Usage | None = None
        self._model = self._response_id = self._finish_reason = ""
        for part in parts:
            self._single(part)
        self._begun = len(self._order)

    def add(self, event: StreamEvent) -> None:
        """Take in one event."""
        match event:
            case TextDelta(text=text, key=key):
                self._append(PartType.TEXT, text, key)
            case ReasoningDelta(text=text, key=key):
                self._append(PartType.REASONING, text, key)
            case RefusalDelta(text=text, key=key):
                self._append(PartType.REFUSAL, text, key)
            case ToolCallDelta():
                self._call(event)
            case _:
                self._note(event)

    def next_round(self) -> None:
        """Expect another stream of the same answer; what comes stands behind what is there."""
        self._round += 1
        self._spent, self._usage = _sum(self._spent, self._usage), None
        self._finish_reason = ""

    def result(self) -> Folded:
        """Give the message so far; parts in the order in which they began."""
        parts = [self._whole(slot) for slot in self._order]
        seam = parts[self._begun - 1 : self._begun + 1] if self._begun else []
        if [part.type for part in seam] == [PartType.TEXT, PartType.TEXT]:
            joined = replace(seam[0], text=seam[0].text + seam[1].text)
            parts[self._begun - 1 : self._begun + 1] = [joined]
        usage = _sum(self._spent, self._usage)
        return Folded(tuple(parts), usage, self._model, self._response_id, self._finish_reason)

    def _whole(self, slot: str) -> Part:
        part, pieces = self._parts[slot], self._pieces[slot]
        if len(pieces) > 1:
            pieces[:] = ["".join(pieces)]
        text = pieces[0] if pieces else ""
        if part.text != text:
            part = self._parts[slot] = replace(part, text=text)
        return part

    def _note(self, event: StreamEvent) -> None:
        match event:
            case PartDone(part=part, key=key):
                slot = self._slot(part.type, key)
                self._parts[slot], self._pieces[slot] = part, [part.text]
            case Citation(title=title, address=address, raw=raw):
                self._single(Part(PartType.CITATION, title, raw=raw, ref=address))
            case ImageMade(key=key, words=words, item=item):
                slot = self._slot(PartType.IMAGE, key)
                self._parts[slot] = Part(PartType.IMAGE, words, raw=item)
                self._pieces[slot] = [words]
            case Unknown(name=name, raw=raw):
                self._single(Part(PartType.UNKNOWN, raw=raw, name=name))
            case UsageReported(usage=usage):
                self._usage = usage
            case Started(response_id=response_id, model=model):
                self._response_id = response_id or self._response_id
                self._model = model or self._model
            case Finished(reason=reason):
                self._finish_reason = reason

    def _slot(self, kind: PartType, key: str) -> str:
        slot = f"{self._round}/{kind}/{key}"
        if slot not in self._parts:
            self._order.append(slot)
            self._parts[slot], self._pieces[slot] = Part(kind), []
        return slot

    def _append(self, kind: PartType, text: str, key: str) -> None:
        self._pieces[self._slot(kind, key)].append(text)

    def _call(self, event: ToolCallDelta) -> None:
        slot = self._slot(PartType.TOOL_CALL, event.key)
        part = self._parts[slot]
        # A result refers to its call: where the server gives none a name, we do.
        ref = event.call_id or part.ref or f"call_{self._round}_{event.key}"
        self._parts[slot] = replace(part, name=event.name or part.name, ref=ref)
        self._pieces[slot].append(event.arguments)

    def _single(self, part: Part) -> None:
        self._count += 1
        slot = self._slot(part.type, f"#{self._count}")
        self._parts[slot], self._pieces[slot] = part, [part.text]


def unanswered(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Give the calls that have no result yet; a result belongs to the first call before it."""
    waiting: list[Part] = []
    for part in parts:
        if part.type is PartType.TOOL_CALL:
            waiting.append(part)
        elif part.type is PartType.TOOL_RESULT:
            found = next((call for call in waiting if call.ref == part.ref), None)
            if found is not None:
                waiting.remove(found)
    return tuple(waiting)


def _sum(first: Usage | None, second: Usage | None) -> Usage | None:
    if first is None or second is None:
        return first or second
    pairs = zip(astuple(first), astuple(second), strict=True)
    return Usage(*(a if b is None else b if a is None else a + b for a, b in pairs))


def fold(events: Iterable[StreamEvent]) -> Folded:
    """Give what the events amount to."""
    folding = Fold()
    for event in events:
        folding.add(event)
    return folding.result()
