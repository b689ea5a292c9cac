"""What is attached to a question: what is known of it, what a model takes, what stands in the way."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from desktop.core.errors import Code
from desktop.core.picture_tokens import Rule
from desktop.core.types import Part, PartType

PDF = "application/pdf"
_BYTES_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Takes:
    """What a model can be given besides text.

    `pictures` is None where nobody knows: they are sent, and the server says. `rule` is how the
    model counts the tokens of a picture; None: nobody says.
    """

    pictures: bool | None = None
    pdfs: bool = False
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Info:
    """What is known of an attachment without reading it; the JSON in `Part.raw`.

    `size` is in bytes, as it is kept; `width` and `height` are pixels of a picture as it is sent.
    `pages` counts pages, sheets or cells, `chars` the characters of the text in it, `tokens` is an
    estimate of what that text costs. `detail` is how closely a model is to look at a picture, and
    `source` its media type before it was prepared. `is_cut`: the text in it is longer than what is
    taken; `is_animated`: only its first picture is taken.
    """

    media_type: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    pages: int = 0
    chars: int = 0
    tokens: int | None = None
    detail: str = ""
    source: str = ""
    is_cut: bool = False
    is_animated: bool = False

    @classmethod
    def from_part(cls, part: Part) -> Info:
        """Give what a part says of itself; what is missing, or of another type, is not known."""
        try:
            said = json.loads(part.raw or "{}")
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(said, dict):
            return cls()
        known: dict[str, Any] = {}
        for field in fields(cls):
            value = said.get(field.name)
            if type(value) is (int if field.default is None else type(field.default)):
                known[field.name] = value
        return cls(**known)

    def to_json(self) -> str:
        """Give it as `Part.raw` keeps it; what is not known is left out."""
        said = asdict(self)
        empty = asdict(Info())
        return json.dumps({name: said[name] for name in said if said[name] != empty[name]})

    def tokens_for(self, takes: Takes) -> int | None:
        """Give about what it costs a model, pictures by the model's rule; None: nobody knows."""
        if not self.width:
            return self.tokens
        return takes.rule.tokens(self.width, self.height, self.detail) if takes.rule else None


def is_attached(part: Part) -> bool:
    """Tell whether a part of a question is an attachment."""
    return part.type in {PartType.IMAGE, PartType.FILE} and bool(part.blob)


def problem(part: Part, takes: Takes) -> Code | None:
    """Give why a model would not get an attachment: BLIND or NO_TEXT; None: it gets it."""
    if not is_attached(part):
        return None
    if part.type is PartType.IMAGE:
        return Code.BLIND if takes.pictures is False else None
    info = Info.from_part(part)
    is_document = info.pages > 0 and not info.chars
    return Code.NO_TEXT if is_document and not (takes.pdfs and info.media_type == PDF) else None


def problems(parts: Iterable[Part], takes: Takes) -> list[Code]:
    """Give each reason once for which a model would not get some of the attachments."""
    found = (problem(part, takes) for part in parts)
    return list(dict.fromkeys(code for code in found if code is not None))


def estimated_tokens(text: str) -> int:
    """Give about how many tokens a text has: a quarter of its bytes."""
    return -(-len(text.encode("utf-8", "replace")) // _BYTES_A_TOKEN)
