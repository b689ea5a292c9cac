"""Vector stores and what lies in them."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types import VectorStore as PackageStore
from openai.types import VectorStoreSearchResponse
from openai.types.vector_stores import VectorStoreFile, VectorStoreFileBatch

from desktop.api.reading.fields import Json
from desktop.api.stored import vector_store_files as files
from desktop.api.stored import vector_stores as stores
from desktop.api.stored.vector_store_files import Batch, FileStatus, StoredFile
from desktop.api.stored.vector_stores import (
    Chunking,
    Counts,
    Search,
    Status,
    VectorStore,
    build_search,
    chunking_strategy,
)
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from tests.api.kept_things import every, json_of, said_by, talking
from tests.support.loops import RunLoop

STORE: Json = {
    "id": "vs_1",
    "object": "vector_store",
    "name": "papers",
    "status": "in_progress",
    "file_counts": {"in_progress": 1, "completed": 2, "failed": 3, "cancelled": 4, "total": 10},
    "usage_bytes": 7,
    "created_at": 1,
    "last_active_at": 2,
    "expires_at": None,
    "expires_after": {"anchor": "last_active_at", "days": 3},
    "metadata": {"a": "b"},
    "new": [1],
}
FILE: Json = {
    "id": "file_1",
    "object": "vector_store.file",
    "vector_store_id": "vs_1",
    "status": "failed",
    "last_error": {"code": "unsupported_file", "message": "no text"},
    "usage_bytes": 7,
    "created_at": 1,
    "attributes": {"a": "b", "n": 1, "is": True, "odd": [1]},
    "chunking_strategy": {
        "type": "static",
        "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 0},
    },
}
BATCH: Json = {
    "id": "vsfb_1",
    "vector_store_id": "vs_1",
    "status": "in_progress",
    "file_counts": STORE["file_counts"],
    "created_at": 1,
}


def test_reads_a_store() -> None:
    assert stores.read_store(STORE) == VectorStore(
        "vs_1",
        "papers",
        Status.IN_PROGRESS,
        Counts(1, 2, 3, 4, 10),
        7,
        1,
        2,
        None,
        3,
        {"a": "b"},
        json.dumps(STORE, separators=(",", ":")),
    )


def test_reads_a_file_that_failed() -> None:
    found = files.read_file(FILE)
    assert (found.status, found.error_code, found.error_message) == (
        FileStatus.FAILED,
        "unsupported_file",
        "no text",
    )
    assert found.attributes == {"a": "b", "n": 1, "is": True}
    assert found.chunking == Chunking(800, 0)


def test_reads_a_batch() -> None:
    found = files.read_batch(BATCH)
    assert (found.id, found.store_id, found.counts) == ("vsfb_1", "vs_1", Counts(1, 2, 3, 4, 10))


def test_keeps_states_that_are_new() -> None:
    assert stores.read_store({"id": "v", "status": "frozen"}).status == "frozen"
    assert files.read_file({"id": "f", "status": "melted"}).status == "melted"
    assert files.read_batch({"id": "b", "status": "x"}).status not in set(FileStatus)


LIMITS = {
    "too small": (Chunking(1, 1), 100, 1),
    "too large": (Chunking(9999, 9999), 4096, 2048),
    "negative": (Chunking(800, -1), 800, 0),
    "as it is": (Chunking(), 800, 400),
}


@pytest.mark.parametrize(("wish", "size", "overlap"), LIMITS.values(), ids=LIMITS.keys())
def test_cuts_as_the_api_can(wish: Chunking, size: int, overlap: int) -> None:
    assert chunking_strategy(wish) == {
        "type": "static",
        "static": {"max_chunk_size_tokens": size, "chunk_overlap_tokens": overlap},
    }


@given(st.integers(), st.floats(allow_nan=False))
def test_a_search_stays_within_its_limits(most: int, least: float) -> None:
    body = build_search("vs_1", Search("q", max_results=most, score_threshold=least)).body
    assert isinstance(body, dict)
    assert 1 <= body["max_num_results"] <= 50
    assert 0 <= body["ranking_options"]["score_threshold"] <= 1


def test_from_a_new_store_to_its_end(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            http, target = talk.http, talk.endpoint
            talk.on("/vector_stores", STORE, {"object": "list", "data": [STORE], "has_more": False})
            talk.on("/vector_stores/vs_1", STORE, STORE, {"id": "vs_1", "deleted": True})
            made = await stores.create(http, target, stores.build_create("papers"))
            assert [one async for one in stores.list_all(http, target)] == [made]
            assert await stores.get(http, target, "vs_1") == made
            changed = stores.build_update("vs_1", name="n")
            assert await stores.update(http, target, changed) == made
            await stores.remove(http, target, "vs_1")
            asked = [(one.method, one.path) for one in talk.server.requests]
            assert asked == [
                ("POST", "/v1/vector_stores"),
                ("GET", "/v1/vector_stores?limit=100&order=desc"),
                ("GET", "/v1/vector_stores/vs_1"),
                ("POST", "/v1/vector_stores/vs_1"),
                ("DELETE", "/v1/vector_stores/vs_1"),
            ]
            beta = {one.headers["openai-beta"] for one in talk.server.requests}
            assert beta == {"assistants=v2"}

    aloop(scenario())


def test_searches(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            hit = {
                "file_id": "file_1",
                "filename": "a.txt",
                "score": 0.5,
                "attributes": {"a": "b"},
                "content": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}],
            }
            page = {"object": "vector_store.search_results.page", "data": [hit], "has_more": False}
            talk.on("/vector_stores/vs_1/search", page)
            (found,) = await stores.search(talk.http, talk.endpoint, "vs_1", Search("q"))
            assert (found.file_id, found.filename, found.score) == ("file_1", "a.txt", 0.5)
            assert (found.text, found.attributes) == ("one\n\ntwo", {"a": "b"})
            assert talk.last.json == {"query": "q"}

    aloop(scenario())


def test_from_a_file_put_in_to_its_end(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            http, target = talk.http, talk.endpoint
            inside = "/vector_stores/vs_1/files"
            talk.on(inside, FILE, {"object": "list", "data": [FILE], "has_more": False})
            talk.on(f"{inside}/file_1", FILE, FILE, {"id": "file_1", "deleted": True})
            put_in = await files.attach(http, target, files.build_attach("vs_1", "file_1"))
            found = await every(files.list_all(http, target, "vs_1", FileStatus.FAILED))
            assert found == [put_in]
            assert "filter=failed" in talk.last.path
            assert await files.get(http, target, "vs_1", "file_1") == put_in
            changed = files.build_update("vs_1", "file_1", {"a": 1})
            assert await files.update(http, target, changed) == put_in
            await files.detach(http, target, "vs_1", "file_1")
            assert (talk.last.method, talk.last.path) == ("DELETE", f"/v1{inside}/file_1")

    aloop(scenario())


def test_a_batch_until_it_is_stopped(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            http, target = talk.http, talk.endpoint
            batches = "/vector_stores/vs_1/file_batches"
            talk.on(batches, BATCH)
            talk.on(f"{batches}/vsfb_1", BATCH)
            talk.on(f"{batches}/vsfb_1/files", {"data": [FILE], "has_more": False})
            talk.on(f"{batches}/vsfb_1/cancel", {**BATCH, "status": "cancelled"})
            begun = files.build_batch("vs_1", ["file_1"])
            batch = await files.attach_many(http, target, begun)
            assert await files.get_batch(http, target, "vs_1", batch.id) == batch
            (one,) = await every(files.list_batch(http, target, "vs_1", batch.id))
            assert one.id == "file_1"
            stopped = await files.cancel_batch(http, target, "vs_1", batch.id)
            assert stopped.status is FileStatus.CANCELLED
            assert (talk.last.method, talk.last.headers["content-length"]) == ("POST", "0")

    aloop(scenario())


def test_a_file_that_is_gone_says_nothing_about_the_server(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            gone = {"error": {"message": "No such File object: file_1"}}
            talk.on("/vector_stores", gone, status=404)
            with pytest.raises(AppError) as caught:
                await stores.create(talk.http, talk.endpoint, stores.build_create("n", ["file_1"]))
            assert caught.value.code is Code.NOT_FOUND
            known = talk.http.lessons.support(talk.endpoint, Capability.VECTOR_STORES)
            assert known is Support.UNKNOWN

    aloop(scenario())


def test_what_is_not_in_the_store_says_nothing_about_the_server(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError) as caught:
                await files.attach(talk.http, talk.endpoint, files.build_attach("vs_1", "file_1"))
            assert caught.value.code is Code.NOT_FOUND
            known = talk.http.lessons.support(talk.endpoint, Capability.VECTOR_STORES)
            assert known is Support.UNKNOWN
            with pytest.raises(AppError) as caught:
                await every(stores.list_all(talk.http, talk.endpoint))
            assert caught.value.code is Code.LACKS

    aloop(scenario())


@given(said_by(PackageStore))
def test_reads_the_stores_that_the_package_knows(said: Json) -> None:
    model, read = PackageStore.model_validate(said), stores.read_store(said)
    assert (read.id, read.name, read.status) == (model.id, model.name, model.status)
    assert {name: getattr(read.counts, name) for name in Counts.__slots__} == (
        model.file_counts.model_dump()
    )
    assert (read.usage_bytes, read.created_at) == (model.usage_bytes, model.created_at)
    assert (read.last_active_at, read.expires_at) == (model.last_active_at, model.expires_at)
    assert read.expires_after_days == (model.expires_after and model.expires_after.days)
    assert read.metadata == (model.metadata or {})
    assert json.loads(read.raw) == said


@given(said_by(VectorStoreFile))
def test_reads_the_files_that_the_package_knows(said: Json) -> None:
    model, read = VectorStoreFile.model_validate(said), files.read_file(said)
    assert (read.id, read.store_id, read.status) == (model.id, model.vector_store_id, model.status)
    error = (model.last_error.code, model.last_error.message) if model.last_error else ("", "")
    assert (read.error_code, read.error_message) == error
    assert (read.usage_bytes, read.created_at) == (model.usage_bytes, model.created_at)
    assert read.attributes == (model.attributes or {})


@given(said_by(VectorStoreFileBatch))
def test_reads_the_batches_that_the_package_knows(said: Json) -> None:
    model, read = VectorStoreFileBatch.model_validate(said), files.read_batch(said)
    assert (read.id, read.store_id, read.status) == (model.id, model.vector_store_id, model.status)
    assert read.counts.total == model.file_counts.total


@given(said_by(VectorStoreSearchResponse))
def test_reads_the_hits_that_the_package_knows(said: Json) -> None:
    model = VectorStoreSearchResponse.model_validate(said)
    (read,) = stores.read_hits({"data": [said]})
    assert (read.file_id, read.filename, read.score) == (model.file_id, model.filename, model.score)
    assert read.text == "\n\n".join(one.text for one in model.content)


NAMES = [
    "id",
    "name",
    "status",
    "file_counts",
    "total",
    "expires_after",
    "days",
    "metadata",
    "data",
    "last_error",
    "code",
    "attributes",
    "chunking_strategy",
    "static",
    "max_chunk_size_tokens",
    "content",
    "text",
    "score",
    "file_id",
]
ANY = json_of(NAMES, "completed", 800)


@given(ANY)
def test_no_json_breaks_it(said: object) -> None:
    with suppress(AppError):
        assert isinstance(stores.read_store(said), VectorStore)
    with suppress(AppError):
        assert isinstance(files.read_file(said), StoredFile)
    with suppress(AppError):
        assert isinstance(files.read_batch(said), Batch)
    with suppress(AppError):
        assert isinstance(stores.read_hits(said), tuple)
