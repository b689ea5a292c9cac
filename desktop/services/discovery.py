"""Servers that run on this computer, found by knocking at their documented ports.

What is found may be somebody else's: it is a suggestion that got GETs without a key and nothing
more. Only 127.0.0.1 is tried: every server in the table listens there as it comes out of its box.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.core.tasks import TaskScope
from desktop.services.client import Client
from desktop.services.presets import COMPATIBLE_ID, Preset, is_loopback, presets

if TYPE_CHECKING:
    from desktop.api.wire.http import Http
    from desktop.api.wire.knock import Reply

_log = logging.getLogger(__name__)

_LIMIT_S = 0.8  # for each GET; Windows takes 2 s to say that nobody listens
_MODELS = "/v1/models"


@dataclass(frozen=True, slots=True)
class Found:
    """A server that answered. `models` is empty where it wants a key before it lists them."""

    preset: Preset
    base_url: str
    models: tuple[str, ...] = ()
    needs_key: bool = False


async def find_local(
    client: Client, known: Collection[str] = (), rows: Sequence[Preset] | None = None
) -> AsyncGenerator[Found, None]:
    """Yield what runs on this computer as it is found; all ports are asked at once.

    Args:
        client: The program's client; it goes to the loopback only, whatever the environment says.
        known: Base URLs, as checked, that need not be found: of connections, of the built-in
            engine. Their ports are left alone.
        rows: What to look for; None: all presets.
    """
    rows = presets() if rows is None else rows
    ports = {port for row in rows for port in row.ports} - set(_ports(known))
    finds: asyncio.Queue[Found | None] = asyncio.Queue()

    async def look(http: Http, port: int) -> None:
        found = None
        try:
            found = await _look(http, port, rows)
        finally:
            finds.put_nowait(found)

    scope = TaskScope(_report)
    async with client.use() as http:
        try:
            for port in sorted(ports):
                scope.start(str(port), look(http, port))
            for _port in ports:
                if (found := await finds.get()) is not None:
                    yield found
        finally:
            await scope.aclose()


async def _look(http: Http, port: int, rows: Sequence[Preset]) -> Found | None:
    """Give who listens on a port; None where nobody does, or nobody of interest."""
    # Loaded with the client, which a start does not wait for.
    from desktop.api.models.listing import parse  # noqa: PLC0415
    from desktop.api.wire.knock import knock  # noqa: PLC0415

    origin = f"http://127.0.0.1:{port}"
    listed = await knock(http, origin, _MODELS, _LIMIT_S)
    models = parse(listed.content)
    if models is None and not listed.wants_key:
        return None
    owners = {model.owned_by for model in models or ()} - {""}
    # Unless one of the rows knows it: whatever answers in the words of the API.
    is_api = models is not None or listed.in_api
    found = next((row for row in rows if row.id == COMPATIBLE_ID), None) if is_api else None
    wants_key = listed.wants_key
    for row in _candidates(rows, port, owners):
        shown = await knock(http, origin, row.probe, _LIMIT_S)
        if row.owner in owners or _shows(shown, row.sign):
            # llama.cpp lists its models to everybody and only then wants its key.
            found, wants_key = row, wants_key or shown.wants_key
            break
    if found is None:
        return None
    return Found(found, f"{origin}/v1", tuple(model.id for model in models or ()), wants_key)


def _candidates(rows: Sequence[Preset], port: int, owners: Collection[str]) -> Iterator[Preset]:
    """Yield who it may be, the likeliest first: whose name is in its list, then whose port it is."""
    yield from (row for row in rows if row.owner in owners)
    yield from (row for row in rows if port in row.ports and row.owner not in owners)


def _shows(reply: Reply, sign: str) -> bool:
    content = reply.content
    return sign in content if isinstance(content, dict) else content == sign


def _ports(urls: Collection[str]) -> Iterator[int]:
    for parts in map(urlsplit, urls):
        if is_loopback(parts.hostname or ""):
            yield parts.port or 80


def _report(error: Exception) -> None:
    _log.error("looking for local servers failed", exc_info=error)
