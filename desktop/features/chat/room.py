"""How list, conversation and panel share the width; in a narrow window a panel takes the list's place."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.core.override import override
from desktop.features.chat import panels
from desktop.features.chat.list.side import WIDTH_PX
from desktop.features.chat.panels import Panels
from desktop.services.window_state import WindowState

_NAME = "chat"
_LIST_PX, _LIST_MOST_PX, _PANE_PX = 200, 400, 480
_NARROW_PX = _LIST_PX + _PANE_PX + panels.LEAST_PX + 2  # the last are the handles


class Room(QSplitter):
    """The three parts of the tab side by side, with the widths that the person gave them."""

    def __init__(self, side: QWidget, pane: QWidget, beside: Panels, state: WindowState) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._side, self._panels, self._state = side, beside, state
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        for part in (side, pane, beside):
            self.addWidget(part)
        self.setStretchFactor(1, 1)
        side.setMinimumWidth(_LIST_PX)
        side.setMaximumWidth(_LIST_MOST_PX)
        pane.setMinimumWidth(_PANE_PX)
        # Not what the three need together: the window would grow when a panel opens.
        self.setMinimumWidth(_LIST_PX + _PANE_PX + 1)
        self.setSizes(list(self._kept()))
        beside.toggled.connect(self._fit)
        self.splitterMoved.connect(self._keep)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """Hide the list while a panel needs its place."""
        is_crowded = bool(self._panels.current) and self.width() < _NARROW_PX
        if self._side.isHidden() is not is_crowded:
            self._side.setHidden(is_crowded)

    def _kept(self) -> tuple[int, ...]:
        kept = self._state.state.splitters.get(_NAME, ())
        return kept if len(kept) == self.count() else (WIDTH_PX, 1000, panels.WIDTH_PX)

    def _keep(self) -> None:
        """Remember the widths; what is hidden has none and keeps the one that it had."""
        sizes = tuple(now or before for now, before in zip(self.sizes(), self._kept(), strict=True))
        state = self._state.state
        self._state.change(replace(state, splitters={**state.splitters, _NAME: sizes}))
