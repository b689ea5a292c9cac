"""The real engine as a child process, for tests and benches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import httpx

KEY = "sesame-0123456789"
ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 30.0


class EngineProcess:
    """`python -m desktop.engine`, ready to be asked; `close` or leave the `with` block to end it."""

    def __init__(self, *arguments: str, env: dict[str, str] | None = None) -> None:
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop.engine", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0", **(env or {})},
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{KEY}\n".encode())
        self.process.stdin.flush()
        self.first_line = self.process.stdout.readline().decode().strip()
        self.ready_s = time.perf_counter() - began
        self.url = self.first_line.removeprefix("READY ")
        self.client = httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {KEY}"}, timeout=TIMEOUT_S
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def tell(self, *models: dict[str, object], **more: object) -> None:
        """Say which models have been added, and wait until it has understood."""
        self.write(json.dumps({"models": models, **more}).encode())
        self.said_until(f"LISTED {len(models)}")

    def write(self, line: bytes) -> None:
        """Write a line to its stdin."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def said_until(self, last: str) -> list[str]:
        """Give what it says up to a line that must come."""
        assert self.process.stdout is not None
        said = []
        while not said or said[-1] != last:
            line = self.process.stdout.readline().decode().strip()
            assert line, f"it ended, and has not said {last!r} but {said}"
            said.append(line)
        return said

    def close(self) -> int:
        """Close its stdin; give its exit status."""
        self.client.close()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            return self.process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self.process.stdout.close()

    def pss_mib(self) -> float:
        """Give the memory that is its own share, in MiB."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        return int(text.partition("\nPss:")[2].split()[0]) / 1024

    def cpu_s(self) -> float:
        """Give the processor time that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ask(self, question: str, **more: object) -> dict[str, object]:
        """Give the JSON of a whole answer."""
        body = {"messages": [{"role": "user", "content": question}], **more}
        answer: dict[str, object] = self.client.post("/v1/chat/completions", json=body).json()
        return answer

    def text(self, question: str, **more: object) -> str:
        """Give the text of a whole answer."""
        answer = self.ask(question, **more)
        assert "choices" in answer, answer
        return str(answer["choices"][0]["message"]["content"])  # type: ignore[index]

    @contextmanager
    def stream(self, path: str, **body: object) -> Iterator[Iterator[dict[str, object]]]:
        """Give the events of a streamed answer as they come; leaving hangs up."""
        with self.client.stream("POST", path, json={"stream": True, **body}) as response:
            assert response.status_code == 200, response.read()
            yield _events(response)


def chat(question: str, **more: object) -> dict[str, object]:
    """Give the body of a Chat Completions request."""
    return {"messages": [{"role": "user", "content": question}], **more}


def _events(response: httpx.Response) -> Iterator[dict[str, object]]:
    for line in response.iter_lines():
        name, _, data = line.partition(": ")
        if name == "data" and data != "[DONE]":
            yield json.loads(data)
