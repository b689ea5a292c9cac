"""LiteLLM, the gateway of the README's chapter for teams: install it once, start it for the tests.

`python -m tests.support.litellm` installs it from `tests/litellm.lock` into `.cache/litellm`, an
environment of its own: its 90 packages are no business of ours. The second time costs nothing. The
lock is made in `tests/` by

    uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
        litellm.in -o litellm.lock --no-emit-package boto3 --no-emit-package botocore
        --no-emit-package s3transfer --no-emit-package jmespath --no-emit-package hf-xet
        --no-emit-package tokenizers --no-emit-package huggingface-hub --no-emit-package fsspec
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.child import free_port, serving

MODEL = "team"
"""The one name under which the gateway offers what its two servers run."""

_LOCK = Path(__file__).resolve().parent.parent / "litellm.lock"
_README = _LOCK.parent.parent / "README.md"
_FOLDER = _LOCK.parent.parent / ".cache" / "litellm"
_START_S = 90.0
_KEPT = ("HOME", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
_QUIET = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # else it asks the network for prices, three times
    "LITELLM_TELEMETRY": "False",
    "NO_PROXY": "*",
}


def install() -> Path:
    """Give the path of the gateway's program, installing it where it is missing or another version."""
    stamp = _FOLDER / "stamp"
    identity = _LOCK.read_bytes() + sys.version.encode()
    wanted = hashlib.sha256(identity).hexdigest()
    program = _script("litellm")
    if program.is_file() and stamp.is_file() and stamp.read_text() == wanted:
        return program
    shutil.rmtree(_FOLDER, ignore_errors=True)
    options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(_LOCK)]
    if uv := shutil.which("uv"):
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(_FOLDER)])
        _run([uv, "pip", "install", "--quiet", "--python", str(_script("python")), *options])
    else:
        _run([sys.executable, "-m", "venv", str(_FOLDER)])
        _run([str(_script("python")), "-m", "pip", "install", "--quiet", *options])
    stamp.write_text(wanted)
    return program


def _script(name: str) -> Path:
    if sys.platform == "win32":
        return _FOLDER / "Scripts" / f"{name}.exe"
    return _FOLDER / "bin" / name


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, timeout=600)


@dataclass(frozen=True)
class Gateway:
    """The running gateway and the master key that opens it."""

    origin: str
    key: str
    process: subprocess.Popen[bytes]

    @property
    def base_url(self) -> str:
        """Give the address that a connection is set up with."""
        return f"{self.origin}/v1"


@contextmanager
def gateway(folder: Path, backends: Sequence[str]) -> Iterator[Gateway]:
    """Run LiteLLM as the README says, for these two servers (base URLs), until the block ends.

    A server that failed is left alone for one second instead of thirty.
    """
    key = f"sk-{os.urandom(12).hex()}"
    config = folder / "team.yaml"
    config.write_text(_config(backends), "utf-8")
    origin = f"http://127.0.0.1:{free_port()}"
    command = [
        str(install()), "--config", str(config), "--host", "127.0.0.1",
        "--port", origin.rpartition(":")[2],
    ]  # fmt: skip
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    env |= _QUIET | {"LITELLM_MASTER_KEY": key}
    health = f"{origin}/health/liveliness"
    with serving(command, health, env=env, ready_s=_START_S) as process:
        yield Gateway(origin, key, process)


def _config(backends: Sequence[str]) -> str:
    """Give the configuration of the README's chapter, for these two servers."""
    (text,) = re.findall(
        r"^```yaml\n(.*?)^```", _README.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    changes = {"http://gpu-1:8000/v1": backends[0], "http://gpu-2:8000/v1": backends[1]}
    for written, meant in (changes | {"cooldown_time: 30": "cooldown_time: 1"}).items():
        assert text.count(written) == 1, written
        text = text.replace(written, meant)
    return str(text)


if __name__ == "__main__":
    print(install())
