"""What a reader can do with the transcript: press, copy in several forms, select, zoom, menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.markdown.footnotes import is_address, place_of
from desktop.ui.i18n import translate
from desktop.ui.transcript.action import Action
from desktop.ui.transcript.actions import actions_of, more_of, name_at
from desktop.ui.transcript.blocks import Block, code_of
from desktop.ui.transcript.clipboard import Copier, Excerpt
from desktop.ui.transcript.codehead import COPY_CODE
from desktop.ui.transcript.codeview import SAVE_CODE
from desktop.ui.transcript.kinds import TREE
from desktop.ui.transcript.layout import Anchor
from desktop.ui.transcript.link_check import inspect
from desktop.ui.transcript.richtext import Link
from desktop.ui.transcript.rows import TOGGLE
from desktop.ui.transcript.spans import CODE
from desktop.ui.transcript.surface import Surface
from desktop.ui.transcript.view import ATTACHMENT, Target
from desktop.ui.transcript.walk import settle

if TYPE_CHECKING:
    from desktop.ui.transcript.objects import Shown
    from desktop.ui.transcript.pictured import Pictured
    from desktop.ui.transcript.saving import Saving

_ZOOM_STEP = 1.1


class Commands(QObject):
    """Actions on one view. Signals: see `canvas.Surface`, which passes them on."""

    link_activated = Signal(str)
    link_questioned = Signal(str)
    action_requested = Signal(str, int)
    attachment_activated = Signal(int, int)
    zoom_changed = Signal(float)
    copied = Signal()
    failed = Signal(Exception)

    def __init__(self, view: Surface) -> None:
        super().__init__(view)
        self._view = view
        self._copier = Copier(view)
        self._saving: Saving | None = None
        self._pictures: Pictured | None = None

    def press(self, row: int, block: int, target: Target) -> None:
        """Do what a button or link is there for."""
        view, message = self._view, self._view.model.messages[row]
        if target.link is not None and is_address(target.link.url):
            self._go_to_note(row, target.link.url)
        elif target.link is not None:
            self.follow(target.link)
        elif target.action == COPY_CODE:
            self.copy_text(code_at(message.blocks(), block))
        elif target.action == SAVE_CODE:
            self._save_code(message.blocks(), block)
        elif target.action == TOGGLE:
            view.model.toggle_fold(row, message.blocks()[block].section)
        elif target.action == Action.MORE:
            self._pop_up_more(row, block, target)
        elif target.action.startswith(ATTACHMENT):
            index = int(target.action.removeprefix(ATTACHMENT))
            self.attachment_activated.emit(message.id, index)
        elif view.layouts.view(row, block).press(target.action):
            view.model.refolded.emit(row)
        elif target.is_enabled:
            self.action_requested.emit(target.action, message.id)

    def _save_code(self, blocks: list[Block], index: int) -> None:
        from desktop.ui.transcript.saving import Saving  # noqa: PLC0415 - few save code

        if self._saving is None:
            self._saving = Saving(self._view, self.failed.emit)
        chain = blocks[index].chain
        self._saving.ask(code_at(blocks, index), chain.language if chain is not None else "")

    def act(self, row: int | None, action: Action) -> None:
        """Do what a key asks of a message, if it can be asked."""
        if row is None:
            return
        view = self._view.layouts
        for index in range(len(view.blocks(row))):
            kind = self._view.model.messages[row].blocks()[index].kind
            if kind not in {"plain", "actions"}:
                continue
            for target in view.view(row, index).targets():
                if target.action == action:
                    self.press(row, index, target)
                    return

    def follow(self, link: Link) -> None:
        """Open a safe link; ask about one that could deceive."""
        verdict = inspect(link.url, link.text)
        if verdict.needs_question:
            self.link_questioned.emit(link.url)
        elif verdict.allowed:
            self.link_activated.emit(link.url)

    def _go_to_note(self, row: int, url: str) -> None:
        """Show a footnote, or the place in the text that it belongs to, a third down the view."""
        view = self._view
        blocks = view.model.messages[row].blocks()
        index = place_of(url, ((block.kind, block.source) for block in blocks))
        if index is not None:
            above = view.viewport().height() // 3
            anchor = settle(view.layouts, Anchor(row, index, 0), -above)
            view.scroller.move(anchor, may_follow=True)

    def copy(self, *, as_markdown: bool = False) -> None:
        """Put the selection on the clipboard: as text, Markdown and HTML."""
        excerpt = Excerpt(self._view.selection, self._view.model)
        if excerpt:
            self._copier.copy(excerpt, as_markdown=as_markdown)
            self.copied.emit()

    def offer(self) -> None:
        """Make the selection what the middle button pastes, where there is such a thing."""
        if QGuiApplication.clipboard().supportsSelection() and self._view.selection:
            excerpt = Excerpt(self._view.selection, self._view.model)
            self._copier.copy(excerpt, mode=QClipboard.Mode.Selection)

    def copy_text(self, text: str) -> None:
        """Put text on the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self.copied.emit()

    def select_all(self) -> None:
        """Select every message."""
        self._view.selection.select_all()
        self._view.viewport().update()
        self.offer()

    def zoom(self, steps: int) -> None:
        """Make the text larger (1) or smaller (-1); 0: as it was made."""
        view = self._view
        wanted = view.theme.zoom * _ZOOM_STEP**steps if steps else 1.0
        # Whole steps of the ladder, so that up and down lead back to where one was.
        zoomed = view.theme.zoomed(round(wanted, 2))
        if zoomed != view.theme:
            view.set_theme(zoomed)
            self.zoom_changed.emit(zoomed.zoom)

    @property
    def pictures(self) -> Pictured:
        """What can be done with a picture."""
        if self._pictures is None:
            from desktop.ui.transcript.pictured import Pictured  # noqa: PLC0415 - most have none

            self._pictures = Pictured(self._view, self.failed.emit)
        return self._pictures

    def menu(
        self, row: int | None, link: Link | None = None, picture: Shown | None = None
    ) -> QMenu:
        """Give the menu of a message; the caller pops it up, it deletes itself."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if picture is not None:
            self.pictures.fill(menu, picture)
        has_selection = bool(self._view.selection)
        copy = menu.addAction(translate("Transcript", "Copy"), self.copy)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        as_markdown = menu.addAction(
            translate("Transcript", "Copy as Markdown"), lambda: self.copy(as_markdown=True)
        )
        for action in (copy, as_markdown):
            action.setEnabled(has_selection)
        if link is not None and not is_address(link.url):
            url = link.url
            menu.addAction(translate("Transcript", "Copy link"), lambda: self.copy_text(url))
        select = menu.addAction(translate("Transcript", "Select all"), self.select_all)
        select.setShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll))
        if row is not None and row < len(self._view.model):
            self._add_actions(menu, row)
        return menu

    def more(self, row: int) -> QMenu:
        """Give the menu of what has no button of its own; it deletes itself."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entry = self._view.model.messages[row].entry
        for action in more_of(entry):
            if action is Action.DELETE:
                menu.addSeparator()
            menu.addAction(name_at(action, entry), self._asking(action, entry.message_id))
        return menu

    def popup(
        self, row: int | None, at: QPoint, link: Link | None = None, picture: Shown | None = None
    ) -> None:
        """Open the menu at a point of the viewport."""
        self.menu(row, link, picture).popup(self._view.viewport().mapToGlobal(at))

    def _pop_up_more(self, row: int, block: int, target: Target) -> None:
        view = self._view
        rect = target.rect.toRect()
        for placed in view.placed:
            if (placed.message, placed.block) == (row, block):
                rect.translate(view.rect_of(placed).topLeft())
        self.more(row).popup(view.viewport().mapToGlobal(rect.bottomLeft()))

    def _add_actions(self, menu: QMenu, row: int) -> None:
        entry = self._view.model.messages[row].entry
        menu.addSeparator()
        for action in (*actions_of(entry), *more_of(entry)):
            if action is Action.MORE:
                continue
            item = menu.addAction(name_at(action, entry), self._asking(action, entry.message_id))
            if action is Action.PREVIOUS_SIBLING:
                item.setEnabled(entry.position > 1)
            elif action is Action.NEXT_SIBLING:
                item.setEnabled(entry.position < entry.count)
        if entry.notice is not None and entry.notice.label:
            asking = self._asking(entry.notice.action, entry.message_id)
            menu.addAction(entry.notice.label, asking)

    def _asking(self, action: str, message_id: int) -> Callable[[], None]:
        return lambda: self.action_requested.emit(str(action), message_id)


def code_at(blocks: list[Block], index: int) -> str:
    """Give the whole code of the block that begins at index."""
    if blocks[index].kind == TREE:
        return blocks[index].source
    pieces = [blocks[index]]
    for block in blocks[index + 1 :]:
        if block.is_first or block.kind not in CODE:
            break
        pieces.append(block)
    return "\n".join(map(code_of, pieces)) + "\n"
