"""gzip, unpacked in bounded pieces, however it is cut."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.wire.inflate import inflate
from desktop.core.errors import AppError, Code


async def given_as(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def unpack(*chunks: bytes) -> list[bytes]:
    async def collect() -> list[bytes]:
        return [piece async for piece in inflate(given_as(chunks))]

    return asyncio.run(collect())


def cut(data: bytes, places: list[int]) -> list[bytes]:
    borders = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[begin:end] for begin, end in pairwise(borders)]


@given(data=st.binary(max_size=5_000), places=st.lists(st.integers(0, 10_000), max_size=8))
def test_however_it_is_cut_it_is_the_same(data: bytes, places: list[int]) -> None:
    assert b"".join(unpack(*cut(gzip.compress(data), places))) == data


@given(parts=st.lists(st.binary(max_size=500), max_size=5), places=st.lists(st.integers(0, 9_999)))
def test_joined_streams_are_one(parts: list[bytes], places: list[int]) -> None:
    packed = b"".join(gzip.compress(part) for part in parts)
    assert b"".join(unpack(*cut(packed, places))) == b"".join(parts)


def test_each_byte_is_given_as_soon_as_it_can_be() -> None:
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    events = [b"data: %d\n\n" % number for number in range(3)]
    chunks = [packer.compress(event) + packer.flush(zlib.Z_SYNC_FLUSH) for event in events]
    assert unpack(*chunks, packer.flush()) == events


def test_a_bomb_comes_in_pieces_of_a_megabyte() -> None:
    size = 64 * 1024 * 1024
    packed = gzip.compress(bytes(size))
    assert len(packed) < 100_000
    pieces = unpack(packed)
    assert sum(map(len, pieces)) == size
    assert max(map(len, pieces)) == 1024 * 1024


def test_the_first_piece_of_a_bomb_can_be_had_alone() -> None:
    async def first() -> int:
        stream = inflate(given_as([gzip.compress(bytes(50_000_000))]))
        piece = await anext(stream)
        await stream.aclose()  # type: ignore[attr-defined]
        return len(piece)

    assert asyncio.run(first()) == 1024 * 1024


def test_exactly_full_pieces_lose_nothing() -> None:
    for size in (1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 2 * 1024 * 1024):
        assert sum(map(len, unpack(gzip.compress(bytes(size))))) == size


@given(data=st.binary(max_size=300))
def test_rubbish_is_not_understood_and_never_crashes(data: bytes) -> None:
    try:
        unpack(data)
    except AppError as error:
        assert error.code is Code.NOT_UNDERSTOOD  # noqa: PT017


@given(
    place=st.integers(0, 10_000), value=st.integers(0, 255), data=st.binary(min_size=1, max_size=99)
)
def test_a_flipped_byte_never_crashes(place: int, value: int, data: bytes) -> None:
    packed = bytearray(gzip.compress(data))
    packed[place % len(packed)] = value
    try:
        unpack(bytes(packed))
    except AppError as error:
        assert error.code is Code.NOT_UNDERSTOOD  # noqa: PT017


def test_plain_text_is_not_understood() -> None:
    with pytest.raises(AppError) as caught:
        unpack(b"data: hello\n\n")
    assert caught.value.code is Code.NOT_UNDERSTOOD
