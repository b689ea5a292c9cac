"""What a file of a stranger says of connections, made fit to be used and to be shown.

A connection gets an id under which no key was ever kept, brings no file and no login, and its
server's certificate is checked. Free of Qt.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any, cast
from urllib.parse import urlsplit

from desktop.core.connection import DIRECT, Api, Connection, Trust
from desktop.core.errors import AppError
from desktop.services.presets import preset
from desktop.store.connections import checked_url

MAX_CONNECTIONS = 100
_MAX_NAME = 200
_PROXIES = {"http", "https", "socks5", "socks5h"}
# Files of certificates are of the other computer; a path of somebody else is not opened here.
FIELDS = (
    "name", "base_url", "model", "api", "preset", "organization", "project", "patience_s",
    "proxy", "trust",
)  # fmt: skip
"""What of a connection goes into an export."""
_APIS, _TRUSTS = {str(api): api for api in Api}, {str(trust): trust for trust in Trust}


class What(Enum):
    """What becomes of something in a file that is not simply taken over."""

    UNKNOWN = auto()  # of a newer version, or nothing of ours
    BAD_VALUE = auto()  # not a value of that setting
    BAD_CONNECTION = auto()  # no name, or no address
    BAD_FIELD = auto()  # a connection comes without one of its details
    CHECKED = auto()  # certificates were not to be checked; here they are
    HERE_ALREADY = auto()  # a connection with this name and address is here
    TOO_MANY = auto()  # more connections than anybody has


@dataclass(frozen=True, slots=True)
class Note:
    """One such thing, by its name in the file, made fit to be shown."""

    what: What
    name: str


def shown(text: str) -> str:
    """Give a name of a stranger as one short line without anything that steers the display."""
    plain = "".join(c if c.isprintable() else " " for c in text[: _MAX_NAME + 1])
    return plain if len(plain) <= 60 else f"{plain[:59]}…"


def connections(
    found: object, here: Sequence[Connection], notes: list[Note]
) -> Iterable[Connection]:
    """Give what is new here; `notes` gets what becomes of the rest."""
    entries = found if isinstance(found, list) else []
    if len(entries) > MAX_CONNECTIONS:
        notes.append(Note(What.TOO_MANY, str(len(entries))))
    known = {(connection.name, connection.base_url) for connection in here}
    for entry in entries[:MAX_CONNECTIONS]:
        connection = _connection(entry, notes)
        if connection is None:
            continue
        if (connection.name, connection.base_url) in known:
            notes.append(Note(What.HERE_ALREADY, shown(connection.name)))
            continue
        known.add((connection.name, connection.base_url))
        yield connection


def _connection(entry: object, notes: list[Note]) -> Connection | None:
    """Give a connection under an id that no key was ever kept for; None where it cannot be one."""
    fields = entry if isinstance(entry, dict) else {}
    name = _line(fields.get("name"))
    try:
        url = checked_url(_line(fields.get("base_url")))
    except AppError:
        url = ""
    if not name or not url:
        notes.append(Note(What.BAD_CONNECTION, shown(name) or "?"))
        return None
    notes.extend(
        Note(What.UNKNOWN, shown(f"{name}: {field}")) for field in fields if field not in FIELDS
    )
    made = Connection(uuid.uuid4().hex[:12], name, url)
    for field, check in _CHECKS.items():
        if field not in fields:
            continue
        value = check(fields[field]) if _is_plain(fields[field]) else None
        if value is None or (value == "" and fields[field] != ""):
            notes.append(Note(What.BAD_FIELD, shown(f"{name}: {field}")))
        elif value is Trust.NOBODY:
            notes.append(Note(What.CHECKED, shown(name)))
        else:
            made = replace(made, **{field: cast("Any", value)})
    return made


def _is_plain(value: object) -> bool:
    return type(value) in {str, int, float}


def _line(value: object) -> str:
    """Give one line of text; empty for anything else."""
    if not isinstance(value, str) or len(value) > _MAX_NAME or not value.isprintable():
        return ""
    return value.strip()


def _preset(value: object) -> str:
    name = _line(value)
    return name if preset(name) is not None else ""


def _patience(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if 0 <= value <= 86_400 else None


def _proxy(value: object) -> str:
    """Give the address of a proxy without a login; empty for anything else."""
    url = _line(value)
    if url in {"", DIRECT}:
        return url
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return ""
    is_plain = not (parts.query or parts.fragment or parts.path.strip("/")) and "@" not in url
    is_good = is_plain and parts.scheme in _PROXIES and bool(parts.hostname) and " " not in url
    return url if is_good else ""


_CHECKS: dict[str, Callable[[object], object]] = {
    "model": _line,
    "organization": _line,
    "project": _line,
    "preset": _preset,
    "proxy": _proxy,
    "patience_s": _patience,
    "api": lambda value: _APIS.get(str(value)),
    "trust": lambda value: _TRUSTS.get(str(value)),
}
"""What makes a usable value of each field, or None or nothing where there is none."""
