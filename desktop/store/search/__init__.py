"""The index of words over everything a person can find. Nothing here runs before it is needed.

Read in this order: `words` (what counts as a word, and how a query is written), `shelves` (the
full-text tables, one for each span of time), `sources` (which records can be found), `indexing`
(how they get in and out), `excerpts` (what a result shows of a text), `finding` (queries).
"""

from __future__ import annotations

import sqlite3


def is_missing(connection: sqlite3.Connection) -> bool:
    """Tell whether there are messages, but no index: an older program stored them."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM message) AND NOT EXISTS (SELECT 1 FROM search_progress)"
    )
    return bool(found.fetchone()[0])
