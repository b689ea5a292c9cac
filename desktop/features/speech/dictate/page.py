"""The page of the recorder: widgets only. What they do is decided by `driving`."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.override import override
from desktop.features.speech import RECORD
from desktop.features.speech.dictate.card import RecorderCard
from desktop.features.speech.dictate.live import LiveText
from desktop.ui.assets import pixmap
from desktop.ui.controls import Button, Label, Words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.notices import Banner

_COLUMN_PX, _TIMES_PX = 760, 56
_MOST = 1000  # of the room: the rest is only for what is below a short text


class DictatePage(QWidget):
    """Signals: `shown()` when the page comes into sight."""

    shown = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        look = host.look
        self._look, self._keys, self._is_active = look, host.keys, False
        self.card = RecorderCard(host)
        self.trouble = Banner(look, "red", is_card=True)
        self.trouble.closed.connect(self.trouble.hide)
        self.trouble.hide()
        self.live = LiveText(look)
        self.hint = Label(look, self._hint_words, "reading", "text2")
        self.status = Label(look, str, "caption", "text3")
        self.who = Label(look, str, "caption", "text3")
        self._dot = QLabel("●")
        self._dot.setProperty("tone", "red")
        for label in (self.hint, self.status, self.who):
            label.setWordWrap(True)
        self.open = Button(
            look, lambda: translate("Speech", "Open the transcript"), kind="ghost", height_px=28
        )
        self.kept = Label(look, _kept_words, "caption", "text3")
        self.kept.setWordWrap(True)
        self._kept_icon = QLabel()
        self.copy = Button(look, lambda: translate("Speech", "Copy text"), icon_name="copy")
        self.send = Button(look, _send_words, kind="primary", icon_name="send")
        self._arrange()
        host.keys.changed.connect(self.hint.refresh)
        look.changed.connect(self._draw)
        self._draw()

    def say(self, status: Words, who: Words, *, is_listening: bool) -> None:
        """Say how it goes and who hears."""
        self.status.say(status)
        self.who.say(who)
        self.status.setVisible(bool(self.status.text()))
        self._dot.setVisible(is_listening)

    def show_text(self, *, is_active: bool, is_kept: bool) -> None:
        """Offer what can be done with the text that there is; teach where there is none."""
        has_text = not self.live.is_empty
        self.live.setVisible(has_text)
        if self._text.stretch(self._text.indexOf(self.live)) != _MOST * has_text:
            self._text.setStretchFactor(self.live, _MOST * has_text)
        self.hint.setVisible(not has_text and not is_active)
        self.open.setVisible(is_kept and not is_active)
        self.copy.setEnabled(has_text)
        self.send.setEnabled(has_text)
        if is_active is not self._is_active:  # the state comes 30 times a second
            self._is_active = is_active
            self.send.say(_stop_words if is_active else _send_words)

    def _arrange(self) -> None:
        status = QHBoxLayout()
        status.setSpacing(8)
        status.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        status.addWidget(self.status, 1)
        told = QWidget()
        below = QVBoxLayout(told)
        below.setContentsMargins(_TIMES_PX, 12, 0, 0)
        below.setSpacing(2)
        below.addWidget(self.hint)
        below.addLayout(status)
        below.addWidget(self.who)
        below.addWidget(self.open)
        inner = QWidget()
        inner.setMaximumWidth(_COLUMN_PX)
        self._text = text = QVBoxLayout(inner)
        text.setContentsMargins(0, 8, 0, 16)
        text.setSpacing(0)
        text.addWidget(self.card)
        text.addSpacing(16)
        text.addWidget(self.trouble)
        text.addWidget(self.live)
        text.addWidget(told, 0, Qt.AlignmentFlag.AlignTop)
        text.addStretch(1)
        centred = QHBoxLayout()
        centred.setContentsMargins(24, 0, 24, 0)
        centred.addStretch(1)
        centred.addWidget(inner, 1000)
        centred.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(centred, 1)
        column.addWidget(hairline(self))
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 12)
        foot.setSpacing(8)
        foot.addWidget(self._kept_icon)
        foot.addWidget(self.kept, 1)
        foot.addWidget(self.copy)
        foot.addWidget(self.send)
        return foot

    def _draw(self) -> None:
        dpr = self.devicePixelRatioF()
        self._kept_icon.setPixmap(pixmap(self._look.theme, "hard-drive", "text3", 16, dpr))
        self._dot.setFont(self._look.theme.font("caption"))

    def _hint_words(self) -> str:
        keys = self._keys.shown(RECORD.id)
        if keys:
            words = translate("Speech", "Press the button or {keys}, and speak.").format(keys=keys)
        else:
            words = translate("Speech", "Press the button, and speak.")
        more = translate("Speech", "What you say appears here and is kept in the list at the left.")
        gap = "" if self._look.theme.is_chinese else " "
        return f"{words}{gap}{more}"

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if event.type() is QEvent.Type.Show and not event.spontaneous():
            self.shown.emit()


def _kept_words() -> str:
    return translate(
        "Speech", "The sound is on disk while you speak, and stays until you delete it."
    )


def _send_words() -> str:
    return translate("Speech", "Send to chat")


def _stop_words() -> str:
    return translate("Speech", "Stop and send to chat")
