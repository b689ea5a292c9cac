"""What stands between and below the words: fold of the reasoning, waiting, failure, actions."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCursor

from desktop.core.override import override
from desktop.core.types import State
from desktop.ui.i18n import translate
from desktop.ui.transcript.actions import Actions
from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.ink import draw_focus, draw_icon, draw_text, fill_card
from desktop.ui.transcript.marked import Matcher
from desktop.ui.transcript.style import Mark, block_format, char_format
from desktop.ui.transcript.view import BlockView, Moment, Target

TOGGLE = "toggle"
ROW = 28
_EXACT_S = 2.0  # tenths are worth telling below


class RowView(BlockView):
    """A row of chrome: it has a height, but no text that could be selected."""

    row_px = ROW

    @property
    @override
    def height(self) -> int:
        return self.style.px(self.row_px) + self.gap

    @override
    def end(self) -> int:
        return 0

    @override
    def refill(self, before: Block) -> None:
        """Nothing to write: the row is painted."""

    @override
    def rows_with(self, find: Matcher) -> list[QRectF]:
        return []


class FoldView(RowView):
    """The row that opens and closes the reasoning."""

    @property
    def words(self) -> str:
        """What the row says."""
        message = self.setting.message
        if message.is_running(self.block.section):
            return translate("Transcript", "Thinking…")
        seconds = message.passage(self.block).seconds
        if seconds is None:
            return translate("Transcript", "Thought")
        return translate("Transcript", "Thought for {time}").format(time=duration(seconds))

    @property
    def is_open(self) -> bool:
        """Tell whether the reasoning is shown."""
        return self.setting.message.is_open(self.block.section)

    @override
    def targets(self) -> list[Target]:
        px, font = self.style.px, self.style.font("body")
        width = px(16 + 8) + QFontMetricsF(font).horizontalAdvance(self.words) + px(8 + 14)
        fold = (
            translate("Transcript", "Hide details")
            if self.is_open
            else translate("Transcript", "Show details")
        )
        return [Target(TOGGLE, QRectF(0, 0, width, px(ROW)), f"{self.words}, {fold}")]

    @override
    def paint(self, painter: QPainter, moment: Moment) -> None:
        px, theme = self.style.px, self.style.theme
        target = self.targets()[0]
        row, tone = target.rect, "text" if moment.hovered is not None else "text2"
        brain = QRectF(0, 0, px(16), px(ROW))
        draw_icon(painter, theme, ("brain", "text3", px(16)), brain, moment.pixel_ratio)
        draw_text(
            painter, row.adjusted(px(24), 0, 0, 0), self.words, self.style.font("body"),
            theme.color(tone),
        )  # fmt: skip
        name = "chevron-down" if self.is_open else "chevron-right"
        chevron = QRectF(row.right() - px(14), 0, px(14), px(ROW))
        draw_icon(painter, theme, (name, "text3", px(14)), chevron, moment.pixel_ratio)
        if moment.focused is not None:
            draw_focus(painter, theme, row.adjusted(-4, 0, 4, 0))


def duration(seconds: float) -> str:
    """Give a time as short as it can be said: "0.4 s", "12 s", "2 min 5 s"."""
    whole = round(seconds)
    if whole >= 60:
        minutes, rest = divmod(whole, 60)
        return translate("Transcript", "{minutes} min {seconds} s").format(
            minutes=minutes, seconds=rest
        )
    shown = f"{max(0.1, seconds):.1f}" if seconds < _EXACT_S else str(whole)
    return translate("Transcript", "{seconds} s").format(seconds=shown)


class WaitView(RowView):
    """The quiet dot before the first word has come; it does not move."""

    @override
    def paint(self, painter: QPainter, moment: Moment) -> None:
        size = self.style.px(8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.style.color("accent"))
        painter.drawEllipse(QRectF(0, (self.style.px(ROW) - size) / 2, size, size))


class ActionsView(RowView):
    """The buttons under a finished answer, and its tokens and time at the right."""

    @override
    def targets(self) -> list[Target]:
        # The first icon stands on the text's left edge: its button begins 6 px before.
        return self._actions().answer(-self.style.px(6), self.style.px(ROW) / 2)

    @override
    def paint(self, painter: QPainter, moment: Moment) -> None:
        self._actions().paint(painter, self.targets(), moment)
        theme = self.style.theme
        rect = QRectF(0, 0, self.width, self.style.px(ROW))
        note = self.setting.message.entry.footnote
        font = self.style.font("caption")
        draw_text(painter, rect, note, font, theme.color("text3"), right=True)

    @override
    def tip_at(self, point: QPointF) -> str:
        entry = self.setting.message.entry
        width = QFontMetricsF(self.style.font("caption")).horizontalAdvance(entry.footnote)
        return entry.footnote_tip if point.x() >= self.width - width else ""

    def _actions(self) -> Actions:
        return Actions(self.setting.message.entry, self.style.theme)


class NoticeView(BlockView):
    """A soft red or amber card: what happened, what to do, one button. Its words can be copied."""

    @property
    def _tones(self) -> tuple[str, str, str]:
        is_failure = self.setting.message.entry.state is State.FAILED
        return ("red_soft", "red", "circle-alert") if is_failure else (
            "amber_soft", "amber", "triangle-alert",
        )  # fmt: skip

    @override
    def prepare(self) -> None:
        px = self.style.px
        self.top = self.bottom = px(12)
        self.left = px(44)
        self.right = px(24) + round(self._button_width())

    @override
    def fill(self) -> None:
        cursor = QTextCursor(self.doc)
        cursor.beginEditBlock()
        cursor.setBlockFormat(block_format(self.style.line()))
        title, _, hint = self.block.source.partition("\n")
        cursor.insertText(title, char_format(self.style, Mark(weight=600)))
        if hint:
            cursor.insertText("\n" + hint, char_format(self.style, Mark(tone="text2")))
        cursor.endEditBlock()

    @override
    def show(self, block: Block) -> None:
        super().show(block)
        self.prepare()
        self._lay_out()

    def _label(self) -> str:
        notice = self.setting.message.entry.notice
        return notice.label if notice is not None else ""

    def _button_width(self) -> float:
        font, label = self.style.font("body", 500), self._label()
        return QFontMetricsF(font).horizontalAdvance(label) + self.style.px(24) if label else 0

    @override
    def targets(self) -> list[Target]:
        notice = self.setting.message.entry.notice
        if notice is None or not notice.label:
            return []
        width, height = self._button_width(), self.style.px(28)
        card = self.height - self.gap
        rect = QRectF(self.width - width - self.style.px(12), (card - height) / 2, width, height)
        return [Target(notice.action, rect, notice.label)]

    @override
    def paint_below(self, painter: QPainter, moment: Moment) -> None:
        theme, px = self.style.theme, self.style.px
        soft, tone, name = self._tones
        card = QRectF(0, 0, self.width, self.height - self.gap)
        fill_card(painter, card, theme.color(soft), 8, (True, True))
        icon = QRectF(px(16), px(13.5), px(20), self.style.line())
        draw_icon(painter, theme, (name, tone, px(16)), icon, moment.pixel_ratio)
        for target in self.targets():
            self._paint_button(painter, target, moment)

    def _paint_button(self, painter: QPainter, target: Target, moment: Moment) -> None:
        theme = self.style.theme
        face = theme.color("hover_on_window" if moment.hovered is not None else "raised")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("field"))
        painter.setBrush(face)
        painter.drawRoundedRect(target.rect.adjusted(0.5, 0.5, -0.5, -0.5), 7.5, 7.5)
        painter.setFont(self.style.font("body", 500))
        painter.setPen(theme.color("text"))
        painter.drawText(target.rect, Qt.AlignmentFlag.AlignCenter, target.name)
        if moment.focused is not None:
            draw_focus(painter, theme, target.rect)
