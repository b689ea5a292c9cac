"""A measured figure, held against its budget, as a table or as JSON lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass

from tests.bench.budgets import Budget


@dataclass(frozen=True, slots=True)
class Sample:
    """One figure of a bench: a median of at least five runs, in the unit that its name ends with."""

    metric: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """A sample with its bench and budget."""

    bench: str
    sample: Sample
    budget: Budget | None

    @property
    def within(self) -> bool:
        """Tell whether the budget holds; a figure without one is only told."""
        return self.budget is None or self.budget.holds(self.sample.value)

    def as_json(self) -> str:
        """Give the row as one line of JSON."""
        return json.dumps(
            {
                "bench": self.bench,
                "metric": self.sample.metric,
                "value": round(self.sample.value, 3),
                "unit": self.sample.unit,
                "budget": self.budget.limit if self.budget else None,
                "within": self.within,
            }
        )

    def as_text(self) -> str:
        """Give the row as one line of a table."""
        limit = ""
        if self.budget is not None:
            limit = f"{'>=' if self.budget.at_least else '<='} {self.budget.limit:g}"
        verdict = "" if self.budget is None else "ok" if self.within else "OVER"
        return (
            f"{self.bench:<10} {self.sample.metric:<26} {self.sample.value:>12.3f} "
            f"{self.sample.unit:<8} {limit:>12}  {verdict}"
        )


def machine() -> str:
    """Give the machine's load in one line: a busy one explains a bad figure."""
    one, five, fifteen = os.getloadavg()
    cores = len(os.sched_getaffinity(0))
    return f"load average {one:.2f} {five:.2f} {fifteen:.2f} on {cores} cores"


def absent(rows: Iterable[Row], wanted: dict[str, dict[str, Budget]]) -> list[str]:
    """Give the metrics that have a budget but were not measured, as "bench.metric"."""
    seen = {(row.bench, row.sample.metric) for row in rows}
    return [
        f"{bench}.{metric}"
        for bench, budgets in wanted.items()
        for metric in budgets
        if (bench, metric) not in seen
    ]
