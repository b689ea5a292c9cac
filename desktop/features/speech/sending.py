"""What was said, into a new chat: as it is, or with something that is to be done with it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject

from desktop.core.recording import Recording
from desktop.core.transcript import text_of
from desktop.core.types import Draft, Kind
from desktop.features.speech.words import title_of
from desktop.services.context import Services
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for

_LONGEST = 2_000
"""Characters that still go into the message itself; more is attached as a document."""
_NAME_CHARACTERS = 60


class Wish(StrEnum):
    """What is to be done with it in the chat."""

    NOTHING = ""
    SUMMARY = "summary"
    MINUTES = "minutes"
    TRANSLATION = "translation"


def wish_words(wish: Wish) -> str:
    """Give what a menu calls it."""
    match wish:
        case Wish.SUMMARY:
            return translate("Speech", "With “Summarise this”")
        case Wish.MINUTES:
            return translate("Speech", "With “Write minutes”")
        case Wish.TRANSLATION:
            return translate("Speech", "With “Translate this”")
        case Wish.NOTHING:
            return translate("Speech", "The text alone")


def _prompt(wish: Wish) -> str:
    match wish:
        case Wish.SUMMARY:
            return translate("Speech", "Summarise this transcript.")
        case Wish.MINUTES:
            return translate(
                "Speech",
                "Write minutes of this transcript: topics, decisions, who does what by when.",
            )
        case Wish.TRANSLATION:
            return translate("Speech", "Translate this transcript into English.")
        case Wish.NOTHING:
            return ""


class ToChat(QObject):
    """Makes a chat with what was said as its draft, and goes there; nothing is sent by itself."""

    def __init__(
        self,
        services: Services,
        host: Host,
        parent: QObject,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(parent)
        self._services, self._host = services, host
        self._scope = scope_for(self, on_error)

    def send(self, recording_id: int, wish: Wish = Wish.NOTHING) -> None:
        """Take a recording's text into a new chat."""
        self._scope.start("send", self._send(recording_id, wish))

    async def _send(self, recording_id: int, wish: Wish) -> None:
        store = self._services.speech.recordings
        recording = await store.get(recording_id)
        text = text_of(await store.lines(recording_id))
        if not text.strip():
            self._host.notify(Notice(lambda: translate("Speech", "There is no text to send yet.")))
            return
        draft = await self._draft(recording, text, _prompt(wish))
        made = await self._services.conversations.create(Kind.CHAT, recording.title)
        await self._services.conversations.keep_draft(made.id, draft)
        self._host.open_feature("chat", str(made.id))

    async def _draft(self, recording: Recording, text: str, prompt: str) -> Draft:
        if len(text) <= _LONGEST:
            return Draft(f"{prompt}\n\n{text}" if prompt else text)
        name = "".join(c if c.isalnum() or c in " -_" else " " for c in title_of(recording))
        file = f"{name.strip()[:_NAME_CHARACTERS] or 'transcript'}.txt"
        return Draft(prompt, (await self._services.attachments.add_text(text, file),))
