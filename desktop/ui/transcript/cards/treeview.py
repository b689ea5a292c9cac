"""JSON as a tree in a box: branches open and close, its text can be selected and copied whole."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCursor

from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.codehead import HEAD, PAD, RADIUS, CodeHead, copy_tool
from desktop.ui.transcript.ink import draw_focus, draw_icon, fill_card
from desktop.ui.transcript.jsontree import Row, Tree, parsed
from desktop.ui.transcript.style import Mark, block_format, char_format
from desktop.ui.transcript.view import BlockView, Moment, Target

NODE, MORE_NODES = "node", "nodes/"
_INDENT, _CHEVRON, _BOTTOM = 16, 16, 12


class TreeView(BlockView):
    """A JSON value; what is open is kept as long as the block is."""

    @override
    def prepare(self) -> None:
        px = self.style.px
        self.top, self.bottom = px(HEAD), px(_BOTTOM)
        self.left = self.right = px(PAD)
        self.doc.setDefaultFont(self.style.font("code"))

    @override
    def fill(self) -> None:
        self._tree = _tree_of(self.block)
        self._rows = self._tree.rows()
        cursor = QTextCursor(self.doc)
        cursor.beginEditBlock()
        for number, row in enumerate(self._rows):
            look = block_format(self.style.line("code"), left=self._margin(row))
            if number:
                cursor.insertBlock(look)
            else:
                cursor.setBlockFormat(look)
            self._write(cursor, row)
        cursor.endEditBlock()

    def _margin(self, row: Row) -> int:
        return self.style.px(row.depth * _INDENT + _CHEVRON)

    def _write(self, cursor: QTextCursor, row: Row) -> None:
        if row.rest:
            words = translate("Transcript", "Show more (%n)", "", row.rest)
            cursor.insertText(words, char_format(self.style, Mark(tone="accent_ink", role="body")))
            return
        if row.name:
            cursor.insertText(row.name, char_format(self.style, Mark(is_code=True, tone="code_fn")))
            cursor.insertText(": ", char_format(self.style, Mark(is_code=True, tone="text3")))
        cursor.insertText(row.value, char_format(self.style, Mark(is_code=True, tone=row.tone)))

    @override
    def press(self, action: str) -> bool:
        if action.startswith(MORE_NODES):
            self._tree.show_more(action.removeprefix(MORE_NODES))
        elif action.startswith(NODE):
            self._tree.toggle(action.removeprefix(NODE))
        else:
            return False
        self.refresh()
        return True

    def _head(self) -> CodeHead:
        return CodeHead(self.style, self.width, [copy_tool()])

    @override
    def targets(self) -> list[Target]:
        return [*self._head().targets(), *self._nodes()]

    def _nodes(self) -> list[Target]:
        found: list[Target] = []
        metrics, line = QFontMetricsF(self.style.font("code")), self.style.line("code")
        block = self.doc.begin()
        for row in self._rows:
            if row.is_branch or row.rest:
                top = self.caret(block.position()).top()
                x = self.left + self._margin(row) - self.style.px(_CHEVRON)
                width = self.style.px(_CHEVRON) + metrics.horizontalAdvance(row.name)
                if row.rest:
                    width = self.width - x - self.right
                action = f"{MORE_NODES}{row.path}" if row.rest else f"{NODE}{row.path}"
                found.append(Target(action, QRectF(x, top, width, line), _spoken(row)))
            block = block.next()
        return found

    @override
    def paint_below(self, painter: QPainter, moment: Moment) -> None:
        frame = QRectF(0, 0, self.width, self.height - self.gap)
        fill_card(painter, frame, self.style.color("sunken"), self.style.px(RADIUS), (True, True))
        chain = self.block.chain
        self._head().paint(painter, (chain.title if chain else "") or "json", moment)
        theme, px = self.style.theme, self.style.px
        branches = iter(self._nodes())
        for row in self._rows:
            if not (row.is_branch or row.rest):
                continue
            target = next(branches)
            if row.is_branch:
                name = "chevron-down" if row.is_open else "chevron-right"
                place = QRectF(
                    target.rect.x() - px(2), target.rect.y(), px(14), target.rect.height()
                )
                draw_icon(painter, theme, (name, "text3", px(14)), place, moment.pixel_ratio)
            if moment.focused is not None and moment.focused.action == target.action:
                draw_focus(painter, theme, target.rect.adjusted(-4, 0, 4, 0), 6)


def _tree_of(block: Block) -> Tree:
    chain = block.chain
    assert chain is not None
    if not isinstance(chain.state, Tree):
        chain.state = Tree(parsed(block.source))
    return chain.state


def _spoken(row: Row) -> str:
    if row.rest:
        return translate("Transcript", "Show more (%n)", "", row.rest)
    words = (
        translate("Transcript", "Close {name}")
        if row.is_open
        else translate("Transcript", "Open {name}")
    )
    return words.format(name=f"{row.name} {row.value}")
