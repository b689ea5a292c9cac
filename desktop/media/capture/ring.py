"""A ring of bytes between the audio thread and the loop: one writer, one reader, no lock."""

from __future__ import annotations


class Ring:
    """Bytes in the order in which they came; nothing is allocated while it is written.

    The writer moves only `_written`, the reader only `_read`, each after its copy is done: neither
    waits for the other. What finds no room is left out whole and counted in `lost_bytes`, so the
    frames behind it stay whole.
    """

    def __init__(self, capacity_bytes: int) -> None:
        self._buffer = bytearray(capacity_bytes)
        self._view = memoryview(self._buffer)
        self._written = 0
        self._read = 0
        self.lost_bytes = 0

    def write(self, block: bytes | memoryview) -> bool:
        """Append `block`, or lose it whole where it does not fit; the audio thread alone calls it."""
        count, size = len(block), len(self._buffer)
        if count > size - (self._written - self._read):
            self.lost_bytes += count
            return False
        start = self._written % size
        first = min(count, size - start)
        self._view[start : start + first] = block[:first]
        if first < count:
            self._view[: count - first] = block[first:]
        self._written += count
        return True

    def read(self) -> bytes:
        """Give everything since the last read, oldest first; the reader alone calls it."""
        end = self._written
        count, size = end - self._read, len(self._buffer)
        start = self._read % size
        first = min(count, size - start)
        data = bytes(self._view[start : start + first])
        if first < count:
            data += self._view[: count - first]
        self._read = end
        return data
