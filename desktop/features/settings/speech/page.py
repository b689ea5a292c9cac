"""The page of speech: the microphone and who writes, above the declared rows."""

from __future__ import annotations

from desktop.features.settings.declared import SPEECH
from desktop.features.settings.declared_page import DeclaredPage
from desktop.features.settings.inputs import WIDTH_PX
from desktop.features.settings.row import Row
from desktop.features.settings.search import Term
from desktop.features.settings.speech.hardware import THIS_COMPUTER, Hardware
from desktop.features.settings.speech.microphones import MicrophoneChoice
from desktop.features.settings.speech.trying import Trying
from desktop.features.settings.speech.words import connection, heading, microphone, model, test
from desktop.features.settings.speech.writers import ConnectionChoice, ModelLine, meaning
from desktop.services.context import Services
from desktop.store.settings import (
    CONNECTION,
    MICROPHONE,
    SPEECH_LANGUAGE,
    TRANSCRIPTION_CONNECTION,
    TRANSCRIPTION_MODEL,
)
from desktop.ui.controls import Label
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.notices import Notice

_DECIDING = {
    setting.key
    for setting in (CONNECTION, SPEECH_LANGUAGE, TRANSCRIPTION_CONNECTION, TRANSCRIPTION_MODEL)
}


class SpeechPage(DeclaredPage):
    """Declared rows below what needs more than a row; `hardware` is where microphones come from."""

    def __init__(self, services: Services, host: Host, hardware: Hardware = THIS_COMPUTER) -> None:
        super().__init__(
            services.settings,
            host,
            heading,
            SPEECH,
            lambda _page: self._add_lead(services, host, hardware),
        )

    def _add_lead(self, services: Services, host: Host, hardware: Hardware) -> None:
        self._services = services
        self._add_microphone(hardware)
        self._add_writers()

    def _add_microphone(self, hardware: Hardware) -> None:
        settings = self._services.settings
        self.microphones = MicrophoneChoice(self.look, microphone, hardware.find, self._tell)
        self.microphones.setFixedWidth(WIDTH_PX)
        self.add_setting(Row(MICROPHONE, microphone), self.microphones)
        self.trying = Trying(
            self.look,
            hardware,
            lambda: settings.get(MICROPHONE),
            lambda: self._services.speaking.is_dictating,
            self._tell,
        )
        self.microphones.found.connect(lambda found: self.trying.show_found(found.code))
        self.column.addWidget(self.trying)
        self.keep(Term("speech.test", test), self.trying, self.trying.button)

    def _add_writers(self) -> None:
        services = self._services
        self.connections = ConnectionChoice(self.look, connection, services)
        self.connections.setFixedWidth(WIDTH_PX)
        self.add_setting(Row(TRANSCRIPTION_CONNECTION, connection), self.connections)
        # A model belongs to its connection.
        self.connections.picked.connect(lambda _id: self.change({TRANSCRIPTION_MODEL: None}))
        self.model = ModelLine(self.look, model, services, self._tell)
        self.model.setFixedWidth(WIDTH_PX)
        self.add_setting(Row(TRANSCRIPTION_MODEL, model), self.model)
        self.meaning = Label(self.look, lambda: meaning(services), "caption", "text3")
        self.meaning.setWordWrap(True)
        self.column.addWidget(self.meaning)
        for stop in (
            services.settings.changed.connect(self._on_deciding),
            services.servers.changed.connect(lambda _id: self.meaning.refresh()),
        ):
            self.destroyed.connect(stop)

    def _on_deciding(self, key: str) -> None:
        if key in _DECIDING:
            self.meaning.refresh()

    def _tell(self, error: Exception) -> None:
        wrong = error_text(code_of(error))
        self._host.notify(Notice(lambda: f"{wrong.title} {wrong.hint}"))
