"""Changes settings for a page: at once, with an undo for what takes several back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject

from desktop.store.settings import AnySetting, Settings, Value
from desktop.ui.controls import Words
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for


class Changing:
    """What a page does with settings; errors are told over the foot of the window."""

    def __init__(self, owner: QObject, settings: Settings, host: Host) -> None:
        self._settings, self._host = settings, host
        self._scope = scope_for(owner, self._on_error)

    def change(self, values: Mapping[AnySetting, Value | None]) -> None:
        """Give settings other values; None is the default."""
        key = " ".join(setting.key for setting in values)
        self._scope.start(key, self._settings.change(values))

    def reset(self, settings: Iterable[AnySetting], words: Words) -> None:
        """Give settings their defaults and say `words`, with an undo."""
        changed = [setting for setting in settings if self._settings.is_changed(setting)]
        before: dict[AnySetting, Value | None] = {s: self._settings.value(s) for s in changed}
        self.change(dict.fromkeys(changed))
        self.tell(words, lambda: self.change(before))

    def tell(self, words: Words, undo: Callable[[], None]) -> None:
        """Say what was done, and offer to take it back."""
        self._host.notify(Notice(words, lambda: translate("Settings", "Undo"), undo))

    def _on_error(self, error: Exception) -> None:
        words = error_text(code_of(error))
        self._host.notify(Notice(lambda: f"{words.title} {words.hint}"))
