"""The right side of the tab: a bar, and which of its pages is on show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.features.speech.dictate.choice_button import ChoiceButton
from desktop.features.speech.segments import Segments
from desktop.ui.controls import Words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate

DICTATE, FILES, ALOUD = "dictate", "files", "aloud"
TRANSCRIPT = "transcript"
"""It stands below `FILES` in the lane of pages."""

_NAMES: dict[str, Words] = {
    DICTATE: lambda: translate("Speech", "Dictate"),
    FILES: lambda: translate("Speech", "Files"),
    ALOUD: lambda: translate("Speech", "Read aloud"),
}


class SpeechPane(QWidget):
    """Holds `shown`, and `later` what is made when it is first wanted.

    Signals: `chosen(page)` when the person wants another page.
    """

    chosen = Signal(str)

    def __init__(
        self,
        host: Host,
        shown: Mapping[str, QWidget],
        later: Mapping[str, Callable[[], QWidget]],
    ) -> None:
        super().__init__()
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages, self._later = dict(shown), later
        self.segments = Segments(host.look, lambda: translate("Speech", "Page"), _NAMES)
        self.segments.chosen.connect(self.chosen)
        self.language = ChoiceButton(
            host.look,
            "languages",
            lambda: translate("Speech", "Language that is spoken"),
            height_px=32,
        )
        self._stack = QStackedWidget()
        for page in shown.values():
            self._stack.addWidget(page)
        bar = QHBoxLayout()
        bar.setContentsMargins(24, 8, 16, 8)
        bar.addWidget(self.segments)
        bar.addStretch(1)
        bar.addWidget(self.language)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    @property
    def current(self) -> str:
        """The page on show."""
        on_show = self._stack.currentWidget()
        return next(key for key, page in self._pages.items() if page is on_show)

    def show_page(self, key: str) -> None:
        """Show a page."""
        if key not in self._pages:
            self._pages[key] = self._later[key]()
            self._stack.addWidget(self._pages[key])
        self.segments.select(FILES if key == TRANSCRIPT else key)
        self.language.setVisible(key in {DICTATE, FILES})
        self._stack.setCurrentWidget(self._pages[key])
