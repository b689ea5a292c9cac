"""The pages of the settings, as data: a new page is a row of `PAGES` and its module.

A page is made when it is first shown, so its module is imported by its row, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.features.settings.declared import (
    APPEARANCE,
    DATA,
    ENGINE_IDLE,
    GENERAL,
    Section,
    rows,
)
from desktop.features.settings.declared_page import DeclaredPage
from desktop.features.settings.search import Term
from desktop.services.context import Services
from desktop.ui.controls import Words
from desktop.ui.feature import Host, Spot
from desktop.ui.i18n import source_words, translate


def _nothing(_host: Host) -> Sequence[Term]:
    return ()


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: its row at the left, how to make it, and what can be found on it before it is made.

    `scrolls` is false for a page that brings its own scroll areas.
    """

    id: str
    icon: str
    words: Words
    create: Callable[[Services, Host], QWidget]
    terms: Callable[[Host], Sequence[Term]] = _nothing
    scrolls: bool = True


def _declared(page_id: str, icon: str, words: Words, sections: tuple[Section, ...]) -> PageSpec:
    return PageSpec(
        page_id,
        icon,
        words,
        lambda services, host: DeclaredPage(services.settings, host, words, sections),
        lambda _host: [row.term for row in rows(sections)],
    )


def _speech(services: Services, host: Host) -> QWidget:
    from desktop.features.settings.speech.page import SpeechPage  # noqa: PLC0415 - see above

    return SpeechPage(services, host)


def _speech_terms(_host: Host) -> Sequence[Term]:
    from desktop.features.settings.speech.words import terms  # noqa: PLC0415 - see above

    return terms()


def _connections(services: Services, host: Host) -> QWidget:
    from desktop.features.settings.connections import (  # noqa: PLC0415 - see above
        ConnectionsPage,
    )

    return ConnectionsPage(services, host)


def _connection_terms(_host: Host) -> Sequence[Term]:
    return _named(
        lambda: translate("Connections", "Address"),
        lambda: translate("Connections", "Key"),
        lambda: translate("Connections", "Model to begin with"),
        lambda: translate("Connections", "Headers"),
        lambda: translate("Connections", "Organisation"),
        lambda: translate("Connections", "Project"),
        lambda: translate("Connections", "Proxy"),
        lambda: translate("Connections", "Certificates"),
        lambda: translate("Connections", "Time limit"),
        lambda: translate("Connections", "Look for local servers"),
    )


def _models(services: Services, host: Host) -> QWidget:
    from desktop.features.settings.models.page import ModelsPage  # noqa: PLC0415 - see above

    return ModelsPage(services, host)


def _model_terms(_host: Host) -> Sequence[Term]:
    return _named(
        lambda: translate("Settings", "Begin with"), lambda: translate("Settings", "All models")
    )


def _engine(services: Services, host: Host) -> QWidget:
    from desktop.features.settings.engine.page import EnginePage  # noqa: PLC0415 - see above

    return EnginePage(services, host)


def _engine_terms(_host: Host) -> Sequence[Term]:
    return _named(ENGINE_IDLE.title, lambda: translate("Engine", "Add a model…"))


def _shortcuts(services: Services, host: Host) -> QWidget:
    from desktop.features.settings.shortcuts import ShortcutsPage  # noqa: PLC0415 - see above

    return ShortcutsPage(services.settings, host)


def _shortcut_terms(host: Host) -> Sequence[Term]:
    return [Term(shortcut.id, shortcut.words) for shortcut in host.keys.shortcuts]


def _prompts(services: Services, host: Host) -> QWidget:
    from desktop.features.settings.prompts.page import PromptsPage  # noqa: PLC0415 - see above

    return PromptsPage(services, host)


def _prompt_terms(_host: Host) -> Sequence[Term]:
    words: dict[str, Words] = {
        "prompts.export": lambda: translate("Prompts", "Export prompts…"),
        "prompts.import": lambda: translate("Prompts", "Import prompts…"),
    }
    return [Term(key, title) for key, title in words.items()]


def _data(services: Services, host: Host) -> QWidget:
    from desktop.features.settings.data import DataPage  # noqa: PLC0415 - see above

    return DataPage(services, host)


def _named(*titles: Words) -> Sequence[Term]:
    """Give terms that a page knows by their English titles, as `Page.add_field` names them."""
    with source_words():
        return [Term(words(), words) for words in titles]


PAGES: tuple[PageSpec, ...] = (
    _declared("general", "settings", lambda: translate("Settings", "General"), GENERAL),
    _declared("appearance", "palette", lambda: translate("Settings", "Appearance"), APPEARANCE),
    PageSpec("speech", "mic", lambda: translate("Settings", "Speech"), _speech, _speech_terms),
    PageSpec(
        "connections",
        "plug",
        lambda: translate("Settings", "Connections"),
        _connections,
        _connection_terms,
        scrolls=False,
    ),
    PageSpec(
        "models",
        "circle-dollar-sign",
        lambda: translate("Settings", "Models and prices"),
        _models,
        _model_terms,
    ),
    PageSpec(
        "engine", "cpu", lambda: translate("Engine", "Built-in engine"), _engine, _engine_terms
    ),
    PageSpec(
        "shortcuts",
        "keyboard",
        lambda: translate("Settings", "Shortcuts"),
        _shortcuts,
        _shortcut_terms,
    ),
    PageSpec(
        "prompts", "book-open", lambda: translate("Prompts", "Prompts"), _prompts, _prompt_terms
    ),
    PageSpec(
        "data",
        "hard-drive",
        lambda: translate("Settings", "Data"),
        _data,
        lambda _host: [Term(key, words) for key, words in DATA.items()],
    ),
)
FIRST = "connections"
"""Shown when the settings are opened for the first time: that is what people come for."""


def spots(host: Host) -> Sequence[Spot]:
    """Give every page and what is on it, for the palette of commands, which knows the shortcuts."""
    found = []
    for page in PAGES:
        found.append(Spot(page.id, page.words, str))
        terms = page.terms(host) if page.id != "shortcuts" else ()
        found += [Spot(f"{page.id}/{term.key}", term.title, page.words) for term in terms]
    return found
