"""A transcript as a document of Word. Only the worker does this: lxml never gets into the window."""

from __future__ import annotations

import io
import json
from typing import Any

from desktop.core.errors import Code
from desktop.media.worker import Head


def handle(head: Head, content: bytes) -> tuple[Head, bytes]:
    """Do one job of the worker: give the document for title, facts and paragraphs."""
    del head
    try:
        import docx  # noqa: F401, PLC0415 - an optional package, heavy
    except ImportError:
        return {"code": str(Code.NO_READER)}, b""
    return {"code": ""}, _made(json.loads(content))


def _made(paper: dict[str, Any]) -> bytes:
    from docx import Document  # noqa: PLC0415 - loaded by now

    document = Document()
    document.core_properties.author = ""  # its template names somebody
    document.core_properties.comments = ""
    document.core_properties.title = paper["title"][:255]
    if paper["title"]:
        document.add_heading(paper["title"], level=1)
    if paper["about"]:
        document.add_paragraph().add_run(paper["about"], style="Emphasis")
    for time, name, text in paper["paragraphs"]:
        paragraph = document.add_paragraph()
        if time:
            paragraph.add_run(f"{time}  ", style="Subtle Emphasis")
        if name:
            paragraph.add_run(f"{name}: ", style="Strong")
        paragraph.add_run(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
