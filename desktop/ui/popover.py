"""A card that floats over the window, above or below what opened it.

A child of the window, not a window of its own: input methods write into it, it needs no compositor
for its corners, and assistive technology finds it where it is shown.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.core.override import override
from desktop.ui.look import Look

_SHADOW_PX = 24
_INSET_PX = 4
_GAP_PX = 4
_EDGE_PX = 8  # between the card and the window's edge
_RADIUS = 12
_RINGS = 22


class Popover(QWidget):
    """Fill `column`, then `open`. Signals: `closed()` once; it deletes itself then."""

    closed = Signal()

    def __init__(self, look: Look, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self._look, self._anchor = look, anchor
        self._returns_to: QWidget | None = None
        self._first: QWidget | None = None
        self._is_closed = False
        self.column = QVBoxLayout(self)
        margin = _SHADOW_PX + _INSET_PX
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(0)
        self.hide()

    def open(self, focus: QWidget, size: QSize) -> None:
        """Show the card at most `size` large, with the focus on `focus`; it comes back at the end."""
        # Not the application's: a dialog or another program's window may have the keyboard.
        self._returns_to = self._anchor.window().focusWidget()
        self._first = focus
        self.place(size)
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self)
        app.focusChanged.connect(self._on_focus)
        self._anchor.destroyed.connect(self.dismiss)

    def place(self, size: QSize) -> None:
        """Put the card where there is more room, above or below, inside the window."""
        window = self._anchor.window()
        anchor = QRect(self._anchor.mapTo(window, QPoint()), self._anchor.size())
        above, below = anchor.top() - _GAP_PX - _EDGE_PX, window.height() - anchor.bottom() - 12
        height = min(size.height(), max(above, below))
        width = min(size.width(), window.width() - 2 * _EDGE_PX)
        y = anchor.top() - _GAP_PX - height if above >= below else anchor.bottom() + 1 + _GAP_PX
        is_right = anchor.center().x() > window.width() / 2
        x = anchor.right() + 1 - width if is_right else anchor.left()
        x = max(_EDGE_PX, min(x, window.width() - _EDGE_PX - width))
        out = _SHADOW_PX
        self.setGeometry(QRect(x, y, width, height).adjusted(-out, -out, out, out))

    def dismiss(self) -> None:
        """Close it; the focus goes back to where it came from."""
        if self._is_closed:
            return
        self._is_closed = True
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.removeEventFilter(self)
            app.focusChanged.disconnect(self._on_focus)
        focused, back = QApplication.focusWidget(), self._returns_to
        has_focus = focused is not None and self.isAncestorOf(focused)
        self.hide()
        # The window may be going away, and with it where the focus came from.
        if has_focus and back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        window = self.window()
        if new is None or new.window() is not window or self.isAncestorOf(new):
            return
        if old is None or old.window() is not window:  # the window has come back to the front
            if self._first is not None and isValid(self._first):
                self._first.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        elif new is not self._anchor:
            # Qt moves the focus before it delivers the press, and that one decides for the anchor.
            self.dismiss()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            return self._on_press(watched, event)
        if event.type() is QEvent.Type.Resize and watched is self.parentWidget():
            self.follow_window()
        return False

    def follow_window(self) -> None:
        """Do what is done when the window gets another size: go."""
        self.dismiss()

    def _on_press(self, watched: QObject, event: QMouseEvent) -> bool:
        """Close on a press beside the card; one on the anchor only closes."""
        if not isinstance(watched, QWidget) or self._card().contains(
            self.mapFromGlobal(event.globalPosition()).toPoint()
        ):
            return False
        self.dismiss()
        return watched is self._anchor

    @override
    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Keep Tab inside: the window behind is out of reach as long as the card is open."""
        stops = [
            child
            for child in self.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus
            and child.focusProxy() is None
            and child.isVisible()
            and child.isEnabled()
        ]
        current = QApplication.focusWidget()
        if not stops:
            return False
        at = stops.index(current) if current in stops else -1
        stops[(at + (1 if is_next else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()  # nothing typed here may reach the window behind

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self._card())
        inset = _INSET_PX  # everything in there is inside the round corners, too
        if not self._card().adjusted(inset, inset, -inset, -inset).contains(event.rect()):
            painter.setPen(Qt.PenStyle.NoPen)
            strength = 0.045 if theme.mode == "dark" else 0.0135
            for ring in range(_RINGS, 0, -1):
                alpha = strength * (1 - ring / (_RINGS + 1)) ** 2
                painter.setBrush(theme.color("shadow", alpha))
                lower = ring + min(4, _RINGS - ring)
                rect = card.adjusted(-ring, -ring + 4, ring, lower)
                painter.drawRoundedRect(rect, _RADIUS + ring, _RADIUS + ring)
        painter.setPen(QPen(theme.color("field"), 1))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS - 0.5, _RADIUS - 0.5)
        painter.end()

    def _card(self) -> QRect:
        return self.rect().adjusted(_SHADOW_PX, _SHADOW_PX, -_SHADOW_PX, -_SHADOW_PX)
