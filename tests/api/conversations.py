"""Requests of every kind that we build, for the contract tests."""

from __future__ import annotations

import json

from desktop.api.lessons import Dialect
from desktop.api.text import chat, responses
from desktop.core.connection import Api
from desktop.core.parameters import Function
from desktop.core.requests import ChatRequest
from desktop.core.types import Part, PartType, Role
from tests.api.asking import question, said

_REASONING = {
    "type": "reasoning",
    "id": "rs_1",
    "summary": [{"type": "summary_text", "text": "hm"}],
    "encrypted_content": "e",
    "status": "completed",
}
_CALL = Part(PartType.TOOL_CALL, '{"a": 1}', name="f", ref="call_1")

REQUESTS = {
    "plain": question("hi"),
    "everything set": question(
        "hi",
        instructions="be brief",
        temperature=0.5,
        top_p=0.9,
        max_output_tokens=99,
        reasoning_effort="low",
        verbosity="low",
        seed=7,
        schema_name="sum",
        schema='{"type": "object", "properties": {"a": {"type": "integer"}}}',
        functions=(Function("add", "Add.", is_strict=True), Function("f")),
        web_search=True,
    ),
    "several rounds": ChatRequest(
        "m-1",
        (
            said(Role.USER, "q"),
            said(
                Role.ASSISTANT,
                Part(PartType.REASONING, "hm", raw=json.dumps(_REASONING)),
                _CALL,
                Part(PartType.TOOL_RESULT, "7", name="f", ref="call_1"),
                Part(PartType.TEXT, "Seven, so far."),
                Part(PartType.TOOL_CALL, '{"cut', name="f", ref="call_2"),
                model="m-1",
            ),
            said(Role.USER, "r"),
        ),
        functions=(Function("f"),),
    ),
    "a long path": ChatRequest(
        "m-1",
        (
            said(Role.SYSTEM, "s"),
            said(Role.USER, "q"),
            said(
                Role.ASSISTANT,
                Part(PartType.REASONING, "hm", raw=json.dumps(_REASONING)),
                Part(PartType.TEXT, "let me see", raw='{"phase": "commentary"}'),
                _CALL,
                model="m-1",
            ),
            said(Role.TOOL, Part(PartType.TOOL_RESULT, "7", ref="call_1")),
            said(Role.ASSISTANT, "a", Part(PartType.REFUSAL, "no"), model="m-1"),
            said(Role.USER, "r"),
        ),
    ),
    "a picture and a file": ChatRequest(
        "m-1",
        (
            said(
                Role.USER,
                "look",
                Part(PartType.IMAGE, blob="a"),
                Part(PartType.FILE, blob="b", name="x.pdf"),
            ),
        ),
        blobs={"a": "data:image/png;base64,AAAA", "b": "data:application/pdf;base64,AAAA"},
    ),
}


def bodies() -> dict[str, tuple[Api, dict[str, object]]]:
    """Give every request as the JSON of both APIs, for an official and for any other server."""
    modules = {Api.CHAT: chat, Api.RESPONSES: responses}
    return {
        f"{api.value}, {name}, {'official' if is_official else 'other'}": (
            api,
            module.build(request, Dialect(is_official)),
        )
        for api, module in modules.items()
        for name, request in REQUESTS.items()
        for is_official in (True, False)
    }
