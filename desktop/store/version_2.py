"""What version 2 adds to the tables. Frozen with its release, like `schema`.

What to know before reading the SQL:
- `parameters` is the JSON of `core.parameters`: a conversation's own, and of each answer what it
  was asked with.
- `usage` knows what it cost by the prices of a day, and keeps its conversation's id for totals
  even when both are gone. `is_counted`: we counted, the server did not say. `is_least`: a dearer
  rate may hold for a part of it. A summary has a row of its own, without a message.
- `exchange` holds what really went over the wire for one answer, without secrets and without the
  content of blobs: events are zlib-compressed JSON lines with their times. An answer that called
  tools has one row for each round.
- `uid` names a conversation across computers: an archive that comes twice adds nothing twice.
- `summary` stands for all messages up to and with `message_id` on the way to a new question.
"""

from __future__ import annotations

VERSION_2 = (
    "ALTER TABLE conversation ADD COLUMN parameters TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE conversation ADD COLUMN uid TEXT NOT NULL DEFAULT ''",
    "UPDATE conversation SET uid = lower(hex(randomblob(16)))",
    "CREATE UNIQUE INDEX conversation_by_uid ON conversation (uid) WHERE uid <> ''",
    """
    CREATE TRIGGER conversation_gets_uid AFTER INSERT ON conversation WHEN NEW.uid = '' BEGIN
        UPDATE conversation SET uid = lower(hex(randomblob(16))) WHERE id = NEW.id;
    END
    """,
    "ALTER TABLE message ADD COLUMN parameters TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE message ADD COLUMN reasoned_s REAL",
    "ALTER TABLE usage ADD COLUMN conversation_id INTEGER",
    "ALTER TABLE usage ADD COLUMN cost_usd REAL",
    "ALTER TABLE usage ADD COLUMN priced_as_of TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE usage ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE usage ADD COLUMN is_least INTEGER NOT NULL DEFAULT 0",
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
    # what `store.search` knows of the index; its full-text tables are made as time goes by
    """
    CREATE TABLE search_document (
        id INTEGER PRIMARY KEY,
        kind INTEGER NOT NULL,
        record_id INTEGER NOT NULL,
        checksum INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX search_document_of_record ON search_document (kind, record_id)",
    """
    CREATE TABLE search_shelf (
        id INTEGER PRIMARY KEY,
        state TEXT NOT NULL DEFAULT '',
        merging INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE TABLE search_progress (kind INTEGER PRIMARY KEY, up_to INTEGER NOT NULL) STRICT",
    "CREATE TABLE search_rules (value INTEGER NOT NULL) STRICT",
    """
    CREATE TABLE search_queue (
        kind INTEGER NOT NULL,
        record_id INTEGER NOT NULL,
        old TEXT,
        PRIMARY KEY (kind, record_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX message_by_model ON message (model) WHERE model <> ''",
    "CREATE INDEX message_deleted ON message (conversation_id) WHERE deleted_at IS NOT NULL",
    """
    CREATE TRIGGER search_message_ended AFTER UPDATE OF state ON message
    WHEN OLD.state = 'streaming' AND NEW.state <> 'streaming' BEGIN
        INSERT OR IGNORE INTO search_queue (kind, record_id) VALUES (1, NEW.id);
    END
    """,
    """
    CREATE TRIGGER search_title_changed AFTER UPDATE OF title ON conversation
    WHEN OLD.title <> NEW.title BEGIN
        INSERT OR IGNORE INTO search_queue (kind, record_id, old) VALUES (2, NEW.id, OLD.title);
    END
    """,
    # whoever deletes without saying so has the shelf made anew
    """
    CREATE TRIGGER search_message_deleted AFTER DELETE ON message BEGIN
        UPDATE search_shelf SET state = 'broken' WHERE id IN
            (SELECT id >> 27 FROM search_document WHERE kind = 1 AND record_id = OLD.id);
        DELETE FROM search_queue WHERE kind = 1 AND record_id = OLD.id;
    END
    """,
    """
    CREATE TRIGGER search_title_deleted AFTER DELETE ON conversation BEGIN
        UPDATE search_shelf SET state = 'broken' WHERE id IN
            (SELECT id >> 27 FROM search_document WHERE kind = 2 AND record_id = OLD.id);
        DELETE FROM search_queue WHERE kind = 2 AND record_id = OLD.id;
    END
    """,
    # what new conversations are asked with: `store.starting`
    """
    CREATE TABLE start (
        kind TEXT NOT NULL,
        purpose TEXT NOT NULL,
        parameters TEXT NOT NULL,
        PRIMARY KEY (kind, purpose)
    ) STRICT, WITHOUT ROWID
    """,
)
"""The statements in order."""
