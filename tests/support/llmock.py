"""llmock, a server that breaks answers on request and judges how a client took it.

The package brings a pytest fixture named `llmock`; that one runs inside the test process and changes its
environment. `llmock_process` here is a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import pytest

from tests.support.child import free_port, serving


@dataclass(frozen=True)
class Llmock:
    """The running server."""

    origin: str
    process: subprocess.Popen[bytes]

    @property
    def base_url(self) -> str:
        """Give the address that a connection is set up with."""
        return f"{self.origin}/v1"

    def play(self, *behaviors: dict[str, object]) -> None:
        """Queue what happens to the next requests, e.g. `{"type": "fail", "status": 503}`."""
        self._ask("scenario", {"behaviors": behaviors})

    def kill(self) -> None:
        """End it as a crash would: at once, whatever it is doing."""
        self.process.kill()
        self.process.wait(timeout=5)

    def reset(self) -> None:
        """Forget all requests and queued behaviours."""
        self._ask("reset", {})

    def requests(self) -> list[dict[str, object]]:
        """Give what was asked since the last reset, oldest first."""
        return cast("list[dict[str, object]]", self._ask("requests")["requests"])

    def findings(self, severity: str = "error") -> list[str]:
        """Give the codes of what the client did wrong in llmock's view."""
        found = cast("list[dict[str, str]]", self._ask("verdict")["findings"])
        return [finding["code"] for finding in found if finding["severity"] == severity]

    def _ask(self, path: str, body: object = None) -> dict[str, object]:
        data = None if body is None else json.dumps(body).encode()
        address = f"{self.origin}/_llmock/{path}"
        with urllib.request.urlopen(address, data, timeout=5) as answer:
            return cast("dict[str, object]", json.load(answer))


@contextmanager
def llmock_server(port: int = 0) -> Iterator[Llmock]:
    """Run one more llmock until the block ends; port 0: a free one."""
    origin = f"http://127.0.0.1:{port or free_port()}"
    command = [
        sys.executable, "-c", "from llmock.cli import app; app()", "serve", "--host", "127.0.0.1",
        "--port", origin.rpartition(":")[2], "--log-level", "warning",
    ]  # fmt: skip
    with serving(command, f"{origin}/_llmock/scenario") as process:
        yield Llmock(origin, process)


@pytest.fixture(scope="session")
def _llmock_child() -> Iterator[Llmock]:
    with llmock_server() as server:
        yield server


@pytest.fixture
def llmock_process(_llmock_child: Llmock) -> Llmock:
    """llmock with nothing queued and nothing remembered; one process for all tests."""
    _llmock_child.reset()
    return _llmock_child
