"""What we send, and what our fakes send, against OpenAI's own OpenAPI document.

The document is not part of this project; where it lies beside the checkout, it is read there.
"""

import json
import os
from pathlib import Path
from typing import Any, cast

import jsonschema_rs
import pytest

from desktop.core.connection import Api
from tests.api.asking import TEXTS
from tests.api.conversations import bodies
from tests.fakes.shapes import chat_chunks, response_events

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "openai-openapi.json"
DOCUMENT = Path(os.environ.get("ORIOLE_OPENAPI", _BESIDE))
PATHS = {Api.CHAT: "/chat/completions", Api.RESPONSES: "/responses"}

Json = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Json:
    if not DOCUMENT.is_file():
        pytest.skip("the official OpenAPI document is not beside this checkout")
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
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "components": document["components"],
    }
    return jsonschema_rs.Draft202012Validator(whole)


def request_schema(document: Json, api: Api) -> Json:
    content = document["paths"][PATHS[api]]["post"]["requestBody"]["content"]
    return cast("Json", content["application/json"]["schema"])


def known_properties(document: Json, schema: Json) -> set[str]:
    """Give the names of all top-level properties: unknown ones pass validation."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    found = set(schema.get("properties", ()))
    for part in schema.get("allOf", ()):
        found |= known_properties(document, part)
    return found


@pytest.mark.parametrize(("api", "body"), bodies().values(), ids=bodies().keys())
def test_openapi_knows_every_request(document: Json, api: Api, body: Json) -> None:
    schema = request_schema(document, api)
    errors = [error.message for error in validator(document, schema).iter_errors(body)]
    assert errors == []
    assert set(body) <= known_properties(document, schema)


BROKEN: list[tuple[Api, Json]] = [
    (Api.CHAT, {"model": "m", "messages": [{"role": "usr", "content": "x"}]}),
    (Api.CHAT, {"model": "m", "messages": [], "max_tokens": "10"}),
    (Api.RESPONSES, {"model": "m", "input": [{"role": "user", "content": [{"type": "text"}]}]}),
]


@pytest.mark.parametrize(("api", "body"), BROKEN)
def test_openapi_refuses_a_broken_request(document: Json, api: Api, body: Json) -> None:
    assert not validator(document, request_schema(document, api)).is_valid(body)


def schema_named(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def test_openapi_knows_the_events_of_our_fake(document: Json) -> None:
    check = validator(document, schema_named("ResponseStreamEvent"))
    for event in response_events(TEXTS):
        assert [error.message for error in check.iter_errors(event)] == [], event["type"]


def test_openapi_knows_the_chunks_of_our_fake(document: Json) -> None:
    check = validator(document, schema_named("CreateChatCompletionStreamResponse"))
    for chunk in chat_chunks(TEXTS):
        assert [error.message for error in check.iter_errors(chunk)] == []
