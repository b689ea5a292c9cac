"""A card's row: icon, title, what it is about, how it ended; opens to its details."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.transcript.action import Action
from desktop.ui.transcript.card import Card, CardKind, CardState
from desktop.ui.transcript.ink import (
    draw_focus,
    draw_icon,
    draw_icon_button,
    draw_text,
    fill_card,
)
from desktop.ui.transcript.marked import Matcher
from desktop.ui.transcript.rows import TOGGLE, RowView
from desktop.ui.transcript.view import Moment, Target

HEIGHT, PAD, RADIUS = 36, 12, 8
CHIP = 20
_ICONS = {
    CardKind.FUNCTION: "wrench",
    CardKind.WEB: "globe",
    CardKind.FILES: "search",
    CardKind.CODE: "terminal",
    CardKind.SOURCES: "book-open",
    CardKind.PICTURE: "image-off",
    CardKind.OTHER: "layers",
}
_STATES = {
    CardState.RUNNING: ("loader-circle", "text3"),
    CardState.DONE: ("circle-check", "green"),
    CardState.FAILED: ("circle-alert", "red"),
}


def state_words(state: CardState) -> str:
    """Say how far a tool has come; nothing where nothing runs."""
    match state:
        case CardState.RUNNING:
            return translate("Transcript", "Running")
        case CardState.DONE:
            return translate("Transcript", "Done")
        case CardState.FAILED:
            return translate("Transcript", "Failed")
        case CardState.PLAIN:
            return ""


class CardView(RowView):
    """The row of a card."""

    row_px = HEIGHT

    @property
    def card(self) -> Card:
        """What it tells of."""
        card = self.setting.message.passage(self.block).card
        assert card is not None
        return card

    @property
    def can_open(self) -> bool:
        """Tell whether there is anything inside."""
        return bool(self.card.details or self.card.links)

    @override
    def targets(self) -> list[Target]:
        aside, frame = self._aside(), self._frame()
        for target in aside:
            frame.setRight(target.rect.left())
        return [*([Target(TOGGLE, frame, self._spoken())] if self.can_open else []), *aside]

    def _aside(self) -> list[Target]:
        """Give the button at the right end, if there is one."""
        px, card = self.style.px, self.card
        size = px(28)
        top = (px(HEIGHT) - size) / 2
        if card.removal:
            place = QRectF(self.width - size - 4, top, size, size)
            return [Target(Action.REMOVE_CARD, place, card.removal, "x")]
        if card.button:
            metrics = QFontMetricsF(self.style.font("body", 500))
            width = metrics.horizontalAdvance(card.button) + 1 + px(2 * PAD)
            place = QRectF(self.width - width - 4, top, width, size)
            return [Target(card.action, place, f"{card.button}: {card.title}")]
        return []

    def _spoken(self) -> str:
        card = self.card
        is_open = self.setting.message.is_open(self.block.section)
        fold = (
            translate("Transcript", "Hide details")
            if is_open
            else translate("Transcript", "Show details")
        )
        words = (card.title, card.subtitle, state_words(card.state), card.note, fold)
        return ", ".join(word for word in words if word)

    def _frame(self) -> QRectF:
        return QRectF(0, 0, self.width, self.style.px(HEIGHT))

    @override
    def rows_with(self, find: Matcher) -> list[QRectF]:
        count = sum(len(find(words)) for words in (self.card.title, self.card.subtitle))
        return [self._frame()] * count

    @override
    def paint(self, painter: QPainter, moment: Moment) -> None:
        theme, px, frame = self.style.theme, self.style.px, self._frame()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("hairline"))
        is_hovered = moment.hovered is not None
        painter.setBrush(theme.color("hover_on_window" if is_hovered else "raised"))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS - 0.5, RADIUS - 0.5)
        icon = QRectF(px(PAD), 0, px(16), frame.height())
        name = _ICONS[self.card.kind]
        draw_icon(painter, theme, (name, "text2", px(16)), icon, moment.pixel_ratio)
        right = self._paint_end(painter, moment)
        self._paint_words(painter, icon.right() + px(8), right)
        for target in self._aside():
            self._paint_aside(painter, target, moment)
        if moment.focused is not None and moment.focused.action == TOGGLE:
            draw_focus(painter, theme, frame)

    def _paint_end(self, painter: QPainter, moment: Moment) -> float:
        """Draw chevron, note and state from the right; give where they begin."""
        theme, px, card = self.style.theme, self.style.px, self.card
        x, height = float(self.width - px(PAD)), float(px(HEIGHT))
        for target in self._aside():
            x = target.rect.left() - px(4)
        if self.can_open:
            is_open = self.setting.message.is_open(self.block.section)
            chevron = "chevron-down" if is_open else "chevron-right"
            x -= px(14)
            place = QRectF(x, 0, px(14), height)
            draw_icon(painter, theme, (chevron, "text3", px(14)), place, moment.pixel_ratio)
            x -= px(10)
        has_failed = card.state is CardState.FAILED
        note = card.note or (state_words(card.state) if has_failed else "")
        if note:
            font = self.style.font("caption")
            width = QFontMetricsF(font).horizontalAdvance(note)
            x -= width
            tone = theme.color("red" if has_failed else "text3")
            draw_text(painter, QRectF(x, 0, width + 1, height), note, font, tone)
            x -= px(8)
        if card.state in _STATES:
            name, tone_name = _STATES[card.state]
            x -= px(16)
            place = QRectF(x, 0, px(16), height)
            draw_icon(painter, theme, (name, tone_name, px(16)), place, moment.pixel_ratio)
            x -= px(8)
        return x

    def _paint_aside(self, painter: QPainter, target: Target, moment: Moment) -> None:
        theme = self.style.theme
        if target.icon:
            draw_icon_button(painter, theme, target, moment)
            return
        hovered = moment.hovered
        if hovered is not None and hovered.action == target.action:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(target.rect, RADIUS - 2, RADIUS - 2)
        words = target.rect.adjusted(self.style.px(PAD), 0, 0, 0)
        font = self.style.font("body", 500)
        draw_text(painter, words, self.card.button, font, theme.color("accent_ink"))
        if moment.focused is not None and moment.focused.action == target.action:
            draw_focus(painter, theme, target.rect)

    def _paint_words(self, painter: QPainter, x: float, right: float) -> None:
        theme, px, card = self.style.theme, self.style.px, self.card
        font = self.style.font("code" if card.is_code else "body", 600)
        x = self._paint_word(painter, (x, right), card.title, font, "text")
        x += px(8)
        if card.kind is CardKind.FILES and card.links:
            for source in card.links:
                x = self._paint_chip(painter, (x, right), source.title)
            return
        if card.subtitle and x < right:
            tone = "red" if card.state is CardState.FAILED else "text2"
            self._paint_word(painter, (x, right), card.subtitle, self.style.font("body"), tone)
        painter.setBrush(theme.color("raised"))

    def _paint_word(
        self, painter: QPainter, room: tuple[float, float], words: str, font: QFont, tone: str
    ) -> float:
        x, right = room
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, right - x))
        width = metrics.horizontalAdvance(shown)
        place = QRectF(x, 0, width + 1, self.style.px(HEIGHT))
        draw_text(painter, place, shown, font, self.style.theme.color(tone))
        return x + width

    def _paint_chip(self, painter: QPainter, room: tuple[float, float], name: str) -> float:
        """Draw a file's name as a chip if it fits; give where the next one begins."""
        px, (x, right) = self.style.px, room
        font = self.style.font("caption")
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, px(160))
        width = metrics.horizontalAdvance(shown) + px(16)
        if x + width > right:
            return right
        chip = QRectF(x, px((HEIGHT - CHIP) / 2), width, px(CHIP))
        fill_card(painter, chip, self.style.color("tag"), px(CHIP / 2), (True, True))
        draw_text(painter, chip.adjusted(px(8), 0, 0, 0), shown, font, self.style.color("text2"))
        return x + width + px(6)
