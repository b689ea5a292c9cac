"""Settings and connections in an archive: the same file as "Settings as a file", never a key.

They are not taken over with the rest: what a file says of servers is shown to the person first.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable

from desktop.core.connection import Connection
from desktop.services.settings_file import file as settings_file
from desktop.services.transfer.kinds import Fate, Fetch, Record
from desktop.store.settings import AnySetting, Settings


class SettingsKind:
    """A `Portable`; `found` is what the last archive held, for whoever shows the plan."""

    folder, is_counted = "settings", False
    name = "oriole-settings.toml"

    def __init__(
        self,
        settings: Settings,
        connections: Callable[[], Iterable[Connection]],
        declared: Callable[[], Iterable[AnySetting]],
    ) -> None:
        self._settings, self._connections, self._declared = settings, connections, declared
        self.found: bytes | None = None

    async def count(self) -> int:
        """Give 1: it is one file."""
        return 1

    async def records(self) -> AsyncIterator[Record]:
        """Yield the file."""
        yield Record(
            self.name, settings_file.export(self._settings, self._declared(), self._connections())
        )

    async def take(self, content: bytes, _fetch: Fetch) -> Fate:
        """Keep the file for the person to look at; refuse what is none."""
        settings_file.parse(content)
        self.found = content
        return Fate.KNOWN
