"""Embeddings: texts become vectors, many at a time, in the order of the texts.

Vectors are asked for in base64 (4 bytes a number instead of about 12); a server that knows only
lists of numbers is understood as well.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import math
import sys
from array import array
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from desktop.api.adapting import Question
from desktop.api.kept import ask_adapted
from desktop.api.lessons import Dialect
from desktop.api.reading.fields import Json, child, children, number, text
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

PATH = "/embeddings"

MAX_ITEMS = 2048
"""Texts in one request: the API's limit."""
MAX_TOKENS = 300_000
"""Tokens in one request: the API's limit."""
BATCH = 96
"""Texts in one request where the caller does not care: to read the JSON of their vectors (1536 numbers
each) holds the loop for 2 ms, that of 256 for 9 (measured, base64)."""
_BYTES_PER_TOKEN = 2
"""English has about 4, Chinese 2.3: so few that no request is too large, and none much too small."""

_DROPPABLE = {"encoding_format"}


@dataclass(frozen=True, slots=True)
class Embeddings:
    """One vector for each text, all of the same length; `tokens` None where the server did not count."""

    vectors: tuple[array[float], ...] = field(repr=False)
    model: str = ""
    tokens: int | None = None


def build(
    model: str, texts: Sequence[str], dimensions: int | None = None, dialect: Dialect | None = None
) -> Call:
    """Give the request for the vectors of at most `MAX_ITEMS` texts."""
    body: Json = {"model": model, "input": list(texts)}
    if dimensions is not None:
        body["dimensions"] = dimensions
    if dialect is None or "encoding_format" not in dialect.refused:
        body["encoding_format"] = "base64"
    return Call(PATH, body, thinks=True)


def split(texts: Sequence[str], max_items: int = BATCH) -> Iterator[Sequence[str]]:
    """Cut `texts` into as few requests as the limits allow; one text alone is never cut."""
    start = size = 0
    for position, one in enumerate(texts):
        tokens = math.ceil(len(one.encode("utf-8", "replace")) / _BYTES_PER_TOKEN)
        if position > start and (
            position - start >= min(max_items, MAX_ITEMS) or size + tokens > MAX_TOKENS
        ):
            yield texts[start:position]
            start, size = position, 0
        size += tokens
    if start < len(texts):
        yield texts[start:]


def parse(answer: object, count: int) -> Embeddings:
    """Read the vectors of `count` texts.

    Raises:
        AppError: NOT_UNDERSTOOD: another number of vectors, vectors of different lengths, broken
            base64, or numbers that are none.
    """
    item: Json = answer if isinstance(answer, dict) else {}
    entries = children(item, "data")
    if len(entries) != count:
        raise AppError(Code.NOT_UNDERSTOOD, f"{len(entries)} vectors for {count} texts")
    vectors = tuple(_vector(entry) for entry in _in_order(entries))
    check_lengths(vectors)
    return Embeddings(vectors, text(item, "model"), number(child(item, "usage"), "prompt_tokens"))


async def embed(
    http: Http,
    endpoint: Endpoint,
    model: str,
    texts: str | Sequence[str],
    *,
    dimensions: int | None = None,
) -> Embeddings:
    """Give the vectors of all texts, in one request or several; errors as `batches`."""
    vectors: list[array[float]] = []
    tokens: int | None = 0
    answered = model
    async with aclosing(batches(http, endpoint, model, texts, dimensions=dimensions)) as done:
        async for batch in done:
            vectors += batch.vectors
            tokens = None if tokens is None or batch.tokens is None else tokens + batch.tokens
            answered = batch.model or answered
    return Embeddings(tuple(vectors), answered, tokens)


async def batches(
    http: Http,
    endpoint: Endpoint,
    model: str,
    texts: str | Sequence[str],
    *,
    dimensions: int | None = None,
    max_items: int = BATCH,
) -> AsyncGenerator[Embeddings, None]:
    """Yield the vectors of the texts, request by request, in the order of the texts.

    Args:
        http: The connections.
        endpoint: The server.
        model: Which model reads them.
        texts: One text or many; OpenAI refuses empty ones.
        dimensions: The length of the vectors, where the model lets one choose.
        max_items: Texts in one request: few for a slow server, and to show how far it has come.

    Raises:
        AppError: LACKS; NOT_UNDERSTOOD as `parse`; otherwise as `kept.ask_adapted`.
    """
    first: tuple[array[float], ...] = ()
    for batch in split([texts] if isinstance(texts, str) else texts, max_items):
        question = Question(
            Capability.EMBEDDINGS,
            lambda dialect, some=batch: build(model, some, dimensions, dialect),  # type: ignore[misc]
            model,
            _DROPPABLE,
        )
        answer = await ask_adapted(http, endpoint, question)
        done = await asyncio.to_thread(parse, answer, len(batch))
        first = first or done.vectors[:1]
        check_lengths((*first, *done.vectors[:1]))
        yield done


def check_lengths(vectors: Sequence[array[float]]) -> None:
    """Raise NOT_UNDERSTOOD where two vectors differ in length."""
    lengths = {len(vector) for vector in vectors}
    if len(lengths) > 1:
        raise AppError(Code.NOT_UNDERSTOOD, f"vectors of different lengths: {sorted(lengths)}")


def _in_order(entries: list[Json]) -> list[Json]:
    """Sort by index; where no entry has one, the order is that of the texts."""
    places = [number(entry, "index") for entry in entries]
    if all(place is None for place in places):
        return entries
    by_place = dict(zip(places, entries, strict=True))
    if by_place.keys() != set(range(len(entries))):
        raise AppError(Code.NOT_UNDERSTOOD, "vectors that belong to no text")
    return [by_place[place] for place in range(len(entries))]


def _vector(entry: Json) -> array[float]:
    value = entry.get("embedding")
    vector = array("f")
    try:
        if isinstance(value, str):
            padded = value + "=" * (-len(value) % 4)  # some servers leave the padding out
            vector.frombytes(base64.b64decode(padded, validate=True))
            if sys.byteorder == "big":
                vector.byteswap()
        elif isinstance(value, list):
            vector.extend(value)
    except (binascii.Error, ValueError, TypeError, OverflowError):
        raise AppError(Code.NOT_UNDERSTOOD, "a vector that is none") from None
    # One sum finds every NaN and infinity: finite floats of 32 bits cannot overflow one of 64.
    if not vector or not math.isfinite(sum(vector)):
        raise AppError(Code.NOT_UNDERSTOOD, "a vector that is none")
    return vector
