"""What a function of the program's own is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from desktop.core.parameters import Function


class ToolError(Exception):
    """A call that could not be carried out; its text is for the model, in English."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One function, with arguments that its schema has let through.

    `run` gives the result as text, in a worker thread; it must not take longer than a moment
    whatever it is given, touch a file, or ask anybody. A tool that has to ask the program's own
    services has `ask` instead, which waits on the loop and is told in which conversation. Both raise
    `ToolError` where there is no result.
    """

    function: Function
    run: Callable[[Mapping[str, object]], str] | None = field(default=None, repr=False)
    ask: Callable[[Mapping[str, object], int], Awaitable[str]] | None = field(
        default=None, repr=False
    )

    @property
    def id(self) -> str:
        """The name under which it is switched on, and called."""
        return self.function.name
