"""One conversation for a reader: Markdown, a page that stands alone, or JSON that comes back whole."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desktop.core.errors import AppError, Code
from desktop.core.formula import Drawing
from desktop.core.types import Message, PartType
from desktop.services.formulas import Formulas
from desktop.services.transfer import single
from desktop.services.transfer.markdown import to_markdown
from desktop.services.transfer.vector import to_svg
from desktop.services.transfer.written import Labels, Written
from desktop.store import files
from desktop.store.conversations import Conversations

__all__ = ["FORMATS", "Labels", "Printed", "made", "printed", "write"]

_MOST_FORMULAS = 2000
"""12 ms each; the others stay TeX."""
FORMATS = (".md", ".html", ".json")


async def made(
    conversations: Conversations, conversation_id: int, suffix: str, labels: Labels
) -> bytes:
    """Give a conversation in the format of a suffix of `FORMATS`.

    Raises:
        AppError: GONE.
    """
    if suffix == ".json":
        return await single.write(conversations, conversations.blobs, conversation_id)
    found = await written(conversations, conversation_id, labels)
    if suffix == ".md":
        return (await asyncio.to_thread(to_markdown, found)).encode()
    from desktop.services.transfer import page  # noqa: PLC0415 - needs the Markdown parser

    wanted = await asyncio.to_thread(page.formulas_in, found)
    drawn = await _drawn(wanted[:_MOST_FORMULAS])
    svg = {key: to_svg(drawing, key[0]) for key, drawing in drawn.items()}
    return (await asyncio.to_thread(page.to_html, replace(found, formulas=svg))).encode()


@dataclass(frozen=True, slots=True)
class Printed:
    """A page for Qt's rich text; `formulas` are those that it names as pictures."""

    title: str
    html: str
    formulas: Mapping[str, Drawing]


async def printed(
    conversations: Conversations,
    conversation_id: int,
    labels: Labels,
    size_of: Callable[[Drawing], tuple[float, float]],
) -> Printed:
    """Give a conversation to be printed; `size_of` tells a formula's size in the page's points.

    Raises:
        AppError: GONE.
    """
    from desktop.services.transfer import page  # noqa: PLC0415 - needs the Markdown parser

    found = replace(await written(conversations, conversation_id, labels), is_printed=True)
    wanted = await asyncio.to_thread(page.formulas_in, found)
    drawn = await _drawn(wanted[:_MOST_FORMULAS])
    names = {key: f"formula:{number}" for number, key in enumerate(drawn)}
    marks = {}
    for key, drawing in drawn.items():
        width, height = size_of(drawing)
        marks[key] = (
            f'<img src="{names[key]}" width="{width:.1f}" height="{height:.1f}"'
            ' style="vertical-align:middle">'
        )
    content = await asyncio.to_thread(page.to_print, replace(found, formulas=marks))
    return Printed(found.title, content, {names[key]: drawing for key, drawing in drawn.items()})


async def _drawn(wanted: Sequence[tuple[str, bool]]) -> dict[tuple[str, bool], Drawing]:
    found: dict[tuple[str, bool], Drawing] = {}
    formulas = Formulas()
    try:
        for tex, is_display in wanted:
            drawing = await formulas.draw(tex, is_display=is_display)
            if isinstance(drawing, Drawing):
                found[tex, is_display] = drawing
    finally:
        await formulas.aclose()
    return found


async def written(
    conversations: Conversations, conversation_id: int, labels: Labels, language: str = "en"
) -> Written:
    """Give the shown path of a conversation with its pictures.

    Raises:
        AppError: GONE.
    """
    conversation = await conversations.get(conversation_id)
    path = await conversations.path(conversation_id)
    messages = tuple(node.message for node in path)
    return Written(
        conversation.title,
        messages,
        datetime.now().astimezone(),
        language,
        labels,
        await _pictures(conversations, messages),
    )


def write(file: Path, content: bytes) -> None:
    """Put a copy where the person wants it, whole or not at all; worker threads only.

    Raises:
        AppError: DISK_FULL or UNWRITABLE.
    """
    try:
        files.write_atomically(file, content)
    except AppError as error:
        raise unwritable(error) from error


def unwritable(error: AppError) -> AppError:
    """Give the error of a file that the person chose: nothing is wrong with the data folder."""
    return error if error.code is Code.DISK_FULL else AppError(Code.UNWRITABLE, error.detail)


async def _pictures(conversations: Conversations, messages: tuple[Message, ...]) -> dict[str, str]:
    wanted = {
        part.blob
        for message in messages
        for part in message.parts
        if part.type is PartType.IMAGE and part.blob
    }
    found: dict[str, str] = {}
    for sha256 in sorted(wanted):
        try:
            blob = await conversations.blobs.stat(sha256)
            content = await conversations.blobs.read(sha256)
        except AppError as error:
            if error.code not in {Code.GONE, Code.DAMAGED}:
                raise
            continue  # the gap is in the window, too
        if blob.media_type.startswith("image/") and blob.media_type != "image/svg+xml":
            encoded = await asyncio.to_thread(base64.b64encode, content)
            found[sha256] = f"data:{blob.media_type};base64,{encoded.decode()}"
    return found
