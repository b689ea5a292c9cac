"""Start a server as a child process and end it for certain."""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO

_READY_S = 30.0


def free_port() -> int:
    """Give a port of the loopback that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    command: Sequence[str],
    health_url: str,
    *,
    env: Mapping[str, str] | None = None,
    ready_s: float = _READY_S,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` until the block ends; enter it when `health_url` answers.

    What it writes goes to a file: a pipe that nobody reads would stop it when it is full.
    """
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=env) as process,
    ):
        try:
            _wait_until_ready(process, health_url, said, ready_s)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_ready(
    process: subprocess.Popen[bytes], health_url: str, said: IO[bytes], ready_s: float
) -> None:
    end = time.monotonic() + ready_s
    while time.monotonic() < end:
        if process.poll() is not None:
            said.seek(0)
            raise RuntimeError(f"the server ended: {said.read()[-2000:]!r}")
        try:
            with urllib.request.urlopen(health_url, timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise TimeoutError(health_url)
