"""A request gets its files: pictures and PDFs as they are where the model takes them, else as text."""

from __future__ import annotations

import asyncio
import base64
import html
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from desktop.core.attachment import PDF, Info, Takes, is_attached
from desktop.core.capabilities import Capability, Support
from desktop.core.connection import BUILT_IN_ID
from desktop.core.errors import AppError, Code
from desktop.core.models import Modality, ModelKey
from desktop.core.types import Message, Part, PartType, Role
from desktop.services.catalogue import Catalogue
from desktop.services.servers import Servers
from desktop.store.blobs import Blobs

_MAX_PDF_BYTES = 32 * 1024 * 1024
"""Of one file in a request; a larger one goes as its text."""

_PIECE_BYTES = 3 * 256 * 1024  # whole groups of three, so that the pieces fit together

# Words to the model, which reads English best; a person does not see them.
_UNSEEN = "The user attached the picture {name}, but this model cannot see pictures."
_GONE = "The user attached {name}, but its content is no longer there."
_UNREAD = "The user attached {name}, but no text can be read from it."


@dataclass(frozen=True, slots=True)
class Filled:
    """Messages for a request, and the contents that they name: `data:` addresses by their hash."""

    messages: tuple[Message, ...]
    blobs: dict[str, str]


def takes(servers: Servers, catalogue: Catalogue, connection_id: str, model: str) -> Takes:
    """Give what a model can be given; the model's facts are believed before its server's."""
    key = ModelKey(connection_id, model)
    known = servers.capabilities(key.connection_id)
    models = catalogue.now
    inputs = models.info(key).facts.inputs if models is not None else None
    if inputs is not None:
        pictures = Modality.IMAGE in inputs
    elif key.connection_id == BUILT_IN_ID or known[Capability.VISION].support is Support.NO:
        pictures = False
    else:
        pictures = None
    # Only OpenAI-like services with files of their own read a PDF in a question.
    pdfs = pictures is True and known[Capability.FILES].support is Support.YES
    rule = models.picture_rule(key) if models is not None else None
    return Takes(pictures, pdfs, rule)


async def fill(
    messages: tuple[Message, ...],
    takes: Takes,
    blobs: Blobs,
    text_of: Callable[[Part], Awaitable[str]],
) -> Filled:
    """Give messages whose attachments are contents that the model takes, text, or a note."""
    contents: dict[str, str] = {}
    filled = []
    for message in messages:
        if message.role is not Role.USER:  # what a model made itself does not go back to it
            filled.append(message)
            continue
        parts = []
        for part in message.parts:
            if not is_attached(part):
                parts.append(part)
                continue
            try:
                parts.append(await _given(part, takes, blobs, (contents, text_of)))
            except AppError as error:
                is_gone = error.code in {Code.GONE, Code.DAMAGED}
                parts.append(_note(_GONE if is_gone else _UNREAD, part))
        filled.append(replace(message, parts=tuple(parts)))
    return Filled(tuple(filled), contents)


async def _given(
    part: Part,
    takes: Takes,
    blobs: Blobs,
    rest: tuple[dict[str, str], Callable[[Part], Awaitable[str]]],
) -> Part:
    contents, text_of = rest
    info = Info.from_part(part)
    if part.type is PartType.IMAGE and takes.pictures is False:
        return _note(_UNSEEN, part)
    is_whole_pdf = info.media_type == PDF and takes.pdfs and info.size <= _MAX_PDF_BYTES
    if part.type is PartType.IMAGE or is_whole_pdf:
        if part.blob not in contents:
            content = await blobs.read(part.blob)
            media_type = info.media_type or "image/png"
            contents[part.blob] = await asyncio.to_thread(_address, content, media_type)
        return part
    text = await text_of(part)
    return _as_text(part, info, text) if text.strip() else _note(_UNREAD, part)


def _address(content: bytes, media_type: str) -> str:
    """Give a `data:` address, made in pieces so that other threads come in between."""
    starts = range(0, len(content), _PIECE_BYTES)
    pieces = (base64.b64encode(content[start : start + _PIECE_BYTES]) for start in starts)
    return "".join([f"data:{media_type};base64,", *(piece.decode("ascii") for piece in pieces)])


def _as_text(part: Part, info: Info, text: str) -> Part:
    """Give the text of a file between lines that it cannot hold itself: they bear its hash."""
    tag = f"attached-file-{part.blob[:8]}"
    cut = ' note="only the beginning"' if info.is_cut else ""
    head = f'<{tag} name="{html.escape(part.name)}"{cut}>'
    return Part(PartType.TEXT, f"\n{head}\n{text.rstrip()}\n</{tag}>\n")


def _note(words: str, part: Part) -> Part:
    return Part(PartType.TEXT, f"\n[{words.format(name=repr(part.name))}]\n")
