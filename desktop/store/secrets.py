"""Keys and passwords: in the system's keyring, or where the person chose, in words, otherwise.

Nothing falls back by itself. A small file remembers where each secret is, never what it is.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from desktop.core.connection import Secret
from desktop.core.errors import AppError, Code
from desktop.store import faults, files, tables
from desktop.store.long_secrets import InParts, Keyring

__all__ = ["Keyring", "Place", "SecretKind", "Secrets", "keyring_limit_s", "system_keyring"]

_log = logging.getLogger(__name__)
T = TypeVar("T")

_USER = "oriole"


class Place(StrEnum):
    """Where a secret is kept."""

    KEYRING = "keyring"
    FILE = "file"  # unencrypted, readable by this user only
    ENVIRONMENT = "environment"  # an environment variable, set by the person
    MEMORY = "memory"  # until the program ends


class SecretKind(StrEnum):
    """What a secret opens."""

    KEY = "key"
    HEADERS = "headers"
    PROXY = "proxy"
    CERTIFICATE = "certificate"


def system_keyring(platform: str = sys.platform) -> Keyring:
    """Give the system's keyring; takes 50 ms and may ask D-Bus, so worker threads only.

    Raises:
        AppError: NO_KEYRING, there is none that protects what it holds.
    """
    import keyring  # noqa: PLC0415 - 50 ms, and most starts need no key

    found = keyring.get_keyring()
    # The package's own scale: below 1 are those that fail, forget, or write plain text.
    if found.priority < 1:
        raise AppError(Code.NO_KEYRING, type(found).__module__)
    return InParts(found) if platform == "win32" else found


def keyring_limit_s(platform: str = sys.platform) -> float:
    """Give how long the system's keyring may take.

    macOS asks the person, in a window, whether this program may read what another version of it
    has kept: time to read that, and to type a password.
    """
    return 60.0 if platform == "darwin" else 10.0


class Secrets:
    """Keeps the secrets of connections; all of it happens in worker threads.

    Errors: AppError NO_KEYRING when the keyring is absent, locked or silent for `limit_s` seconds
    (None: `keyring_limit_s`; the person is then asked for another `Place`); DISK_FULL and READ_ONLY for the files.
    """

    def __init__(
        self,
        folder: Path,
        open_keyring: Callable[[], Keyring] = system_keyring,
        limit_s: float | None = None,
    ) -> None:
        self._places = folder / "secret-places.toml"
        self._file = folder / "secrets.json"
        self._open_keyring = open_keyring
        self._limit_s = keyring_limit_s() if limit_s is None else limit_s
        self._in_memory: dict[str, Secret] = {}
        self._writing = asyncio.Lock()

    async def read(self, connection_id: str, kind: SecretKind = SecretKind.KEY) -> Secret:
        """Give a secret; an empty one where none is kept. Asks the keyring only if it has it."""
        name = _name(connection_id, kind)
        if name in self._in_memory:
            return self._in_memory[name]
        place, variable = await asyncio.to_thread(self._place_of, name)
        match place:
            case Place.KEYRING:
                value = await self._ask_keyring(lambda ring: ring.get_password(name, _USER))
                return Secret(value or "")
            case Place.FILE:
                return Secret((await asyncio.to_thread(self._read_file)).get(name, ""))
            case Place.ENVIRONMENT:
                return Secret(os.environ.get(variable, ""))
            case _:  # nowhere, or in the memory of a program that has ended
                return Secret()

    async def keep(
        self,
        connection_id: str,
        secret: Secret,
        place: Place = Place.KEYRING,
        kind: SecretKind = SecretKind.KEY,
    ) -> None:
        """Keep a secret in the place that the person chose, and nowhere else any more; empty: none.

        If it fails, the secret of before is where it was. ENVIRONMENT is `refer_to`'s.
        """
        name = _name(connection_id, kind)
        if not secret:
            await self._delete(name)
            return
        match place:
            case Place.KEYRING:
                value = secret.reveal()
                await self._ask_keyring(lambda ring: ring.set_password(name, _USER, value))
            case Place.FILE:
                await self._change(functools.partial(self._write_file, name, secret))
            case Place.MEMORY:
                self._in_memory[name] = secret
            case Place.ENVIRONMENT:
                raise ValueError("the value of a variable is not ours to set")
        await self._move(name, place)

    async def refer_to(
        self, connection_id: str, variable: str, kind: SecretKind = SecretKind.KEY
    ) -> None:
        """Take a secret from an environment variable from now on."""
        await self._move(_name(connection_id, kind), Place.ENVIRONMENT, variable)

    async def place(
        self, connection_id: str, kind: SecretKind = SecretKind.KEY
    ) -> tuple[Place | None, str]:
        """Tell where a secret is, and for ENVIRONMENT the variable's name; None: nowhere."""
        name = _name(connection_id, kind)
        if name in self._in_memory:
            return Place.MEMORY, ""
        return await asyncio.to_thread(self._place_of, name)

    async def forget(self, connection_id: str) -> None:
        """Remove all secrets of a connection from wherever they are."""
        for kind in SecretKind:
            await self._delete(_name(connection_id, kind))

    async def _delete(self, name: str) -> None:
        self._in_memory.pop(name, None)
        place, _ = await asyncio.to_thread(self._place_of, name)
        if place is not None:
            await self._drop(name, place)
            await self._change(functools.partial(self._note_place, name, None, ""))

    async def _move(self, name: str, place: Place, variable: str = "") -> None:
        """Note the new place of a secret, then remove it from the old one."""
        old, _ = await asyncio.to_thread(self._place_of, name)
        # What is in memory only leaves no trace in the file: the next start finds nothing.
        noted = None if place is Place.MEMORY else place
        await self._change(functools.partial(self._note_place, name, noted, variable))
        if place is not Place.MEMORY:
            self._in_memory.pop(name, None)
        if old is None or old is place:
            return
        try:
            await self._drop(name, old)
        except AppError as error:
            # The new place counts; a locked keyring must not stand in the way of leaving it.
            _log.info("an old secret stays in %s: %s", old, error.code)

    async def _drop(self, name: str, place: Place) -> None:
        if place is Place.KEYRING:
            await self._ask_keyring(lambda ring: _delete(ring, name))
        elif place is Place.FILE:
            await self._change(functools.partial(self._write_file, name, Secret()))

    async def _change(self, write: Callable[[], None]) -> None:
        async with self._writing:
            await asyncio.to_thread(write)

    async def _ask_keyring(self, question: Callable[[Keyring], T]) -> T:
        """Run `question` on a thread of its own, for a keyring may never answer.

        A pool's thread would be lost to the pool, and the program could not end before it.
        """
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # an answer that comes too late finds nobody, quietly

        def ask() -> None:
            try:
                answer = question(self._open_keyring())
            except AppError as error:
                future.set_exception(error)
            except Exception as error:  # noqa: BLE001 - backends raise what they like
                # The kind of error only: its text is the backend's and might quote the secret.
                future.set_exception(AppError(Code.NO_KEYRING, type(error).__name__))
            else:
                future.set_result(answer)

        threading.Thread(target=ask, name="oriole-keyring", daemon=True).start()
        try:
            async with asyncio.timeout(self._limit_s):
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise AppError(Code.NO_KEYRING, "no answer; it may be locked") from error

    def _place_of(self, name: str) -> tuple[Place | None, str]:
        entry = tables.read(self._places).get(name)
        if not isinstance(entry, dict) or entry.get("place") not in set(Place):
            return None, ""
        return Place(entry["place"]), str(entry.get("variable", ""))

    def _note_place(self, name: str, place: Place | None, variable: str) -> None:
        table = tables.read(self._places)
        if place is None:
            if table.pop(name, None) is None:
                return
        else:
            table[name] = {"place": str(place)} | ({"variable": variable} if variable else {})
        tables.write(self._places, table)

    def _read_file(self) -> dict[str, str]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise AppError(Code.DAMAGED, self._file.name) from error
        except OSError as error:
            raise faults.from_system(error) from error
        return {str(name): str(value) for name, value in dict(found).items()}

    def _write_file(self, name: str, secret: Secret) -> None:
        values = self._read_file()
        if secret:
            values[name] = secret.reveal()
        elif values.pop(name, None) is None:
            return
        files.write_atomically(self._file, json.dumps(values, indent=1).encode())


def _delete(ring: Keyring, name: str) -> None:
    # Backends raise different errors for "there is none"; asking first is the same for all.
    if ring.get_password(name, _USER) is not None:
        ring.delete_password(name, _USER)


def _name(connection_id: str, kind: SecretKind) -> str:
    return f"oriole/{connection_id}/{kind}"
