"""What a caller asks for, read from the request of either API, with the model's own defaults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from desktop.engine.catalogue import Catalogue, Model
from desktop.engine.fields import Fields
from desktop.engine.pictures import MAX_PICTURES, read_picture
from desktop.engine.problems import ApiError
from desktop.engine.tools import NO_TOOLS, Call, Toolbox, read_call, read_toolbox, required

_ROLES = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}
_TEXT_PARTS = frozenset({"text", "input_text", "output_text", "refusal"})
_PICTURE_PARTS = frozenset({"image_url", "input_image"})
_MAX_STOPS = 4  # as in OpenAI's API


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a `data:` address that was looked at."""

    url: str


Part: TypeAlias = str | Picture


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation; role is system, user, assistant or tool.

    `parts` has text and pictures in their order where there is a picture. `calls` are an
    assistant's, `call_id` tells which of them a tool's message answers.
    """

    role: str
    text: str
    parts: tuple[Part, ...] = ()
    calls: tuple[Call, ...] = ()
    call_id: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One answer to make. What is None is left to the model."""

    model: Model
    messages: tuple[Said, ...]
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    stops: tuple[str, ...] = ()
    schema: dict[str, object] | None = None
    wants_json: bool = False
    toolbox: Toolbox = NO_TOOLS
    stream: bool = False
    wants_usage: bool = True

    @property
    def instructions(self) -> str:
        """What the model was told to be."""
        return "\n\n".join(said.text for said in self.messages if said.role == "system")


def from_chat(fields: Fields, catalogue: Catalogue) -> Prompt:
    """Read a request of the Chat Completions API.

    Raises:
        ApiError: 400 or 404, with the field that is wrong.
    """
    _refuse(fields, "functions", "audio", "prediction", "web_search_options")
    model = _model(fields, catalogue)
    toolbox = read_toolbox(fields, model, nested=True)
    if (fields.whole("n", 1) or 1) > 1:
        raise fields.wrong("n", "1")
    messages = [_said(item, model) for item in fields.each("messages")]
    if not messages:
        raise fields.wrong("messages", "a list with at least one message")
    options = fields.fields("stream_options") or Fields({})
    schema, wants_json = _format(fields.fields("response_format"), nested=True)
    return Prompt(
        model,
        _complete(messages, model),
        temperature=_temperature(fields, model),
        top_p=fields.number("top_p", 0, 1),
        max_tokens=fields.whole("max_completion_tokens", 1) or fields.whole("max_tokens", 1),
        seed=fields.whole("seed", 0),
        presence_penalty=fields.number("presence_penalty", -2, 2),
        frequency_penalty=fields.number("frequency_penalty", -2, 2),
        stops=_stops(fields),
        schema=schema,
        wants_json=wants_json,
        toolbox=toolbox,
        stream=fields.flag("stream"),
        wants_usage=options.flag("include_usage"),
    )


def from_responses(fields: Fields, catalogue: Catalogue) -> Prompt:
    """Read a request of the Responses API; the server keeps no earlier responses.

    Raises:
        ApiError: 400 or 404, with the field that is wrong.
    """
    _refuse(fields, "previous_response_id", "conversation", "background", "prompt")
    model = _model(fields, catalogue)
    toolbox = read_toolbox(fields, model, nested=False)
    messages = _input(fields, model)
    instructions = fields.text("instructions")
    if instructions:
        messages.insert(0, Said("system", instructions))
    text = fields.fields("text") or Fields({})
    schema, wants_json = _format(text.fields("format"), nested=False)
    return Prompt(
        model,
        _complete(messages, model),
        temperature=_temperature(fields, model),
        top_p=fields.number("top_p", 0, 1),
        max_tokens=fields.whole("max_output_tokens", 1),
        schema=schema,
        wants_json=wants_json,
        toolbox=toolbox,
        stream=fields.flag("stream"),
    )


def _refuse(fields: Fields, *names: str) -> None:
    for name in names:
        if fields.raw(name):
            raise ApiError(
                400,
                f"{name} is not supported: this server answers with text only.",
                code="unsupported_parameter",
                param=fields.name(name),
            )


def _model(fields: Fields, catalogue: Catalogue) -> Model:
    name = fields.text("model")
    model = catalogue.built_in if name is None else catalogue.get(name)
    if model is None:
        raise ApiError(
            404, f"The model {name!r} does not exist.", code="model_not_found", param="model"
        )
    return model


def _temperature(fields: Fields, model: Model) -> float | None:
    value = fields.number("temperature", 0, 2)
    return model.manner.temperature if value is None else value


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


def _input(fields: Fields, model: Model) -> list[Said]:
    value = fields.raw("input")
    if isinstance(value, str):
        return [Said("user", fields.text("input") or "")]
    messages: list[Said] = []
    for item in fields.each("input"):
        kind = item.text("type") or "message"
        if kind == "message":
            messages.append(_said(item, model))
        elif kind == "function_call" and model.takes_tools:
            call = Call(
                required(item, "call_id"), required(item, "name"), item.text("arguments") or "{}"
            )
            messages.append(Said("assistant", "", calls=(call,)))
        elif kind == "function_call_output" and model.takes_tools:
            said = _content(item, "output", model)
            messages.append(replace(said, role="tool", call_id=required(item, "call_id")))
        elif kind != "reasoning":  # another answer's thoughts: no template wants them
            raise item.wrong("type", "message: this model reads nothing else")
    if not messages:
        raise fields.wrong("input", "a text or a list with at least one message")
    return messages


def _said(item: Fields, model: Model) -> Said:
    role = item.text("role")
    if role == "tool" and model.takes_tools:
        said = _content(item, "content", model)
        return replace(said, role="tool", call_id=required(item, "tool_call_id"))
    if role not in _ROLES:
        raise item.wrong("role", "system, developer, user or assistant")
    said = replace(_content(item, "content", model), role=_ROLES[role])
    calls = item.each("tool_calls") if model.takes_tools and role == "assistant" else []
    return replace(said, calls=tuple(read_call(call) for call in calls))


def _content(item: Fields, key: str, model: Model) -> Said:
    """Read text, or a list of parts, as a message without its role."""
    if isinstance(item.raw(key), str):
        return Said("", item.text(key) or "")
    parts: list[Part] = []
    for part in item.each(key):
        kind = part.text("type")
        if kind in _TEXT_PARTS:
            parts.append(part.text("text") or part.text("refusal") or "")
        elif kind in _PICTURE_PARTS:
            parts.append(Picture(read_picture(part, model)))
        else:
            raise part.wrong("type", "text: this model reads text only")
    text = "\n".join(part for part in parts if isinstance(part, str))
    pictures = [part for part in parts if isinstance(part, Picture)]
    if len(pictures) > MAX_PICTURES:
        raise item.wrong(key, f"at most {MAX_PICTURES} pictures")
    return Said("", text, tuple(parts) if pictures else ())


def _complete(messages: list[Said], model: Model) -> tuple[Said, ...]:
    """Put calls that came one by one into one message, and say what the model needs to be told."""
    joined: list[Said] = []
    for said in messages:
        if joined and said.calls and joined[-1].role == said.role and not said.text:
            joined[-1] = replace(joined[-1], calls=(*joined[-1].calls, *said.calls))
        else:
            joined.append(said)
    default = model.manner.system_message
    if default is not None and not any(said.role == "system" for said in joined):
        joined.insert(0, Said("system", default))
    return tuple(joined)
