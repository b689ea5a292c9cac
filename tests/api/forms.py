"""Reads a multipart body as a strict server does, for the tests of what we send."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.fakes.byte_server import Recorded


@dataclass(frozen=True)
class FormPart:
    """One part as it came; `filename` None for a plain field."""

    name: str
    content: bytes
    filename: str | None = None
    media_type: str = ""


def parts_of(content_type: str, body: bytes) -> list[FormPart]:
    """Give the parts of a body; asserts that every byte of it is where it belongs."""
    kind, _, boundary = content_type.partition("; boundary=")
    assert kind == "multipart/form-data"
    delimiter = b"--" + boundary.encode("ascii")
    first, *pieces, last = body.split(delimiter)
    assert (first, last) == (b"", b"--\r\n")
    return [_part(piece) for piece in pieces]


def form_of(request: Recorded) -> tuple[list[tuple[str, str]], list[FormPart]]:
    """Give the fields and the files of a request; its length must be what its header says."""
    assert int(request.headers["content-length"]) == len(request.body)
    found = parts_of(request.headers["content-type"], request.body)
    fields = [(part.name, part.content.decode()) for part in found if part.filename is None]
    return fields, [part for part in found if part.filename is not None]


def _part(piece: bytes) -> FormPart:
    head, empty, content = piece.partition(b"\r\n\r\n")
    assert empty
    assert content.endswith(b"\r\n")
    lines = head.decode().split("\r\n")
    assert lines.pop(0) == ""
    said = re.fullmatch(
        r'Content-Disposition: form-data; name="([^"\r\n]*)"(?:; filename="([^"\r\n]*)")?', lines[0]
    )
    assert said is not None, lines[0]
    kind = lines[1].removeprefix("Content-Type: ") if len(lines) > 1 else ""
    assert len(lines) == (1 if said[2] is None else 2)
    return FormPart(said[1], content[:-2], said[2], kind)
