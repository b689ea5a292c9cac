"""What version 2 adds to the tables. Frozen with its release, like `schema`.

What to know before reading the SQL:
- `parameters` is the JSON of `core.parameters`: a conversation's own, and of each answer what it
  was asked with.
- `usage` knows what it cost by the prices of a day, and keeps its conversation's id for totals
  even when both are gone. `is_counted`: we counted, the server did not say.
- `exchange` holds what really went over the wire for one answer, without secrets and without the
  content of blobs: events are zlib-compressed JSON lines with their times. An answer that called
  tools has one row for each round.
- `summary` stands for all messages up to and with `message_id` on the way to a new question.
"""

from __future__ import annotations

VERSION_2 = (
    "ALTER TABLE conversation ADD COLUMN parameters TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE message ADD COLUMN parameters TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE message ADD COLUMN reasoned_s REAL",
    "ALTER TABLE usage ADD COLUMN conversation_id INTEGER",
    "ALTER TABLE usage ADD COLUMN cost_usd REAL",
    "ALTER TABLE usage ADD COLUMN priced_as_of TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE usage ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE usage SET conversation_id =
        (SELECT conversation_id FROM message WHERE message.id = usage.message_id)
    """,
    "CREATE INDEX usage_by_time ON usage (created_at)",
    "CREATE INDEX usage_by_conversation ON usage (conversation_id)",
    """
    CREATE TABLE folder (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        is_open INTEGER NOT NULL DEFAULT 1,
        created_at REAL NOT NULL,
        UNIQUE (kind, name)
    ) STRICT
    """,
    """
    CREATE TABLE prompt (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        text TEXT NOT NULL,
        used_at REAL NOT NULL DEFAULT 0,
        created_at REAL NOT NULL,
        updated_at REAL NOT NULL,
        deleted_at REAL
    ) STRICT
    """,
    """
    CREATE TABLE summary (
        message_id INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
        conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        model TEXT NOT NULL DEFAULT '',
        created_at REAL NOT NULL
    ) STRICT
    """,
    "CREATE INDEX summary_by_conversation ON summary (conversation_id)",
    """
    CREATE TABLE exchange (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
        started_at REAL NOT NULL,
        request TEXT NOT NULL,
        response TEXT NOT NULL DEFAULT '',
        events BLOB
    ) STRICT
    """,
    "CREATE INDEX exchange_by_message ON exchange (message_id)",
)
"""The statements in order."""
