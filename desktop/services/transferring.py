"""Opens what exports and imports, once somebody wants to: 3 MiB that a chat does not need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from desktop.services.prompts import Prompts
from desktop.services.servers import Servers
from desktop.services.speech.lending import Speech
from desktop.store.conversations import Conversations
from desktop.store.settings import DECLARED, LANGUAGE, AnySetting, Settings

if TYPE_CHECKING:
    from desktop.services.transfer.settings import SettingsKind
    from desktop.services.transfer.transfers import Transfers


class Transferring:
    """Lends the one `Transfers` of the program.

    `declared` gives the settings that go out; the window adds its shortcuts.
    """

    def __init__(
        self,
        conversations: Conversations,
        settings: Settings,
        servers: Servers,
        prompts: Prompts,
        speech: Speech,
    ) -> None:
        self._conversations, self._settings = conversations, settings
        self._servers, self._prompts, self._speech = servers, prompts, speech
        self._transfers: Transfers | None = None
        self.declared: Callable[[], Iterable[AnySetting]] = lambda: DECLARED
        self.settings_kind: SettingsKind | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether anything was exported or imported since the start."""
        return self._transfers is not None

    def open(self) -> Transfers:
        """Give it, made with the first call."""
        if self._transfers is None:
            from desktop.services.transfer.conversations import ConversationKind  # noqa: PLC0415
            from desktop.services.transfer.lists import FolderKind, PromptKind  # noqa: PLC0415
            from desktop.services.transfer.recordings import RecordingRecords  # noqa: PLC0415
            from desktop.services.transfer.settings import SettingsKind  # noqa: PLC0415
            from desktop.services.transfer.transfers import Transfers  # noqa: PLC0415

            self.settings_kind = SettingsKind(self._settings, self._servers.all, self._declared_now)
            kinds = (
                ConversationKind(self._conversations),
                FolderKind(self._conversations),
                PromptKind(self._prompts, self._language),
                RecordingRecords(self._speech.recordings),
                self.settings_kind,
            )
            self._transfers = Transfers(self._conversations, kinds)
        return self._transfers

    def _language(self) -> str:
        """Give the language of a library of prompts that nobody has opened yet."""
        chosen = self._settings.get(LANGUAGE)
        return "en" if chosen == "system" else chosen

    def _declared_now(self) -> Iterable[AnySetting]:
        return self.declared()

    async def aclose(self) -> None:
        """End what runs."""
        if self._transfers is not None:
            await self._transfers.aclose()
