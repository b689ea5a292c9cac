"""What the next question takes of the model's context, below the composer: a bar and a few words."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.core.override import override
from desktop.core.types import Spent
from desktop.features.chat.showing.footnote import money
from desktop.features.chat.usage.words import short
from desktop.services.shortening.plans import Plan
from desktop.ui.amounts import joined
from desktop.ui.assets import pixmap
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.model_words import tokens

_BAR_PX, _BAR_HEIGHT_PX, _ICON_PX, _GAP_PX, _PAD_PX = 48, 4, 14, 8, 4
_FULL_SHARE = 0.8


class Fill(Enum):
    """How full the context is."""

    FINE = "accent"
    NEARLY = "amber"
    OVER = "red"

    @classmethod
    def of(cls, plan: Plan) -> Fill:
        """Give how full a plan makes it; what is left out with the person's word is no failure."""
        if not plan.fits:
            return cls.OVER
        is_long = plan.limit is not None and plan.tokens > _FULL_SHARE * plan.limit
        return cls.NEARLY if is_long or plan.begins_at is not None else cls.FINE


class Meter(QAbstractButton):
    """Opens the panel of usage when it is clicked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._plan = Plan()
        self._cost = Spent()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(20)
        look.changed.connect(self.refresh)
        self.hide()

    @property
    def fill(self) -> Fill:
        """How full the context is."""
        return Fill.of(self._plan)

    def show_plan(self, plan: Plan, cost: Spent) -> None:
        """Show what would be sent and what that costs."""
        self._plan, self._cost = plan, cost
        self.refresh()
        self.show()

    def refresh(self) -> None:
        """Take the words anew."""
        words = self._words()
        self.setText(words)
        self.setFont(self._look.theme.font("caption"))
        name = translate("Usage", "Context: {state}").format(state=words)
        self.setAccessibleName(name)
        self.setToolTip(self._tip())
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        plan = self._plan
        count = short(plan.tokens)
        if plan.limit is None:
            much = translate("Usage", "{count} tokens").format(count=count)
        else:
            limit = tokens(plan.limit)
            much = translate("Usage", "{count} of {limit} tokens").format(count=count, limit=limit)
        cost = ""
        if self._cost.usd:
            cost = translate("Usage", "about {cost} to send").format(cost=money(self._cost.usd))
        return joined(self._trouble(), much, cost)

    def _trouble(self) -> str:
        plan = self._plan
        if plan.begins_at is not None and plan.fits:
            return translate("Usage", "the oldest %n message(s) left out", "", plan.too_many)
        if self.fill is Fill.NEARLY:
            return translate("Usage", "nearly full")
        return translate("Usage", "too long") if self.fill is Fill.OVER else ""

    def _tip(self) -> str:
        if self._plan.limit is None:
            return translate("Usage", "Nobody says how much this model takes.")
        return translate(
            "Usage", "What the next question takes with all before it. Click for more."
        )

    @override
    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * _PAD_PX + 1
        return QSize(width + self._mark_px(), 20)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._mark_px() + 60, 20)

    def _mark_px(self) -> int:
        if self.fill is not Fill.FINE:
            return _ICON_PX + 6
        return _BAR_PX + _GAP_PX if self._plan.limit else 0

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, fill = self._look.theme, self.fill
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.isDown():
            painter.setBrush(theme.color("hover_on_window"))
            painter.drawRoundedRect(self.rect(), 4, 4)
        if fill is not Fill.FINE:
            name = "circle-alert" if fill is Fill.OVER else "triangle-alert"
            icon = pixmap(theme, name, fill.value, _ICON_PX, self.devicePixelRatioF())
            painter.drawPixmap(_PAD_PX, (self.height() - _ICON_PX) // 2, icon)
        elif self._plan.limit:
            self._paint_bar(painter, self._plan.tokens / self._plan.limit)
        painter.setFont(self.font())
        painter.setPen(theme.color("text3" if fill is Fill.FINE else fill.value))
        room = self.rect().adjusted(_PAD_PX + self._mark_px(), 0, -_PAD_PX, 0)
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ring"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_bar(self, painter: QPainter, share: float) -> None:
        theme, top = self._look.theme, (self.height() - _BAR_HEIGHT_PX) / 2
        painter.setBrush(theme.color("tag"))
        painter.drawRoundedRect(QRectF(_PAD_PX, top, _BAR_PX, _BAR_HEIGHT_PX), 2, 2)
        painter.setBrush(theme.color("ring"))
        width = max(float(_BAR_HEIGHT_PX), _BAR_PX * min(1.0, share))
        painter.drawRoundedRect(QRectF(_PAD_PX, top, width, _BAR_HEIGHT_PX), 2, 2)
