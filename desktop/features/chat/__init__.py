"""Chat: conversations at the left, the one on show at the right.

Read in this order: `service` (what sending decides), `model` (the list), `side` (the list's panel),
`welcome` (a new chat), `conversation` (transcript and composer), `view` (the two side by side).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui.feature import Feature, Host
from desktop.ui.i18n import translate
from desktop.ui.keymap import Shortcut

if TYPE_CHECKING:  # the window paints before the services are loaded
    from desktop.services.context import Services


def _create(services: Services, host: Host) -> QWidget:
    from desktop.features.chat.view import ChatView

    return ChatView(services, host)


NEW_CHAT = Shortcut("new_chat", lambda: translate("Chat", "New chat"), "Ctrl+N")
FEATURE = Feature(
    "chat",
    lambda: translate("Tabs", "Chat"),
    "message-square",
    _create,
    shortcut="Ctrl+1",
    shortcuts=(NEW_CHAT,),
)
