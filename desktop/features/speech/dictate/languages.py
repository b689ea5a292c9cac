"""The menu of languages: each with who would hear it, and how its text would come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from desktop.core.errors import AppError
from desktop.features.speech.dictate.choice_button import ChoiceButton
from desktop.features.speech.words import language_words, way_words
from desktop.services.context import Services
from desktop.services.speaking import wishes_of
from desktop.services.speech import choosing
from desktop.store.settings import SPEECH_LANGUAGE
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.scope import scope_for


class Languages(QObject):
    """Keeps the button in step with the setting, which is the same for all of the program."""

    def __init__(
        self,
        services: Services,
        host: Host,
        button: ChoiceButton,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(button)
        self._services, self._host, self._button = services, host, button
        self._scope = scope_for(self, on_error)
        button.say(lambda: language_words(services.settings.get(SPEECH_LANGUAGE)))
        button.clicked.connect(self._open)
        self.destroyed.connect(services.settings.changed.connect(self._on_setting))

    def _open(self) -> None:
        menu = QMenu(self._button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        now, is_all_known = self._services.settings.get(SPEECH_LANGUAGE), True
        for code in SPEECH_LANGUAGE.choices:
            words, is_known = self._offered(code)
            is_all_known = is_all_known and is_known
            action = menu.addAction(words, partial(self._choose, code))
            action.setCheckable(True)
            action.setChecked(code == now)
            action.setEnabled(is_known or code == now)
            group.addAction(action)
        if not is_all_known:
            menu.addSeparator()
            words = translate("Speech", "Connect a server for more languages")
            menu.addAction(words, partial(self._host.open_feature, "settings", "connections"))
        menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height() + 4)))

    def _offered(self, code: str) -> tuple[str, bool]:
        """Give a language with who hears it in the column of the keys; tell whether anybody does."""
        servers = self._services.servers
        try:
            way = choosing.way(servers, code, wishes_of(self._services.settings))
        except AppError:
            nobody = translate("Speech", "nobody hears it yet")
            return f"{language_words(code)}\t{nobody}", False
        return f"{language_words(code)}\t{way_words(way, servers)}", True

    def _choose(self, code: str) -> None:
        self._scope.start("choose", self._services.settings.set(SPEECH_LANGUAGE, code))

    def _on_setting(self, key: str) -> None:
        if key == SPEECH_LANGUAGE.key:
            self._button.refresh()
