"""Reads the header of a GGUF file without loading it: bounded, whatever the file claims.

Own, because the `gguf` package brings numpy (50 ms, 20 MB) and maps the whole file. The format:
magic, version, counts, keys with typed values, the tensors' names, shapes, types and places, data.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, TypeAlias

from desktop.core.errors import AppError, Code

MAX_HEADER_BYTES = 128 * 1024 * 1024  # the largest vocabularies take 20 MB
MAX_KEYS = 4096
MAX_ITEMS = 4_000_000  # texts in lists: 262,000 tokens and 515,000 merges are the most seen
MAX_TENSORS = 65_536
MAX_TEXT_BYTES = 1024 * 1024  # chat templates of 30 KB exist
_MAX_NAME_BYTES = 1024
_MAX_LIST = 1024  # numbers kept of a list: one for each layer
_MAX_DIMENSIONS = 4
_MAX_ALIGNMENT = 1024 * 1024

_TEXT, _LIST = 8, 9
_NUMBERS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q",
    12: "<d",
}  # fmt: skip

_TENSOR_TYPES: dict[int, tuple[int, int]] = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34),
    9: (32, 40), 10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210),
    15: (256, 292), 16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18),
    21: (256, 110), 22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8),
    28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip
"""ggml's types: values in a block, and the block's bytes. A type that is not here counts nothing."""

Value: TypeAlias = str | int | float | bool | tuple[int | float | bool, ...]


class Flaw(StrEnum):
    """Why a file cannot be used as a model; the page has a sentence for each."""

    UNREADABLE = "unreadable"  # it cannot be opened
    NOT_GGUF = "not_gguf"
    OLD = "old"  # version 1
    NEW = "new"  # a version that is not known yet
    BIG_ENDIAN = "big_endian"
    DAMAGED = "damaged"  # the header makes no sense
    CUT = "cut"  # shorter than its header says
    NO_MODEL = "no_model"  # an adapter, a vocabulary, statistics
    PROJECTOR = "projector"  # a projector where a model is wanted
    NO_PROJECTOR = "no_projector"  # something else where a projector is wanted
    BLIND = "blind"  # a projector, but not for pictures
    EMBEDDING = "embedding"  # a model that does not answer
    PART_MISSING = "part_missing"  # of a model in several files
    TOO_LARGE = "too_large"  # for the memory of this computer
    KNOWN = "known"  # it was added before
    SEVERAL = "several"  # models that came with a projector: whose is it?
    BAD_NAME = "bad_name"  # the path cannot be written down


class ModelFileError(AppError):
    """A file that cannot be used: `flaw` says why, `detail` in English what exactly was found.

    `name` is that of the file, where the person has given several.
    """

    def __init__(self, flaw: Flaw, detail: str = "", name: str = "") -> None:
        code = Code.UNREADABLE if flaw is Flaw.UNREADABLE else Code.UNSUITABLE
        super().__init__(code, detail)
        self.flaw, self.name = flaw, name


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself.

    `values` has numbers, texts and short lists of numbers by key; longer lists and lists of texts
    are in `lengths` only. `tensors` counts them; the file is as long as they need.
    """

    values: Mapping[str, Value]
    lengths: Mapping[str, int]
    tensors: int
    version: int

    def text(self, key: str) -> str:
        """Give a text; empty where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int | None:
        """Give a whole number of at least 1; None where there is none."""
        value = self.values.get(key)
        return value if type(value) is int and value > 0 else None

    def flag(self, key: str) -> bool:
        """Tell whether a key is there and true."""
        return self.values.get(key) is True


def read_header(path: Path) -> Header:
    """Give the header of a file; at most 128 MB are read. Worker threads only.

    Raises:
        ModelFileError: UNREADABLE, or UNSUITABLE with the flaw.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for its other end
            raise ModelFileError(Flaw.NOT_GGUF, f"{path.name} is not a file")
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            return _Reader(file, size).header()
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = error.strerror if isinstance(error, OSError) else "a bad name"
        raise ModelFileError(Flaw.UNREADABLE, f"{path.name}: {reason}") from error


class _Reader:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size = file, size
        self._place = 0
        self._items = 0
        self._values: dict[str, Value] = {}
        self._lengths: dict[str, int] = {}

    def header(self) -> Header:
        version = self._begin()
        tensors, keys = self._number("<Q"), self._number("<Q")
        if keys > MAX_KEYS or tensors > MAX_TENSORS:
            raise ModelFileError(Flaw.DAMAGED, f"{keys} keys, {tensors} tensors")
        for _ in range(keys):
            self._read_key()
        self._check_data(max([self._tensor_end() for _ in range(tensors)], default=0))
        return Header(self._values, self._lengths, tensors, version)

    def _begin(self) -> int:
        if self._size < 24 or self._take(4) != b"GGUF":
            raise ModelFileError(Flaw.NOT_GGUF, "the file does not begin with GGUF")
        version = self._number("<I")
        if version in {2, 3}:
            return version
        if version.bit_length() > 16:
            raise ModelFileError(Flaw.BIG_ENDIAN, "made for computers with another byte order")
        raise ModelFileError(Flaw.OLD if version < 2 else Flaw.NEW, f"GGUF version {version}")

    def _read_key(self) -> None:
        key = self._text(_MAX_NAME_BYTES)
        kind = self._number("<I")
        if kind == _TEXT:
            self._values[key] = self._text(MAX_TEXT_BYTES)
        elif kind == _LIST:
            self._read_list(key)
        else:
            self._values[key] = self._value(kind)

    def _read_list(self, key: str) -> None:
        kind, count = self._number("<I"), self._number("<Q")
        self._lengths[key] = count
        if kind == _TEXT:
            self._items += count
            if self._items > MAX_ITEMS:
                raise ModelFileError(Flaw.DAMAGED, f"{key} has {count} texts")
            for _ in range(count):
                self._skip(self._number("<Q"))
        elif kind in _NUMBERS:
            if count <= _MAX_LIST:
                self._values[key] = tuple(self._value(kind) for _ in range(count))
            else:
                self._skip(count * struct.calcsize(_NUMBERS[kind]))
        else:
            raise ModelFileError(Flaw.DAMAGED, f"{key} is a list of type {kind}")

    def _tensor_end(self) -> int:
        """Read one tensor's entry; give where its data end, counted from where the data begin."""
        name = self._text(_MAX_NAME_BYTES)
        dimensions = self._number("<I")
        if dimensions > _MAX_DIMENSIONS:
            raise ModelFileError(Flaw.DAMAGED, f"{name} has {dimensions} dimensions")
        values = 1
        for _ in range(dimensions):
            values *= self._number("<Q")
        block, block_bytes = _TENSOR_TYPES.get(self._number("<I"), (1, 0))
        return self._number("<Q") + values // block * block_bytes

    def _check_data(self, length: int) -> None:
        alignment = self._values.get("general.alignment", 32)
        if type(alignment) is not int or not 0 < alignment <= _MAX_ALIGNMENT:
            raise ModelFileError(Flaw.DAMAGED, f"an alignment of {alignment!r}")
        if length:
            begin = -(-self._place // alignment) * alignment
            self._need(begin + length)

    def _text(self, limit: int) -> str:
        length = self._number("<Q")
        if length > limit:
            self._need(self._place + length)
            raise ModelFileError(Flaw.DAMAGED, f"a text of {length} bytes")
        return self._take(length).decode("utf-8", "replace")

    def _value(self, kind: int) -> int | float | bool:
        form = _NUMBERS.get(kind)
        if form is None:
            raise ModelFileError(Flaw.DAMAGED, f"a value of type {kind}")
        value: int | float | bool = struct.unpack(form, self._take(struct.calcsize(form)))[0]
        return value

    def _number(self, form: str) -> int:
        number: int = struct.unpack(form, self._take(struct.calcsize(form)))[0]
        return number

    def _take(self, count: int) -> bytes:
        self._move(count)
        data = self._file.read(count)
        if len(data) < count:  # it became shorter while it was read
            raise ModelFileError(Flaw.CUT, f"{len(data)} bytes instead of {count}")
        return data

    def _skip(self, count: int) -> None:
        self._move(count)
        self._file.seek(count, 1)

    def _move(self, count: int) -> None:
        self._need(self._place + count)
        self._place += count
        if self._place > MAX_HEADER_BYTES:
            raise ModelFileError(Flaw.DAMAGED, f"a header of more than {MAX_HEADER_BYTES} bytes")

    def _need(self, size: int) -> None:
        if size > self._size:
            raise ModelFileError(Flaw.CUT, f"{self._size} bytes, {size} are needed")
