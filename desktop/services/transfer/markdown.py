"""A conversation as Markdown: the answers are that already, everything else becomes a little of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.core.types import Message, Part, PartType
from desktop.services.transfer.written import Written

_FENCE = re.compile(r"`{3,}")
_MARKS = re.compile(r"([\\`*_\[\]<>#|])")


def to_markdown(written: Written) -> str:
    """Give the whole conversation; pictures of the person stand there by name, not by content."""
    blocks = [f"# {_escaped(written.title)}"]
    for message in written.messages:
        blocks.append(f"## {_escaped(written.speaker(message))} · {written.when(message)}")
        blocks += _parts(message, written)
    blocks.append(f"---\n\n{written.foot}")
    return "\n\n".join(blocks) + "\n"


def _parts(message: Message, written: Written) -> Iterator[str]:
    labels = written.labels
    sources: list[Part] = []
    for part in message.parts:
        match part.type:
            case PartType.TEXT | PartType.REFUSAL if part.text.strip():
                yield part.text.strip("\n")
            case PartType.REASONING if part.text.strip():
                yield f"> **{labels.reasoning}**\n>\n{_quoted(part.text)}"
            case PartType.TOOL_CALL:
                yield f"**{labels.call}: {_escaped(part.name)}**\n\n{_fenced(part.text, 'json')}"
            case PartType.TOOL_RESULT:
                yield f"**{labels.result}: {_escaped(part.name)}**\n\n{_fenced(part.text)}"
            case PartType.CITATION:
                sources.append(part)
            case PartType.IMAGE | PartType.FILE | PartType.AUDIO if part.name:
                yield f"📎 {_escaped(part.name)}"
    if sources:
        lines = (
            f"{n}. [{_escaped(s.text or s.ref)}](<{_address(s.ref)}>)"
            for n, s in enumerate(sources, 1)
        )
        yield f"**{labels.sources}**\n\n" + "\n".join(lines)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace("\n", "")


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip("\n").split("\n"))


def _fenced(text: str, language: str = "") -> str:
    longest = max((len(mark) for mark in _FENCE.findall(text)), default=2)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}"
