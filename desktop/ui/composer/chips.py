"""What is attached, as a row of chips that breaks into lines and scrolls when there are many.

One stop of the Tab key: arrows go from chip to chip, Delete takes one out, Ctrl+Z brings it back.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from desktop.core.override import override
from desktop.ui.composer.chip import Chip, ChipFace, ChipState
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_GAP_PX = 8
_MARGIN_PX = 10
_MOST_PX = 150  # three lines of pictures would push the conversation out of sight
_TURN_MS, _TURN_DEG = 80, 30
_STEPS = {
    Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1,
}  # fmt: skip


class Chips(QScrollArea):
    """Shows faces by key, in order.

    Signals: `removed(key)`; `opened(key)`; `menu_wanted(key, point)`; `undo_wanted()`;
    `left()` when the person goes back to the text.
    """

    removed = Signal(int)
    opened = Signal(int)
    menu_wanted = Signal(int, QPoint)
    undo_wanted = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._chips: dict[int, Chip] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._floor = QWidget()
        self._floor.setObjectName("scrolled")
        self.setWidget(self._floor)
        self._wheel = QTimer(self)
        self._wheel.setInterval(_TURN_MS)
        self._wheel.timeout.connect(self._turn)
        self._degrees = 0
        look.changed.connect(self.refresh)
        self.refresh()
        self.hide()

    def show_faces(self, faces: Mapping[int, ChipFace]) -> None:
        """Show these things; chips that stay keep the focus and their place."""
        before = list(self._chips)
        focused = next((key for key, chip in self._chips.items() if chip.hasFocus()), None)
        for key in [key for key in self._chips if key not in faces]:
            chip = self._chips.pop(key)
            chip.hide()
            chip.deleteLater()
        for key, face in faces.items():
            if key not in self._chips:
                self._chips[key] = self._make(key, face)
            elif self._chips[key].face != face:
                self._chips[key].show_face(face)
        self._chips = {key: self._chips[key] for key in faces}
        self.setVisible(bool(faces))
        self._place()
        if focused is not None and focused not in faces:
            self._focus_at(before.index(focused))
        self._update_stops()
        self._update_wheel()
        if len(faces) > len(before):
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def chip(self, key: int) -> Chip:
        """Give the chip of a thing."""
        return self._chips[key]

    def chips(self) -> list[Chip]:
        """Give all chips in their order."""
        return list(self._chips.values())

    def refresh(self) -> None:
        """Take words and fonts anew."""
        self.setAccessibleName(translate("Composer", "Attachments"))
        for chip in self._chips.values():
            chip.show_face(chip.face)
        self._place()

    def _make(self, key: int, face: ChipFace) -> Chip:
        chip = Chip(self._look, key, face)
        chip.setParent(self._floor)
        chip.removed.connect(self.removed)
        chip.opened.connect(self.opened)
        chip.menu_wanted.connect(self.menu_wanted)
        chip.show()
        return chip

    def _place(self) -> None:
        """Put the chips side by side, in as many lines as they need."""
        room = max(self.viewport().width(), 120)
        x, y, line = _MARGIN_PX, _MARGIN_PX, 0
        for chip in self._chips.values():
            if x > _MARGIN_PX and x + chip.width() > room - _MARGIN_PX:
                x, y, line = _MARGIN_PX, y + line + _GAP_PX, 0
            chip.move(x, y)
            x, line = x + chip.width() + _GAP_PX, max(line, chip.height())
        height = y + line
        self._floor.setFixedSize(room, height)
        if self.height() != min(height, _MOST_PX):
            self.setFixedHeight(min(height, _MOST_PX))

    def _update_stops(self) -> None:
        """Let Tab reach one chip: that with the focus, else the first."""
        chips = self.chips()
        stop = next((chip for chip in chips if chip.hasFocus()), chips[0] if chips else None)
        for chip in chips:
            policy = Qt.FocusPolicy
            chip.setFocusPolicy(policy.StrongFocus if chip is stop else policy.ClickFocus)

    def _focus_at(self, index: int) -> None:
        chips = self.chips()
        if not chips:
            self.left.emit()
            return
        chip = chips[max(0, min(index, len(chips) - 1))]
        chip.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(chip, 0, _MARGIN_PX)
        self._update_stops()

    def _update_wheel(self) -> None:
        states = (chip.face.state for chip in self._chips.values())
        is_turning = ChipState.PREPARING in states and self._look.motion_ms(1) > 0
        if is_turning != self._wheel.isActive():
            (self._wheel.start if is_turning else self._wheel.stop)()

    def _turn(self) -> None:
        self._degrees = (self._degrees + _TURN_DEG) % 360
        for chip in self._chips.values():
            if chip.face.state is ChipState.PREPARING:
                chip.turn(self._degrees)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go on, Escape goes back to the text, Ctrl+Z brings back what was taken out."""
        chips, key = self.chips(), Qt.Key(event.key())
        at = next((n for n, chip in enumerate(chips) if chip.hasFocus()), -1)
        if key in _STEPS and at >= 0:
            self._focus_at(at + _STEPS[key])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._focus_at(0 if key is Qt.Key.Key_Home else len(chips) - 1)
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        else:
            event.ignore()
