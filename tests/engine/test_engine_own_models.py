"""Models that were added: listed, loaded when asked, unloaded for others, refused when not there."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.own import copy_of_weights, entry
from tests.engine.process import EngineProcess, chat

CHAT, RESPONSES = "/v1/chat/completions", "/v1/responses"
BUILT_IN = "smollm2-135m-instruct"
FRANCE = "What is the capital of France?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("own")


@pytest.fixture(scope="module")
def weights(folder: Path) -> Path:
    return copy_of_weights(folder / "mine.gguf")


@pytest.fixture(scope="module")
def own(weights: Path) -> Iterator[EngineProcess]:
    """One engine that keeps a single model in memory, with two models of the person's."""
    with EngineProcess("--memory", "1") as engine:
        engine.tell(entry(weights), entry(weights, "other"))
        yield engine


def listed(engine: EngineProcess) -> list[str]:
    """Give the language models."""
    models = engine.client.get("/v1/models").json()["data"]
    return [model["id"] for model in models if "context_length" in model]


def refusal(engine: EngineProcess, model: str = "mine") -> tuple[int, str]:
    response = engine.client.post(CHAT, json=chat("Hi", model=model, max_tokens=1))
    return response.status_code, str(response.json()["error"]["code"])


def test_added_models_are_listed_with_their_facts(own: EngineProcess, weights: Path) -> None:
    models = {model["id"]: model for model in own.client.get("/v1/models").json()["data"]}
    assert list(models) == [BUILT_IN, "mine", "other", "moonshine-tiny-en"]
    assert models["mine"] == {
        "id": "mine",
        "object": "model",
        "created": 1,
        "owned_by": "you",
        "name": "Mine",
        "size": weights.stat().st_size,
        "context_length": 2048,
        "input_modalities": ["text"],
        "supports_tools": False,
    }
    assert own.client.get("/v1/models/mine").json() == models["mine"]


@pytest.mark.parametrize("path", [CHAT, RESPONSES])
def test_an_added_model_answers_in_its_own_manner(own: EngineProcess, path: str) -> None:
    body = {"messages": [{"role": "user", "content": "Hi"}], "input": "Hi", "model": "mine"}
    answer = own.client.post(path, json={**body, "max_tokens": 2, "max_output_tokens": 2}).json()
    assert answer["model"] == "mine"
    assert not answer.get("instructions")
    counted = own.client.post("/v1/responses/input_tokens", json=body).json()
    built_in = own.client.post("/v1/responses/input_tokens", json={"input": "Hi"}).json()
    # The template's own system message is a longer one than what the built-in model is told.
    assert counted["input_tokens"] != built_in["input_tokens"]


def test_another_model_takes_the_place_of_the_one_before(weights: Path) -> None:
    with EngineProcess("--memory", "1") as engine:
        engine.tell(entry(weights), entry(weights, "other"))
        engine.text("Hi", model="mine", max_tokens=1)
        assert engine.said_until("LOADED mine") == ["LOADING mine", "LOADED mine"]
        engine.text("Hi", model="other", max_tokens=1)
        said = engine.said_until("LOADED other")
        assert said == ["UNLOADED mine", "LOADING other", "LOADED other"]
        assert "Paris" in engine.text(FRANCE)
        assert engine.said_until(f"LOADED {BUILT_IN}")[0] == "UNLOADED other"


def test_models_that_fit_stay_together(weights: Path) -> None:
    with EngineProcess("--memory", str(2**40)) as engine:
        engine.tell(entry(weights))
        for model in ("mine", BUILT_IN, "mine", BUILT_IN):
            engine.text("Hi", model=model, max_tokens=1)
        engine.tell(entry(weights))
        engine.tell()
        assert engine.said_until("UNLOADED mine") == ["UNLOADED mine"]


def test_questions_to_several_models_at_once_are_all_answered(own: EngineProcess) -> None:
    names = ["mine", BUILT_IN, "other", "mine"]
    answers: list[str] = []

    def ask(name: str) -> None:
        answers.append(str(own.ask("Hi", model=name, max_tokens=1)["model"]))

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted(names)


def test_a_long_prompt_names_the_models_own_context(own: EngineProcess) -> None:
    body = chat("hello " * 3000, model="mine")
    error = own.client.post(CHAT, json=body).json()["error"]
    assert error["code"] == "context_length_exceeded"
    assert "2048" in error["message"]


def test_a_removed_model_is_unloaded_and_not_known_any_more(weights: Path) -> None:
    with EngineProcess() as engine:
        engine.tell(entry(weights))
        engine.text("Hi", model="mine", max_tokens=1)
        engine.tell()
        engine.said_until("UNLOADED mine")
        assert listed(engine) == [BUILT_IN]
        assert refusal(engine) == (404, "model_not_found")
        assert engine.text("Hi", max_tokens=1)


def test_a_model_with_another_context_is_loaded_anew(weights: Path) -> None:
    with EngineProcess() as engine:
        engine.tell(entry(weights))
        engine.text("Hi", model="mine", max_tokens=1)
        engine.tell(entry(weights, context_length=256))
        assert engine.said_until("UNLOADED mine")
        error = engine.ask("hello " * 400, model="mine")["error"]
        assert "256 tokens" in error["message"]  # type: ignore[index]


def test_another_name_for_the_person_loads_nothing_anew(weights: Path) -> None:
    with EngineProcess() as engine:
        engine.tell(entry(weights))
        engine.text("Hi", model="mine", max_tokens=1)
        engine.tell(entry(weights, name="mine") | {"name": "Another"})
        engine.text("Hi", model="mine", max_tokens=1)
        engine.tell()
        assert engine.said_until("UNLOADED mine") == ["UNLOADED mine"]


def test_a_file_that_vanished_or_changed_is_said_so(tmp_path: Path) -> None:
    path = copy_of_weights(tmp_path / "mine.gguf")
    with EngineProcess() as engine:
        engine.tell(entry(path))
        assert engine.text("Hi", model="mine", max_tokens=1)
        engine.said_until("LOADED mine")
        os.utime(path, ns=(1, 1))
        assert refusal(engine) == (409, "file.unsuitable")
        engine.said_until("UNLOADED mine")
        path.unlink()
        assert refusal(engine) == (409, "file.unreadable")
        assert listed(engine) == [BUILT_IN]
        assert engine.client.get("/v1/models/mine").status_code == 404
        assert engine.text("Hi", max_tokens=1)


def test_a_model_that_llama_cpp_cannot_load_harms_nobody(tmp_path: Path) -> None:
    path = tmp_path / "strange.gguf"
    path.write_bytes(b"GGUF" + b"\0" * 5000)
    with EngineProcess() as engine:
        engine.tell(entry(path))
        assert refusal(engine) == (409, "file.unsuitable")
        assert engine.said_until("UNLOADED mine") == ["LOADING mine", "UNLOADED mine"]
        assert engine.text("Hi", max_tokens=1)


def test_a_model_that_needs_more_memory_than_there_is_is_not_tried(weights: Path) -> None:
    with EngineProcess() as engine:
        engine.tell(entry(weights, memory_bytes=2**60))
        assert refusal(engine) == (503, "engine.memory")
        assert engine.text("Hi", max_tokens=1)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{bad",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"models": 3}',
        b'{"models": [{}]}',
        b'{"models": [{"id": "a", "context_length": 5, "files": []}]}',
        b'{"models": [{"id": "", "context_length": 5, "files": [["/a", 1, 1]]}]}',
        b'{"models": [], "idle_s": "soon"}',
        b'{"models": [' + b" " * 2_000_000 + b"]}",
    ],
    ids=lambda line: line[:40].decode("latin-1").strip() or "empty",
)
def test_a_line_that_makes_no_sense_changes_nothing(own: EngineProcess, line: bytes) -> None:
    own.write(line)
    own.write(b'{"idle_s": 600}')
    assert own.said_until("LISTED 2")
    assert listed(own) == [BUILT_IN, "mine", "other"]


def test_a_request_cannot_name_a_file(own: EngineProcess, weights: Path) -> None:
    for name in (str(weights), f"file://{weights}", "../mine", "mine.gguf"):
        response = own.client.post(CHAT, json=chat("Hi", model=name))
        assert response.status_code == 404
    body = {**chat("Hi", max_tokens=1), "model_path": "/etc/passwd", "mmproj": "/etc/passwd"}
    assert own.client.post(CHAT, json=body).status_code == 200


def test_the_built_in_models_name_cannot_be_taken(weights: Path) -> None:
    with EngineProcess() as engine:
        engine.write(json.dumps({"models": [entry(weights, BUILT_IN)]}).encode())
        engine.said_until("LISTED 0")
        assert "Paris" in engine.text(FRANCE)


def test_memory_is_given_back_after_as_long_as_is_told(weights: Path) -> None:
    with EngineProcess("--idle", "0") as engine:
        engine.tell(entry(weights), idle_s=1)
        engine.text("Hi", model="mine", max_tokens=1)
        loaded = engine.pss_mib()
        assert engine.said_until("UNLOADED mine")
        assert engine.pss_mib() < loaded / 2
        assert engine.text("Hi", model="mine", max_tokens=1)
