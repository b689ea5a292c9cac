"""More about one model, from servers that have a free route for that."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.models.details import (
    model_facts,
    read_lm_studio,
    read_named,
    read_props,
    read_show,
    server_of,
)
from desktop.api.wire.http import Http
from desktop.core.errors import AppError, Code
from desktop.core.models import NO_FACTS, Facts, Modality, Task
from tests.api.asking import PATIENT, endpoint
from tests.fakes.byte_server import ByteServer, Reply
from tests.fakes.shapes import json_reply
from tests.support.loops import RunLoop

SHOW = {
    "details": {"parent_model": "qwen3:8b", "family": "qwen3"},
    "model_info": {"general.architecture": "qwen3", "qwen3.context_length": 40_960},
    "capabilities": ["completion", "tools", "thinking"],
    "parameters": 'stop "x"\nnum_ctx                        8192\n',
}
LOADED = {
    "models": [
        {"key": "other", "max_context_length": 1},
        {
            "type": "llm", "key": "maker/m", "display_name": "M", "max_context_length": 131_072,
            "loaded_instances": [{"id": "maker/m:2", "config": {"context_length": 4096}}],
            "variants": ["maker/m@4bit"],
            "capabilities": {"vision": False, "trained_for_tool_use": True},
        },
    ]
}  # fmt: skip


def test_ollama_tells_the_size_that_it_loads_the_model_with() -> None:
    facts = read_show(SHOW)
    assert facts.context == 8192
    assert read_show({**SHOW, "parameters": ""}).context == 40_960
    assert (facts.tools, facts.reasoning, facts.base) == (True, True, "qwen3:8b")
    assert facts.tasks == {Task.CHAT}
    assert facts.inputs == {Modality.TEXT}


def test_an_embedding_model_of_ollama_is_one() -> None:
    assert read_show({"capabilities": ["embedding"]}).tasks == {Task.EMBEDDING}


@pytest.mark.parametrize("name", ["maker/m", "maker/m:2", "maker/m@4bit"])
def test_lm_studio_tells_the_size_of_the_loaded_copy(name: str) -> None:
    facts = read_lm_studio(LOADED, name)
    assert (facts.context, facts.tools, facts.name) == (4096, True, "M")


def test_an_older_lm_studio_answers_with_one_entry() -> None:
    entry = {"id": "m", "type": "vlm", "max_context_length": 32_768, "capabilities": ["tool_use"]}
    facts = read_lm_studio(entry, "m")
    assert (facts.context, facts.tools, facts.reasoning) == (32_768, True, None)
    assert facts.inputs == {Modality.TEXT, Modality.IMAGE}


def test_llama_cpp_tells_what_it_runs_with() -> None:
    props = {
        "default_generation_settings": {"n_ctx": 16_384},
        "modalities": {"vision": True, "audio": False},
        "chat_template_caps": {"supports_tools": True},
    }
    inputs = frozenset({Modality.TEXT, Modality.IMAGE})
    assert read_props(props) == Facts(context=16_384, inputs=inputs, tools=True)
    assert read_props({}) == NO_FACTS


def test_a_gateway_tells_of_one_model_in_a_list() -> None:
    answer = {"data": [{"model_name": "a"}, {"model_name": "b", "model_info": {"mode": "chat"}}]}
    assert read_named(answer, "b").tasks == {Task.CHAT}
    assert read_named(answer, "c") == NO_FACTS


@pytest.mark.parametrize(
    ("preset", "owner", "expected"),
    [
        ("ollama", "", "ollama"),
        ("lm-studio", "", "lm_studio"),
        ("lmstudio", "", "lm_studio"),
        ("llama.cpp", "", "llama_cpp"),
        ("litellm", "", "litellm"),
        ("", "library", "ollama"),
        ("", "llamacpp", "llama_cpp"),
        ("openai", "system", ""),
        ("", "", ""),
    ],
)
def test_a_server_is_known_by_its_preset_or_by_what_it_signs(
    preset: str, owner: str, expected: str
) -> None:
    assert server_of(preset, owner) == expected


def _ask(aloop: RunLoop, server_kind: str, routes: dict[str, Reply]) -> tuple[Facts, list[str]]:
    async def scenario() -> tuple[Facts, list[str]]:
        async with ByteServer() as server, Http(PATIENT) as http:
            for path, reply in routes.items():
                server.on(path, reply)
            facts = await model_facts(http, endpoint(server.base_url), "m", server_kind)
            return facts, [request.path for request in server.requests]

    return aloop(scenario())


def test_it_is_asked_beside_the_api_not_below_it(aloop: RunLoop) -> None:
    facts, paths = _ask(aloop, "ollama", {"/api/show": json_reply(SHOW)})
    assert (facts.context, paths) == (8192, ["/api/show"])


def test_an_older_server_is_asked_by_its_older_route(aloop: RunLoop) -> None:
    entry = json_reply({"id": "m", "max_context_length": 7})
    facts, paths = _ask(aloop, "lm_studio", {"/api/v0/models/m": entry})
    assert (facts.context, paths) == (7, ["/api/v1/models", "/api/v0/models/m"])


def test_a_route_that_is_not_there_is_no_error(aloop: RunLoop) -> None:
    assert _ask(aloop, "llama_cpp", {})[0] == NO_FACTS
    assert _ask(aloop, "unheard of", {}) == (NO_FACTS, [])


def test_a_refused_key_is_one(aloop: RunLoop) -> None:
    with pytest.raises(AppError) as caught:
        _ask(aloop, "litellm", {"/model/info": json_reply({"error": "no"}, 401)})
    assert caught.value.code is Code.KEY_REFUSED


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["data", "models", "id", "key", "capabilities", "model_info", "details",
                 "parameters", "loaded_instances", "config", "context_length", "modalities"]
            ),
            inner,
        )
    ),
)  # fmt: skip


@given(anything)
def test_no_answer_breaks_it(answer: object) -> None:
    for facts in (
        read_show(answer), read_props(answer), read_lm_studio(answer, "m"), read_named(answer, "m")
    ):  # fmt: skip
        assert replace(facts) == facts
