"""Vector stores: files that a server has cut up and indexed, so that a model or we can search them.

What lies in a store is in `vector_store_files`. Indexing takes time: whoever waits for it asks `get`
again until the store is no longer `Status.IN_PROGRESS`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.api.kept import Attributes, Word, ask, at, delete, raw, read_attributes, read_id
from desktop.api.pages import PAGE_SIZE, parse, walk
from desktop.api.reading.fields import Json, child, children, number, real, text
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint

ROOT = "vector_stores"
HEADERS = (("OpenAI-Beta", "assistants=v2"),)
"""The official client still sends it to these endpoints."""

MAX_RESULTS = 50


class Status(Word):
    """How far a store has come."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many files of a store or a batch are how far."""

    in_progress: int = 0
    completed: int = 0
    failed: int = 0
    cancelled: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Chunking:
    """How files are cut up: pieces of 100 to 4096 tokens that overlap by at most their half."""

    max_tokens: int = 800
    overlap_tokens: int = 400


@dataclass(frozen=True, slots=True)
class VectorStore:
    """A store. Times are seconds since 1970; `raw` is the server's whole entry as JSON text."""

    id: str
    name: str = ""
    status: Status = Status.COMPLETED
    counts: Counts = field(default_factory=Counts)
    usage_bytes: int = 0
    created_at: int | None = None
    last_active_at: int | None = None
    expires_at: int | None = None
    expires_after_days: int | None = None
    metadata: Attributes = field(default_factory=dict)
    raw: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: `text` is its pieces, joined by empty lines; `score` 0 to 1."""

    file_id: str
    filename: str = ""
    score: float = 0.0
    text: str = ""
    attributes: Attributes = field(default_factory=dict)
    raw: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for, as the API names it.

    `filters` is a comparison (`compare`) or several of them (`combine`). `max_results` is 1 to 50;
    `score_threshold` 0 to 1; `ranker` none, auto or a name of the server's.
    """

    query: str | Sequence[str]
    filters: Json | None = None
    max_results: int | None = None
    score_threshold: float | None = None
    ranker: str = ""
    rewrite_query: bool | None = None


def compare(key: str, kind: str, value: str | float | bool | Sequence[str | float]) -> Json:
    """Give the filter for one attribute; `kind`: eq, ne, gt, gte, lt, lte, in or nin."""
    sent = value if isinstance(value, str | float | int) else list(value)
    return {"type": kind, "key": key, "value": sent}


def combine(kind: str, *filters: Json) -> Json:
    """Give the filter that all ("and") or one ("or") of `filters` must pass."""
    return {"type": kind, "filters": list(filters)}


def build_create(
    name: str = "",
    file_ids: Sequence[str] = (),
    *,
    expires_after_days: int | None = None,
    chunking: Chunking | None = None,
    metadata: Mapping[str, str] | None = None,
    description: str = "",
) -> Call:
    """Give the request for a new store with at most 500 files (the API's limit); more go in by batches."""
    wanted: Json = {
        "name": name or None,
        "description": description or None,
        "file_ids": list(file_ids) or None,
        "expires_after": _expiry(expires_after_days),
        # Without a file the server refuses it.
        "chunking_strategy": chunking_strategy(chunking) if file_ids else None,
        "metadata": dict(metadata) if metadata else None,
    }
    body = {key: value for key, value in wanted.items() if value is not None}
    return Call(at(ROOT), body, headers=HEADERS)


def build_update(
    store_id: str,
    *,
    name: str | None = None,
    expires_after_days: int | None = None,
    metadata: Mapping[str, str] | None = None,
) -> Call:
    """Give the request that changes what is not None; `metadata` is replaced whole."""
    wanted: Json = {
        "name": name,
        "expires_after": _expiry(expires_after_days),
        "metadata": None if metadata is None else dict(metadata),
    }
    body = {key: value for key, value in wanted.items() if value is not None}
    return Call(at(ROOT, store_id), body, headers=HEADERS)


def build_list() -> Call:
    """Give the request for the first page of all stores, the newest first."""
    return Call(at(ROOT), query=(("limit", PAGE_SIZE), ("order", "desc")), headers=HEADERS)


def build_get(store_id: str) -> Call:
    """Give the request for one store."""
    return Call(at(ROOT, store_id), headers=HEADERS)


def build_delete(store_id: str) -> Call:
    """Give the request that deletes a store; its files stay."""
    return Call(at(ROOT, store_id), method="DELETE", headers=HEADERS)


def build_search(store_id: str, search: Search) -> Call:
    """Give the request for the passages of a store; what is out of range is brought into it."""
    ranking: Json = {"ranker": search.ranker} if search.ranker else {}
    if search.score_threshold is not None:
        ranking["score_threshold"] = max(0.0, min(1.0, search.score_threshold))
    most = search.max_results
    query = search.query
    wanted: Json = {
        "query": query if isinstance(query, str) else list(query),
        "filters": search.filters,
        "max_num_results": None if most is None else max(1, min(MAX_RESULTS, most)),
        "ranking_options": ranking or None,
        "rewrite_query": search.rewrite_query,
    }
    body = {key: value for key, value in wanted.items() if value is not None}
    return Call(at(ROOT, store_id, "search"), body, headers=HEADERS)


def read_store(answer: object) -> VectorStore:
    """Read one store.

    Raises:
        AppError: NOT_UNDERSTOOD, it is none.
    """
    item, store_id = read_id(answer)
    return VectorStore(
        store_id,
        text(item, "name"),
        Status(text(item, "status") or Status.COMPLETED),
        read_counts(item),
        number(item, "usage_bytes") or 0,
        number(item, "created_at"),
        number(item, "last_active_at"),
        number(item, "expires_at"),
        number(child(item, "expires_after"), "days"),
        read_attributes(item, "metadata"),
        raw(item),
    )


def read_counts(item: Json) -> Counts:
    """Read `file_counts` of a store or a batch."""
    said = child(item, "file_counts")
    return Counts(*(number(said, name) or 0 for name in Counts.__slots__))


def read_hits(answer: object) -> tuple[Hit, ...]:
    """Read the results of a search, the best first as the server has them.

    Raises:
        AppError: NOT_UNDERSTOOD, the answer holds no list.
    """
    return tuple(_hit(entry) for entry in parse(answer).entries)


def chunking_strategy(chunking: Chunking | None) -> Json | None:
    """Give the JSON of how to cut, brought into the API's limits; None: the server decides."""
    if chunking is None:
        return None
    size = max(100, min(4096, chunking.max_tokens))
    overlap = max(0, min(size // 2, chunking.overlap_tokens))
    return {
        "type": "static",
        "static": {"max_chunk_size_tokens": size, "chunk_overlap_tokens": overlap},
    }


async def create(http: Http, endpoint: Endpoint, call: Call) -> VectorStore:
    """Make the store that `call` (of `build_create`) describes; errors as `kept.ask`, LACKS too."""
    return read_store(await ask(http, endpoint, call, Capability.VECTOR_STORES))


def list_all(http: Http, endpoint: Endpoint) -> AsyncGenerator[VectorStore, None]:
    """Yield all stores, the newest first; errors as `pages.walk`, LACKS too."""
    return walk(http, endpoint, build_list(), read_store, Capability.VECTOR_STORES)


async def get(http: Http, endpoint: Endpoint, store_id: str) -> VectorStore:
    """Give one store as it is now; errors as `kept.ask`."""
    return read_store(await ask(http, endpoint, build_get(store_id)))


async def update(http: Http, endpoint: Endpoint, call: Call) -> VectorStore:
    """Change a store as `call` (of `build_update`) says; errors as `kept.ask`."""
    return read_store(await ask(http, endpoint, call))


async def remove(http: Http, endpoint: Endpoint, store_id: str) -> None:
    """Delete a store; it may be gone already. Errors as `kept.delete`."""
    await delete(http, endpoint, build_delete(store_id))


async def search(http: Http, endpoint: Endpoint, store_id: str, wanted: Search) -> tuple[Hit, ...]:
    """Give the passages that fit, the best first; errors as `kept.ask`."""
    return read_hits(await ask(http, endpoint, build_search(store_id, wanted)))


def _expiry(days: int | None) -> Json | None:
    if days is None:
        return None
    return {"anchor": "last_active_at", "days": max(1, min(365, days))}


def _hit(entry: Json) -> Hit:
    pieces = (text(content, "text") for content in children(entry, "content"))
    return Hit(
        text(entry, "file_id"),
        text(entry, "filename"),
        real(entry, "score") or 0.0,
        "\n\n".join(piece for piece in pieces if piece),
        read_attributes(entry, "attributes"),
        raw(entry),
    )
