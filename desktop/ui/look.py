"""How the window looks and speaks: one `Look` holds theme and language, and tells when they change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.ui.i18n import LANGUAGES, Translators
from desktop.ui.theme import Mode, Theme, load, system_language

SYSTEM = "system"


class Look(QObject):
    """The current theme and language, following the system where the person wants that.

    Signals: `changed` after palette, style sheet, fonts and words were swapped; whoever paints by
    hand, or holds icons or words, takes them anew.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translators = Translators()
        self._wanted = (SYSTEM, SYSTEM, 1.0)
        self._language = ""
        self.theme: Theme = load("light")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)

    @property
    def language(self) -> str:
        """The interface's language: "en" or "zh_CN"."""
        return self._language

    def use(self, mode: str = SYSTEM, language: str = SYSTEM, zoom: float = 1.0) -> None:
        """Take what the person wants: mode system, light or dark; language system or a code."""
        self._wanted = (mode, language, zoom)
        self._apply()

    def _apply(self) -> None:
        mode, language, zoom = self._wanted
        code = language if language in LANGUAGES else system_language()
        theme = load(_mode(mode), code).zoomed(zoom)
        if theme == self.theme and self._language:
            return
        is_zoom_only = (theme.mode, code) == (self.theme.mode, self._language)
        self.theme = theme
        if code != self._language:
            self._language = code
            self._translators.use(code)
        app = QApplication.instance()
        if not is_zoom_only and isinstance(app, QApplication):
            app.setPalette(theme.palette())
            app.setFont(theme.font())
            app.setStyleSheet(theme.style_sheet())
        self.changed.emit()


def _mode(wanted: str) -> Mode:
    if wanted == "dark":
        return "dark"
    if wanted == "light":
        return "light"
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"
