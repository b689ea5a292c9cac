"""A Jupyter notebook as text: its cells in order, with the text that they printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from desktop.core.errors import AppError, Code

_MAX_OUTPUT = 20_000  # characters of one cell's output


def to_text(source: str) -> tuple[str, int]:
    """Give the text of a notebook, and how many cells it has.

    Raises:
        AppError: FILE_DAMAGED, it is no notebook.
    """
    try:
        book = json.loads(source)
        cells = list(_cells(book))
        language = book.get("metadata", {}).get("kernelspec", {}).get("language", "")
        parts = [part for cell in cells for part in _said(cell, str(language))]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise AppError(Code.FILE_DAMAGED) from error
    return "\n\n".join(parts), len(cells)


def _cells(book: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "cells" in book:
        yield from book["cells"]
        return
    for sheet in book["worksheets"]:  # before version 4
        yield from sheet["cells"]


def _said(cell: dict[str, Any], language: str) -> Iterator[str]:
    kind = cell["cell_type"]
    source = _joined(cell.get("source", cell.get("input", ""))).strip()
    if kind != "code":
        if source:
            yield source
        return
    yield f"```{language}\n{source}\n```"
    for output in cell.get("outputs", ()):
        found = output.get("text") or output.get("data", {}).get("text/plain", "")
        if text := _joined(found).strip():
            yield f"Output:\n```\n{text[:_MAX_OUTPUT]}\n```"


def _joined(lines: str | list[str]) -> str:
    return lines if isinstance(lines, str) else "".join(lines)
