"""A keyring whose entries are too short for some secrets: these are kept in parts.

Windows' Credential Manager takes 2,560 bytes of UTF-16 for one entry (CRED_MAX_CREDENTIAL_BLOB_SIZE)
and refuses a longer one with an error that names nothing. A person's own headers, or a token that
an identity provider signed, can be longer.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Protocol

WINDOWS_UNITS = 1_200
"""UTF-16 units for one entry: the limit is 1,280, and some versions count an end mark."""

_HEAD = re.compile(r"\x1e(\d{1,4}):([0-9a-f]{16})")


class Keyring(Protocol):
    """What we use of a backend of the `keyring` package."""

    def get_password(self, _service: str, _username: str, /) -> str | None:
        """Give a password, None if there is none."""

    def set_password(self, _service: str, _username: str, _password: str, /) -> None:
        """Keep a password."""

    def delete_password(self, _service: str, _username: str, /) -> None:
        """Forget a password."""


class InParts:
    """A keyring over `ring` that takes secrets of any length; short ones lie there as they are.

    A long one lies under names of its own, and its entry says where. The entry is written last, so
    that whatever fails leaves the secret of before.
    """

    def __init__(self, ring: Keyring, max_units: int = WINDOWS_UNITS) -> None:
        self._ring = ring
        self._max_units = max_units

    def get_password(self, service: str, username: str) -> str | None:
        """Give a secret; an empty one when somebody removed a part of it, None for none at all."""
        entry = self._ring.get_password(service, username)
        if entry is None or (names := _names(service, entry)) is None:
            return entry
        parts = [self._ring.get_password(name, username) for name in names]
        return "" if None in parts else "".join(filter(None, parts))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret, then remove the parts of the one before."""
        old = self._ring.get_password(service, username)
        entry = password
        if _units(password) > self._max_units or _HEAD.match(password):
            parts = list(_cut(password, self._max_units))
            entry = f"\x1e{len(parts)}:{os.urandom(8).hex()}"
            for name, part in zip(_names(service, entry) or (), parts, strict=True):
                self._ring.set_password(name, username, part)
        self._ring.set_password(service, username, entry)
        self._remove_parts(service, username, old)

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret: its entry first, so that none is left that leads nowhere."""
        old = self._ring.get_password(service, username)
        self._ring.delete_password(service, username)
        self._remove_parts(service, username, old)

    def _remove_parts(self, service: str, username: str, entry: str | None) -> None:
        for name in _names(service, entry or "") or ():
            if self._ring.get_password(name, username) is not None:
                self._ring.delete_password(name, username)


def _names(service: str, entry: str) -> list[str] | None:
    """Give the names of the parts that an entry tells of; None: it is the secret itself."""
    found = _HEAD.fullmatch(entry)
    if found is None:
        return None
    return [f"{service}/{found[2]}/{number}" for number in range(int(found[1]))]


def _cut(text: str, max_units: int) -> Iterator[str]:
    start = size = 0
    for place, character in enumerate(text):
        width = _units(character)
        if size + width > max_units:
            yield text[start:place]
            start, size = place, 0
        size += width
    yield text[start:]


def _units(text: str) -> int:
    return sum(2 if ord(character) > 0xFFFF else 1 for character in text)
