"""A month day by day as bars: of money where something cost any, else of tokens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.months import Month
from desktop.core.override import override
from desktop.features.chat.showing.footnote import money
from desktop.features.chat.usage.words import cost_words, short
from desktop.store.usages import Sum
from desktop.ui.amounts import joined
from desktop.ui.i18n import translate
from desktop.ui.look import Look

_HEIGHT_PX, _TOP_PX, _FOOT_PX, _GAP_PX = 132, 18, 18, 2
_LABELLED = (1, 8, 15, 22, 29)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


def day_words(month: Month, day: int, one: Sum, *, is_short: bool = False) -> str:
    """Give what was used on a day: "15 November: ≈ $1.30 · 12 answers · 3.2k tokens"."""
    name = QLocale().toString(
        date(month.year, month.month, day),  # type: ignore[call-overload]
        translate("Usage", "d MMMM", "how a day is written, for Qt"),
    )
    if not one.answers:
        return translate("Usage", "{day}: nothing").format(day=name)
    much = joined(
        cost_words(one),
        "" if is_short else translate("Usage", "%n answer(s)", "", one.answers),
        translate("Usage", "{count} tokens").format(
            count=short(one.input_tokens + one.output_tokens)
        ),
    )
    return translate("Usage", "{day}: {much}").format(day=name, much=much)


class Chart(QWidget):
    """The arrows go from day to day. Signals: `pointed(day)` when another day is looked at."""

    pointed = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._month, self._days = Month(1970, 1), [Sum()]
        self.day = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT_PX)
        look.changed.connect(self.refresh)

    def show_month(self, month: Month, days: Mapping[str, Sum], day: int) -> None:
        """Show a month, by the ISO names of its days, and look at one of them."""
        self._month = month
        self._days = [days.get(month.day(n), Sum()) for n in range(1, month.days + 1)]
        self.day = min(day, month.days)
        self.refresh()

    def words(self) -> str:
        """Give what was used on the day that is looked at."""
        return day_words(self._month, self.day, self._days[self.day - 1])

    def lines(self) -> list[str]:
        """Give the days on which something was used, in words."""
        days = enumerate(self._days, 1)
        return [day_words(self._month, day, one, is_short=True) for day, one in days if one.answers]

    def refresh(self) -> None:
        """Take the words anew."""
        self.setAccessibleName(f"{self._title()}. {self.words()}")
        self.setAccessibleDescription("\n".join(self.lines()))
        self.update()

    @property
    def _is_money(self) -> bool:
        return any(one.usd for one in self._days)

    def _title(self) -> str:
        if self._is_money:
            return translate("Usage", "Cost by day")
        return translate("Usage", "Tokens by day")

    def _values(self) -> list[float]:
        if self._is_money:
            return [one.usd for one in self._days]
        return [float(one.input_tokens + one.output_tokens) for one in self._days]

    def _look_at(self, day: int) -> None:
        day = max(1, min(len(self._days), day))
        if day != self.day:
            self.day = day
            self.refresh()
            self.pointed.emit(day)

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT_PX)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        ends = {Qt.Key.Key_Home: 1, Qt.Key.Key_End: len(self._days)}
        if key not in _STEPS and key not in ends:
            super().keyPressEvent(event)
            return
        self._look_at(ends.get(key, self.day + _STEPS.get(key, 0)))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._look_at(int(event.position().x() / max(1.0, self._slot())) + 1)

    @override
    def focusInEvent(self, event: object) -> None:
        self.update()

    @override
    def focusOutEvent(self, event: object) -> None:
        self.update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.EnabledChange:
            self.update()

    def _slot(self) -> float:
        return self.width() / len(self._days)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        values = self._values()
        most = max(values)
        room = self.height() - _TOP_PX - _FOOT_PX
        base = self.height() - _FOOT_PX
        self._paint_scale(painter, most, base)
        painter.setPen(Qt.PenStyle.NoPen)
        slot = self._slot()
        for day, value in enumerate(values, 1):
            place = QRectF((day - 1) * slot, _TOP_PX, slot, room)
            if day == self.day:
                painter.setBrush(theme.color("hover"))
                painter.drawRoundedRect(place, 3, 3)
            if value:
                height = max(2.0, room * value / most)
                bar = QRectF(place.x() + _GAP_PX / 2, base - height, slot - _GAP_PX, height)
                painter.setBrush(theme.color("ring" if day == self.day else "accent"))
                painter.drawRoundedRect(bar, min(2.0, bar.width() / 2), min(2.0, height / 2))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("ring"))
            place = QRectF((self.day - 1) * slot, _TOP_PX, slot, room).adjusted(
                0.5, 0.5, -0.5, -0.5
            )
            painter.drawRoundedRect(place, 3, 3)
        painter.end()

    def _paint_scale(self, painter: QPainter, most: float, base: float) -> None:
        theme, slot = self._look.theme, self._slot()
        painter.setPen(theme.color("hairline"))
        painter.drawLine(0, int(base), self.width(), int(base))
        painter.setPen(theme.color("text3"))
        if most:
            top = money(most) if self._is_money else short(int(most))
            painter.drawText(
                QRectF(0, 0, self.width(), _TOP_PX), Qt.AlignmentFlag.AlignVCenter, top
            )
        foot = QRectF(0, base, slot, _FOOT_PX)
        for day in _LABELLED:
            if day <= len(self._days):
                place = foot.translated((day - 1) * slot, 0).adjusted(-12, 0, 12, 0)
                place.moveLeft(max(0.0, min(place.left(), self.width() - place.width())))
                align = Qt.AlignmentFlag.AlignLeft if day == 1 else Qt.AlignmentFlag.AlignHCenter
                painter.drawText(place, align | Qt.AlignmentFlag.AlignBottom, str(day))
