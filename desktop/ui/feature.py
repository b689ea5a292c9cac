"""What the main window knows of a tab, and what a tab knows of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from desktop.ui.look import Look

if TYPE_CHECKING:  # the window paints before the services are loaded
    from desktop.services.context import Services
    from desktop.ui.notices import Notice


@dataclass(frozen=True, slots=True)
class Host:
    """What the window offers to its tabs."""

    look: Look
    notify: Callable[[Notice], None]
    """Show a short message over the window's foot, for a while, with at most one action."""
    open_feature: Callable[[str], None]
    """Go to another tab by its id."""


@runtime_checkable
class Flushable(Protocol):
    """A page that holds something that is not stored yet."""

    def flush(self) -> None:
        """Begin to store it; the services wait for it when they close."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One tab: its name and how to make it.

    `title` gives the name in the language of the moment. `create` imports the view's module
    itself, so that a tab costs nothing until it is first shown.
    """

    id: str
    title: Callable[[], str]
    icon: str
    create: Callable[[Services, Host], QWidget]
    is_at_foot: bool = False
    shortcut: str = ""
