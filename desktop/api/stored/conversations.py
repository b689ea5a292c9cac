"""Conversations that a server keeps. Here they are only a cache: the transcript lives on this disk."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from desktop.api.kept import Attributes, ask, at, delete, raw, read_attributes, read_id
from desktop.api.pages import PAGE_SIZE, parse, walk
from desktop.api.reading.fields import Json, children, number, text
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

ROOT = "conversations"

MAX_ITEMS = 20
"""Items in one request: the API's limit."""


@dataclass(frozen=True, slots=True)
class ServerConversation:
    """A conversation as the server keeps it; `raw` is its whole entry as JSON text."""

    id: str
    created_at: int | None = None
    metadata: Attributes = field(default_factory=dict)
    raw: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a conversation or of a response's input, of whatever type; some have no `id`.

    `text` is what a reader would see of it, where it says something; `raw` is the whole item as
    JSON text, to be shown later or sent back.
    """

    id: str
    type: str = ""
    role: str = ""
    status: str = ""
    text: str = ""
    raw: str = field(default="", repr=False)


def build_create(items: Sequence[Json] = (), metadata: Mapping[str, str] | None = None) -> Call:
    """Give the request for a new conversation that begins with at most `MAX_ITEMS` items."""
    body: Json = {"items": list(items)} if items else {}
    if metadata:
        body["metadata"] = dict(metadata)
    return Call(at(ROOT), body)


def build_get(conversation_id: str) -> Call:
    """Give the request for a conversation without its items."""
    return Call(at(ROOT, conversation_id))


def build_update(conversation_id: str, metadata: Mapping[str, str]) -> Call:
    """Give the request that replaces a conversation's metadata."""
    return Call(at(ROOT, conversation_id), {"metadata": dict(metadata)})


def build_delete(conversation_id: str) -> Call:
    """Give the request that deletes a conversation; OpenAI keeps its items."""
    return Call(at(ROOT, conversation_id), method="DELETE")


def build_add(conversation_id: str, items: Sequence[Json]) -> Call:
    """Give the request that appends 1 to `MAX_ITEMS` items."""
    return Call(at(ROOT, conversation_id, "items"), {"items": list(items)})


def build_list_items(conversation_id: str) -> Call:
    """Give the request for the first page of a conversation's items, the oldest first."""
    query = (("limit", PAGE_SIZE), ("order", "asc"))
    return Call(at(ROOT, conversation_id, "items"), query=query)


def build_get_item(conversation_id: str, item_id: str) -> Call:
    """Give the request for one item."""
    return Call(at(ROOT, conversation_id, "items", item_id))


def build_delete_item(conversation_id: str, item_id: str) -> Call:
    """Give the request that deletes one item."""
    return Call(at(ROOT, conversation_id, "items", item_id), method="DELETE")


def read_conversation(answer: object) -> ServerConversation:
    """Read one conversation.

    Raises:
        AppError: NOT_UNDERSTOOD, it is none.
    """
    item, conversation_id = read_id(answer)
    return ServerConversation(
        conversation_id,
        number(item, "created_at"),
        read_attributes(item, "metadata"),
        raw(item),
    )


def read_item(answer: object) -> Item:
    """Read one item, also of a type that is new to us.

    Raises:
        AppError: NOT_UNDERSTOOD, it is none.
    """
    item: Json = answer if isinstance(answer, dict) else {}
    kind = text(item, "type")
    if not kind and not text(item, "id"):
        raise AppError(Code.NOT_UNDERSTOOD)
    return Item(
        text(item, "id"),
        kind,
        text(item, "role"),
        text(item, "status"),
        _said(item),
        raw(item),
    )


async def create(
    http: Http,
    endpoint: Endpoint,
    items: Sequence[Json] = (),
    metadata: Mapping[str, str] | None = None,
) -> ServerConversation:
    """Make a conversation that holds all of `items`, in as many requests as they need.

    Raises:
        AppError: as `kept.ask`, LACKS too. Where a later request fails the conversation is deleted
            again as far as that works.
    """
    first = build_create(items[:MAX_ITEMS], metadata)
    made = read_conversation(await ask(http, endpoint, first, Capability.CONVERSATIONS))
    try:
        await add(http, endpoint, made.id, items[MAX_ITEMS:])
    except AppError:
        with suppress(AppError):
            await remove(http, endpoint, made.id)
        raise
    return made


async def get(http: Http, endpoint: Endpoint, conversation_id: str) -> ServerConversation:
    """Give a conversation without its items; errors as `kept.ask`."""
    return read_conversation(await ask(http, endpoint, build_get(conversation_id)))


async def update(
    http: Http, endpoint: Endpoint, conversation_id: str, metadata: Mapping[str, str]
) -> ServerConversation:
    """Replace a conversation's metadata; errors as `kept.ask`."""
    return read_conversation(await ask(http, endpoint, build_update(conversation_id, metadata)))


async def remove(http: Http, endpoint: Endpoint, conversation_id: str) -> None:
    """Delete a conversation; it may be gone already. Errors as `kept.delete`."""
    await delete(http, endpoint, build_delete(conversation_id))


async def add(
    http: Http, endpoint: Endpoint, conversation_id: str, items: Sequence[Json]
) -> tuple[Item, ...]:
    """Append all of `items`, 20 in each request, and give them as the server keeps them.

    What earlier requests appended stays when a later one fails.

    Raises:
        AppError: NOT_UNDERSTOOD, an answer holds no list of items; otherwise as `kept.ask`.
    """
    kept: list[Item] = []
    for start in range(0, len(items), MAX_ITEMS):
        call = build_add(conversation_id, items[start : start + MAX_ITEMS])
        kept += [read_item(entry) for entry in parse(await ask(http, endpoint, call)).entries]
    return tuple(kept)


def list_items(http: Http, endpoint: Endpoint, conversation_id: str) -> AsyncGenerator[Item, None]:
    """Yield a conversation's items, the oldest first; errors as `pages.walk`."""
    return walk(http, endpoint, build_list_items(conversation_id), read_item)


async def get_item(http: Http, endpoint: Endpoint, conversation_id: str, item_id: str) -> Item:
    """Give one item; errors as `kept.ask`."""
    return read_item(await ask(http, endpoint, build_get_item(conversation_id, item_id)))


async def remove_item(http: Http, endpoint: Endpoint, conversation_id: str, item_id: str) -> None:
    """Delete one item; it may be gone already. Errors as `kept.delete`."""
    await delete(http, endpoint, build_delete_item(conversation_id, item_id))


def _said(item: Json) -> str:
    contents = children(item, "content") or children(item, "summary")
    pieces = (text(content, "text") or text(content, "refusal") for content in contents)
    return "\n\n".join(piece for piece in pieces if piece) or text(item, "content")
