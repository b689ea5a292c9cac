"""Asks as a server wants to be asked: learns what it lacks, drops what it does not know, remembers both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from desktop.api.lessons import Dialect, refused_parameter
from desktop.api.reading.failures import RefusedError
from desktop.api.wire.call import Call
from desktop.api.wire.http import Answer, Http
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask, in whichever form the server takes.

    `make` gives the call for a dialect: without the parameters in `Dialect.refused`. `droppable` are
    the parameters that the answer can do without; they are learnt for `model`.
    """

    capability: Capability
    make: Callable[[Dialect], Call]
    model: str = ""
    droppable: Collection[str] = ()


@asynccontextmanager
async def open_adapted(http: Http, endpoint: Endpoint, question: Question) -> AsyncIterator[Answer]:
    """Ask, again without each parameter that the server says it does not know; as `Http.open`.

    Raises:
        AppError: LACKS (its detail is the capability) where the server has no such endpoint.
        RefusedError: the server refused for another reason.
    """
    async with AsyncExitStack() as stack:
        yield await _open(stack, http, endpoint, question)


async def ask_json(http: Http, endpoint: Endpoint, question: Question) -> object:
    """Give the JSON of an adapted answer; errors as `open_adapted` and `Http.json`."""
    while True:
        call = question.make(http.lessons.dialect(endpoint, question.model))
        try:
            answer = await http.json(endpoint, call)
        except RefusedError as refused:
            adapt(http, endpoint, question, call, refused)
        else:
            http.lessons.learn(endpoint, question.capability, works=True)
            return answer


def adapt(
    http: Http, endpoint: Endpoint, question: Question, call: Call, refused: RefusedError
) -> None:
    """Learn from a refusal so that asking again makes sense; raises where it makes none.

    Raises:
        AppError: LACKS.
        RefusedError: `refused` itself.
    """
    if refused.lacks_route:
        http.lessons.learn(endpoint, question.capability, works=False)
        raise AppError(Code.LACKS, question.capability.value, status=refused.status) from None
    name = refused_parameter(refused.problem, call.parameters, question.droppable)
    dialect = http.lessons.dialect(endpoint, question.model)
    if refused.status not in {400, 422} or name is None or name in dialect.refused:
        raise refused
    http.lessons.drop(endpoint, question.model, name)


async def _open(
    stack: AsyncExitStack, http: Http, endpoint: Endpoint, question: Question
) -> Answer:
    while True:
        call = question.make(http.lessons.dialect(endpoint, question.model))
        try:
            answer = await stack.enter_async_context(http.open(endpoint, call))
        except RefusedError as refused:
            adapt(http, endpoint, question, call, refused)
        else:
            http.lessons.learn(endpoint, question.capability, works=True)
            return answer
