"""Servers known by name: rows of `resources/connections.toml`, read when first asked for.

Never a model, never a price: those are `resources/models.json`. A row that cannot be read is left
out with a warning; a test sees to it that no such row is shipped.
"""

from __future__ import annotations

import functools
import ipaddress
import logging
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from desktop.core.capabilities import Capability, Support
from desktop.core.connection import Api
from desktop.core.resources import resource

_log = logging.getLogger(__name__)

COMPATIBLE_ID = "compatible"
"""The row for a server that has no row of its own."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

_Table: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Preset:
    """One server that can be chosen by its name; the file's head explains each field.

    `capabilities` lacks what is unknown; all of it is as of `as_of`, "YYYY-MM-DD".
    """

    id: str
    name: str
    base_url: str
    needs_key: bool
    key_header: str = ""
    key_page: str = ""
    api: Api = Api.AUTO
    is_local: bool = False
    is_gateway: bool = False
    ports: tuple[int, ...] = ()
    probe: str = ""
    sign: str = ""
    owner: str = ""
    capabilities: Mapping[Capability, Support] = field(default_factory=dict)
    as_of: str = ""

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Give the names in braces that a person must fill in before `base_url` is an address."""
        return tuple(_PLACEHOLDER.findall(self.base_url))


@functools.cache
def presets() -> tuple[Preset, ...]:
    """Give all rows, in the order in which a person is offered them."""
    return parse(resource("connections.toml").read_text("utf-8"))


def preset(preset_id: str) -> Preset | None:
    """Give one row; None for an id that no row has."""
    return next((row for row in presets() if row.id == preset_id), None)


def guess(base_url: str) -> Preset | None:
    """Give the row that an address belongs to, by its host or by its port on this computer.

    None where nothing tells, or where two servers share the port: `services.discovery` asks them.
    """
    try:
        parts = urlsplit(base_url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if is_loopback(host):
        found = [row for row in presets() if port in row.ports]
        return found[0] if len(found) == 1 else None
    return next((row for row in presets() if _has_host(row, host)), None)


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address is this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def parse(text: str) -> tuple[Preset, ...]:
    """Read the file's text; a row that is not as it must be is left out with a warning.

    Raises:
        ValueError: it is not TOML.
        KeyError: it has no rows or no date.
    """
    table = tomllib.loads(text)
    rows: dict[str, Preset] = {}
    for number, entry in enumerate(table["servers"]):
        try:
            row = _row(entry, table["as_of"])
        except (KeyError, TypeError, ValueError) as error:
            _log.warning("connections.toml: server %d is left out: %r", number, error)
        else:
            rows[row.id] = row
    return tuple(rows.values())


def _row(entry: _Table, as_of: str) -> Preset:
    plain = {name: value for name, value in entry.items() if name not in {"yes", "no"}}
    said = {Support.YES: entry.get("yes", ()), Support.NO: entry.get("no", ())}
    capabilities = {Capability(name): support for support in said for name in said[support]}
    if len(capabilities) != sum(map(len, said.values())):
        raise ValueError("yes and no at once")
    return Preset(
        **plain
        | {
            "api": Api(entry.get("api", Api.AUTO)),
            "ports": tuple(entry.get("ports", ())),
            "capabilities": capabilities,
            "as_of": as_of,
        }
    )


def _has_host(row: Preset, host: str) -> bool:
    named = urlsplit(row.base_url).hostname or ""
    known, _, tail = named.rpartition("}")  # {resource}.openai.azure.com
    if known:
        return bool(tail) and host.endswith(tail)
    return host == named and bool(named)
