"""What a server keeps under an id: its path, questions about it, its end.

A 404 for one thing says that the thing is gone, not that the server lacks the endpoint. So only
calls for a whole collection (to create, to list) teach what a server can do: they are asked with a
capability. Calls for one thing are asked without, and teach nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self, cast
from urllib.parse import quote, unquote

from desktop.api.adapting import Question, ask_json
from desktop.api.reading.failures import RefusedError, error_in
from desktop.api.reading.fields import Json, child, dump, text
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

Attributes = dict[str, str | float | bool]
"""What a person hangs on a thing. OpenAI's limits: 16 pairs, names to 64, texts to 512 characters."""


class Word(StrEnum):
    """A word of a server's vocabulary: one that is new to us is a member too, equal to its text."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = "NEW", value
        return member


def at(*steps: str) -> str:
    """Give the path of a thing, `/vector_stores/vs_1`; ids are quoted.

    Raises:
        AppError: NOT_FOUND, an id is empty or would lead to another path.
    """
    if any(step in {"", ".", ".."} for step in steps):
        raise AppError(Code.NOT_FOUND, "an empty id")
    return "".join(f"/{quote(step, safe='', errors='replace')}" for step in steps)


async def ask(
    http: Http, endpoint: Endpoint, call: Call, capability: Capability | None = None
) -> Json:
    """Give the object that the server answers; `capability`: what a success or a 404 teaches.

    Raises:
        AppError: LACKS; NOT_UNDERSTOOD where the answer is no object; otherwise as `Http.json`.
    """
    if capability is None or "file_ids" in call.parameters:  # a 404 may mean one of the files
        return expect(await http.json(endpoint, call), endpoint)
    return await ask_adapted(http, endpoint, Question(capability, lambda _dialect: call))


async def ask_adapted(http: Http, endpoint: Endpoint, question: Question) -> Json:
    """Give the object that the server answers to an adapted question.

    Raises:
        AppError: LACKS; NOT_UNDERSTOOD where the answer is no object; otherwise as `ask_json`.
    """
    return expect(await ask_json(http, endpoint, question), endpoint)


def expect(answer: object, endpoint: Endpoint) -> Json:
    """Give `answer` as the object that it must be.

    Raises:
        RefusedError: it is an error that came with a success (LM Studio).
        AppError: NOT_UNDERSTOOD.
    """
    if not isinstance(answer, dict):
        raise AppError(Code.NOT_UNDERSTOOD)
    if (refused := error_in(answer)) is not None:
        raise refused.without(endpoint.secrets)
    return cast("Json", answer)


async def delete(http: Http, endpoint: Endpoint, call: Call) -> None:
    """Delete one thing; that it is gone already is as good.

    Gone is a 404 or 410 that names an id of the path or a parameter. Any other may come from a wrong
    address, where nothing was deleted.

    Raises:
        AppError: SERVER, it says that nothing was deleted; otherwise as `Http.json`.
    """
    try:
        answer = await http.json(endpoint, call)
    except RefusedError as refused:
        if not is_gone(refused, call):
            raise
        return
    if isinstance(answer, dict) and answer.get("deleted") is False:
        raise AppError(Code.SERVER, "not deleted")


def is_gone(refused: RefusedError, call: Call) -> bool:
    """Tell whether the refusal of a call says that what its path names is not there."""
    if refused.status not in {404, 410}:
        return False
    problem = refused.problem
    if call.path in problem.message or problem.code == "unknown_url":
        return False  # "Invalid URL (DELETE /v1/...)" names the id, too
    ids = call.path.split("/")[2::2]
    return bool(problem.param) or any(unquote(one) in problem.message for one in ids)


def raw(item: Json) -> str:
    """Give a whole entry as JSON text.

    Raises:
        AppError: NOT_UNDERSTOOD, it is nested deeper than anything that makes sense.
    """
    try:
        return dump(item)
    except RecursionError:
        raise AppError(Code.NOT_UNDERSTOOD) from None


def read_id(answer: object) -> tuple[Json, str]:
    """Give an answer that must be a thing, and its id.

    Raises:
        AppError: NOT_UNDERSTOOD.
    """
    item = cast("Json", answer) if isinstance(answer, dict) else {}
    if not (name := text(item, "id")):
        raise AppError(Code.NOT_UNDERSTOOD)
    return item, name


def read_attributes(item: Json, name: str) -> Attributes:
    """Read attributes or metadata; values of other types are left out."""
    return {
        key: value
        for key, value in child(item, name).items()
        if isinstance(value, str | float | int)
    }
