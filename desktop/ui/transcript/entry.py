"""What the transcript is told about a message: plain values, made by whoever knows the store."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.core.types import Role, State


class Action(StrEnum):
    """What a person can ask of a message. A notice's button sends its own id instead."""

    COPY = "copy"
    REGENERATE = "regenerate"
    EDIT = "edit"
    PREVIOUS_SIBLING = "previous_sibling"
    NEXT_SIBLING = "next_sibling"
    REGENERATE_WITH = "regenerate_with"  # another model
    COMPARE = "compare"
    FORK = "fork"
    DELETE = "delete"
    SHOW_REQUEST = "show_request"


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One message on the path. `position` and `count` place it among its siblings, from 1."""

    message_id: int
    role: Role
    text: str = ""
    reasoning: str = ""
    state: State = State.COMPLETE
    position: int = 1
    count: int = 1
    footnote: str = ""
    notice: Notice | None = None
    model: str = ""

    @property
    def is_streaming(self) -> bool:
        """True while more text may come."""
        return self.state is State.STREAMING
