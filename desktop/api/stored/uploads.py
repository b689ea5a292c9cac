"""Large files, sent in parts: up to 8 GB, one part at a time, never whole in memory."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.api import kept
from desktop.api.reading.failures import RefusedError
from desktop.api.reading.fields import Json, dump, number, text
from desktop.api.stored import files
from desktop.api.stored.files import File, NewFile, Progress
from desktop.api.wire.call import Call, FilePart, Form
from desktop.api.wire.http import Http
from desktop.api.wire.multipart import size_of
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code
from desktop.core.tasks import TaskScope

PATH = "/uploads"
PART_BYTES = 64_000_000
"""A part's limit (uploads reference: "64 MB", so the smaller of its two meanings)."""
MAX_UPLOAD_BYTES = 8_000_000_000
"""A file's limit (uploads reference: "8 GB")."""

_AGAIN = {Code.CUT, Code.TIMEOUT, Code.NO_ROUTE, Code.SERVER, Code.OVERLOADED, Code.RATE_LIMITED}
_LONGEST_PAUSE_S = 30.0
_PAUSE_S = 0.5
_CANCEL_S = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way; `file` is there once it is completed.

    `status` is pending, completed, cancelled, expired, or another word; the server forgets an
    upload at `expires_at` (seconds since 1970; after one hour). `raw` is the whole entry.
    """

    id: str
    status: str = ""
    expires_at: int | None = None
    file: File | None = None
    raw: str = ""


def build(new: NewFile, size_bytes: int) -> Call:
    """Give the request that announces a file.

    Raises:
        AppError: TOO_LARGE for the server's limit; BAD_REQUEST, it is to expire too soon or late.
    """
    if size_bytes > MAX_UPLOAD_BYTES:
        raise AppError(Code.TOO_LARGE, f"{size_bytes} bytes; at most {MAX_UPLOAD_BYTES}")
    body: Json = {
        "bytes": size_bytes,
        "filename": new.name,
        "mime_type": new.kind,
        "purpose": new.purpose.value,
    }
    if until := files.expiry(new):
        body["expires_after"] = until
    return Call(PATH, body)


def build_part(
    upload_id: str, new: NewFile, offset: int, length: int, on_sent: Progress | None = None
) -> Call:
    """Give the request that sends `length` bytes of the file from `offset` on."""
    part = FilePart("data", new.name, new.content, offset=offset, length=length)
    return Call(kept.at("uploads", upload_id, "parts"), Form(files=(part,)), on_sent=on_sent)


def build_complete(upload_id: str, part_ids: list[str]) -> Call:
    """Give the request that joins the parts, in this order."""
    path = kept.at("uploads", upload_id, "complete")
    return Call(path, {"part_ids": part_ids}, thinks=True)


def build_cancel(upload_id: str) -> Call:
    """Give the request that makes the server forget the parts."""
    return Call(kept.at("uploads", upload_id, "cancel"), method="POST")


def parse(answer: object) -> Upload:
    """Read an upload.

    Raises:
        AppError: NOT_UNDERSTOOD, it has no id.
    """
    item, name = kept.read_id(answer)
    made = item.get("file")
    return Upload(
        name,
        text(item, "status"),
        number(item, "expires_at"),
        files.parse(made) if isinstance(made, dict) else None,
        dump(item),
    )


async def send(
    http: Http, endpoint: Endpoint, new: NewFile, on_sent: Progress | None = None
) -> File:
    """Send a file the way that fits its size: in one request, or in parts; errors as these."""
    if await asyncio.to_thread(size_of, new.content) <= files.MAX_FILE_BYTES:
        return await files.upload(http, endpoint, new, on_sent)
    return await send_in_parts(http, endpoint, new, on_sent)


async def send_in_parts(
    http: Http,
    endpoint: Endpoint,
    new: NewFile,
    on_sent: Progress | None = None,
    *,
    part_bytes: int = PART_BYTES,
) -> File:
    """Send a file in parts; `on_sent` counts over the whole file.

    A part that does not arrive is sent once more: parts cost nothing, and one that was stored twice
    is in the file once. After any other failure, or when the task is cancelled, the server is told
    to forget the parts.

    Raises:
        AppError: LACKS, the server takes no parts; UNREADABLE, TOO_LARGE; otherwise as `Http.json`.
    """
    size = await asyncio.to_thread(size_of, new.content)
    try:
        begun = parse(await kept.ask(http, endpoint, build(new, size)))
    except RefusedError as refused:
        if not refused.lacks_route:
            raise
        # Teaches nothing: servers that have files do not all have uploads.
        raise AppError(Code.LACKS, Capability.FILES.value, status=refused.status) from None
    try:
        calls = _parts(begun.id, new, size, part_bytes, on_sent)
        part_ids = [await _send_part(http, endpoint, call) for call in calls]
        done = parse(await kept.ask(http, endpoint, build_complete(begun.id, part_ids)))
        return _file_of(done)
    except (AppError, asyncio.CancelledError):
        await _give_up(http, endpoint, begun.id)
        raise


def _parts(
    upload_id: str, new: NewFile, size: int, part_bytes: int, on_sent: Progress | None
) -> Iterator[Call]:
    """Give the requests that send the whole file; an empty file is one empty part."""
    for offset in range(0, max(size, 1), part_bytes):
        length = min(part_bytes, size - offset)

        def tell(sent: int, _total: int, offset: int = offset, length: int = length) -> None:
            # The form around the file's bytes is sent too: some 250 bytes more than the part has.
            if on_sent is not None:
                on_sent(offset + min(sent, length), size)

        yield build_part(upload_id, new, offset, length, tell)


async def _send_part(http: Http, endpoint: Endpoint, call: Call) -> str:
    try:
        answer = await kept.ask(http, endpoint, call)
    except AppError as error:
        pause_s = error.retry_after_s or _PAUSE_S
        if error.code not in _AGAIN or pause_s > _LONGEST_PAUSE_S:
            raise
        _log.info("a part is sent once more: %s", error.code)
        await asyncio.sleep(pause_s)
        answer = await kept.ask(http, endpoint, call)
    return kept.read_id(answer)[1]


def _file_of(done: Upload) -> File:
    if done.file is None:
        raise AppError(Code.NOT_UNDERSTOOD, f"an upload without a file: {done.status}")
    return done.file


async def _give_up(http: Http, endpoint: Endpoint, upload_id: str) -> None:
    """Tell the server that nothing more comes, even when whoever waits is cancelled once more."""
    scope = TaskScope(lambda error: _log.warning("an upload was not cancelled: %r", error))
    await asyncio.shield(scope.start(upload_id, _cancel(http, endpoint, upload_id)))


async def _cancel(http: Http, endpoint: Endpoint, upload_id: str) -> None:
    try:
        async with asyncio.timeout(_CANCEL_S):
            await http.json(endpoint, build_cancel(upload_id))
    except (AppError, TimeoutError) as error:
        _log.debug("an upload was not cancelled, it expires by itself: %r", error)
