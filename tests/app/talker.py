"""A chat server that says what its test has told it, and waits in mid-answer until it is let go."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from desktop.core.connection import Api, Connection
from desktop.store.connections import Connections
from desktop.store.paths import Paths
from desktop.store.settings import CONNECTION, MODEL, Settings

PATIENCE_S = 60.0
MODELS = ("m-1", "m-2")


@dataclass(frozen=True)
class Call:
    """The model asks for a function."""

    name: str
    arguments: str


@dataclass(frozen=True)
class Thought:
    """The model thinks aloud."""

    text: str


class Wait:
    """Nothing comes until the test lets it go."""


WAIT = Wait()


@dataclass
class Talker:
    """Answers a question by the first words that it was told of; keeps what it was asked with."""

    base_url: str
    bodies: list[dict[str, Any]] = field(default_factory=list)
    after_tool: str = "The tool has answered."

    def __post_init__(self) -> None:
        self._scripts: list[tuple[str, tuple[object, ...]]] = []
        self._go = threading.Event()

    def says(self, words: str, *pieces: str | Call | Thought | Wait) -> None:
        """Answer what holds `words` with `pieces`; "{model}" becomes who is asked, "{n}" how often."""
        self._scripts.insert(0, (words, pieces))

    def let_go(self) -> None:
        """End every wait, the present and the coming ones."""
        self._go.set()

    def answer(self, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Give the deltas of an answer."""
        self.bodies.append(body)
        count = len(self.bodies)
        messages = body["messages"]
        if messages[-1]["role"] == "tool":
            yield {"content": self.after_tool}
            return
        asked = next(m for m in reversed(messages) if m["role"] == "user")
        said = json.dumps(asked["content"], ensure_ascii=False)
        default = (f"You said: {said}"[:200],)
        pieces = next((told for words, told in self._scripts if words in said), default)
        for piece in pieces:
            if isinstance(piece, Wait):
                self._go.wait(PATIENCE_S)
            elif isinstance(piece, Thought):
                yield {"reasoning_content": piece.text}
            elif isinstance(piece, Call):
                function = {"name": piece.name, "arguments": piece.arguments}
                call = {"index": 0, "id": "call_1", "type": "function", "function": function}
                yield {"tool_calls": [call]}
            else:
                told = str(piece).replace("{model}", body["model"])
                yield {"content": told.replace("{n}", str(count))}


class _Handler(BaseHTTPRequestHandler):
    talker: Talker
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        listed = [{"id": name, "object": "model", "owned_by": "test"} for name in MODELS]
        body = json.dumps({"object": "list", "data": listed}).encode()
        self._head("application/json", len(body))
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self._head("text/event-stream", None)
        reason = "stop"
        try:
            for delta in self.talker.answer(body):
                reason = "tool_calls" if "tool_calls" in delta else reason
                self._event(_chunk(body["model"], delta))
            self._event(_chunk(body["model"], {}, reason))
            usage = {"prompt_tokens": 12, "completion_tokens": 34, "total_tokens": 46}
            self._event({**_chunk(body["model"], {}), "choices": [], "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # it was stopped, or the window is gone

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing on the test's own output."""

    def _event(self, item: dict[str, Any]) -> None:
        self.wfile.write(b"data: " + json.dumps(item).encode() + b"\n\n")
        self.wfile.flush()

    def _head(self, media_type: str, length: int | None) -> None:
        self.send_response(200)
        self.send_header("content-type", media_type)
        if length is None:
            self.send_header("connection", "close")
            self.close_connection = True
        else:
            self.send_header("content-length", str(length))
        self.end_headers()


def _chunk(model: str, delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    base = {"id": "chat-1", "object": "chat.completion.chunk", "created": 1, "model": model}
    return {**base, "choices": [choice]}


@contextmanager
def talking() -> Iterator[Talker]:
    """Run a talker."""
    handler = type("Handler", (_Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        talker = handler.talker = Talker(f"http://127.0.0.1:{server.server_port}/v1")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield talker
        finally:
            talker.let_go()
            server.shutdown()
            thread.join()


async def connect(talker: Talker) -> None:
    """Make the talker the connection of the window, as the person would in the settings."""
    paths = Paths.find()
    home = Connection("home", "Home", talker.base_url, MODELS[0], Api.CHAT)
    await Connections(paths.config / "connections.toml").add(home)
    settings = Settings(paths.config / "settings.toml")
    await settings.set(CONNECTION, home.id)
    await settings.set(MODEL, MODELS[0])
