"""Which functions there are, which may run, and how a call becomes a result.

What a model asks for is untrusted: only a function that was switched on runs, with arguments that
fit its schema, and its result is bounded. Whatever goes wrong is told to the model as a result.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping

from desktop.core.parameters import Function, Parameters
from desktop.core.types import Part, PartType
from desktop.services.finding import Finding
from desktop.services.schemas import misfits
from desktop.services.tools import calculator, clock, recall
from desktop.services.tools.tool import Tool, ToolError
from desktop.store.conversations import Conversations

MAX_RESULT = 16_000
"""Characters: about 4,000 tokens. A result goes to the model again with every later question."""

_RUN_S = 10.0


OWN = (clock.FUNCTION, calculator.FUNCTION, recall.FUNCTION)
"""The program's own functions, in the order in which they are offered."""


def own_tools(finding: Finding, conversations: Conversations) -> tuple[Tool, ...]:
    """Give the tools that stand behind `OWN`."""
    return clock.make(), calculator.make(), recall.make(finding, conversations)


class Toolbox:
    """Runs tools. Loop's thread; the work itself is done in a worker."""

    def __init__(self, tools: Collection[Tool]) -> None:
        self._tools = {tool.id: tool for tool in tools}

    def functions(self, parameters: Parameters) -> tuple[Function, ...]:
        """Give what a model may call: own tools that are switched on, then the person's functions."""
        own = [self._tools[name].function for name in parameters.tools if name in self._tools]
        taken = {function.name for function in own}
        return (*own, *(f for f in parameters.functions if f.name not in taken))

    def is_for_person(self, call: Part, parameters: Parameters) -> bool:
        """Tell whether only the person can give the result of a call."""
        is_own = call.name in self._tools and call.name in parameters.tools
        return not is_own and any(call.name == f.name for f in parameters.functions)

    async def run(self, call: Part, parameters: Parameters, conversation_id: int = 0) -> Part:
        """Give the result of a call, also where it could not be carried out."""
        tool = self._tools.get(call.name) if call.name in parameters.tools else None
        if tool is None:
            return result_of(call, _error(f"There is no function named {call.name[:80]!r}."))
        try:
            async with asyncio.timeout(_RUN_S):
                text = await _run(tool, call.text, conversation_id)
        except TimeoutError:
            text = _error("This took too long and was given up.")
        return result_of(call, text)


def result_of(call: Part, text: str) -> Part:
    """Give the result of a call as a part of the answer, cut where it is too long."""
    if len(text) > MAX_RESULT:
        text = f"{text[:MAX_RESULT]}\n[cut after {MAX_RESULT} characters]"
    return Part(PartType.TOOL_RESULT, text, name=call.name, ref=call.ref)


async def _run(tool: Tool, arguments: str, conversation_id: int) -> str:
    try:
        read = await asyncio.to_thread(_read, tool, arguments)
        if tool.ask is not None:
            return await tool.ask(read, conversation_id)
        assert tool.run is not None  # one of the two is there
        return await asyncio.to_thread(tool.run, read)
    except ToolError as error:
        return _error(str(error))


def _read(tool: Tool, arguments: str) -> Mapping[str, object]:
    """Give the arguments of a call that fit the tool's schema, which asks for an object."""
    try:
        read = json.loads(arguments or "{}")
    except ValueError:
        raise ToolError("The arguments are not JSON.") from None
    except RecursionError:
        raise ToolError("The arguments are nested too deeply.") from None
    if flaw := misfits(tool.function.parameters, read):
        raise ToolError(flaw)
    return read if isinstance(read, dict) else {}


def _error(words: str) -> str:
    return json.dumps({"error": words}, ensure_ascii=False)
