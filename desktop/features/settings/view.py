"""The settings tab: its pages at the left, one of them at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.features.settings.appearance import AppearancePage
from desktop.features.settings.connections import ConnectionsPage
from desktop.services.context import Services
from desktop.ui.controls import Words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.reading_order import follow_layouts
from desktop.ui.row_button import RowButton

_SIDE_PX = 224


class SettingsView(QWidget):
    """Opens on the connections: that is what people come for."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._host = host
        self.connections = ConnectionsPage(services, host)
        self.appearance = AppearancePage(services.settings, host)
        self._stack = QStackedWidget()
        self._side = QWidget()
        self._side.setObjectName("side")
        self._side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._side.setFixedWidth(_SIDE_PX)
        self._rows = QVBoxLayout(self._side)
        self._rows.setContentsMargins(8, 8, 8, 8)
        self._rows.setSpacing(0)
        first = self._add("plug", lambda: translate("Settings", "Connections"), self.connections)
        self._add("palette", lambda: translate("Settings", "Appearance"), self.appearance)
        self._rows.addStretch()
        first.setChecked(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(hairline(self, is_vertical=True))
        row.addWidget(self._stack, 1)
        follow_layouts(self)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would do so too, and take the page out of Tab's way."""
        if self.connections.url.isVisible():
            self.connections.url.setFocus(event.reason())
        else:
            self.focusNextChild()

    def _add(self, icon_name: str, words: Words, page: QWidget) -> RowButton:
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are the stops
        scroll.setWidget(page)
        self._stack.addWidget(scroll)
        button = RowButton(self._host.look, icon_name, words)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        # Not `clicked`: assistive technology only toggles.
        button.toggled.connect(lambda on: self._stack.setCurrentWidget(scroll) if on else None)
        self._rows.addWidget(button)
        return button
