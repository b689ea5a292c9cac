"""Claude's export: `conversations.json`, with the text of attached documents inside.

Newer exports name each message's parent, so that edited questions are branches; older ones are one
line. Pictures are not in the export: their names stand where they were.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop.api.reading.fields import children, dump, text
from desktop.core.types import PartType, Role
from desktop.services.transfer.foreign import (
    Converted,
    Held,
    Json,
    Line,
    conversation,
    part,
    seconds,
)

_ROLES = {"human": Role.USER, "assistant": Role.ASSISTANT}
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic")


def is_conversation(item: Json) -> bool:
    """Tell whether an object is a conversation of this export."""
    return isinstance(item.get("chat_messages"), list)


def convert(item: Json) -> Converted:
    """Give one conversation of the export as ours."""
    held: dict[str, Held] = {}
    lines: list[Line] = []
    numbers: dict[str, int] = {}
    created_at = seconds(item.get("created_at"))
    for message in children(item, "chat_messages"):
        role = _ROLES.get(text(message, "sender"))
        if role is None:
            continue
        above = text(message, "parent_message_uuid")
        # Without a parent's name it follows the one before; the root's name is nobody's.
        parent = numbers.get(above) if above else (len(lines) or None)
        line = Line(role, parent, seconds(message.get("created_at")) or created_at)
        line.parts = [*_parts(message), *_files(message, held)]
        lines.append(line)
        numbers[text(message, "uuid")] = len(lines)
    uid = text(item, "uuid")
    times = (created_at, seconds(item.get("updated_at")) or created_at)
    record = conversation(f"claude:{uid}" if uid else "", text(item, "name"), times, lines)
    record["is_pinned"] = int(item.get("is_starred") is True)
    return Converted(record, held)


def _parts(message: Json) -> Iterator[Json]:
    pieces = children(message, "content")
    if not pieces and text(message, "text"):
        yield part(PartType.TEXT, text(message, "text"))
    for piece in pieces:
        match text(piece, "type"):
            case "text":
                yield part(PartType.TEXT, text(piece, "text"))
                yield from _citations(piece)
            case "thinking":
                yield part(PartType.REASONING, text(piece, "thinking"))
            case "tool_use":
                arguments = dump(piece.get("input") or {})
                name, ref = text(piece, "name"), text(piece, "id")
                yield part(PartType.TOOL_CALL, arguments, name=name, ref=ref)
            case "tool_result":
                said = "\n".join(text(one, "text") for one in children(piece, "content"))
                name, ref = text(piece, "name"), text(piece, "tool_use_id")
                yield part(PartType.TOOL_RESULT, said, name=name, ref=ref)
            case "token_budget" | "flag":
                continue
            case kind:
                yield part(PartType.UNKNOWN, raw=dump(piece), name=kind)


def _citations(piece: Json) -> Iterator[Json]:
    for citation in children(piece, "citations"):
        if address := text(citation, "url"):
            yield part(PartType.CITATION, text(citation, "title"), ref=address)


def _files(message: Json, held: dict[str, Held]) -> Iterator[Json]:
    for attachment in children(message, "attachments"):
        name, said = text(attachment, "file_name"), text(attachment, "extracted_content")
        key = f"text/{len(held)}"
        held[key] = Held(name, "text/plain", said.encode())
        yield part(PartType.FILE, blob=key, name=name or "text.txt")
    for file in children(message, "files"):
        name = text(file, "file_name")
        is_picture = name.lower().endswith(_PICTURES)
        yield part(PartType.IMAGE if is_picture else PartType.FILE, name=name)
