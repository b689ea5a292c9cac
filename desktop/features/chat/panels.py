"""What can be opened beside the conversation: parameters, tree, usage... one at a time.

Each has a button in the conversation's bar. A panel is made when it is first opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.chat.pane import BAR_PX, ConversationPane
from desktop.ui.controls import IconButton, Label, Words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate

WIDTH_PX, LEAST_PX, MOST_PX = 288, 240, 400


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """A panel: its id, which is also that of the shortcut that opens it, and how to make it."""

    id: str
    icon: str
    words: Words
    make: Callable[[], QWidget]


class Panels(QWidget):
    """The panel at the right of a conversation, hidden while none is open.

    Signals: `toggled(id)` when another panel, or none (""), is open.
    """

    toggled = Signal(str)

    def __init__(self, host: Host, pane: ConversationPane) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._host, self._pane = host, pane
        self._specs: dict[str, PanelSpec] = {}
        self._buttons: dict[str, IconButton] = {}
        self._made: dict[str, QWidget] = {}
        self.current = ""
        self._title = Label(host.look, str, "body", "text", 600)
        close = IconButton(host.look, "x", lambda: translate("Chat", "Close"), size_px=28)
        close.clicked.connect(self.close_panel)
        bar = QWidget()
        bar.setFixedHeight(BAR_PX)
        head = QHBoxLayout(bar)
        head.setContentsMargins(16, 0, 10, 0)
        head.addWidget(self._title, 1)
        head.addWidget(close)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        self.setMinimumWidth(LEAST_PX)
        self.setMaximumWidth(MOST_PX)
        host.keys.changed.connect(self._on_keys)
        self.hide()

    def add(self, spec: PanelSpec) -> None:
        """Offer a panel by a button in the bar; keys bound to the same id do the same."""
        button = IconButton(self._host.look, spec.icon, spec.words)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.toggle(spec.id))
        self._specs[spec.id], self._buttons[spec.id] = spec, button
        self._pane.add_tool(button)
        self._host.keys.bind(spec.id, self._pane, lambda: self.toggle(spec.id))
        self._on_keys()

    def toggle(self, panel_id: str) -> None:
        """Open a panel instead of the one that is open, or close it."""
        if panel_id == self.current:
            self.close_panel()
        else:
            self.open(panel_id)

    def open(self, panel_id: str) -> None:
        """Show a panel and give it the focus."""
        spec = self._specs[panel_id]
        if panel_id not in self._made:
            self._made[panel_id] = spec.make()
            self._stack.addWidget(self._made[panel_id])
        self._stack.setCurrentWidget(self._made[panel_id])
        self._title.say(spec.words)
        self._become(panel_id)
        self._made[panel_id].setFocus()

    def close_panel(self) -> None:
        """Hide what is open; the focus goes back to the composer."""
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._become("")
        if had_focus:
            self._pane.composer.setFocus()

    def panel(self, panel_id: str) -> QWidget | None:
        """Give a panel that was made before."""
        return self._made.get(panel_id)

    def _become(self, panel_id: str) -> None:
        self.current = panel_id
        for other, button in self._buttons.items():
            button.setChecked(other == panel_id)
        self.setVisible(bool(panel_id))
        self.toggled.emit(panel_id)

    def _on_keys(self) -> None:
        for panel_id, button in self._buttons.items():
            button.show_keys(self._host.keys.keys(panel_id))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the panel."""
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)
