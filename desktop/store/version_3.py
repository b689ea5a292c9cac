"""What version 3 adds to the tables: recordings, and what was said in them. Frozen with its release.

What to know before reading the SQL:
- `uid` names a recording across computers, and the file of a sound of ours:
  `recordings/<uid>.wav` in the data folder. `sound` is a file of the person's own, which stays where
  it is; '' for a sound of ours. `has_sound` 0: there is none any more, the text stays.
- `owner` names the process that records or transcribes (`store.owner`).
- `is_purging`: deleted for good, or arriving from an archive; seen nowhere.
- `speakers` is JSON, the names that a person gave; `words` is JSON, [[text, start_s, end_s], …].
- Kinds 3 and 4 of the index are titles of recordings and lines. Lines change and go while a
  recording is transcribed, so both ways are noted with what they said: no shelf is made anew.
"""

from __future__ import annotations

VERSION_3 = (
    """
    CREATE TABLE recording (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 32 AND uid NOT GLOB '*[^0-9a-f]*'),
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        sound TEXT NOT NULL DEFAULT '',
        has_sound INTEGER NOT NULL DEFAULT 1,
        created_at REAL NOT NULL,
        duration_s REAL NOT NULL DEFAULT 0,
        done_s REAL NOT NULL DEFAULT 0,
        language TEXT NOT NULL DEFAULT '',
        connection_id TEXT NOT NULL DEFAULT '',
        model TEXT NOT NULL DEFAULT '',
        error TEXT NOT NULL DEFAULT '',
        speakers TEXT NOT NULL DEFAULT '',
        owner TEXT NOT NULL DEFAULT '',
        deleted_at REAL,
        is_purging INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX recording_by_time ON recording (created_at)",
    "CREATE INDEX recording_unfinished ON recording (owner) WHERE owner <> ''",
    "CREATE INDEX recording_deleted ON recording (deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX recording_purging ON recording (id) WHERE is_purging = 1",
    """
    CREATE TABLE transcript_line (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        recording_id INTEGER NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        speaker TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL,
        words TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX transcript_line_by_time ON transcript_line (recording_id, start_s, id)",
    """
    CREATE TRIGGER search_recording_changed AFTER UPDATE OF title ON recording
    WHEN OLD.title <> NEW.title BEGIN
        INSERT OR IGNORE INTO search_queue (kind, record_id, old) VALUES (3, NEW.id, OLD.title);
    END
    """,
    """
    CREATE TRIGGER search_recording_deleted AFTER DELETE ON recording
    WHEN EXISTS (SELECT 1 FROM search_document WHERE kind = 3 AND record_id = OLD.id) BEGIN
        INSERT OR IGNORE INTO search_queue (kind, record_id, old) VALUES (3, OLD.id, OLD.title);
    END
    """,
    """
    CREATE TRIGGER search_line_changed AFTER UPDATE OF text ON transcript_line
    WHEN OLD.text <> NEW.text BEGIN
        INSERT OR IGNORE INTO search_queue (kind, record_id, old) VALUES (4, NEW.id, OLD.text);
    END
    """,
    """
    CREATE TRIGGER search_line_deleted AFTER DELETE ON transcript_line
    WHEN EXISTS (SELECT 1 FROM search_document WHERE kind = 4 AND record_id = OLD.id) BEGIN
        INSERT OR IGNORE INTO search_queue (kind, record_id, old) VALUES (4, OLD.id, OLD.text);
    END
    """,
    # a line that comes back has an id that was looked at already
    """
    CREATE TRIGGER search_line_returned AFTER INSERT ON transcript_line
    WHEN NEW.id <= (SELECT up_to FROM search_progress WHERE kind = 4) BEGIN
        INSERT OR IGNORE INTO search_queue (kind, record_id) VALUES (4, NEW.id);
    END
    """,
)
"""The statements in order."""
