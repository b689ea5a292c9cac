"""What servers have taught us about themselves, by the id of their connection. Nothing in it is secret."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from desktop.core.capabilities import Capability, Fact, Learnt, Support
from desktop.store import tables
from desktop.store.tables import Table

_MAX_MODELS = 200  # with refused parameters, of one server


class LearntFile:
    """A TOML file; worker threads only. What cannot be understood counts as not learnt."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._written: Table | None = None

    def read(self) -> dict[str, Learnt]:
        """Give what is known, by connection.

        Raises:
            AppError: READ_ONLY, the file cannot be opened.
        """
        table = self._written = tables.read(self._file)
        return {name: _learnt(entry) for name, entry in table.items() if isinstance(entry, dict)}

    def write(self, known: Mapping[str, Learnt]) -> None:
        """Replace what is known; nothing is written where nothing has changed, or nothing was read.

        Raises:
            AppError: DISK_FULL or READ_ONLY.
        """
        table = {name: entry for name, learnt in known.items() if (entry := _entry(learnt))}
        if self._written is not None and table != self._written:
            tables.write(self._file, table)
            self._written = table


def _entry(learnt: Learnt) -> Table:
    facts = {
        str(capability): {"support": str(fact.support), "on": fact.learnt_on}
        for capability, fact in learnt.facts.items()
    }
    kept = list(learnt.refused.items())[-_MAX_MODELS:]
    refused = {model: sorted(names) for model, names in kept}
    entry: Table = {"facts": facts} if facts else {}
    return entry | ({"refused": refused} if refused else {})


def _learnt(entry: Table) -> Learnt:
    facts: dict[Capability, Fact] = {}
    for name, said in _table(entry.get("facts")).items():
        if name in set(Capability) and isinstance(said, dict):
            support, day = said.get("support"), said.get("on")
            if support in {Support.YES, Support.NO}:
                facts[Capability(name)] = Fact(Support(support), day if type(day) is str else "")
    refused = {
        model: frozenset(name for name in names if isinstance(name, str))
        for model, names in _table(entry.get("refused")).items()
        if isinstance(names, list)
    }
    return Learnt(facts, refused)


def _table(value: object) -> Table:
    return value if isinstance(value, dict) else {}
