"""JSON schemas that a person writes, and what is to follow them. Worker threads: they may be large.

The checker is a wheel of its own, loaded when the first schema is looked at.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import jsonschema_rs

MAX_SCHEMA = 100_000
"""Characters of a schema: servers take far less."""

_MAX_WORDS = 300


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a schema as it is typed; `line` counts from 1, 0: it is not about a line.

    `words` is what the checker says, in English; empty where the code alone says it.
    """

    is_json: bool
    line: int = 0
    words: str = ""


def flaw(text: str) -> Flaw | None:
    """Give what is wrong with the text of a schema; None: it can be used."""
    try:
        schema = json.loads(text)
    except RecursionError:
        return Flaw(is_json=False)
    except json.JSONDecodeError as error:
        return Flaw(is_json=False, line=error.lineno, words=error.msg)
    if not isinstance(schema, dict) or len(text) > MAX_SCHEMA:
        return Flaw(is_json=True)
    words = _unusable(schema)
    return Flaw(is_json=True, words=words) if words else None


def misfits(schema: str, value: object) -> str:
    """Give what about `value` does not follow a schema; empty: it fits.

    Raises:
        ValueError: the schema cannot be used itself.
    """
    import jsonschema_rs  # noqa: PLC0415 - see above

    try:
        checker = jsonschema_rs.validator_for(json.loads(schema), retriever=_nothing_from_afar)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
        raise ValueError(str(error)) from None
    try:
        checker.validate(value)
    except jsonschema_rs.ValidationError as error:
        return _words(error)
    return ""


def _unusable(schema: dict[str, object]) -> str:
    import jsonschema_rs  # noqa: PLC0415 - see above

    try:
        jsonschema_rs.validator_for(schema, retriever=_nothing_from_afar)
    except jsonschema_rs.ReferencingError as error:
        return str(error)[:_MAX_WORDS]
    except jsonschema_rs.ValidationError as error:
        return _words(error)
    except ValueError as error:
        return str(error)[:_MAX_WORDS]
    return ""


def _words(error: jsonschema_rs.ValidationError) -> str:
    place = "/".join(str(step) for step in error.instance_path)
    return (f"{place}: {error.message}" if place else error.message)[:_MAX_WORDS]


def _nothing_from_afar(address: str) -> NoReturn:
    """Refuse what a schema refers to elsewhere: the checker would fetch it, also from this disk."""
    raise ValueError(f"{address} is elsewhere")
