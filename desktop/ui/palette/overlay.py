"""A card over the window's middle: a field, and a list that answers to what is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.ui.controls import Button, Field, Label, Words
from desktop.ui.lines import hairline
from desktop.ui.look import Look
from desktop.ui.palette.rows import RowView
from desktop.ui.popover import Popover

_WIDTH_PX, _HEIGHT_PX = 680, 560
_TOP_PX, _EDGE_PX, _SHADOW_PX = 56, 16, 24


class Overlay(Popover):
    """Fill it, then `pop_up`. It goes with Escape, a press beside it, or a choice.

    Signals: `chosen(value, is_kept)` when a row is taken; Ctrl keeps the card open. `typed(text)`
    when other words are looked for.
    """

    chosen = Signal(object, bool)
    typed = Signal(str)

    def __init__(self, look: Look, window: QWidget, name: Words, hint: Words) -> None:
        super().__init__(look, window)
        self._name = name
        self._is_held = False
        self.field = Field(look, name, hint, icon_name="search", role="search")
        self.field.edit.textChanged.connect(self.typed)
        self.list = RowView(look)
        self.list.chosen.connect(self._on_chosen)
        self.note = Label(look, str, "body", "text2")
        self.advice = Label(look, str, "caption", "text3")
        for label in (self.note, self.advice):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self.way_out = Button(look, str, height_px=28)
        self.way_out.hide()
        self.foot = Label(look, str, "caption", "text3")
        self.keys = Label(look, str, "caption", "text3")
        self._arrange()
        look.changed.connect(self._rename)
        self._rename()

    def add_below_field(self, widget: QWidget) -> None:
        """Put something between the field and the list."""
        self._head.addWidget(widget)

    def pop_up(self) -> None:
        """Open it with the caret in the field and all of its text selected."""
        self.open(self.field.edit, QSize(_WIDTH_PX, _HEIGHT_PX))
        self.field.edit.selectAll()

    def say(self, title: Words, advice: Words = str) -> None:
        """Show a sentence instead of the list."""
        is_new = self.note.text() != title() or self.list.isVisible()
        self.note.say(title)
        self.advice.say(advice)
        self.list.hide()
        self._instead.show()
        if is_new:
            self.announce(title())

    def announce(self, words: str) -> None:
        """Let a screen reader say what changed: the focus stays in the field."""
        if words and self.isVisible() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def show_list(self) -> None:
        """Show the list instead of a sentence."""
        self.way_out.hide()
        self._instead.hide()
        self.list.show()

    def hold(self) -> None:
        """Keep the focus from now on, also while the page behind goes somewhere."""
        self._is_held = True

    def _arrange(self) -> None:
        self._head = QVBoxLayout()
        self._head.setContentsMargins(8, 8, 8, 8)
        self._head.setSpacing(8)
        self._head.addWidget(self.field)
        self._instead = QWidget()
        middle = QVBoxLayout(self._instead)
        middle.setContentsMargins(32, 24, 32, 24)
        middle.setSpacing(8)
        middle.addStretch(1)
        middle.addWidget(self.note)
        middle.addWidget(self.advice)
        middle.addWidget(self.way_out, alignment=Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(2)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.keys)
        listing = QVBoxLayout()
        listing.setContentsMargins(4, 4, 4, 4)
        listing.addWidget(self.list, 1)
        listing.addWidget(self._instead, 1)
        self.column.addLayout(self._head)
        self.column.addWidget(hairline(self))
        self.column.addLayout(listing, 1)
        self.column.addWidget(hairline(self))
        self.column.addLayout(foot)

    def _rename(self) -> None:
        self.setAccessibleName(self._name())
        self.list.setAccessibleName(self._name())

    def _on_chosen(self, value: object, is_kept: bool) -> None:
        if is_kept:
            self.hold()
        else:
            self.dismiss()
        self.chosen.emit(value, is_kept)

    @override
    def place(self, size: QSize) -> None:
        window = self._anchor
        width = min(size.width(), window.width() - 2 * _EDGE_PX)
        height = min(size.height(), window.height() - _TOP_PX - _EDGE_PX)
        card = QRect((window.width() - width) // 2, _TOP_PX, width, height)
        self.setGeometry(card.adjusted(-_SHADOW_PX, -_SHADOW_PX, _SHADOW_PX, _SHADOW_PX))

    @override
    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or new.window() is not self.window():
            return  # a menu of ours, or another program
        if self._is_held and new is not self and not self.isAncestorOf(new):
            self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super()._on_focus(old, new)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self.parentWidget():
            self.place(QSize(_WIDTH_PX, _HEIGHT_PX))
            return False
        if isinstance(watched, QWidget) and watched.window() is not self.window():
            return False  # a menu of ours may reach beyond the card
        if watched is self.field.edit and event.type() is QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if self._on_key(event):
                return True
        if event.type() is QEvent.Type.MouseButtonPress:
            self._is_held = False
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key, page = Qt.Key(event.key()), self.list.page_rows()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        if key in steps:
            self.list.move_by(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            is_kept = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if self.list.isVisible():
                self.list.choose(is_kept=is_kept)
        else:
            return False
        return True
