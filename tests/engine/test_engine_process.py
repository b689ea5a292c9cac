"""How the engine's process begins and ends, and what it says when it cannot work."""

import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.engine.process import KEY, ROOT, EngineProcess, chat

PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-m", "desktop.engine"], stdin=subprocess.PIPE)
child.stdin.write(b"key\\n"); child.stdin.flush()
print(child.pid, flush=True)
time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return text.rpartition(")")[2].split()[0] not in {"Z", "X"}


def wait_until(done, timeout_s: float = 10.0) -> None:
    end = time.monotonic() + timeout_s
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_without_a_key_it_does_not_begin() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "desktop.engine"],
        input=b"",
        check=False,
        capture_output=True,
        cwd=ROOT,
        timeout=20,
    )
    assert ended.returncode == 2
    assert ended.stdout == b""


def test_it_ends_with_its_stdin_even_in_mid_answer() -> None:
    with EngineProcess() as engine, engine.stream("/v1/responses", input="Tell a story.") as events:
        for _ in range(6):
            next(events)
        began = time.monotonic()
        assert engine.close() == 0
        assert time.monotonic() - began < 2


def test_it_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert parent.stdout.readline().startswith(b"READY ")
        parent.kill()
        wait_until(lambda: not is_alive(pid))


def test_it_ends_when_asked_by_a_signal_with_the_model_loaded() -> None:
    with EngineProcess() as engine:
        engine.text("Hi", max_tokens=1)
        engine.process.send_signal(signal.SIGTERM)
        engine.process.wait(10)


def test_the_key_is_neither_in_its_arguments_nor_in_its_environment(engine: EngineProcess) -> None:
    folder = Path(f"/proc/{engine.process.pid}")
    assert KEY.encode() not in folder.joinpath("cmdline").read_bytes()
    assert KEY.encode() not in folder.joinpath("environ").read_bytes()


@pytest.mark.parametrize(
    ("content", "code"), [(None, "engine.missing"), (b"GGUF" + b"\0" * 5000, "engine.damaged")]
)
def test_weights_that_are_not_right_are_said_and_not_loaded(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    with EngineProcess("--weights", str(path)) as engine:
        for stream in (False, True):
            body = chat("Hi", stream=stream)
            response = engine.client.post("/v1/chat/completions", json=body)
            assert response.status_code == 503
            assert response.json()["error"]["code"] == code
        assert engine.client.get("/health").status_code == 200


def test_without_weights_no_language_model_is_listed(tmp_path: Path) -> None:
    with EngineProcess("--weights", str(tmp_path / "none.gguf")) as engine:
        models = engine.client.get("/v1/models").json()
    assert [model["id"] for model in models["data"]] == ["moonshine-tiny-en"]
    assert models["error"]["code"] == "engine.missing"


def test_too_little_memory_is_said_and_harms_nobody() -> None:
    with EngineProcess() as engine:
        limit = 500 * 2**20
        resource.prlimit(engine.process.pid, resource.RLIMIT_AS, (limit, limit))
        response = engine.client.post("/v1/responses", json={"input": "Hi"})
        assert response.status_code == 503
        assert response.json()["error"]["code"] == "engine.memory"
        assert engine.client.get("/health").status_code == 200


def test_weights_that_come_back_are_used(tmp_path: Path) -> None:
    from desktop.engine.weights import WeightsFile

    path = tmp_path / "model.gguf"
    with EngineProcess("--weights", str(path)) as engine:
        assert "error" in engine.ask("Hi")
        path.symlink_to(WeightsFile().find())
        assert engine.text("Hi", max_tokens=2)


def test_memory_is_given_back_when_nobody_asks() -> None:
    with EngineProcess("--idle", "1") as engine:
        before = engine.text("What is the capital of France?")
        loaded = engine.pss_mib()
        wait_until(lambda: engine.pss_mib() < loaded / 2)
        assert engine.text("What is the capital of France?") == before


def test_what_is_not_installed_is_said_on_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "uvicorn.py").write_text("raise ModuleNotFoundError('gone', name='uvicorn')\n")
    with EngineProcess(env={"PYTHONPATH": str(tmp_path)}) as engine:
        assert engine.first_line == "FAILED engine.missing uvicorn"
        assert engine.process.wait(10) == 3
