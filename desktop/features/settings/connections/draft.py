"""What a person has entered about a connection, and what is wrong with it. No Qt."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from desktop.core.connection import DIRECT, Connection, Secret
from desktop.core.errors import AppError
from desktop.services.presets import is_loopback
from desktop.services.secret_headers import Headers, write_headers
from desktop.store.connections import checked_url
from desktop.store.secrets import Place, SecretKind

_BLANK = re.compile(r"\{[^{}]*\}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PROXY_SCHEMES = {"http", "https", "socks5", "socks5h"}


@dataclass(frozen=True, slots=True)
class Change:
    """What shall become of one secret.

    `secret` None: it stays what it is, and moves to `place`; empty: it is forgotten. A `variable`
    goes with ENVIRONMENT.
    """

    secret: Secret | None = None
    place: Place = Place.KEYRING
    variable: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything on the form; what is absent from `secrets`, and `headers` None, stays as it is."""

    connection: Connection
    secrets: Mapping[SecretKind, Change] = field(default_factory=dict)
    headers: Headers | None = None


class Spot(StrEnum):
    """A place on the form that can be wrong."""

    ADDRESS = "address"
    PROXY = "proxy"
    CA_FILE = "ca_file"
    CERTIFICATE_FILE = "certificate_file"
    CERTIFICATE_KEY_FILE = "certificate_key_file"
    KEY = SecretKind.KEY.value
    HEADERS = SecretKind.HEADERS.value
    LOGIN = "login"
    PASSPHRASE = SecretKind.CERTIFICATE.value


class Flaw(StrEnum):
    """What is wrong with an input."""

    BAD_URL = "bad_url"
    TO_FILL = "to_fill"  # the address still has a {placeholder}
    BAD_PROXY = "bad_proxy"
    NO_FILE = "no_file"
    BAD_VARIABLE = "bad_variable"
    BAD_HEADER = "bad_header"


SPOTS = {
    SecretKind.KEY: Spot.KEY,
    SecretKind.HEADERS: Spot.HEADERS,
    SecretKind.PROXY: Spot.LOGIN,
    SecretKind.CERTIFICATE: Spot.PASSPHRASE,
}
"""Where each secret is entered."""


def blanks(url: str) -> list[str]:
    """Give the {placeholders} that a person must still fill."""
    return _BLANK.findall(url)


def is_readable_on_the_way(url: str) -> bool:
    """Tell whether an address leads off this computer without encryption."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "http" and bool(host) and not is_loopback(host)


def name_of(url: str) -> str:
    """Give what a connection without a name is called: its host."""
    return url.removeprefix("https://").removeprefix("http://").partition("/")[0] or url


def is_set(variable: str) -> bool:
    """Tell whether an environment variable holds something; its value goes nowhere."""
    return bool(os.environ.get(variable))


async def flaws(draft: Draft) -> dict[Spot, Flaw]:
    """Give everything that is wrong, by its place; files are looked for in a worker thread."""
    found: dict[Spot, Flaw] = {}
    url = draft.connection.base_url
    if blanks(url):
        found[Spot.ADDRESS] = Flaw.TO_FILL
    elif not _is_url(url):
        found[Spot.ADDRESS] = Flaw.BAD_URL
    if draft.connection.proxy not in {"", DIRECT} and not _is_proxy(draft.connection.proxy):
        found[Spot.PROXY] = Flaw.BAD_PROXY
    for kind, change in draft.secrets.items():
        if change.place is Place.ENVIRONMENT and not _VARIABLE.fullmatch(change.variable):
            found[SPOTS[kind]] = Flaw.BAD_VARIABLE
    try:
        write_headers(draft.headers or ())
    except ValueError:
        found[Spot.HEADERS] = Flaw.BAD_HEADER
    return found | await asyncio.to_thread(_missing_files, draft.connection)


def _is_url(url: str) -> bool:
    try:
        checked_url(url)
    except AppError:
        return False
    return True


def _is_proxy(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    is_plain = not (parts.query or parts.fragment or parts.path.strip("/")) and "@" not in url
    return parts.scheme in _PROXY_SCHEMES and bool(parts.hostname) and is_plain


def _missing_files(connection: Connection) -> dict[Spot, Flaw]:
    named = {
        Spot.CA_FILE: connection.ca_file,
        Spot.CERTIFICATE_FILE: connection.certificate_file,
        Spot.CERTIFICATE_KEY_FILE: connection.certificate_key_file,
    }
    return {spot: Flaw.NO_FILE for spot, name in named.items() if name and not Path(name).is_file()}
