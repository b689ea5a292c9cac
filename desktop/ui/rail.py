"""The column of tabs at the left edge: real tabs for a screen reader, arrows and Ctrl+number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QLabel, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.feature import Feature, shortcut_of
from desktop.ui.i18n import translate
from desktop.ui.keymap import Keymap
from desktop.ui.look import Look

WIDTH_PX = 72
_ALIGN, _POLICY = Qt.AlignmentFlag, Qt.FocusPolicy


class RailTab(QAbstractButton):
    """One tab: a 20 px icon in a pill, its name below."""

    def __init__(self, look: Look, feature: Feature, keys: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._feature, self._keys = look, feature, keys
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedSize(64, 52)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.refresh)
        keys.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Take words and keys anew."""
        title = self._feature.title()
        self.setText(title)
        self.setAccessibleName(title)
        keys = self._keys.shown(shortcut_of(self._feature.id))
        self.setToolTip(f"{title} ({keys})" if keys else title)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(64, 52)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, is_on = self._look.theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(8, 2, 48, 28)
        surface = "select" if is_on else "pressed" if self.isDown() else ""
        if not surface and self.underMouse():
            surface = "hover"
        painter.setPen(Qt.PenStyle.NoPen)
        if surface:
            painter.setBrush(theme.color(surface))
            painter.drawRoundedRect(pill, 14, 14)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(pill.adjusted(1, 1, -1, -1), 13, 13)
        tone = "accent_ink" if is_on else "text2"
        icon = pixmap(theme, self._feature.icon, tone, 20, self.devicePixelRatioF())
        painter.drawPixmap(22, 6, icon)
        painter.setFont(theme.font("caption", 600 if is_on else 500))
        painter.setPen(theme.color("text" if is_on else "text2"))
        painter.drawText(QRectF(0, 32, 64, 16), _ALIGN.AlignCenter, self.text())
        painter.end()


class Rail(QWidget):
    """All tabs. Signals: `chosen(id)` by mouse or keyboard."""

    chosen = Signal(str)

    def __init__(self, look: Look, features: Sequence[Feature], keys: Keymap) -> None:
        super().__init__()
        self._look, self._keys = look, keys
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH_PX)
        self.tabs: dict[str, RailTab] = {}
        self._group = QButtonGroup(self)
        self._bird = QLabel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 10, 4, 8)
        column.setSpacing(4)
        column.addWidget(self._bird, alignment=_ALIGN.AlignHCenter)
        column.addSpacing(8)
        for feature in (f for f in features if not f.is_at_foot):
            column.addWidget(self._tab(feature))
        column.addStretch()
        for feature in (f for f in features if f.is_at_foot):
            column.addWidget(self._tab(feature))
        look.changed.connect(self._draw)
        self._draw()

    def select(self, feature_id: str) -> None:
        """Show a tab as the current one; nothing is emitted."""
        self.tabs[feature_id].setChecked(True)
        for name, tab in self.tabs.items():  # one stop for Tab, the arrows lead on
            is_on = name == feature_id
            tab.setFocusPolicy(_POLICY.StrongFocus if is_on else _POLICY.ClickFocus)

    def _tab(self, feature: Feature) -> RailTab:
        tab = RailTab(self._look, feature, self._keys, self)
        tab.clicked.connect(lambda: self.chosen.emit(feature.id))
        self._group.addButton(tab)
        self.tabs[feature.id] = tab
        return tab

    def _draw(self) -> None:
        self.setAccessibleName(translate("Shell", "Tabs"))
        theme, dpr = self._look.theme, self.devicePixelRatioF()
        self._bird.setPixmap(pixmap(theme, "oriole", "text", 28, dpr))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between tabs with the arrows, as in every tab bar."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        tabs = list(self.tabs.values())
        focused = next((i for i, tab in enumerate(tabs) if tab.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        target = tabs[(focused + step) % len(tabs)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        target.click()
