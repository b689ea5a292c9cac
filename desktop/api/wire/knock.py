"""Asks whether a server is there, without giving it anything: one GET, no key, bounded in all ways."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import cast

from desktop.api.reading.failures import RefusedError
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import DIRECT, NO_SECRET, Endpoint, Transport
from desktop.core.errors import AppError

_MAX_BYTES = 256 * 1024
"""A list of some hundred models; reading it keeps the loop below 5 ms."""
_KEY_WANTED = {401, 403}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a knock found; nobody there, or nobody who speaks JSON, is the empty reply.

    `content` is the JSON of a success, else None. `wants_key`: it refused us, and `in_api` tells
    whether it did so in the words of an API, not with a web page.
    """

    content: object = None
    wants_key: bool = False
    in_api: bool = False


async def knock(http: Http, origin: str, path: str, limit_s: float) -> Reply:
    """Ask `origin` for `path`; takes at most `limit_s` seconds and never raises an AppError.

    No proxy is used, and a redirect is followed to the same host and port only.
    """
    endpoint = Endpoint(origin, NO_SECRET, transport=Transport(proxy=DIRECT))
    try:
        async with asyncio.timeout(limit_s), http.open(endpoint, Call(path)) as answer:
            body = await answer.read(_MAX_BYTES)
    except RefusedError as error:
        words = error.problem
        wants_key = error.status in _KEY_WANTED
        return Reply(wants_key=wants_key, in_api=wants_key and bool(words.code or words.kind))
    except (AppError, TimeoutError):
        return Reply()
    try:
        return Reply(cast("object", json.loads(body)))
    except (ValueError, RecursionError):
        return Reply()
