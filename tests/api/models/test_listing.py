"""Lists of models in the shapes of many servers."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.models.listing import Model, list_models, parse
from desktop.api.wire.http import Http
from desktop.core.errors import AppError, Code
from desktop.core.models import Modality
from tests.api.asking import CANARY, PATIENT, endpoint
from tests.fakes.byte_server import ByteServer, Reply
from tests.fakes.shapes import json_reply
from tests.support.loops import RunLoop

LISTS: dict[str, tuple[object, list[str]]] = {
    "openai": ({"object": "list", "data": [{"id": "a"}, {"id": "b"}]}, ["a", "b"]),
    "ollama": ({"models": [{"name": "a:1", "model": "a:1"}]}, ["a:1"]),
    "bare list": ([{"id": "a"}], ["a"]),
    "list of names": ({"data": ["a", "b", ""]}, ["a", "b"]),
    "twice the same": ({"data": [{"id": "a"}, {"id": "b"}, {"id": "a"}]}, ["a", "b"]),
    "lm studio": ({"models": [{"type": "llm", "key": "qwen/q"}]}, ["qwen/q"]),
    "litellm": ({"data": [{"model_name": "team"}]}, ["team"]),
    "rubbish inside": ({"data": [None, 1, [], {}, {"id": None}, {"id": "a"}]}, ["a"]),
    "empty": ({"data": []}, []),
    "null": ({"object": "list", "data": None}, []),
}


@pytest.mark.parametrize(("answer", "expected"), LISTS.values(), ids=LISTS.keys())
def test_reads_the_names_in_their_order(answer: object, expected: list[str]) -> None:
    models = parse(answer)
    assert models is not None
    assert [model.id for model in models] == expected


@pytest.mark.parametrize(
    "answer", [{}, {"error": "x"}, "x", None, 7, {"data": "x"}, {"data": None}]
)
def test_what_is_no_list_gives_nothing(answer: object) -> None:
    assert parse(answer) is None


SIZES: dict[str, tuple[dict[str, object], int | None]] = {
    "openrouter": ({"context_length": 8192}, 8192),
    "groq": ({"context_window": 1}, 1),
    "vllm": ({"max_model_len": 4096}, 4096),
    "lm studio": ({"max_context_length": 32}, 32),
    "llama.cpp": ({"meta": {"n_ctx_train": 2048}}, 2048),
    "absent": ({}, None),
    "zero": ({"context_length": 0}, None),
    "text": ({"context_length": "8k"}, None),
}


@pytest.mark.parametrize(("fields", "expected"), SIZES.values(), ids=SIZES.keys())
def test_reads_how_much_fits(fields: dict[str, object], expected: int | None) -> None:
    models = parse([{"id": "a", **fields}])
    assert models is not None
    assert models[0].context_length == expected


def test_keeps_who_owns_it_when_it_ends_and_everything_else() -> None:
    entry = {"id": "a", "owned_by": "o", "shutdown_date": "2027-01-06", "new": [1]}
    (model,) = parse({"data": [entry]}) or ()
    assert (model.owned_by, model.facts.retires_on) == ("o", date(2027, 1, 6))
    assert json.loads(model.raw) == entry
    assert parse({"data": [{"id": "a", "shutdown_date": None}]}) == (
        Model("a", raw='{"id":"a","shutdown_date":null}'),
    )


def test_llama_cpp_says_in_a_second_list_what_its_first_one_leaves_out() -> None:
    answer = {
        "models": [{"name": "m.gguf", "capabilities": ["completion", "multimodal"]}],
        "data": [{"id": "m.gguf", "meta": {"n_ctx_train": 2048}}],
    }
    (model,) = parse(answer) or ()
    assert model.facts.inputs == {Modality.TEXT, Modality.IMAGE}
    assert model.context_length == 2048


def test_a_long_list_is_read_beside_the_loop(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            entries = [{"id": f"m-{n}"} for n in range(1000)]
            server.on("/v1/models", json_reply({"data": entries}))
            models = await list_models(http, endpoint(server.base_url))
            assert [model.id for model in models] == [entry["id"] for entry in entries]

    aloop(scenario())


FAILURES: dict[str, tuple[Reply, Code]] = {
    "no list": (json_reply({"ok": 1}), Code.NOT_UNDERSTOOD),
    "a page": (Reply((b"<html>",), content_type="text/html"), Code.NOT_UNDERSTOOD),
    "an error in a success": (json_reply({"error": f"bad {CANARY}"}), Code.SERVER),
    "key": (json_reply({"error": "x"}, 401), Code.KEY_REFUSED),
    "route": (json_reply({}, 404), Code.NOT_FOUND),
}


@pytest.mark.parametrize(("reply", "code"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_has_its_code_and_no_key(aloop: RunLoop, reply: Reply, code: Code) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            server.on("/v1/models", reply)
            with pytest.raises(AppError) as caught:
                await list_models(http, endpoint(server.base_url))
            assert caught.value.code is code
            assert CANARY not in repr(caught.value)

    aloop(scenario())


json_values = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "models", "id", "object", "meta", "n_ctx"]), inner
        )
    ),
)


@given(json_values)
def test_no_json_breaks_it(answer: object) -> None:
    parse(answer)


def test_a_model_that_bears_the_key_is_none(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http() as http:
            listed = [{"id": "m-1"}, {"id": f"Bearer {CANARY}"}, CANARY, {"id": "x", "for": CANARY}]
            server.on("/v1/models", json_reply({"data": listed}))
            assert [m.id for m in await list_models(http, endpoint(server.base_url))] == ["m-1"]

    aloop(scenario())


def test_a_key_that_is_no_secret_hides_no_model(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http() as http:
            server.on("/v1/models", json_reply({"data": [{"id": "m", "owned_by": "ollama"}]}))
            target = endpoint(server.base_url, key="ollama")
            assert [m.id for m in await list_models(http, target)] == ["m"]

    aloop(scenario())
