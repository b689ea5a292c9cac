"""Opens dictation and transcribing, once somebody wants to speak: an idle window has no room for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.services.catalogue import Catalogue
from desktop.services.client import Client
from desktop.services.servers import Servers
from desktop.store.settings import (
    CONNECTION,
    MICROPHONE,
    SILENCE_S,
    SPEECH_LANGUAGE,
    SPOKEN_PUNCTUATION,
    TRANSCRIPTION_CONNECTION,
    TRANSCRIPTION_MODEL,
    Settings,
)

if TYPE_CHECKING:
    from desktop.services.speech.choosing import Wishes
    from desktop.services.speech.dictation import Dictation
    from desktop.services.speech.saying import DictationState
    from desktop.services.speech.transcribing import Transcribing
    from desktop.store.recordings import Recordings

PIECES = "pieces"
"""Where parts of sound files lie while they are sent, below the cache's folder."""


class Speaking:
    """Lends the one `Dictation` and the one `Transcribing` of the program.

    Pieces of files lie in a folder of `cache` while they are sent.
    """

    def __init__(
        self,
        recordings: Callable[[], Recordings],
        servers: Servers,
        client: Client,
        catalogue: Catalogue,
        settings: Settings,
        cache: Path,
    ) -> None:
        self._recordings, self._settings, self._cache = recordings, settings, cache
        self._servers, self._client, self._catalogue = servers, client, catalogue
        self._dictation: Dictation | None = None
        self._transcribing: Transcribing | None = None
        self._followers: list[Callable[[DictationState], None]] = []

    @property
    def is_dictating(self) -> bool:
        """Tell whether a dictation has the microphone; nothing is made for the answer."""
        return self._dictation is not None and self._dictation.is_active

    def dictation(self) -> Dictation:
        """Give it, made with the first call."""
        if self._dictation is None:
            from desktop.services.speech.dictation import Dictation  # noqa: PLC0415 - see the docstring

            self._dictation = Dictation(
                self._recordings(), self._servers, self._client, self._catalogue, self._wishes
            )
            for follower in self._followers:
                self._dictation.changed.connect(follower)
        return self._dictation

    def follow_dictation(self, follower: Callable[[DictationState], None]) -> None:
        """Call `follower` with what the dictation does, also when it is made later."""
        if self._dictation is not None:
            self._dictation.changed.connect(follower)
        else:
            self._followers.append(follower)

    def transcribing(self) -> Transcribing:
        """Give it, made with the first call."""
        if self._transcribing is None:
            from desktop.services.speech.sounds import Sounds  # noqa: PLC0415 - as above
            from desktop.services.speech.transcribing import Transcribing  # noqa: PLC0415 - as above

            self._transcribing = Transcribing(
                self._recordings(),
                Sounds(self._cache / PIECES),
                self._servers,
                self._client,
                self._catalogue,
                self._wishes,
            )
        return self._transcribing

    def _wishes(self) -> Wishes:
        return wishes_of(self._settings)

    async def aclose(self) -> None:
        """End what runs; recordings are complete, their text goes on another time."""
        if self._dictation is not None:
            await self._dictation.aclose()
        if self._transcribing is not None:
            await self._transcribing.aclose()


def wishes_of(settings: Settings) -> Wishes:
    """Give what the person has set for speech."""
    from desktop.services.speech.choosing import Wishes  # noqa: PLC0415 - see the docstring

    return Wishes(
        settings.get(TRANSCRIPTION_CONNECTION),
        settings.get(TRANSCRIPTION_MODEL),
        settings.get(CONNECTION),
        settings.get(SPEECH_LANGUAGE),
        settings.get(MICROPHONE),
        settings.get(SILENCE_S),
        settings.get(SPOKEN_PUNCTUATION),
    )
