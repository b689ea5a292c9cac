"""What a person decided about models: favourites, defaults per task, own prices, notes put away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from desktop.core.models import FREE, Facts, ModelKey, Price, Task
from desktop.core.observe import Event
from desktop.store import tables
from desktop.store.tables import Table

_log = logging.getLogger(__name__)
_RATES = tuple(field.name for field in fields(Price) if field.type == "float | None")


class ModelChoices:
    """A small TOML file. `changed` comes after every change. Used on the loop's thread but `read`.

    What a newer version wrote beside the sections of this one is kept.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writing = asyncio.Lock()
        self.favourites: tuple[ModelKey, ...] = ()
        self.put_away: tuple[ModelKey, ...] = ()
        self.defaults: dict[Task, ModelKey] = {}
        self.overrides: dict[ModelKey, Facts] = {}
        self.changed: Event[None] = Event()

    def read(self) -> None:
        """Read the file; in a worker, before anything else is asked of this.

        Raises:
            AppError: READ_ONLY, the file is there and cannot be opened.
        """
        table = tables.read(self._file)
        self.favourites = tuple(_keys(table.get("favourites")))
        self.put_away = tuple(_keys(table.get("put_away")))
        self.defaults = _defaults(table.get("defaults"))
        self.overrides = _overrides(table.get("own"))

    async def set_favourite(self, key: ModelKey, *, is_one: bool) -> None:
        """Put a model first in every list, or among the others again; errors as `set_default`."""
        others = tuple(other for other in self.favourites if other != key)
        self.favourites = (*others, key) if is_one else others
        await self._changed()

    async def set_default(self, task: Task, key: ModelKey | None) -> None:
        """Let a task begin with a model; None: with what fits.

        Raises:
            AppError: DISK_FULL or READ_ONLY; the change then holds until the program ends.
        """
        self.defaults.pop(task, None)
        if key is not None:
            self.defaults[task] = key
        await self._changed()

    async def set_price(self, key: ModelKey, price: Price | None) -> None:
        """Keep the person's own price of a model; None: nobody's; errors as `set_default`."""
        self.overrides.pop(key, None)
        if price is not None and price.is_known:
            self.overrides[key] = Facts(price=price)
        await self._changed()

    async def put_note_away(self, key: ModelKey) -> None:
        """Say no more that this model ends; errors as `set_default`."""
        if key not in self.put_away:
            self.put_away = (*self.put_away, key)
            await self._changed()

    async def _changed(self) -> None:
        self.changed.emit(None)
        async with self._writing:
            await asyncio.to_thread(self._write, self._sections())

    def _sections(self) -> Table:
        return {
            "favourites": [key._asdict() for key in self.favourites],
            "put_away": [key._asdict() for key in self.put_away],
            "defaults": {str(task): key._asdict() for task, key in self.defaults.items()},
            "own": [
                {**key._asdict(), **_rates(facts.price or FREE)}
                for key, facts in self.overrides.items()
            ],
        }

    def _write(self, sections: Table) -> None:
        tables.write(self._file, {**tables.read(self._file), **sections})


def _rates(price: Price) -> Table:
    told = {name: getattr(price, name) for name in _RATES}
    return {"currency": price.currency} | {k: v for k, v in told.items() if v is not None}


def _key(entry: object) -> ModelKey | None:
    if not isinstance(entry, dict):
        return None
    connection_id, model = entry.get("connection_id"), entry.get("model")
    if isinstance(connection_id, str) and isinstance(model, str) and model:
        return ModelKey(connection_id, model)
    return None


def _keys(entries: object) -> Iterable[ModelKey]:
    found = (_key(entry) for entry in entries) if isinstance(entries, list) else ()
    return dict.fromkeys(key for key in found if key is not None)


def _defaults(entries: object) -> dict[Task, ModelKey]:
    found: dict[Task, ModelKey] = {}
    for name, entry in (entries if isinstance(entries, dict) else {}).items():
        key = _key(entry)
        if key is not None and name in set(Task):
            found[Task(name)] = key
    return found


def _overrides(entries: object) -> dict[ModelKey, Facts]:
    found: dict[ModelKey, Facts] = {}
    for entry in entries if isinstance(entries, list) else ():
        key = _key(entry)
        if key is None:
            _log.warning("models.bad_entry: a price of yours is left out")
            continue
        told: Table = {
            name: float(entry[name])
            for name in _RATES
            if isinstance(entry.get(name), (int, float)) and 0 <= entry[name] < 1e9
        }
        currency = entry.get("currency")
        price = Price(**told, currency=currency if isinstance(currency, str) else "USD")
        if price.is_known:
            found[key] = Facts(price=price)
    return found
