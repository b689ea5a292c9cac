"""What llama.cpp is asked: nothing of the caller's own request reaches it unread."""

from __future__ import annotations

from desktop.engine.prompts import Part, Picture, Prompt, Said


def request_of(prompt: Prompt) -> dict[str, object]:
    """Give the JSON that llama.cpp wants for a prompt."""
    request: dict[str, object] = {
        "messages": [_message(said) for said in prompt.messages],
        "stream": True,
        "stream_options": {"include_usage": True},
        "return_progress": True,
    }
    optional = {
        "temperature": prompt.temperature,
        "repeat_penalty": prompt.model.manner.repeat_penalty,
        "top_p": prompt.top_p,
        "max_tokens": prompt.max_tokens,
        "seed": prompt.seed,
        "presence_penalty": prompt.presence_penalty,
        "frequency_penalty": prompt.frequency_penalty,
        "stop": list(prompt.stops) or None,
    }
    request |= {name: value for name, value in optional.items() if value is not None}
    if prompt.schema is not None:
        schema = {"name": "answer", "schema": prompt.schema}
        request["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif prompt.wants_json:
        request["response_format"] = {"type": "json_object"}
    box = prompt.toolbox
    if box.tools:
        request["tools"] = [tool.as_chat() for tool in box.tools]
        request["tool_choice"] = box.choice
        request["parallel_tool_calls"] = box.wants_many_calls
    return request


def _message(said: Said) -> dict[str, object]:
    message: dict[str, object] = {"role": said.role, "content": said.text}
    if said.parts:
        message["content"] = [_part(part) for part in said.parts]
    if said.calls:
        message["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in said.calls
        ]
    if said.call_id:
        message["tool_call_id"] = said.call_id
    return message


def _part(part: Part) -> dict[str, object]:
    if isinstance(part, Picture):
        return {"type": "image_url", "image_url": {"url": part.url}}
    return {"type": "text", "text": part}
