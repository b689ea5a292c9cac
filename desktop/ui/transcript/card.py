"""What the transcript is told of tools, sources and attachments; most messages have none of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class CardKind(StrEnum):
    """What a card tells of; decides its icon."""

    FUNCTION = "function"
    WEB = "web"
    FILES = "files"
    CODE = "code"
    SOURCES = "sources"
    PICTURE = "picture"  # that is not there
    OTHER = "other"  # kept whole, not understood


class CardState(StrEnum):
    """How far what a card tells of has come. PLAIN: nothing runs there."""

    PLAIN = "plain"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Detail(NamedTuple):
    """A text inside a card: what it is, the text, and its language ("json", "python", "")."""

    label: str
    text: str
    language: str = ""


class Source(NamedTuple):
    """What an answer leans on. Without `url` it is a file, known by its name only."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A tool at work, or the sources of an answer: one row that opens to its details.

    `id` stays the same while the answer grows. `subtitle` stands after the title, `note` at the
    right end: a result or a time in a few words. `removal` names a button that takes away what it
    tells of: it asks for `Action.REMOVE_CARD`. `button` is what a person can do about it, in a word
    or two; pressing it asks for `action`. `is_code`: the title is a name out of somebody's program.
    """

    id: str
    kind: CardKind
    title: str
    subtitle: str = ""
    state: CardState = CardState.PLAIN
    details: tuple[Detail, ...] = ()
    links: tuple[Source, ...] = ()
    note: str = ""
    removal: str = ""
    button: str = ""
    action: str = ""
    is_code: bool = False


class AttachmentEntry(NamedTuple):
    """A picture or file that came with a question; `note` says its size in a few words.

    `is_missing`: its content is gone.
    """

    name: str
    is_picture: bool = False
    blob: str = ""
    note: str = ""
    is_missing: bool = False
