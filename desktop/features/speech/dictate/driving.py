"""What the recorder does: one dictation at a time, told of by its events; nothing polls without one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop.core.errors import AppError, Code
from desktop.core.recording import RecordingKind
from desktop.features.speech.dictate.devices import Devices
from desktop.features.speech.dictate.page import DictatePage
from desktop.features.speech.dictate.troubles import Helps, Troubles
from desktop.features.speech.sending import ToChat
from desktop.features.speech.words import shows_words, who_words
from desktop.services.context import Services
from desktop.services.speaking import wishes_of
from desktop.services.speech import choosing
from desktop.services.speech.choosing import Way
from desktop.services.speech.saying import DictationState, Phase
from desktop.store.settings import SILENCE_S
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for

_ACTIVE = {Phase.OPENING, Phase.LISTENING, Phase.PAUSED, Phase.FINISHING}
_STOPPABLE = {Phase.LISTENING, Phase.PAUSED}


class Driving(QObject):
    """Starts and stops, and shows on the page how it stands.

    Signals: `begun(id)` when a recording has begun; `open_wanted(id)` its transcript is to be shown.
    """

    begun = Signal(int)
    open_wanted = Signal(int)

    def __init__(
        self,
        services: Services,
        host: Host,
        page: DictatePage,
        to_chat: ToChat,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(page)
        self._services, self._host, self._page, self._to_chat = services, host, page, to_chat
        self._dictation = services.speaking.dictation()
        self._scope = scope_for(self, on_error)
        self.devices = Devices(services, page.card.device, on_error)
        helps = Helps(self.start, self.devices.open, self._connect, self._resend)
        self._troubles = Troubles(page.trouble, helps)
        self._shown_id = 0  # the recording whose text stands on the page
        self._phase = Phase.IDLE
        self._why_not: Code | None = None
        self._connect_signals()
        self._on_setting()
        self._show(self._dictation.state)

    def toggle(self) -> None:
        """Start a recording, or end the one that is made."""
        if self._phase in _STOPPABLE:
            self._scope.start("dictation", self._dictation.stop())
        elif self._phase not in _ACTIVE:
            self.start()

    def start(self) -> None:
        """Record a note; what keeps it from that is said on the page."""
        self._troubles.show(None)
        self._page.card.bars.clear()
        self._scope.start("dictation", self._dictation.start(RecordingKind.NOTE))

    def is_shown(self, recording_id: int) -> bool:
        """Tell whether a recording is being made, and shows on the page."""
        return recording_id == self._shown_id and self._phase in _ACTIVE

    def forget(self, recording_ids: tuple[int, ...]) -> None:
        """Take the text of a recording off the page that goes from the list."""
        if self._shown_id in recording_ids:
            self._shown_id = 0
            self._page.live.show_lines(())
            self._show(self._dictation.state)

    def _connect_signals(self) -> None:
        page, card = self._page, self._page.card
        page.shown.connect(self.devices.look)
        self.devices.known.connect(self._on_known)
        self.devices.chosen.connect(self._on_device)
        card.record.clicked.connect(self.toggle)
        card.pause.clicked.connect(self._pause)
        card.resume.clicked.connect(self._resume)
        card.settings.clicked.connect(lambda: self._host.open_feature("settings", "speech"))
        page.copy.clicked.connect(self._copy)
        page.send.clicked.connect(lambda: self._scope.start("send", self._send()))
        page.open.clicked.connect(lambda: self.open_wanted.emit(self._shown_id))
        for stop in (
            self._dictation.changed.connect(self._show),
            self._services.speech.recordings.changed.connect(self._on_changed),
            self._services.settings.changed.connect(self._on_setting),
            self._services.servers.changed.connect(self._on_setting),
        ):
            self.destroyed.connect(stop)

    # how it stands
    def _show(self, state: DictationState) -> None:
        page, is_new = self._page, state.phase is not self._phase
        self._phase = state.phase
        if state.recording_id and state.recording_id != self._shown_id:
            self._shown_id = state.recording_id
            page.live.show_lines(())
            page.card.bars.clear()
            self._on_changed(state.recording_id)
            self.begun.emit(state.recording_id)
        page.card.show_state(state)
        self.devices.show_state(state)
        page.live.show_partial(state.partial, state.elapsed_s)
        self._show_trouble(state)
        if is_new or state.phase in _ACTIVE:
            self._say(state)
        is_active = state.phase in _ACTIVE
        page.show_text(is_active=is_active, is_kept=bool(self._shown_id))

    def _show_trouble(self, state: DictationState) -> None:
        is_failed = state.phase is Phase.FAILED
        code = state.code if is_failed else state.trouble
        if code is None and state.phase is Phase.IDLE:
            code = self._why_not
        self._troubles.show(code, is_kept=is_failed and bool(state.recording_id))

    def _say(self, state: DictationState) -> None:
        is_listening = state.phase is Phase.LISTENING
        status, who = _status_words(state), self._who_words(state.way)
        if (status, who) != (self._page.status.text(), self._page.who.text()):
            self._page.say(
                lambda: _status_words(state),
                lambda: self._who_words(state.way),
                is_listening=is_listening,
            )

    def _who_words(self, way: Way | None) -> str:
        settings = self._services.settings
        if way is None:
            wishes = wishes_of(settings)
            try:
                way = choosing.way(self._services.servers, wishes.language, wishes)
            except AppError:
                return translate(
                    "Speech", "Nobody hears this language yet: connect a server that does."
                )
        return who_words(way, self._services.servers)

    def _on_known(self, code: Code | None) -> None:
        self._why_not = code
        self._page.card.record.show_able(can_record=code is None)
        self._show(self._dictation.state)

    def _on_setting(self, _key: str = "") -> None:
        seconds = self._services.settings.get(SILENCE_S)
        self._page.card.show_ending(lambda: _ending_words(seconds))
        if self._phase not in _ACTIVE:
            self._say(self._dictation.state)

    # text
    def _on_changed(self, recording_id: int) -> None:
        if recording_id == self._shown_id and recording_id:
            self._scope.start("lines", self._read())

    async def _read(self) -> None:
        shown_id = self._shown_id
        lines = await self._services.speech.recordings.lines(shown_id)
        if shown_id == self._shown_id:
            self._page.live.show_lines(lines)
            is_active = self._phase in _ACTIVE
            self._page.show_text(is_active=is_active, is_kept=True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._page.live.text)
        self._host.notify(Notice(lambda: translate("Speech", "The text is copied.")))

    async def _send(self) -> None:
        if self._phase in _ACTIVE:
            await self._dictation.stop()
        if self._shown_id:
            self._to_chat.send(self._shown_id)

    # what helps
    def _pause(self) -> None:
        self._scope.start("dictation", self._dictation.pause())

    def _resume(self) -> None:
        self._scope.start("dictation", self._dictation.resume())

    def _on_device(self, device: str) -> None:
        if self._phase in _STOPPABLE:
            self._scope.start("dictation", self._dictation.use(device))
        elif self._phase is Phase.FAILED and not self._dictation.state.recording_id:
            self._troubles.show(None)

    def _connect(self) -> None:
        self._host.open_feature("settings", "connections")

    def _resend(self) -> None:
        transcribing = self._services.speaking.transcribing()
        self._troubles.show(None)
        self._scope.start("resend", transcribing.retry(self._shown_id))


def _status_words(state: DictationState) -> str:
    match state.phase:
        case Phase.OPENING:
            return translate("Speech", "The microphone opens.")
        case Phase.PAUSED:
            return translate("Speech", "Paused. The microphone is closed.")
        case Phase.FINISHING:
            return translate("Speech", "The last words are written down.")
        case Phase.LISTENING if state.shows is not None:
            return shows_words(state.shows)
    return ""


def _ending_words(seconds: float) -> str:
    if not seconds:
        return translate("Speech", "Ends only when you stop it")
    return translate("Speech", "Stops after {seconds} s of silence").format(seconds=seconds)
