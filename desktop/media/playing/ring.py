"""A ring of bytes between whoever writes sound and the audio thread: one writer, one reader, no lock."""

from __future__ import annotations


class PlayRing:
    """Bytes in the order in which they came; what was read lately can be had again.

    The writer moves only `_written`, the reader only `_read`, each after its copy is done.

    Args:
        room: How many bytes may wait to be read.
        kept: How many that were read stay, for `back`.
    """

    def __init__(self, room: int, kept: int) -> None:
        self._room, self._kept = room, kept
        self._buffer = bytearray(room + kept)
        self._view = memoryview(self._buffer)
        self._written = self._read = 0

    @property
    def waiting(self) -> int:
        """How many bytes wait to be read."""
        return self._written - self._read

    @property
    def consumed(self) -> int:
        """How many bytes were read, those given back not counted."""
        return self._read

    def write(self, data: memoryview) -> int:
        """Append as much as there is room for; give how much that was."""
        count = min(len(data), self._room - self.waiting)
        start, size = self._written % len(self._buffer), len(self._buffer)
        first = min(count, size - start)
        self._view[start : start + first] = data[:first]
        self._view[: count - first] = data[first:count]
        self._written += count
        return count

    def read_into(self, target: memoryview) -> int:
        """Fill `target`, as far as there is something, and give how far."""
        count = min(len(target), self.waiting)
        start, size = self._read % len(self._buffer), len(self._buffer)
        first = min(count, size - start)
        target[:first] = self._view[start : start + first]
        target[first:count] = self._view[: count - first]
        self._read += count
        return count

    def back(self, count: int) -> None:
        """Let the last bytes be read again, as far as they are kept; while nobody reads."""
        self._read -= max(0, min(count, self._kept, self._read))
