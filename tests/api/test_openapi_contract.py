"""What we send, and what our fakes send, against OpenAI's own OpenAPI document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.api import embeddings, moderations
from desktop.api.stored import vector_store_files, vector_stores
from desktop.api.stored.vector_stores import Chunking, Search
from desktop.api.text import chat, responses
from desktop.api.wire.call import Call, Form
from tests.api.asking import TEXTS
from tests.api.contract import (
    Json,
    Row,
    body_as_json,
    form_names,
    load,
    operation,
    properties,
    request_schema,
    schema_named,
    validator,
)
from tests.api.rows import ROWS
from tests.fakes.shapes import chat_chunks, response_events

BODIES = {name: row for name, row in ROWS.items() if row.call.body is not None}


@pytest.fixture(scope="module")
def document() -> Json:
    content = load()
    if content is None:
        pytest.skip("the official OpenAPI document is not beside this checkout")
    return content


@pytest.mark.parametrize("row", BODIES.values(), ids=BODIES.keys())
def test_openapi_knows_every_body(document: Json, row: Row) -> None:
    schema = request_schema(document, row)
    body = body_as_json(document, row)
    sent = form_names(row.call.body) if isinstance(row.call.body, Form) else set(body)
    assert sent - row.newer <= properties(document, schema).keys()
    known = {name: value for name, value in body.items() if name not in row.newer}
    assert [error.message for error in validator(document, schema).iter_errors(known)] == []


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_openapi_knows_every_route_and_its_query(document: Json, row: Row) -> None:
    found = operation(document, row)
    known = {
        entry["name"]: entry["schema"]
        for entry in found.get("parameters", ())
        if entry.get("in") == "query"
    }
    for name, value in row.call.query:
        schema = known[name.removesuffix("[]")]
        read = [value] if name.endswith("[]") else value
        readings = [read, int(value)] if value.isdigit() else [read, value == "true"]
        assert any(validator(document, schema).is_valid(reading) for reading in readings), name
    if "requestBody" in found:
        assert row.call.body is not None or not found["requestBody"].get("required")


chunkings = st.builds(Chunking, st.integers(), st.integers())
attributes = st.dictionaries(
    st.text(max_size=3), st.text(max_size=3) | st.booleans() | st.integers(), max_size=16
)
searches = st.builds(
    Search,
    st.text() | st.lists(st.text()),
    max_results=st.none() | st.integers(),
    score_threshold=st.none() | st.floats(allow_nan=False),
    ranker=st.sampled_from(["", "auto", "none"]),
    rewrite_query=st.none() | st.booleans(),
)
MADE: dict[str, tuple[str, st.SearchStrategy[Call]]] = {
    "search": (
        "/vector_stores/{vector_store_id}/search",
        st.builds(vector_stores.build_search, st.just("vs_1"), searches),
    ),
    "vector store": (
        "/vector_stores",
        st.builds(
            vector_stores.build_create,
            st.text(),
            st.lists(st.text(min_size=1), max_size=3),
            expires_after_days=st.none() | st.integers(),
            chunking=st.none() | chunkings,
            metadata=st.dictionaries(st.text(max_size=64), st.text(max_size=64), max_size=16),
        ),
    ),
    "stored file": (
        "/vector_stores/{vector_store_id}/files",
        st.builds(
            vector_store_files.build_attach,
            st.just("vs_1"),
            st.text(),
            attributes=attributes,
            chunking=chunkings,
        ),
    ),
    "embeddings": (
        "/embeddings",
        st.builds(embeddings.build, st.text(), st.lists(st.text(), min_size=1), st.integers(1)),
    ),
    "moderations": (
        "/moderations",
        st.builds(moderations.build, st.lists(st.text()), model=st.text()),
    ),
}


@pytest.mark.parametrize(("path", "calls"), MADE.values(), ids=MADE.keys())
def test_openapi_knows_whatever_the_builders_make(
    document: Json, path: str, calls: st.SearchStrategy[Call]
) -> None:
    schema = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    check = validator(document, schema)

    @settings(max_examples=50)
    @given(calls)
    def holds(call: Call) -> None:
        assert [error.message for error in check.iter_errors(call.body)] == []

    holds()


BROKEN: list[tuple[str, Json]] = [
    (chat.PATH, {"model": "m", "messages": [{"role": "usr", "content": "x"}]}),
    (chat.PATH, {"model": "m", "messages": [], "max_tokens": "10"}),
    (
        responses.PATH,
        {"model": "m", "input": [{"role": "user", "content": [{"type": "text"}]}]},
    ),
    ("/embeddings", {"model": "m", "input": []}),
    ("/vector_stores/{vector_store_id}/search", {"query": "q", "max_num_results": 51}),
]


@pytest.mark.parametrize(("path", "body"), BROKEN)
def test_openapi_refuses_a_broken_body(document: Json, path: str, body: Json) -> None:
    row = Row(path, Call(path.replace("{vector_store_id}", "vs_1"), body))
    assert not validator(document, request_schema(document, row)).is_valid(body)


def test_openapi_knows_the_events_of_our_fake(document: Json) -> None:
    check = validator(document, schema_named("ResponseStreamEvent"))
    for event in response_events(TEXTS):
        assert [error.message for error in check.iter_errors(event)] == [], event["type"]


def test_openapi_knows_the_chunks_of_our_fake(document: Json) -> None:
    check = validator(document, schema_named("CreateChatCompletionStreamResponse"))
    for chunk in chat_chunks(TEXTS):
        assert [error.message for error in check.iter_errors(chunk)] == []
