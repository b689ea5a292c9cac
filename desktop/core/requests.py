"""What we ask of a model, before it becomes the JSON of one API or the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.core.parameters import Function
from desktop.core.types import Message


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One answer to make.

    `messages` is the path from the first message to the question, oldest first. None in a parameter
    means: do not send it, the server decides.

    `blobs` gives the content of pictures and files that the messages name, as `data:` addresses by
    the SHA-256 of `Part.blob`; a part whose blob is absent here is left out. `connection_id` is the
    connection that answers: only its own earlier items (encrypted reasoning) go back to it.

    `schema` is the JSON schema, as text, that the answer is to follow (`schema_name` names it for
    the server); `functions` are what the model may call; `web_search` lets the server search.
    `extra` is that of `Parameters`.
    """

    model: str
    messages: tuple[Message, ...]
    instructions: str = ""
    temperature: float | None = None
    top_p: float | None = None
    max_output_tokens: int | None = None
    reasoning_effort: str | None = None
    verbosity: str | None = None
    seed: int | None = None
    schema_name: str = ""
    schema: str = ""
    functions: tuple[Function, ...] = ()
    web_search: bool = False
    connection_id: str = ""
    blobs: Mapping[str, str] = field(default_factory=dict)
    extra: str = ""
