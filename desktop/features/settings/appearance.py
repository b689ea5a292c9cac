"""How the window looks, speaks, and what Enter does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from desktop.features.settings.form import Choice, Page
from desktop.store.settings import ENTER_SENDS, LANGUAGE, THEME, ZOOM, Setting, Settings
from desktop.ui.controls import Words
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import LANGUAGES, translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for

V = TypeVar("V", bool, int, float, str)
_ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


class AppearancePage(Page):
    """Every change shows at once and is kept."""

    def __init__(self, settings: Settings, host: Host) -> None:
        super().__init__(host.look, lambda: translate("Settings", "Appearance"))
        self._settings, self._host = settings, host
        self._scope = scope_for(self, self._on_error)
        self._add_choice(
            THEME,
            [
                ("system", lambda: translate("Settings", "Like the system")),
                ("light", lambda: translate("Settings", "Light")),
                ("dark", lambda: translate("Settings", "Dark")),
            ],
            lambda: translate("Settings", "Theme"),
        )
        self._add_choice(
            LANGUAGE,
            [
                ("system", lambda: translate("Settings", "Like the system")),
                *((code, partial(str, name)) for code, name in LANGUAGES.items()),
            ],
            lambda: translate("Settings", "Language"),
        )
        self._add_choice(
            ZOOM,
            [(zoom, partial(_per_cent, zoom)) for zoom in _ZOOMS],
            lambda: translate("Settings", "Size of the reading text"),
        )
        self._add_choice(
            ENTER_SENDS,
            [
                (True, lambda: translate("Settings", "Enter sends, Shift+Enter starts a line")),
                (False, lambda: translate("Settings", "Ctrl+Enter sends, Enter starts a line")),
            ],
            lambda: translate("Settings", "Sending"),
        )
        self.column.addStretch()

    def _add_choice(
        self, setting: Setting[V], options: Sequence[tuple[V, Words]], name: Words
    ) -> None:
        choice = Choice(self.look, name, options, self._settings.get(setting))
        choice.setObjectName(setting.key)
        choice.picked.connect(
            lambda value: self._scope.start(setting.key, self._settings.set(setting, value))
        )
        self.add_field(name, choice)

    def _on_error(self, error: Exception) -> None:
        words = error_text(code_of(error))
        self._host.notify(Notice(lambda: f"{words.title} {words.hint}"))


def _per_cent(zoom: float) -> str:
    return f"{zoom:.0%}".replace("%", "\u202f%")
