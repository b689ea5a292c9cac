"""An answer as it grows: what the model thought, said, and wants called."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from desktop.engine.pieces import CallDelta, Delta, Piece, Thought


@dataclass(slots=True)
class CallMade:
    """A call that the model makes; its arguments are JSON text."""

    id: str
    name: str
    arguments: str = ""


@dataclass(slots=True)
class Answered:
    """Everything that was said so far."""

    thought: str = ""
    text: str = ""
    calls: list[CallMade] = field(default_factory=list)

    def take(self, piece: Piece) -> None:
        """Add the next piece."""
        match piece:
            case Delta():
                self.text += piece.text
            case Thought():
                self.thought += piece.text
            case CallDelta():
                self.call(piece).arguments += piece.arguments

    def call(self, piece: CallDelta) -> CallMade:
        """Give the call that a piece belongs to; a new one where it begins one."""
        while len(self.calls) <= piece.index:
            self.calls.append(CallMade(piece.id or f"call_{secrets.token_hex(12)}", piece.name))
        return self.calls[piece.index]
