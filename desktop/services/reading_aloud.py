"""Opens what reads aloud, once somebody wants to hear something: an idle window has no room for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.services.catalogue import Catalogue
from desktop.services.client import Client
from desktop.services.servers import Servers
from desktop.services.speaking import Speaking
from desktop.store.settings import ALOUD_SPEED, Settings

if TYPE_CHECKING:
    from desktop.services.aloud.making import Making
    from desktop.services.aloud.reader import Reader
    from desktop.services.aloud.reading import Output
    from desktop.services.aloud.voices import Voices
    from desktop.services.speech.saying import DictationState


def open_output(rate_hz: int) -> Output:
    """Give the loudspeaker, not open yet."""
    from desktop.media.playing import Output  # noqa: PLC0415 - the first sound loads it

    return Output(rate_hz)


class ReadingAloud:
    """Lends the one `Reader` of the program, and what makes its sound."""

    def __init__(
        self,
        servers: Servers,
        client: Client,
        catalogue: Catalogue,
        settings: Settings,
        speaking: Speaking,
        open_output: Callable[[int], Output] = open_output,
    ) -> None:
        self._servers, self._client, self._catalogue = servers, client, catalogue
        self._settings, self._speaking, self._open_output = settings, speaking, open_output
        self._voices: Voices | None = None
        self._making: Making | None = None
        self._reader: Reader | None = None

    def voices(self) -> Voices:
        """Give who can read, made with the first call."""
        if self._voices is None:
            from desktop.services.aloud.voices import Voices  # noqa: PLC0415 - see the docstring

            self._voices = Voices(self._servers, self._settings)
        return self._voices

    def making(self) -> Making:
        """Give what makes sound of words, made with the first call."""
        if self._making is None:
            from desktop.services.aloud.making import Making  # noqa: PLC0415 - see the docstring

            self._making = Making(self._servers, self._client, self._catalogue)
        return self._making

    def reader(self) -> Reader:
        """Give it, made with the first call; it falls silent when somebody dictates."""
        if self._reader is None:
            from desktop.services.aloud.reader import Reader  # noqa: PLC0415 - see the docstring

            self._reader = Reader(
                self.voices(),
                self.making(),
                self._open_output,
                lambda: self._settings.get(ALOUD_SPEED),
            )
            self._speaking.follow_dictation(self._on_dictation)
            self._settings.changed.connect(self._on_setting)
        return self._reader

    async def aclose(self) -> None:
        """Be silent."""
        if self._reader is not None:
            await self._reader.aclose()

    def _on_dictation(self, state: DictationState) -> None:
        from desktop.services.speech.saying import Phase  # noqa: PLC0415 - loaded with the dictation

        if self._reader is not None and state.phase is Phase.OPENING:
            self._reader.stop()

    def _on_setting(self, key: str) -> None:
        if self._reader is not None and key == ALOUD_SPEED.key:
            self._reader.take_speed()
