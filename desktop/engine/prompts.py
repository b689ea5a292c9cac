"""What a caller asks for, read from the request of either API, with the engine's own defaults."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.engine.fields import Fields
from desktop.engine.problems import ApiError

MODEL = "smollm2-135m-instruct"

SYSTEM_MESSAGE = "You are a helpful assistant."
"""SmolLM2 needs exactly this: with it and temperature 0 it names the capital of France 4 of 4
times, without any system message 0 of 8 times; even "answer briefly" breaks it."""

TEMPERATURE = 0.0

REPEAT_PENALTY = 1.05
"""Against the loops that small models fall into. Of 40 short facts 33 are right with it, 30 without
it, 31 at 1.1; half of the letters and stories that looped without it come to an end."""

_ROLES = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}
_TEXT_PARTS = frozenset({"text", "input_text", "output_text", "refusal"})
_MAX_STOPS = 4  # as in OpenAI's API


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation; role is system, user or assistant."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One answer to make."""

    messages: tuple[Said, ...]
    temperature: float = TEMPERATURE
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    stops: tuple[str, ...] = ()
    schema: dict[str, object] | None = None
    wants_json: bool = False
    stream: bool = False
    wants_usage: bool = True

    @property
    def instructions(self) -> str:
        """What the model was told to be."""
        return "\n\n".join(said.text for said in self.messages if said.role == "system")


def from_chat(fields: Fields) -> Prompt:
    """Read a request of the Chat Completions API.

    Raises:
        ApiError: 400 or 404, with the field that is wrong.
    """
    _refuse(fields, "tools", "functions", "audio", "prediction", "web_search_options")
    _check_model(fields)
    if (fields.whole("n", 1) or 1) > 1:
        raise fields.wrong("n", "1")
    messages = [_said(item, "content") for item in fields.each("messages")]
    if not messages:
        raise fields.wrong("messages", "a list with at least one message")
    options = fields.fields("stream_options") or Fields({})
    schema, wants_json = _format(fields.fields("response_format"), nested=True)
    return Prompt(
        messages=_with_system(messages),
        temperature=_temperature(fields),
        top_p=fields.number("top_p", 0, 1),
        max_tokens=fields.whole("max_completion_tokens", 1) or fields.whole("max_tokens", 1),
        seed=fields.whole("seed", 0),
        presence_penalty=fields.number("presence_penalty", -2, 2),
        frequency_penalty=fields.number("frequency_penalty", -2, 2),
        stops=_stops(fields),
        schema=schema,
        wants_json=wants_json,
        stream=fields.flag("stream"),
        wants_usage=options.flag("include_usage"),
    )


def from_responses(fields: Fields) -> Prompt:
    """Read a request of the Responses API; the server keeps no earlier responses.

    Raises:
        ApiError: 400 or 404, with the field that is wrong.
    """
    _refuse(fields, "tools", "previous_response_id", "conversation", "background", "prompt")
    _check_model(fields)
    messages = _input(fields)
    instructions = fields.text("instructions")
    if instructions:
        messages.insert(0, Said("system", instructions))
    text = fields.fields("text") or Fields({})
    schema, wants_json = _format(text.fields("format"), nested=False)
    return Prompt(
        messages=_with_system(messages),
        temperature=_temperature(fields),
        top_p=fields.number("top_p", 0, 1),
        max_tokens=fields.whole("max_output_tokens", 1),
        schema=schema,
        wants_json=wants_json,
        stream=fields.flag("stream"),
    )


def _refuse(fields: Fields, *names: str) -> None:
    for name in names:
        if fields.raw(name):
            raise ApiError(
                400,
                f"{name} is not supported: this model answers with text only.",
                code="unsupported_parameter",
                param=fields.name(name),
            )


def _check_model(fields: Fields) -> None:
    model = fields.text("model")
    if model not in {None, MODEL}:
        raise ApiError(
            404, f"The model {model!r} does not exist.", code="model_not_found", param="model"
        )


def _temperature(fields: Fields) -> float:
    value = fields.number("temperature", 0, 2)
    return TEMPERATURE if value is None else value


def _stops(fields: Fields) -> tuple[str, ...]:
    value = fields.raw("stop")
    if value is None:
        return ()
    stops = [value] if isinstance(value, str) else value
    if not isinstance(stops, list) or len(stops) > _MAX_STOPS:
        raise fields.wrong("stop", f"a string or a list of at most {_MAX_STOPS}")
    found = tuple(stop for stop in stops if isinstance(stop, str) and stop)
    if len(found) < len(stops):
        raise fields.wrong("stop", "strings that are not empty")
    return found


def _format(fields: Fields | None, *, nested: bool) -> tuple[dict[str, object] | None, bool]:
    """Give the JSON schema that the answer must follow, if any, and whether it must be JSON."""
    kind = fields.text("type") if fields is not None else None
    if fields is None or kind in {None, "text"}:
        return None, False
    if kind == "json_object":
        return None, True
    if kind != "json_schema":
        raise fields.wrong("type", "text, json_object or json_schema")
    holder = fields.fields("json_schema") if nested else fields
    schema = holder.fields("schema") if holder is not None else None
    if schema is None:
        raise fields.wrong("json_schema.schema" if nested else "schema", "a JSON schema")
    return schema.as_dict(), True


def _input(fields: Fields) -> list[Said]:
    value = fields.raw("input")
    if isinstance(value, str):
        return [Said("user", fields.text("input") or "")]
    messages = []
    for item in fields.each("input"):
        kind = item.text("type") or "message"
        if kind == "reasoning":
            continue  # another model's thoughts; this one cannot read them
        if kind != "message":
            raise item.wrong("type", "message: this model reads text only")
        messages.append(_said(item, "content"))
    if not messages:
        raise fields.wrong("input", "a text or a list with at least one message")
    return messages


def _said(item: Fields, key: str) -> Said:
    role = item.text("role")
    if role not in _ROLES:
        raise item.wrong("role", "system, developer, user or assistant")
    value = item.raw(key)
    if isinstance(value, str):
        return Said(_ROLES[role], item.text(key) or "")
    pieces = []
    for part in item.each(key):
        if part.text("type") not in _TEXT_PARTS:
            raise part.wrong("type", "text: this model reads text only")
        pieces.append(part.text("text") or part.text("refusal") or "")
    return Said(_ROLES[role], "\n".join(pieces))


def _with_system(messages: list[Said]) -> tuple[Said, ...]:
    if not any(said.role == "system" for said in messages):
        messages = [Said("system", SYSTEM_MESSAGE), *messages]
    return tuple(messages)
