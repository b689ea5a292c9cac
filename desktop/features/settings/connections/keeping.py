"""Saving, removing, bringing back and copying connections with all their secrets. No Qt."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.core.connection import NO_SECRET, Connection, Secret
from desktop.features.settings.connections.draft import Change, Draft, name_of
from desktop.services.presets import COMPATIBLE_ID, preset
from desktop.services.secret_headers import read_headers, write_headers
from desktop.services.servers import Kept, Servers
from desktop.store.secrets import Place, SecretKind


@dataclass(frozen=True, slots=True)
class Removed:
    """A connection that was removed, whole, as long as the removal can be undone."""

    connection: Connection
    secrets: Mapping[SecretKind, Kept]


async def save(servers: Servers, draft: Draft, instead: Place | None = None) -> Connection:
    """Keep what was entered; give the connection as it is kept now.

    Args:
        servers: Where to.
        draft: Without flaws.
        instead: Where the person wants secrets kept that should go to a keyring.

    Raises:
        AppError: NO_KEYRING: nothing is stored, ask where to instead. Or what the disk says.
    """
    entered = draft.connection
    row = preset(entered.preset)
    host = name_of(entered.base_url)
    own = host if row is None or row.id == COMPATIBLE_ID else row.name
    connection = replace(entered, id=entered.id or _new_id(), name=entered.name or own)
    kept: dict[SecretKind, Kept] = {}
    for kind in draft.secrets.keys() | ({SecretKind.HEADERS} if draft.headers is not None else ()):
        change = draft.secrets.get(kind, Change())
        if kind is SecretKind.HEADERS and draft.headers is not None:
            change = replace(change, secret=write_headers(draft.headers))
        kept[kind] = await _kept(servers, entered.id, kind, change, instead)
    await servers.save(connection, kept)
    return servers.get(connection.id)


def typed(draft: Draft) -> dict[SecretKind, Secret]:
    """Give the secrets that a test must use instead of those that are kept."""
    found: dict[SecretKind, Secret] = {}
    for kind, change in draft.secrets.items():
        if change.place is Place.ENVIRONMENT:
            found[kind] = Secret(os.environ.get(change.variable, ""))
        elif change.secret is not None:
            found[kind] = change.secret
    if draft.headers is not None:
        found[SecretKind.HEADERS] = write_headers(draft.headers)
    return found


async def values(servers: Servers, connection_id: str, kind: SecretKind) -> tuple[Secret, ...]:
    """Give everything in a kept secret that nobody may see: a header's value, a password.

    Raises:
        AppError: NO_KEYRING.
    """
    place, _variable = await servers.place_of(connection_id, kind)
    if place is None:
        return ()
    secret = await servers.secret_of(connection_id, kind)
    if kind is SecretKind.HEADERS:
        return tuple(value for _name, value in read_headers(secret))
    if kind is SecretKind.PROXY:
        return secret, Secret(secret.reveal().partition(":")[2])
    return (secret,)


async def remove(servers: Servers, connection_id: str) -> Removed:
    """Forget a connection and its secrets; give it, for who wants it back.

    Raises:
        AppError: NO_KEYRING when its secrets cannot be read or removed now; all stays.
    """
    removed = Removed(servers.get(connection_id), await _secrets_of(servers, connection_id))
    await servers.remove(connection_id)
    return removed


async def restore(servers: Servers, removed: Removed) -> None:
    """Bring a removed connection back, each secret where it was; errors like `save`."""
    await servers.save(removed.connection, removed.secrets)


async def duplicate(servers: Servers, connection_id: str, name: str) -> Connection:
    """Keep a second connection like one that there is, secrets and all; errors like `save`."""
    copy = replace(servers.get(connection_id), id=_new_id(), name=name)
    await servers.save(copy, await _secrets_of(servers, connection_id))
    return servers.get(copy.id)


async def _kept(
    servers: Servers, connection_id: str, kind: SecretKind, change: Change, instead: Place | None
) -> Kept:
    if change.place is Place.ENVIRONMENT:
        return Kept(variable=change.variable)
    secret = change.secret
    if secret is None:
        secret = await servers.secret_of(connection_id, kind) if connection_id else NO_SECRET
    is_moved = instead is not None and change.place is Place.KEYRING
    return Kept(secret, instead if instead is not None and is_moved else change.place)


async def _secrets_of(servers: Servers, connection_id: str) -> dict[SecretKind, Kept]:
    found: dict[SecretKind, Kept] = {}
    for kind in SecretKind:
        place, variable = await servers.place_of(connection_id, kind)
        if place is Place.ENVIRONMENT:
            found[kind] = Kept(variable=variable)
        elif place is not None:
            found[kind] = Kept(await servers.secret_of(connection_id, kind), place)
    return found


def _new_id() -> str:
    return uuid.uuid4().hex[:12]
