"""A list of hosts that were allowed something, each to be taken back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.store.settings import Value
from desktop.ui.controls import IconButton, Label, Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_ROW_PX = 28


class Hosts(QWidget):
    """Hosts apart by blanks, as the setting holds them. Signals: `picked(hosts)` without one."""

    picked = Signal(object)

    def __init__(self, look: Look, name: Words, none: Words) -> None:
        super().__init__()
        self._look, self._name = look, name
        self._hosts: list[str] = []
        self.rows: list[HostRow] = []
        self._none = Label(look, none, "body", "text2")
        self._none.setFixedHeight(_ROW_PX)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._none)
        look.changed.connect(self.refresh)
        self.refresh()

    def show_value(self, value: Value) -> None:
        """Show hosts that came from elsewhere; nothing is emitted."""
        hosts = str(value).split()
        if hosts == self._hosts:
            return
        at = next((n for n, row in enumerate(self.rows) if row.remove.hasFocus()), None)
        self._hosts = hosts
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [HostRow(self._look, host) for host in hosts]
        for row in self.rows:
            row.remove.clicked.connect(partial(self._remove, row.host))
            self._column.addWidget(row)
            row.show()
        self._none.setVisible(not hosts)
        if hosts:
            self.setFocusProxy(self.rows[0].remove)
        if at is not None and hosts:  # Tab must not begin anew
            self.rows[min(at, len(hosts) - 1)].remove.setFocus()

    def refresh(self) -> None:
        """Take the words anew."""
        self.setAccessibleName(self._name())

    def _remove(self, host: str) -> None:
        rest = " ".join(one for one in self._hosts if one != host)
        self.show_value(rest)
        self.picked.emit(rest)


class HostRow(QWidget):
    """One host, with the button that takes it off."""

    def __init__(self, look: Look, host: str) -> None:
        super().__init__()
        self.host = host
        self._label = Label(look, self._shown, "body", "text")
        self._label.setMinimumWidth(1)
        self._label.setToolTip(host)
        self.remove = IconButton(look, "x", self._words, size_px=_ROW_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._label, 1)
        row.addWidget(self.remove)

    def _shown(self) -> str:
        if not hasattr(self, "_label"):
            return self.host
        middle = Qt.TextElideMode.ElideMiddle
        return self._label.fontMetrics().elidedText(self.host, middle, self._label.width())

    def _words(self) -> str:
        return translate("Settings", "Remove {host}").format(host=self.host)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label.refresh()
