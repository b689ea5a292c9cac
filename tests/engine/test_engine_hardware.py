"""What the engine says when this computer, or its installation, cannot run the model."""

import asyncio
from pathlib import Path

import httpx
import pytest

from desktop.core.errors import AppError, Code
from desktop.engine import hardware
from desktop.engine.catalogue import Catalogue
from desktop.engine.language import LanguageModel
from desktop.engine.server import create_app
from desktop.engine.speech.model import SpeechModel
from desktop.engine.weights import Weights, WeightsFile

NEW = "processor\t: 0\nflags\t\t: fpu sse2 avx avx2 fma f16c bmi2\n"
OLD = "processor\t: 0\nflags\t\t: fpu sse2 avx\n"


def test_an_old_processor_is_told_by_its_flags() -> None:
    assert hardware.lacks(NEW) == frozenset()
    assert "avx2" in hardware.lacks(OLD)
    assert hardware.lacks("") == frozenset()


def test_free_memory_is_read() -> None:
    assert hardware.available("MemTotal: 10 kB\nMemAvailable:    2048 kB\n") == 2 * 1024 * 1024
    assert hardware.available("") is None


def test_at_least_one_thread_works() -> None:
    assert hardware.threads() >= 1


def test_this_computer_can_run_it() -> None:
    hardware.check()


def test_a_model_larger_than_the_memory_is_refused_with_both_figures() -> None:
    with pytest.raises(AppError, match=r"\d+ MiB of memory are free, 1048576 are needed") as caught:
        hardware.check(2**40)
    assert caught.value.code is Code.ENGINE_MEMORY


def test_models_share_the_memory_only_within_its_limit() -> None:
    assert hardware.fits([None, 100], 2**30)
    assert not hardware.fits([None, 2**30], 2**30)
    assert not hardware.fits([None, 100], None)  # it is not known how much there is
    assert (hardware.half_of_memory() or 0) > 2**28


def test_weights_are_believed_by_their_hash_only(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"right")
    right = "0db4ad58a0b7a5a37a5d9e1b6c1de9c6d2a0f2f1d7bd9d6a5d9a0e2f9a1d3c4b"
    file = WeightsFile(Weights("none", "model.gguf", right), path)
    with pytest.raises(AppError) as caught:
        file.verified()
    assert caught.value.code is Code.ENGINE_DAMAGED


def test_weights_that_change_are_read_again(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "model.gguf"
    path.write_bytes(b"right")
    file = WeightsFile(Weights("none", "m", hashlib.sha256(b"right").hexdigest()), path)
    assert file.verified() == path
    path.write_bytes(b"wrong!")
    with pytest.raises(AppError):
        file.verified()
    path.unlink()
    with pytest.raises(AppError) as caught:
        file.verified()
    assert caught.value.code is Code.ENGINE_MISSING


def test_a_package_that_is_not_installed_is_missing() -> None:
    with pytest.raises(AppError) as caught:
        WeightsFile(Weights("no_such_package", "model.gguf", "")).find()
    assert caught.value.code is Code.ENGINE_MISSING


@pytest.mark.parametrize("code", [Code.ENGINE_CPU, Code.ENGINE_MEMORY])
@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/responses"])
@pytest.mark.parametrize("stream", [False, True])
def test_a_computer_that_cannot_run_it_is_told_why(code: Code, path: str, stream: bool) -> None:
    def check(_memory_bytes: int | None) -> None:
        raise AppError(code, "It cannot be done.")

    catalogue = Catalogue()
    model = LanguageModel(catalogue, check=check)

    async def ask() -> tuple[httpx.Response, httpx.Response]:
        app = create_app(model, "key", SpeechModel(catalogue, print, check=check))
        headers = {"Authorization": "Bearer key"}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000", headers=headers
        ) as client:
            body = {"messages": [{"role": "user", "content": "Hi"}], "input": "Hi"}
            return (
                await client.post(path, json={**body, "stream": stream}),
                await client.get("/v1/models"),
            )

    answer, models = asyncio.run(ask())
    model.close()
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == str(code)
    assert models.json()["data"] == []
    assert models.json()["error"]["code"] == str(code)
