"""What must be known of whoever answers, above the conversation: for as long as it is so."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.connection import Connection, Trust
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.service import is_shipped
from desktop.services.context import Services
from desktop.services.engine import Phase
from desktop.services.turns import Target
from desktop.store.settings import BANNER_CLOSED
from desktop.ui.controls import Words
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.notices import Tone


class Standing:
    """Fills the pane's banner. Only what the built-in model is can be closed, and stays so."""

    def __init__(
        self, services: Services, pane: ConversationPane, on_connections: Callable[[], None]
    ) -> None:
        self._services, self._banner = services, pane.banner
        self._button = pane.banner.add_button(_stronger, on_connections)

    def show(self, connection: Connection, target: Target | None) -> None:
        """Say what there is to say of who answers; hide where that is nothing."""
        status = self._services.engine.status
        if connection.trust is Trust.NOBODY:
            self._say("red", _unchecked(connection.name), _danger, _look_at_it)
        elif connection.is_built_in and status.phase is Phase.FAILED and status.code is not None:
            words = error_text(status.code)
            self._say("red", lambda: words.title, lambda: words.hint, _stronger)
        elif is_shipped(connection.id, target) and not self._services.settings.get(BANNER_CLOSED):
            self._say("amber", _built_in, _small, _stronger)
        else:
            self._banner.hide()
            return
        self._banner.set_closable(connection.trust is not Trust.NOBODY)
        self._banner.show()

    def _say(
        self,
        tone: Tone,
        title: Words,
        hint: Words,
        button: Words,
    ) -> None:
        self._banner.set_tone(tone)
        self._banner.say(title, hint)
        self._button.say(button)


def _unchecked(name: str) -> Words:
    return lambda: translate("Chat", "The certificates of {name} are not checked.").format(
        name=name
    )


def _danger() -> str:
    return translate("Chat", "Somebody on the way could read along.")


def _look_at_it() -> str:
    return translate("Chat", "Open connections")


def _built_in() -> str:
    return translate("Chat", "Built-in engine")


def _small() -> str:
    return translate("Chat", "Small, private, offline. It knows English only.")


def _stronger() -> str:
    return translate("Chat", "Connect a stronger model")
