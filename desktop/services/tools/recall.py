"""Search in what was said before. What is found goes to the server of the model that asks.

Temporary chats are in no index, what lies in the bin is not looked at, and neither is the
conversation that asks: the model knows it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from desktop.core.errors import AppError
from desktop.core.parameters import Function
from desktop.core.types import Role
from desktop.services.finding import Finding
from desktop.services.hits import CONVERSATION, MESSAGE, Hit
from desktop.services.tools.tool import Tool, ToolError
from desktop.store.conversations import Conversations

MOST = 10
_AS_MANY = 5
_BEFORE, _AFTER = 300, 700  # characters around what was found: ten of them are 2,500 tokens
_KINDS = frozenset({MESSAGE, CONVERSATION})  # recordings stay here: nobody agreed to send them
_SPARE = 20  # hits that may all be in the conversation that asks

_SCHEMA = {
    "type": "object",
    "properties": {
        "query": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "description": "Words that must all occur, in any order; the fewer, the more is found."
            " Words in double quotes must follow each other.",
        },
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST,
            "description": f"How many results; without it: {_AS_MANY}.",
        },
    },
    "required": ["query"],
    "additionalProperties": False,
}
FUNCTION = Function(
    "search_conversations",
    "Search the user's earlier conversations in this program: questions, answers and titles,"
    " newest first. Use it when the user refers to something that was said before.",
    json.dumps(_SCHEMA),
)


def make(finding: Finding, conversations: Conversations) -> Tool:
    """Give the tool."""

    async def ask(arguments: Mapping[str, object], conversation_id: int) -> str:
        query, wanted = str(arguments["query"]), arguments.get("limit")
        limit = wanted if isinstance(wanted, int) else _AS_MANY
        try:
            found = await finding.search(query, limit=limit + _SPARE, kinds=_KINDS)
            elsewhere = [hit for hit in found.hits if _owner(hit) != str(conversation_id)][:limit]
            results = [await _told(hit, conversations) for hit in elsewhere]
        except AppError as error:
            raise ToolError("The conversations cannot be searched now.") from error
        said: dict[str, object] = {"results": results}
        if found.share < 1:
            said["note"] = "Some older conversations are not searched yet."
        return json.dumps(said, ensure_ascii=False)

    return Tool(FUNCTION, ask=ask)


def _owner(hit: Hit) -> str:
    return hit.place.partition("?")[0].partition("/")[0]


async def _told(hit: Hit, conversations: Conversations) -> dict[str, str]:
    day = datetime.fromtimestamp(hit.time_s).astimezone().date().isoformat()
    told = {"conversation": hit.title, "date": day}
    if hit.is_title:
        return told
    text = " ".join((await conversations.message(hit.record_id)).text.split())
    begin = max(0, text.find(hit.excerpt.text.strip("…")[:40]) - _BEFORE)
    told["said_by"] = "user" if hit.role == Role.USER else "assistant"
    told["text"] = text[begin : begin + _BEFORE + _AFTER] or hit.excerpt.text
    return told
