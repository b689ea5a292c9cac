"""Files that a server keeps: sent once, named by their id in requests from then on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop.api import kept, pages
from desktop.api.adapting import Question
from desktop.api.lessons import Dialect
from desktop.api.reading import media_types
from desktop.api.reading.fields import dump, number, text
from desktop.api.wire.call import Call, FilePart, Form
from desktop.api.wire.http import MAX_BODY_BYTES, Http
from desktop.api.wire.saving import at_most, save
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

PATH = "/files"
PAGE_SIZE = "1000"
"""OpenAI's own default is 10,000: 2 MB of JSON at once."""
MAX_FILE_BYTES = 512_000_000
"""In one request (files guide: 512 MB); `uploads` sends larger ones in parts."""
MIN_EXPIRY_S, MAX_EXPIRY_S = 3_600, 2_592_000
"""One hour to thirty days (files reference)."""

Progress = Callable[[int, int], None]
"""Called with how many bytes are on their way, of how many."""


class Purpose(StrEnum):
    """What a new file is for; what servers list has more words."""

    ASSISTANTS = "assistants"  # for vector stores
    BATCH = "batch"
    FINE_TUNE = "fine-tune"
    VISION = "vision"
    USER_DATA = "user_data"  # for messages
    EVALS = "evals"


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to send; `filename` and `media_type` may be left to the path.

    `expires_after_s`: the server deletes it then, 1 hour to 30 days after it came; None: never.
    """

    content: bytes | Path = field(repr=False)
    filename: str = ""
    purpose: Purpose = Purpose.USER_DATA
    media_type: str = ""
    expires_after_s: int | None = None

    @property
    def name(self) -> str:
        """Give what the server is told that the file is called."""
        return self.filename or (self.content.name if isinstance(self.content, Path) else "file")

    @property
    def kind(self) -> str:
        """Give the media type that the server is told."""
        return self.media_type or media_types.of_name(self.name)


@dataclass(frozen=True, slots=True)
class File:
    """A file as the server describes it; times in seconds since 1970, None where it does not say.

    `status` is uploaded, processed, error, or another word; `raw` the whole entry as JSON text.
    """

    id: str
    filename: str = ""
    size_bytes: int | None = None
    purpose: str = ""
    status: str = ""
    created_at: int | None = None
    expires_at: int | None = None
    raw: str = ""


def build(new: NewFile, dialect: Dialect | None = None) -> Form:
    """Give the form that sends a file.

    Raises:
        AppError: BAD_REQUEST, it is to expire too soon or too late.
    """
    fields = [("purpose", new.purpose.value)]
    if dialect is None or "expires_after" not in dialect.refused:
        fields += [(f"expires_after[{name}]", str(value)) for name, value in expiry(new).items()]
    return Form(tuple(fields), (FilePart("file", new.name, new.content, new.kind),))


def expiry(new: NewFile) -> dict[str, str | int]:
    """Give what says when a file goes; empty: never.

    Raises:
        AppError: BAD_REQUEST, too soon or too late.
    """
    seconds = new.expires_after_s
    if seconds is None:
        return {}
    if not MIN_EXPIRY_S <= seconds <= MAX_EXPIRY_S:
        raise AppError(Code.BAD_REQUEST, f"expires_after: {seconds} s")
    return {"anchor": "created_at", "seconds": seconds}


def parse(answer: object) -> File:
    """Read one file.

    Raises:
        AppError: NOT_UNDERSTOOD, it has no id.
    """
    item, name = kept.read_id(answer)
    return File(
        name,
        text(item, "filename"),
        number(item, "bytes"),
        text(item, "purpose"),
        text(item, "status"),
        number(item, "created_at"),
        number(item, "expires_at"),
        dump(item),
    )


async def upload(
    http: Http, endpoint: Endpoint, new: NewFile, on_sent: Progress | None = None
) -> File:
    """Send a file in one request; cancelling the task closes the connection.

    Raises:
        AppError: LACKS, UNREADABLE (the file changed or went while it was sent), TOO_LARGE,
            BAD_REQUEST as `build`; otherwise as `kept.ask_adapted`.
    """
    question = Question(
        Capability.FILES,
        lambda dialect: Call(PATH, build(new, dialect), thinks=True, on_sent=on_sent),
        droppable={"expires_after"},
    )
    return parse(await kept.ask_adapted(http, endpoint, question))


def listed(
    http: Http, endpoint: Endpoint, purpose: Purpose | None = None
) -> AsyncGenerator[File, None]:
    """Yield the files on the server, newest first; errors and limits as `pages.walk`."""
    return pages.walk(http, endpoint, list_call(purpose), parse, Capability.FILES)


def list_call(purpose: Purpose | None = None) -> Call:
    """Give the request for the first page of files."""
    wanted = (("purpose", purpose.value),) if purpose is not None else ()
    return Call(PATH, query=(("limit", PAGE_SIZE), ("order", "desc"), *wanted))


async def get(http: Http, endpoint: Endpoint, file_id: str) -> File:
    """Give one file's description; NOT_FOUND where there is none (any more)."""
    return parse(await kept.ask(http, endpoint, Call(kept.at("files", file_id))))


async def delete(http: Http, endpoint: Endpoint, file_id: str) -> None:
    """Delete a file on the server; that it is gone already is as good; errors as `kept.delete`."""
    await kept.delete(http, endpoint, Call(kept.at("files", file_id), method="DELETE"))


async def content(
    http: Http, endpoint: Endpoint, file_id: str, max_bytes: int = MAX_BODY_BYTES
) -> bytes:
    """Give what is in a file; TOO_LARGE for more than `max_bytes`.

    OpenAI gives back only what its tools and jobs have made: BAD_REQUEST for other files.
    """
    async with http.open(endpoint, content_call(file_id)) as answer:
        return b"".join([chunk async for chunk in at_most(answer, max_bytes)])


async def save_content(
    http: Http, endpoint: Endpoint, file_id: str, target: Path, max_bytes: int = MAX_FILE_BYTES
) -> int:
    """Write what is in a file to `target` and give its size; `target` is whole or untouched.

    Raises:
        AppError: as `content` and `save`.
    """
    async with http.open(endpoint, content_call(file_id)) as answer:
        return await save(at_most(answer, max_bytes), target)


def content_call(file_id: str) -> Call:
    """Give the request for what is in a file."""
    path = kept.at("files", file_id, "content")
    return Call(path, headers=(("accept", "application/binary"),))
