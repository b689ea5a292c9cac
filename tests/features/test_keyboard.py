"""Every control of the window is reached by Tab, in the order in which it is read, and has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop.core.connection import BUILT_IN_ID
from desktop.features.settings.pages import PAGES
from desktop.ui.transcript.canvas import TranscriptView
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, SHIFT, Window, window

_LONGEST = 60
_ABOVE_THE_LIST = ["Find anything", "New chat", "Temporary chat", "Filter titles"]
_LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])


def _walk(opened: Window, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Press Tab from where the focus is until it is there again; give what was visited."""
    start = QApplication.focusWidget()
    visited = []
    for _ in range(_LONGEST):
        opened.press(key, SHIFT if key == Qt.Key.Key_Backtab else Qt.KeyboardModifier.NoModifier)
        widget = QApplication.focusWidget()
        assert widget is not None
        if not visited or widget is not visited[-1]:
            visited.append(widget)
        if widget is start:
            return visited
    raise AssertionError(f"Tab never came back: {visited}")


def _reachable(opened: Window) -> set[QWidget]:
    """Give what a person could want to use: visible, enabled, made to take the focus."""
    return {
        widget
        for widget in opened.shell.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    }


def _names(widgets: list[QWidget]) -> list[str]:
    return [
        widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        for widget in widgets
    ]


def _no_button_is_left_out(opened: Window, visited: list[QWidget]) -> None:
    pressable = {
        button
        for button in opened.shell.findChildren(QAbstractButton)
        if button.isVisible() and button.isEnabled()
    }
    left_out = (_reachable(opened) | pressable) - set(visited)
    # Of exclusive buttons Tab visits the chosen one; the arrows lead to the others.
    left_out = {w for w in left_out if not (isinstance(w, QAbstractButton) and w.autoExclusive())}
    assert _names(sorted(left_out, key=str)) == []


@_LANGUAGES
def test_a_new_chat_is_walked_through(qloop, language: str) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID, language=language) as opened:
            opened.type("x")  # Send can be pressed
            visited = _walk(opened)
            _no_button_is_left_out(opened, visited)
            names = _names(visited)
            assert all(names), list(zip(names, visited, strict=True))
            if language == "en":
                cards = [card.example.title for card in opened.pane.examples.cards]
                assert names == [
                    "Attach", "Tools", "Prompts", "Model: SmolLM2 135M · Built in",
                    "Dictate, or hold to speak", "Send", *cards,
                    "Chat", *_ABOVE_THE_LIST, "Archive", "Bin", "Connect a stronger model", "Close",
                    "Message",
                ]  # fmt: skip

    qloop(scenario(), 20)


@_LANGUAGES
def test_a_conversation_is_walked_through_both_ways(qloop, language: str) -> None:
    async def scenario() -> None:
        async with window(language=language) as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered("Why?")
            opened.type("x")
            visited = _walk(opened)
            _no_button_is_left_out(opened, visited)
            names = _names(visited)
            assert all(names), list(zip(names, visited, strict=True))
            if language == "en":
                assert names == [
                    "Attach", "Search the web", "Tools", "Prompts", "Model: m-1 · Home",
                    "Dictate, or hold to speak", "Send",
                    "Chat", *_ABOVE_THE_LIST, "Conversations", "Archive", "Bin",
                    "Find in this conversation", "Parameters", "Tree of the conversation",
                    "Compare answers", "Usage and cost", "Conversation", "Message",
                ]  # fmt: skip
            back = _walk(opened, Qt.Key.Key_Backtab)
            assert back[:-1] == visited[:-1][::-1]

    qloop(scenario(), 20)


_SIDE = ["Settings", "Search settings"]
_PAGES = {
    "general": [
        "Language", "Reset: Language", "Sending", "Long pasted text", "Check before sending",
        "Empty the bin", "Keep requests and responses",
        "Leave out the oldest messages when they do not fit",
        "Budget a month, in US dollars", "Reset this page",
    ],
    "appearance": [
        "Theme", "Reset: Theme", "Accent: Amber", "More contrast", "Size of the reading text",
        "Font of the interface", "Font of the reading text", "Font of code", "Less motion",
        "Reset this page",
    ],
    "shortcuts": [
        "Find by action or keys", "Go to Chat: Ctrl+1", "New chat: Ctrl+N",
        "Attach files: Ctrl+Shift+A", "Temporary chat: Ctrl+Shift+N",
        "Find in this conversation: Ctrl+F", "Export this conversation: Ctrl+Shift+E",
        "Tree of the conversation: Ctrl+Shift+T", "Compare answers: Ctrl+Shift+D",
        "Parameters: Ctrl+Shift+P", "Usage and cost: Ctrl+Shift+U",
        "Request and response: Ctrl+Shift+R",
        "Read the last answer aloud, or stop: Ctrl+Shift+L", "Go to Speech: Ctrl+2",
        "Start or stop recording: Ctrl+D", "Transcribe files: Ctrl+O",
        "Search transcripts: Ctrl+L", "Go to Settings: Ctrl+,", "Search settings: Ctrl+F",
        "Find anything: Ctrl+P", "Commands: Ctrl+K", "Dictate: Ctrl+Shift+M",
    ],
    "data": [
        "Data folder", "Open the folder", "Export everything…", "Import conversations…",
        "Export settings…", "Import settings…", "Reset all settings",
    ],
}  # fmt: skip


@pytest.mark.parametrize("page", [spec.id for spec in PAGES])
@_LANGUAGES
def test_a_page_of_settings_is_walked_through(qloop, language: str, page: str) -> None:
    async def scenario() -> None:
        async with window(language=language) as opened:
            opened.settings.side.rows[page].setFocus()
            opened.press(Qt.Key.Key_Space)
            await opened.settled()
            visited = _walk(opened)
            _no_button_is_left_out(opened, visited)
            names = _names(visited)
            assert all(names), list(zip(names, visited, strict=True))
            if language == "en" and page in _PAGES:
                row = opened.settings.side.rows[page].text()
                assert names == [*_PAGES[page], *_SIDE, row]

    qloop(scenario(), 20)


def test_the_buttons_at_a_message_are_pressed_by_keys(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("One."), chat_reply("Two."))
            await opened.answered("Why?")
            opened.pane.transcript.setFocus(Qt.FocusReason.TabFocusReason)
            opened.press(Qt.Key.Key_Tab)
            opened.press(Qt.Key.Key_Tab)
            assert isinstance(QApplication.focusWidget(), TranscriptView)
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts() == ["Why?", "Two."])
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_the_rail_is_walked_by_arrows(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.shell.rail.tabs["chat"].setFocus()
            for tab in ("speech", "settings"):
                opened.press(Qt.Key.Key_Down)
                assert opened.shell.current == tab
                opened.shell.rail.tabs[tab].setFocus()
            opened.press(Qt.Key.Key_Up)
            assert opened.shell.current == "speech"

    qloop(scenario(), 20)


def test_no_two_shortcuts_have_the_same_id_or_keys(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            shortcuts = opened.shell.keys.shortcuts
            assert len({shortcut.id for shortcut in shortcuts}) == len(shortcuts)
            keys = [(shortcut.scope, shortcut.keys) for shortcut in shortcuts if shortcut.keys]
            assert len(set(keys)) == len(keys)

    qloop(scenario(), 20)
