"""Mouse and wheel of a `Surface`, as an event filter on its viewport."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from desktop.core.override import override
from desktop.markdown.footnotes import is_address
from desktop.ui.transcript.action import Action
from desktop.ui.transcript.actions import tooltip
from desktop.ui.transcript.commands import Commands
from desktop.ui.transcript.focus import Focus
from desktop.ui.transcript.selection import Unit
from desktop.ui.transcript.sideways import SidewaysView
from desktop.ui.transcript.surface import Surface
from desktop.ui.transcript.view import Target
from desktop.ui.transcript.walk import Placed

AUTOSCROLL_MS = 16
_FASTEST_PX = 120


class Mouse(QObject):
    """Turns the mouse into selection, scrolling, links and buttons."""

    def __init__(self, view: Surface, commands: Commands, focus: Focus) -> None:
        super().__init__(view)
        self._view, self._commands, self._focus = view, commands, focus
        self._pressed: QPoint | None = None
        self._pressed_target: tuple[Placed, Target] | None = None
        self._is_dragging = False
        self._held: SidewaysView | None = None  # whose bar is being dragged
        self._clicks = 0
        self._last_press = (0, QPoint())
        self._last_point = QPoint()
        self._autoscroll = QTimer(self, interval=AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._on_autoscroll)
        view.viewport().installEventFilter(self)

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if isinstance(event, QContextMenuEvent):
            return self._menu(event)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._tooltip(event)
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        point, kind = event.position().toPoint(), event.type()
        if kind == QEvent.Type.MouseMove:
            self._move(point, event)
            return True
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if kind in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}:
            self._press(point, event)
            return True
        if kind == QEvent.Type.MouseButtonRelease:
            self._release(point)
            return True
        return False

    def _press(self, point: QPoint, event: QMouseEvent) -> None:
        view = self._view
        self._count_clicks(point, event)
        self._pressed, self._is_dragging = point, False
        self._pressed_target = view.target_at(point)
        placed = view.block_at(point)
        if placed is not None:
            self._focus.point(placed.message)
            self._held = _bar_at(placed, view.inside(placed, point))
            if self._held is not None:
                self._last_point = point
                return
        is_button = self._pressed_target is not None and self._pressed_target[1].link is None
        position = view.position_at(point)
        if position is None or is_button:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            view.selection.extend(position)
        else:
            view.selection.begin(position, Unit(self._clicks - 1))
        view.viewport().update()

    def _count_clicks(self, point: QPoint, event: QMouseEvent) -> None:
        is_again = event.timestamp() - self._last_press[0] < QApplication.doubleClickInterval()
        distance = (point - self._last_press[1]).manhattanLength()
        is_near = distance < QApplication.startDragDistance()
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._clicks = 2
        else:
            self._clicks = 3 if self._clicks == 2 and is_again and is_near else 1
        self._last_press = (event.timestamp(), point)

    def _move(self, point: QPoint, event: QMouseEvent) -> None:
        view, before, self._last_point = self._view, self._last_point, point
        if self._held is not None:
            if self._held.scroll((point.x() - before.x()) / self._held.share):
                view.viewport().update()
            return
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            target = view.target_at(point)
            self._hover(target)
            view.viewport().setCursor(self._cursor_at(point, target))
            return
        if (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            is_button = self._pressed_target is not None and self._pressed_target[1].link is None
            self._is_dragging = not is_button
            if is_button and self._take_out():
                return
        if self._is_dragging:
            self._drag(point)
            outside = point.y() < 0 or point.y() >= view.viewport().height()
            self._autoscroll.start() if outside else self._autoscroll.stop()

    def _take_out(self) -> bool:
        """Let the picture that was pressed be dragged to somewhere else."""
        placed = self._pressed_target[0] if self._pressed_target is not None else None
        if placed is None or self._pressed is None:
            return False
        picture = placed.view.picture_at(self._view.inside(placed, self._pressed))
        if picture is not None:
            self._pressed = self._pressed_target = None
            self._commands.pictures.drag(picture)
        return picture is not None

    def _drag(self, point: QPoint) -> None:
        position = self._view.position_at(point)
        if position is not None:
            self._view.selection.extend(position)
            self._view.viewport().update()

    def _on_autoscroll(self) -> None:
        view, point = self._view, self._last_point
        height = view.viewport().height()
        beyond = point.y() if point.y() < 0 else max(0, point.y() - height + 1)
        view.scroll_by(max(-_FASTEST_PX, min(_FASTEST_PX, beyond)))
        self._drag(point)

    def _release(self, point: QPoint) -> None:
        self._autoscroll.stop()
        if self._held is not None:
            self._held = self._pressed = None
            return
        view, pressed = self._view, self._pressed_target
        is_click = self._pressed is not None and not self._is_dragging and self._clicks == 1
        self._pressed = self._pressed_target = None
        if view.selection:
            self._commands.offer()
        released = view.target_at(point)
        if not is_click or pressed is None or released is None:
            return
        if pressed[0].view is released[0].view and _same(pressed[1], released[1]):
            placed, target = released
            self._commands.press(placed.message, placed.block, target)

    def _hover(self, target: tuple[Placed, Target] | None) -> None:
        view, before = self._view, self._view.hovered
        view.hovered = target
        for changed in (before, target):
            if changed is not None and (
                before is None or target is None or not _is_same(before, target)
            ):
                view.viewport().update(view.rect_of(changed[0]).adjusted(-8, 0, 8, 0))

    def _cursor_at(self, point: QPoint, target: tuple[Placed, Target] | None) -> Qt.CursorShape:
        if target is not None:
            is_enabled = target[1].is_enabled
            return Qt.CursorShape.PointingHandCursor if is_enabled else Qt.CursorShape.ArrowCursor
        placed = self._view.block_at(point)
        if placed is None or not placed.view.end():
            return Qt.CursorShape.ArrowCursor
        local = self._view.inside(placed, point)
        if _bar_at(placed, local) is not None:
            return Qt.CursorShape.ArrowCursor
        is_text = placed.view.left - 16 <= local.x() and placed.view.top <= local.y()
        return Qt.CursorShape.IBeamCursor if is_text else Qt.CursorShape.ArrowCursor

    def _tooltip(self, event: QHelpEvent) -> bool:
        found = self._view.target_at(event.pos())
        if found is None:
            block = self._view.block_at(event.pos())
            tip = block.view.tip_at(self._view.inside(block, event.pos())) if block else ""
            QToolTip.showText(event.globalPos(), tip, self._view.viewport())
            return True
        placed, target = found
        link = target.link
        words = link.url if link is not None and not is_address(link.url) else ""
        if target.icon:
            is_named = target.action in set(Action) and target.action != Action.REMOVE_CARD
            words = tooltip(target.action, target.name) if is_named else target.name
        rect = target.rect.toRect().translated(self._view.rect_of(placed).topLeft())
        QToolTip.showText(event.globalPos(), words, self._view.viewport(), rect)
        return True

    def _wheel(self, event: QWheelEvent) -> bool:
        view, pixels = self._view, event.pixelDelta()
        delta = event.angleDelta() if pixels.isNull() else pixels
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if delta.y():
                self._commands.zoom(1 if delta.y() > 0 else -1)
            return True
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        sideways = delta.x() or (delta.y() if is_shifted else 0)
        placed = view.block_at(event.position().toPoint())
        if sideways and abs(sideways) >= abs(delta.y()) and placed is not None:
            if isinstance(placed.view, SidewaysView) and placed.view.scroll(-sideways):
                view.viewport().update()
            return True
        view.scroll_by(-delta.y())
        self._hover(None)
        return True

    def _menu(self, event: QContextMenuEvent) -> bool:
        view = self._view
        placed = view.block_at(event.pos())
        if placed is None:
            self._commands.popup(None, event.pos())
        else:
            inside = view.inside(placed, event.pos())
            there = placed.view.link_at(inside), placed.view.picture_at(inside)
            self._commands.popup(placed.message, event.pos(), *there)
        return True


def _bar_at(placed: Placed, point: QPointF) -> SidewaysView | None:
    """Give the block whose bar is at a point of its view."""
    view = placed.view
    return view if isinstance(view, SidewaysView) and view.grip().contains(point) else None


def _same(one: Target, other: Target) -> bool:
    return (one.action, one.link) == (other.action, other.link)


def _is_same(one: tuple[Placed, Target], other: tuple[Placed, Target]) -> bool:
    return one[0].view is other[0].view and _same(one[1], other[1])
