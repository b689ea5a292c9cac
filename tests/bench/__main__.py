"""Run the benches: `python -m tests.bench [NAME ...] [--json]`; 1 when a budget does not hold."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent.parent / "packaging"))  # the virtual desktop

from tests.bench.budgets import BUDGETS  # noqa: E402
from tests.bench.report import Row, absent, machine  # noqa: E402


def names() -> list[str]:
    """Give the names of all benches."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def rows(bench: str) -> Iterator[Row]:
    """Run one bench; give its figures as they come."""
    budgets = BUDGETS.get(bench, {})
    for sample in importlib.import_module(f"tests.bench.bench_{bench}").run():
        yield Row(bench, sample, budgets.get(sample.metric))


def main(arguments: list[str]) -> int:
    """Run what is named, or everything; give the exit code."""
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--json", action="store_true", help="one object a line")
    options = parser.parse_args(arguments)
    wanted = options.names or names()
    if unknown := sorted(set(wanted) - set(names())):
        parser.error(f"there is no bench {', '.join(unknown)}; there are {', '.join(names())}")
    told = []
    for bench in wanted:
        print(machine(), file=sys.stderr)
        for row in rows(bench):
            told.append(row)
            print(row.as_json() if options.json else row.as_text(), flush=True)
    lacking = absent(told, {bench: BUDGETS.get(bench, {}) for bench in wanted})
    if lacking:
        print(f"not measured: {', '.join(lacking)}", file=sys.stderr)
    return 0 if all(row.within for row in told) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
