"""How the speech model comes into memory and leaves it, and what is said where it cannot."""

from __future__ import annotations

import importlib.util
import shutil
import time
from pathlib import Path

import pytest

from tests.engine.process import EngineProcess
from tests.engine.speech.talking import MODEL, PATH, sentence, two_cities, wav
from tests.support.words_heard import recording

SENTENCE = wav(sentence(), 24_000)


def post(engine: EngineProcess, data: bytes = SENTENCE) -> dict[str, object]:
    answer = engine.client.post(PATH, files={"file": ("a.wav", data)}, timeout=300)
    body: dict[str, object] = answer.json()
    return body


def package(folder: Path) -> Path:
    """Give a copy of the model's package, without its sound."""
    source = recording("two_cities.wav").parents[1]
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.wav", "*.py", "*.dylib"))
    return folder


def test_it_is_loaded_with_the_first_sound_and_alone() -> None:
    with EngineProcess() as engine:
        fresh = engine.pss_mib()
        assert post(engine)["text"]
        assert engine.said_until(f"LOADED {MODEL}") == [f"LOADING {MODEL}", f"LOADED {MODEL}"]
        assert engine.pss_mib() - fresh < 250
        maps = Path(f"/proc/{engine.process.pid}/maps").read_text()
        assert "libmoonshine" in maps
        assert "xllamacpp" not in maps
        assert "numpy" not in maps


def test_a_question_does_not_load_it() -> None:
    with EngineProcess() as engine:
        assert engine.text("Hi", max_tokens=1)
        maps = Path(f"/proc/{engine.process.pid}/maps").read_text()
        assert "libmoonshine" not in maps
        assert "libsndfile" not in maps


def test_its_memory_is_given_back_when_nobody_speaks() -> None:
    with EngineProcess("--idle", "1") as engine:
        fresh = engine.pss_mib()
        before = post(engine)["text"]
        loaded = engine.pss_mib() - fresh
        engine.said_until(f"UNLOADED {MODEL}")
        assert engine.pss_mib() - fresh < loaded * 0.6
        assert post(engine)["text"] == before


def test_without_the_package_it_is_not_listed_and_says_so(tmp_path: Path) -> None:
    with EngineProcess("--speech", str(tmp_path)) as engine:
        listed = engine.client.get("/v1/models").json()
        assert [model["id"] for model in listed["data"]] == ["smollm2-135m-instruct"]
        assert "error" not in listed
        assert engine.client.get(f"/v1/models/{MODEL}").status_code == 404
        answer = engine.client.post(PATH, files={"file": ("a.wav", SENTENCE)})
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "engine.missing"
        assert engine.text("Hi", max_tokens=1)


def test_weights_that_are_not_the_published_ones_are_not_loaded(tmp_path: Path) -> None:
    folder = package(tmp_path / "moonshine_voice")
    weights = folder / "assets" / "tiny-en" / "decoder_model_merged.ort"
    with EngineProcess("--speech", str(folder)) as engine:
        whole = weights.read_bytes()
        weights.write_bytes(whole[:-1] + b"!")
        for stream in ("false", "true"):
            form = {"stream": stream}
            answer = engine.client.post(PATH, files={"file": ("a.wav", SENTENCE)}, data=form)
            assert answer.status_code == 503
            assert answer.json()["error"]["code"] == "engine.damaged"


def test_the_packages_own_code_is_never_run() -> None:
    assert importlib.util.find_spec("requests") is None  # without which it could not be imported
    with EngineProcess() as engine:
        assert post(engine)["text"]


@pytest.mark.full
def test_a_long_recording_takes_no_more_memory_than_a_short_one() -> None:
    with EngineProcess() as engine:
        assert post(engine, wav(two_cities(16_000), 16_000))["text"]
        short = engine.pss_mib()
        most, end = 0.0, time.monotonic() + 200
        long = wav(two_cities(16_000) * 8, 16_000)  # 6 minutes
        with engine.client.stream(
            "POST", PATH, files={"file": ("a.wav", long)}, data={"stream": "true"}, timeout=200
        ) as answer:
            for _ in answer.iter_lines():
                most = max(most, engine.pss_mib())
                assert time.monotonic() < end
        assert most < short + 120
