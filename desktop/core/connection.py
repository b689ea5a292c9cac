"""A server that a person may talk to, and the secret that opens it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BUILT_IN_ID = "builtin"
"""The connection to the built-in engine; its address changes with every start."""


class Api(StrEnum):
    """Which of the two text APIs a server speaks."""

    AUTO = "auto"  # Responses first; Chat Completions when the server does not know it
    RESPONSES = "responses"
    CHAT = "chat"


class Secret:
    """A key or password that shows itself to nobody: not in repr, not in str, not in a log."""

    __slots__ = ("_value",)

    def __init__(self, value: str = "") -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the value; only the code that sends it to its server calls this."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(***)" if self._value else "Secret()"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


@dataclass(frozen=True, slots=True)
class Connection:
    """An OpenAI-compatible server as the person set it up; its key lives in the keyring.

    `base_url` ends before `/chat/completions` and `/responses`, usually in `/v1`. `model` is the
    model that a new conversation begins with; empty: the first that the server lists.
    """

    id: str
    name: str
    base_url: str
    model: str = ""
    api: Api = Api.AUTO

    @property
    def is_built_in(self) -> bool:
        """Tell whether this is the engine that comes with the program."""
        return self.id == BUILT_IN_ID


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where one request goes: an address that is known now, and the key for it."""

    base_url: str
    key: Secret
    api: Api = Api.AUTO
