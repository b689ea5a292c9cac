"""The messages of one conversation and their growth. Views listen to the signals of the model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from PySide6.QtCore import QObject, Signal

from desktop.ui.transcript.entry import Entry, SectionKind
from desktop.ui.transcript.message import Message


class TranscriptModel(QObject):
    """What is on show. Ids that are not (another conversation was opened) are ignored.

    Signals: `reset()` other messages are on show; `inserted(row)` one was added at the end;
    `grown(row)` text arrived or an entry changed (once until it is collected, cheap to ignore);
    `refolded(row)` reasoning was opened or closed; `finished(row)` an answer is complete.
    """

    reset = Signal()
    inserted = Signal(int)
    grown = Signal(int)
    refolded = Signal(int)
    finished = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.messages: list[Message] = []
        self._rows: dict[int, int] = {}
        self._deltas: dict[int, list[tuple[SectionKind, str]]] = {}

    def __len__(self) -> int:
        return len(self.messages)

    def row_of(self, message_id: int) -> int | None:
        """Give where a message stands, or None."""
        return self._rows.get(message_id)

    def load(self, entries: Iterable[Entry]) -> None:
        """Show another path; messages that were on show with the same text keep their layout."""
        self._collect_text()
        known = {message.id: message for message in self.messages}
        self.messages = [_reused(known.get(entry.message_id), entry) for entry in entries]
        self._rows = {message.id: row for row, message in enumerate(self.messages)}
        self._deltas.clear()
        self.reset.emit()

    def append(self, entry: Entry) -> None:
        """Add a message at the end; one that is on show already is updated."""
        if entry.message_id in self._rows:
            self.update(entry.message_id, entry)
            return
        self.messages.append(Message(entry))
        row = len(self.messages) - 1
        self._rows[entry.message_id] = row
        self.inserted.emit(row)

    def truncate_after(self, message_id: int) -> None:
        """Take the messages after one off the path."""
        row = self._rows.get(message_id)
        if row is not None and row + 1 < len(self.messages):
            self.load([self._current(message) for message in self.messages[: row + 1]])

    def update(self, message_id: int, entry: Entry) -> None:
        """Take a message's new state; its layout stays where the text is the same or longer."""
        row = self._rows.get(message_id)
        if row is None:
            return
        self._collect_text(row)
        message = self.messages[row]
        was_streaming = message.entry.is_streaming
        message.take(entry)
        self._touch(row)
        if was_streaming and not entry.is_streaming:
            self.finished.emit(row)

    def append_text(self, message_id: int, delta: str) -> None:
        """Add a piece of the answer; O(1)."""
        self._append(message_id, delta, SectionKind.TEXT)

    def append_reasoning(self, message_id: int, delta: str) -> None:
        """Add a piece of the reasoning; O(1)."""
        self._append(message_id, delta, SectionKind.REASONING)

    def finish(self, message_id: int, entry: Entry) -> None:
        """Close a message: no more deltas come. The same as `update` with a final entry."""
        self.update(message_id, entry)

    def collect(self) -> dict[int, int]:
        """Move what arrived into the messages; give row -> first changed block."""
        self._collect_text()
        changed = {row: self.messages[row].advance() for row in self._deltas}
        self._deltas.clear()
        return changed

    def toggle_fold(self, row: int, section: int = 0) -> None:
        """Open or close reasoning or a card of the message at row."""
        self.messages[row].toggle(section)
        self.refolded.emit(row)

    def _append(self, message_id: int, delta: str, kind: SectionKind) -> None:
        row = self._rows.get(message_id)
        if row is not None:
            self._touch(row).append((kind, delta))

    def _touch(self, row: int) -> list[tuple[SectionKind, str]]:
        pieces = self._deltas.get(row)
        if pieces is None:
            pieces = self._deltas[row] = []
            self.grown.emit(row)
        return pieces

    def _collect_text(self, only: int | None = None) -> None:
        """Join the deltas to their texts; what is drawn follows at the next flush."""
        rows = self._deltas if only is None else [row for row in (only,) if row in self._deltas]
        for row in rows:
            message, pieces = self.messages[row], self._deltas[row]
            for kind, group in groupby(pieces, key=itemgetter(0)):
                message.append(kind, "".join(delta for _, delta in group))
            pieces.clear()

    @staticmethod
    def _current(message: Message) -> Entry:
        return replace(message.entry, sections=message.sections)


def _reused(message: Message | None, entry: Entry) -> Message:
    """Give the message that was on show if the entry says the same, else a new one."""
    if message is None or not _says(message, entry):
        return Message(entry, message)
    if message.entry != entry or message.entry.is_streaming:
        message.take(entry)
        if message.is_split:
            message.advance()
    return message


def _says(message: Message, entry: Entry) -> bool:
    """Tell whether a message says what an entry does; times and cards may have come since."""
    mine, theirs = message.sections, entry.sections
    return len(mine) == len(theirs) and all(
        (one.kind, one.text, one.is_json) == (other.kind, other.text, other.is_json)
        for one, other in zip(mine, theirs, strict=True)
    )
