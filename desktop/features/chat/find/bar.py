"""The slim bar below a conversation's title: what is looked for in it, which hit of how many."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.chat.pane import ConversationPane
from desktop.ui.controls import Field, IconButton, Label, Words
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline

_FIELD_PX, _COUNT_PX = 320, 96
_BUTTON_PX = 28
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class FindBar(QWidget):
    """Knows nothing of messages: it is told what was found.

    Signals: `sought()` other words, or letters with their case, are looked for; `stepped(by)` to
    the next (1) or previous (-1) hit; `closed()`.
    """

    sought = Signal()
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, pane: ConversationPane) -> None:
        super().__init__(pane)
        look = pane.look
        self.field = Field(look, _name, _name, icon_name="search", role="search")
        self.field.setMaximumWidth(_FIELD_PX)
        self.field.edit.setMaxLength(1000)
        self.field.edit.installEventFilter(self)
        self.field.changed.connect(self.sought)
        self._count = Label(look, self._words, "caption", "text2")
        self._count.setMinimumWidth(_COUNT_PX)
        self._found: tuple[int, int, bool] = (0, 0, True)
        self._said: tuple[str, int, bool] | None = None
        self.case = IconButton(
            look, "case-sensitive", lambda: translate("Find", "Match case"), size_px=_BUTTON_PX
        )
        self.case.setCheckable(True)
        self.case.toggled.connect(self.sought)
        self.previous = _button(pane, "chevron-up", lambda: translate("Find", "Previous hit"))
        self.next = _button(pane, "chevron-down", lambda: translate("Find", "Next hit"))
        self.close_button = _button(pane, "x", lambda: translate("Find", "Close"))
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.close_button.clicked.connect(self.closed)
        standard = QKeySequence.StandardKey
        for key, by in ((standard.FindNext, 1), (standard.FindPrevious, -1)):
            self._bind(pane, key, by)
        self._arrange()
        look.changed.connect(self._refresh)
        self._refresh()
        self.hide()

    @property
    def text(self) -> str:
        """What is looked for, as it was typed."""
        return self.field.edit.text()

    @property
    def matches_case(self) -> bool:
        """Whether capitals count."""
        return self.case.isChecked()

    def show_text(self, text: str) -> None:
        """Show other words; nothing is looked for by that."""
        self.field.edit.setText(text)

    def say(self, number: int, count: int, *, is_complete: bool) -> None:
        """Show which hit of how many is the current one; more may come until it is complete."""
        self._found = (number, count, is_complete)
        self._count.refresh()
        is_none = is_complete and not count and bool(self.text)
        self.field.set_error(is_wrong=is_none)
        for button in (self.previous, self.next):
            button.setEnabled(count > 0)
        said = (self.text, number, is_none)
        if is_complete and self.text and said != self._said:
            self._said = said
            self._announce(self._words())

    def _words(self) -> str:
        number, count, is_complete = getattr(self, "_found", (0, 0, True))
        if not self.text:
            return ""
        if not is_complete:
            return f"{count:,}…" if count else "…"
        if not count:
            return translate("Find", "Nothing found")
        return translate("Find", "{number} of {count}").format(
            number=f"{number:,}", count=f"{count:,}"
        )

    def _announce(self, words: str) -> None:
        """Let a screen reader say it: the focus stays in the field."""
        if self.isVisible() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _bind(self, pane: ConversationPane, key: QKeySequence.StandardKey, by: int) -> None:
        shortcut = QShortcut(pane)
        shortcut.setKeys(key)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self.stepped.emit(by) if self.isVisible() else None)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(24, 4, 12, 8)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.case)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addSpacing(8)
        row.addWidget(self._count)
        row.addStretch()
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(hairline(self))

    def _refresh(self) -> None:
        self.setAccessibleName(_name())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter in the field: it leads on, and does not leave it."""
        is_press = event.type() == QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and is_press and event.key() in _ENTER:
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if is_back else 1)
            return True
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the bar."""
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _name() -> str:
    return translate("Find", "Find in this conversation")


def _button(pane: ConversationPane, icon: str, words: Words) -> IconButton:
    return IconButton(pane.look, icon, words, size_px=_BUTTON_PX)
