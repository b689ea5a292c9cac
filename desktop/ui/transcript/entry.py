"""What the transcript is told about a message: plain values, made by whoever knows the store."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.core.types import Role, State

if TYPE_CHECKING:
    from desktop.ui.transcript.card import AttachmentEntry, Card


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands below a message that did not end well: words already translated, one button.

    `action` is sent by `TranscriptView.action_requested` when the button is pressed; without
    `label` there is no button.
    """

    title: str
    hint: str = ""
    label: str = ""
    action: str = ""


class SectionKind(StrEnum):
    """What a section of a message is."""

    TEXT = "text"
    REASONING = "reasoning"
    CARD = "card"
    PICTURE = "picture"  # one that the model made: Markdown that names it


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a message. `seconds` is how long a model reasoned, if somebody looked.

    `is_json`: the text is one JSON value, which is shown as a tree.
    """

    kind: SectionKind
    text: str = ""
    card: Card | None = None
    seconds: float | None = None
    is_json: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One message on the path. `position` and `count` place it among its siblings, from 1.

    `speaker` is how the model that answered is called; without it, it is known as `model`.
    """

    message_id: int
    role: Role
    sections: tuple[Section, ...] = ()
    state: State = State.COMPLETE
    position: int = 1
    count: int = 1
    footnote: str = ""
    footnote_tip: str = ""
    notice: Notice | None = None
    model: str = ""
    speaker: str = ""
    attachments: tuple[AttachmentEntry, ...] = ()
    is_read_aloud: bool = False

    @property
    def is_streaming(self) -> bool:
        """True while more text may come."""
        return self.state is State.STREAMING

    @property
    def text(self) -> str:
        """What was said: the sections of text, apart by blank lines."""
        return joined(self.sections, SectionKind.TEXT)

    @property
    def reasoning(self) -> str:
        """What was thought aloud, apart by blank lines."""
        return joined(self.sections, SectionKind.REASONING)


def said(text: str = "", reasoning: str = "") -> tuple[Section, ...]:
    """Give the sections of a message that thought first, then spoke; empty ones are left out."""
    both = ((SectionKind.REASONING, reasoning), (SectionKind.TEXT, text))
    return tuple(Section(kind, words) for kind, words in both if words)


def joined(sections: tuple[Section, ...], kind: SectionKind) -> str:
    """Give the text of all sections of a kind, apart by blank lines."""
    return "\n\n".join(part.text for part in sections if part.kind is kind)
