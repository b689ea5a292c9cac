"""How the window was left: in a file of its own, readable before the database is open."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.store import tables
from desktop.store.tables import Table

_SIDES = 4


@dataclass(frozen=True, slots=True)
class State:
    """What the window puts back at its start.

    `geometry` is Qt's own record of place and size; `place` is left, top, width and height without
    the frame, nothing while the window fills the screen; `conversation_id` 0 is the empty page;
    `splitters` has the sizes in pixels of each splitter by its name.
    """

    geometry: bytes = b""
    conversation_id: int = 0
    tab: str = ""
    splitters: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    place: tuple[int, ...] = ()


class StateFile:
    """Reads and writes the one `State`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writing = asyncio.Lock()

    def load(self) -> State:
        """Give the last kept state; what cannot be used counts as never kept. Takes under 1 ms.

        Raises:
            AppError: READ_ONLY, the file cannot be opened.
        """
        table = tables.read(self._file)
        conversation_id, tab = table.get("conversation_id"), table.get("tab")
        return State(
            geometry=_bytes(table.get("geometry")),
            conversation_id=conversation_id if type(conversation_id) is int else 0,
            tab=tab if isinstance(tab, str) else "",
            splitters=_splitters(table.get("splitters")),
            place=_place(table.get("place")),
        )

    async def keep(self, state: State) -> None:
        """Write `state` down.

        Raises:
            AppError: DISK_FULL or READ_ONLY; the last kept state stays.
        """
        table: Table = {
            "geometry": base64.b64encode(state.geometry).decode(),
            "place": list(state.place),
            "conversation_id": state.conversation_id,
            "tab": state.tab,
            "splitters": {name: list(sizes) for name, sizes in state.splitters.items()},
        }
        async with self._writing:
            await asyncio.to_thread(tables.write, self._file, table)


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except binascii.Error:
        return b""


def _place(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) != _SIDES:
        return ()
    return tuple(value) if all(type(one) is int for one in value) else ()


def _splitters(value: object) -> dict[str, tuple[int, ...]]:
    if not isinstance(value, dict):
        return {}
    return {
        name: tuple(sizes)
        for name, sizes in value.items()
        if isinstance(sizes, list) and all(type(size) is int for size in sizes)
    }
