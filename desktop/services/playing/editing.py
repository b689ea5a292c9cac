"""An edited request as a new version in the tree: its question, its parameters, and what is left.

What the program has a name for becomes a parameter; everything else at the top level of the body
goes along as it is (`Parameters.extra`). Of the conversation only the instructions and the last
question can be other ones: the messages before are other versions in the tree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from desktop.api.reading.fields import Json, child, children, load, text
from desktop.core.parameters import Function, Parameters
from desktop.core.types import Message, Part, PartType
from desktop.services.contents import contents, with_contents
from desktop.services.playing.folding import Folded, unfolded
from desktop.services.playing.reading import is_responses
from desktop.services.playing.shown import Request

_SYSTEM = {"system", "developer"}
_TEXTS = {"text", "input_text"}
_BLOB = re.compile(r"blob:([0-9a-f]{64})\b")
_MISSING = object()


class Why(StrEnum):
    """Why an edited request cannot be sent as a new version."""

    NOT_JSON = "not_json"
    NO_OBJECT = "no_object"
    LATER_ROUND = "later_round"
    MESSAGES = "messages"  # `name`: which message was changed, counted from 1
    CONTENT = "content"  # the question holds something new that is no text
    EMPTY = "empty"  # the question says nothing
    MODEL = "model"
    LANGUAGE = "language"  # the built-in model does not know it
    IN_BIN = "in_bin"


class EditError(Exception):
    """An edited request cannot become a version; `name` says what of it, `line` where."""

    def __init__(self, why: Why, name: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(why, name)
        self.why, self.name, self.line, self.column = why, name, line, column


@dataclass(frozen=True, slots=True)
class Edited:
    """What to make: `parts` of a new question, None: it stays; how and by whom it is answered."""

    model: str
    parameters: Parameters
    parts: tuple[Part, ...] | None
    body: Json


def read(content: str, folded: Folded) -> Json:
    """Give what an edited body says, with its long texts in it again; for a worker.

    Raises:
        EditError: NOT_JSON with the place of the error, or NO_OBJECT.
    """
    try:
        body = load(content)
    except json.JSONDecodeError as error:
        raise EditError(Why.NOT_JSON, error.msg, error.lineno, error.colno) from None
    except ValueError as error:
        raise EditError(Why.NOT_JSON, str(error)) from None
    if not isinstance(body, dict):
        raise EditError(Why.NO_OBJECT)
    whole = unfolded(body, folded)
    assert isinstance(whole, dict)
    return whole


def edited(
    request: Request, body: Json, asked: Parameters, question: Message, own: Mapping[str, str]
) -> Edited:
    """Give what an edited body asks for.

    Args:
        request: What was shown.
        body: What a person made of its body.
        asked: What the answer was asked with.
        question: What it answers.
        own: The program's own tools that `asked` has switched on: ids by the names of functions.

    Raises:
        EditError: it cannot be a version of the same question.
    """
    if not request.is_first:
        raise EditError(Why.LATER_ROUND)
    model = text(body, "model")
    if not model:
        raise EditError(Why.MODEL)
    name = "input" if is_responses(request.url) else "messages"
    before, after = _messages(request.body, name), _messages(body, name)
    changed = _parameters(body, asked, name)
    if name == "messages":
        instructions, after = _instructions(after)
        _, before = _instructions(before)
        changed = replace(changed, instructions=instructions)
    if body.get("tools") != request.body.get("tools"):
        changed = _with_tools(changed, children(body, "tools"), own)
    parts = _question(before, after, question, len(_messages(body, name)) - len(after))
    return Edited(model, changed, parts, body)


def put_back(body: Json, whole: Mapping[str, object]) -> Json:
    """Give a body with those files outside of its messages that `whole` has; for a worker."""
    named = {"messages", "input"}
    held = contents({name: value for name, value in whole.items() if name not in named})
    return {
        name: value if name in named else with_contents(value, held) for name, value in body.items()
    }


def rest(body: Json, would: Json) -> str:
    """Give what of `body` a request lacks that was made by its parameters, as `Parameters.extra`."""
    named = {"model", "messages", "input"}
    found = {
        name: value
        for name, value in body.items()
        if name not in named and would.get(name, _MISSING) != value
    }
    found |= {name: None for name in would if name not in body and name not in named}
    return json.dumps(found, ensure_ascii=False) if found else ""


def _messages(body: Mapping[str, object], name: str) -> list[Json]:
    found = body.get(name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise EditError(Why.MESSAGES)
    return found


def _instructions(messages: list[Json]) -> tuple[str, list[Json]]:
    """Give the instructions that messages begin with, and the rest."""
    if messages and text(messages[0], "role") in _SYSTEM:
        first = messages[0].get("content")
        if not isinstance(first, str):
            raise EditError(Why.MESSAGES, "1")
        return first, messages[1:]
    return "", messages


def _question(
    before: Sequence[Json], after: Sequence[Json], question: Message, skipped: int
) -> tuple[Part, ...] | None:
    """Give the parts of the last question where it is another one; None: nothing has changed."""
    users = [at for at, one in enumerate(before) if text(one, "role") == "user"]
    for at in range(max(len(before), len(after))):
        pair = [list_[at] if at < len(list_) else None for list_ in (before, after)]
        if pair[0] == pair[1]:
            continue
        is_last = bool(users) and at == users[-1]
        old, new = pair
        if not is_last or old is None or new is None or _frame(old) != _frame(new):
            raise EditError(Why.MESSAGES, str(at + 1 + skipped))
    if not users or before[users[-1]] == after[users[-1]]:
        return None
    parts = _parts(before[users[-1]].get("content"), after[users[-1]].get("content"), question)
    if not parts:
        raise EditError(Why.EMPTY)
    return parts


def _frame(message: Json) -> Json:
    return {name: value for name, value in message.items() if name != "content"}


def _parts(before: object, after: object, question: Message) -> tuple[Part, ...]:
    if isinstance(after, str):
        return (Part(PartType.TEXT, after),) if after.strip() else ()
    attached = {part.blob: part for part in question.parts if part.blob}
    old = before if isinstance(before, list) else []
    parts: list[Part] = []
    for entry in after if isinstance(after, list) else [None]:
        if isinstance(entry, dict) and text(entry, "type") in _TEXTS:
            parts.append(Part(PartType.TEXT, text(entry, "text")))
            continue
        found = _BLOB.search(json.dumps(entry))
        if entry not in old or found is None or found[1] not in attached:
            raise EditError(Why.CONTENT)
        parts.append(attached[found[1]])
    return tuple(part for part in parts if part.blob or part.text.strip())


def _parameters(body: Json, asked: Parameters, name: str) -> Parameters:
    """Give what was asked with the values of a body that the program has a name for."""
    is_chat = name == "messages"
    limits = ["max_completion_tokens", "max_tokens"] if is_chat else ["max_output_tokens"]
    limit = next((body[one] for one in limits if one in body), None)
    effort = body.get("reasoning_effort") if is_chat else child(body, "reasoning").get("effort")
    spoken = body if is_chat else child(body, "text")
    form = (
        child(child(body, "response_format"), "json_schema") if is_chat else child(spoken, "format")
    )
    schema = child(form, "schema")
    known: dict[str, Any] = {
        "temperature": _if(_is_number, body.get("temperature")),
        "top_p": _if(_is_number, body.get("top_p")),
        "max_output_tokens": _if(_is_whole, limit),
        "reasoning_effort": _if(_is_text, effort),
        "verbosity": _if(_is_text, spoken.get("verbosity")),
        "seed": _if(_is_whole, body.get("seed")),
        "schema": json.dumps(schema, ensure_ascii=False) if schema else "",
        "schema_name": text(form, "name") if schema else "",
        "web_search": asked.web_search and _searches(body),
        "extra": "",
    }
    if not is_chat:
        known["instructions"] = text(body, "instructions")
    return replace(asked, **known)


def _searches(body: Json) -> bool:
    kinds = {text(tool, "type") for tool in children(body, "tools")}
    return "web_search_options" in body or "plugins" in body or "web_search" in kinds


def _with_tools(asked: Parameters, tools: Sequence[Json], own: Mapping[str, str]) -> Parameters:
    """Take over which functions may be called, so that their calls find whoever answers them."""
    forms = [child(tool, "function") or tool for tool in tools if text(tool, "type") == "function"]
    kept = tuple(own[text(form, "name")] for form in forms if text(form, "name") in own)
    functions = tuple(
        Function(
            text(form, "name"),
            text(form, "description"),
            json.dumps(child(form, "parameters"), ensure_ascii=False),
            form.get("strict") is True,
        )
        for form in forms
        if text(form, "name") and text(form, "name") not in own
    )
    return replace(asked, tools=kept, functions=functions)


def _if(is_fit: Callable[[object], bool], value: object) -> object:
    return value if is_fit(value) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
