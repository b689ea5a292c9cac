"""The data cannot be written: everything can still be read, and the window says why."""

import sqlite3
from contextlib import closing

from PySide6.QtCore import Qt

from desktop.core.types import Kind
from desktop.store.paths import Paths
from tests.fakes.byte_server import Stall
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, Window, window
from tests.services.stage import begun


def test_a_newer_database_is_shown_and_nothing_is_sent(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered("Old?")
        with closing(sqlite3.connect(Paths.find().data / "oriole.db")) as connection:
            connection.execute("PRAGMA user_version = 999")
        async with window() as opened:
            await opened.until(lambda: opened.texts() == ["Old?", "Yes."])
            notice = opened.pane.notice
            assert notice.isVisible()
            assert notice.title.text() == "Your data comes from a newer version of Oriole."
            opened.pane.composer.editor.setFocus()
            opened.type("New?")
            assert not opened.pane.composer.send.isEnabled()
            opened.press(Qt.Key.Key_Return)
            await opened.settled()
            assert opened.texts() == ["Old?", "Yes."]
            assert opened.pane.composer.text() == "New?"
            assert notice.isVisible()
            assert notice.title.text() == "Your data comes from a newer version of Oriole."
            assert [r.path for r in opened.server.requests].count(CHAT) == 0

    qloop(scenario(), 20)


async def _fill_the_disk(opened: Window) -> None:
    """Let the database take no more pages, as a full disk does."""
    database = opened.services.conversations._db

    def fill(connection: sqlite3.Connection) -> None:
        (count,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {count}")

    await database.write(fill)


async def _empty_the_disk(opened: Window) -> None:
    def widen(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 1000000")

    await opened.services.conversations._db.write(widen)


def test_a_disk_that_fills_up_at_the_end_is_said_and_the_text_stays(qloop) -> None:
    words = "many words " * 5000

    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, begun("So ", then=(Stall(),)))
            opened.send("Long?")
            await opened.until(lambda: opened.texts() == ["Long?", "So"])
            await _fill_the_disk(opened)
            turn = opened.services.turns.live(opened.view.conversation.id)[0]
            from desktop.core.stream import TextDelta

            opened.services.turns._take(turn, TextDelta(words))
            opened.press(Qt.Key.Key_Escape)
            await opened.until(opened.pane.notice.isVisible)
            assert opened.pane.notice.title.text() == "The disk is full."
            assert opened.texts()[1].endswith("many words")
            await _empty_the_disk(opened)
            opened.services.turns.store_again()
            await opened.until(opened.is_idle)
            (made,) = await opened.services.conversations.list(Kind.CHAT)
            path = await opened.services.conversations.path(made.id)
            assert path[1].message.text == f"So {words}"

    qloop(scenario(), 20)


def test_a_question_that_cannot_be_stored_stays_in_the_composer(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered("One")
            await _fill_the_disk(opened)
            question = "x" * 40
            editor = opened.pane.composer.editor
            editor.setPlainText(question * 2000)
            opened.press(Qt.Key.Key_Return)
            await opened.until(opened.pane.notice.isVisible)
            assert opened.pane.notice.title.text() == "The disk is full."
            assert opened.pane.composer.text() == question * 2000
            assert opened.texts() == ["One", "Yes."]
            await _empty_the_disk(opened)
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: len(opened.texts()) == 4 and opened.texts()[3] == "Yes.")
            await opened.until(opened.is_idle)
            assert not opened.pane.notice.isVisible()

    qloop(scenario(), 20)
