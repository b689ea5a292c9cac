"""One attached thing: its icon or picture, name, size, and a cross that takes it out again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from desktop.core.override import override
from desktop.ui.assets import pixmap
from desktop.ui.i18n import translate
from desktop.ui.look import Look

FLAT_PX, TALL_PX, THUMB_PX = 28, 44, 36
_MOST_PX = 340
_PAD, _GAP, _CROSS_PX = 8, 6, 24
_OPENING_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_TAKING_KEYS = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_ALIGN = Qt.AlignmentFlag


class ChipState(StrEnum):
    """How far a thing has come."""

    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ChipFace:
    """What a chip shows: `note` is its size, or in words why it failed or is not yet ready.

    `picture` is shown instead of the icon, cut to a square; `hint` is the whole tooltip.
    """

    name: str
    icon: str = "file-text"
    note: str = ""
    state: ChipState = ChipState.READY
    picture: QPixmap | None = None
    is_warned: bool = False
    hint: str = ""


class Chip(QWidget):
    """The chip of the thing `key`.

    Signals: `removed(key)` by the cross or the Delete key; `opened(key)` by a double click or
    Return; `menu_wanted(key, point)`, point in global pixels.
    """

    removed = Signal(int)
    opened = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, look: Look, key: int, face: ChipFace) -> None:
        super().__init__()
        self._look, self.key, self.face = look, key, face
        self._turn = 0
        self._is_on_cross = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.show_face(face)

    def show_face(self, face: ChipFace) -> None:
        """Show the thing as it is now."""
        self.face = face
        self.setToolTip(face.hint or face.name)
        self.setAccessibleName(", ".join(word for word in (face.name, face.note) if word))
        self.setAccessibleDescription(
            translate("Composer", "Enter opens it, Delete takes it out of the message")
        )
        self.setFixedSize(self.sizeHint())
        self.update()

    def turn(self, degrees: int) -> None:
        """Turn the wheel that shows that it is being prepared."""
        self._turn = degrees
        self.update(0, 0, _PAD + 16, self.height())

    @override
    def sizeHint(self) -> QSize:
        width = self._lead() + _PAD // 2 + _CROSS_PX
        if self.face.picture is not None:
            texts = (self._name_px(), self._note_px())
            width += max(texts)
        else:
            width += self._name_px() + (self._note_px() + _GAP if self.face.note else 0)
        return QSize(min(_MOST_PX, width), FLAT_PX if self.face.picture is None else TALL_PX)

    def _lead(self) -> int:
        return 4 + THUMB_PX + 8 if self.face.picture is not None else _PAD + 16 + _GAP

    def _name_px(self) -> int:
        return _width(self._look.theme.font("body"), self.face.name)

    def _note_px(self) -> int:
        return _width(self._look.theme.font("caption"), self.face.note)

    def _cross(self) -> QRect:
        side = _CROSS_PX - 4
        return QRect(self.width() - _CROSS_PX, (self.height() - side) // 2, side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_failed = self.face.state is ChipState.FAILED
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        line = "red" if is_failed else "field" if self.underMouse() else "hairline"
        painter.setPen(QPen(theme.color(line), 1))
        painter.setBrush(theme.color("red_soft" if is_failed else "sunken"))
        painter.drawRoundedRect(box, 7.5, 7.5)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        self._paint_lead(painter)
        self._paint_words(painter)
        cross = self._cross()
        if self._is_on_cross:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("pressed"))
            painter.drawRoundedRect(cross, 5, 5)
        drawn = pixmap(theme, "x", "text2", 14, self.devicePixelRatioF())
        painter.drawPixmap(cross.topLeft() + QPoint(3, 3), drawn)
        painter.end()

    def _paint_lead(self, painter: QPainter) -> None:
        face, dpr = self.face, self.devicePixelRatioF()
        if face.picture is not None:
            frame = QRectF(4, 4, THUMB_PX, THUMB_PX)
            path = QPainterPath()
            path.addRoundedRect(frame, 5, 5)
            painter.save()
            painter.setClipPath(path)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(frame, face.picture, _square(face.picture))
            painter.restore()
            return
        name, tone = face.icon, "text2"
        if face.state is ChipState.PREPARING:
            name = "loader-circle"
        elif face.state is ChipState.FAILED:
            name, tone = "circle-alert", "red"
        elif face.is_warned:
            name, tone = "triangle-alert", "amber"
        drawn = pixmap(self._look.theme, name, tone, 16, dpr)
        painter.save()
        painter.translate(QPointF(_PAD + 8, self.height() / 2))
        painter.rotate(self._turn if face.state is ChipState.PREPARING else 0)
        painter.drawPixmap(QPointF(-8, -8), drawn)
        painter.restore()

    def _paint_words(self, painter: QPainter) -> None:
        theme, face, x = self._look.theme, self.face, self._lead()
        is_tall = face.picture is not None
        room = self.width() - x - _CROSS_PX - _PAD // 2
        note_px = 0
        if face.note and not is_tall:  # a short name leaves its room to the note, and the other way
            note_px = min(self._note_px() + _GAP, room - min(self._name_px(), room * 2 // 5))
        upper = QRect(x, 4, room, 20) if is_tall else QRect(x, 0, room - note_px, self.height())
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        name = painter.fontMetrics().elidedText(
            face.name, Qt.TextElideMode.ElideMiddle, upper.width() + 1
        )
        painter.drawText(upper, _ALIGN.AlignVCenter, name)
        is_bad = face.state is ChipState.FAILED
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("red" if is_bad else "amber" if face.is_warned else "text3"))
        left = x if is_tall else x + room - note_px + _GAP
        lower = QRect(left, 24 if is_tall else 0, room, 16 if is_tall else self.height())
        lower.setRight(x + room)
        note = painter.fontMetrics().elidedText(
            face.note, Qt.TextElideMode.ElideRight, lower.width() + 1
        )
        painter.drawText(lower, _ALIGN.AlignVCenter, note)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_on_cross = self._cross().contains(event.position().toPoint())
        if is_on_cross != self._is_on_cross:
            self._is_on_cross = is_on_cross
            self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._is_on_cross = False
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and self._cross().contains(event.position().toPoint()):
            self.removed.emit(self.key)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._cross().contains(event.position().toPoint()):
            self.opened.emit(self.key)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.key, event.globalPos())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _OPENING_KEYS:
            self.opened.emit(self.key)
        elif key in _TAKING_KEYS:
            self.removed.emit(self.key)
        else:
            super().keyPressEvent(event)


def _width(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text) + 1


def _square(picture: QPixmap) -> QRectF:
    side = min(picture.width(), picture.height())
    return QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
