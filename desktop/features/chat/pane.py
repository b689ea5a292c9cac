"""One conversation on show: title, banners, transcript, composer, status. Widgets only.

What the buttons do is decided by `conversation.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.chat.welcome import COLUMN_PX, Examples, Greeting
from desktop.ui.composer import Composer
from desktop.ui.controls import Label, Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import Banner

if TYPE_CHECKING:
    from desktop.features.chat.searched import Searched
    from desktop.ui.transcript.canvas import TranscriptView
    from desktop.ui.transcript.model import TranscriptModel

BAR_PX = 48


class ConversationPane(QWidget):
    """The right side of the chat. A new chat shows a greeting and examples instead of a transcript.

    Signals: `transcript_made()` when `transcript` is there to be listened to; `escaped()` when what
    is shown instead of the conversation is to be left.
    """

    transcript_made = Signal()
    escaped = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._full_title = ""
        self._tools = QHBoxLayout()
        self.title = Label(look, self._elided_title, "body", "text", 600)
        self.banner = Banner(look, "amber")
        self.notice = Banner(look, "red")
        self.notice.closed.connect(self.notice.hide)
        self._on_retry: Callable[[], None] | None = None
        self._retry = self.notice.add_button(
            lambda: translate("Chat", "Try again"), self._on_retry_clicked
        )
        self._transcript: TranscriptView | None = None
        self._stand_in: QWidget | None = None
        self._stand_in_finder: Callable[[], Searched] | None = None
        self._is_new = True
        self.greeting = Greeting(look)
        self.composer = Composer(look, self._hint)
        self.examples = Examples(look)
        self.keys = Label(look, self._key_words, "caption", "text3")
        self.status = Label(look, str, "caption", "text3")
        self._bar = QWidget()
        self._arrange()
        self.banner.hide()
        self.notice.hide()
        look.changed.connect(self._on_look)
        self.show_welcome(is_new=True)

    @property
    def has_transcript(self) -> bool:
        """Tell whether messages were shown before."""
        return self._transcript is not None

    @property
    def transcript(self) -> TranscriptView:
        """The transcript, made with the first message: a new chat shows none."""
        if self._transcript is None:
            self._transcript = self._make_transcript()
            self.transcript_made.emit()
        return self._transcript

    @property
    def model(self) -> TranscriptModel:
        """The messages that the transcript shows."""
        return self.transcript.model

    def _make_transcript(self) -> TranscriptView:
        # 5 MiB with the Markdown parser, which an empty window need not hold.
        from desktop.ui.transcript import accessible  # noqa: PLC0415
        from desktop.ui.transcript.canvas import TranscriptView  # noqa: PLC0415
        from desktop.ui.transcript.model import TranscriptModel  # noqa: PLC0415

        accessible.install()
        made = TranscriptView(TranscriptModel(self), self.look.theme, self)
        self._column.insertWidget(self._above + 1, made, 1)
        self._below += 1
        return made

    def show_notice(
        self, title: Words, hint: Words, on_retry: Callable[[], None] | None = None
    ) -> None:
        """Show what went wrong, above the transcript, with a button where trying again may help."""
        self._on_retry = on_retry
        self._retry.setVisible(on_retry is not None)
        self.notice.say(title, hint)
        self.notice.show()

    def _on_retry_clicked(self) -> None:
        self.notice.hide()
        if self._on_retry is not None:
            self._on_retry()

    def show_title(self, title: str) -> None:
        """Show the conversation's title in the bar."""
        self._full_title = title
        self.title.setToolTip(title)
        self.title.refresh()

    def show_welcome(self, *, is_new: bool) -> None:
        """Show the greeting of a new chat, or the transcript."""
        self._is_new = is_new
        is_free = self._stand_in is None
        for widget in (self.greeting, self.examples):
            widget.setVisible(is_new and is_free)
        self._bar.setVisible(not is_new)
        self.composer.editor.set_min_lines(2 if is_new else 1)
        if self._transcript is not None or not is_new:
            self.transcript.setVisible(not is_new and is_free)
        self._column.setStretch(self._above, 1 if is_new and is_free else 0)
        self._column.setStretch(self._below, 1 if is_new and is_free else 0)

    def searched(self) -> tuple[QWidget, Searched] | None:
        """Give what is on show and finds in it; None: there is nothing to search."""
        if self._stand_in is not None and self._stand_in_finder is not None:
            return self._stand_in, self._stand_in_finder()
        is_read = self._transcript is not None and not self._transcript.isHidden()
        return (self.transcript, self.transcript.finder) if is_read else None

    def show_instead(
        self, stand_in: QWidget | None, finder: Callable[[], Searched] | None = None
    ) -> None:
        """Put something in the place of greeting and transcript; None: give them back.

        `finder` gives what searches it.
        """
        if stand_in is not None and self._column.indexOf(stand_in) < 0:
            self._column.insertWidget(self._above + 1, stand_in, 1)
            self._below += 1
        if self._stand_in is not None:
            self._stand_in.hide()
        self._stand_in, self._stand_in_finder = stand_in, finder
        if stand_in is not None:
            stand_in.show()
        self.show_welcome(is_new=self._is_new)

    def add_meter(self, meter: QWidget) -> None:
        """Put what measures the next question at the right end below the composer."""
        self._status.addWidget(meter)

    def add_tool(self, button: QWidget) -> None:
        """Put a button at the right end of the conversation's bar."""
        self._tools.addWidget(button)

    def add_banner(self, banner: QWidget) -> None:
        """Put what must be known of a conversation below its bar."""
        self._column.insertWidget(self._column.indexOf(self.notice), banner)
        self._above += 1
        self._below += 1

    def insert_above_composer(self, widget: QWidget) -> None:
        """Put a question about the next message between transcript and composer."""
        self._writing.insertWidget(self._writing.indexOf(self.composer), widget)

    def _arrange(self) -> None:
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(24, 0, 12, 0)
        bar.addWidget(self.title, 1)
        self._tools.setSpacing(4)
        bar.addLayout(self._tools)
        self._bar.setFixedHeight(BAR_PX)
        status = QHBoxLayout()
        status.setContentsMargins(4, 6, 4, 8)
        status.addWidget(self.keys)
        status.addStretch()
        status.addWidget(self.status)
        self._status = status
        inner = QWidget()
        inner.setMaximumWidth(COLUMN_PX)
        self._writing = writing = QVBoxLayout(inner)
        writing.setContentsMargins(0, 0, 0, 0)
        writing.setSpacing(0)
        writing.addWidget(self.greeting)
        writing.addWidget(self.composer)
        writing.addLayout(status)
        writing.addWidget(self.examples)
        centred = QHBoxLayout()
        centred.setContentsMargins(24, 0, 24, 0)
        centred.addStretch(1)
        centred.addWidget(inner, 1000)
        centred.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.banner)
        self._column.addWidget(self._bar)
        self._column.addWidget(self.notice)
        self._above = self._column.count()
        self._column.addStretch(0)
        self._column.addLayout(centred)
        self._below = self._column.count()
        self._column.addStretch(0)

    def _hint(self) -> str:
        return translate("Chat", "Ask anything")

    def _key_words(self) -> str:
        if self.composer.editor.enter_sends:
            return translate("Chat", "Enter sends, Shift+Enter starts a new line")
        return translate("Chat", "Ctrl+Enter sends, Enter starts a new line")

    def say_status(self, words: Words) -> None:
        """Show a short state at the right end below the composer."""
        self.status.say(words)

    def _elided_title(self) -> str:
        room = max(80, self.width() - 64 - self._tools.sizeHint().width())
        metrics = self.title.fontMetrics() if hasattr(self, "title") else self.fontMetrics()
        return metrics.elidedText(self._full_title, Qt.TextElideMode.ElideRight, room)

    def _on_look(self) -> None:
        if self._transcript is not None:
            self._transcript.set_theme(self.look.theme)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that nobody took leaves what is shown instead of the conversation."""
        if Qt.Key(event.key()) is Qt.Key.Key_Escape and self._stand_in is not None:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.title.refresh()
