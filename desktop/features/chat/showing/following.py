"""Keeps a transcript in step with running answers: words at once, anything else a moment later."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.services.turns import Piece, Turn

if TYPE_CHECKING:
    from desktop.ui.transcript.model import TranscriptModel

_SOON_MS = 50  # arguments of a call come in hundreds of pieces


class Following(QObject):
    """Draws what arrives.

    Args:
        model: Gives the messages on show.
        redraw: Draws a message as it is by now.
        parent: Whose life it shares.
    """

    def __init__(
        self,
        model: Callable[[], TranscriptModel],
        redraw: Callable[[int], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._model, self._redraw = model, redraw
        self._changed: set[int] = set()
        self._timer = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._timer.timeout.connect(self.settle)

    def piece(self, piece: Piece) -> None:
        """Take the next piece of words."""
        if piece.message_id in self._changed:  # it stands behind what is not drawn yet
            self._changed.discard(piece.message_id)
            self._redraw(piece.message_id)
        elif piece.is_reasoning:
            self._model().append_reasoning(piece.message_id, piece.text)
        else:
            self._model().append_text(piece.message_id, piece.text)

    def parts(self, turn: Turn) -> None:
        """Take in that something else came: a call, its result."""
        self._changed.add(turn.message_id)
        if not self._timer.isActive():
            self._timer.start()

    def over(self, message_id: int) -> None:
        """Take in that an answer has ended, and is drawn as it is stored."""
        self._changed.discard(message_id)

    def settle(self) -> None:
        """Draw what is not drawn yet."""
        self._timer.stop()
        changed, self._changed = self._changed, set()
        for message_id in changed:
            self._redraw(message_id)
