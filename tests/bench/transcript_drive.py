"""Drives a transcript in a window of its own: `python -m tests.bench.transcript_drive CASE`.

Prints one JSON object with what was measured. Times are less the wait for a core.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QInputDevice, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.theme import load
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.model import TranscriptModel
from tests.bench.clock import Stopwatch, percentile, queued_s
from tests.bench.transcript_runs import STREAMED
from tests.ui.transcript.talk import conversation, markdown, streaming

RATE = 2000  # deltas a second
TAILS = {
    "code": "```python\n" + "".join(f"x{i} = call({i}, 'text')  # note\n" for i in range(4000)),
    "table": "| a | b | c |\n|---|--:|---|\n"
    + "".join(f"| cell {i} | {i} | some more words |\n" for i in range(1000)),
    "list": "".join(f"{i}. item **{i}** with some words to fill it\n" for i in range(1, 1001)),
}
_ID = 1_000_000

Figures = dict[str, float]


class Stage:
    """A window with a transcript that has drawn once: fonts, icons and the lexer are loaded."""

    def __init__(self) -> None:
        self.app = QApplication([])
        self.window = QWidget()
        self.view = TranscriptView(TranscriptModel(self.window), load("light"), self.window)
        self.editor = Editor(self.window)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addWidget(self.editor)
        self.editor.setFixedHeight(60)
        self.window.resize(940, 800)
        self.window.show()
        self.view.model.load(conversation(20))
        for _ in range(6):
            self.wait(0.1)
            self.view.scroll_by(-600)
        self.view.scroll_to_end()
        gc.collect()
        gc.freeze()

    def wait(self, seconds: float) -> None:
        """Let the loop run."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()

    def frame(self, act: Callable[[], object]) -> float:
        """Give the milliseconds until what `act` changed is painted."""
        with Stopwatch() as watch:
            act()
            self.app.processEvents()
        return watch.elapsed_s * 1000


class Editor(QTextEdit):
    """A text field that tells when it has painted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.on_painted: Callable[[], None] = lambda: None

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.on_painted()


class Feed:
    """Streams a text into the last message at `RATE`; notes how late a 1 ms timer fires."""

    def __init__(self, stage: Stage, text: str, delta: int = 5) -> None:
        self._model = stage.view.model
        self._deltas = [text[i : i + delta] for i in range(0, len(text), delta)]
        self._sent = 0
        self._began = self._last = 0.0
        self._queued = 0.0
        self.late_ms: list[float] = []
        self.cpu_us = 0.0
        self._timer = QTimer(stage.window, timerType=Qt.TimerType.PreciseTimer, interval=1)
        self._timer.timeout.connect(self._tick)

    def run(self, app: QApplication) -> None:
        """Stream to the end."""
        self._began = self._last = time.perf_counter()
        self._queued, cpu = queued_s(), time.process_time()
        self._timer.start()
        app.exec()
        self.cpu_us = (time.process_time() - cpu) / len(self._deltas) * 1e6

    def _tick(self) -> None:
        now, queued = time.perf_counter(), queued_s()
        late = now - self._last - (queued - self._queued) - 0.001
        self.late_ms.append(max(0.0, late * 1000))
        self._last, self._queued = now, queued
        due = min(len(self._deltas), int((now - self._began) * RATE))
        for delta in self._deltas[self._sent : due]:
            self._model.append_text(_ID, delta)
        self._sent = due
        if due == len(self._deltas):
            self._timer.stop()
            QCoreApplication.quit()


def stream(characters: int) -> Figures:
    """Stream mixed Markdown at the end of an answer that has `characters` already."""
    stage = Stage()
    view = stage.view
    text = markdown(characters + STREAMED)
    view.model.load([*conversation(1000), streaming(_ID)])
    for at in range(0, characters, 2000):
        view.model.append_text(_ID, text[at : min(at + 2000, characters)])
        view.flush()
    stage.wait(0.3)
    feed = Feed(stage, text[characters:])
    feed.run(stage.app)
    return {
        "delta_us": feed.cpu_us,
        "late_p99_ms": percentile(feed.late_ms, 99),
        "late_max_ms": max(feed.late_ms),
    }


def tail(name: str) -> Figures:
    """Stream one block that never ends; 20 characters a delta."""
    stage = Stage()
    stage.view.model.load([*conversation(1000), streaming(_ID)])
    stage.wait(0.1)
    feed = Feed(stage, TAILS[name], delta=20)
    feed.run(stage.app)
    return {
        "late_p99_ms": percentile(feed.late_ms, 99),
        "late_max_ms": max(feed.late_ms),
        "delta_us": feed.cpu_us,
    }


def opening(count: int) -> Figures:
    """Open a conversation, scroll, jump, resize, change the theme."""
    stage = Stage()
    view = stage.view
    entries: list[Entry] = conversation(count)
    figures = {"open_ms": stage.frame(lambda: _open(view, entries))}
    for name, dy, steps in (("scroll", -120, 300), ("page", -660, 100)):
        frames = [stage.frame(partial(view.scroll_by, dy)) for _ in range(steps)]
        figures |= {
            f"{name}_p50_ms": percentile(frames, 50),
            f"{name}_p99_ms": percentile(frames, 99),
        }
    bar = view.verticalScrollBar()
    frames = [stage.frame(partial(bar.setValue, bar.maximum() * i // 60)) for i in range(60)]
    figures["jump_p99_ms"] = percentile(frames, 99)
    window = stage.window
    frames = [stage.frame(partial(window.resize, 900 - 8 * i, 800)) for i in range(30)]
    figures["resize_p99_ms"] = percentile(frames, 99)
    figures["theme_ms"] = stage.frame(lambda: view.set_theme(load("dark")))
    return figures


def _open(view: TranscriptView, entries: list[Entry]) -> None:
    view.model.load(entries)
    view.viewport().repaint()


def typing() -> Figures:
    """Type into a field beside a long conversation that streams."""
    stage = Stage()
    stage.view.model.load([*conversation(10_000), streaming(_ID)])
    stage.wait(0.3)
    QInputDevice.primaryKeyboard()  # made by its first user, which must not be the other thread
    main = threading.get_native_id()
    pressed: list[tuple[float, float]] = []
    took_ms: list[float] = []
    is_over = threading.Event()

    def press() -> None:
        while not is_over.wait(0.041):  # beside the flush timer's 33 ms
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
                if kind == QEvent.Type.KeyPress:
                    pressed.append((time.perf_counter(), queued_s(os.getpid(), main)))
                QCoreApplication.postEvent(stage.editor, key)

    length = 0

    def painted() -> None:
        nonlocal length
        typed = stage.editor.document().characterCount() - 1
        for at, queued in pressed[length:typed]:
            took = time.perf_counter() - at - (queued_s(os.getpid(), main) - queued)
            took_ms.append(took * 1000)
        length = typed

    stage.editor.on_painted = painted
    thread = threading.Thread(target=press, daemon=True)
    thread.start()
    Feed(stage, markdown(STREAMED)).run(stage.app)
    is_over.set()
    thread.join()
    return {"typing_p50_ms": percentile(took_ms, 50), "typing_p99_ms": percentile(took_ms, 99)}


def main(case: str) -> None:
    """Run a case and print its figures."""
    kind, _, value = case.partition(":")
    cases: dict[str, Callable[[], Figures]] = {
        "stream": lambda: stream(int(value)),
        "tail": lambda: tail(value),
        "open": lambda: opening(int(value)),
        "typing": typing,
    }
    print(json.dumps(cases[kind]()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
    os._exit(0)  # the windows need no farewell
