"""Every text that the window shows or tells a screen reader, for tests of languages and names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)

ENGLISH = re.compile(r"[A-Za-z]{3,}")
NAMES = {
    # names of products and units, the same in every language
    "Oriole", "OpenAI", "Ollama", "Studio", "llama", "cpp", "vLLM", "SmolLM", "English", "Home",
    "ChatGPT", "Claude", "https", "http", "api", "openai", "com", "Ctrl", "Enter", "Shift", "Return", "Del", "AVX", "Alt",
}  # fmt: skip


def shown(root: QWidget) -> Iterator[tuple[str, str]]:
    """Give (what, text) of everything visible below `root`."""
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        kind = type(widget).__name__
        yield f"{kind} name", widget.accessibleName()
        yield f"{kind} description", widget.accessibleDescription()
        yield f"{kind} tooltip", widget.toolTip()
        match widget:
            case QAbstractButton() | QLabel():
                yield f"{kind} text", widget.text()
            case QLineEdit() | QTextEdit():
                yield f"{kind} placeholder", widget.placeholderText()
            case QComboBox():
                for row in range(widget.count()):
                    yield f"{kind} item", widget.itemText(row)


def english(root: QWidget, known: set[str]) -> list[tuple[str, str]]:
    """Give the texts that hold an English word which is no name and not among `known`."""
    allowed = NAMES | {word for text in known for word in ENGLISH.findall(text)}
    return [
        (what, text)
        for what, text in shown(root)
        if any(word not in allowed for word in ENGLISH.findall(text))
    ]
