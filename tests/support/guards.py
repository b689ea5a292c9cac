"""A test fails when it leaves something behind: a warning, a task, a thread, a timer, a widget.

Qt's own warnings are caught by pytest-qt (`qt_log_level_fail` in pyproject.toml).
"""

from __future__ import annotations

import asyncio
import asyncio.runners
import gc
import logging
import re
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget

GRACE_S = 1.0
"""How long a thread may take to end; only a test that leaves one waits so long."""
ENDING_S = 0.1


class ExpectLog:
    """Call it with a regular expression: a warning that matches must be logged in this test."""

    def __init__(self) -> None:
        self.patterns: list[str] = []

    def __call__(self, pattern: str) -> None:
        """Expect at least one log record, of level WARNING or above, that matches `pattern`."""
        self.patterns.append(pattern)


@pytest.fixture
def expect_log() -> ExpectLog:
    """Allow, and demand, a warning: `expect_log("disk is full")`."""
    return ExpectLog()


@pytest.fixture(autouse=True)
def _no_stray_log(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    expected: list[str] = []
    if "expect_log" in request.fixturenames:
        expected = request.getfixturevalue("expect_log").patterns
    yield
    loud = [
        f"{record.name}: {record.getMessage()}"
        for record in (*caplog.get_records("setup"), *caplog.get_records("call"))
        if record.levelno >= logging.WARNING
    ]
    stray = [line for line in loud if not any(re.search(text, line) for text in expected)]
    absent = [text for text in expected if not any(re.search(text, line) for line in loud)]
    if stray:
        pytest.fail("unexpected log:\n" + "\n".join(stray), pytrace=False)
    if absent:
        pytest.fail("expected in the log, but absent: " + ", ".join(absent), pytrace=False)


@pytest.fixture(autouse=True)
def _no_stray_task(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Name the tasks that were still running when their loop was closed.

    `asyncio.run` and `Runner` cancel what is left without a word; this listens where they do it.
    What is just about to end (the loop closes a lost async generator in a task) may do so.
    """
    stray: list[str] = []
    cancel_all = asyncio.runners._cancel_all_tasks  # type: ignore[attr-defined]

    def listening(loop: asyncio.AbstractEventLoop) -> None:
        if left := asyncio.all_tasks(loop):
            loop.run_until_complete(asyncio.wait(left, timeout=ENDING_S))
        stray.extend(repr(task) for task in asyncio.all_tasks(loop))
        cancel_all(loop)

    monkeypatch.setattr(asyncio.runners, "_cancel_all_tasks", listening)
    yield
    if stray:
        pytest.fail("tasks left running:\n" + "\n".join(stray), pytrace=False)


@pytest.fixture(autouse=True)
def _no_stray_thread() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = _left_threads(before)
    end = time.monotonic() + GRACE_S
    while left and time.monotonic() < end:
        time.sleep(0.01)
        left = _left_threads(before)
    if left:
        pytest.fail(
            f"threads left running: {sorted(thread.name for thread in left)}", pytrace=False
        )


def _left_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    # A thread that Qt owns shows up as a dummy as soon as it calls Python once; PortAudio has one for
    # the rest of the process, however often it is asked for microphones.
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and not isinstance(thread, threading._DummyThread)
        and thread.name != "portaudio"
    ]


@pytest.fixture(autouse=True)
def _no_stray_widget_or_timer(request: pytest.FixtureRequest) -> Iterator[None]:
    if not {"qtbot", "qapp", "qloop"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("qapp")
    widgets, timers = set(_top_level_widgets()), set(_running_timers())
    yield
    _settle()
    left = [f"{type(w).__name__}({w.objectName()!r})" for w in set(_top_level_widgets()) - widgets]
    running = [_describe(timer) for timer in set(_running_timers()) - timers]
    if left:
        pytest.fail(f"top-level widgets left: {sorted(left)}", pytrace=False)
    if running:
        pytest.fail(f"timers left running: {sorted(running)}", pytrace=False)


def _settle() -> None:
    """Let Qt delete what was asked to be deleted."""
    from PySide6.QtCore import QCoreApplication, QEvent

    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def _top_level_widgets() -> list[QWidget]:
    from PySide6.QtWidgets import QApplication

    return [w for w in QApplication.topLevelWidgets() if w.metaObject().className() != "QTipLabel"]


def _running_timers() -> list[QTimer]:
    # Only what Python still holds can be seen; a timer that nobody holds has a living Qt parent,
    # and that is under a widget, which the check before this one finds.
    if "PySide6.QtCore" not in sys.modules:
        return []
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    found: list[Any] = [thing for thing in gc.get_objects() if issubclass(type(thing), QTimer)]
    return [timer for timer in found if isValid(timer) and timer.isActive()]


def _describe(timer: QTimer) -> str:
    owner = timer.parent()
    name = type(owner).__name__ if owner is not None else "nobody"
    return f"{timer.interval()} ms, child of {name}"
