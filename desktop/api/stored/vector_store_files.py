"""What lies in a vector store: one file, or many put in as one batch.

Indexing takes time: whoever waits for it asks `get` or `get_batch` again until the state is no
longer `FileStatus.IN_PROGRESS`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.api.kept import Attributes, Word, ask, at, delete, raw, read_attributes, read_id
from desktop.api.pages import PAGE_SIZE, walk
from desktop.api.reading.fields import Json, child, number, text
from desktop.api.stored.vector_stores import (
    HEADERS,
    ROOT,
    Chunking,
    Counts,
    chunking_strategy,
    read_counts,
)
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import Endpoint


class FileStatus(Word):
    """How far a file or a batch has come."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in a store; `id` is that of the file itself.

    `error_code` (server_error, unsupported_file, invalid_file or a new word) and `error_message` say
    why it FAILED. `raw` is the server's whole entry as JSON text.
    """

    id: str
    store_id: str = ""
    status: FileStatus = FileStatus.COMPLETED
    usage_bytes: int = 0
    created_at: int | None = None
    error_code: str = ""
    error_message: str = ""
    attributes: Attributes = field(default_factory=dict)
    chunking: Chunking | None = None
    raw: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that were put into a store together."""

    id: str
    store_id: str = ""
    status: FileStatus = FileStatus.COMPLETED
    counts: Counts = field(default_factory=Counts)
    created_at: int | None = None
    raw: str = field(default="", repr=False)


def build_attach(
    store_id: str,
    file_id: str,
    *,
    attributes: Mapping[str, str | float | bool] | None = None,
    chunking: Chunking | None = None,
) -> Call:
    """Give the request that puts an uploaded file into a store."""
    body: Json = {"file_id": file_id, **_options(attributes, chunking)}
    return Call(at(ROOT, store_id, "files"), body, headers=HEADERS)


def build_list(store_id: str, status: FileStatus | None = None) -> Call:
    """Give the request for the first page of a store's files, or of those with one state."""
    query = (("limit", PAGE_SIZE), *((("filter", status.value),) if status else ()))
    return Call(at(ROOT, store_id, "files"), query=query, headers=HEADERS)


def build_get(store_id: str, file_id: str) -> Call:
    """Give the request for one file of a store."""
    return Call(at(ROOT, store_id, "files", file_id), headers=HEADERS)


def build_update(store_id: str, file_id: str, attributes: Mapping[str, str | float | bool]) -> Call:
    """Give the request that replaces a file's attributes."""
    body: Json = {"attributes": dict(attributes)}
    return Call(at(ROOT, store_id, "files", file_id), body, headers=HEADERS)


def build_detach(store_id: str, file_id: str) -> Call:
    """Give the request that takes a file out of a store; the file itself stays."""
    return Call(at(ROOT, store_id, "files", file_id), method="DELETE", headers=HEADERS)


def build_batch(
    store_id: str,
    file_ids: Sequence[str],
    *,
    attributes: Mapping[str, str | float | bool] | None = None,
    chunking: Chunking | None = None,
) -> Call:
    """Give the request that puts 1 to 2,000 (the API's limit) uploaded files into a store."""
    body: Json = {"file_ids": list(file_ids), **_options(attributes, chunking)}
    return Call(at(ROOT, store_id, "file_batches"), body, headers=HEADERS)


def build_get_batch(store_id: str, batch_id: str) -> Call:
    """Give the request for the state of a batch."""
    return Call(at(ROOT, store_id, "file_batches", batch_id), headers=HEADERS)


def build_cancel_batch(store_id: str, batch_id: str) -> Call:
    """Give the request that stops a batch; what is indexed stays."""
    path = at(ROOT, store_id, "file_batches", batch_id, "cancel")
    return Call(path, method="POST", headers=HEADERS)


def build_list_batch(store_id: str, batch_id: str, status: FileStatus | None = None) -> Call:
    """Give the request for the first page of a batch's files, or of those with one state."""
    query = (("limit", PAGE_SIZE), *((("filter", status.value),) if status else ()))
    path = at(ROOT, store_id, "file_batches", batch_id, "files")
    return Call(path, query=query, headers=HEADERS)


def read_file(answer: object) -> StoredFile:
    """Read one file of a store.

    Raises:
        AppError: NOT_UNDERSTOOD, it is none.
    """
    item, file_id = read_id(answer)
    error = child(item, "last_error")
    return StoredFile(
        file_id,
        text(item, "vector_store_id"),
        FileStatus(text(item, "status") or FileStatus.COMPLETED),
        number(item, "usage_bytes") or 0,
        number(item, "created_at"),
        text(error, "code"),
        text(error, "message"),
        read_attributes(item, "attributes"),
        _chunking(item),
        raw(item),
    )


def read_batch(answer: object) -> Batch:
    """Read one batch.

    Raises:
        AppError: NOT_UNDERSTOOD, it is none.
    """
    item, batch_id = read_id(answer)
    return Batch(
        batch_id,
        text(item, "vector_store_id"),
        FileStatus(text(item, "status") or FileStatus.COMPLETED),
        read_counts(item),
        number(item, "created_at"),
        raw(item),
    )


async def attach(http: Http, endpoint: Endpoint, call: Call) -> StoredFile:
    """Put one file in as `call` (of `build_attach`) says; errors as `kept.ask`."""
    return read_file(await ask(http, endpoint, call))


def list_all(
    http: Http, endpoint: Endpoint, store_id: str, status: FileStatus | None = None
) -> AsyncGenerator[StoredFile, None]:
    """Yield a store's files, the newest first; errors as `pages.walk`."""
    return walk(http, endpoint, build_list(store_id, status), read_file)


async def get(http: Http, endpoint: Endpoint, store_id: str, file_id: str) -> StoredFile:
    """Give one file as it is now; errors as `kept.ask`."""
    return read_file(await ask(http, endpoint, build_get(store_id, file_id)))


async def update(http: Http, endpoint: Endpoint, call: Call) -> StoredFile:
    """Change a file's attributes as `call` (of `build_update`) says; errors as `kept.ask`."""
    return read_file(await ask(http, endpoint, call))


async def detach(http: Http, endpoint: Endpoint, store_id: str, file_id: str) -> None:
    """Take a file out; it may be out already. Errors as `kept.delete`."""
    await delete(http, endpoint, build_detach(store_id, file_id))


async def attach_many(http: Http, endpoint: Endpoint, call: Call) -> Batch:
    """Put many files in as `call` (of `build_batch`) says; errors as `kept.ask`."""
    return read_batch(await ask(http, endpoint, call))


async def get_batch(http: Http, endpoint: Endpoint, store_id: str, batch_id: str) -> Batch:
    """Give a batch as it is now; errors as `kept.ask`."""
    return read_batch(await ask(http, endpoint, build_get_batch(store_id, batch_id)))


async def cancel_batch(http: Http, endpoint: Endpoint, store_id: str, batch_id: str) -> Batch:
    """Stop a batch; errors as `kept.ask`."""
    return read_batch(await ask(http, endpoint, build_cancel_batch(store_id, batch_id)))


def list_batch(
    http: Http,
    endpoint: Endpoint,
    store_id: str,
    batch_id: str,
    status: FileStatus | None = None,
) -> AsyncGenerator[StoredFile, None]:
    """Yield the files of a batch; errors as `pages.walk`."""
    return walk(http, endpoint, build_list_batch(store_id, batch_id, status), read_file)


def _options(
    attributes: Mapping[str, str | float | bool] | None, chunking: Chunking | None
) -> Json:
    options: Json = {"attributes": dict(attributes)} if attributes else {}
    if chunking is not None:
        options["chunking_strategy"] = chunking_strategy(chunking)
    return options


def _chunking(item: Json) -> Chunking | None:
    said = child(child(item, "chunking_strategy"), "static")
    size = number(said, "max_chunk_size_tokens")
    overlap = number(said, "chunk_overlap_tokens")
    return None if size is None else Chunking(size, overlap or 0)
