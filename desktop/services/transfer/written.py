"""One conversation as it is shown, for a reader who has no Oriole: what its copies are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop.core.types import Message, Role


@dataclass(frozen=True, slots=True)
class Labels:
    """The few words of ours in such a copy, in the language of the reader.

    `exported` has `{when}` in it.
    """

    you: str = "You"
    assistant: str = "Assistant"
    reasoning: str = "Reasoning"
    call: str = "Call"
    result: str = "Result"
    sources: str = "Sources"
    exported: str = "Exported from Oriole on {when}"


@dataclass(frozen=True, slots=True)
class Written:
    """The shown path of a conversation.

    `pictures` gives `data:` addresses by the hash of a blob; `formulas` what to write for TeX that
    is displayed, or is not.
    """

    title: str
    messages: tuple[Message, ...]
    made_at: datetime
    language: str = "en"
    labels: Labels = field(default=Labels())
    pictures: Mapping[str, str] = field(default_factory=dict)
    formulas: Mapping[tuple[str, bool], str] = field(default_factory=dict)
    is_printed: bool = False
    """For paper: nothing can be folded there."""

    def speaker(self, message: Message) -> str:
        """Give who says a message: the person, or the model by its name."""
        if message.role is Role.USER:
            return self.labels.you
        return message.model or self.labels.assistant

    def when(self, message: Message) -> str:
        """Give the minute in which a message was written, in the person's own time."""
        moment = datetime.fromtimestamp(message.created_at, self.made_at.tzinfo)
        return moment.strftime("%Y-%m-%d %H:%M")

    @property
    def foot(self) -> str:
        """Give the last line."""
        return self.labels.exported.format(when=self.made_at.strftime("%Y-%m-%d"))
