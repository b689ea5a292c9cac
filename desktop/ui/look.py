"""How the window looks and speaks: one `Look` holds theme and language, and tells when they change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.store import settings as declared
from desktop.store.settings import Settings
from desktop.ui.i18n import LANGUAGES, Translators
from desktop.ui.theme import Mode, Taste, Theme, load, system_language

SYSTEM = "system"
_EFFECTS = Qt.UIEffect.UI_General  # menus, lists and tooltips that slide or fade


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
        self._taste, self._has_less_motion = Taste(), False
        self._system_has_effects = False
        self._language = ""
        self.theme: Theme = load("light")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)

    @property
    def language(self) -> str:
        """The interface's language: "en" or "zh_CN"."""
        return self._language

    def use(
        self,
        mode: str = SYSTEM,
        language: str = SYSTEM,
        zoom: float = 1.0,
        taste: Taste | None = None,
    ) -> None:
        """Take what the person wants: mode system, light or dark; language system or a code."""
        self._wanted, self._taste = (mode, language, zoom), taste or Taste()
        self._apply()

    def follow(self, settings: Settings) -> None:
        """Take what is set, now and whenever it changes."""

        def use(key: str = "appearance.") -> None:
            if key.startswith("appearance."):
                self._take(settings)

        self.destroyed.connect(settings.changed.connect(use))
        use()

    def motion_ms(self, duration_ms: int) -> int:
        """Give how long a motion may take: 0 where the person wants none."""
        return 0 if self._has_less_motion else duration_ms

    def _take(self, settings: Settings) -> None:
        taste = Taste(
            settings.get(declared.ACCENT),
            settings.get(declared.FONT),
            settings.get(declared.READING_FONT),
            settings.get(declared.CODE_FONT),
            settings.get(declared.MORE_CONTRAST),
        )
        self._move_less(is_wanted=settings.get(declared.LESS_MOTION))
        mode, language = settings.get(declared.THEME), settings.get(declared.LANGUAGE)
        self.use(mode, language, settings.get(declared.ZOOM), taste)

    def _move_less(self, *, is_wanted: bool) -> None:
        """Let menus and lists of Qt appear at once; where the system has them so, they stay so."""
        if is_wanted == self._has_less_motion:
            return
        self._has_less_motion = is_wanted
        if is_wanted:
            self._system_has_effects = QApplication.isEffectEnabled(_EFFECTS)
        QApplication.setEffectEnabled(_EFFECTS, self._system_has_effects and not is_wanted)

    def _apply(self) -> None:
        mode, language, zoom = self._wanted
        code = language if language in LANGUAGES else system_language()
        theme = load(_mode(mode), code, taste=self._taste).zoomed(zoom)
        if theme == self.theme and self._language:
            return
        is_zoom_only = theme.zoomed(self.theme.zoom) == self.theme and code == self._language
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
