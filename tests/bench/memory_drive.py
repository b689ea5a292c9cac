"""Runs the real window and uses it like a person, while it weighs itself: see bench_memory.

Standard input: the address of a server, or an empty line to weigh only the idle window. Standard
output: one line of JSON per figure, `{"metric": ..., "mib": ...}`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time

from desktop.__main__ import prepare

prepare()  # as a person starts it; or PySide6 keeps the source of all imports: measured 5 MiB
from PySide6.QtCore import QCoreApplication, Qt  # noqa: E402
from PySide6.QtGui import QKeyEvent  # noqa: E402
from PySide6.QtWidgets import QWidget  # noqa: E402

from desktop.app import Running, main  # noqa: E402
from desktop.core.connection import Connection  # noqa: E402
from desktop.core.types import Kind  # noqa: E402
from desktop.features.chat.view import ChatView  # noqa: E402
from desktop.services.turns import Target  # noqa: E402
from tests.bench.seed import LONG, TITLE  # noqa: E402
from tests.bench.stage import pss_mib  # noqa: E402

SETTLED_S = 5.0
ANSWER_S = 90.0
ANSWERS = 200
QUESTION = "What is the capital of France?"


async def weigh(running: Running) -> int:
    """Report the figures in the order in which a person would cause them."""
    address = sys.stdin.readline().strip()
    await asyncio.sleep(max(0.0, running.painted_at + SETTLED_S - time.monotonic()))
    report("pss_idle_mib", pss_mib(os.getpid()))
    if not address:
        return 0
    view = running.shell.page("chat")
    assert isinstance(view, ChatView)
    listed = await running.services.conversations.list(Kind.CHAT)
    long = next(conversation for conversation in listed if conversation.title == TITLE)
    view.new_chat()
    await ask(running, view, QUESTION)
    first = weight()
    report("pss_first_answer_mib", first)
    await ask_many(running, view, address)
    after_many = weight()
    report("pss_200_answers_delta_mib", after_many - first)
    view.conversation.open(long.id)
    await asyncio.sleep(2)
    assert len(view.pane.model) == LONG
    report("pss_10k_open_delta_mib", weight() - after_many)
    return 0


def weight() -> float:
    """Give what this process weighs, without garbage that would go at the next chance."""
    gc.collect()
    return pss_mib(os.getpid())


def report(metric: str, mib: float) -> None:
    """Tell the bench one figure."""
    sys.stdout.write(json.dumps({"metric": metric, "mib": mib}) + "\n")
    sys.stdout.flush()


async def ask(running: Running, view: ChatView, text: str) -> None:
    """Press the keys of a question, then Return; wait for the end of the answer."""
    ended = asyncio.Event()
    stop = running.services.turns.ended.connect(lambda _end: ended.set())
    editor = view.pane.composer.editor
    for character in text:
        press(editor, ord(character.upper()), character)
    press(editor, Qt.Key.Key_Return, "\r")
    try:
        async with asyncio.timeout(ANSWER_S):
            await ended.wait()
    finally:
        stop()
    await asyncio.sleep(0.05)  # the last frames


def press(target: QWidget, key: int, text: str) -> None:
    """Press and release a key."""
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
        QCoreApplication.sendEvent(target, event)


async def ask_many(running: Running, view: ChatView, address: str) -> None:
    """Have 200 answers from a server in one conversation on the screen."""
    server = Connection("bench", "Bench", address, "m-1")
    await running.services.servers.save(server, {})
    view.new_chat()
    await asyncio.sleep(0.2)
    view.writing.target = Target(server.id, server.model)
    for number in range(ANSWERS):
        await ask(running, view, f"Question {number}")


if __name__ == "__main__":
    sys.exit(main(drive=weigh))
