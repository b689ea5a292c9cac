"""The pictures that answers point to: read from the store, from the text itself, or fetched.

What is elsewhere is fetched only when somebody asks for it, or always allowed its host: a server
that is asked for a picture learns that the answer was read. Nothing that was fetched is kept.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable
from enum import Enum, auto
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit, urlunsplit

from desktop.core.connection import NO_SECRET, Endpoint
from desktop.core.errors import AppError, Code
from desktop.services.client import Client
from desktop.store.blobs import Blobs
from desktop.store.settings import PICTURE_HOSTS, Settings

MAX_BYTES = 20 * 1024 * 1024
FETCH_S = 30.0
_MAX_ADDRESS = 2_000
_MAX_ALLOWED = 900  # characters, of the 1,000 that a setting may have
_BLOB = re.compile(r"blob:([0-9a-f]{64})")
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9.\-]{1,253}|\[[0-9a-f:.]+\]")
_RASTERS = ("image/png", "image/jpeg", "image/gif", "image/webp")

MayVisit: TypeAlias = Callable[[str, int], Awaitable[bool]]
"""Tells whether a host, at a port, is out in the world and not in the person's own network."""


class Origin(Enum):
    """Where a picture is."""

    STORE = auto()
    TEXT = auto()  # in the address itself
    REMOTE = auto()
    NOWHERE = auto()  # an address that is never followed: files, other schemes, other programs


def origin_of(source: str) -> Origin:
    """Tell where the picture of an address is."""
    if _BLOB.fullmatch(source):
        return Origin.STORE
    if _DATA.match(source):
        return Origin.TEXT
    return Origin.REMOTE if host_of(source) else Origin.NOWHERE


def host_of(source: str) -> str:
    """Give the host that would be asked for a picture; "": nobody is."""
    parts = _split(source)
    return parts.hostname or "" if parts is not None else ""


class Pictures:
    """Gives the bytes of pictures; whether they are any, `desktop.ui` finds out when it decodes."""

    def __init__(
        self, client: Client, blobs: Blobs, settings: Settings, may_visit: MayVisit | None = None
    ) -> None:
        self._client, self._blobs, self._settings = client, blobs, settings
        self._may_visit = may_visit or is_public

    def is_allowed(self, host: str) -> bool:
        """Tell whether pictures of a host are shown without asking."""
        return host in self._settings.get(PICTURE_HOSTS).split()

    async def allow(self, host: str) -> None:
        """Show pictures of a host without asking from now on; the oldest hosts give way."""
        hosts = [one for one in self._settings.get(PICTURE_HOSTS).split() if one != host]
        hosts.append(host)
        while len(" ".join(hosts)) > _MAX_ALLOWED:
            del hosts[0]
        await self._settings.set(PICTURE_HOSTS, " ".join(hosts))

    async def load(self, source: str) -> bytes:
        """Give the bytes of a picture; that somebody wants it fetched is the caller's to know.

        Raises:
            AppError: UNSUITABLE, an address that is not followed, or no raster; TOO_LARGE; GONE or
                DAMAGED, of the store; TIMEOUT and what the network and a server can say.
        """
        match origin_of(source):
            case Origin.STORE:
                data = await self._blobs.read(source.removeprefix("blob:"))
            case Origin.TEXT:
                data = await asyncio.to_thread(_unpacked, source)
            case Origin.REMOTE:
                data = await self._fetched(source)
            case _:
                raise AppError(Code.UNSUITABLE)
        from desktop.api.reading.media_types import of_picture  # noqa: PLC0415 - with the first

        if of_picture(data) not in _RASTERS:
            raise AppError(Code.UNSUITABLE)
        return data

    async def _fetched(self, source: str) -> bytes:
        parts = _split(source)
        assert parts is not None
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            async with asyncio.timeout(FETCH_S):
                if not await self._may_visit(parts.hostname or "", port):
                    raise AppError(Code.UNSUITABLE, parts.hostname or "")
                return await self._read(urlunsplit(parts._replace(fragment="")))
        except TimeoutError:
            raise AppError(Code.TIMEOUT, f"{FETCH_S:g} s") from None

    async def _read(self, url: str) -> bytes:
        async with self._client.use() as http:
            from desktop.api.wire.call import Call  # noqa: PLC0415 - the client brings them
            from desktop.api.wire.saving import at_most  # noqa: PLC0415

            # No key, and not `text/event-stream`; a redirect to another host ends in BAD_URL.
            call = Call("", headers=(("accept", ", ".join(_RASTERS)),))
            async with http.open(Endpoint(url, NO_SECRET), call) as answer:
                return b"".join([chunk async for chunk in at_most(answer, MAX_BYTES)])


async def is_public(host: str, port: int) -> bool:
    """Tell whether every address of a host is out in the world; a name without any: it may be.

    A name that only a proxy knows has no address here, and then the proxy decides.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return not _is_address(host)
    addresses = {str(address[4][0]).partition("%")[0] for address in found}
    return all(_is_global(address) for address in addresses)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_global(address: str) -> bool:
    known = ipaddress.ip_address(address)
    mapped = getattr(known, "ipv4_mapped", None) or known
    return mapped.is_global and not mapped.is_multicast


def _split(source: str) -> SplitResult | None:
    """Give the parts of an address that may be asked for; with a login in it, it may not."""
    if len(source) > _MAX_ADDRESS or not source.isprintable() or " " in source:
        return None
    try:
        parts = urlsplit(source)
        _ = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    is_plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc
    return parts if is_plain and _HOST.fullmatch(_bracketed(host)) else None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _unpacked(source: str) -> bytes:
    text = source[source.index(",") + 1 :]
    if len(text) > MAX_BYTES * 4 // 3 + 4:
        raise AppError(Code.TOO_LARGE)
    try:
        return base64.b64decode(text.replace("%2B", "+").replace("%2F", "/").replace("%3D", "="))
    except (binascii.Error, ValueError):
        raise AppError(Code.UNSUITABLE) from None
