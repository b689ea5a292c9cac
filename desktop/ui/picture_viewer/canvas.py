"""A picture that is moved by hand: drawn sharply at every size, zoomed by wheel, pinch and keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.core.override import override
from desktop.ui.decode import whole
from desktop.ui.look import Look
from desktop.ui.picture_viewer.sight import STEP, Pair, Sight

_NOTCH = 120  # what a wheel tells for one
_SHARP_PERCENT = 300  # from here on its pixels are looked at
_LEAST_PX = 1024
_MARGIN_PX = 16
_BY_KEY = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}


def levels_of(data: bytes) -> tuple[list[QImage], QSize]:
    """Give a picture with ever smaller copies of it, and its own size. For worker threads.

    Drawn from a copy nearly as small as it is shown, a large picture neither flickers nor is slow.

    Raises:
        AppError: UNSUITABLE or TOO_LARGE.
    """
    image, size = whole(data)
    levels = [image]
    while max(levels[-1].width(), levels[-1].height()) > _LEAST_PX:
        last = levels[-1]
        half = QSize(max(1, last.width() // 2), max(1, last.height() // 2))
        ratio, smooth = (
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        levels.append(last.scaled(half, ratio, smooth))
    return levels, size


class PictureCanvas(QWidget):
    """Signals: `changed()` another picture, or another sight of it; `pressed_beside()`."""

    changed = Signal()
    pressed_beside = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._levels: Sequence[QImage] = ()
        self._sight: Sight | None = None
        self._grip: QPointF | None = None
        self._pressed: QPointF | None = None
        self._is_ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    @property
    def sight(self) -> Sight | None:
        """How the picture stands; None: there is none."""
        return self._sight

    @property
    def image(self) -> QImage | None:
        """The picture itself."""
        return self._levels[0] if self._levels else None

    def show_picture(self, levels: Sequence[QImage], size: QSize) -> None:
        """Show what `levels_of` gave, all of it."""
        self._levels = levels
        own = float(size.width()), float(size.height())
        self._set(Sight(own, self._room(), self.devicePixelRatioF()).fitted())

    def clear(self) -> None:
        """Show nothing, and keep nothing."""
        self._levels, self._sight = (), None
        self._after_change()

    def fit(self) -> None:
        """Show all of the picture."""
        if self._sight is not None:
            self._set(self._sight.fitted())

    def natural(self, at: Pair | None = None) -> None:
        """Show it in its own size."""
        if self._sight is not None:
            self._set(self._sight.natural(at))

    def toggle(self, at: Pair | None = None) -> None:
        """Show it in its own size, or all of it where it is not shown whole."""
        if self._sight is not None and self._sight.is_fitted:
            self.natural(at)
        else:
            self.fit()

    def zoom(self, steps: float, at: Pair | None = None) -> None:
        """Show it larger, or smaller by steps below 0."""
        if self._sight is not None:
            self._set(self._sight.zoomed(STEP**steps, at))

    def move_by(self, dx: float, dy: float) -> None:
        """Move it, where it is larger than the room."""
        if self._sight is not None:
            self._set(self._sight.moved(dx, dy))

    def _set(self, sight: Sight) -> None:
        if sight != self._sight:
            self._sight = sight
            self._after_change()

    def _after_change(self) -> None:
        self._update_cursor()
        self.update()
        self.changed.emit()

    def _room(self) -> Pair:
        return float(max(1, self.width() - 2 * _MARGIN_PX)), float(
            max(1, self.height() - 2 * _MARGIN_PX)
        )

    def _place(self) -> QRectF:
        """Give where the picture is, with what of it is out of view."""
        if self._sight is None:
            return QRectF()
        x, y = self._sight.corner
        return QRectF(x + _MARGIN_PX, y + _MARGIN_PX, *self._sight.extent)

    # by hand
    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.zoom(turned / _NOTCH, _inside(event.position()))
        event.accept()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.NativeGesture and isinstance(event, QNativeGestureEvent):
            is_zoom = event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture
            if is_zoom and self._sight is not None:
                factor = max(0.1, 1 + event.value())
                self._set(self._sight.zoomed(factor, _inside(event.position())))
                return True
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._fit_room()
        return super().event(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = self._pressed = event.position()
            self._update_cursor()
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            way = event.position() - self._grip
            self._grip = event.position()
            self.move_by(way.x(), way.y())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._grip, self._pressed = self._pressed, None, None
        self._update_cursor()
        if pressed is None:
            return
        way = (event.position() - pressed).manhattanLength()
        is_beside = not self._place().contains(pressed)
        if is_beside and way < QApplication.startDragDistance():
            self.pressed_beside.emit()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._place().contains(event.position()):
            self.toggle(_inside(event.position()))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_ringed = event.reason() in _BY_KEY
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_room()

    def _fit_room(self) -> None:
        if self._sight is not None:
            self._set(self._sight.in_room(self._room(), self.devicePixelRatioF()))

    def _update_cursor(self) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._sight is not None and self._sight.is_movable:
            is_held = self._grip is not None
            shape = Qt.CursorShape.ClosedHandCursor if is_held else Qt.CursorShape.OpenHandCursor
        self.setCursor(shape)

    # drawing
    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._sight is not None and self._levels:
            self._paint_picture(painter, self._sight)
        if self.hasFocus() and self._is_ringed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._look.theme.color("ring"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 8, 8)
        painter.end()

    def _paint_picture(self, painter: QPainter, sight: Sight) -> None:
        place = self._place()
        seen = place & QRectF(self.rect())
        level = self._level(place.width() * sight.ratio)
        share = level.width() / place.width(), level.height() / place.height()
        source = QRectF(
            (seen.x() - place.x()) * share[0], (seen.y() - place.y()) * share[1],
            seen.width() * share[0], seen.height() * share[1],
        )  # fmt: skip
        if level.hasAlphaChannel():
            painter.fillRect(seen, Qt.GlobalColor.white)  # most are drawn for paper
        is_smooth = sight.percent < _SHARP_PERCENT
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(seen, level, source)

    def _level(self, width_px: float) -> QImage:
        """Give the smallest copy that is large enough."""
        enough = [level for level in self._levels if level.width() >= width_px]
        return enough[-1] if enough else self._levels[0]


def _inside(point: QPointF) -> Pair:
    return point.x() - _MARGIN_PX, point.y() - _MARGIN_PX
