"""The tables of version 1. Frozen: a change is a new function in `migrations`, never an edit here.

What to know before reading the SQL:
- Messages form a tree. `selected_child` (`selected_root` of a conversation) remembers which version
  was shown; it is a hint, not a foreign key: one that points nowhere means the newest.
- Ids only grow and are never used again, so a child always has a greater id than its parent.
- The growing text of a streamed part is appended to `part_tail` (rewriting 500,000 characters five
  times a second would not be cheap) and moves into `part` when the answer ends.
- `blob.reference_count` is kept by triggers. A part may name a blob that is missing: the reader
  shows a gap, and an import is not refused for it.
- `usage` outlives its message: what was spent stays spent.
- `part.id` is a stable rowid for the full-text index to come.
"""

from __future__ import annotations

APPLICATION_ID = 0x4F52_494F
"""Marks the file as ours ("ORIO")."""

VERSION_1 = (
    """
    CREATE TABLE conversation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        folder TEXT NOT NULL DEFAULT '',
        is_pinned INTEGER NOT NULL DEFAULT 0,
        is_archived INTEGER NOT NULL DEFAULT 0,
        is_temporary INTEGER NOT NULL DEFAULT 0,
        selected_root INTEGER,
        created_at REAL NOT NULL,
        updated_at REAL NOT NULL,
        deleted_at REAL,
        is_purging INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX conversation_by_time ON conversation (kind, updated_at)",
    """
    CREATE TABLE message (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
        parent_id INTEGER REFERENCES message (id) DEFERRABLE INITIALLY DEFERRED,
        selected_child INTEGER,
        role TEXT NOT NULL,
        state TEXT NOT NULL,
        model TEXT NOT NULL DEFAULT '',
        connection_id TEXT NOT NULL DEFAULT '',
        response_id TEXT NOT NULL DEFAULT '',
        finish_reason TEXT NOT NULL DEFAULT '',
        error_code TEXT NOT NULL DEFAULT '',
        error_detail TEXT NOT NULL DEFAULT '',
        owner TEXT NOT NULL DEFAULT '',
        created_at REAL NOT NULL,
        finished_at REAL,
        deleted_at REAL
    ) STRICT
    """,
    "CREATE INDEX message_by_conversation ON message (conversation_id, parent_id)",
    "CREATE INDEX message_by_parent ON message (parent_id)",
    "CREATE INDEX message_unfinished ON message (owner) WHERE state = 'streaming'",
    """
    CREATE TABLE part (
        id INTEGER PRIMARY KEY,
        message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        type TEXT NOT NULL,
        text TEXT NOT NULL DEFAULT '',
        blob TEXT NOT NULL DEFAULT '',
        raw TEXT NOT NULL DEFAULT '',
        name TEXT NOT NULL DEFAULT '',
        ref TEXT NOT NULL DEFAULT '',
        UNIQUE (message_id, position)
    ) STRICT
    """,
    "CREATE INDEX part_by_blob ON part (blob) WHERE blob <> ''",
    """
    CREATE TABLE part_tail (
        message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (message_id, position, start)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE draft (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation_id INTEGER UNIQUE REFERENCES conversation (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        text TEXT NOT NULL DEFAULT '',
        updated_at REAL NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX draft_of_none ON draft (kind) WHERE conversation_id IS NULL",
    """
    CREATE TABLE attachment (
        id INTEGER PRIMARY KEY,
        draft_id INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        type TEXT NOT NULL,
        text TEXT NOT NULL DEFAULT '',
        blob TEXT NOT NULL DEFAULT '',
        raw TEXT NOT NULL DEFAULT '',
        name TEXT NOT NULL DEFAULT '',
        ref TEXT NOT NULL DEFAULT '',
        UNIQUE (draft_id, position)
    ) STRICT
    """,
    """
    CREATE TABLE blob (
        sha256 TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        reference_count INTEGER NOT NULL DEFAULT 0,
        created_at REAL NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE usage (
        id INTEGER PRIMARY KEY,
        message_id INTEGER UNIQUE REFERENCES message (id) ON DELETE SET NULL,
        connection_id TEXT NOT NULL,
        model TEXT NOT NULL,
        input_tokens INTEGER,
        output_tokens INTEGER,
        cached_tokens INTEGER,
        reasoning_tokens INTEGER,
        created_at REAL NOT NULL
    ) STRICT
    """,
    """
    CREATE TRIGGER part_takes_blob AFTER INSERT ON part WHEN NEW.blob <> '' BEGIN
        UPDATE blob SET reference_count = reference_count + 1 WHERE sha256 = NEW.blob;
    END
    """,
    """
    CREATE TRIGGER part_leaves_blob AFTER DELETE ON part WHEN OLD.blob <> '' BEGIN
        UPDATE blob SET reference_count = reference_count - 1 WHERE sha256 = OLD.blob;
    END
    """,
    """
    CREATE TRIGGER part_changes_blob AFTER UPDATE OF blob ON part WHEN NEW.blob <> OLD.blob BEGIN
        UPDATE blob SET reference_count = reference_count - 1 WHERE sha256 = OLD.blob;
        UPDATE blob SET reference_count = reference_count + 1 WHERE sha256 = NEW.blob;
    END
    """,
    """
    CREATE TRIGGER attachment_takes_blob AFTER INSERT ON attachment WHEN NEW.blob <> '' BEGIN
        UPDATE blob SET reference_count = reference_count + 1 WHERE sha256 = NEW.blob;
    END
    """,
    """
    CREATE TRIGGER attachment_leaves_blob AFTER DELETE ON attachment WHEN OLD.blob <> '' BEGIN
        UPDATE blob SET reference_count = reference_count - 1 WHERE sha256 = OLD.blob;
    END
    """,
)
"""The statements in order; blob counts follow parts and attachments by themselves."""
