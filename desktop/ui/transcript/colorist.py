"""Colours code in short slices on the loop; lexers are imported in a worker thread."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop.ui.transcript.coloring import Lexer

SLICE_S = 0.002
_REST_MS, _POLL_MS = 8, 15  # between two slices a frame has its turn
_USUAL_S, _POLITE_S = sys.getswitchinterval(), 0.0005
"""How long the importing thread keeps others waiting: a first lexer is 20 ms of work."""


class Colored(Protocol):
    """Code that is drawn before it has its colours."""

    @property
    def language(self) -> str:
        """What it is written in."""
        ...

    @property
    def needs_colors(self) -> bool:
        """True while complete lines lack them."""
        ...

    @property
    def doc(self) -> QTextDocument:
        """Where it stands."""
        ...

    def touch(self) -> None:
        """Have it painted again."""
        ...

    def color_steps(self, lexer: Lexer) -> Iterator[None]:
        """Colour line by line."""
        ...


class _Loading:
    """A lexer that is being imported; `lexer` is None until then, and if there is none."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.lexer: Lexer | None = None
        self._thread = threading.Thread(target=self._run, name=f"lexer-{language}", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """True once the import has ended."""
        return not self._thread.is_alive()

    def _run(self) -> None:
        sys.setswitchinterval(_POLITE_S)
        try:
            from desktop.ui.transcript.lexing import lexer_for  # noqa: PLC0415 - imports Pygments

            self.lexer = lexer_for(self._language)
        finally:
            sys.setswitchinterval(_USUAL_S)


class Colorist(QObject):
    """Colours what is asked for, oldest request first.

    Signals: `colored()` after a slice in which some lines got their colours.
    """

    colored = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lexers: dict[str, _Loading] = {}
        self._jobs: dict[Colored, Iterator[None] | None] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timer)

    @property
    def is_idle(self) -> bool:
        """True when nothing waits for colours."""
        return not self._jobs

    def request(self, view: Colored) -> None:
        """Colour the lines of view that lack it, soon."""
        if view.needs_colors and view not in self._jobs and not self._is_unknown(view):
            self._jobs[view] = None

    def forget(self) -> None:
        """Drop all requests: the views are gone."""
        self._jobs.clear()
        self._timer.stop()

    def work(self, budget_s: float = SLICE_S) -> bool:
        """Colour for at most budget_s seconds; tell whether anything changed."""
        end = time.perf_counter() + budget_s
        has_colored = False
        for view in list(self._jobs):
            loading = self._loading(view.language)
            if not loading.is_done:
                continue
            if loading.lexer is None or self._go_on(view, loading.lexer, end):
                del self._jobs[view]
            has_colored |= loading.lexer is not None
            if time.perf_counter() > end:
                break
        if self._jobs and not self._timer.isActive():
            is_waiting = not any(self._loading(v.language).is_done for v in self._jobs)
            self._timer.start(_POLL_MS if is_waiting else _REST_MS)
        return has_colored

    def _go_on(self, view: Colored, lexer: Lexer, end: float) -> bool:
        """Colour line by line until the time is over; tell whether view is done."""
        steps = self._jobs[view] or view.color_steps(lexer)
        self._jobs[view] = steps
        view.touch()
        # Formats that are set outside an edit leave a paragraph without any lines: it vanishes.
        cursor = QTextCursor(view.doc)
        cursor.beginEditBlock()
        is_done = all(time.perf_counter() <= end for _ in steps)
        cursor.endEditBlock()
        return is_done

    def _is_unknown(self, view: Colored) -> bool:
        loading = self._lexers.get(view.language)
        return loading is not None and loading.is_done and loading.lexer is None

    def _loading(self, language: str) -> _Loading:
        if language not in self._lexers:
            self._lexers[language] = _Loading(language)
        return self._lexers[language]

    def _on_timer(self) -> None:
        if self.work():
            self.colored.emit()
