"""Finding in what is on show: opens the bar, and shows what Find anything led to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.override import override
from desktop.features.chat import FIND_HERE
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.showing.conversation import Conversation
from desktop.ui.controls import IconButton
from desktop.ui.feature import Host

if TYPE_CHECKING:
    from desktop.features.chat.find.bar import FindBar
    from desktop.features.chat.searched import Searched

_LONGEST_SELECTION = 200


class FindHere(QObject):
    """Binds the bar to the transcript, or to what stands in its place; made when first wanted."""

    def __init__(self, host: Host, pane: ConversationPane, conversation: Conversation) -> None:
        super().__init__(pane)
        self._pane = pane
        self.bar: FindBar | None = None
        self._searched: Searched | None = None
        self._watched: QWidget | None = None
        self._landed: int | None = None
        self._before: QWidget | None = None
        self._button = IconButton(host.look, "search", FIND_HERE.words)
        self._button.clicked.connect(self.open)
        pane.add_tool(self._button)
        self._keys = host.keys
        host.keys.bind(FIND_HERE.id, pane, self.open)
        host.keys.changed.connect(self._on_keys)
        conversation.opened.connect(self._on_opened)
        self._on_keys()

    def open(self) -> None:
        """Show the bar with the caret in it; what is selected is looked for."""
        found = self._pane.searched()
        if found is None:
            return
        self._attend(*found)
        bar = self._shown_bar()
        focused = QApplication.focusWidget()
        if focused is not None and not bar.isAncestorOf(focused):
            self._before = focused
        selected = self._selected()
        if selected:
            bar.show_text(selected)
        bar.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bar.field.edit.selectAll()
        self._landed = None
        self._seek()

    def close(self) -> None:
        """Mark nothing any more; the focus goes back to where it was."""
        bar = self.bar
        if bar is None or bar.isHidden():
            return
        has_focus = bar.isAncestorOf(QApplication.focusWidget() or self._pane)
        self._landed = None
        self._neglect()
        bar.hide()
        if has_focus:
            before = self._before
            is_there = before is not None and before.isVisible() and self._pane.isAncestorOf(before)
            (before if is_there and before is not None else self._pane.composer).setFocus()
        self._before = None

    def land(self, message_id: int, words: str) -> None:
        """Mark the words that somebody found in a message that is, or will be, on show."""
        transcript = self._pane.transcript
        self._attend(transcript, transcript.finder)
        bar = self._shown_bar()
        bar.show_text(words)
        bar.case.blockSignals(True)
        bar.case.setChecked(False)
        bar.case.blockSignals(False)
        self._landed = message_id
        transcript.mark(message_id, words)

    def _attend(self, watched: QWidget, searched: Searched) -> None:
        """Search this from now on."""
        if searched is self._searched:
            return
        self._neglect()
        self._watched, self._searched = watched, searched
        searched.changed.connect(self._on_changed)
        watched.installEventFilter(self)

    def _neglect(self) -> None:
        """Search nothing any more."""
        watched, searched = self._watched, self._searched
        self._watched = self._searched = None
        if watched is not None and searched is not None:
            searched.changed.disconnect(self._on_changed)
            watched.removeEventFilter(self)
            searched.clear()

    def _step(self, by: int) -> None:
        if self._searched is not None:
            self._searched.step(by)

    def _shown_bar(self) -> FindBar:
        if self.bar is None:
            from desktop.features.chat.find.bar import FindBar  # noqa: PLC0415 - with its first use

            self.bar = bar = FindBar(self._pane)
            bar.sought.connect(self._on_sought)
            bar.stepped.connect(self._step)
            bar.closed.connect(self.close)
            self._pane.add_banner(bar)
        self.bar.show()
        return self.bar

    def _selected(self) -> str:
        if not self._is_transcript():
            return ""
        selection = self._pane.transcript.selection
        texts = [stretch.text for stretch in selection.stretches()] if selection else []
        text = (texts[0] or "").strip() if len(texts) == 1 else ""
        return text if "\n" not in text and len(text) <= _LONGEST_SELECTION else ""

    def _has_selection(self) -> bool:
        """Tell whether Escape means the transcript's selection."""
        return self._is_transcript() and bool(self._pane.transcript.selection)

    def _is_transcript(self) -> bool:
        return self._pane.has_transcript and self._watched is self._pane.transcript

    def _on_sought(self) -> None:
        self._landed = None
        self._seek()

    def _seek(self) -> None:
        from desktop.ui.transcript.find.matching import literal  # noqa: PLC0415 - as the bar

        if self.bar is not None and self._searched is not None:
            find = literal(self.bar.text, matches_case=self.bar.matches_case)
            self._searched.seek(find)

    def _on_changed(self) -> None:
        finder = self._searched
        if self.bar is not None and finder is not None:
            self.bar.say(finder.number, finder.count, is_complete=finder.is_complete)

    def _on_opened(self) -> None:
        """Close the bar when another conversation is on show, unless it was found there."""
        is_here = self._landed is not None and self._pane.model.row_of(self._landed) is not None
        if self.bar is not None and not is_here:
            self.close()

    def _on_keys(self) -> None:
        self._button.show_keys(self._keys.keys(FIND_HERE.id))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with Escape in what is searched, and when something else takes its place."""
        bar = self.bar
        if event.type() == QEvent.Type.Hide and watched is self._watched:
            self.close()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        is_escape = event.key() == Qt.Key.Key_Escape and not self._has_selection()
        if is_escape and bar is not None and bar.isVisible():
            self.close()
            return True
        return False
