"""Unpacks gzip in bounded pieces: a megabyte of bytes may hold a gigabyte of zeros."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from desktop.core.errors import AppError, Code

_PIECE_BYTES = 1024 * 1024


async def inflate(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield what the gzip stream `chunks` holds, at most a megabyte at once.

    Raises:
        AppError: NOT_UNDERSTOOD, it is not gzip.
    """
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        async for chunk in chunks:
            data, piece = chunk, b""
            while data or len(piece) == _PIECE_BYTES:  # a full piece: there is more inside
                if unpacker.eof:  # joined streams: some servers begin a new one for each event
                    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
                piece = unpacker.decompress(data, _PIECE_BYTES)
                data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
                if piece:
                    yield piece
    except zlib.error:
        raise AppError(Code.NOT_UNDERSTOOD, "not gzip, though it says so") from None
