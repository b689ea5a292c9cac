"""What a file is, told by its first bytes and, where only a name tells texts apart, by its ending.

No library is needed for that, so nothing is decoded that will not be used.
"""

from __future__ import annotations

import stat
from enum import StrEnum
from pathlib import Path, PurePath

from desktop.core.errors import AppError, Code

MAX_FILE_BYTES = 50 * 1024 * 1024
"""Of pictures and documents: what the official service takes in one file of a question."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE_BYTES = 1024 * 1024
_LIST_BYTES = 512 * 1024
_HEAD_BYTES = 1024  # readers look for "%PDF-" as far as that

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
)
_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"hevx": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_TEXTS = {
    ".csv": "text/csv",
    ".htm": "text/html",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".markdown": "text/markdown",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".xhtml": "text/html",
    ".xml": "application/xml",
}


class Sort(StrEnum):
    """How a file is taken in."""

    PICTURE = "picture"
    PDF = "pdf"
    WORD = "word"
    SHEETS = "sheets"
    HTML = "html"
    NOTEBOOK = "notebook"
    TEXT = "text"


_BY_TYPE = {
    "application/pdf": Sort.PDF,
    DOCX: Sort.WORD,
    XLSX: Sort.SHEETS,
    "text/html": Sort.HTML,
    "application/x-ipynb+json": Sort.NOTEBOOK,
}


def sort_of(media_type: str) -> Sort:
    """Give how content of a type, as `media_type_of` gives it, is taken in."""
    is_picture = media_type.startswith("image/") and media_type != _TEXTS[".svg"]
    return Sort.PICTURE if is_picture else _BY_TYPE.get(media_type, Sort.TEXT)


def media_type_of(content: bytes, name: str = "") -> str:
    """Give the media type of a file that can be attached; a name decides between texts only.

    Raises:
        AppError: FILE_KIND, nothing here reads such a file; FILE_LOCKED, it needs a password.
    """
    if picture := picture_type(content):
        return picture
    if b"%PDF-" in content[:_HEAD_BYTES]:
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return _package_type(content)
    if content.startswith(_OLE):
        is_locked = _holds(content, _ENCRYPTED_OFFICE)
        raise AppError(Code.FILE_LOCKED if is_locked else Code.FILE_KIND)
    return _TEXTS.get(PurePath(name).suffix.lower(), "text/plain")


def picture_type(content: bytes) -> str:
    """Give the media type of a picture; empty: it is none, or none that is read."""
    for sign, media_type in _PICTURES:
        if content.startswith(sign):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    # "BM" alone begins many a text: the header's length, little-endian, has three zeros.
    if content[:2] == b"BM" and content[15:18] == b"\x00\x00\x00":
        return "image/bmp"
    if content[4:8] != b"ftyp":
        return ""
    is_av1 = b"avif" in content[8:64]  # a picture of the general brand names its own further on
    return "image/avif" if is_av1 else _BRANDS.get(content[8:12], "")


def read_file(path: Path, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """Give what a file of the person holds; a device or a pipe is never opened.

    Raises:
        AppError: UNREADABLE; FILE_TOO_LARGE, the detail says the limit in bytes.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise AppError(Code.FILE_KIND)
        if found.st_size > max_bytes:
            raise too_large(max_bytes)
        with path.open("rb") as stream:
            content = stream.read(found.st_size + 1)
    except OSError as error:
        raise AppError(Code.UNREADABLE, error.strerror or "") from error
    except ValueError as error:  # a zero byte in the name
        raise AppError(Code.UNREADABLE) from error
    if len(content) > found.st_size:  # it grows while it is read: what was there counts
        content = content[: found.st_size]
    return content


def too_large(max_bytes: int) -> AppError:
    """Give the error for content over a limit."""
    return AppError(Code.FILE_TOO_LARGE, f"<= {max_bytes / (1024 * 1024):g} MB")


def _package_type(content: bytes) -> str:
    """Tell Office's packages from other archives by the names of members, listed at the end."""
    listed = content[-_LIST_BYTES:]
    if b"[Content_Types].xml" in listed:
        if b"word/" in listed:
            return DOCX
        if b"xl/workbook" in listed:
            return XLSX
    raise AppError(Code.FILE_KIND)


def _holds(content: bytes, word: bytes) -> bool:
    """Search in pieces, so that other threads come in between."""
    starts = range(0, len(content), _PIECE_BYTES)
    return any(word in content[start : start + _PIECE_BYTES + len(word)] for start in starts)
