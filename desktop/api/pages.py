"""Walks the lists that a server keeps: page after page, however it counts them, and never for ever.

A page is `{"object": "list", "data": [...], "has_more": true, "first_id", "last_id"}`; the next one
is asked for with `after=<id of the last entry>`.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from desktop.api.kept import ask
from desktop.api.reading.fields import Json, objects, text
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

MAX_PAGES = 200
MAX_ENTRIES = 20_000
PAGE_SIZE = "100"
"""The most that OpenAI gives at once from every list but that of files."""

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `after` asks for the next one and is empty where there is none."""

    entries: tuple[Json, ...]
    after: str = ""


def parse(answer: object) -> Page:
    """Read one page; entries that are no objects are left out.

    Raises:
        AppError: NOT_UNDERSTOOD, the answer holds no list.
    """
    item: Json = answer if isinstance(answer, dict) else {}
    found = item.get("data")
    if found is None and item.get("object") == "list":
        found = []  # servers written in Go send null for an empty list
    if not isinstance(found, list):
        raise AppError(Code.NOT_UNDERSTOOD)
    entries = tuple(objects(found))
    if item.get("has_more") is not True or not entries:
        return Page(entries)
    return Page(entries, text(item, "last_id") or text(entries[-1], "id"))


async def walk(
    http: Http,
    endpoint: Endpoint,
    call: Call,
    read: Callable[[Json], _T],
    capability: Capability | None = None,
) -> AsyncGenerator[_T, None]:
    """Yield each entry of a list once, as `read` gives it, in the server's order.

    A server that repeats a cursor or a whole page ends the list, and so do `MAX_PAGES` and
    `MAX_ENTRIES`. Entries that `read` refuses are left out.

    Args:
        http: The connections.
        endpoint: The server.
        call: The request for the first page.
        read: Reads one entry; AppError says that it is none.
        capability: What the first page teaches; None for the list of one thing's parts.

    Raises:
        AppError: as `kept.ask`; NOT_UNDERSTOOD for a page that is no list.
    """
    given: set[str] = set()
    cursors = {""}
    after = ""
    count = 0
    for number in range(MAX_PAGES):
        asked = replace(call, query=(*call.query, ("after", after))) if after else call
        page = parse(await ask(http, endpoint, asked, None if number else capability))
        fresh = [entry for entry in page.entries if text(entry, "id") not in given]
        for entry in fresh:
            if name := text(entry, "id"):
                if name in given:
                    continue
                given.add(name)
            if (one := _read(read, entry)) is not None:
                yield one
                count += 1
            if count >= MAX_ENTRIES:
                _log.info("%s: stopped after %d entries", call.path, count)
                return
        if page.after in cursors or not fresh:
            return
        cursors.add(page.after)
        after = page.after
    _log.info("%s: stopped after %d pages", call.path, MAX_PAGES)


def _read(read: Callable[[Json], _T], entry: Json) -> _T | None:
    try:
        return read(entry)
    except AppError:
        return None
