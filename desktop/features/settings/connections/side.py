"""The left column: the connections, what was found on this computer, and how to add one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QWidget

from desktop.core.connection import BUILT_IN_ID
from desktop.features.settings.connections.found import FoundList
from desktop.features.settings.connections.list import ConnectionList
from desktop.features.settings.connections.rows import ConnectionRows
from desktop.services.presets import COMPATIBLE_ID, presets
from desktop.ui.controls import Button, IconButton, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look


class Side(QWidget):
    """The column.

    Signals: `renamed(id, name)`; `add_wanted(preset_id)`; `look_wanted()`; the list and the finds
    have their own.
    """

    renamed = Signal(str, str)
    add_wanted = Signal(str)
    look_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = ConnectionRows(self.renamed.emit, self)
        self.list = ConnectionList(look, self.rows)
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for signal in (self.rows.rowsInserted, self.rows.rowsRemoved):
            signal.connect(self.list.updateGeometry)
        heading = Label(look, lambda: translate("Connections", "Connections"), "body", "text", 600)
        self.add = IconButton(
            look, "plus", lambda: translate("Connections", "Add a connection"), size_px=28
        )
        self.add.clicked.connect(self._open_menu)
        self.found = FoundList(look)
        self.search = Button(
            look, lambda: translate("Connections", "Look for local servers"), icon_name="wifi"
        )
        self.search.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.search.clicked.connect(self._on_look)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(heading, 1)
        head.addWidget(self.add)
        column = QGridLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setVerticalSpacing(10)
        column.addWidget(self.list, 1, 0)  # the first stop of Tab: people come for what is there
        column.addLayout(head, 0, 0)
        column.addWidget(self.found, 2, 0)
        column.setRowStretch(3, 1)
        column.addWidget(self.search, 4, 0)
        look.changed.connect(self._name)
        self._name()

    def rename(self, connection_id: str) -> None:
        """Let the person type another name in the list."""
        self.list.setFocus()
        self.list.select_id(connection_id)
        self.list.rename_current()

    def _on_look(self) -> None:
        self.look_wanted.emit()

    def _name(self) -> None:
        self.list.setAccessibleName(translate("Connections", "Connections"))

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for row in presets():
            if row.id not in {BUILT_IN_ID, COMPATIBLE_ID}:
                menu.addAction(row.name, partial(self.add_wanted.emit, row.id))
        menu.addSeparator()
        menu.addAction(
            translate("Connections", "Other server…"),
            lambda: self.add_wanted.emit(COMPATIBLE_ID),
        )
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 4)))
