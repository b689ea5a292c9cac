"""The inner half of `screenshots.py`: opens the window, talks to the built-in model, takes pictures.

The conversations in resources/demo are put into the store first, so that tables and code are seen.
"""

from __future__ import annotations

import asyncio
import functools
import sys
from pathlib import Path

from desktop import app
from desktop.app import Running
from desktop.core.connection import BUILT_IN_ID, Connection
from desktop.core.resources import resource
from desktop.core.stream import Folded
from desktop.core.types import Kind, Part, PartType, State, Usage
from desktop.features.chat.view import ChatView
from desktop.services.presets import preset
from desktop.services.turns import Ended
from desktop.store.settings import LANGUAGE, THEME

_LOOKS = (("light", "en"), ("dark", "en"), ("light", "zh_CN"), ("dark", "zh_CN"))
_ANSWER_S = 60.0
_SETTLED_S = 0.4


async def photograph(running: Running, folder: Path) -> int:
    """Take every picture in both palettes and both languages."""
    view = running.shell.page("chat")
    assert isinstance(view, ChatView)
    await asyncio.sleep(1.5)
    await _shoot(running, folder, "welcome")
    await _ask(running, view, "What is the capital of France?")
    await _shoot(running, folder, "answer")
    running.shell.open_feature("chat", str(await _store_demo(running)))
    await _shoot(running, folder, "chat")
    await _connect(running)
    running.shell.open_feature("settings", "connections/openai")
    await _shoot(running, folder, "settings")
    return 0


async def _shoot(running: Running, folder: Path, name: str) -> None:
    settings = running.services.settings
    for mode, language in _LOOKS:
        await settings.set(THEME, mode)
        await settings.set(LANGUAGE, language)
        await asyncio.sleep(_SETTLED_S)
        running.shell.grab().save(str(folder / f"{name}-{mode}-{language[:2]}.png"))


async def _ask(running: Running, view: ChatView, question: str) -> None:
    ended = asyncio.Event()

    def on_end(_end: Ended) -> None:
        ended.set()

    stop = running.services.turns.ended.connect(on_end)
    view.pane.composer.set_text(question)
    view.pane.composer.editor.submitted.emit()
    async with asyncio.timeout(_ANSWER_S):
        await ended.wait()
    stop()
    await asyncio.sleep(_SETTLED_S)


async def _connect(running: Running) -> None:
    """Set servers up as a person might; nothing is sent to them."""
    for name in ("openai", "openrouter", "ollama"):
        row = preset(name)
        assert row is not None
        await running.services.servers.save(
            Connection(name, row.name, row.base_url, preset=name), {}
        )


async def _store_demo(running: Running) -> int:
    """Store the demo conversations; give the one to show."""
    conversations = running.services.conversations
    last = 0
    for path in sorted(resource("demo").glob("*.md")):
        question, _, answer = path.read_text(encoding="utf-8").partition("\n---\n")
        made = await conversations.create(Kind.CHAT)
        asked = (Part(PartType.TEXT, question.strip()),)
        _, reply = await conversations.ask(made.id, None, asked, "", BUILT_IN_ID)
        parts = (Part(PartType.TEXT, answer.strip()),)
        folded = Folded(parts, Usage(1204, 386), finish_reason="stop")
        await conversations.finish(reply.id, State.COMPLETE, folded)
        last = made.id
    return last


if __name__ == "__main__":
    sys.exit(app.main(drive=functools.partial(photograph, folder=Path(sys.argv[1]))))
