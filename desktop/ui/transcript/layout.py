"""Where everything is: estimated and measured heights, and the cache of laid-out blocks."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from desktop.ui.theme import Theme
from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.bubble import MAX_WIDTH, BubbleView
from desktop.ui.transcript.codeview import CodeView
from desktop.ui.transcript.heights import Heights
from desktop.ui.transcript.kinds import (
    ACTIONS,
    ATTACHED,
    CARD,
    FOLD,
    NOTICE,
    PLAIN,
    SOURCES,
    TREE,
    WAIT,
)
from desktop.ui.transcript.message import Message
from desktop.ui.transcript.model import TranscriptModel
from desktop.ui.transcript.objects import Context
from desktop.ui.transcript.rows import ROW, ActionsView, FoldView, NoticeView, WaitView
from desktop.ui.transcript.spans import CODE
from desktop.ui.transcript.style import Style
from desktop.ui.transcript.tableview import TableView
from desktop.ui.transcript.textview import TextView
from desktop.ui.transcript.thumbnails import Thumbnails
from desktop.ui.transcript.view import GAP, BlockView, Setting

CACHE_BLOCKS = 240
TURN_GAP, FIRST_GAP = 8, 16
_VIEWS: dict[str, type[BlockView]] = {
    "fence": CodeView,
    "code_block": CodeView,
    "table": TableView,
    PLAIN: BubbleView,
    FOLD: FoldView,
    WAIT: WaitView,
    NOTICE: NoticeView,
    ACTIONS: ActionsView,
}
_LATE = frozenset({CARD, SOURCES, TREE, ATTACHED})
"""Kinds that most conversations lack: their views are imported with the first."""
_ROWS = frozenset({FOLD, WAIT, ACTIONS, CARD, ATTACHED})
_SLOTS = {NOTICE: -1, ACTIONS: -2}
"""What stands below the words keeps its view while blocks are added before it."""


class Pictures(NamedTuple):
    """Where views get pictures from: those in the text, those of a question."""

    context: Context | None
    thumbnails: Thumbnails | None


NO_PICTURES = Pictures(None, None)


class Anchor(NamedTuple):
    """What the top edge of the viewport shows: a block, and its pixels above the edge."""

    message: int
    block: int
    offset: int


class Layout:
    """Heights of all messages (estimated until drawn) and views of blocks near the viewport."""

    def __init__(
        self, model: TranscriptModel, theme: Theme, width: int, pictures: Pictures = NO_PICTURES
    ) -> None:
        self.model, self.theme, self.width = model, theme, width
        self._pictures = pictures
        self._views: OrderedDict[tuple[int, int], BlockView] = OrderedDict()
        self._blocks: dict[int, Heights] = {}
        self._messages = Heights(self._estimate_message(m) for m in model.messages)

    def reload(self) -> None:
        """Take in that other messages are on show; views of those that stayed are kept."""
        kept = {message.id for message in self.model.messages if message.is_split}
        for key in [key for key in self._views if key[0] not in kept]:
            del self._views[key]
        self._blocks = {}
        self._messages = Heights(self._estimate_message(m) for m in self.model.messages)

    @property
    def total(self) -> int:
        """Height of everything."""
        return self._messages.before(len(self._messages))

    def __len__(self) -> int:
        return len(self._messages)

    def insert(self, row: int) -> None:
        """Add the message at the end."""
        self._messages.append(self._estimate_message(self.model.messages[row]))

    def changed(self, row: int, first: int) -> None:
        """Take in that blocks from first on changed."""
        message, heights = self.model.messages[row], self._blocks.get(row)
        if heights is None:
            self._messages.set(row, self._estimate_message(message))
            return
        blocks = message.blocks()
        if message.is_relinked:  # a definition arrived: some earlier blocks may use it
            message.is_relinked = False
            for index in range(len(blocks)):
                view = self._views.get(_key(message, index))
                if view is not None and view.is_stale:
                    view.refresh()
        while len(heights) > len(blocks):
            heights.pop()
            self._views.pop((message.id, len(heights)), None)
        for index in range(first, len(heights)):
            heights.set(index, self._estimate_block(row, index))
        for index in range(len(heights), len(blocks)):
            heights.append(self._estimate_block(row, index))
        self._messages.set(row, heights.before(len(blocks)))

    def blocks(self, row: int) -> Heights:
        """Give the block heights of a message, splitting it on first use."""
        heights = self._blocks.get(row)
        if heights is None:
            count = len(self.model.messages[row].blocks())
            heights = Heights(self._estimate_block(row, index) for index in range(count))
            self._blocks[row] = heights
            self._messages.set(row, heights.before(len(heights)))
        return heights

    def message_top(self, row: int) -> int:
        """Give the distance of a message from the top of everything."""
        return self._messages.before(row)

    def message_at(self, y: int) -> int:
        """Give the message at a distance from the top of everything."""
        return self._messages.find(y)

    def view(self, row: int, index: int) -> BlockView:
        """Give the laid-out block; its real height replaces the estimate."""
        message = self.model.messages[row]
        block, key = message.blocks()[index], _key(message, index)
        view, kind = self._views.get(key), _view_class(block)
        if (
            type(view) is not kind
            or view.block.is_first is not block.is_first
            or view.block.is_reasoning is not block.is_reasoning
            or view.setting.message is not message
            or view.setting.env is not message.env()
        ):
            style = Style(self.theme, "body", "text2") if block.is_reasoning else Style(self.theme)
            place = Setting(message, style, self.width, message.env(), *self._pictures)
            view = kind(block, place)
            self._views[key] = view
            if len(self._views) > CACHE_BLOCKS:
                self._views.popitem(last=False)
        else:
            self._views.move_to_end(key)
            if view.block is not block:
                view.show(block)
            if view.width != self.width:
                view.set_width(self.width)
            view.catch_up()
        delta = self.blocks(row).set(index, view.height + self.head(row, index))
        if delta:
            self._messages.set(row, self._messages.values[row] + delta)
        return view

    def head(self, row: int, index: int) -> int:
        """Height of the room above a message's first block."""
        if index:
            return 0
        return self.theme.px(TURN_GAP if row else FIRST_GAP)

    def y_of(self, anchor: Anchor) -> int:
        """Give the distance of the anchor from the top of everything."""
        if not len(self._messages):
            return 0
        before = self.blocks(anchor.message).before(anchor.block)
        return self._messages.before(anchor.message) + before + anchor.offset

    def resize(self, width: int) -> None:
        """Take a new width; views follow when they are next drawn."""
        self.width = width

    def restyle(self, theme: Theme) -> None:
        """Take a theme, language or zoom: every view is made anew; heights stay as estimates."""
        self.theme = theme
        self._views.clear()

    def cached(self) -> int:
        """Give the number of views kept."""
        return len(self._views)

    def _estimate_message(self, message: Message) -> int:
        px = self.theme.px
        others = max(0, len(message.entry.sections) - 1) + bool(message.entry.attachments)
        lines = others + self._lines(message.text, MAX_WIDTH if message.is_question else self.width)
        chrome = 20 + GAP if message.is_question else ROW + 2 * GAP
        return px(TURN_GAP) + px(24) * lines + px(chrome)

    def _lines(self, text: str, width: int) -> int:
        per_line = max(8, int(width / self.theme.px(8)))
        return 1 + text.count("\n") + len(text) // per_line

    def _estimate_block(self, row: int, index: int) -> int:
        message = self.model.messages[row]
        if message.is_hidden(index):
            return 0
        block, px = message.blocks()[index], self.theme.px
        head, source = self.head(row, index), block.source.rstrip("\n")
        if block.kind in _ROWS:
            return head + px(ROW + GAP)
        if block.kind in CODE:
            ends = (32 if block.is_first else 0) + (12 + GAP if block.is_last else 0)
            return head + px(20) * max(1, source.count("\n") - 1) + px(ends)
        if block.kind == "table":
            return head + px(ROW) * (source.count("\n") + block.is_last)
        return head + px(24) * self._lines(source, self.width) + px(GAP)


def _view_class(block: Block) -> type[BlockView]:
    if block.kind in _LATE:
        from desktop.ui.transcript import cards  # noqa: PLC0415 - see _LATE

        return cards.VIEWS[block.kind]
    return _VIEWS.get(block.kind, TextView)


def _key(message: Message, index: int) -> tuple[int, int]:
    block: Block = message.blocks()[index]
    return message.id, _SLOTS.get(block.kind, index)
