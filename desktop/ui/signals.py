"""Ends the program cleanly on SIGTERM and SIGINT: Python's handlers do not run while Qt sleeps."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier


class SignalWatch(QObject):
    """Calls `on_quit` when the process is asked to end; a no-op where there are no such signals."""

    def __init__(self, on_quit: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_quit = on_quit
        self._here, self._there = socket.socketpair()
        for end in (self._here, self._there):
            end.setblocking(False)
        signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _leave_it_to_the_loop)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def close(self) -> None:
        """Give the signals back."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        self._notifier.setEnabled(False)
        self._here.close()
        self._there.close()

    def _on_signal(self) -> None:
        self._here.recv(64)
        self._on_quit()


def _leave_it_to_the_loop(_number: int, _frame: FrameType | None) -> None:
    """Do nothing here: the byte on the wake-up socket wakes Qt's loop, which then acts."""
