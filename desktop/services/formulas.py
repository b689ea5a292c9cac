"""Draws formulas in a process of their own: 2-10 ms of Python each would hold up the window."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.formula import MAX_TEX, Drawing, Flaw, Undrawn, load
from desktop.services.side_process import LostError, SideProcess, worker_command

IDLE_S = 15.0
"""It holds 45 MiB, so it ends when no formula came for a while."""
_PATIENCE_S = 30.0  # for one formula with all that wait before it


class Formulas:
    """The drawing process; used on the loop's thread. One at a time, in the order of asking."""

    def __init__(self, command: Sequence[str] | None = None, *, idle_s: float = IDLE_S) -> None:
        self._process = SideProcess(command or worker_command("formulas"), idle_s=idle_s)

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives, or is about to."""
        return self._process.is_running

    async def draw(self, tex: str, *, is_display: bool = False) -> Drawing | Undrawn:
        """Give the outlines of a formula, or why there are none; cancelled, it is not drawn."""
        if len(tex) > MAX_TEX:
            return Undrawn(Flaw.TOO_LONG)
        try:
            _, data = await self._process.ask(
                {"is_display": is_display}, tex.encode(), patience_s=_PATIENCE_S
            )
            return load(data)
        except LostError as lost:
            return Undrawn(Flaw.TOO_SLOW if lost.is_startable else Flaw.UNAVAILABLE)
        except ValueError:
            return Undrawn(Flaw.TOO_SLOW)

    def close(self) -> None:
        """End the process; what is still asked for, or will be, stays undrawn."""
        self._process.close()

    async def aclose(self) -> None:
        """Close, and wait until the process has ended."""
        await self._process.aclose()
