"""One connection at the right: its bar, its questions, its form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.core.connection import Connection
from desktop.features.settings.connections.asking import Asking
from desktop.features.settings.connections.built_in import BuiltIn
from desktop.features.settings.connections.draft import Draft
from desktop.features.settings.connections.editor import Editor
from desktop.features.settings.connections.header import Header, Standing
from desktop.features.settings.connections.notes import (
    LeaveQuestion,
    PlaceQuestion,
    UncheckedWarning,
)
from desktop.features.settings.connections.rows import NEW_ID, name_words
from desktop.features.settings.connections.saving import Saving
from desktop.features.settings.connections.testing import Testing
from desktop.services.context import Services
from desktop.store.settings import CONNECTION
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.links import open_carefully
from desktop.ui.notices import Notice
from desktop.ui.reading_order import follow_layouts


class Pane(QWidget):
    """The right side of the page.

    Signals: `saved(connection, is_new)`; `tested(id, Result)`; `remove_wanted(id)`;
    `default_wanted(id)`; `given_up()`: a connection that was never saved is not wanted any more.
    """

    saved = Signal(object, bool)
    tested = Signal(str, object)
    remove_wanted = Signal(str)
    default_wanted = Signal(str)
    given_up = Signal()

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._services, self._host = services, host
        self._then: Callable[[], None] = _nothing
        self._is_tested = False
        look = host.look
        self.header = Header(look)
        self.leave_question = LeaveQuestion(look)
        self.place_question = PlaceQuestion(look)
        self.warning = UncheckedWarning(look)
        self.editor = Editor(look)
        self.built_in = BuiltIn(look)
        self.saving = Saving(services.servers, self.editor, self.place_question, self.show_error)
        self.testing = Testing(services.servers, self.editor, self.saving, self.show_error)
        self.asking = Asking(services.servers, self.editor, self.show_error)
        self._build()
        self._listen()

    def _build(self) -> None:
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(12)
        for card in (self.leave_question, self.place_question, self.warning):
            self._notes.addWidget(card)
        scrolled = QWidget()
        scrolled.setObjectName("scrolled")
        inside = QVBoxLayout(scrolled)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.built_in)
        inside.addWidget(self.editor)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are the stops
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(scrolled)
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(
            lambda _low, high: self.editor.yield_to_bar(bar.width() if high else 0)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(hairline(self))
        column.addLayout(self._notes)
        column.addWidget(self.area, 1)

    def _listen(self) -> None:
        header, editor = self.header, self.editor
        header.save_wanted.connect(self.save)
        header.discard_wanted.connect(self.discard)
        header.test_wanted.connect(self.testing.start)
        header.remove_wanted.connect(lambda: self.remove_wanted.emit(self.shown.id))
        header.default_wanted.connect(lambda: self.default_wanted.emit(self.shown.id))
        editor.edited.connect(self._draw)
        editor.stops_changed.connect(lambda: follow_layouts(self))
        editor.key_page_wanted.connect(lambda url: open_carefully(self._host, url))
        editor.verdict.copied.connect(self._on_copied)
        self.asking.answered.connect(self._on_answered)
        self.saving.saved.connect(self._on_saved)
        self.testing.changed.connect(self._on_testing)
        editor.led_to.connect(self._bring_to_sight)
        self.testing.tested.connect(self._on_tested)
        self.leave_question.save_wanted.connect(self._save_and_leave)
        self.leave_question.discard_wanted.connect(self._discard_and_leave)
        for question in (self.leave_question, self.place_question):
            question.asked.connect(self._draw)
            question.closed.connect(self._draw)
        self.warning.check_wanted.connect(editor.advanced.certificates.check_again)
        self._host.look.changed.connect(self._draw)
        saves = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        escapes = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._on_escape)
        for shortcut in (saves, escapes):
            # Not as an argument of its constructor: PySide ignores it there.
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # what is on show
    @property
    def shown(self) -> Connection:
        """Give the connection on show as it is saved; without an id: it is not."""
        return self.editor.saved

    def show_connection(self, connection: Connection, *, is_tested: bool = False) -> None:
        """Show a connection; what was entered of another one goes."""
        self.testing.clear()
        self.asking.clear()
        self._is_tested = is_tested
        for question in (self.leave_question, self.place_question):
            question.close_question()
        self.built_in.setVisible(connection.is_built_in)
        self.editor.setVisible(not connection.is_built_in)
        self.editor.show_connection(connection)
        self.editor.model.offer([])
        self.area.verticalScrollBar().setValue(0)
        self.refresh()
        self.asking.look_up()

    def refresh(self) -> None:
        """Show anew what is known of the server, and how the connection stands."""
        servers, shown = self._services.servers, self.shown
        if not shown.id:
            self.editor.chips.show_facts({}, None)
        else:
            chips = self.built_in.chips if shown.is_built_in else self.editor.chips
            chips.show_facts(servers.capabilities(shown.id), servers.limits(shown.id))
            known = servers.known_models(shown.id)
            if known:  # else the test has just listed them
                self.editor.model.offer([model.id for model in known])
        self._draw()

    def leave(self, then: Callable[[], None]) -> None:
        """Go elsewhere: at once, or when the person has said what becomes of the changes."""
        if not self.editor.is_edited:
            then()
            return
        self._then = then
        self.leave_question.ask(lambda: name_words(self.shown))

    def show_error(self, error: Exception) -> None:
        """Say what went wrong, at the foot of the window."""
        code = code_of(error)

        def words() -> str:
            text = error_text(code)
            return f"{text.title} {text.hint}"

        self._host.notify(Notice(words))

    # what a person does
    def save(self) -> None:
        """Keep what is on the form, if there is something to keep."""
        if self.editor.is_edited or not self.shown.id:
            self.saving.save()

    def discard(self) -> None:
        """Show what is saved again; what was typed can be brought back for a moment."""
        shown, typed = self.shown, self.editor.draft()
        if not shown.id:
            self.given_up.emit()
            return
        self.show_connection(shown, is_tested=self._is_tested)
        self._host.notify(
            Notice(
                lambda: translate("Connections", "Changes discarded."),
                lambda: translate("Connections", "Undo"),
                lambda: self._bring_back(shown, typed),
            )
        )

    def _bring_back(self, connection: Connection, typed: Draft) -> None:
        if self.shown == connection and not self.editor.is_edited:
            self.asking.look_up(lambda: self.editor.put(typed))

    def _save_and_leave(self) -> None:
        then, self._then = self._then, _nothing
        self.leave_question.close_question()
        self.saving.save(then)

    def _discard_and_leave(self) -> None:
        then, self._then = self._then, _nothing
        self.leave_question.close_question()
        self.discard()
        then()

    def _on_escape(self) -> None:
        for question in (self.leave_question, self.place_question):
            if question.isVisible():
                question.close_question()
                return
        if self.testing.is_running:
            self.testing.cancel()
        elif self.editor.is_edited:
            self.discard()

    # what comes back
    def _on_saved(self, connection: Connection, is_new: bool) -> None:
        self.testing.clear()
        self._is_tested = False
        self.refresh()
        self.asking.look_up()
        self.saved.emit(connection, is_new)

    def _on_testing(self) -> None:
        self._draw()
        if self.testing.is_running or self.testing.has_verdict:
            self._bring_to_sight(self.editor.verdict)

    def _bring_to_sight(self, widget: QWidget) -> None:
        # What has just been shown has no place before the layout's next turn.
        QTimer.singleShot(0, widget, lambda: self.area.ensureWidgetVisible(widget, 0, 24))

    def _on_tested(self, connection_id: str, result: object) -> None:
        self._is_tested = True
        self.refresh()
        self.tested.emit(connection_id, result)

    def _on_copied(self) -> None:
        self._host.notify(Notice(lambda: translate("Connections", "Copied.")))

    def _on_answered(self) -> None:
        follow_layouts(self)
        self._draw()

    def _draw(self) -> None:
        shown = self.shown
        self.header.title.say(lambda: name_words(self.shown))
        self.header.show_standing(
            Standing(
                is_built_in=shown.is_built_in,
                is_new=shown.id == NEW_ID,
                is_default=self._services.settings.get(CONNECTION) == shown.id,
                is_edited=self.editor.is_edited,
                is_tested=self._is_tested or self.testing.has_verdict,
                is_testing=self.testing.is_running,
            )
        )
        is_unchecked = self.editor.advanced.certificates.is_unchecked
        self.warning.setVisible(is_unchecked and not shown.is_built_in)
        has_note = any(
            not card.isHidden() for card in (self.leave_question, self.place_question, self.warning)
        )
        self._notes.setContentsMargins(24, 12 if has_note else 0, 24, 8 if has_note else 0)


def _nothing() -> None:
    """Go nowhere."""
