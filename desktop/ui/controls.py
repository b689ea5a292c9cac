"""The small controls: buttons with tinted icons, fields, labels. Values: resources/themes/style.qss.

Each takes the `Look` and follows it; words are given as a function, so that a change of language
asks again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.look import Look
from desktop.ui.theme import Type

Words: TypeAlias = Callable[[], str]
"""Gives a text in the language of the moment."""

_GAP_PX = 6  # between icon and word of a button
_ICON_IN_BUTTON = {20: 14, 24: 14, 28: 16, 32: 20}


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by; a sheet reads it only when asked again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


class Label(QLabel):
    """A text in a type role and a tone ("text", "text2", "text3", "red", "amber", "green")."""

    def __init__(
        self,
        look: Look,
        words: Words,
        role: Type = "body",
        tone: str = "text",
        weight: int = 400,
    ) -> None:
        super().__init__()
        self._look, self._words, self._role, self._weight = look, words, role, weight
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        look.changed.connect(self.refresh)
        self.refresh()

    def say(self, words: Words) -> None:
        """Show other words."""
        self._words = words
        self.refresh()

    def refresh(self) -> None:
        """Take font and words anew."""
        self.setFont(self._look.theme.font(self._role, self._weight))
        self.setText(self._words())


class IconButton(QToolButton):
    """A button that shows an icon only: the words are its tooltip and its accessible name."""

    def __init__(
        self,
        look: Look,
        icon_name: str,
        words: Words,
        *,
        shown_keys: str = "",
        size_px: int = 32,
    ) -> None:
        super().__init__()
        self._look, self._icon_name, self._words = look, icon_name, words
        self._icon_px, self.tone = _ICON_IN_BUTTON[size_px], "text2"
        self._shown_keys = shown_keys
        self.setFixedSize(size_px, size_px)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.changed.connect(self.refresh)
        self.refresh()

    def show_keys(self, keys: str) -> None:
        """Tell other keys, portably written, in the tooltip."""
        self._shown_keys = keys
        self.refresh()

    def become(self, icon_name: str, words: Words) -> None:
        """Show another icon and meaning (Send becomes Stop)."""
        self._icon_name, self._words = icon_name, words
        self.refresh()

    def refresh(self) -> None:
        """Take icon and words anew."""
        words = self._words()
        self.setAccessibleName(words)
        keys = QKeySequence(self._shown_keys).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{words} ({keys})" if keys else words)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box by the sheet, then the icon as it is now: a QIcon wants every look of it."""
        super().paintEvent(event)
        px, dpr = self._icon_px, self.devicePixelRatioF()
        painter = QPainter(self)
        drawn = pixmap(self._look.theme, self._icon_name, self._ink(), px, dpr)
        painter.drawPixmap((self.width() - px) // 2, (self.height() - px) // 2, drawn)
        painter.end()

    def _ink(self) -> str:
        if not self.isEnabled():
            return "disabled"
        return "accent_ink" if self.isChecked() else self.tone


class Button(QPushButton):
    """A button with a word, and an icon before it where that helps; kind: primary, ghost, danger."""

    def __init__(
        self,
        look: Look,
        words: Words,
        *,
        kind: str = "",
        icon_name: str = "",
        height_px: int = 32,
    ) -> None:
        super().__init__()
        self._look, self._words, self._icon_name = look, words, icon_name
        if kind:
            self.setProperty("kind", kind)
        self.setFixedHeight(height_px)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.refresh)
        self.refresh()

    def say(self, words: Words) -> None:
        """Show another word."""
        self._words = words
        self.refresh()

    def refresh(self) -> None:
        """Take font and words anew."""
        self.setFont(self._look.theme.font("body", 500))
        self.setText(self._words())
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        room = 24 if self.property("kind") != "ghost" else 16
        width = self.fontMetrics().horizontalAdvance(self.text()) + room + 2
        return QSize(width + (16 + _GAP_PX if self._icon_name else 0), self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box by the sheet, then icon and word: a sheet gives the two no gap."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        painter.setPen(self._look.theme.color(self._ink()))
        painter.setFont(self.font())
        content = self.fontMetrics().horizontalAdvance(self.text())
        content += 16 + _GAP_PX if self._icon_name else 0
        x = (self.width() - content) // 2
        if self._icon_name:
            dpr = self.devicePixelRatioF()
            drawn = pixmap(self._look.theme, self._icon_name, self._ink(), 16, dpr)
            painter.drawPixmap(x, (self.height() - 16) // 2, drawn)
            x += 16 + _GAP_PX
        rect = self.rect().adjusted(x, 0, 0, 0)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, left | Qt.TextFlag.TextShowMnemonic, self.text())
        painter.end()

    def _ink(self) -> str:
        if not self.isEnabled():
            return "disabled"
        return {"primary": "on_accent", "danger": "red", "ghost": "text2"}.get(
            str(self.property("kind") or ""), "text"
        )


class Field(QFrame):
    """A line of input in a frame that carries the focus ring.

    Signals: `changed(text)` by typing; `entered()` with Return.
    """

    changed = Signal(str)
    entered = Signal()

    def __init__(
        self,
        look: Look,
        name: Words,
        hint: Words = str,
        *,
        icon_name: str = "",
        role: Literal["field", "search"] = "field",
    ) -> None:
        super().__init__()
        self._look, self._name, self._hint, self._icon_name = look, name, hint, icon_name
        self._type: Type = "body"
        self.setProperty("role", role)
        self.setFixedHeight(32)
        self.edit = _Line(self)
        self.edit.setFrame(False)
        self.edit.textEdited.connect(self.changed)
        self.edit.returnPressed.connect(self.entered)
        self.edit.focus_changed.connect(self._show_focus)
        self.setFocusProxy(self.edit)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 9, 0)
        row.setSpacing(8)
        self._icon = QLabel(self)
        self._icon.setVisible(bool(icon_name))
        row.addWidget(self._icon)
        row.addWidget(self.edit, 1)
        look.changed.connect(self.refresh)
        self.refresh()

    def add_trailing(self, widget: QWidget) -> None:
        """Put a widget at the right end, inside the frame."""
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.setContentsMargins(9, 0, 3, 0)
        layout.addWidget(widget)

    def show_code(self) -> None:
        """Show the input in the code font: addresses, keys."""
        self._type = "code"
        self.refresh()

    def text(self) -> str:
        """Give what was typed, without surrounding blanks."""
        return self.edit.text().strip()

    def set_error(self, *, is_wrong: bool) -> None:
        """Draw the frame red or as usual; the sentence belongs below the field."""
        restyle(self, "state", "error" if is_wrong else "")

    def refresh(self) -> None:
        """Take font, icon and words anew."""
        theme = self._look.theme
        self.edit.setFont(theme.font(self._type))
        self.edit.setAccessibleName(self._name())
        self.edit.setPlaceholderText(self._hint())
        if self._icon_name:
            dpr = self.devicePixelRatioF()
            self._icon.setPixmap(pixmap(theme, self._icon_name, "text3", 16, dpr))

    def _show_focus(self, has: bool) -> None:
        restyle(self, "focused", "true" if has else "false")


class _Line(QLineEdit):
    """Tells when it has the focus. Signals: `focus_changed(bool)`."""

    focus_changed = Signal(bool)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)
