"""A file, a pasted picture or text becomes a part whose content is kept."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from desktop.core.attachment import Info, estimated_tokens
from desktop.core.errors import AppError, Code
from desktop.core.types import Part, PartType
from desktop.media import image, kinds, text
from desktop.media.extract import Extract
from desktop.media.kinds import Sort
from desktop.services.attaching.reader import Reader
from desktop.services.attaching.texts import Texts
from desktop.store import files
from desktop.store.blobs import Blobs

_AT_ONCE = 2  # decoded pictures are large
_MAX_NAME = 200
_HEX = frozenset("0123456789abcdef")
_PLAIN = "text/plain"
_HARMLESS = {".txt", ".md", ".csv", ".json", ".log"}
_ACTIVE = {kinds.DOCX, kinds.XLSX}
"""Kinds whose programs may do what is written in them."""

_ENDINGS = {
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    kinds.DOCX: ".docx",
    kinds.XLSX: ".xlsx",
}


class Intake:
    """Takes contents in and gives them back as text, small picture or copy."""

    def __init__(
        self, blobs: Blobs, cache: Path, count: Callable[[str], int] | None = None
    ) -> None:
        self._blobs, self._count = blobs, count or estimated_tokens
        self._copies = cache / "opened"
        self._texts = Texts(cache, blobs)
        self._reader = Reader()
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._looks = asyncio.Semaphore(1)  # never behind what takes longer

    async def file(self, path: Path, name: str, *, temporary: bool) -> Part:
        """Take in what a file holds now."""
        async with self._room:
            content = await asyncio.to_thread(kinds.read_file, path)
            return await self._taken(content, name or path.name, temporary=temporary)

    async def content(self, content: bytes, name: str, *, temporary: bool) -> Part:
        """Take in what came without a file."""
        async with self._room:
            return await self._taken(content, name, temporary=temporary)

    async def text(self, words: str, name: str, *, temporary: bool) -> Part:
        """Take in text that was written or pasted, whatever it looks like."""
        async with self._room:
            content = await asyncio.to_thread(text.encode, words)
            return await self._document(content, _clean(name), _PLAIN, temporary=temporary)

    async def preview(self, path: Path, side_px: int) -> bytes | None:
        """Give a small PNG of a picture's file."""
        async with self._looks:
            try:
                content = await asyncio.to_thread(kinds.read_file, path)
                return await asyncio.to_thread(image.thumbnail, content, side_px)
            except AppError:
                return None

    async def thumbnail(self, part: Part, side_px: int) -> bytes | None:
        """Give a small PNG of a picture that was taken in."""
        if part.type is not PartType.IMAGE:
            return None
        try:
            content = await self._content(part)
            return await asyncio.to_thread(image.thumbnail, content, side_px)
        except AppError:
            return None

    async def text_of(self, part: Part) -> str:
        """Give the text of a file that was taken in."""
        sort = kinds.sort_of(Info.from_part(part).media_type)
        if part.type is PartType.IMAGE or sort is Sort.PICTURE:
            return ""
        can_be_kept = sort is not Sort.TEXT and _is_hash(part.blob)
        kept = await self._texts.get(part.blob) if can_be_kept else None
        if kept is None:
            content = await self._content(part)
            kept = await self._extract(content, sort)
            await self._keep(part.blob, sort, kept)
        return kept.text

    async def original(self, part: Part) -> Path:
        """Give a copy with a name by which the system finds the right program."""
        content = await self._content(part)
        name = _file_name(part, await self._media_type(part))
        file = self._copies / part.blob[:16] / name
        await asyncio.to_thread(files.write_atomically, file, content)
        return file

    async def is_harmless(self, part: Part) -> bool:
        """Tell whether no program does what is in a copy: a text is called one."""
        try:
            return await self._media_type(part) not in _ACTIVE
        except AppError:
            return True  # it is gone, and whoever opens it is told so

    async def save_copy(self, part: Part, file: Path) -> None:
        """Write the content to a file of the person's."""
        content = await self._content(part)
        try:
            await asyncio.to_thread(files.write_atomically, file, content)
        except AppError as error:  # nothing is wrong with the data folder
            code = error.code if error.code is Code.DISK_FULL else Code.UNWRITABLE
            raise AppError(code, error.detail) from error

    async def _media_type(self, part: Part) -> str:
        """Give what a part says it is, or what was found out when its content came."""
        said = Info.from_part(part).media_type
        if said or not _is_hash(part.blob):
            return said
        return (await self._blobs.stat(part.blob)).media_type

    async def tidy(self) -> None:
        """Forget the texts of files that are gone."""
        await self._texts.tidy()

    async def aclose(self) -> None:
        """End the reading process; remove the copies."""
        await self._reader.aclose()
        await asyncio.to_thread(shutil.rmtree, self._copies, ignore_errors=True)

    async def _content(self, part: Part) -> bytes:
        if not _is_hash(part.blob):  # imported parts may name anything
            raise AppError(Code.GONE, "no name of a blob")
        return await self._blobs.read(part.blob)

    async def _taken(self, content: bytes, name: str, *, temporary: bool) -> Part:
        name = _clean(name)
        media_type = await asyncio.to_thread(kinds.media_type_of, content, name)
        sort = kinds.sort_of(media_type)
        if sort is Sort.PICTURE:
            return await self._picture(content, name, temporary=temporary)
        if sort is Sort.HTML and "/" in name:
            media_type = _PLAIN  # of a folder, somebody's work: the source is wanted
        return await self._document(content, name, media_type, temporary=temporary)

    async def _document(
        self, content: bytes, name: str, media_type: str, *, temporary: bool
    ) -> Part:
        sort = kinds.sort_of(media_type)
        extract = await self._extract(content, sort)
        blob = await self._blobs.put(content, media_type, temporary=temporary)
        await self._keep(blob.sha256, sort, extract)
        info = Info(
            media_type,
            blob.size,
            pages=extract.pages,
            chars=len(extract.text),
            tokens=await asyncio.to_thread(self._count, extract.text),
            is_cut=extract.is_cut,
        )
        return Part(PartType.FILE, blob=blob.sha256, raw=info.to_json(), name=name)

    async def _picture(self, content: bytes, name: str, *, temporary: bool) -> Part:
        made = await asyncio.to_thread(image.prepare, content)
        blob = await self._blobs.put(made.data, made.media_type, temporary=temporary)
        info = Info(
            made.media_type,
            blob.size,
            made.width,
            made.height,
            detail="high",
            source=made.source,
            is_animated=made.is_animated,
        )
        return Part(PartType.IMAGE, blob=blob.sha256, raw=info.to_json(), name=name)

    async def _extract(self, content: bytes, sort: Sort) -> Extract:
        if sort is Sort.TEXT:
            return Extract(await asyncio.to_thread(text.decode, content))
        return await self._reader.read(content, sort)

    async def _keep(self, sha256: str, sort: Sort, extract: Extract) -> None:
        if sort is not Sort.TEXT:  # decoding it again costs less than reading it
            is_temporary = self._blobs.is_in_memory(sha256)
            await self._texts.keep(sha256, extract, is_temporary=is_temporary)


def _is_hash(blob: str) -> bool:
    return len(blob) == 64 and set(blob) <= _HEX


def _clean(name: str) -> str:
    """Give a name that misleads nobody: no control or direction marks, "/" between folders."""
    shown = "".join(letter for letter in name.replace("\\", "/") if letter.isprintable())
    return shown[-_MAX_NAME:].strip("/ ") or "file"


def _file_name(part: Part, media_type: str) -> str:
    name = PurePosixPath(part.name).name or "file"
    for letter in '<>:"|?*':
        name = name.replace(letter, "_")
    wanted = _ENDINGS.get(media_type, "")
    path = PurePosixPath(name)
    if wanted:
        return name if path.suffix.lower() == wanted else f"{path.stem or 'file'}{wanted}"
    return name if path.suffix.lower() in _HARMLESS else f"{name}.txt"
