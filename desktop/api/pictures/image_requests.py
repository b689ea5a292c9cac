"""What to ask for when pictures are made: from words, or from pictures and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from desktop.api.lessons import Dialect
from desktop.api.reading import media_types
from desktop.api.reading.fields import Json
from desktop.api.wire.call import FilePart, Form
from desktop.core.errors import AppError, Code

MAX_PROMPT_CHARACTERS = 32_000
MAX_COUNT = 10
MAX_PARTIAL = 3
MAX_SOURCES = 16
"""The limits of the image reference."""

_WHOLE_ONLY = {"gif", "svg"}


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """What to make; what is empty or None is left to the server.

    `size` is auto or WIDTHxHEIGHT; `quality` auto, low, medium, high, xhigh, max; `background` auto,
    opaque, transparent; `output_format` png, webp, jpeg, gif, svg; `compression` 0 to 100 (jpeg and
    webp); `moderation` auto, low; `complexity` low, medium, high. `partial_images` 0 to 3: how many
    pictures to show on the way, where the server can; None: it is not asked to stream.
    """

    model: str
    prompt: str
    count: int = 1
    size: str = ""
    quality: str = ""
    background: str = ""
    output_format: str = ""
    compression: int | None = None
    moderation: str = ""
    complexity: str = ""
    partial_images: int | None = None
    frame_count: int | None = None
    frame_duration_ms: int | None = None

    @property
    def may_stream(self) -> bool:
        """Tell whether pictures on the way are wanted, and possible."""
        return self.partial_images is not None and self.output_format not in _WHOLE_ONLY


@dataclass(frozen=True, slots=True)
class SourceImage:
    """A picture that goes up."""

    content: bytes | Path = field(repr=False)
    filename: str = "image.png"

    def part(self, name: str) -> FilePart:
        """Give it as a field of a form."""
        given = self.content.name if isinstance(self.content, Path) else self.filename
        return FilePart(name, given, self.content, media_types.of_name(given))


@dataclass(frozen=True, slots=True)
class EditRequest:
    """What to make of pictures (1 to 16: png, webp or jpeg).

    `mask` is a PNG of the first picture's size, under 4 MB; where it is transparent, the picture
    changes. `markup` is one that is drawn over it to show what is meant; not both.
    `input_fidelity` (low, high) is for older models.
    """

    image: ImageRequest
    sources: tuple[SourceImage, ...]
    mask: SourceImage | None = None
    markup: SourceImage | None = None
    input_fidelity: str = ""


def build(
    request: ImageRequest, dialect: Dialect | None = None, *, is_streamed: bool = False
) -> Json:
    """Give the JSON that asks for pictures.

    Raises:
        AppError: TOO_LONG or BAD_REQUEST: the prompt, or how many pictures.
    """
    dialect = dialect or Dialect()
    return {
        "model": request.model,
        "prompt": request.prompt,
        **_options(request, dialect, is_streamed),
    }


def build_edit(
    request: EditRequest, dialect: Dialect | None = None, *, is_streamed: bool = False
) -> Form:
    """Give the form that asks for changed pictures.

    Raises:
        AppError: as `build`; also BAD_REQUEST for no or too many pictures, or mask and markup.
    """
    if not 1 <= len(request.sources) <= MAX_SOURCES:
        raise AppError(Code.BAD_REQUEST, f"{len(request.sources)} pictures, 1 to {MAX_SOURCES}")
    if request.mask is not None and request.markup is not None:
        raise AppError(Code.BAD_REQUEST, "a mask and a markup")
    dialect = dialect or Dialect()
    wanted = build(request.image, dialect, is_streamed=is_streamed)
    if request.input_fidelity and "input_fidelity" not in dialect.refused:
        wanted["input_fidelity"] = request.input_fidelity
    # Servers that take one picture know its field only without brackets.
    name = "image" if len(request.sources) == 1 else "image[]"
    parts = [source.part(name) for source in request.sources]
    parts += [request.mask.part("mask")] if request.mask is not None else []
    parts += [request.markup.part("markup")] if request.markup is not None else []
    return Form(tuple((key, _written(value)) for key, value in wanted.items()), tuple(parts))


def _options(request: ImageRequest, dialect: Dialect, is_streamed: bool) -> Json:
    if len(request.prompt) > MAX_PROMPT_CHARACTERS:
        raise AppError(Code.TOO_LONG, f"{len(request.prompt)} characters")
    if not request.prompt.strip():
        raise AppError(Code.BAD_REQUEST, "an empty prompt")
    if not 1 <= request.count <= MAX_COUNT:
        raise AppError(Code.BAD_REQUEST, f"{request.count} pictures, 1 to {MAX_COUNT}")
    if request.partial_images is not None and not 0 <= request.partial_images <= MAX_PARTIAL:
        raise AppError(Code.BAD_REQUEST, f"{request.partial_images} pictures on the way, 0 to 3")
    wanted: Json = {
        "n": request.count if request.count != 1 else None,
        "size": request.size,
        "quality": request.quality,
        "background": request.background,
        "output_format": request.output_format,
        "output_compression": request.compression,
        "moderation": request.moderation,
        "complexity": request.complexity,
        "frame_count": request.frame_count,
        "frame_duration_ms": request.frame_duration_ms,
    }
    if is_streamed and "stream" not in dialect.refused:
        wanted["stream"] = True
        wanted["partial_images"] = request.partial_images
    if not dialect.is_official:
        # OpenAI refuses it; others answer with an address that may not be reached from here.
        wanted["response_format"] = "b64_json"
    return {
        name: value
        for name, value in wanted.items()
        if value not in {None, ""} and name not in dialect.refused
    }


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
