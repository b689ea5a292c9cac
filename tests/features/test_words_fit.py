"""No word is cut where it is shown: labels and buttons are as large as what they say."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop.features.settings.pages import PAGES
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window

_NARROW = (900, 600)
_AIR_PX = 16  # of what a button asks for; its words stay whole without it
_PANELS = (Qt.Key.Key_T, Qt.Key.Key_P, Qt.Key.Key_U, Qt.Key.Key_D)
_OVERLAYS = ((Qt.Key.Key_K, CTRL), (Qt.Key.Key_P, CTRL), (Qt.Key.Key_F, CTRL))


def _cut(root: QWidget) -> Iterator[str]:
    """Give the words that have less room than they need, but for those that end in an ellipsis."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not widget.width():
            continue
        if isinstance(widget, QLabel) and widget.text():
            needs = widget.heightForWidth(widget.width()) if widget.wordWrap() else 0
            height = needs if needs > 0 else widget.fontMetrics().height()
            is_wide = not widget.wordWrap() and _widest(widget) > widget.width()
            if is_wide or widget.height() < height - 1:
                yield f"{widget.text()!r} {widget.size().toTuple()}"
        needed = widget.minimumSizeHint().width() - _AIR_PX
        if isinstance(widget, QAbstractButton) and widget.text() and widget.width() < needed:
            yield f"button {widget.text()!r} {widget.size().toTuple()}"


def _widest(label: QLabel) -> int:
    lines = label.text().splitlines()
    return max(label.fontMetrics().horizontalAdvance(line) for line in lines)


async def _walk(opened: Window) -> list[str]:
    cut = list(_cut(opened.shell))
    opened.server.on(CHAT, chat_reply("One."), chat_reply("Two."))
    await opened.answered("Why?")
    cut += _cut(opened.shell)
    for key in _PANELS:
        opened.press(key, CTRL | SHIFT)
        await opened.settled()
        cut += _cut(opened.shell)
        opened.press(key, CTRL | SHIFT)
        await opened.settled()
    for key, modifiers in _OVERLAYS:
        opened.press(key, modifiers)
        await opened.settled()
        cut += _cut(opened.shell)
        opened.press(Qt.Key.Key_Escape)
        await opened.settled()
    for spec in PAGES:
        opened.settings.side.rows[spec.id].click()
        await opened.settled()
        cut += (f"{spec.id}: {words}" for words in _cut(opened.shell))
    return cut


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_word_fits_in_the_narrowest_window(qloop, language: str) -> None:
    async def scenario() -> None:
        async with window(language=language) as opened:
            opened.shell.resize(*_NARROW)
            QApplication.sendPostedEvents()
            await opened.settled()
            assert sorted(set(await _walk(opened))) == []

    qloop(scenario(), 30)
