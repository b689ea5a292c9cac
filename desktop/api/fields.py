"""Reads fields of JSON that others wrote: absent, null or of the wrong type is the same as empty.

Servers differ in what they leave out and in what they send as null; none of that may end an answer.
"""

from __future__ import annotations

import json
from typing import TypeAlias, cast

Json: TypeAlias = dict[str, object]


def text(item: Json, name: str) -> str:
    """Give the string under `name`, or ""."""
    value = item.get(name)
    return value if isinstance(value, str) else ""


def number(item: Json, name: str) -> int | None:
    """Give the whole number under `name`, or None."""
    value = item.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def child(item: Json, name: str) -> Json:
    """Give the object under `name`, or an empty one."""
    value = item.get(name)
    return cast("Json", value) if isinstance(value, dict) else {}


def children(item: Json, name: str) -> list[Json]:
    """Give the objects in the list under `name`; what is no object is left out."""
    return objects(item.get(name))


def objects(value: object) -> list[Json]:
    """Give the objects in `value` when it is a list, else nothing."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def dump(value: object) -> str:
    """Give `value` as compact JSON text, readable in every script."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
