"""The table of models that ships with the program: what servers do not say of them, as of a day."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from desktop.core.connection import Connection
from desktop.core.models import NO_FACTS, Facts, Modality, Price, Task, fine_tuned
from desktop.core.picture_tokens import Rule

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: `vendor` is whose servers the price and the end of the model hold for."""

    facts: Facts
    vendor: str
    picture_rule: Rule | None = None


class ModelTable:
    """Answers what is generally known of a model. Built in a worker; read from every thread."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.as_of = date.fromisoformat(content["as_of"])
        self._vendors: Mapping[str, Any] = content["vendors"]
        rules = {name: Rule.from_json(row) for name, row in content["image_tokens"].items()}
        self._by_id: dict[str, _Row] = {}
        self._patterns: list[tuple[int, re.Pattern[str], _Row]] = []
        for entry in content["models"]:
            rule = rules.get(entry.get("image_tokens", ""))
            row = _Row(facts_from(entry), entry.get("vendor", ""), rule)
            if "id" in entry:
                self._by_id[entry["id"]] = row
            for pattern in entry.get("match", ()):
                compiled = re.compile(fnmatch.translate(pattern))
                self._patterns.append((len(pattern), compiled, row))
        self._patterns.sort(key=lambda found: -found[0])  # the longest says most

    @classmethod
    def read(cls, file: Path) -> ModelTable:
        """Read the table from disk; worker threads only."""
        return cls(cast("Mapping[str, Any]", json.loads(file.read_text(encoding="utf-8"))))

    def facts(self, model_id: str, connection: Connection) -> Facts:
        """Give what is known of a model; prices and ends only on its maker's own servers."""
        tuned = fine_tuned(model_id)
        row = self._row(tuned[0] if tuned else model_id)
        facts = row.facts if row else NO_FACTS
        if row and row.vendor and not self._is_of(connection, row.vendor):
            facts = replace(facts, price=None, retires_on=None)
        if tuned is None:
            return facts
        # It ends with its base, but has a price of its own.
        return replace(facts, base=tuned[0], name=tuned[1], price=None)

    def picture_rule(self, model_id: str) -> Rule | None:
        """Give how a model counts the tokens of pictures; None: it is not known."""
        tuned = fine_tuned(model_id)
        row = self._row(tuned[0] if tuned else model_id)
        return row.picture_rule if row else None

    def _row(self, model_id: str) -> _Row | None:
        for name in _spellings(model_id):
            if name in self._by_id:
                return self._by_id[name]
        plain = _spellings(model_id)[-1]
        return next((row for _, pattern, row in self._patterns if pattern.match(plain)), None)

    def _is_of(self, connection: Connection, vendor: str) -> bool:
        known = self._vendors[vendor]
        host = urlsplit(connection.base_url).hostname or ""
        return connection.preset in known["presets"] or host in known["hosts"]


def facts_from(entry: Mapping[str, Any]) -> Facts:
    """Read what a row of the table, or of the person's own file, says.

    Raises:
        KeyError, TypeError, ValueError: it is not written as it must be.
    """
    inputs, tasks, efforts = entry.get("inputs"), entry.get("tasks"), entry.get("efforts")
    ends, aliases, price = entry.get("retires_on"), entry.get("aliases"), entry.get("price")
    return Facts(
        name=entry.get("name"),
        tasks=frozenset(map(Task, tasks)) if tasks is not None else None,
        context=entry.get("context"),
        max_output=entry.get("max_output"),
        inputs=frozenset(map(Modality, inputs)) if inputs is not None else None,
        tools=entry.get("tools"),
        reasoning=entry.get("reasoning"),
        efforts=tuple(efforts) if efforts else None,
        price=Price(**price) if price else None,
        retires_on=date.fromisoformat(ends) if ends else None,
        successor=entry.get("successor"),
        aliases=tuple(aliases) if aliases else None,
    )


def _spellings(model_id: str) -> tuple[str, ...]:
    """Give an id as it stands and in plainer forms: no snapshot's date, no maker, no file's ending."""
    plain = model_id.casefold().rsplit("/", 1)[-1].removesuffix(".gguf")
    bare = re.sub(r"[:_@]", "-", plain)
    return tuple(_unique((model_id, _DATED.sub("", model_id), _DATED.sub("", plain), bare)))


def _unique(names: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(names)
