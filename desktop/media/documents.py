"""PDF, Word and Excel as text. Only the worker does this, so that hostile files end there.

Every function stops at its limits and says so with `Extract.is_cut`.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, cast

from desktop.core.errors import AppError, Code
from desktop.media import markup, notebook, text
from desktop.media.extract import Extract, Limits
from desktop.media.kinds import Sort
from desktop.media.worker import Head

_MAX_MEMBERS = 20_000
_MAX_XML_BYTES = 256 * 1024 * 1024
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY: protected in a way that PDFium does not know
_MAX_EMPTY_ROWS = 1000


def handle(head: Head, content: bytes) -> tuple[Head, bytes]:
    """Do one job of the worker: give what a document says, or the code of what is wrong with it."""
    limits = Limits(**cast("dict[str, Any]", head["limits"]))
    found, code, detail = Extract(""), "", ""
    try:
        found = extract(content, Sort(str(head["sort"])), limits)
    except AppError as error:
        code, detail = str(error.code), error.detail[:200]
    said: Head = {"code": code, "detail": detail, "pages": found.pages, "is_cut": found.is_cut}
    return said, found.text.encode("utf-8", "replace")


def extract(content: bytes, sort: Sort, limits: Limits) -> Extract:
    """Give what a document says.

    Raises:
        AppError: FILE_DAMAGED, FILE_LOCKED, FILE_TOO_LARGE, FILE_KIND, FILE_COMPLEX, NO_READER.
    """
    try:
        return _READERS[sort](content, limits)
    except AppError:
        raise
    except ImportError as error:
        raise AppError(Code.NO_READER, error.name or "") from error
    except (MemoryError, RecursionError) as error:
        raise AppError(Code.FILE_COMPLEX, type(error).__name__) from error
    except Exception as error:  # readers raise whatever a broken file makes them stumble over
        raise AppError(Code.FILE_DAMAGED, type(error).__name__) from error


def _pdf(content: bytes, limits: Limits) -> Extract:
    import pypdfium2  # noqa: PLC0415 - with the first PDF

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in {_PASSWORD, _SECURITY}
        raise AppError(Code.FILE_LOCKED if is_locked else Code.FILE_DAMAGED) from error
    with document:
        count = len(document)
        collected = _Collected(limits)
        has_text = False
        for number in range(min(count, limits.pages)):
            said = _page_text(document, number)
            has_text = has_text or bool(said)
            if not collected.add(f"[page {number + 1}]\n{said}".rstrip()):
                break
        is_cut = collected.is_full or count > limits.pages
    return Extract("\n\n".join(collected.parts) if has_text else "", count, is_cut)


def _page_text(document: object, number: int) -> str:
    """Give the text of one page; a broken page has none, the others are read on."""
    import pypdfium2  # noqa: PLC0415 - loaded by now

    try:
        page = document[number]  # type: ignore[index]
        try:
            reader = page.get_textpage()
            try:
                found = str(reader.get_text_bounded())
            finally:
                reader.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return ""
    # PDFium marks hyphens at the end of a line with a character of no meaning.
    return found.replace("\r\n", "\n").replace("\ufffe", "-").replace("\x02", "-").strip()


def _word(content: bytes, limits: Limits) -> Extract:
    _check_package(content)
    import mammoth  # noqa: PLC0415 - with the first document of Word

    no_pictures = mammoth.images.img_element(lambda _: {})
    made = mammoth.convert_to_html(
        io.BytesIO(content), convert_image=no_pictures, include_embedded_style_map=False
    )
    return _cut(markup.to_text(made.value), limits, pages=1)


def _sheets(content: bytes, limits: Limits) -> Extract:
    _check_package(content)
    import openpyxl  # noqa: PLC0415 - with the first workbook

    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    collected = _Collected(limits)
    is_cut = False
    try:
        sheets = book.worksheets
        for sheet in sheets:
            sheet.reset_dimensions()  # what it says of its size may be wrong, or a trap
            rows, is_over = _rows(sheet.iter_rows(values_only=True), limits, collected.is_late)
            is_cut = is_cut or is_over
            lines = "\n".join(markup.table(rows)) or "(empty)"
            if not collected.add(f"## {sheet.title}\n\n{lines}"):
                break
    finally:
        book.close()
    return Extract("\n\n".join(collected.parts), len(sheets), is_cut or collected.is_full)


def _rows(
    source: Iterable[tuple[object, ...]], limits: Limits, is_late: Callable[[], bool]
) -> tuple[list[list[str]], bool]:
    """Give the filled rows of a sheet as text, and whether there are more."""
    rows: list[list[str]] = []
    is_cut, empty, characters = False, 0, 0
    for row in source:
        is_cut = is_cut or len(row) > limits.columns
        cells = [_cell(value) for value in row[: limits.columns]]
        while cells and not cells[-1]:
            cells.pop()
        empty = 0 if cells else empty + 1
        if cells:
            rows.append(cells)
            characters += sum(map(len, cells))
        if len(rows) >= limits.rows or characters > limits.characters or is_late():
            return rows, True
        if empty > _MAX_EMPTY_ROWS:  # formatted to the last of a million rows
            break
    return rows, is_cut


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        is_day = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return " ".join(str(value).split())


def _html(content: bytes, limits: Limits) -> Extract:
    return _cut(markup.to_text(text.decode(content)), limits)


def _notebook(content: bytes, limits: Limits) -> Extract:
    said, count = notebook.to_text(text.decode(content))
    return _cut(said, limits, pages=count)


_READERS: dict[Sort, Callable[[bytes, Limits], Extract]] = {
    Sort.PDF: _pdf,
    Sort.WORD: _word,
    Sort.SHEETS: _sheets,
    Sort.HTML: _html,
    Sort.NOTEBOOK: _notebook,
}


class _Collected:
    """Parts of a text up to the limits of characters and time."""

    def __init__(self, limits: Limits) -> None:
        self.parts: list[str] = []
        self.is_full = False
        self._left = limits.characters
        self._until = time.monotonic() + limits.seconds

    def is_late(self) -> bool:
        """Tell whether the time is over."""
        return time.monotonic() > self._until

    def add(self, part: str) -> bool:
        """Take a part, or what still fits of it; tell whether there is room for another."""
        self.is_full = len(part) > self._left
        self.parts.append(part[: self._left])
        self._left -= len(self.parts[-1])
        self.is_full = self.is_full or self.is_late()
        return not self.is_full


def _cut(said: str, limits: Limits, pages: int = 0) -> Extract:
    return Extract(said[: limits.characters], pages, len(said) > limits.characters)


def _check_package(content: bytes) -> None:
    """Refuse a package that grows without measure, or whose XML declares entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = package.infolist()
        xml = [one for one in members if one.filename.lower().endswith((".xml", ".rels"))]
        if len(members) > _MAX_MEMBERS or sum(one.file_size for one in xml) > _MAX_XML_BYTES:
            raise AppError(Code.FILE_COMPLEX)
        for one in xml:
            if one.flag_bits & 1:
                raise AppError(Code.FILE_LOCKED)
            with package.open(one) as stream:  # gives no more than it has declared
                if _declares(stream):
                    raise AppError(Code.FILE_DAMAGED, "entities")


def _declares(stream: Iterable[bytes]) -> bool:
    # Declarations stand before the first element; looking at the whole costs little.
    return any(word in block for block in _blocks(stream) for word in _DECLARATIONS)


def _blocks(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Join lines to blocks, so that a word is seen whole: neither it nor its bytes hold a line's end."""
    lines = iter(stream)
    while block := b"".join(islice(lines, 1000)):
        yield block
