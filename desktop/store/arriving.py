"""Stores the conversations of an archive; every function is a job of the store's writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.store import portable
from desktop.store.portable import Json
from desktop.store.records import Change, What


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a conversation from an archive: its id here, and whether it is new."""

    conversation_id: int
    is_new: bool


def known(connection: sqlite3.Connection, uid: str) -> int | None:
    """Give the conversation with this uid, also in the bin; None: there is none."""
    found = connection.execute(
        "SELECT id FROM conversation WHERE uid = ? AND uid <> '' AND is_purging = 0", (uid,)
    ).fetchone()
    return None if found is None else int(found[0])


def begin(connection: sqlite3.Connection, record: Json) -> Taken:
    """Add the conversation, unseen until it is complete."""
    present = known(connection, record["uid"])
    if present is not None:
        return Taken(present, is_new=False)
    conversation_id = connection.execute(
        "INSERT INTO conversation (kind, created_at, updated_at, is_purging)"
        " VALUES (?, ?, ?, 1) RETURNING id",
        (record["kind"], record["created_at"], record["updated_at"]),
    ).fetchone()[0]
    return Taken(conversation_id, is_new=True)


def add(
    connection: sqlite3.Connection, conversation_id: int, some: Sequence[Json], ids: Sequence[int]
) -> list[int]:
    """Add some messages below those with `ids`; give theirs."""
    made: list[int] = []
    columns = ", ".join(("conversation_id", "parent_id", *portable.MESSAGE))
    marks = ", ".join("?" * (len(portable.MESSAGE) + 2))
    for message in some:
        number = message["parent"]
        parent = None
        if number is not None:
            parent = ids[number - 1] if number <= len(ids) else made[number - 1 - len(ids)]
        values = (conversation_id, parent, *(message[name] for name in portable.MESSAGE))
        message_id = connection.execute(
            f"INSERT INTO message ({columns}) VALUES ({marks}) RETURNING id",  # noqa: S608 - constants
            values,
        ).fetchone()[0]
        made.append(message_id)
        _add_content(connection, conversation_id, message_id, message)
    return made


def _add_content(
    connection: sqlite3.Connection, conversation_id: int, message_id: int, message: Json
) -> None:
    connection.executemany(
        "INSERT INTO part (message_id, position, type, text, blob, raw, name, ref)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(message_id, at, *(p[n] for n in portable.PART)) for at, p in enumerate(message["parts"])],
    )
    for table, names in (("usage", portable.USAGE), ("summary", portable.SUMMARY)):
        if message[table] is not None:
            columns = ", ".join(("message_id", "conversation_id", *names))
            marks = ", ".join("?" * (len(names) + 2))
            connection.execute(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - constants
                (message_id, conversation_id, *(message[table][name] for name in names)),
            )
    connection.executemany(
        "INSERT INTO exchange (message_id, started_at, request, response, events)"
        " VALUES (?, ?, ?, ?, ?)",
        [(message_id, *(one[name] for name in portable.EXCHANGE)) for one in message["exchanges"]],
    )


def complete(
    connection: sqlite3.Connection, taken: Taken, record: Json, ids: Sequence[int]
) -> tuple[None, Change]:
    """Let the versions that were shown be shown, and the conversation be seen."""

    def id_of(number: object) -> int | None:
        reference = portable.reference(number, len(ids))
        return None if reference is None else ids[reference - 1]

    connection.executemany(
        "UPDATE message SET selected_child = ? WHERE id = ?",
        [
            (id_of(message["selected"]), message_id)
            for message, message_id in zip(record["messages"], ids, strict=True)
            if message["selected"] is not None
        ],
    )
    if record["draft"] is not None:
        _add_draft(connection, taken.conversation_id, record)
    names = [name for name in portable.CONVERSATION if name != "kind"]
    assignments = ", ".join(f"{name} = ?" for name in names)
    uid = record["uid"] or _uid_of(connection, taken.conversation_id)
    values = [uid if name == "uid" else record[name] for name in names]
    connection.execute(
        f"UPDATE conversation SET {assignments}, selected_root = ?, is_purging = 0 WHERE id = ?",  # noqa: S608 - constants
        (*values, id_of(record["selected"]), taken.conversation_id),
    )
    return None, Change(taken.conversation_id, What.CREATED)


def _uid_of(connection: sqlite3.Connection, conversation_id: int) -> str:
    found = connection.execute("SELECT uid FROM conversation WHERE id = ?", (conversation_id,))
    return str(found.fetchone()[0])


def _add_draft(connection: sqlite3.Connection, conversation_id: int, record: Json) -> None:
    draft = record["draft"]
    draft_id = connection.execute(
        "INSERT INTO draft (conversation_id, kind, text, updated_at) VALUES (?, ?, ?, ?)"
        " RETURNING id",
        (conversation_id, record["kind"], draft["text"], draft["updated_at"]),
    ).fetchone()[0]
    connection.executemany(
        "INSERT INTO attachment (draft_id, position, type, text, blob, raw, name, ref)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (draft_id, at, *(p[n] for n in portable.PART))
            for at, p in enumerate(draft["attachments"])
        ],
    )
