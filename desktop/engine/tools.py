"""Functions that a model may call, in the words of either API."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.engine.catalogue import Model
from desktop.engine.fields import Fields
from desktop.engine.problems import ApiError

MAX_TOOLS = 128  # as in OpenAI's API

_CHOICES = frozenset({"auto", "none", "required"})


@dataclass(frozen=True, slots=True)
class Tool:
    """One function: its name, what it does, and the JSON schema of its arguments."""

    name: str
    description: str
    parameters: dict[str, object]

    def as_chat(self) -> dict[str, object]:
        """Give it in the words of the Chat Completions API."""
        function = {
            "name": self.name,
            "description": self.description,
            "parameters": self.parameters,
        }
        return {"type": "function", "function": function}

    def as_response(self) -> dict[str, object]:
        """Give it in the words of the Responses API."""
        return {
            "type": "function",
            "name": self.name,
            "description": self.description,
            "parameters": self.parameters,
            "strict": False,
        }


@dataclass(frozen=True, slots=True)
class Call:
    """A function that the model has called earlier; arguments are JSON text."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What a request allows: the functions, and whether one must be called (`required`)."""

    tools: tuple[Tool, ...] = ()
    choice: str = "auto"
    wants_many_calls: bool = True


NO_TOOLS = Toolbox()


def read_toolbox(fields: Fields, model: Model, *, nested: bool) -> Toolbox:
    """Read `tools`, `tool_choice` and `parallel_tool_calls`.

    Args:
        fields: The request.
        model: Who is asked.
        nested: The words of Chat Completions, which put a function into a member `function`.

    Raises:
        ApiError: 400, with the field that is wrong, or when the model cannot call functions.
    """
    if not fields.raw("tools"):
        return NO_TOOLS
    if not model.takes_tools:
        raise ApiError(
            400,
            f"tools are not supported: the model {model.id} cannot call functions.",
            code="unsupported_parameter",
            param=fields.name("tools"),
        )
    tools = tuple(_tool(item, nested=nested) for item in fields.each("tools"))
    if len(tools) > MAX_TOOLS:
        raise fields.wrong("tools", f"at most {MAX_TOOLS}")
    many = fields.raw("parallel_tool_calls") is None or fields.flag("parallel_tool_calls")
    choice = fields.raw("tool_choice")
    if choice is None or (isinstance(choice, str) and choice in _CHOICES):
        return Toolbox(tools, str(choice or "auto"), many)
    named = fields.fields("tool_choice") if isinstance(choice, dict) else None
    holder = named.fields("function") if nested and named is not None else named
    name = holder.text("name") if holder is not None else None
    only = tuple(tool for tool in tools if tool.name == name)
    if not only:
        raise fields.wrong("tool_choice", "auto, none, required, or one of the functions")
    return Toolbox(only, "required", many)


def read_call(item: Fields) -> Call:
    """Read a call that an assistant's message of Chat Completions holds."""
    function = item.fields("function")
    if function is None:
        raise item.wrong("function", "an object")
    return Call(
        required(item, "id"), required(function, "name"), function.text("arguments") or "{}"
    )


def required(item: Fields, key: str) -> str:
    """Give a text that must be there."""
    value = item.text(key)
    if not value:
        raise item.wrong(key, "a string that is not empty")
    return value


def _tool(item: Fields, *, nested: bool) -> Tool:
    if item.text("type") != "function":
        raise item.wrong("type", "function: this server runs no tools of its own")
    function = item.fields("function") if nested else item
    if function is None:
        raise item.wrong("function", "an object")
    parameters = function.fields("parameters")
    return Tool(
        required(function, "name"),
        function.text("description") or "",
        parameters.as_dict() if parameters is not None else {"type": "object", "properties": {}},
    )
