"""How a conversation's answers are asked for: instructions, sampling, tools, the form of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Function:
    """A function that the model may call; a person declared it, or the program brings it.

    `parameters` is the JSON schema of its arguments, as text; `is_strict` asks the server to keep
    to it exactly (it then refuses schemas that it cannot keep to).
    """

    name: str
    description: str = ""
    parameters: str = '{"type":"object","properties":{}}'
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is asked of every answer of a conversation. None: not sent, the server decides.

    `schema` is the JSON schema (as text) that answers follow; empty: they are plain text. `tools`
    names the program's own tools that are switched on; `functions` are the person's own, whose
    results the person gives by hand. `connection_id` and `model` are who answers here; empty: what
    is chosen for new chats. `extra` is a JSON object, as text: fields that go into the request as
    they are, over those of the same name; null leaves one out.
    """

    instructions: str = ""
    temperature: float | None = None
    top_p: float | None = None
    max_output_tokens: int | None = None
    reasoning_effort: str | None = None
    verbosity: str | None = None
    seed: int | None = None
    schema_name: str = ""
    schema: str = ""
    web_search: bool = False
    tools: tuple[str, ...] = ()
    functions: tuple[Function, ...] = ()
    connection_id: str = ""
    model: str = ""
    extra: str = ""

    def to_json(self) -> str:
        """Give the JSON that `from_json` reads; empty where everything is as it comes."""
        plain = Parameters()
        wanted = {
            name: value for name, value in asdict(self).items() if value != getattr(plain, name)
        }
        return json.dumps(wanted, ensure_ascii=False) if wanted else ""


def from_json(text: str) -> Parameters:
    """Read what `Parameters.to_json` wrote, here or in another version of the program.

    What is not known, or of another type than it should be, is left out.
    """
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return Parameters()
    if not isinstance(found, dict):
        return Parameters()
    plain = Parameters()
    known: dict[str, Any] = {}
    for field in fields(Parameters):
        read = _READERS.get(field.name, _like(getattr(plain, field.name)))
        value = read(found.get(field.name)) if field.name in found else None
        if value is not None:
            known[field.name] = value
    return Parameters(**known)


def _like(default: object) -> Callable[[object], object]:
    """Give a reader that lets through values of the default's type only."""
    kind = str if default is None else type(default)
    return lambda value: value if isinstance(value, kind) else None


def _number(value: object) -> object:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else None


def _whole(value: object) -> object:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _names(value: object) -> object:
    if not isinstance(value, list):
        return None
    return tuple(name for name in value if isinstance(name, str))


def _functions(value: object) -> object:
    if not isinstance(value, list):
        return None
    return tuple(_function(row) for row in value if isinstance(row, dict) and row.get("name"))


def _function(row: Mapping[str, Any]) -> Function:
    plain = Function("")
    known = {
        field.name: row[field.name]
        for field in fields(Function)
        if field.name in row and isinstance(row[field.name], type(getattr(plain, field.name)))
    }
    return Function(**{"name": str(row["name"]), **known})


_READERS: dict[str, Callable[[object], object]] = {
    "temperature": _number,
    "top_p": _number,
    "max_output_tokens": _whole,
    "seed": _whole,
    "tools": _names,
    "functions": _functions,
}
