"""`oriole ask` as a shell sees it: a real process, real pipes, exit codes and signals."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from desktop import __version__
from desktop.cli.sentences import SENTENCES
from desktop.core.errors import Code
from desktop.core.types import Kind, State
from tests.fakes.byte_server import ByteServer, Pause, Reply, Stall
from tests.fakes.shapes import chat_reply, json_reply, responses_reply
from tests.services.stage import CHAT, MODELS, RESPONSES, begun
from tests.store.stores import said, store, text, texts
from tests.support.aimock import Aimock

CANARY = "sk-canary-7f3a9b/+Q=="
LISTED = json_reply({"object": "list", "data": [{"id": "first"}, {"id": "second"}]})
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    status: int
    out: str
    err: str


def started(*arguments: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "desktop", *arguments],
        env=os.environ | {"HOST_KEY": CANARY} | (env or {}),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run(*arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> Ran:
    with started(*arguments, env=env) as child:
        out, err = child.communicate(stdin, timeout=60)
    return Ran(child.returncode, out.decode(), err.decode())


@pytest.fixture
def beside(aloop):
    """Run `work(server)` in a thread while the scripted server serves."""

    def beside(work, **replies):
        async def scenario():
            async with ByteServer() as server:
                paths = {"chat": CHAT, "responses": RESPONSES, "models": MODELS}
                for name, reply in replies.items():
                    server.on(paths[name], *(reply if isinstance(reply, tuple) else (reply,)))
                return await asyncio.to_thread(work, server)

        return aloop(scenario(), 60)

    return beside


def files(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file()]


def test_the_built_in_engine_answers_and_nothing_is_written(home: Path) -> None:
    ran = run("ask", "What is the capital of France?")
    assert "Paris" in ran.out
    assert ran.out.endswith("\n")
    assert (ran.status, ran.err) == (0, "")
    assert files(home) == []


@pytest.mark.parametrize("arguments", [(), ("-",)], ids=["absent", "dash"])
def test_the_question_may_come_from_a_pipe(beside, arguments: tuple[str, ...]) -> None:
    def work(server: ByteServer) -> Ran:
        url = ("--url", server.base_url, "--model", "m")
        ran = run("ask", *arguments, *url, stdin="  你好吗？\n".encode())
        assert server.requests[0].json["input"] == [{"role": "user", "content": "你好吗？"}]
        return ran

    assert beside(work, responses=responses_reply("Gut, ", "danke.")) == Ran(0, "Gut, danke.\n", "")


def test_without_a_model_the_first_of_the_server_answers(beside, home: Path) -> None:
    def work(server: ByteServer) -> Ran:
        ran = run("ask", "Why?", "--url", f"{server.base_url}/")
        assert server.requests[-1].json["model"] == "first"
        return ran

    assert beside(work, models=LISTED, chat=chat_reply("Because.")) == Ran(0, "Because.\n", "")
    assert files(home) == []


def test_a_server_without_models_asks_for_one(beside) -> None:
    ran = beside(
        lambda server: run("ask", "Why?", "--url", server.base_url), models=json_reply({"data": []})
    )
    assert (ran.status, ran.out) == (1, "")
    assert "--model" in ran.err


def test_a_server_nobody_here_wrote_answers(aimock: Aimock) -> None:
    ran = run("ask", "Hello there", "--url", aimock.base_url, "--model", "gpt-4o")
    assert ran.status == 0, ran.err
    assert ran.out.startswith("Hello! 你好! I am the mock assistant")


def test_the_answer_streams_while_it_is_made(beside) -> None:
    def work(server: ByteServer) -> bytes:
        with started("ask", "Why?", "--url", server.base_url, "--model", "m") as child:
            assert child.stdout is not None
            first = child.stdout.read(4)  # comes though the answer has not ended
            child.kill()
            return first

    assert beside(work, chat=begun("Half", then=(Stall(),))) == b"Half"


USAGE = {
    "unknown verb": (("sing",), "sing"),
    "no question": (("ask",), "there is no question"),
    "blank question": (("ask", "  "), "there is no question"),
    "unknown option": (("ask", "Why?", "--loud"), "--loud"),
    "absent variable": (("ask", "Why?", "--url", "http://x", "--key-from-env", "NO_KEY"), "NO_KEY"),
    "a key for the engine": (("ask", "Why?", "--key-from-env", "HOST_KEY"), "--url"),
}


@pytest.mark.parametrize(("arguments", "word"), USAGE.values(), ids=USAGE.keys())
def test_wrong_usage_is_status_2_and_says_why(arguments: tuple[str, ...], word: str) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert word in ran.err
    assert "Traceback" not in ran.err


def test_the_version_needs_no_verb() -> None:
    assert run("--version") == Ran(0, f"oriole {__version__}\n", "")


FAILURES = {
    "401": (json_reply({"error": {"message": "Bad key"}}, 401), "refused the key", "Bad key"),
    "404": (json_reply({"detail": "no model m"}, 404), "does not know", "no model m"),
    "400": (json_reply({"error": {"message": "Odd"}}, 400), "did not accept", "Odd"),
    "500": (Reply((b"<html>Oops</html>",), 500, "text/html"), "has a fault", ""),
    "429": (json_reply({}, 429, retry_after="5"), "slow down", ""),
    "a page": (Reply((b"<html>Hi</html>",), 200, "text/html"), "not the OpenAI API", ""),
}


@pytest.mark.parametrize(("reply", "words", "detail"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_is_status_1_and_one_line_on_stderr(
    beside, reply: Reply, words: str, detail: str
) -> None:
    def work(server: ByteServer) -> Ran:
        return run("ask", "Why?", "--url", server.base_url, "--model", "m")

    ran = beside(work, responses=reply, chat=reply)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("oriole: ")
    assert ran.err.count("\n") == 1
    assert words in ran.err
    assert detail in ran.err


@pytest.mark.parametrize("url", ["nonsense", "ftp://x/v1", "http://me:secret@127.0.0.1:9/v1"])
def test_an_address_that_cannot_be_used_is_not_tried(url: str) -> None:
    ran = run("ask", "Why?", "--url", url, "--model", "m")
    assert (ran.status, ran.out) == (1, "")
    assert "this address cannot be used" in ran.err
    assert "secret" not in ran.err


def test_a_server_that_is_not_there_is_status_1() -> None:
    ran = run("ask", "Why?", "--url", "http://127.0.0.1:9/v1", "--model", "m")
    assert (ran.status, ran.out) == (1, "")
    assert "cannot be reached" in ran.err


def test_a_cut_answer_stays_on_stdout_and_the_error_on_a_line_of_its_own(beside) -> None:
    def work(server: ByteServer) -> Ran:
        return run("ask", "Why?", "--url", server.base_url, "--model", "m")

    ran = beside(work, chat=begun("Half an", " answer"))
    assert (ran.status, ran.out) == (1, "Half an answer\n")
    assert ran.err == "oriole: the answer was cut off\n"


def test_the_key_is_sent_and_never_shown_even_when_the_server_repeats_it(beside, home) -> None:
    echo = json_reply({"error": {"message": f"Incorrect API key provided: {CANARY}"}}, 401)

    def work(server: ByteServer) -> Ran:
        arguments = ("--url", server.base_url, "--model", "m", "--key-from-env", "HOST_KEY")
        ran = run("ask", "Why?", *arguments, "--save")
        assert server.requests[0].headers["authorization"] == f"Bearer {CANARY}"
        return ran

    ran = beside(work, responses=echo, chat=echo)
    assert ran.status == 1
    assert "refused the key" in ran.err
    assert CANARY not in ran.out + ran.err
    assert files(home)
    assert all(CANARY.encode() not in path.read_bytes() for path in files(home))


def test_a_key_with_a_line_end_is_sent_without_it(beside) -> None:
    def work(server: ByteServer) -> Ran:
        arguments = ("--url", server.base_url, "--model", "m", "--key-from-env", "HOST_KEY")
        ran = run("ask", "Why?", *arguments, env={"HOST_KEY": f"{CANARY}\r\n"})
        assert server.requests[0].headers["authorization"] == f"Bearer {CANARY}"
        return ran

    assert beside(work, chat=chat_reply("Fine.")) == Ran(0, "Fine.\n", "")


def test_saving_keeps_question_and_answer_for_the_window(beside, aloop, home: Path) -> None:
    def work(server: ByteServer) -> Ran:
        return run("ask", "Why?", "--url", server.base_url, "--model", "m", "--save")

    assert beside(work, chat=chat_reply("Because.")) == Ran(0, "Because.\n", "")

    async def look() -> None:
        async with store() as conversations:
            (conversation,) = await conversations.list(Kind.CHAT)
            path = await conversations.path(conversation.id)
            assert (conversation.title, texts(path)) == ("Why?", ["Why?", "Because."])
            assert path[1].message.state is State.COMPLETE

    aloop(look())


def kept_answer(aloop) -> tuple[str, State]:
    async def look() -> tuple[str, State]:
        async with store() as conversations:
            (conversation,) = await conversations.list(Kind.CHAT)
            _, node = await conversations.path(conversation.id)
            return node.message.text, node.message.state

    return aloop(look())


def test_ctrl_c_is_status_130_and_keeps_what_came(beside, aloop) -> None:
    def work(server: ByteServer) -> Ran:
        arguments = ("--url", server.base_url, "--model", "m", "--save")
        with started("ask", "Why?", *arguments) as child:
            assert child.stdout is not None
            first = child.stdout.read(4)
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=20)
        return Ran(child.returncode, (first + out).decode(), err.decode())

    assert beside(work, chat=begun("Half", then=(Stall(),))) == Ran(130, "Half\n", "")
    assert kept_answer(aloop) == ("Half", State.STOPPED)


def test_ctrl_c_while_waiting_for_the_question_is_status_130() -> None:
    with started("ask") as child:
        assert child.stdin is not None
        child.stdin.write(b"Wh")
        child.stdin.flush()
        wait_until_read(child.stdin)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err) == (130, b"", b"")


def wait_until_read(pipe: IO[bytes]) -> None:
    """Wait until the other side has taken what was written."""
    end = time.monotonic() + 20
    while any(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4))):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_reader_that_goes_away_is_no_error_and_the_text_is_kept(beside, aloop) -> None:
    def work(server: ByteServer) -> Ran:
        arguments = ("--url", server.base_url, "--model", "m", "--save")
        with started("ask", "Why?", *arguments) as child:
            assert child.stdout is not None
            assert child.stderr is not None
            child.stdout.read(4)
            child.stdout.close()
            err = child.stderr.read()
            child.wait(timeout=20)
        return Ran(child.returncode, "", err.decode())

    events = begun(*["word "] * 400).pieces
    slow = Reply(tuple(piece for event in events for piece in (event, Pause(0.002))))
    assert beside(work, chat=slow) == Ran(0, "", "")
    words, state = kept_answer(aloop)
    assert state is State.STOPPED
    assert words.startswith("word word ")


def test_bytes_that_are_no_text_do_not_end_it(beside) -> None:
    def work(server: ByteServer) -> Ran:
        ran = run("ask", "--url", server.base_url, "--model", "m", stdin=b"Caf\xe9?")
        assert server.requests[0].json["input"] == [{"role": "user", "content": "Caf\ufffd?"}]
        return ran

    assert beside(work, responses=responses_reply("ok")) == Ran(0, "ok\n", "")


def test_a_terminal_that_cannot_show_a_letter_gets_another_one(beside) -> None:
    def work(server: ByteServer) -> Ran:
        arguments = ("ask", "Why?", "--url", server.base_url, "--model", "m")
        return run(*arguments, env={"PYTHONIOENCODING": "ascii"})

    assert beside(work, chat=chat_reply("黄鹂 sings")) == Ran(0, "?? sings\n", "")


def test_nowhere_to_save_asks_nothing(beside, home: Path) -> None:
    (home / "oriole").write_text("a file where the folder should be")

    def work(server: ByteServer) -> Ran:
        ran = run("ask", "Why?", "--url", server.base_url, "--model", "m", "--save")
        assert server.requests == []
        return ran

    ran = beside(work, chat=chat_reply("no"))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("oriole: ")
    assert "Traceback" not in ran.err


def test_every_code_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Code)


# export and import
def kept_talk(aloop, words: str = "Why?") -> int:
    async def scenario() -> int:
        async with store() as conversations:
            made = await conversations.create(Kind.CHAT)
            _, answer = await conversations.ask(made.id, None, text(words), "m", "c")
            await conversations.finish(answer.id, State.COMPLETE, said("Because **so**."))
            return made.id

    return aloop(scenario())


def test_everything_goes_out_and_comes_back_in_another_home(aloop, tmp_path: Path) -> None:
    kept_talk(aloop, "Why 黄鹂?")
    file = tmp_path / "all.zip"
    out = run("export", str(file))
    assert (out.status, out.out) == (0, f"{file}: 1 record, 0 files, checked\n")
    other = {"ORIOLE_HOME": str(tmp_path / "other")}
    into = run("import", str(file), env=other)
    assert (into.status, into.out, into.err) == (0, "1 new, 0 here already\n", "")
    assert run("import", str(file), env=other).out == "0 new, 1 here already\n"
    assert "Why 黄鹂?" in run("export", "--list", env=other).out


@pytest.mark.parametrize("suffix", [".md", ".json", ".html"])
def test_one_conversation_goes_out(aloop, tmp_path: Path, suffix: str) -> None:
    conversation_id = kept_talk(aloop)
    file = tmp_path / f"one{suffix}"
    assert run("export", str(file), "--conversation", str(conversation_id)).status == 0
    assert "Because" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["export"], 2, "no file to write to"),
        (["export", "x.txt"], 2, "must end with .zip"),
        (["export", "x.zip", "--conversation", "1"], 2, "must end with .html"),
        (["export", "x.md", "--conversation", "99"], 1, "deleted"),
        (["import", "absent.zip"], 1, "cannot be read"),
    ],
    ids=["no file", "wrong name", "wrong format", "no conversation", "absent"],
)
def test_what_cannot_go_out_or_in_is_said(
    tmp_path: Path, arguments: list[str], status: int, words: str
) -> None:
    found = [str(tmp_path / word) if "." in word else word for word in arguments]
    ran = run(*found)
    assert ran.status == status
    assert words in ran.err
