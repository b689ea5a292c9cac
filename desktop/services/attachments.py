"""What a person attaches to a question: taken in, shown, read as text, given to a model.

The pictures that answers bring are kept here, too.

A file becomes one `Part` whose content is kept in `store.blobs`; see `core.attachment.Info` for what
is known of it. Everything heavy is loaded with the first attachment and runs in worker threads;
documents are read by a process of their own.

AppError codes of what takes a file in: UNREADABLE (it cannot be opened), FILE_KIND (nothing here
reads such a file), FILE_TOO_LARGE, FILE_DAMAGED, FILE_LOCKED, FILE_COMPLEX, NO_READER, and those of
`store.blobs`.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import AppError, Code
from desktop.core.tasks import TaskScope
from desktop.core.types import Message, Part
from desktop.services.catalogue import Catalogue
from desktop.services.servers import Servers
from desktop.store.conversations import Conversations
from desktop.store.records import Change, What

if TYPE_CHECKING:
    from desktop.core.attachment import Takes
    from desktop.core.stream import ImageMade, PartDone
    from desktop.services.attaching.filling import Filled
    from desktop.services.attaching.folders import FolderScan
    from desktop.services.attaching.intake import Intake

_log = logging.getLogger(__name__)
_SETTLE_S = 5.0  # files go a moment after the conversation that held them


class Attachments:
    """Takes files in and gives them back. Used on the loop's thread.

    Args:
        conversations: Their blobs keep what is attached.
        servers: Says what a server takes.
        catalogue: Says what a model takes.
        cache: The folder for what can be made again: texts of documents, copies for other programs.
        count: Counts the tokens of a text; None: a rough estimate.
    """

    def __init__(
        self,
        conversations: Conversations,
        servers: Servers,
        catalogue: Catalogue,
        cache: Path,
        count: Callable[[str], int] | None = None,
    ) -> None:
        self._blobs = conversations.blobs
        self._servers, self._catalogue = servers, catalogue
        self._cache, self._count = cache, count
        self._intake: Intake | None = None
        self._scope = TaskScope(_report)
        self.settle_s = _SETTLE_S  # between a deletion and forgetting what its documents say
        self._stop_listening = conversations.changed.connect(self._on_changed)

    # taking in
    async def add_file(self, path: Path, name: str = "", *, temporary: bool = False) -> Part:
        """Take a file in; give its part. A page of a folder stays source, others become text.

        Args:
            path: The file; what it holds now is kept.
            name: What it is called, "folder/file.py" for a file of a folder; empty: as on the disk.
            temporary: It belongs to a temporary chat and must not touch the disk.
        """
        return await (await self._opened()).file(path, name, temporary=temporary)

    async def add_picture(self, data: bytes, name: str, *, temporary: bool = False) -> Part:
        """Take in a picture that was pasted, or came from elsewhere than a file."""
        return await (await self._opened()).content(data, name, temporary=temporary)

    async def add_text(self, text: str, name: str, *, temporary: bool = False) -> Part:
        """Take in a text as a file, such as one that was too long to be pasted."""
        return await (await self._opened()).text(text, name, temporary=temporary)

    async def scan(self, folder: Path) -> FolderScan:
        """Say what of a folder would go in, and why the rest would not; nothing is taken in.

        Raises:
            AppError: UNREADABLE.
        """
        from desktop.services.attaching import folders  # noqa: PLC0415 - see the module's docstring

        return await asyncio.to_thread(folders.scan, folder)

    async def keep_made(self, made: ImageMade, *, temporary: bool = False) -> PartDone:
        """Keep a picture that an answer brought; where it cannot be kept, the part says why."""
        await asyncio.to_thread(importlib.import_module, "desktop.services.attaching.made")
        from desktop.services.attaching.made import keep  # noqa: PLC0415 - see the docstring

        return await keep(made, self._blobs, temporary=temporary)

    # showing
    async def preview(self, path: Path, side_px: int) -> bytes | None:
        """Give a small PNG of a picture's file that is still being taken in; None: there is none."""
        return await (await self._opened()).preview(path, side_px)

    async def thumbnail(self, part: Part, side_px: int) -> bytes | None:
        """Give a small PNG of a picture, at most `side_px` long; None: there is none."""
        return await (await self._opened()).thumbnail(part, side_px)

    async def text_of(self, part: Part) -> str:
        """Give what a document or a text says; empty for a picture.

        Raises:
            AppError: GONE or DAMAGED, its content; what taking it in raises.
        """
        return await (await self._opened()).text_of(part)

    async def may_open(self, part: Part) -> bool:
        """Tell whether a copy may be opened by the system's program for it.

        Pictures, PDF and text may; a sheet may hold macros, and nothing of a temporary chat is
        written to the disk unless the person says where to.
        """
        if self._blobs.is_in_memory(part.blob):
            return False
        return await (await self._opened()).is_harmless(part)

    async def original(self, part: Part) -> Path:
        """Give a copy that another program can open, until this program ends.

        A text's name ends with ".txt", so that opening it never runs it.

        Raises:
            AppError: UNSUITABLE, it belongs to a temporary chat; GONE or DAMAGED, its content;
                DISK_FULL or READ_ONLY.
        """
        if self._blobs.is_in_memory(part.blob):
            raise AppError(Code.UNSUITABLE, "temporary")
        return await (await self._opened()).original(part)

    async def content(self, part: Part) -> bytes:
        """Give the content of an attachment, as it is kept.

        Raises:
            AppError: GONE or DAMAGED.
        """
        return await self._blobs.read(part.blob)

    async def save_copy(self, part: Part, file: Path) -> None:
        """Write the content of an attachment, as it is kept, to a file that the person chose.

        Raises:
            AppError: GONE or DAMAGED, its content; DISK_FULL or UNWRITABLE.
        """
        await (await self._opened()).save_copy(part, file)

    async def missing(self, parts: Iterable[Part]) -> frozenset[str]:
        """Give the blobs of parts whose content is gone: one look for all of them."""
        return await self._blobs.missing(part.blob for part in parts)

    # asking
    def takes(self, connection_id: str, model: str) -> Takes:
        """Give what a model can be given, as far as it is known now."""
        from desktop.services.attaching import filling  # noqa: PLC0415 - see the docstring

        return filling.takes(self._servers, self._catalogue, connection_id, model)

    async def fill(self, messages: Iterable[Message], takes: Takes) -> Filled:
        """Give messages for a request: files as what the model takes, else as text.

        What it can get in no form, or what is gone, becomes a note to the model; nothing is raised.
        """
        from desktop.services.attaching import filling  # noqa: PLC0415 - see the docstring

        intake = await self._opened()
        return await filling.fill(tuple(messages), takes, self._blobs, intake.text_of)

    async def aclose(self) -> None:
        """End the process that reads documents; remove the copies for other programs."""
        self._stop_listening()
        await self._scope.aclose()
        if self._intake is not None:
            await self._intake.aclose()

    async def _opened(self) -> Intake:
        if self._intake is None:
            await asyncio.to_thread(importlib.import_module, "desktop.services.attaching.intake")
            from desktop.services.attaching.intake import Intake  # noqa: PLC0415 - see the docstring

            self._intake = self._intake or Intake(self._blobs, self._cache, self._count)
        return self._intake

    def _on_changed(self, change: Change) -> None:
        """Forget what deleted documents say, once their files are removed."""
        is_any_kept = self._intake is not None or self._cache.exists()
        if change.what is What.PURGED and is_any_kept:
            self._scope.start("tidy", self._tidy_soon())

    async def _tidy_soon(self) -> None:
        await asyncio.sleep(self.settle_s)
        await (await self._opened()).tidy()


def _report(error: Exception) -> None:
    _log.error("the texts of documents are not tidied", exc_info=error)
