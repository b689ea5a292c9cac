"""What the main window knows of a tab, and what a tab knows of the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from desktop.ui.i18n import translate
from desktop.ui.keymap import Keymap, Shortcut
from desktop.ui.look import Look

if TYPE_CHECKING:  # the window paints before the services are loaded
    from desktop.services.context import Services
    from desktop.ui.notices import Notice


class OpenFeature(Protocol):
    """Goes to a tab by its id, and there to a place that the tab knows by name (`Placed`)."""

    def __call__(self, feature_id: str, place: str = "") -> None:
        """Show the tab; an unknown place is the one that was on show."""


class TakesSpeech(Protocol):
    """Writes what is said into a field."""

    def press(self, field: QWidget | None) -> None:
        """Begin with a field; where that goes on already, end it."""

    def release(self) -> None:
        """End what was held; a short press goes on until the next."""


@dataclass(frozen=True, slots=True)
class Host:
    """What the window offers to its tabs."""

    look: Look
    notify: Callable[[Notice], None]
    """Show a short message over the window, for a while, with at most one action."""
    open_feature: OpenFeature
    keys: Keymap = field(default_factory=Keymap)
    """Every shortcut of the window, with the keys that the person gave it."""
    dictating: Callable[[], TakesSpeech | None] = lambda: None
    """Give who writes what is said into a field; made with the first call, None where nobody does."""


@runtime_checkable
class Flushable(Protocol):
    """A page that holds something that is not stored yet."""

    def flush(self) -> None:
        """Begin to store it; the services wait for it when they close."""


@runtime_checkable
class Placed(Protocol):
    """A page with places in it that can be gone to by name."""

    def show_place(self, place: str) -> None:
        """Go to a place; nothing happens where the name is not known."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be done on a page now and has no keys: a model to switch to.

    `names` are what it is found by, besides its title and its group.
    """

    icon: str
    title: str
    group: str
    run: Callable[[], None]
    names: tuple[str, ...] = ()


@runtime_checkable
class Offering(Protocol):
    """A page that offers more to do than what has keys."""

    async def offers(self) -> Sequence[Offer]:
        """Give what can be done; asked for when the palette of commands opens."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a tab that can be found by its name: `place` is what `Placed.show_place` takes."""

    place: str
    title: Callable[[], str]
    within: Callable[[], str]
    """What it is part of; empty: the tab itself."""


def _nowhere(_host: Host) -> Sequence[Spot]:
    return ()


@dataclass(frozen=True, slots=True)
class Feature:
    """One tab: its name and how to make it.

    `title` gives the name in the language of the moment. `create` imports the view's module
    itself, so that a tab costs nothing until it is first shown. `shortcut` are the keys that show
    the tab; `shortcuts` what else can be done in it by keys: the tab binds them through `Host.keys`.
    `spots` gives the places in it that are found by their names, also before it was shown.
    """

    id: str
    title: Callable[[], str]
    icon: str
    create: Callable[[Services, Host], QWidget]
    is_at_foot: bool = False
    shortcut: str = ""
    shortcuts: tuple[Shortcut, ...] = ()
    spots: Callable[[Host], Sequence[Spot]] = _nowhere

    def all_shortcuts(self) -> tuple[Shortcut, ...]:
        """Give what the window declares for this tab: showing it, and what it does itself."""
        own = (replace(shortcut, scope=self.id) for shortcut in self.shortcuts)
        return (Shortcut(shortcut_of(self.id), self._going, self.shortcut), *own)

    def _going(self) -> str:
        return translate("Shell", "Go to {tab}").format(tab=self.title())


def shortcut_of(feature_id: str) -> str:
    """Give the id of the shortcut that shows a tab."""
    return f"open_{feature_id}"
