"""Chat: conversations at the left, the one on show at the right.

Read in this order: `service` (what sending decides), `view` (all of it side by side), `list/` (the
conversations at the left), `welcome` (a new chat), `showing/` (a conversation, read and drawn),
`writing/` (the next question), `composing/` (what comes into it), `models/` (who answers), then what
stands beside: `parameters/`, `tree/` (all versions), `compare/` (answers side by side), `find/`,
`usage/` (tokens and money), `playground/` (what went over the wire), `aloud` (an answer
is heard).
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
ATTACH = Shortcut("attach", lambda: translate("Chat", "Attach files"), "Ctrl+Shift+A")
TEMPORARY_CHAT = Shortcut(
    "temporary_chat", lambda: translate("Chat", "Temporary chat"), "Ctrl+Shift+N"
)
FIND_HERE = Shortcut("find_here", lambda: translate("Find", "Find in this conversation"), "Ctrl+F")
TREE = Shortcut("tree", lambda: translate("Tree", "Tree of the conversation"), "Ctrl+Shift+T")
COMPARE = Shortcut("compare", lambda: translate("Compare", "Compare answers"), "Ctrl+Shift+D")
PARAMETERS = Shortcut("parameters", lambda: translate("Parameters", "Parameters"), "Ctrl+Shift+P")
EXPORT = Shortcut(
    "export_chat", lambda: translate("Chat", "Export this conversation"), "Ctrl+Shift+E"
)
USAGE = Shortcut("usage", lambda: translate("Usage", "Usage and cost"), "Ctrl+Shift+U")
REQUEST = Shortcut(
    "request", lambda: translate("Playground", "Request and response"), "Ctrl+Shift+R"
)
READ_ALOUD = Shortcut(
    "read_aloud", lambda: translate("Aloud", "Read the last answer aloud, or stop"), "Ctrl+Shift+L"
)
FEATURE = Feature(
    "chat",
    lambda: translate("Tabs", "Chat"),
    "message-square",
    _create,
    shortcut="Ctrl+1",
    shortcuts=(
        NEW_CHAT,
        ATTACH,
        TEMPORARY_CHAT,
        FIND_HERE,
        EXPORT,
        TREE,
        COMPARE,
        PARAMETERS,
        USAGE,
        REQUEST,
        READ_ALOUD,
    ),
)
