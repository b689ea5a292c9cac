"""A person's own headers for a server: all of them are one secret, for any may hold a password."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TypeAlias

from desktop.core.connection import NO_SECRET, Secret

Headers: TypeAlias = tuple[tuple[str, Secret], ...]

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}"  # RFC 9110, a token


def read_headers(secret: Secret) -> Headers:
    """Give the headers that `write_headers` has put together; what is damaged is left out."""
    try:
        entries = json.loads(secret.reveal() or "[]")
    except ValueError:
        return ()
    pairs = entries if isinstance(entries, list) else []
    return tuple(
        (pair[0], Secret(pair[1]))
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(x, str) for x in pair)
    )


def write_headers(headers: Iterable[tuple[str, Secret]]) -> Secret:
    """Give the headers as one secret; empty for none.

    Raises:
        ValueError: a name or value that HTTP cannot carry; the text is the name.
    """
    pairs: list[tuple[str, str]] = []
    for name, secret in headers:
        value = secret.reveal().strip()
        if not re.fullmatch(_NAME, name) or not (value.isascii() and value.isprintable()):
            raise ValueError(name)
        pairs.append((name, value))
    return Secret(json.dumps(pairs)) if pairs else NO_SECRET
