"""Which voices there are, and which one reads a language."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from desktop.core.capabilities import Capability, Support
from desktop.core.connection import Connection
from desktop.core.errors import AppError, Code
from desktop.services.aloud.system_voices import system_voices
from desktop.services.aloud.voice import Maker, Voice, base
from desktop.services.presets import is_loopback
from desktop.services.servers import Servers
from desktop.store.settings import ALOUD_ALLOWED, ALOUD_VOICES, Settings

_OPENAI = {"openai", "azure"}
_OPENAI_VOICES = (
    "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse",
    "marin", "cedar",
)  # fmt: skip
"""Of the speech reference; other servers take the first ones under the same names, or have their own."""
_USUAL_VOICES = ("alloy", "echo", "fable", "onyx", "nova", "shimmer")


class Voices:
    """Every voice of this computer and of the servers that are known to speak."""

    def __init__(self, servers: Servers, settings: Settings) -> None:
        self._servers, self._settings = servers, settings
        self._listing = asyncio.Lock()
        self._own: tuple[Voice, ...] = ()

    async def all(self) -> tuple[Voice, ...]:
        """Give them: those of this computer first. The list is made once; an empty one anew each time."""
        async with self._listing:
            if not self._own:
                self._own = await asyncio.to_thread(system_voices)
        return (*self._own, *self._of_servers())

    async def for_language(self, language: str) -> Voice:
        """Give the voice that reads a language: the person's choice, this computer's, a server's.

        Raises:
            AppError: NO_VOICE, nobody speaks it; `detail` is the language.
        """
        voices = [voice for voice in await self.all() if voice.speaks(language)]
        wished = self.choices().get(base(language))
        if not voices:
            raise AppError(Code.NO_VOICE, base(language))
        return next((voice for voice in voices if voice.id == wished), voices[0])

    async def named(self, name: str) -> Voice | None:
        """Give the voice of this id, name or title, however its letters are written."""
        wanted = name.casefold()
        for voice in await self.all():
            if wanted in {voice.id.casefold(), voice.name.casefold(), voice.title.casefold()}:
                return voice
        return None

    def choices(self) -> Mapping[str, str]:
        """Give the ids of the voices that the person chose, by language."""
        return dict(parse_qsl(self._settings.get(ALOUD_VOICES)))

    async def choose(self, language: str, voice_id: str) -> None:
        """Let a voice read a language from now on; "": whichever fits.

        Raises:
            AppError: it cannot be written; it holds until the program ends.
        """
        chosen = {**self.choices(), base(language): voice_id}
        kept = {code: one for code, one in chosen.items() if one}
        await self._settings.set(ALOUD_VOICES, urlencode(kept))

    def needs_consent(self, voice: Voice) -> bool:
        """Tell whether text leaves this computer for it, maybe for money, and nobody has agreed yet."""
        if voice.maker is not Maker.SERVER:
            return False
        host = urlsplit(self._servers.get(voice.connection_id).base_url).hostname or ""
        is_allowed = voice.connection_id in self._settings.get(ALOUD_ALLOWED).split()
        return not (is_allowed or is_loopback(host))

    async def agree(self, voice: Voice) -> None:
        """Remember that the person agreed to let this server read; errors as `choose`."""
        allowed = self._settings.get(ALOUD_ALLOWED).split()
        if voice.connection_id not in allowed:
            await self._settings.set(ALOUD_ALLOWED, " ".join([*allowed, voice.connection_id]))

    def _of_servers(self) -> Iterator[Voice]:
        for connection in self._servers.all():
            facts = self._servers.capabilities(connection.id)
            if not connection.is_built_in and facts[Capability.SPEECH].support is Support.YES:
                yield from _voices_of(connection)


def _voices_of(connection: Connection) -> Iterator[Voice]:
    names = _OPENAI_VOICES if connection.preset in _OPENAI else _USUAL_VOICES
    for name in names:
        yield Voice(Maker.SERVER, name, name.capitalize(), connection_id=connection.id)
