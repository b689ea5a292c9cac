"""Code: a card with language and Copy, no wrapping, sideways scrolling, growth in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCharFormat, QTextCursor, QTextLayout
from typing_extensions import override

from desktop.ui.i18n import translate
from desktop.ui.transcript.blocks import Block, Chain, code_of, utf16_length
from desktop.ui.transcript.ink import draw_focus, draw_icon, draw_text, fill_card
from desktop.ui.transcript.style import Mark, block_format, char_format
from desktop.ui.transcript.view import BlockView, Moment, Target

COPY_CODE = "copy_code"
HEAD, PAD, BOTTOM, RADIUS = 32, 16, 12, 8
_MAYBE_CLOSING = re.compile(r"(?:^|\n) {0,3}[`~]+[ \t]*$")


class Lexer(Protocol):
    """Gives (colour token or "", text) pairs; goes on from, and changes, a stack of states."""

    def tokens(self, text: str, stack: list[str]) -> Iterator[tuple[str, str]]:
        """Yield the tokens of text; their texts join to it."""
        ...


class CodeView(BlockView):
    """A code block or a piece of one."""

    wraps = False

    @override
    def prepare(self) -> None:
        px = self.style.px
        self.top = px(HEAD) if self.block.is_first else 0
        self.bottom = px(BOTTOM) if self.block.is_last else 0
        self.left = px(PAD)
        self.doc.setDefaultFont(self.style.font("code"))
        self._shown = ""
        self._lines_colored = 0
        self._epoch = 0  # counts changes that make what was coloured wrong
        self._stack: list[str] = []

    @property
    def chain(self) -> Chain:
        """The code block that this piece belongs to."""
        return self.block.chain or Chain("")

    @property
    @override
    def gap(self) -> int:
        return self.style.px(8) if self.block.is_last else 0

    @override
    def fill(self) -> None:
        code = code_of(self.block)
        if self.block.is_open:
            code = _MAYBE_CLOSING.sub("", code)
        self._replace(code)

    @override
    def refill(self, before: Block) -> None:
        if before.chain is not None and before.chain is not self.chain:
            self.chain.scroll_x = before.chain.scroll_x
        if not self.block.is_open:
            self._lines_colored = 0  # what spans lines gets its right colours now
            self._epoch += 1
        self.prepare_edges()
        self.fill()

    def prepare_edges(self) -> None:
        """Set the room above and below: a piece may turn out not to be the last one."""
        self.bottom = self.style.px(BOTTOM) if self.block.is_last else 0

    def _replace(self, code: str) -> None:
        """Change only what differs: lines that stay keep their layout and colours."""
        keep = len(self._shown) if code.startswith(self._shown) else 0
        if not keep:
            keep = _common_lines(self._shown, code)
            self._epoch += 1
            self._lines_colored = min(self._lines_colored, code.count("\n", 0, keep))
        cursor = QTextCursor(self.doc)
        cursor.beginEditBlock()
        if not self._shown:
            cursor.setBlockFormat(block_format(self.style.line("code")))
        cursor.setPosition(utf16_length(code[:keep]))
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(code[keep:], char_format(self.style, _CODE))
        cursor.endEditBlock()
        self._shown = code
        self.chain.width_px = max(self.chain.width_px, int(self.doc.idealWidth()))

    @property
    def overflow(self) -> int:
        """How far the code can be scrolled sideways, in pixels."""
        return max(0, self.chain.width_px + 2 * self.left - self.width)

    def scroll(self, delta: int) -> bool:
        """Scroll all pieces of the code sideways; tell whether anything moved."""
        chain = self.chain
        before, chain.scroll_x = chain.scroll_x, min(self.overflow, max(0, chain.scroll_x + delta))
        return before != chain.scroll_x

    @override
    def targets(self) -> list[Target]:
        if not self.block.is_first:
            return []
        px = self.style.px
        name = translate("Transcript", "Copy")
        text = QFontMetricsF(self.style.font("caption")).horizontalAdvance(name)
        width = px(8 + 14 + 6 + 8) + text
        rect = QRectF(self.width - width - px(8), px(4), width, px(24))
        return [Target(COPY_CODE, rect, translate("Transcript", "Copy code"), "copy")]

    @override
    def paint(self, painter: QPainter, moment: Moment) -> None:
        self.scroll_x = min(self.chain.scroll_x, self.overflow)
        frame = QRectF(0, 0, self.width, self.height - self.gap)
        ends = (self.block.is_first, self.block.is_last)
        fill_card(painter, frame, self.style.color("sunken"), self.style.px(RADIUS), ends)
        if self.block.is_first:
            self._paint_head(painter, moment)
        painter.save()
        painter.setClipRect(
            frame.adjusted(self.left / 2, 0, -self.left / 2, 0), Qt.ClipOperation.IntersectClip
        )
        super().paint(painter, moment)
        painter.restore()
        if self.overflow and self.block.is_last:
            lane = self.width - 2 * self.left
            share = lane / (lane + self.overflow)
            x = self.left + self.scroll_x * share
            bar = QRectF(x, frame.bottom() - self.style.px(7), lane * share, self.style.px(3))
            fill_card(painter, bar, self.style.color("scroll"), 1.5, (True, True))

    @override
    def paint_above(self, painter: QPainter, moment: Moment) -> None:
        self.paint_more(painter)

    def _paint_head(self, painter: QPainter, moment: Moment) -> None:
        px, theme = self.style.px, self.style.theme
        font = self.style.font("caption", 500)
        label = QRectF(self.left, 0, self.width, px(HEAD))
        words = self.chain.language or translate("Transcript", "text")
        draw_text(painter, label, words, font, theme.color("text3"))
        target = self.targets()[0]
        button = target.rect
        if moment.hovered is not None and moment.hovered.action == COPY_CODE:
            fill_card(painter, button, theme.color("pressed"), 6, (True, True))
        icon = QRectF(button.x() + px(8), button.y(), px(14), button.height())
        draw_icon(painter, theme, ("copy", "text2", px(14)), icon, moment.pixel_ratio)
        words_at = button.adjusted(px(28), 0, 0, 0)
        word = translate("Transcript", "Copy")
        draw_text(painter, words_at, word, self.style.font("caption"), theme.color("text2"))
        if moment.focused is not None and moment.focused.action == COPY_CODE:
            draw_focus(painter, theme, button, 6)

    # -- colours
    @property
    def needs_colors(self) -> bool:
        """True while complete lines are drawn without their colours."""
        lines = self._shown.count("\n") + (not self.block.is_open)
        return bool(self.chain.language and self._shown) and self._lines_colored < lines

    def color_steps(self, lexer: Lexer) -> Iterator[None]:
        """Colour the lines that lack it; yields after each, so that the work can be sliced."""
        chain, shown, epoch = self.chain, self._shown, self._epoch
        if not self._lines_colored:
            yield from _know_state(chain, self.block.link, lexer)
            self._stack = list(chain.states[self.block.link])
        skip, line = _offset_of(shown, self._lines_colored), self._lines_colored
        text = shown[skip:]
        if self.block.is_open:
            text = text[: text.rfind("\n") + 1]
        block = self.doc.findBlockByNumber(line)
        ranges: list[QTextLayout.FormatRange] = []
        column = 0
        for token, value in lexer.tokens(text, self._stack):
            for number, part in enumerate(value.split("\n")):
                if number:
                    block.layout().setFormats(ranges)
                    block, column, ranges = block.next(), 0, []
                    self._lines_colored += 1
                    yield
                    if self._epoch != epoch:
                        return
                length = utf16_length(part)
                if token and length:
                    ranges.append(_range(column, length, self._look(token)))
                column += length
        if not self.block.is_open:
            if block.isValid():
                block.layout().setFormats(ranges)
            self._lines_colored += 1

    def _look(self, token: str) -> QTextCharFormat:
        return char_format(self.style, Mark(is_code=True, tone=token))


_CODE = Mark(is_code=True)


def _know_state(chain: Chain, link: int, lexer: Lexer) -> Iterator[None]:
    """Learn what a lexer knows at the beginning of a piece, by reading those before it."""
    if not chain.states:
        chain.states.append(("root",))
    while len(chain.states) <= link:
        code, stack = chain.codes[len(chain.states) - 1], list(chain.states[-1])
        for count, _ in enumerate(lexer.tokens(code + "\n", stack)):
            if count % 64 == 0:
                yield
        chain.states.append(tuple(stack))


def _range(start: int, length: int, look: Any) -> QTextLayout.FormatRange:  # noqa: ANN401
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = start, length, look
    return span


def _offset_of(text: str, line: int) -> int:
    at = 0
    for _ in range(line):
        at = text.find("\n", at) + 1
    return at


def _common_lines(old: str, new: str) -> int:
    """Give how many characters of whole lines two texts share at their beginning."""
    shared = 0
    for count, (a, b) in enumerate(zip(old, new, strict=False)):
        if a != b:
            return shared
        if a == "\n":
            shared = count + 1
    return shared
