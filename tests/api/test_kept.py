"""Things that a server keeps: their paths, what their 404 means, their end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.kept import Word, ask, at, delete, raw
from desktop.api.wire.call import Call
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from tests.api.asking import CANARY
from tests.api.kept_things import talking
from tests.fakes.byte_server import Reply
from tests.support.loops import RunLoop


class Colour(Word):
    RED = "red"


def test_a_new_word_is_kept() -> None:
    assert Colour("red") is Colour.RED
    assert Colour("blue") == "blue"
    assert len({Colour("blue"), Colour("blue")}) == 1
    assert isinstance(Colour("blue"), Colour)
    assert f"{Colour('blue')}" == "blue"
    assert list(Colour) == [Colour.RED]


def test_what_is_no_text_is_no_word() -> None:
    with pytest.raises(ValueError, match="7"):
        Colour(7)


IDS = {
    "plain": ("vs_1", "/vector_stores/vs_1"),
    "slash": ("a/../b", "/vector_stores/a%2F..%2Fb"),
    "query": ("a?b#c", "/vector_stores/a%3Fb%23c"),
    "percent": ("%2e", "/vector_stores/%252e"),
    "chinese": ("库", "/vector_stores/%E5%BA%93"),
    "half a character": ("\ud800", "/vector_stores/%3F"),
}


@pytest.mark.parametrize(("thing", "path"), IDS.values(), ids=IDS.keys())
def test_an_id_stays_one_step_of_the_path(thing: str, path: str) -> None:
    assert at("vector_stores", thing) == path


@pytest.mark.parametrize("thing", ["", ".", ".."])
def test_an_id_that_leads_elsewhere_is_refused(thing: str) -> None:
    with pytest.raises(AppError) as caught:
        at("vector_stores", thing, "files")
    assert caught.value.code is Code.NOT_FOUND


@given(st.text())
def test_any_id_is_one_step_or_refused(thing: str) -> None:
    try:
        path = at("x", thing)
    except AppError:
        return
    assert path.isascii()
    assert path.count("/") == 2


def test_a_quoted_id_arrives_as_it_was_quoted(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x/a%2F..%2Fb", {"id": "a/../b"})
            await ask(talk.http, talk.endpoint, Call(at("x", "a/../b")))
            assert talk.last.path == "/v1/x/a%2F..%2Fb"

    aloop(scenario())


OpenAiError = {"type": "invalid_request_error", "param": None, "code": None}
GONE = {
    "openai, vector store": {**OpenAiError, "message": "No vector store found with id 'vs_1'."},
    "openai, old file": {**OpenAiError, "message": "No such File object: x", "param": "id"},
    "with a code": {"message": "Vector store vs_1 not found", "code": "not_found"},
}
NOT_THERE = {
    "openai": {**OpenAiError, "message": "Invalid URL (DELETE /v1/vector_stores/vs_1)"},
    "openai, today": {**OpenAiError, "message": "Unknown request URL", "code": "unknown_url"},
    "express": "Cannot DELETE /v1/vector_stores/vs_1",
    "llama.cpp": {"code": 404, "message": "File Not Found", "type": "not_found_error"},
    "says nothing": {**OpenAiError, "message": "Not found"},
}
CALL = Call("/vector_stores/vs_1", method="DELETE")


@pytest.mark.parametrize("error", GONE.values(), ids=GONE.keys())
def test_what_is_gone_already_is_deleted(aloop: RunLoop, error: object) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(CALL.path, {"error": error}, status=404)
            await delete(talk.http, talk.endpoint, CALL)
            assert talk.last.method == "DELETE"

    aloop(scenario())


@pytest.mark.parametrize("error", NOT_THERE.values(), ids=NOT_THERE.keys())
def test_a_wrong_address_deletes_nothing(aloop: RunLoop, error: object) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(CALL.path, {"error": error}, status=404)
            with pytest.raises(AppError) as caught:
                await delete(talk.http, talk.endpoint, CALL)
            assert caught.value.code is Code.NOT_FOUND

    aloop(scenario())


DELETED = {
    "openai": Reply((b'{"id": "vs_1", "deleted": true}',), content_type="application/json"),
    "nothing to say": Reply((), 204, framing="length"),
    "empty": Reply((), 200, framing="length"),
}


@pytest.mark.parametrize("reply", DELETED.values(), ids=DELETED.keys())
def test_deletes(aloop: RunLoop, reply: Reply) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(CALL.path, reply)
            await delete(talk.http, talk.endpoint, CALL)

    aloop(scenario())


KEPT: dict[str, tuple[object, int, Code]] = {
    "not deleted": ({"deleted": False}, 200, Code.SERVER),
    "another refusal": ({"error": "vs_1 is in use"}, 409, Code.BAD_REQUEST),
    "a page": (Reply((b"<html>ok",), content_type="text/html"), 200, Code.NOT_UNDERSTOOD),
}


@pytest.mark.parametrize(("answer", "status", "code"), KEPT.values(), ids=KEPT.keys())
def test_says_what_is_not_deleted(aloop: RunLoop, answer: object, status: int, code: Code) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(CALL.path, answer, status=status)
            with pytest.raises(AppError) as caught:
                await delete(talk.http, talk.endpoint, CALL)
            assert caught.value.code is code

    aloop(scenario())


def test_the_404_of_one_thing_teaches_nothing(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/vector_stores", {"object": "list", "data": []})
            await ask(talk.http, talk.endpoint, Call("/vector_stores"), Capability.VECTOR_STORES)
            with pytest.raises(AppError) as caught:
                await ask(talk.http, talk.endpoint, Call("/vector_stores/vs_1"))
            assert caught.value.code is Code.NOT_FOUND
            known = talk.http.lessons.support(talk.endpoint, Capability.VECTOR_STORES)
            assert known is Support.YES

    aloop(scenario())


LACKING: dict[str, tuple[object, int]] = {
    "404": ({"detail": "Not Found"}, 404),
    "405": ({"error": "Method Not Allowed"}, 405),
    "lm studio": ({"error": "Unexpected endpoint or method. (GET /v1/vector_stores)"}, 200),
}


@pytest.mark.parametrize(("answer", "status"), LACKING.values(), ids=LACKING.keys())
def test_the_404_of_a_collection_says_what_the_server_lacks(
    aloop: RunLoop, answer: object, status: int
) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/vector_stores", answer, status=status)
            with pytest.raises(AppError) as caught:
                await ask(
                    talk.http, talk.endpoint, Call("/vector_stores"), Capability.VECTOR_STORES
                )
            assert (caught.value.code, caught.value.detail) == (Code.LACKS, "vector_stores")
            known = talk.http.lessons.support(talk.endpoint, Capability.VECTOR_STORES)
            assert known is Support.NO

    aloop(scenario())


@pytest.mark.parametrize("answer", [[], "x", 7, None], ids=["list", "text", "number", "null"])
def test_what_is_no_object_is_not_understood(aloop: RunLoop, answer: object) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x/1", answer)
            with pytest.raises(AppError) as caught:
                await ask(talk.http, talk.endpoint, Call("/x/1"))
            assert caught.value.code is Code.NOT_UNDERSTOOD

    aloop(scenario())


@pytest.mark.parametrize("capability", [None, Capability.FILES], ids=["one", "all"])
def test_an_error_in_a_success_hides_the_key(aloop: RunLoop, capability: Capability | None) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x", {"error": {"message": f"bad {CANARY}", "code": "rate_limit_exceeded"}})
            with pytest.raises(AppError) as caught:
                await ask(talk.http, talk.endpoint, Call("/x"), capability)
            assert caught.value.code is Code.RATE_LIMITED
            assert CANARY not in repr(caught.value)

    aloop(scenario())


def test_a_thing_may_have_an_error_of_its_own(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x", {"id": "resp_1", "error": {"message": "too hard"}})
            assert (await ask(talk.http, talk.endpoint, Call("/x")))["id"] == "resp_1"

    aloop(scenario())


def test_an_entry_nested_without_end_is_not_understood() -> None:
    deep: dict[str, object] = {}
    for _level in range(5000):
        deep = {"a": deep}
    with pytest.raises(AppError) as caught:
        raw(deep)
    assert caught.value.code is Code.NOT_UNDERSTOOD
    assert raw({"a": "库"}) == '{"a":"库"}'
