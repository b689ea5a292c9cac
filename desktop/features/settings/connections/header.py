"""The bar above the form: whose it is, and what can be done with it as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop.core.override import override
from desktop.ui.controls import Button, Label, Words, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_NARROW_PX = 560


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bar must know of the connection on show."""

    is_built_in: bool = False
    is_new: bool = False
    is_default: bool = False
    is_edited: bool = False
    is_tested: bool = False
    is_testing: bool = False


class Title(QWidget):
    """One line that ends in an ellipsis instead of pushing the buttons away."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._words: Words = str
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.refresh)

    def say(self, words: Words) -> None:
        """Show other words."""
        self._words = words
        self.refresh()

    def text(self) -> str:
        """Give the whole title."""
        return self._words()

    def refresh(self) -> None:
        """Take font and words anew."""
        self.setFont(self._look.theme.font("body", 600))
        self.setAccessibleName(self._words())
        self.setToolTip(self._words())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._words()) + 2, 20)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(32, 20)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._look.theme.color("text"))
        shown = self.fontMetrics().elidedText(
            self._words(), Qt.TextElideMode.ElideRight, self.width()
        )
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), start, shown)
        painter.end()


class Header(QWidget):
    """Signals: what the person wants: `save_wanted()` and so on."""

    save_wanted = Signal()
    discard_wanted = Signal()
    test_wanted = Signal()
    remove_wanted = Signal()
    default_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._standing = Standing()
        self.setFixedHeight(48)
        self.title = Title(look)
        self.tag = QFrame()
        self.tag.setProperty("role", "tag")
        self.tag.setFixedHeight(20)
        tag_row = QHBoxLayout(self.tag)
        tag_row.setContentsMargins(8, 0, 8, 0)
        tag_row.addWidget(
            Label(look, lambda: translate("Connections", "Default"), "caption", "text2")
        )
        self.use = Button(
            look, lambda: translate("Connections", "Use for chat"), kind="ghost", height_px=28
        )
        self.remove = Button(
            look,
            lambda: translate("Connections", "Remove"),
            kind="danger",
            icon_name="trash-2",
        )
        self.discard = Button(look, lambda: translate("Connections", "Discard"))
        self.test = Button(look, self._test_words, kind="primary", icon_name="refresh-cw")
        self.save = Button(look, lambda: translate("Connections", "Save"), kind="primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.tag)
        row.addWidget(self.use)
        row.addStretch(1)
        for button, signal in (
            (self.remove, self.remove_wanted),
            (self.discard, self.discard_wanted),
            (self.test, self.test_wanted),
            (self.save, self.save_wanted),
            (self.use, self.default_wanted),
        ):
            button.clicked.connect(lambda _on=False, s=signal: s.emit())
            if button is not self.use:
                row.addWidget(button)
        self.show_standing(self._standing)

    def show_standing(self, standing: Standing) -> None:
        """Show the buttons that fit: one of them is the primary one."""
        had_focus = self.save.hasFocus() or self.discard.hasFocus()
        self._standing = standing
        can_save = standing.is_edited or standing.is_new
        self.tag.setVisible(standing.is_default)
        self.remove.setVisible(not (standing.is_built_in or can_save))
        self.discard.setVisible(can_save)
        self.save.setVisible(can_save)
        self.test.setVisible(not standing.is_built_in)
        self.test.setEnabled(not standing.is_testing)
        restyle(self.test, "kind", "" if can_save else "primary")
        self.test.say(self._test_words)
        self._fit()
        if had_focus and not can_save:
            self.test.setFocus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        standing = self._standing
        is_offered = not (standing.is_default or standing.is_new or standing.is_edited)
        has_room = self.width() >= _NARROW_PX or standing.is_built_in
        self.use.setVisible(is_offered and has_room)

    def _test_words(self) -> str:
        if self._standing.is_tested:
            return translate("Connections", "Test again")
        return translate("Connections", "Test")
