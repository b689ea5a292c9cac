"""`oriole ask`: the same services in a terminal, with no window and no Qt.

Exit codes: 0 answered, 1 the question could not be answered, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing

from desktop import __version__
from desktop.core.connection import BUILT_IN_ID, Api, Endpoint, Secret
from desktop.core.errors import AppError, Code
from desktop.core.logs import Redactor, write_logs
from desktop.core.requests import ChatRequest
from desktop.core.stream import RefusalDelta, StreamEvent, TextDelta
from desktop.core.types import Message, Part, PartType, Role
from desktop.services.client import Client
from desktop.services.engine import Engine, engine_command

FAILED, INTERRUPTED = 1, 130  # 2, wrong usage, is argparse's own

_SENTENCES: dict[Code, str] = {
    Code.NO_NAME: "the server's name is not found",
    Code.PROXY: "the proxy cannot be reached or refuses",
    Code.CERTIFICATE: "the certificate file cannot be used; nothing was sent",
    Code.LACKS: "this server cannot do that",
    Code.TOO_LARGE: "this is too large for the server",
    Code.FLAGGED: "the check before sending objected; nothing was sent",
    Code.BLOCKED: "the server's rules do not allow this content",
    Code.UNREADABLE: "the file cannot be read",
    Code.UNSUITABLE: "the file is of another kind",
    Code.NO_ROUTE: "the server cannot be reached",
    Code.TIMEOUT: "the server was silent for too long",
    Code.TLS: "the server's certificate is not trusted; nothing was sent",
    Code.CUT: "the answer was cut off",
    Code.BAD_URL: "this address cannot be used",
    Code.KEY_REFUSED: "the server refused the key",
    Code.FORBIDDEN: "this key may not use this model",
    Code.NOT_FOUND: "the server does not know this model or address",
    Code.RATE_LIMITED: "the server asks to slow down; try again later",
    Code.QUOTA: "the account's credit is used up",
    Code.BAD_REQUEST: "the server did not accept the request",
    Code.TOO_LONG: "the question is too long for this model",
    Code.SERVER: "the server has a fault; try again later",
    Code.OVERLOADED: "the server is overloaded; try again later",
    Code.NOT_UNDERSTOOD: "the server's answer is not the OpenAI API",
    Code.ENGINE_MISSING: "the built-in model is not installed; use --url",
    Code.ENGINE_DAMAGED: "the built-in model's file is damaged; use --url",
    Code.ENGINE_CPU: "this processor cannot run the built-in model; use --url",
    Code.ENGINE_MEMORY: "there is not enough memory for the built-in model",
    Code.ENGINE_DIED: "the built-in engine stopped unexpectedly",
    Code.NO_MODEL: "the server lists no model; name one with --model",
    Code.DISK_FULL: "the disk is full; the answer was not saved",
    Code.READ_ONLY: "the data folder cannot be written; the answer was not saved",
    Code.NEWER: "the data comes from a newer version; the answer was not saved",
    Code.DAMAGED: "the database is damaged; the answer was not saved",
    Code.BUSY: "another program keeps the database busy; the answer was not saved",
    Code.GONE: "the conversation was deleted meanwhile; the answer was not saved",
    Code.NO_KEYRING: "this system has no keyring, or it is locked",
    Code.UNEXPECTED: "something unexpected happened",
}


def main(arguments: list[str]) -> int:
    """Run one verb; give the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.key_from_env and options.key_from_env not in os.environ:
        parser.error(f"the environment has no variable {options.key_from_env}")
    if options.key_from_env and not options.url:
        parser.error("--key-from-env needs --url")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _accept_any_text()
    try:
        question = _question(options.question)
        if not question:
            parser.error("there is no question")
        return asyncio.run(_ask(question, options))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # `oriole ask ... | head`: nobody reads on
        # What is left in the buffer would fail once more at the exit, with a status of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="oriole",
        description="A desktop assistant. Without a verb it opens its window.",
    )
    parser.add_argument("--version", action="version", version=f"oriole {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    ask = verbs.add_parser(
        "ask",
        help="ask one question; the answer streams to the terminal",
        description="Ask one question of the built-in model, or of a server with --url.",
    )
    ask.add_argument("question", nargs="?", help="the question; from standard input if absent or -")
    ask.add_argument("--url", help="an OpenAI-compatible server, e.g. http://127.0.0.1:11434/v1")
    ask.add_argument("--model", help="the model; the server's first if absent")
    ask.add_argument("--key-from-env", metavar="NAME", help="the variable that holds the key")
    ask.add_argument("--save", action="store_true", help="keep question and answer in the window")
    return parser


def _accept_any_text() -> None:
    """Let no terminal's encoding and no stray byte in a pipe end the program."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _question(argument: str | None) -> str:
    if argument is not None and argument != "-":
        return os.fsencode(argument).decode("utf-8", "replace").strip()
    return "" if sys.stdin.isatty() else sys.stdin.read().strip()


async def _ask(question: str, options: argparse.Namespace) -> int:
    redactor = Redactor()
    write_logs(redactor)
    async with AsyncExitStack() as stack:
        client, engine = Client(), Engine(engine_command())
        stack.push_async_callback(client.aclose)
        stack.push_async_callback(engine.aclose)
        try:
            endpoint = await _endpoint(options, engine)
            redactor.learn(endpoint.secrets)
            model = options.model or await _first_model(client, endpoint)
            asked = Message(0, 0, None, Role.USER, (Part(PartType.TEXT, question),))
            events = client.answer(endpoint, ChatRequest(model, (asked,)))
            if options.save:
                from desktop.services.saving import saved  # noqa: PLC0415 - 15 ms nobody else needs

                events = saved(events, question, model, options.url or BUILT_IN_ID)
            await _print(events)
        except AppError as error:
            sentence = _SENTENCES.get(error.code, str(error.code))
            return _fail(f"{sentence} ({error.detail})" if error.detail else sentence, FAILED)
    return 0


async def _endpoint(options: argparse.Namespace, engine: Engine) -> Endpoint:
    if options.url is None:
        return await engine.endpoint()
    from desktop.store.connections import checked_url  # noqa: PLC0415 - only a server has an address

    key = Secret(os.environ[options.key_from_env].strip() if options.key_from_env else "")
    return Endpoint(checked_url(options.url), key, Api.AUTO)


async def _first_model(client: Client, endpoint: Endpoint) -> str:
    models = await client.models(endpoint)
    if not models:
        raise AppError(Code.NO_MODEL)
    return models[0].id


async def _print(events: AsyncGenerator[StreamEvent, None]) -> None:
    last = "\n"
    try:
        async with aclosing(events):
            async for event in events:
                if isinstance(event, TextDelta | RefusalDelta) and event.text:
                    last = event.text
                    sys.stdout.write(event.text)
                    sys.stdout.flush()
    finally:
        if not last.endswith("\n"):
            sys.stdout.write("\n")
            sys.stdout.flush()


def _fail(sentence: str, status: int) -> int:
    sys.stderr.write(f"oriole: {sentence}\n")
    return status
