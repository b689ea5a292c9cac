"""A file is known by its content; a device is never opened, a limit is said."""

import os
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.media.kinds import Sort, media_type_of, read_file, sort_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "name", "media_type", "sort"),
    [
        (b"\x89PNG\r\n\x1a\n", "x.txt", "image/png", Sort.PICTURE),
        (b"\x00\x00\x00\x1cftypheic", "x", "image/heic", Sort.PICTURE),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avif", "x", "image/avif", Sort.PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBP", "x", "image/webp", Sort.PICTURE),
        (b"BM stands for a name", "x.txt", "text/plain", Sort.TEXT),
        (b"\n\n%PDF-1.4", "x.png", "application/pdf", Sort.PDF),
        (b"<p>", "a.HTML", "text/html", Sort.HTML),
        (b"{}", "a.ipynb", "application/x-ipynb+json", Sort.NOTEBOOK),
        (b"<svg/>", "a.svg", "image/svg+xml", Sort.TEXT),
        (b"a,b", "a.csv", "text/csv", Sort.TEXT),
        (b"print()", "main.py", "text/plain", Sort.TEXT),
    ],
)
def test_a_kind_is_told(content: bytes, name: str, media_type: str, sort: Sort) -> None:
    assert media_type_of(content, name) == media_type
    assert sort_of(media_type) is sort


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 anything", Code.FILE_KIND),
        (OLE, Code.FILE_KIND),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Code.FILE_LOCKED),
    ],
)
def test_what_cannot_be_attached_says_why(content: bytes, code: Code) -> None:
    with pytest.raises(AppError) as caught:
        media_type_of(content, "x.docx")
    assert caught.value.code is code


def read_code(path: Path, max_bytes: int = 10) -> Code:
    with pytest.raises(AppError) as caught:
        read_file(path, max_bytes)
    return caught.value.code


def test_a_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"0123456789")
    assert read_file(file, 10) == b"0123456789"
    assert read_code(file, 9) is Code.FILE_TOO_LARGE


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    assert read_code(tmp_path) is Code.FILE_KIND
    assert read_code(tmp_path / "absent") is Code.UNREADABLE
    assert read_code(tmp_path / "a\x00b") is Code.UNREADABLE
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert read_code(tmp_path / "pipe") is Code.FILE_KIND
