"""Code: a card with language and Copy, no wrapping, sideways scrolling, growth in place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextCursor

from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.transcript.blocks import Block, code_of, utf16_length
from desktop.ui.transcript.codehead import HEAD, PAD, RADIUS, CodeHead, Tool, copy_tool
from desktop.ui.transcript.coloring import (
    Lexer,
    color_lines,
    common_lines,
    know_state,
    offset_of,
)
from desktop.ui.transcript.gutter import gutter_width, paint_numbers
from desktop.ui.transcript.ink import draw_focus, draw_icon, draw_text, fill_card
from desktop.ui.transcript.sideways import SidewaysView
from desktop.ui.transcript.style import Mark, block_format, char_format
from desktop.ui.transcript.view import Moment, Target

SAVE_CODE = "save_code"
WRAP_CODE, NUMBER_CODE, FOLD_CODE = "wrap_code", "number_code", "fold_code"
BOTTOM, FOOT = 12, 44
_MAYBE_CLOSING = re.compile(r"(?:^|\n) {0,3}[`~]+[ \t]*$")


class CodeView(SidewaysView):
    """A code block or a piece of one."""

    wraps = False

    @override
    def prepare(self) -> None:
        self.doc.setDefaultFont(self.style.font("code"))
        self._shown = ""
        self._lines_colored = 0
        self._epoch = 0  # counts changes that make what was coloured wrong
        self._stack: list[str] = []
        self._first_line = sum(code.count("\n") + 1 for code in self.chain.codes[: self.block.link])
        self.prepare_edges()
        self._drawn_as = self._wanted()

    def prepare_edges(self) -> None:
        """Set the room around the text: a piece may turn out not to be the last one."""
        px = self.style.px
        self.top = px(HEAD) if self.block.is_first else 0
        self.bottom = px(FOOT) if self.is_folded else px(BOTTOM) if self.block.is_last else 0
        self.left = px(PAD) + self._gutter()
        self.right = px(PAD)

    def _gutter(self) -> int:
        """Give the width of the line numbers with the room after them."""
        chain = self.chain
        if not chain.has_numbers:
            return 0
        lines = sum(code.count("\n") + 1 for code in chain.codes)
        return gutter_width(self.style, lines + self._shown.count("\n") + 1)

    @property
    def is_folded(self) -> bool:
        """Tell whether this is the beginning of code whose rest is folded away."""
        return self.chain.is_folded and self.block.is_first and not self.block.is_last

    @property
    @override
    def is_end(self) -> bool:
        return self.block.is_last or self.is_folded

    @property
    @override
    def pads(self) -> tuple[int, int]:
        return self.left, self.right

    @override
    def bar(self) -> QRectF:
        room = self.style.px(FOOT - BOTTOM) if self.is_folded else 0
        return super().bar().translated(0, -room)

    @override
    def grip(self) -> QRectF:
        room = self.style.px(FOOT - BOTTOM) if self.is_folded else 0
        return super().grip().translated(0, -room)

    @property
    @override
    def overflow(self) -> int:
        return 0 if self.chain.is_wrapped else super().overflow

    @property
    @override
    def gap(self) -> int:
        return self.style.px(8) if self.is_end else 0

    @override
    def fill(self) -> None:
        code = code_of(self.block)
        if self.block.is_open:
            code = _MAYBE_CLOSING.sub("", code)
        self._replace(code)

    @override
    def refill(self, before: Block) -> None:
        if before.chain is not None and before.chain is not self.chain:
            self.chain.take_look(before.chain)
        if not self.block.is_open:
            self._lines_colored = 0  # what spans lines gets its right colours now
            self._epoch += 1
        self.prepare_edges()
        self.fill()

    @override
    def refresh(self) -> None:
        """Do nothing: definitions that came later change no code."""

    # -- how it is shown
    def _wanted(self) -> tuple[bool, bool, bool]:
        return self.chain.is_wrapped, self.chain.has_numbers, self.is_folded

    @override
    def catch_up(self) -> None:
        wanted = self._wanted()
        if wanted != self._drawn_as:
            self._drawn_as = wanted
            self.revision += 1
            self.prepare_edges()
            self._lay_out()

    @override
    def _lay_out(self) -> None:
        option = self.doc.defaultTextOption()
        mode = option.WrapMode
        is_wrapped = self.chain.is_wrapped
        option.setWrapMode(mode.WrapAtWordBoundaryOrAnywhere if is_wrapped else mode.NoWrap)
        self.doc.setDefaultTextOption(option)
        room = max(40, self.width - self.left - self.right)
        self.doc.setTextWidth(room if is_wrapped else -1)
        self._measure()

    def _measure(self) -> None:
        if not self.chain.is_wrapped:
            self.chain.width_px = max(self.chain.width_px, int(self.doc.idealWidth()))

    def _replace(self, code: str) -> None:
        """Change only what differs: lines that stay keep their layout and colours."""
        keep = len(self._shown) if code.startswith(self._shown) else 0
        if not keep:
            keep = common_lines(self._shown, code)
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
        self._measure()

    # -- tools
    def _tools(self) -> list[Tool]:
        chain = self.chain
        tools: list[Tool] = []
        if chain.lines and not chain.is_folded:
            name = translate("Transcript", "Show the beginning only")
            tools.append(Tool(FOLD_CODE, "chevrons-down-up", name))
        if "\n" in self._shown or chain.codes:
            name = translate("Transcript", "Line numbers")
            tools.append(Tool(NUMBER_CODE, "list-ordered", name, is_on=chain.has_numbers))
        if self.overflow or (chain.is_wrapped and self._has_folds()):
            name = translate("Transcript", "Wrap long lines")
            tools.append(Tool(WRAP_CODE, "wrap-text", name, is_on=chain.is_wrapped))
        save = Tool(SAVE_CODE, "save", translate("Transcript", "Save code as a file"))
        return [*tools, copy_tool(), save]

    def _has_folds(self) -> bool:
        """Tell whether any line is wrapped."""
        lines = self._shown.count("\n") + 1
        return round(self.doc.size().height()) > lines * self.style.line("code")

    @override
    def targets(self) -> list[Target]:
        if not self.block.is_first:
            return []
        targets = CodeHead(self.style, self.width, self._tools()).targets()
        if self.is_folded:
            targets.append(Target(FOLD_CODE, self._foot(), self._all_words()))
        return targets

    @override
    def press(self, action: str) -> bool:
        chain = self.chain
        match action:
            case "wrap_code":
                chain.is_wrapped, chain.scroll_x = not chain.is_wrapped, 0
            case "number_code":
                chain.has_numbers = not chain.has_numbers
            case "fold_code":
                chain.is_folded = not chain.is_folded
            case _:
                return False
        return True

    def _label(self) -> str:
        chain = self.chain
        if chain.language == "mermaid" and not chain.title:
            return translate("Transcript", "mermaid, shown as text")
        return chain.title or chain.language or translate("Transcript", "text")

    def _foot(self) -> QRectF:
        px = self.style.px
        bottom = self.height - self.gap
        return QRectF(0, bottom - px(FOOT - BOTTOM), self.width, px(FOOT - BOTTOM))

    def _all_words(self) -> str:
        return translate("Transcript", "Show all %n line(s)", "", self.chain.lines)

    # -- painting
    @override
    def paint(self, painter: QPainter, moment: Moment) -> None:
        self.scroll_x = min(self.chain.scroll_x, self.overflow)
        frame = QRectF(0, 0, self.width, self.height - self.gap)
        ends = (self.block.is_first, self.is_end)
        fill_card(painter, frame, self.style.color("sunken"), self.style.px(RADIUS), ends)
        if self.block.is_first:
            CodeHead(self.style, self.width, self._tools()).paint(painter, self._label(), moment)
        if self.chain.has_numbers:
            paint_numbers(painter, self, self._first_line, moment)
        painter.save()
        clip = frame.adjusted(self.left - self.style.px(PAD / 2), 0, -self.right / 2, 0)
        painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        super().paint(painter, moment)
        painter.restore()
        self.paint_bar(painter, moment)
        if self.is_folded:
            self._paint_foot(painter, moment)

    @override
    def paint_above(self, painter: QPainter, moment: Moment) -> None:
        self.paint_more(painter)

    def _paint_foot(self, painter: QPainter, moment: Moment) -> None:
        theme, px, foot = self.style.theme, self.style.px, self._foot()
        painter.fillRect(QRectF(0, foot.y(), self.width, 1), theme.color("hairline"))
        is_hovered = moment.hovered is not None and moment.hovered.action == FOLD_CODE
        tone = "text" if is_hovered else "text2"
        icon = QRectF(px(PAD), foot.y(), px(14), foot.height())
        draw_icon(painter, theme, ("chevron-down", tone, px(14)), icon, moment.pixel_ratio)
        words = foot.adjusted(px(PAD + 14 + 6), 0, 0, 0)
        draw_text(painter, words, self._all_words(), self.style.font("body"), theme.color(tone))
        if moment.focused is not None and moment.focused.action == FOLD_CODE:
            draw_focus(painter, theme, foot)

    # -- colours
    @property
    def language(self) -> str:
        """What the code is written in."""
        return self.chain.language

    @property
    def needs_colors(self) -> bool:
        """True while complete lines are drawn without their colours."""
        lines = self._shown.count("\n") + (not self.block.is_open)
        return bool(self.chain.language and self._shown) and self._lines_colored < lines

    def color_steps(self, lexer: Lexer) -> Iterator[None]:
        """Colour the lines that lack it; yields after each, so that the work can be sliced."""
        chain, shown, epoch = self.chain, self._shown, self._epoch
        if not self._lines_colored:
            yield from know_state(chain, self.block.link, lexer)
            self._stack = list(chain.states[self.block.link])
        line = self._lines_colored
        text = shown[offset_of(shown, line) :]
        if self.block.is_open:
            text = text[: text.rfind("\n") + 1]
        tokens = lexer.tokens(text, self._stack)
        for _ in color_lines(tokens, self.doc.findBlockByNumber(line), self._look):
            self._lines_colored += 1
            yield
            if self._epoch != epoch:
                return
        if not self.block.is_open:
            self._lines_colored += 1

    def _look(self, token: str) -> QTextCharFormat:
        return char_format(self.style, Mark(is_code=True, tone=token))


_CODE = Mark(is_code=True)
