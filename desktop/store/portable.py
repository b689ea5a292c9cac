"""Whole conversations as JSON, with every version: what archives are made of.

Ids are local to the JSON: messages count from 1 in the order in which they were made, so a parent
always comes before its children, and the same conversation gives the same JSON on every computer.
"""

from __future__ import annotations

import base64
import binascii
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from desktop.core.errors import AppError, Code
from desktop.core.types import Kind, PartType, Role, State
from desktop.store import rows

Json: TypeAlias = dict[str, Any]
"""A JSON object; of a stranger until `checked` has seen it."""

FORMAT, VERSION = "oriole.conversation", 1
MOST_MESSAGES = 1_000_000
CONVERSATION = (
    "uid", "kind", "title", "folder", "is_pinned", "is_archived", "created_at", "updated_at",
    "deleted_at", "parameters",
)  # fmt: skip
MESSAGE = (
    "role", "state", "model", "connection_id", "response_id", "finish_reason", "error_code",
    "error_detail", "created_at", "finished_at", "deleted_at", "reasoned_s", "parameters",
)  # fmt: skip
PART = ("type", "text", "blob", "raw", "name", "ref")
USAGE = (
    "connection_id", "model", "input_tokens", "output_tokens", "cached_tokens",
    "reasoning_tokens", "created_at", "cost_usd", "priced_as_of", "is_counted", "is_least",
)  # fmt: skip
SUMMARY = ("text", "model", "created_at")
EXCHANGE = ("started_at", "request", "response", "events")
_REALS = {
    "created_at",
    "updated_at",
    "deleted_at",
    "finished_at",
    "reasoned_s",
    "cost_usd",
    "started_at",
}
_WHOLES = {
    "is_pinned", "is_archived", "is_counted", "is_least", "input_tokens", "output_tokens", "cached_tokens",
    "reasoning_tokens",
}  # fmt: skip
_REQUIRED_REALS = {"created_at", "updated_at", "started_at"}


def dump(connection: sqlite3.Connection, conversation_id: int) -> Json:
    """Give a conversation as JSON; inside a reading job."""
    head = connection.execute(
        f"SELECT {', '.join(CONVERSATION)}, selected_root FROM conversation"  # noqa: S608 - constants
        " WHERE id = ? AND is_purging = 0",
        (conversation_id,),
    ).fetchone()
    if head is None:
        raise AppError(Code.GONE, f"conversation {conversation_id}")
    found = connection.execute(
        f"SELECT id, parent_id, selected_child, {', '.join(MESSAGE)} FROM message"  # noqa: S608
        " WHERE conversation_id = ? ORDER BY id",
        (conversation_id,),
    ).fetchall()
    numbers = {row[0]: number for number, row in enumerate(found, 1)}
    messages = [_message(connection, row, numbers) for row in found]
    record: Json = {
        "format": FORMAT,
        "version": VERSION,
        **dict(zip(CONVERSATION, head[:-1], strict=True)),
        "selected": numbers.get(head[-1]),
        "draft": _draft(connection, conversation_id),
        "messages": messages,
    }
    record["blobs"] = {
        sha256: _media_type(connection, sha256) for sha256 in sorted(set(blobs_of(record)))
    }
    return record


def _media_type(connection: sqlite3.Connection, sha256: str) -> str:
    found = connection.execute("SELECT media_type FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
    return "" if found is None else str(found[0])


def _message(
    connection: sqlite3.Connection, row: Sequence[Any], numbers: Mapping[int, int]
) -> Json:
    message_id = row[0]
    given: Json = {
        "parent": numbers.get(row[1]),
        "selected": numbers.get(row[2]),
        **dict(zip(MESSAGE, row[3:], strict=True)),
    }
    own = rows.parts(connection, message_id)
    if given["state"] == State.STREAMING:
        given["state"] = State.INTERRUPTED.value
        own = rows.with_tails(connection, message_id, own)
    given["parts"] = [{name: getattr(part, name) for name in PART} for part in own]
    for part in given["parts"]:
        part["type"] = str(part["type"])
    given["usage"] = _one(connection, "usage", USAGE, message_id)
    given["summary"] = _one(connection, "summary", SUMMARY, message_id)
    exchanges = connection.execute(
        "SELECT started_at, request, response, events FROM exchange WHERE message_id = ?"
        " ORDER BY id",
        (message_id,),
    )
    given["exchanges"] = [
        {**dict(zip(EXCHANGE, one, strict=True)), "events": _to_text(one[3])} for one in exchanges
    ]
    return given


def _one(
    connection: sqlite3.Connection, table: str, names: Sequence[str], message_id: int
) -> Json | None:
    found = connection.execute(
        f"SELECT {', '.join(names)} FROM {table} WHERE message_id = ?",  # noqa: S608 - constants
        (message_id,),
    ).fetchone()
    return None if found is None else dict(zip(names, found, strict=True))


def _draft(connection: sqlite3.Connection, conversation_id: int) -> Json | None:
    found = connection.execute(
        "SELECT id, text, updated_at FROM draft WHERE conversation_id = ?", (conversation_id,)
    ).fetchone()
    if found is None:
        return None
    held = rows.attachments(connection, found[0])
    parts = [{**{name: getattr(p, name) for name in PART}, "type": str(p.type)} for p in held]
    return {"text": found[1], "updated_at": found[2], "attachments": parts}


def _to_text(events: bytes | None) -> str:
    return base64.b64encode(events or b"").decode()


# taking
def checked(found: Json) -> Json:
    """Give a conversation of a stranger with every value of the type that it should have.

    What is absent is empty. What is unknown is left out: it cannot be kept.

    Raises:
        AppError: UNREADABLE, with what is wrong; NEWER, it was made by a newer program.
    """
    if found.get("format") != FORMAT:
        raise AppError(Code.UNREADABLE, "no conversation of Oriole")
    if found.get("version") != VERSION:
        raise AppError(Code.NEWER, f"conversation version {found.get('version')}")
    record = _fields(found, CONVERSATION)
    if record["kind"] not in set(Kind):
        raise AppError(Code.UNREADABLE, "an unknown kind of conversation")
    given = _objects(found.get("messages"))
    if len(given) > MOST_MESSAGES:
        raise AppError(Code.TOO_LARGE, f"{len(given)} messages")
    record["messages"] = [_checked_message(one, number) for number, one in enumerate(given, 1)]
    record["selected"] = reference(found.get("selected"), len(given))
    draft = found.get("draft")
    record["draft"] = _checked_draft(draft) if isinstance(draft, dict) else None
    types = found.get("blobs")
    known = types if isinstance(types, dict) else {}
    record["blobs"] = {
        sha256: kind if isinstance(kind := known.get(sha256), str) else ""
        for sha256 in sorted(set(blobs_of(record)))
    }
    return record


def blobs_of(record: Json) -> Iterator[str]:
    """Yield the hashes that a checked conversation refers to."""
    draft = record["draft"] or {"attachments": ()}
    for holder in (*(message["parts"] for message in record["messages"]), draft["attachments"]):
        yield from (part["blob"] for part in holder if part["blob"])


def _checked_message(found: Json, number: int) -> Json:
    message = _fields(found, MESSAGE)
    if message["role"] not in set(Role) or message["state"] not in set(State):
        raise AppError(Code.UNREADABLE, f"message {number} has an unknown role or state")
    if message["state"] == State.STREAMING:
        message["state"] = State.INTERRUPTED.value
    message["parent"] = reference(found.get("parent"), number - 1)
    message["selected"] = found.get("selected")  # a later one: checked when all are known
    message["parts"] = [_checked_part(part) for part in _objects(found.get("parts"))]
    for name, fields in (("usage", USAGE), ("summary", SUMMARY)):
        one = found.get(name)
        message[name] = _fields(one, fields) if isinstance(one, dict) else None
    message["exchanges"] = [
        {**_fields(one, EXCHANGE), "events": _from_text(one.get("events"))}
        for one in _objects(found.get("exchanges"))
    ]
    return message


def _checked_part(found: Json) -> Json:
    part = _fields(found, PART)
    if part["type"] not in set(PartType):
        part["type"] = PartType.UNKNOWN.value
    return part


def _checked_draft(found: Json) -> Json:
    parts = [_checked_part(part) for part in _objects(found.get("attachments"))]
    return {**_fields(found, ("text", "created_at", "updated_at")), "attachments": parts}


def _fields(found: Json, names: Sequence[str]) -> Json:
    return {name: _value(name, found.get(name)) for name in names}


def _value(name: str, value: object) -> object:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if name in _REALS:
        absent = 0.0 if name in _REQUIRED_REALS else None
        return float(value) if is_number and abs(value) < 1e15 else absent  # type: ignore[arg-type]
    if name in _WHOLES:
        absent_flag = 0 if name.startswith("is_") else None
        is_whole = isinstance(value, int) and abs(value) < 1 << 53
        return int(value) if is_whole else absent_flag  # type: ignore[call-overload]
    return value if isinstance(value, str) else ""


def _objects(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def reference(value: object, most: int) -> int | None:
    """Give the number of a message that exists by then; anything else is none."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 1 <= value <= most else None  # type: ignore[operator,return-value]


def _from_text(value: object) -> bytes:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except binascii.Error:
        return b""


def to_text(record: Json) -> str:
    """Give a conversation's JSON as text, readable in every script.

    Message by message: one call for 10,000 of them would keep every other thread waiting.
    """
    head = {name: value for name, value in record.items() if name != "messages"}
    messages = ",\n".join(map(_plain, record["messages"]))
    return f'{_plain(head)[:-1]},"messages":[\n{messages}\n]}}\n'


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
