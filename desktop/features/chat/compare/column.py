"""One version in a column of its own: who wrote it, the text as it grows, and keeping it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTextEdit, QVBoxLayout

from desktop.core.tasks import TaskScope
from desktop.core.types import Message, Node, Role
from desktop.features.chat.find.marking import mark
from desktop.features.chat.find.texts import TextsFinder
from desktop.features.chat.searched import Searched
from desktop.features.chat.showing.drawn import Drawn
from desktop.features.chat.showing.following import Following
from desktop.features.chat.showing.opened import OpenedAttachments
from desktop.services.context import Services
from desktop.services.turns import Piece, Turn
from desktop.ui.combo import ComboBox
from desktop.ui.controls import Button
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.links import ask_first, open_link
from desktop.ui.scope import scope_for
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.marked import Spans
from desktop.ui.transcript.model import TranscriptModel

LEAST_PX = 320


class Column(QFrame):
    """A version, what it answers, and what follows it.

    Signals: `version_chosen(id)` another version is wanted here; `kept()` this one is the best;
    `action_requested(action, id)` a button at a message; `failed(error)` something could not be
    found out; `swapped()` the version stands there in another way, which `finder` searches.
    """

    version_chosen = Signal(int)
    kept = Signal()
    action_requested = Signal(str, int)
    failed = Signal(Exception)
    swapped = Signal()

    def __init__(self, services: Services, host: Host, scope: TaskScope) -> None:
        super().__init__()
        look = host.look
        self._services, self._look = services, look
        self.version_id = 0
        self._nodes: dict[int, Node] = {}
        self.versions = ComboBox(look)
        self.versions.activated.connect(self._on_chosen)
        self.versions.setMinimumContentsLength(8)
        policy = ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.versions.setSizeAdjustPolicy(policy)
        self.keep = Button(look, lambda: translate("Compare", "Keep this one"))
        self.keep.clicked.connect(self.kept)
        self.model = TranscriptModel(self)
        self.transcript = TranscriptView(self.model, look.theme, self)
        self._serve(host, scope)
        self._drawn = Drawn(services, scope_for(self, self.failed.emit), self.refresh)
        self._following = Following(lambda: self.model, self.refresh, self)
        self._marked = QTextEdit()
        self._marked.setReadOnly(True)
        self._marked.document().setDocumentMargin(24)
        self._finder: TextsFinder | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.transcript)
        self._stack.addWidget(self._marked)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(self.versions, 1)
        head.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.setMinimumWidth(LEAST_PX)
        look.changed.connect(self._on_look)
        self._on_look()

    def _serve(self, host: Host, scope: TaskScope) -> None:
        """Let the transcript do what it does in a conversation."""
        transcript = self.transcript
        transcript.action_requested.connect(self.action_requested)
        transcript.link_activated.connect(open_link)
        transcript.link_questioned.connect(lambda url: ask_first(host, url))
        transcript.objects.use(self._services)
        OpenedAttachments(self._services.attachments, host, transcript, self._node, scope)

    @property
    def version(self) -> Message | None:
        """The version on show, as far as it has come."""
        node = self._nodes.get(self.version_id)
        return None if node is None else self._services.turns.current(node.message)

    @property
    def finder(self) -> Searched:
        """What searches this column."""
        if self._stack.currentWidget() is self.transcript:
            return self.transcript.finder
        if self._finder is None:
            self._finder = TextsFinder(self, self, self.failed.emit)
        return self._finder

    def show_version(
        self, versions: Sequence[Message], question: Message | None, nodes: Sequence[Node]
    ) -> None:
        """Show a version, the first of `nodes`, with what follows it, below its question."""
        is_other = self.version_id != nodes[0].message.id
        self.version_id = nodes[0].message.id
        above = [] if question is None else [Node(question, 1, 1, (question.id,))]
        # Its place among the versions is chosen in the head here.
        shown = [*above, *(replace(node, position=1, count=1) for node in nodes)]
        self._nodes = {node.message.id: node for node in shown}
        self.versions.clear()
        for number, one in enumerate(versions, 1):
            self.versions.addItem(self._name(number, one), one.id)
        self.versions.setCurrentIndex(self.versions.findData(self.version_id))
        self.model.load([self._drawn.entry(node) for node in shown])
        self._drawn.look([node.message for node in shown])
        if is_other:
            self.transcript.scroll_to_start()

    def take_piece(self, piece: Piece) -> None:
        """Show the next piece of an answer, if it is here."""
        self._following.piece(piece)

    def take_parts(self, turn: Turn) -> None:
        """Show that something else came, if it is here."""
        self._following.parts(turn)

    def take_end(self, message_id: int) -> None:
        """Show an answer that is complete, if it is here."""
        self._following.over(message_id)
        self.refresh(message_id)

    def refresh(self, message_id: int) -> None:
        """Draw a message anew, if it is here."""
        node = self._nodes.get(message_id)
        if node is not None:
            self.model.update(message_id, self._drawn.entry(node))

    def show_plain(self) -> None:
        """Show the version as it is."""
        if self._stack.currentWidget() is not self.transcript:
            self._stack.setCurrentWidget(self.transcript)
            self.swapped.emit()

    def show_marked(self, text: str, marked: Sequence[range]) -> None:
        """Show the version's text with stretches marked."""
        theme = self._look.theme
        self._marked.setFont(theme.font("reading", zoomed=True))
        self._marked.setPlainText(text)
        mark = QTextCharFormat()
        mark.setBackground(theme.color("amber_soft"))
        mark.setFontUnderline(True)
        cursor = QTextCursor(self._marked.document())
        for stretch in marked:
            cursor.setPosition(_utf16(text[: stretch.start]))
            cursor.setPosition(_utf16(text[: stretch.stop]), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(mark)
        is_same = self._stack.currentWidget() is self._marked
        self._stack.setCurrentWidget(self._marked)
        if is_same and self._finder is not None:
            self._finder.look_again()
        else:
            self.swapped.emit()

    # the differences as they are searched
    def texts(self) -> Sequence[str]:
        """Give the text in which stretches are marked."""
        return (self._marked.toPlainText(),)

    def show_hits(self, page: int, spans: Spans, current: int | None) -> None:
        """Mark hits in it."""
        mark(self._marked, self._look.theme, self.texts()[page], spans, current)

    def wipe(self) -> None:
        """Mark no hits in it any more."""
        self._marked.setExtraSelections([])

    def _name(self, number: int, message: Message) -> str:
        if message.role is Role.ASSISTANT and message.model:
            label = self._services.catalogue.label(message.connection_id, message.model)
            return f"{number} · {label}"
        return f"{number} · {' '.join(message.text.split())[:60]}"

    def _node(self, message_id: int) -> Node | None:
        return self._nodes.get(message_id)

    def _on_chosen(self, at: int) -> None:
        self.version_chosen.emit(int(self.versions.itemData(at)))

    def _on_look(self) -> None:
        self.versions.setFont(self._look.theme.font("body", 500))
        self.versions.setAccessibleName(translate("Compare", "Version"))
        self._marked.setAccessibleName(translate("Compare", "Differences"))
        self.transcript.set_theme(self._look.theme)
        for message_id in self._nodes:
            self.refresh(message_id)


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
