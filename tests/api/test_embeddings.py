"""Vectors in every form that servers send them, and in the order of the texts."""

from __future__ import annotations

import base64
import math
import struct
from array import array
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types import CreateEmbeddingResponse, EmbeddingCreateParams

from desktop.api.embeddings import (
    MAX_ITEMS,
    MAX_TOKENS,
    Embeddings,
    batches,
    build,
    embed,
    parse,
    split,
)
from desktop.api.reading.fields import Json
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from tests.api.asking import CANARY, PATIENT, endpoint
from tests.api.kept_things import every, json_of, said_by, talking
from tests.fakes.shapes import json_reply
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

VECTORS = ([1.0, -2.5, 0.0], [0.5, 0.25, 3.0])


def encoded(vector: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def answer(*entries: object, **more: object) -> Json:
    return {"object": "list", "data": list(entries), "model": "m-1", **more}


def entry(index: object, embedding: object) -> Json:
    return {"object": "embedding", "index": index, "embedding": embedding}


FORMS: dict[str, Json] = {
    "base64": answer(*(entry(at, encoded(one)) for at, one in enumerate(VECTORS))),
    "numbers": answer(*(entry(at, one) for at, one in enumerate(VECTORS))),
    "both": answer(entry(0, VECTORS[0]), entry(1, encoded(VECTORS[1]))),
    "the wrong way round": answer(entry(1, encoded(VECTORS[1])), entry(0, VECTORS[0])),
    "without an index": answer(entry(None, VECTORS[0]), {"embedding": VECTORS[1]}),
    "without padding": answer(*(entry(at, encoded(one).rstrip("=")) for at, one in enumerate(VECTORS))),
    "whole numbers": answer(entry(0, [1, -2.5, 0]), entry(1, VECTORS[1])),
}  # fmt: skip


@pytest.mark.parametrize("said", FORMS.values(), ids=FORMS.keys())
def test_understands(said: Json) -> None:
    read = parse(said, 2)
    assert [list(vector) for vector in read.vectors] == list(VECTORS)
    assert {vector.typecode for vector in read.vectors} == {"f"}
    assert read.model == "m-1"


BROKEN: dict[str, object] = {
    "one too few": answer(entry(0, [1.0])),
    "one too many": answer(*(entry(at, [1.0]) for at in range(3))),
    "the same index twice": answer(entry(0, [1.0]), entry(0, [1.0])),
    "an index beyond": answer(entry(0, [1.0]), entry(2, [1.0])),
    "an index for one only": answer(entry(0, [1.0]), entry(None, [1.0])),
    "different lengths": answer(entry(0, [1.0]), entry(1, [1.0, 2.0])),
    "broken base64": answer(entry(0, "*"), entry(1, "AAAA")),
    "half a number": answer(entry(0, encoded([1.0])[:-4]), entry(1, encoded([1.0]))),
    "nan": answer(entry(0, [math.nan]), entry(1, [1.0])),
    "infinity": answer(entry(0, [math.inf]), entry(1, [1.0])),
    "nan in base64": answer(entry(0, encoded([math.nan])), entry(1, encoded([1.0]))),
    "infinities that cancel": answer(entry(0, [math.inf, -math.inf]), entry(1, [1.0, 1.0])),
    "too large for 32 bits": answer(entry(0, [1e300]), entry(1, [1.0])),
    "too large for any": answer(entry(0, [10**400]), entry(1, [1.0])),
    "texts for numbers": answer(entry(0, ["1.0"]), entry(1, [1.0])),
    "nothing for numbers": answer(entry(0, [None]), entry(1, [1.0])),
    "empty vectors": answer(entry(0, []), entry(1, "")),
    "no vectors": answer({"index": 0}, {"index": 1}),
    "no list": {"object": "list"},
    "a list": [entry(0, [1.0]), entry(1, [1.0])],
}


@pytest.mark.parametrize("said", BROKEN.values(), ids=BROKEN.keys())
def test_does_not_understand(said: object) -> None:
    with pytest.raises(AppError) as caught:
        parse(said, 2)
    assert caught.value.code is Code.NOT_UNDERSTOOD


@given(
    st.lists(
        st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=3, max_size=3)
    )
)
def test_base64_is_exact(vectors: list[list[float]]) -> None:
    said = answer(*(entry(at, encoded(one)) for at, one in enumerate(vectors)))
    assert [list(vector) for vector in parse(said, len(vectors)).vectors] == vectors


@given(said_by(CreateEmbeddingResponse))
def test_reads_what_the_package_knows(said: Json) -> None:
    model = CreateEmbeddingResponse.model_validate(said)
    fits = [one.index for one in model.data] == list(range(len(model.data)))
    if not fits or len({len(one.embedding) for one in model.data} | {1}) > 1:
        return
    read = parse(said, len(model.data))
    assert [list(one) for one in read.vectors] == [one.embedding for one in model.data]
    assert (read.model, read.tokens) == (model.model, model.usage.prompt_tokens)


@given(
    json_of(["data", "embedding", "index", "usage", "prompt_tokens", "model"], "AACAPw==", 0, 1.5),
    st.integers(0, 3),
)
def test_no_json_breaks_it(said: object, count: int) -> None:
    with suppress(AppError):
        assert isinstance(parse(said, count), Embeddings)


TEXTS = st.lists(st.text(max_size=20), max_size=30)


@given(TEXTS, st.integers(1, 5))
def test_splitting_loses_nothing(texts: list[str], most: int) -> None:
    parts = list(split(texts, most))
    assert [one for part in parts for one in part] == texts
    assert all(1 <= len(part) <= most for part in parts)


def test_splits_at_both_limits() -> None:
    assert [len(part) for part in split(["a"] * 5000, 10_000)] == [MAX_ITEMS, MAX_ITEMS, 904]
    long = "a" * MAX_TOKENS
    assert [len(part) for part in split([long, long, long, "b"])] == [2, 2]
    assert [len(part) for part in split(["库" * MAX_TOKENS, "b"])] == [1, 1]
    assert list(split([])) == []


def test_asks_for_base64_unless_it_was_refused(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            refusal = {
                "error": {
                    "message": "Unknown parameter: 'encoding_format'.",
                    "param": "encoding_format",
                }
            }
            good = answer(entry(0, [1.0]), usage={"prompt_tokens": 3, "total_tokens": 3})
            talk.on("/embeddings", json_reply(refusal, 400), json_reply(good))
            for _time in range(2):
                read = await embed(talk.http, talk.endpoint, "m-1", "a", dimensions=1)
                assert (list(read.vectors[0]), read.tokens) == ([1.0], 3)
            formats = [request.json.get("encoding_format") for request in talk.server.requests]
            assert formats == ["base64", None, None]
            assert talk.last.json == {"model": "m-1", "input": ["a"], "dimensions": 1}
            assert talk.http.lessons.support(talk.endpoint, Capability.EMBEDDINGS) is Support.YES

    aloop(scenario())  # fmt: skip


def test_dimensions_are_never_dropped(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            refusal = {
                "error": {"message": "Unknown parameter: 'dimensions'.", "param": "dimensions"}
            }
            talk.on("/embeddings", refusal, status=400)
            with pytest.raises(AppError) as caught:
                await embed(talk.http, talk.endpoint, "m-1", "a", dimensions=1)
            assert caught.value.code is Code.BAD_REQUEST

    aloop(scenario())  # fmt: skip


def test_many_texts_are_several_requests_in_order(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            replies = [
                answer(entry(1, [2.0]), entry(0, [1.0]), usage={"prompt_tokens": 2}),
                answer(entry(0, [3.0]), usage={"prompt_tokens": 1}),
            ]
            talk.on("/embeddings", *replies)
            parts = await every(
                batches(talk.http, talk.endpoint, "m-1", ["a", "b", "c"], max_items=2)
            )
            assert [list(one) for part in parts for one in part.vectors] == [[1.0], [2.0], [3.0]]
            assert [request.json["input"] for request in talk.server.requests] == [
                ["a", "b"],
                ["c"],
            ]
            assert [part.tokens for part in parts] == [2, 1]

    aloop(scenario())  # fmt: skip


def test_vectors_of_two_requests_must_be_of_one_length(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/embeddings", answer(entry(0, [1.0])), answer(entry(0, [1.0, 2.0])))
            with pytest.raises(AppError) as caught:
                await every(batches(talk.http, talk.endpoint, "m-1", ["a", "b"], max_items=1))
            assert caught.value.code is Code.NOT_UNDERSTOOD

    aloop(scenario())


def test_no_text_is_no_request(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            assert (await embed(talk.http, talk.endpoint, "m-1", [])).vectors == ()
            assert talk.server.requests == []

    aloop(scenario())


@dataclass
class Failure:
    answer: object
    status: int
    code: Code
    support: Support = field(default=Support.UNKNOWN)


FAILURES = {
    "no such endpoint": Failure({"detail": "Not Found"}, 404, Code.LACKS, Support.NO),
    "no such endpoint, said politely": Failure(
        {"error": "Unexpected endpoint or method. (POST /v1/embeddings)"}, 200, Code.LACKS, Support.NO
    ),
    "no such model": Failure({"error": {"message": "x", "code": "model_not_found"}}, 404, Code.NOT_FOUND),
    "key": Failure({"error": f"bad {CANARY}"}, 401, Code.KEY_REFUSED),
    "too long": Failure({"error": {"message": "maximum context length is 8192"}}, 400, Code.TOO_LONG),
}  # fmt: skip


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_has_its_code_and_no_key(aloop: RunLoop, failure: Failure) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/embeddings", failure.answer, status=failure.status)
            with pytest.raises(AppError) as caught:
                await embed(talk.http, talk.endpoint, "m-1", "a")
            assert caught.value.code is failure.code
            assert CANARY not in repr(caught.value)
            known = talk.http.lessons.support(talk.endpoint, Capability.EMBEDDINGS)
            assert known is failure.support

    aloop(scenario())


def test_aimock_gives_each_text_its_vector(aloop: RunLoop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with Http(PATIENT) as http:
            target = endpoint(aimock.base_url)
            read = await embed(http, target, "text-embedding-3-small", ["a", "b"], dimensions=8)
            again = await embed(http, target, "text-embedding-3-small", "b", dimensions=8)
        assert [len(vector) for vector in read.vectors] == [8, 8]
        assert read.vectors[1] == again.vectors[0] != read.vectors[0]
        paths = [entry["path"] for entry in aimock.journal()]
        assert paths == ["/v1/embeddings", "/v1/embeddings"]

    aloop(scenario(), 20)


def test_the_request_is_of_the_packages_type() -> None:
    body = build("m-1", ["a"], 3).body
    assert body == EmbeddingCreateParams(
        model="m-1", input=["a"], dimensions=3, encoding_format="base64"
    )


def test_a_vector_knows_its_bytes() -> None:
    assert parse(FORMS["base64"], 2).vectors[0] == array("f", VECTORS[0])
