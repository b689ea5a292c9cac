"""A skipped test is a hole: only the skips named here are allowed, any other one fails the run."""

from __future__ import annotations

import re

import pytest

ALLOWED = {
    r"tests/api/.*openapi.*": "the official OpenAPI document does not lie beside the checkout",
    r"tests/store/test_keyring\.py.*": "no gnome-keyring on this machine",
}
"""Test id (a regular expression) -> why it may be skipped."""

_new: list[str] = []


def is_allowed(test_id: str) -> bool:
    """Tell whether the test with this id may be skipped."""
    return any(re.fullmatch(pattern, test_id) for pattern in ALLOWED)


@pytest.hookimpl
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect the skips that nobody has allowed."""
    if report.skipped and not is_allowed(report.nodeid):
        _new.append(f"{report.nodeid}: {report.longreprtext}")


@pytest.hookimpl
def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A whole module can be skipped, too."""
    if report.skipped and not is_allowed(report.nodeid):
        _new.append(f"{report.nodeid}: {report.longreprtext}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run for a new skip."""
    if _new:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which skips are new."""
    for line in _new:
        terminalreporter.write_line(f"NEW SKIP, not on the list in tests/support/skips.py: {line}")
