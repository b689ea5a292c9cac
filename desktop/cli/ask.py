"""`oriole ask`: one question, its answer on standard output."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing

from desktop.cli.sentences import fail
from desktop.core.connection import BUILT_IN_ID, Api, Endpoint, Secret
from desktop.core.errors import AppError, Code
from desktop.core.logs import Redactor, write_logs
from desktop.core.requests import ChatRequest
from desktop.core.stream import RefusalDelta, StreamEvent, TextDelta
from desktop.core.types import Message, Part, PartType, Role
from desktop.services.client import Client
from desktop.services.engine import Engine, engine_command


def question_of(argument: str | None) -> str:
    """Give the question: the argument, or what standard input says."""
    if argument is not None and argument != "-":
        return os.fsencode(argument).decode("utf-8", "replace").strip()
    return "" if sys.stdin.isatty() else sys.stdin.read().strip()


async def ask(question: str, options: argparse.Namespace) -> int:
    """Ask one question, let the answer stream to the terminal, give the exit status."""
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
            return fail(error)
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
