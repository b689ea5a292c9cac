"""What the palette of commands offers: actions, conversations, places in the tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from desktop.core.model_search import SearchKey, find, search_key
from desktop.core.types import Conversation
from desktop.ui.controls import Words
from desktop.ui.feature import Feature, Host, Offer, shortcut_of
from desktop.ui.i18n import source_words, translate
from desktop.ui.keymap import Shortcut

RECENT = 6
"""Conversations that are offered before anything is typed."""
MOST_FOUND = 100
_MOST_CONVERSATIONS = 3000  # 10 ms a key; older ones are found by Find anything


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done: what it is called, in which group, and how."""

    icon: str
    title: str
    group: str
    run: Callable[[], None]
    keys: str = ""
    key: SearchKey = field(default=SearchKey((), ()), repr=False)


def matching(commands: Sequence[Command], query: str) -> list[Command]:
    """Give what is meant by a query, best first; it may name the group, too."""
    return find(commands, lambda command: command.key, query)[:MOST_FOUND]


def actions(host: Host, features: Iterable[Feature], itself: str) -> list[Command]:
    """Give everything that has or could have keys and that can be done now, but `itself`."""
    icons = {shortcut_of(feature.id): feature.icon for feature in features}
    group = translate("Palette", "Action")
    return [
        _action(host, shortcut, icons.get(shortcut.id, "terminal"), group)
        for shortcut in host.keys.runnable()
        if shortcut.id != itself
    ]


def _action(host: Host, shortcut: Shortcut, icon: str, group: str) -> Command:
    return Command(
        icon,
        shortcut.words(),
        group,
        lambda: host.keys.run(shortcut.id),
        host.keys.shown(shortcut.id),
        _both(shortcut.words, lambda: group),
    )


def spots(host: Host, features: Iterable[Feature]) -> list[Command]:
    """Give the places that the tabs know by name: pages of the settings, single settings."""
    return [
        Command(
            feature.icon,
            spot.title(),
            spot.within() or feature.title(),
            lambda feature=feature, spot=spot: host.open_feature(feature.id, spot.place),  # type: ignore[misc]
            key=_both(spot.title, spot.within, feature.title),
        )
        for feature in features
        for spot in feature.spots(host)
    ]


def conversations(host: Host, found: Sequence[Conversation]) -> list[Command]:
    """Give conversations by their titles, last used first."""
    group, archive = translate("Palette", "Conversation"), translate("Palette", "Archive")
    return [
        Command(
            "archive" if one.is_archived else "message-square",
            one.title,
            archive if one.is_archived else group,
            lambda one=one: host.open_feature(one.kind, str(one.id)),  # type: ignore[misc]
            key=search_key(one.title),
        )
        for one in found[:_MOST_CONVERSATIONS]
        if one.title
    ]


def offered(offers: Iterable[Offer]) -> list[Command]:
    """Give what a page offers; worker threads may make it."""
    return [
        Command(
            one.icon,
            one.title,
            one.group,
            one.run,
            key=search_key(*one.names, one.title, one.group),
        )
        for one in offers
    ]


def _both(*words: Words) -> SearchKey:
    """Let words be found in the interface's language and in English."""
    with source_words():
        english = [one() for one in words]
    return search_key(*(one() for one in words), *english)
