"""The bench runner: every bench can be run by its name, and says what its figures must be."""

import importlib
import json

import pytest

from tests.bench.__main__ import main, names
from tests.bench.budgets import BUDGETS, Budget
from tests.bench.clock import Stopwatch, median_of, percentile, queued_s
from tests.bench.report import Row, Sample, absent

IN_THIS_VERSION = {"startup", "memory", "idle", "stream", "open", "sse", "stop", "store", "engine"}


def test_the_benches_that_were_promised_are_there() -> None:
    assert set(names()) >= IN_THIS_VERSION


@pytest.mark.parametrize("name", names())
def test_a_bench_says_what_it_measures_and_has_a_budget(name: str) -> None:
    module = importlib.import_module(f"tests.bench.bench_{name}")
    assert module.__doc__
    assert callable(module.run)
    assert name in BUDGETS


def test_an_unknown_bench_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["nonsense"])
    assert exit_.value.code == 2
    assert "there is no bench nonsense" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("budget", "value", "within"),
    [
        (Budget(10), 10, True),
        (Budget(10), 10.1, False),
        (Budget(0), 0, True),
        (Budget(0.9, at_least=True), 0.9, True),
        (Budget(0.9, at_least=True), 0.89, False),
        (None, 1e9, True),
    ],
)
def test_a_figure_is_within_its_budget_or_not(
    budget: Budget | None, value: float, within: bool
) -> None:
    row = Row("stop", Sample("stop_ms", value, "ms"), budget)
    assert row.within is within
    assert ("OVER" in row.as_text()) is not within


def test_a_row_is_one_line_of_json_with_the_promised_keys() -> None:
    line = Row("stop", Sample("stop_ms", 12.34567, "ms"), Budget(50)).as_json()
    assert json.loads(line) == {
        "bench": "stop",
        "metric": "stop_ms",
        "value": 12.346,
        "unit": "ms",
        "budget": 50,
        "within": True,
    }


def test_what_was_not_measured_is_told() -> None:
    row = Row("stop", Sample("stop_ms", 1, "ms"), Budget(50))
    wanted = {"stop": {"stop_ms": Budget(50), "server_close_ms": Budget(100)}}
    assert absent([row], wanted) == ["stop.server_close_ms"]


def test_the_wait_for_a_core_is_taken_off() -> None:
    with Stopwatch() as watch:
        sum(range(10_000))
    assert 0 <= watch.elapsed_s < 1
    assert queued_s() >= 0


def test_medians_and_percentiles() -> None:
    values = iter([5.0, 1.0, 2.0, 4.0, 3.0])
    assert median_of(lambda: next(values)) == 3.0
    assert percentile([float(n) for n in range(1, 101)], 99) == 100.0
    assert percentile([1.0], 99) == 1.0
