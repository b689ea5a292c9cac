"""`oriole --demo`: drives the real window through one question, for machines without a screen."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

from desktop.app import Running
from desktop.core.types import State
from desktop.features.chat.view import ChatView
from desktop.services.turns import Ended, Piece
from desktop.ui.error_text import error_text

_QUESTION = "What is the capital of France?"
_ANSWER_S = 90.0


async def ask_once(running: Running, *, stays: bool = False) -> int:
    """Type a question, press Return, print the answer as it streams and a screenshot's path."""
    view = running.shell.page("chat")
    assert isinstance(view, ChatView)
    finished: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()

    def on_piece(piece: Piece) -> None:
        sys.stdout.write(piece.text)
        sys.stdout.flush()

    def on_end(end: Ended) -> None:
        if not finished.done():
            finished.set_result(end)

    turns = running.services.turns
    stops = (turns.piece.connect(on_piece), turns.ended.connect(on_end))
    view.new_chat()
    sys.stdout.write(f"> {_QUESTION}\n")
    editor = view.pane.composer.editor
    for character in _QUESTION:
        _press(editor, ord(character.upper()), character)
        await asyncio.sleep(0)
    _press(editor, Qt.Key.Key_Return, "\r")
    async with asyncio.timeout(_ANSWER_S):
        end = await finished
    await asyncio.sleep(0.3)  # the last frame
    for stop in stops:
        stop()
    sys.stdout.write(f"\n\nscreenshot: {_screenshot(running)}\n")
    if end.error is not None:
        sys.stdout.write(f"{error_text(end.error.code).title} {end.error.detail}\n")
    sys.stdout.flush()
    if stays:
        closed = asyncio.Event()
        running.shell.closing.connect(closed.set)
        await closed.wait()
    return 0 if end.state is State.COMPLETE else 1


def _press(target: object, key: int, text: str) -> None:
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
        QCoreApplication.sendEvent(target, event)  # type: ignore[arg-type]


def _screenshot(running: Running) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    path = Path(tempfile.gettempdir()) / f"oriole-{stamp}.png"
    running.shell.grab().save(str(path))
    return path
