"""What the contract tests share: one row per request that we build, and what it is held against.

A group of endpoints adds rows, and nothing else: name -> `Row` in the `ROWS` of its own module
(`rows_text`, `rows_json`, `rows_forms` for multipart bodies), which `rows.ROWS` joins. Both
`test_openapi_contract` and `test_sdk_contract` then check every row. For a form write
`Row("/files", Call("/files", Form(...)), FileCreateParams)`: its fields are read as the schema
means them (numbers, booleans, `name[]` lists, `name[inner]` objects), its files as text.

OpenAI's document is not part of this project; where it lies beside the checkout, it is read there.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import jsonschema_rs

from desktop.api.wire.call import Call, Form

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "openai-openapi.json"
DOCUMENT = Path(os.environ.get("ORIOLE_OPENAPI", _BESIDE))

Json = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One request of ours.

    `path` is the document's, with its {names}; `params` the TypedDict of the `openai` package that
    describes body and query, None where a call has neither. `newer` names what the package knows
    and the document, some months older, does not.
    """

    path: str
    call: Call = field(repr=False)
    params: Any = None
    newer: frozenset[str] = frozenset()


def load() -> Json | None:
    """Give the document with its mistakes mended, or None where it does not lie here."""
    if not DOCUMENT.is_file():
        return None
    content = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    _loosen(content)
    return cast("Json", content)


def _loosen(node: object) -> None:
    """Repair what makes good bodies fail.

    The alternatives under oneOf overlap: anyOf is meant. And `nullable` is a word of OpenAPI 3.0
    that the document still uses, but JSON Schema does not know.
    """
    if isinstance(node, dict):
        if node.get("nullable") is True and isinstance(node.get("type"), str):
            node["type"] = [node["type"], "null"]
            if "enum" in node:
                node["enum"] = [*node["enum"], None]
        if isinstance(node.get("oneOf"), list):
            either = node.pop("oneOf")
            if "anyOf" in node:
                node.setdefault("allOf", []).append({"anyOf": either})
            else:
                node["anyOf"] = either
        for child in node.values():
            _loosen(child)
    elif isinstance(node, list):
        for child in node:
            _loosen(child)


def validator(document: Json, schema: Json) -> jsonschema_rs.Draft202012Validator:
    """Give what checks values against a schema of the document."""
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "components": document["components"],
    }
    return jsonschema_rs.Draft202012Validator(whole)


def schema_named(name: str) -> Json:
    """Give the schema of a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def operation(document: Json, row: Row) -> Json:
    """Give what the document says about the row's path and method; the call's own path must match."""
    pattern = re.sub(r"\\\{[^}]*\\\}", r"[^/?]+", re.escape(row.path))
    assert re.fullmatch(pattern, row.call.path), f"{row.call.path} is not {row.path}"
    return cast("Json", document["paths"][row.path][row.call.verb.lower()])


def request_schema(document: Json, row: Row) -> Json:
    """Give the schema of the row's body."""
    kind = "multipart/form-data" if isinstance(row.call.body, Form) else "application/json"
    return cast("Json", operation(document, row)["requestBody"]["content"][kind]["schema"])


def properties(document: Json, schema: Json) -> Json:
    """Give all top-level properties: unknown ones would pass validation."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    found = dict(schema.get("properties", {}))
    for part in schema.get("allOf", ()):
        found |= properties(document, part)
    return found


def form_names(form: Form) -> set[str]:
    """Give what a form's fields and files are called, without brackets."""
    names = [name for name, _value in form.fields] + [file.name for file in form.files]
    return {name.partition("[")[0] for name in names}


def form_value(form: Form, fits: Callable[[str, object], bool]) -> Json:
    """Give a form as JSON: everything in it is text, and `fits(name, value)` tells what is meant."""
    pairs: list[tuple[str, str]] = [*form.fields, *((file.name, "bytes") for file in form.files)]
    result: Json = {}
    for name, content in pairs:
        outer, _, inner = name.rstrip("]").partition("[")
        readings: Iterable[object] = _readings(content)
        if inner:
            known = result.get(outer, {})
            readings = [{**known, inner: reading} for reading in readings]
        elif name.endswith("[]"):
            readings = [[*result.get(outer, []), reading] for reading in readings]
        readings = list(readings)
        result[outer] = next((one for one in readings if fits(outer, one)), readings[0])
    return result


def _readings(content: str) -> list[object]:
    """Give what a field may mean: text, or what it says as JSON."""
    try:
        return [content, json.loads(content)]
    except ValueError:
        return [content]


def body_as_json(document: Json, row: Row) -> Json:
    """Give what the row sends, a form as the document's schema reads it."""
    body = row.call.body
    if not isinstance(body, Form):
        return cast("Json", body or {})
    known = properties(document, request_schema(document, row))
    checks = {name: validator(document, schema) for name, schema in known.items()}
    return form_value(body, lambda name, value: name in checks and checks[name].is_valid(value))
