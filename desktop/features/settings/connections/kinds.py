"""The presets as kinds of connections: what they are called, and what comes with them."""

from __future__ import annotations

from desktop.core.connection import BUILT_IN_ID
from desktop.services.presets import COMPATIBLE_ID, preset, presets
from desktop.ui.i18n import translate


def kinds() -> list[tuple[object, str]]:
    """Give every kind that can be chosen, with its name; the unknown server last."""
    return [
        *((row.id, row.name) for row in presets() if row.id not in {BUILT_IN_ID, COMPATIBLE_ID}),
        (COMPATIBLE_ID, translate("Connections", "Other server")),
    ]


def own_address(preset_id: str) -> str:
    """Give the address that comes with a preset; nobody knows that of another server."""
    row = preset(preset_id)
    return row.base_url if row is not None and row.id != COMPATIBLE_ID else ""


def own_name(preset_id: str) -> str:
    """Give the name that a connection has when it is made from a preset."""
    row = preset(preset_id)
    return row.name if row is not None and row.id != COMPATIBLE_ID else ""
