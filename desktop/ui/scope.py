"""Binds a TaskScope to the life of a Qt object."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.core.tasks import TaskScope


def scope_for(
    owner: QObject,
    on_error: Callable[[Exception], None],
    on_change: Callable[[str, bool], None] | None = None,
) -> TaskScope:
    """Give `owner` a scope that closes when Qt destroys it.

    `destroyed` is connected to the scope, not to a method of `owner`: Qt drops an object's own
    slots before it emits `destroyed`, so they would never run.
    """
    scope = TaskScope(on_error, on_change)
    owner.destroyed.connect(scope.close)
    return scope
