"""The sources of an answer or a search: a numbered list, each with its host."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.card import Source
from desktop.ui.transcript.details import FEW_SOURCES
from desktop.ui.transcript.ink import draw_focus, draw_text, fill_card
from desktop.ui.transcript.marked import Matcher
from desktop.ui.transcript.richtext import Link
from desktop.ui.transcript.rows import RowView
from desktop.ui.transcript.view import Moment, Target

ROW = 28
SHOW_ALL = "show_all_sources"
_NUMBER = 28


def host_of(url: str) -> str:
    """Give the host of an address without "www."; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


class SourcesView(RowView):
    """A list of sources; those with an address are links."""

    @override
    def prepare(self) -> None:
        self._links: list[Link | None] = [
            Link(0, 0, source.url, source.title) if source.url else None for source in self._all()
        ]

    @override
    def show(self, block: Block) -> None:
        super().show(block)
        self.prepare()

    def _all(self) -> tuple[Source, ...]:
        card = self.setting.message.passage(self.block).card
        return card.links if card is not None else ()

    def _shown(self) -> tuple[Source, ...]:
        return self._all()[:FEW_SOURCES] if self._is_cut else self._all()

    @property
    def _is_cut(self) -> bool:
        return self.block.chain is not None and self.block.chain.is_folded

    @property
    @override
    def height(self) -> int:
        return self.style.px(ROW) * (len(self._shown()) + self._is_cut) + self.gap

    def _row(self, index: int) -> QRectF:
        high = self.style.px(ROW)
        return QRectF(0, index * high, self.width, high)

    @override
    def link_at(self, point: QPointF) -> Link | None:
        index = int(point.y() // self.style.px(ROW))
        is_inside = 0 <= index < len(self._shown()) and 0 <= point.x() < self.width
        return self._links[index] if is_inside else None

    @override
    def targets(self) -> list[Target]:
        targets = []
        for index, source in enumerate(self._shown()):
            link = self._links[index]
            if link is not None:
                name = ", ".join(filter(None, (source.title, host_of(source.url))))
                targets.append(Target("link", self._row(index), name, link=link))
        if self._is_cut:
            words = self._all_words()
            targets.append(Target(SHOW_ALL, self._row(FEW_SOURCES), words))
        return targets

    @override
    def press(self, action: str) -> bool:
        if action != SHOW_ALL or self.block.chain is None:
            return False
        self.block.chain.is_folded = False
        self.revision += 1
        return True

    def _all_words(self) -> str:
        return translate("Transcript", "Show all %n source(s)", "", len(self._all()))

    @override
    def rows_with(self, find: Matcher) -> list[QRectF]:
        return [
            self._row(index)
            for index, source in enumerate(self._shown())
            for _ in find(source.title or source.url)
        ]

    @override
    def paint(self, painter: QPainter, moment: Moment) -> None:
        for index, source in enumerate(self._shown()):
            self._paint_source(painter, (index, source), moment)
        if self._is_cut:
            row, font = self._row(FEW_SOURCES), self.style.font("body")
            words = row.adjusted(self.style.px(12 + _NUMBER), 0, 0, 0)
            tone = self.style.color("accent_ink")
            draw_text(painter, words, self._all_words(), font, tone)
            if moment.focused is not None and moment.focused.action == SHOW_ALL:
                draw_focus(painter, self.style.theme, row)

    def _paint_source(
        self, painter: QPainter, numbered: tuple[int, Source], moment: Moment
    ) -> None:
        (index, source), px, color = numbered, self.style.px, self.style.color
        row, link = self._row(index), self._links[index]
        is_hovered = link is not None and moment.hovered is not None and moment.hovered.link is link
        if is_hovered:
            fill_card(painter, row, color("hover_on_window"), px(8), (True, True))
        caption, body = self.style.font("caption"), self.style.font("body")
        number = QRectF(px(12), row.y(), px(_NUMBER - 8), row.height())
        draw_text(painter, number, str(index + 1), caption, color("text3"))
        host = host_of(source.url)
        width = QFontMetricsF(caption).horizontalAdvance(host)
        right = row.right() - px(12) - width
        draw_text(
            painter, QRectF(right, row.y(), width + 1, row.height()), host, caption, color("text3")
        )
        left = px(12 + _NUMBER)
        metrics = QFontMetricsF(body)
        title = source.title or source.url
        room = max(0.0, right - left - px(16))
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        place = QRectF(left, row.y(), room, row.height())
        draw_text(painter, place, shown, body, color("accent_ink" if link is not None else "text"))
        if link is not None and moment.focused is not None and moment.focused.link is link:
            draw_focus(painter, self.style.theme, row)
