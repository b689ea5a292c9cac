"""Fixtures and guards of all tests; each kind is a small module in tests/support."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything makes a QApplication

import pytest

pytest_plugins = [
    "tests.support.environment",
    "tests.support.network",
    "tests.support.guards",
    "tests.support.loops",
    "tests.support.skips",
    "tests.support.desk",
    "tests.support.aimock",
    "tests.support.llmock",
    "tests.support.microphone",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a QApplication, so that `-m "not gui"` is quick."""
    for item in items:
        if {"qtbot", "qapp", "qloop"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("gui")
