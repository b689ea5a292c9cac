"""What really goes over the wire for one answer, for whoever wants to look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

Headers: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it left, with every secret in it replaced by "***"."""

    method: str
    url: str
    headers: Headers
    body: Mapping[str, object]


class Recorder(Protocol):
    """Is told of one exchange while it happens. Called on the loop: must be quick.

    A request that is sent again (a parameter left out, a lost connection) begins anew.
    """

    def sent(self, request: Sent) -> None:
        """A request is on its way."""

    def answered(self, status: int, headers: Headers) -> None:
        """The head of the answer is there."""

    def received(self, chunk: bytes) -> None:
        """The next piece of the body is there, unpacked; the server may have put a secret into it."""
