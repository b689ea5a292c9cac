"""What both text APIs say in the same words: schemas, functions, the results of calls."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from desktop.api.reading.fields import Json, load
from desktop.core.parameters import Function
from desktop.core.requests import ChatRequest
from desktop.core.stream import unanswered
from desktop.core.types import Message, Part, PartType, Role

NOT_RUN = "Not run: the answer was stopped before this call."
"""The result of a call that has none: servers refuse a call without one."""

_ANY = {"type": "object", "properties": {}}


def schema_form(request: ChatRequest) -> Json:
    """Give the form of the answer that `request` asks for; empty: plain text."""
    schema = _object(request.schema)
    if not schema:
        return {}
    form: Json = {"name": request.schema_name or "answer", "schema": schema}
    return {**form, "strict": True} if _is_strict(schema) else form


def declared(function: Function) -> Json:
    """Give a function as it is declared to a model."""
    form: Json = {"name": function.name, "parameters": _object(function.parameters) or dict(_ANY)}
    return {**form, "description": function.description} if function.description else form


def arguments(call: Part) -> str:
    """Give the arguments of a call as JSON, an empty object where it was cut in the middle."""
    return call.text if _object(call.text) else "{}"


def results_elsewhere(messages: Iterable[Message]) -> frozenset[str]:
    """Give the calls whose results are messages of their own."""
    return frozenset(
        part.ref
        for message in messages
        if message.role is Role.TOOL
        for part in message.parts
        if part.type is PartType.TOOL_RESULT
    )


def with_extra(body: Json, request: ChatRequest) -> Json:
    """Give a body with what the person added to it; the conversation stays what it is."""
    extra = {
        name: value
        for name, value in _object(request.extra).items()
        if name not in {"messages", "input"}
    }
    return {name: value for name, value in (body | extra).items() if extra.get(name, 0) is not None}


def not_run(parts: Iterable[Part], elsewhere: Collection[str]) -> tuple[Part, ...]:
    """Give a result for each call of a message that has none anywhere."""
    return tuple(
        Part(PartType.TOOL_RESULT, NOT_RUN, name=call.name, ref=call.ref)
        for call in unanswered(parts)
        if call.ref not in elsewhere
    )


def _object(text: str) -> Json:
    try:
        item = load(text or "{}")
    except ValueError:
        return {}
    return item if isinstance(item, dict) else {}


def _is_strict(schema: object) -> bool:
    """Tell whether a schema keeps to what OpenAI's strict mode asks for: it refuses others.

    Every object names all its properties as required and allows no others.
    """
    if isinstance(schema, list):
        return all(_is_strict(entry) for entry in schema)
    if not isinstance(schema, dict):
        return True
    properties = schema.get("properties")
    if schema.get("type") == "object" or isinstance(properties, dict):
        names = set(properties) if isinstance(properties, dict) else set()
        required = schema.get("required")
        is_closed = schema.get("additionalProperties") is False
        if not (is_closed and isinstance(required, list) and set(required) == names):
            return False
    return all(_is_strict(entry) for entry in schema.values())
