"""Typed change notices without Qt: a store says what changed, whoever shows it draws again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

_log = logging.getLogger(__name__)
T = TypeVar("T")


class Event(Generic[T]):
    """Calls its listeners in the order in which they came; used on the loop's thread only."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[T], None]] = []

    def connect(self, listener: Callable[[T], None]) -> Callable[[], None]:
        """Call `listener` on every notice; give the function that ends this (safe to call twice)."""
        self._listeners.append(listener)

        def disconnect() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return disconnect

    def emit(self, value: T) -> None:
        """Tell all listeners; one that fails is logged and does not silence the others."""
        for listener in tuple(self._listeners):
            try:
                listener(value)
            except Exception:  # noqa: BLE001 - a listener's bug must not break the work it watches
                _log.exception("a listener failed")
