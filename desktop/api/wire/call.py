"""One request to a server, before it becomes bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desktop.api.reading.fields import Json
from desktop.core.exchange import Recorder


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file in a form: `name` is the form's field, `content` the bytes or where they lie.

    `offset` and `length` (in bytes; None: to the end) make it a piece of a large file.
    """

    name: str
    filename: str
    content: bytes | Path = field(repr=False)
    media_type: str = "application/octet-stream"
    offset: int = 0
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A multipart/form-data body; fields may repeat (`name[]`)."""

    fields: tuple[tuple[str, str], ...] = ()
    files: tuple[FilePart, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """What to ask of a server.

    `path` goes behind the base URL. `method` empty: POST with a body, else GET. `headers` are the
    API's own (OpenAI-Beta). `thinks`: the answer may take minutes to begin (reasoning, pictures).
    `on_sent(sent, total)` tells how many bytes of the body are on their way. `recorder` is told of
    what goes over the wire; of a body that is JSON only.
    """

    path: str
    body: Json | Form | None = field(default=None, repr=False)
    method: str = ""
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    thinks: bool = False
    on_sent: Callable[[int, int], None] | None = None
    recorder: Recorder | None = field(default=None, repr=False)

    @property
    def verb(self) -> str:
        """Give the HTTP method."""
        return self.method or ("GET" if self.body is None else "POST")

    @property
    def parameters(self) -> frozenset[str]:
        """Give the names of what the body asks for, without brackets."""
        if isinstance(self.body, Form):
            return frozenset(name.partition("[")[0] for name, _value in self.body.fields)
        return frozenset(self.body or ())
