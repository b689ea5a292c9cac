"""What a conversation is made of. The same types in the store, on the wire's edge and in the views."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.core.parameters import Parameters


class Kind(StrEnum):
    """Which tab a conversation belongs to."""

    CHAT = "chat"
    THREAD = "thread"
    VISION = "vision"


class Role(StrEnum):
    """Who speaks."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


class State(StrEnum):
    """How far a message has come. Everything but STREAMING is final."""

    COMPLETE = "complete"
    STREAMING = "streaming"
    STOPPED = "stopped"  # by the person; the text so far is kept
    FAILED = "failed"  # see error_code; the text so far is kept
    INTERRUPTED = "interrupted"  # the program ended in mid-stream


class PartType(StrEnum):
    """What a part of a message holds."""

    TEXT = "text"
    REASONING = "reasoning"
    REFUSAL = "refusal"
    TOOL_CALL = "tool_call"
    TOOL_RESULT = "tool_result"
    CITATION = "citation"
    IMAGE = "image"
    FILE = "file"
    AUDIO = "audio"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a message.

    `text` is what a reader sees (for a tool call its arguments, for a citation its title); `blob`
    the SHA-256 of content kept beside the database; `raw` the server's item as JSON text, whole,
    so that nothing that we do not understand yet is lost; `name` a tool's or file's name; `ref`
    the identifier that ties a tool call to its result, or a citation's address.
    """

    type: PartType
    text: str = ""
    blob: str = ""
    raw: str = ""
    name: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer as the server counted them; None where it did not say."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None
    reasoning_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What one answer cost by the prices of a day; `usd` None: nobody says.

    `as_of` is that day, as ISO text. `is_least`: a dearer rate may hold for a part of it.
    `is_counted`: the tokens were counted here, the server did not say.
    """

    usd: float | None = None
    as_of: str = ""
    is_least: bool = False
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One node of a conversation's tree.

    Times are seconds since 1970 (UTC). `parent_id` is None for a first message. Messages with the
    same parent are siblings: versions of one another, none of them ever overwritten. `reasoned_s`
    is how long the model thought before its first word; None: it did not, or nobody looked.
    """

    id: int
    conversation_id: int
    parent_id: int | None
    role: Role
    parts: tuple[Part, ...] = ()
    state: State = State.COMPLETE
    model: str = ""
    connection_id: str = ""
    usage: Usage | None = None
    finish_reason: str = ""
    error_code: str = ""
    error_detail: str = ""
    created_at: float = 0.0
    finished_at: float | None = None
    reasoned_s: float | None = None
    spent: Spent | None = None

    @property
    def text(self) -> str:
        """What was said: the text and refusal parts, in order."""
        shown = {PartType.TEXT, PartType.REFUSAL}
        return "".join(part.text for part in self.parts if part.type in shown)

    @property
    def reasoning(self) -> str:
        """What the model thought aloud."""
        return "".join(part.text for part in self.parts if part.type is PartType.REASONING)


@dataclass(frozen=True, slots=True)
class Node:
    """A message on the selected path with its place among its siblings (both count from 1)."""

    message: Message
    position: int
    count: int
    sibling_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the list shows of a conversation; its messages are read separately."""

    id: int
    kind: Kind
    title: str
    created_at: float
    updated_at: float
    folder: str = ""
    is_pinned: bool = False
    is_archived: bool = False
    is_temporary: bool = False
    deleted_at: float | None = None
    has_draft: bool = False
    parameters: Parameters = field(default=Parameters())


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has typed but not sent; attachments are blobs."""

    text: str = ""
    attachments: tuple[Part, ...] = field(default=())
