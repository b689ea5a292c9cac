"""The frames of an mp3 file, counted without decoding: only that tells how long it is.

Many files lack the frame that says it, or it is wrong; libsndfile then guesses from the first frame
and gives a third of a recording, or three times as much as there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

_RATES_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KBITS = {
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_IN_A_ROW = 3
"""Frames that must follow each other: two bytes alone begin many a file."""

_BLOCK_BYTES = 1 << 20
_MAX_FRAME_BYTES = 4608
_MAX_JUNK_BYTES = 1 << 20  # between frames, before the rest counts as no sound


@dataclass(frozen=True, slots=True)
class Frame:
    """The head of one frame: four bytes, and what they say."""

    head: bytes
    is_mpeg1: bool
    layer: int
    rate_hz: int
    samples: int
    size: int

    @property
    def key(self) -> tuple[bool, int, int]:
        """What all frames of a file have in common."""
        return self.is_mpeg1, self.layer, self.rate_hz

    @property
    def side_bytes(self) -> int:
        """How long the part is that stands before what tells the number of frames."""
        is_mono = self.head[3] >> 6 == 3
        if self.is_mpeg1:
            return 17 if is_mono else 32
        return 9 if is_mono else 17


def parse(head: bytes) -> Frame | None:
    """Give what four bytes say when they begin a frame."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    rate, rung = head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or layer == 4 or rate == 3 or rung in {0, 15}:
        return None
    is_mpeg1 = version == 3
    rate_hz = _RATES_HZ[version][rate]
    bits = _KBITS[is_mpeg1, layer][rung] * 1000
    padding = head[2] >> 1 & 1
    if layer == 1:
        return Frame(head[:4], is_mpeg1, layer, rate_hz, 384, (12 * bits // rate_hz + padding) * 4)
    samples = 1152 if layer == 2 or is_mpeg1 else 576
    size = samples // 8 * bits // rate_hz + padding
    return Frame(head[:4], is_mpeg1, layer, rate_hz, samples, size)


def first(content: bytes) -> Frame | None:
    """Give the frame that `content` begins with, when others follow it as they should."""
    found, at = None, 0
    for _ in range(_IN_A_ROW):
        frame = parse(content[at : at + 4])
        if frame is None or (found is not None and frame.key != found.key):
            return None
        found = found or frame
        at += frame.size
        if at == len(content):  # a file of one or two frames
            break
    return found


def told(content: bytes, frame: Frame) -> int | None:
    """Give the number of frames that the first one tells; None: it is sound like the others."""
    at = 4 + frame.side_bytes
    if content[at : at + 4] not in {b"Xing", b"Info"} or not content[at + 7] & 1:
        return None
    return int.from_bytes(content[at + 8 : at + 12], "big")


def count(stream: BinaryIO, at: int) -> int:
    """Give how many frames there are from `at` on; what lies between them is passed over."""
    frames, junk, held = 0, 0, b""
    key: tuple[bool, int, int] | None = None
    known: dict[bytes, int] = {}  # sizes by head: there are few different ones
    stream.seek(at)
    while junk < _MAX_JUNK_BYTES and (block := stream.read(_BLOCK_BYTES)):
        held, place = held + block, 0
        while place + _MAX_FRAME_BYTES <= len(held):
            size = known.get(held[place : place + 4])
            if size is None:
                frame = parse(held[place : place + 4])
                if frame is None or (key is not None and frame.key != key):
                    place, junk = place + 1, junk + 1
                    continue
                key, size = frame.key, frame.size
                known[frame.head] = size
            frames, place, junk = frames + 1, place + size, 0
        held = held[place:]
    return frames + _rest(held, key)


def _rest(held: bytes, key: tuple[bool, int, int] | None) -> int:
    """Count the last whole frames."""
    frames = place = 0
    while place < len(held):
        frame = parse(held[place : place + 4])
        is_whole = frame is not None and place + frame.size <= len(held)
        if frame is not None and is_whole and key in {None, frame.key}:
            frames, place = frames + 1, place + frame.size
        else:
            place += 1
    return frames


def telling(frame: Frame, frames: int) -> bytes:
    """Make a silent frame that tells the number of frames after it."""
    head = bytearray(frame.head)
    head[1] |= 1  # no checksum
    for rung in range(1, 15):
        head[2] = rung << 4 | head[2] & 0x0C
        made = parse(bytes(head))
        need = 4 + frame.side_bytes + 12
        if made is not None and made.size >= need:
            break
    else:
        raise ValueError("no frame holds the number")
    words = bytes(head) + bytes(frame.side_bytes) + b"Xing" + (1).to_bytes(4, "big")
    return (words + frames.to_bytes(4, "big")).ljust(made.size, b"\0")
