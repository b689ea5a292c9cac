"""A thing on its way into a question, and how its chip looks: alone or as one of a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from PySide6.QtGui import QImage, QPixmap

from desktop.core.attachment import PDF, Info, Takes, problem
from desktop.core.errors import Code
from desktop.core.types import Part, PartType
from desktop.ui.amounts import joined, size_words, token_words
from desktop.ui.composer.chip import ChipFace, ChipState
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate

Source: TypeAlias = Path | bytes | QImage | str
"""Where it comes from: a file, a picture, a text."""
_CODE = {
    "c", "cc", "cpp", "cs", "css", "go", "h", "hpp", "html", "java", "js", "json", "jsx", "kt",
    "lua", "m", "php", "pl", "py", "r", "rb", "rs", "sh", "sql", "swift", "toml", "ts", "tsx",
    "xml", "yaml", "yml", "zig",
}  # fmt: skip


@dataclass(slots=True)
class Attached:
    """A thing: first its source, then the part that it became or the code of what was wrong."""

    key: int
    name: str
    source: Source | None = None
    part: Part | None = None
    error: str = ""
    picture: QPixmap | None = None

    @property
    def group(self) -> str:
        """The folder that it came in; empty: it came by itself."""
        head, slash, _ = self.name.partition("/")
        return head if slash else ""

    @property
    def state(self) -> ChipState:
        """How far it has come."""
        if self.error:
            return ChipState.FAILED
        return ChipState.PREPARING if self.part is None else ChipState.READY

    @property
    def info(self) -> Info:
        """What is known of it; before it is ready, nothing."""
        return Info() if self.part is None else Info.from_part(self.part)

    @property
    def is_picture(self) -> bool:
        """Tell whether it is a picture."""
        if self.part is not None:
            return self.part.type is PartType.IMAGE
        return isinstance(self.source, bytes | QImage)


def face_of(thing: Attached, takes: Takes) -> ChipFace:
    """Give the chip of one thing, for a model that takes so much."""
    if thing.error:
        words = error_text(thing.error)
        hint = f"{thing.name}\n{words.title} {words.hint}"
        note = _short_reason(thing.error) or words.title
        return ChipFace(thing.name, "circle-alert", note, ChipState.FAILED, hint=hint)
    if thing.part is None:
        words_now = translate("Chat", "preparing…")
        return ChipFace(thing.name, _icon(thing), words_now, ChipState.PREPARING)
    note = note_of(thing.info, takes)
    trouble = problem(thing.part, takes)
    warning = problem_words(trouble) if trouble else ""
    hint = "\n".join(line for line in (thing.name, note, warning) if line)
    return ChipFace(
        thing.name,
        _icon(thing),
        warning or note,
        picture=thing.picture,
        is_warned=bool(warning),
        hint=hint,
    )


def face_of_group(things: Sequence[Attached], takes: Takes) -> ChipFace:
    """Give the one chip of all the files of a folder."""
    name, count = f"{things[0].group}/", len(things)
    failed = sum(1 for thing in things if thing.error)
    ready = sum(1 for thing in things if thing.part is not None)
    if failed:
        note = translate("Chat", "%n file(s) cannot be attached", "", failed)
        return ChipFace(name, "folder", note, ChipState.FAILED)
    if ready < count:
        note = translate("Chat", "{done} of {count}").format(done=ready, count=count)
        return ChipFace(name, "folder", note, ChipState.PREPARING)
    infos = [thing.info for thing in things]
    note = joined(
        translate("Chat", "%n file(s)", "", count),
        size_words(sum(info.size for info in infos)),
        token_words(sum(info.tokens_for(takes) or 0 for info in infos)),
    )
    return ChipFace(name, "folder", note, hint="\n".join((name, note)))


def note_of(info: Info, takes: Takes) -> str:
    """Give how much it is: a picture's pixels, a file's size, pages, tokens."""
    much = size_words(info.size) if info.size else ""
    if info.width and info.height:
        much = f"{info.width} × {info.height}"
    pages = info.pages if info.media_type == PDF else 0
    tokens = info.tokens_for(takes)
    return joined(
        much,
        translate("Chat", "%n page(s)", "", pages) if pages else "",
        "" if tokens is None else token_words(tokens),
        translate("Chat", "its beginning only") if info.is_cut else "",
    )


def problem_words(code: Code) -> str:
    """Give on a chip why the model will not get it."""
    if code is Code.BLIND:
        return translate("Chat", "this model sees no pictures")
    return translate("Chat", "no text in it")


def _short_reason(code: str) -> str:
    """Give the few words that fit on a chip; the tooltip has the whole sentence."""
    if code in {Code.TOO_LARGE, Code.FILE_TOO_LARGE}:
        return translate("Chat", "too big")
    if code in {Code.UNSUITABLE, Code.FILE_KIND}:
        return translate("Chat", "not a kind that can be read")
    if code == Code.FILE_DAMAGED:
        return translate("Chat", "damaged")
    if code in {Code.UNREADABLE, Code.GONE}:
        return translate("Chat", "cannot be read")
    return ""


def _icon(thing: Attached) -> str:
    if thing.is_picture:
        return "image"
    suffix = thing.name.rpartition(".")[2].lower()
    return "file-code" if suffix in _CODE else "file-text"
