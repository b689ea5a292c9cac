"""Reads fields of JSON that others wrote: absent, null or of the wrong type is the same as empty.

Servers differ in what they leave out and in what they send as null; none of that may end an answer.
"""

from __future__ import annotations

import json
import math
import re
from itertools import accumulate
from typing import TypeAlias, cast

Json: TypeAlias = dict[str, object]

_MAX_DEPTH = 100
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
_MAX_NUMBER = 2**63 - 1  # what a database can hold
# Text until its first use. An escaped backslash, a whole pair, or half of one.
_SURROGATES = r"(?i)\\\\|\\ud[89ab]..\\ud[c-f]..|(\\ud[89a-f]..)"
_NO_BRACKETS = r'"[^"]*"|[^][{}"]+'


def load(content: str | bytes) -> object:
    """Give what JSON text says, so that everything here and above can live with it.

    Nothing in it is nested more than 100 deep, for whoever writes or walks it needs more of the
    stack than the reader does; and halves of surrogate pairs, which no UTF-8 can hold, are U+FFFD.

    Raises:
        ValueError: it is no JSON, or nested too deeply.
    """
    if isinstance(content, bytes):
        content = content.decode("utf-8-sig", "replace")
    if "\\ud" in content or "\\uD" in content:
        content = re.sub(_SURROGATES, lambda m: "\\ufffd" if m[1] else m[0], content)
    try:
        value: object = json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if content.count("[") + content.count("{") > _MAX_DEPTH and _depth(content) > _MAX_DEPTH:
        raise ValueError("nested too deeply")
    return value


def _depth(content: str) -> int:
    """Give how deep the brackets of valid JSON are nested."""
    bare = re.sub(_NO_BRACKETS, "", content.replace("\\\\", "").replace('\\"', ""))
    return max(accumulate(map(_STEPS.__getitem__, bare)), default=0)


def text(item: Json, name: str) -> str:
    """Give the string under `name`, or ""."""
    value = item.get(name)
    return value if isinstance(value, str) else ""


def number(item: Json, name: str) -> int | None:
    """Give the whole number under `name`, or None."""
    value = item.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if -_MAX_NUMBER <= value <= _MAX_NUMBER else None


def real(item: Json, name: str) -> float | None:
    """Give the finite number under `name`, or None; some servers write it as text ("5.0")."""
    value = item.get(name)
    if not isinstance(value, int | float | str) or isinstance(value, bool):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def strings(item: Json, name: str) -> tuple[str, ...]:
    """Give the strings in the list under `name`; what is no string is left out."""
    value = item.get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


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
