"""The playground in the transcript's place: facts, request, response, events."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.core.tasks import TaskScope
from desktop.features.chat.find.texts import TextsFinder
from desktop.features.chat.playground.codeview import CodeView
from desktop.features.chat.playground.events import EventsPage
from desktop.features.chat.playground.request import SELECTABLE, RequestPage
from desktop.features.chat.playground.searching import PlaygroundPages
from desktop.features.chat.playground.tabs import Tabs
from desktop.features.chat.playground.words import doubt_words, facts_words, status_words
from desktop.services.playing.shown import Doubt, Round
from desktop.ui.combo import ComboBox
from desktop.ui.controls import Button, IconButton, Label, Words
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.look import Look

REQUEST, RESPONSE, EVENTS = range(3)


class PlaygroundView(QWidget):
    """The widgets; `showing` fills them.

    Signals: `closed()`; `round_chosen(number)`, counted from 0; `copying()` a menu with languages is
    wanted; `text_copied()` of the page on show; `reverted()`; `sent()`; `sent_anyway()` over the
    budget; `failed(error)` it could not be searched.
    """

    closed = Signal()
    round_chosen = Signal(int)
    copying = Signal()
    text_copied = Signal()
    reverted = Signal()
    sent = Signal()
    sent_anyway = Signal()
    failed = Signal(Exception)

    def __init__(self, look: Look, scope: TaskScope) -> None:
        super().__init__()
        self._round: Round | None = None
        self._finder: TextsFinder | None = None
        self._is_live = False
        self._title = Label(look, _title_words, "body", "text", 600)
        self.rounds = ComboBox(look)
        self.rounds.activated.connect(self.round_chosen)
        self.copy_as = Button(look, lambda: translate("Playground", "Copy as…"), height_px=32)
        self.copy_as.clicked.connect(self.copying)
        self._close = IconButton(look, "x", lambda: translate("Playground", "Close"))
        self._close.clicked.connect(self.closed)
        self._line = Label(look, self._line_words, "code", "text")
        self._facts = Label(look, self._facts_words, "caption", "text2")
        self._note = Label(look, self._note_words, "caption", "amber")
        for label in (self._facts, self._note):
            label.setWordWrap(True)
        self._line.setTextInteractionFlags(SELECTABLE)
        self.tabs = Tabs(look, (_request_words, _response_words, self._events_words))
        self._copy = IconButton(look, "copy", lambda: translate("Playground", "Copy this text"))
        self._copy.clicked.connect(self.text_copied)
        self.form = RequestPage(look, scope)
        self.request = self.form.text
        self.response = CodeView(look, _response_words, scope)
        self.events = EventsPage(look, scope)
        for signal, ours in (
            (self.form.reverted, self.reverted),
            (self.form.sent, self.sent),
            (self.form.sent_anyway, self.sent_anyway),
        ):
            signal.connect(ours)
        self._stack = QStackedWidget()
        self._arrange()
        self.tabs.chosen.connect(self._on_tab)
        look.changed.connect(self._name_rounds)
        self.setFocusProxy(self.request)
        self.clear()

    @property
    def page(self) -> CodeView:
        """The text on show; of the events that of the chosen one."""
        return (self.request, self.response, self.events.whole)[self.tabs.current]

    @property
    def shows_events(self) -> bool:
        """Tell whether the events are on show."""
        return self.tabs.current == EVENTS

    @property
    def finder(self) -> TextsFinder:
        """What searches the tab on show."""
        if self._finder is None:
            self._finder = made = TextsFinder(self, PlaygroundPages(self), self.failed.emit)
            self.tabs.chosen.connect(made.look_again)
            self.request.edited.connect(made.note_edit)
            for text in (self.request, self.response):
                text.filled.connect(made.look_again)
        return self._finder

    def clear(self) -> None:
        """Show nothing yet."""
        self._round = None
        self.rounds.hide()
        self._show_head()
        for text in (self.request, self.response):
            text.show_text("")
        self.events.show_events(())
        self.say(str)

    def show_round(self, shown: Round, count: int, *, is_live: bool) -> None:
        """Show the facts and the events of one round; the texts follow as they are made ready."""
        self._round, self._is_live = shown, is_live
        if self.rounds.count() != count:
            self.rounds.clear()
            self.rounds.addItems([""] * count)
        self._name_rounds()
        self.rounds.setCurrentIndex(shown.number - 1)
        self.rounds.setVisible(count > 1)
        self.events.show_events(shown.answer.events if shown.answer is not None else ())
        self._show_head()

    def say(self, words: Words, *, is_over_budget: bool = False) -> None:
        """Show why the request cannot be sent; no words: it can."""
        self.form.say(words, is_over_budget=is_over_budget)

    def _show_head(self) -> None:
        for label in (self._line, self._facts, self._note):
            label.refresh()
            label.setVisible(bool(label.text()))
        self._line.setToolTip(self._round.request.url if self._round is not None else "")
        self.copy_as.setEnabled(self._round is not None)
        self.form.show_headers(self._round.request.headers if self._round is not None else ())
        self.tabs.buttons[EVENTS].refresh()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(24, 8, 12, 4)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addSpacing(8)
        head.addWidget(self.rounds)
        head.addStretch()
        head.addWidget(self.copy_as)
        head.addWidget(self._close)
        facts = QVBoxLayout()
        facts.setContentsMargins(24, 0, 24, 4)
        facts.setSpacing(2)
        for label in (self._line, self._facts, self._note):
            facts.addWidget(label)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.tabs)
        row.addStretch()
        row.addWidget(self._copy)
        for one in (self.form, self.response, self.events):
            self._stack.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(facts)
        column.addLayout(row)
        column.addWidget(hairline(self))
        column.addWidget(self._stack, 1)
        column.addWidget(hairline(self))
        column.addSpacing(8)

    def _on_tab(self, number: int) -> None:
        self._stack.setCurrentIndex(number)

    def _name_rounds(self) -> None:
        count = self.rounds.count()
        for number in range(count):
            words = translate("Playground", "Round {number} of {count}")
            self.rounds.setItemText(number, words.format(number=number + 1, count=count))
        self.rounds.setAccessibleName(translate("Playground", "Round"))
        self._show_head()

    # words
    def _line_words(self) -> str:
        if self._round is None:
            return ""
        request = self._round.request
        status = status_words(self._round.answer)
        words = f"{request.method} {request.url}" + (f"  →  {status}" if status else "")
        room = max(120, self.width() - 48)
        middle = Qt.TextElideMode.ElideMiddle
        return self._line.fontMetrics().elidedText(words, middle, room)

    def _facts_words(self) -> str:
        return facts_words(self._round) if self._round is not None else ""

    def _note_words(self) -> str:
        if self._round is None:
            return ""
        if self._is_live:
            return translate(
                "Playground",
                "The answer is being made: what comes back is shown when it has ended.",
            )
        notes = [doubt_words(self._round.request.doubt)]
        answer = self._round.answer
        if answer is not None and answer.is_cut:
            notes.append(translate("Playground", "Only the first 16 MB of the answer are kept."))
        return " ".join(note for note in notes if note)

    def _events_words(self) -> str:
        answer = self._round.answer if self._round is not None else None
        if answer is None or not answer.events:
            return translate("Playground", "Events")
        return translate("Playground", "Events ({count})").format(count=len(answer.events))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._line.refresh()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if Qt.Key(event.key()) is Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def may_be_sent(shown: Round) -> bool:
    """Tell whether a round can be sent again by itself."""
    return shown.request.is_first or shown.request.doubt in {Doubt.NOT_RECORDED, Doubt.IMPORTED}


def _title_words() -> str:
    return translate("Playground", "Request and response")


def _request_words() -> str:
    return translate("Playground", "Request")


def _response_words() -> str:
    return translate("Playground", "Response")
