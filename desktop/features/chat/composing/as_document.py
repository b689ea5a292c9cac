"""A conversation as a document that can be attached to a question in another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.core.types import Node, Role
from desktop.ui.i18n import translate

_NO_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 80


def name_of(title: str) -> str:
    """Give a file's name out of a title; a slash would make a folder of it."""
    plain = " ".join(_NO_NAME.sub(" ", title).split()).strip(". ")[:_LONGEST_NAME].rstrip()
    return f"{plain or translate('Chat', 'Conversation')}.md"


def markdown_of(title: str, path: Sequence[Node]) -> str:
    """Give the branch on show as Markdown: who said what, without what was only thought."""
    names = {
        Role.USER: translate("Chat", "Question"),
        Role.ASSISTANT: translate("Chat", "Answer"),
    }
    parts = [f"# {title}"]
    for node in path:
        said = node.message.text.strip()
        if said and node.message.role in names:
            parts.append(f"## {names[node.message.role]}\n\n{said}")
    return "\n\n".join(parts) + "\n"
