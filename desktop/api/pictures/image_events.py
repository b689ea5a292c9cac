"""What servers answer when they make pictures: one JSON object, or events with pictures on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from desktop.api.reading import media_types
from desktop.api.reading.fields import Json, child, dump, number, objects, text
from desktop.api.wire.big_json import PICTURE, decode
from desktop.api.wire.event_reader import EventReader
from desktop.core.errors import AppError, Code
from desktop.core.stream import Unknown
from desktop.core.types import Usage

MAX_PICTURES = 16
"""More than the API makes at once (10); what a server sends beyond is left."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is done: its bytes, or where they can be had.

    `media_type` is what the bytes are, not what the server calls them; "" for what is no picture
    that we know. `revised_prompt`: what the model made of the question.
    """

    data: bytes = field(default=b"", repr=False)
    url: str = field(default="", repr=False)  # it may carry its own permission
    revised_prompt: str = ""

    @property
    def media_type(self) -> str:
        """Give what the bytes are."""
        return media_types.of_picture(self.data)


@dataclass(frozen=True, slots=True)
class Partial:
    """A picture on its way; `index` counts from 0."""

    index: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Finished:
    """Everything that was made; `raw` is the answer as JSON text without the pictures."""

    images: tuple[Picture, ...]
    usage: Usage | None = None
    raw: str = ""


ImageEvent: TypeAlias = Partial | Finished | Unknown


def parse(answer: object) -> Finished:
    """Read a whole answer: `{"data": [...]}` with base64, `data:` or other addresses.

    Raises:
        AppError: NOT_UNDERSTOOD, there is no picture in it.
    """
    item = cast("Json", answer) if isinstance(answer, dict) else {}
    entries = objects(item.get("data")) or objects(item.get("images"))
    if PICTURE in item:
        entries = [item]
    pictures = tuple(one for entry in entries[:MAX_PICTURES] if (one := _picture(entry)))
    if not pictures:
        raise AppError(Code.NOT_UNDERSTOOD, "an answer without a picture")
    return Finished(pictures, _usage(item), _raw(item))


class ImageReader(EventReader[ImageEvent]):
    """Reads `image_generation.*` and `image_edit.*`, and the one object of a server without events.

    `count` is how many pictures were asked for: each has an event of its own.
    """

    def __init__(self, count: int = 1) -> None:
        self._count = count
        self._done: list[Finished] = []

    def take(self, item: Json, name: str) -> Iterator[ImageEvent]:
        """Yield what one object says; see `EventReader`."""
        kind = name.rpartition(".")[2]
        if kind == "partial_image" and (data := _bytes(item)):
            yield Partial(max(0, number(item, "partial_image_index") or 0), data)
        elif kind == "completed" or item.get("data") or item.get("images"):
            self._done.append(parse(item))
            made = sum(len(one.images) for one in self._done)
            self.is_complete = made >= self._count
        else:
            yield Unknown(name, _raw(item))

    def finish(self, *, is_said: bool) -> Iterator[ImageEvent]:
        """Yield what was made; see `EventReader`. Some of the pictures are better than none."""
        del is_said  # an end without a picture is none
        if not self._done:
            raise AppError(Code.CUT)
        images = tuple(picture for one in self._done for picture in one.images)
        yield Finished(images, _sum([one.usage for one in self._done]), self._done[-1].raw)


def _picture(entry: Json) -> Picture | None:
    url = text(entry, "url")
    data = _bytes(entry)
    if not data and url.startswith("data:"):
        data, url = decode(url), ""
    return Picture(data, url, text(entry, "revised_prompt")) if data or url else None


def _bytes(entry: Json) -> bytes:
    """Give a picture's bytes; in large answers they are decoded already."""
    value = entry.get(PICTURE)
    if isinstance(value, bytes):
        return value
    return decode(value) if isinstance(value, str) else b""


def _usage(item: Json) -> Usage | None:
    counted = child(item, "usage")
    found = Usage(number(counted, "input_tokens"), number(counted, "output_tokens"))
    return found if found != Usage() else None


def _sum(usages: list[Usage | None]) -> Usage | None:
    known = [usage for usage in usages if usage is not None]
    if len(known) < 2:
        return known[0] if known else None
    return Usage(
        sum(usage.input_tokens or 0 for usage in known),
        sum(usage.output_tokens or 0 for usage in known),
    )


def _raw(item: Mapping[str, object]) -> str:
    """Give an answer as JSON text; each picture's place says how large it was."""
    return dump({name: _light(name, value) for name, value in item.items()})


def _light(name: str, value: object) -> object:
    if name == PICTURE and isinstance(value, str | bytes):
        return f"({len(value)})"
    if name == "url" and isinstance(value, str):
        return value.partition(",")[0] if value.startswith("data:") else value
    if isinstance(value, list):
        return [_light("", one) for one in value]
    if isinstance(value, dict):
        return {inner: _light(inner, one) for inner, one in value.items()}
    return value
