"""Containers: the computers that a server lends to the code interpreter, and the files on them.

A container ends by itself after some idle minutes, with all that is in it: what a model has made is
to be downloaded at once.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from desktop.api.kept import Word, ask, at, delete, raw, read_id
from desktop.api.pages import PAGE_SIZE, walk
from desktop.api.reading.fields import Json, child, number, text
from desktop.api.wire.call import Call, FilePart, Form
from desktop.api.wire.http import Http
from desktop.api.wire.saving import at_most, save
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint

ROOT = "containers"

MAX_BYTES_KEPT = 64 * 1024 * 1024
"""Of a file that is read into memory."""
MAX_BYTES_SAVED = 512 * 1024 * 1024
"""Of a file that is written to the disk: OpenAI's own limit for a file."""


class Status(Word):
    """Whether a container can be used; servers have more words for it."""

    RUNNING = "running"
    EXPIRED = "expired"


class Memory(Word):
    """The memory of a container."""

    GIB_1 = "1g"
    GIB_4 = "4g"
    GIB_16 = "16g"
    GIB_64 = "64g"


@dataclass(frozen=True, slots=True)
class Container:
    """A container. Times are seconds since 1970; `raw` is the server's whole entry as JSON text."""

    id: str
    name: str = ""
    status: Status = Status.RUNNING
    created_at: int | None = None
    last_active_at: int | None = None
    expires_after_minutes: int | None = None
    memory: str = ""
    raw: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ContainerFile:
    """A file in a container: `path` is its place there, `source` who put it there."""

    id: str
    container_id: str = ""
    path: str = ""
    size_bytes: int | None = None
    source: str = ""
    created_at: int | None = None
    raw: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """Give the file's name without its folder; it may be "" and comes from the server."""
        return PurePosixPath(self.path).name


def build_create(
    name: str,
    file_ids: Sequence[str] = (),
    *,
    memory: Memory | None = None,
    expires_after_minutes: int | None = None,
    domains: Sequence[str] | None = None,
) -> Call:
    """Give the request for a new container.

    Args:
        name: A name for people.
        file_ids: Uploaded files that are to lie in it.
        memory: How much memory; None: the server's least.
        expires_after_minutes: After how much idle time it ends.
        domains: Where its programs may connect to; none: nowhere; None: the server decides.
    """
    wanted: Json = {
        "name": name,
        "file_ids": list(file_ids) or None,
        "memory_limit": memory.value if memory else None,
        "expires_after": None
        if expires_after_minutes is None
        else {"anchor": "last_active_at", "minutes": expires_after_minutes},
        "network_policy": _policy(domains),
    }
    return Call(at(ROOT), {key: value for key, value in wanted.items() if value is not None})


def build_list() -> Call:
    """Give the request for the first page of all containers, the newest first."""
    return Call(at(ROOT), query=(("limit", PAGE_SIZE), ("order", "desc")))


def build_get(container_id: str) -> Call:
    """Give the request for one container."""
    return Call(at(ROOT, container_id))


def build_delete(container_id: str) -> Call:
    """Give the request that ends a container."""
    return Call(at(ROOT, container_id), method="DELETE")


def build_copy(container_id: str, file_id: str) -> Call:
    """Give the request that puts an uploaded file into a container."""
    return Call(at(ROOT, container_id, "files"), {"file_id": file_id})


def build_upload(container_id: str, filename: str, content: bytes | Path) -> Call:
    """Give the request that uploads a file right into a container."""
    form = Form(files=(FilePart("file", filename, content),))
    return Call(at(ROOT, container_id, "files"), form)


def build_list_files(container_id: str) -> Call:
    """Give the request for the first page of a container's files."""
    return Call(at(ROOT, container_id, "files"), query=(("limit", PAGE_SIZE),))


def build_get_file(container_id: str, file_id: str) -> Call:
    """Give the request for what is known of a file."""
    return Call(at(ROOT, container_id, "files", file_id))


def build_content(container_id: str, file_id: str) -> Call:
    """Give the request for a file's bytes."""
    return Call(at(ROOT, container_id, "files", file_id, "content"))


def build_delete_file(container_id: str, file_id: str) -> Call:
    """Give the request that deletes a file of a container."""
    return Call(at(ROOT, container_id, "files", file_id), method="DELETE")


def read_container(answer: object) -> Container:
    """Read one container.

    Raises:
        AppError: NOT_UNDERSTOOD, it is none.
    """
    item, container_id = read_id(answer)
    return Container(
        container_id,
        text(item, "name"),
        Status(text(item, "status") or Status.RUNNING),
        number(item, "created_at"),
        number(item, "last_active_at"),
        number(child(item, "expires_after"), "minutes"),
        text(item, "memory_limit"),
        raw(item),
    )


def read_file(answer: object) -> ContainerFile:
    """Read one file of a container.

    Raises:
        AppError: NOT_UNDERSTOOD, it is none.
    """
    item, file_id = read_id(answer)
    return ContainerFile(
        file_id,
        text(item, "container_id"),
        text(item, "path"),
        number(item, "bytes"),
        text(item, "source"),
        number(item, "created_at"),
        raw(item),
    )


async def create(http: Http, endpoint: Endpoint, call: Call) -> Container:
    """Start the container that `call` (of `build_create`) describes; it costs money at once.

    Raises:
        AppError: as `kept.ask`, LACKS too.
    """
    return read_container(await ask(http, endpoint, call, Capability.CONTAINERS))


def list_all(http: Http, endpoint: Endpoint) -> AsyncGenerator[Container, None]:
    """Yield all containers, the newest first; errors as `pages.walk`, LACKS too."""
    return walk(http, endpoint, build_list(), read_container, Capability.CONTAINERS)


async def get(http: Http, endpoint: Endpoint, container_id: str) -> Container:
    """Give one container as it is now; errors as `kept.ask`."""
    return read_container(await ask(http, endpoint, build_get(container_id)))


async def remove(http: Http, endpoint: Endpoint, container_id: str) -> None:
    """End a container; it may be gone already. Errors as `kept.delete`."""
    await delete(http, endpoint, build_delete(container_id))


async def add_file(http: Http, endpoint: Endpoint, call: Call) -> ContainerFile:
    """Put a file in as `call` (of `build_copy` or `build_upload`) says; errors as `kept.ask`."""
    return read_file(await ask(http, endpoint, call))


def list_files(
    http: Http, endpoint: Endpoint, container_id: str
) -> AsyncGenerator[ContainerFile, None]:
    """Yield the files of a container; errors as `pages.walk`."""
    return walk(http, endpoint, build_list_files(container_id), read_file)


async def get_file(
    http: Http, endpoint: Endpoint, container_id: str, file_id: str
) -> ContainerFile:
    """Give what is known of a file; errors as `kept.ask`."""
    return read_file(await ask(http, endpoint, build_get_file(container_id, file_id)))


async def remove_file(http: Http, endpoint: Endpoint, container_id: str, file_id: str) -> None:
    """Delete a file; it may be gone already. Errors as `kept.delete`."""
    await delete(http, endpoint, build_delete_file(container_id, file_id))


async def read_content(
    http: Http,
    endpoint: Endpoint,
    container_id: str,
    file_id: str,
    max_bytes: int = MAX_BYTES_KEPT,
) -> bytes:
    """Give a file's bytes; TOO_LARGE beyond `max_bytes`, other errors as `Http.open`."""
    async with http.open(endpoint, build_content(container_id, file_id)) as answer:
        return b"".join([chunk async for chunk in at_most(answer, max_bytes)])


async def save_content(
    http: Http,
    endpoint: Endpoint,
    container_id: str,
    file_id: str,
    target: Path,
    max_bytes: int = MAX_BYTES_SAVED,
) -> int:
    """Write a file to `target` and give its size; `target` changes only when all has come.

    Raises:
        AppError: TOO_LARGE; DISK_FULL and READ_ONLY as `save`; otherwise as `Http.open`.
    """
    async with http.open(endpoint, build_content(container_id, file_id)) as answer:
        return await save(at_most(answer, max_bytes), target)


def _policy(domains: Sequence[str] | None) -> Json | None:
    if domains is None:
        return None
    if not domains:
        return {"type": "disabled"}
    return {"type": "allowlist", "allowed_domains": list(domains)}
