"""Tests a connection the way a person would look for the fault: step by step, each with its verdict.

Two requests: the list of models, which is free, and one short question, which the person asked for
by clicking. How far the first one came tells which of the steps before it hold.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.core.connection import DIRECT, Endpoint
from desktop.core.errors import AppError, Code
from desktop.core.requests import ChatRequest
from desktop.core.stream import Fold, ReasoningDelta, RefusalDelta, TextDelta
from desktop.core.types import Message, Part, PartType, Role
from desktop.services.client import Client

if TYPE_CHECKING:
    from desktop.api.models.listing import Model

_QUESTION = "Reply with the word OK."
_MAX_TOKENS = 2048
"""Enough for models that think first; the wait ends with the first word in any case."""
_MAX_ANSWER = 200


class Step(StrEnum):
    """What can go wrong, in this order."""

    NAME = "name"  # the server's name is found
    WAY = "way"  # it, or the proxy, takes the connection
    TLS = "tls"  # its certificate is trusted
    KEY = "key"
    MODELS = "models"  # it lists its models
    ANSWER = "answer"  # a model answers a question


class Outcome(StrEnum):
    """How a step went."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"  # nothing to test (no name, no TLS, no model), or not reached


@dataclass(frozen=True, slots=True)
class Finding:
    """How one step went.

    `error` says why it failed; `models` comes with MODELS; `model` and `answer` with ANSWER, whose
    `seconds` is the wait for the first word.
    """

    step: Step
    outcome: Outcome
    seconds: float = 0.0
    error: AppError | None = None
    models: tuple[Model, ...] = ()
    model: str = ""
    answer: str = ""


_FAILS_AT = {
    Code.BAD_URL: Step.NAME,
    Code.NO_NAME: Step.NAME,
    Code.NO_ROUTE: Step.WAY,
    Code.PROXY: Step.WAY,
    Code.TLS: Step.TLS,
    Code.CERTIFICATE: Step.TLS,
    Code.KEY_REFUSED: Step.KEY,
    Code.FORBIDDEN: Step.KEY,
}


async def check_up(
    client: Client, endpoint: Endpoint, model: str = ""
) -> AsyncGenerator[Finding, None]:
    """Yield one finding per step, in order; after the first failure the rest is SKIPPED.

    `model` empty: the first that the server lists. A server without a list of models is not at
    fault where a model is named: MODELS fails, and the question is asked all the same.
    """
    began = time.monotonic()
    models: tuple[Model, ...] = ()
    error: AppError | None = None
    try:
        models = await client.models(endpoint)
    except AppError as caught:
        error = caught
    seconds = time.monotonic() - began
    failed_at = _FAILS_AT.get(error.code, Step.MODELS) if error is not None else None
    for finding in _reached(endpoint, failed_at, seconds, error):
        yield finding
    if failed_at is None:
        yield Finding(Step.MODELS, Outcome.PASSED, seconds, models=models)
    chosen = model or (models[0].id if models else "")
    if failed_at not in {None, Step.MODELS} or not chosen:
        yield Finding(Step.ANSWER, Outcome.SKIPPED)
        return
    yield await _ask(client, endpoint, chosen)


def _reached(
    endpoint: Endpoint, failed_at: Step | None, seconds: float, error: AppError | None
) -> list[Finding]:
    """Give the findings of the steps before ANSWER, but for a list of models that came."""
    findings: list[Finding] = []
    for step in (Step.NAME, Step.WAY, Step.TLS, Step.KEY, Step.MODELS):
        if step is failed_at:
            findings.append(Finding(step, Outcome.FAILED, seconds, error))
            rest = list(Step)[list(Step).index(step) + 1 : -1]
            return findings + [Finding(later, Outcome.SKIPPED) for later in rest]
        if step is not Step.MODELS:
            does_apply = _applies(endpoint, step)
            findings.append(Finding(step, Outcome.PASSED if does_apply else Outcome.SKIPPED))
    return findings


def _applies(endpoint: Endpoint, step: Step) -> bool:
    match step:
        case Step.NAME:  # behind a proxy, the proxy looks it up
            return endpoint.transport.proxy in {"", DIRECT}
        case Step.TLS:
            return endpoint.base_url.lower().startswith("https:")
        case Step.KEY:
            return bool(endpoint.key)
        case _:
            return True


async def _ask(client: Client, endpoint: Endpoint, model: str) -> Finding:
    question = Message(0, 0, None, Role.USER, (Part(PartType.TEXT, _QUESTION),))
    request = ChatRequest(model, (question,), max_output_tokens=_MAX_TOKENS)
    began, first_word_s, fold = time.monotonic(), 0.0, Fold()
    try:
        async with aclosing(client.answer(endpoint, request)) as events:
            async for event in events:
                fold.add(event)
                if isinstance(event, TextDelta | ReasoningDelta | RefusalDelta) and event.text:
                    first_word_s = first_word_s or time.monotonic() - began
                said = "".join(part.text for part in fold.result().parts)
                if len(said) >= _MAX_ANSWER:
                    break  # it answers: nobody pays for the rest
    except AppError as error:
        return Finding(Step.ANSWER, Outcome.FAILED, time.monotonic() - began, error, model=model)
    parts = fold.result().parts
    said = "".join(part.text for part in parts if part.type is PartType.TEXT)
    seconds = first_word_s or time.monotonic() - began
    return Finding(
        Step.ANSWER, Outcome.PASSED, seconds, model=model, answer=said.strip()[:_MAX_ANSWER]
    )
