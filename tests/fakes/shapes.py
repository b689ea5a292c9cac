"""Answers in the shapes that OpenAI documents, for `byte_server` to cut up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tests.fakes.byte_server import Piece, Reply


def json_reply(item: object, status: int = 200, **more: str) -> Reply:
    """Give a plain JSON answer; `more` are headers, with _ for -."""
    headers = tuple((name.replace("_", "-"), value) for name, value in more.items())
    return Reply((json.dumps(item).encode(),), status, "application/json", headers, "length")


def sse(*items: object, end: str = "\n\n") -> bytes:
    """Give the items as events; strings go in as they are."""
    datas = (item if isinstance(item, str) else json.dumps(item) for item in items)
    return "".join(f"data: {data}{end}" for data in datas).encode()


def chat_chunks(texts: Iterable[str], finish: str | None = "stop") -> Iterator[dict[str, object]]:
    """Give Chat Completions chunks that say `texts`; `finish` None leaves the end out."""
    base = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m-1"}
    yield {**base, "choices": [{"index": 0, "delta": {"role": "assistant"}, "finish_reason": None}]}
    for text in texts:
        yield {**base, "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}
    if finish:
        yield {**base, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}
        usage = {"prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8}
        yield {**base, "choices": [], "usage": usage}


def chat_reply(*texts: str, cuts: Iterable[Piece] = ()) -> Reply:
    """Give a well-formed Chat Completions stream, then `cuts`."""
    events = tuple(sse(chunk) for chunk in chat_chunks(texts))
    return Reply((*events, sse("[DONE]"), *cuts))


def response_events(texts: Iterable[str], number: int = 0) -> list[dict[str, object]]:
    """Give the events of a Responses stream that says `texts` as one message, in OpenAI's shape."""
    whole = "".join(texts)
    part = {"type": "output_text", "text": whole, "annotations": [], "logprobs": []}
    item = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed"}
    done = {**item, "content": [part]}
    place = {"item_id": "msg_1", "output_index": number, "content_index": 0}
    empty = {**part, "text": ""}
    events: list[dict[str, object]] = [
        {"type": "response.created", "response": response_object("in_progress")},
        {"type": "response.in_progress", "response": response_object("in_progress")},
        {
            "type": "response.output_item.added",
            "output_index": number,
            "item": {**item, "status": "in_progress", "content": []},
        },
        {"type": "response.content_part.added", **place, "part": empty},
    ]
    events += [
        {"type": "response.output_text.delta", **place, "delta": text, "logprobs": []}
        for text in texts
    ]
    events += [
        {"type": "response.output_text.done", **place, "text": whole, "logprobs": []},
        {"type": "response.content_part.done", **place, "part": part},
        {"type": "response.output_item.done", "output_index": number, "item": done},
        {"type": "response.completed", "response": response_object("completed", [done])},
    ]
    return [{**event, "sequence_number": count} for count, event in enumerate(events)]


def response_object(
    status: str, output: Iterable[object] = (), **more: object
) -> dict[str, object]:
    """Give a Responses object as OpenAI sends it."""
    ended = status != "in_progress"
    usage = {
        "input_tokens": 3,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 5,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 8,
    }
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "m-1",
        "status": status,
        "output": list(output),
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "temperature": 1.0,
        "top_p": 1.0,
        **({"usage": usage} if ended else {}),
        **more,
    }


def responses_reply(*texts: str) -> Reply:
    """Give a well-formed Responses stream."""
    return Reply(
        tuple(
            f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()
            for event in response_events(texts)
        )
    )
