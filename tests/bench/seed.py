"""Fills a database with a long conversation in a second, as a year of use would."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

LONG = 10_000
TITLE = "Ten thousand messages"
QUESTION = "How is item {n} handled, and what follows from it for the next one?"
ANSWER = """Item **{n}** is handled in two steps:

1. It is read and checked; `check({n})` says what is wrong.
2. It is stored, and its neighbours are told.

```python
def check(n: int) -> bool:
    return n % 7 != {n} % 7
```

That is all: nothing else follows from it, and the next one begins where this one ended.
"""


def fill(database: Path, messages: int, title: str = TITLE) -> int:
    """Add one conversation with so many messages, questions and answers in turn; give its id.

    The program must have made the database, and must not be running.
    """
    now = time.time()
    with closing(sqlite3.connect(database)) as connection, connection:
        row = "INSERT INTO conversation (kind, title, created_at, updated_at) VALUES (?, ?, ?, ?)"
        conversation = connection.execute(row, ("chat", title, now, now)).lastrowid
        assert conversation is not None
        first = 1 + connection.execute("SELECT coalesce(max(id), 0) FROM message").fetchone()[0]
        roles = ("user", "assistant")
        texts = (QUESTION, ANSWER)
        connection.executemany(
            "INSERT INTO message (id, conversation_id, parent_id, role, state, model, created_at,"
            " finished_at) VALUES (?, ?, ?, ?, 'complete', 'm-1', ?, ?)",
            (
                (first + n, conversation, first + n - 1 if n else None, roles[n % 2], now, now)
                for n in range(messages)
            ),
        )
        connection.executemany(
            "INSERT INTO part (message_id, position, type, text) VALUES (?, 0, 'text', ?)",
            ((first + n, texts[n % 2].format(n=n)) for n in range(messages)),
        )
    return conversation
