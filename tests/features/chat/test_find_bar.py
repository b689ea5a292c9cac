"""The find bar in the real window, by keys: in stored, growing and endless conversations."""

from __future__ import annotations

import functools
import sqlite3

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.core.stream import Folded
from desktop.core.types import Kind, Message, State
from desktop.features.chat.find.bar import FindBar
from desktop.ui.palette.find import FindAnything
from tests.fakes.byte_server import Pause, Stall
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window
from tests.services.stage import begun, said

KEY = Qt.Key


async def _talk(opened: Window, *texts: str) -> list[Message]:
    """Store questions and answers in turn in one conversation, and open it."""
    store = opened.services.conversations
    conversation = await store.create(Kind.CHAT)
    leaf: int | None = None
    answers: list[Message] = []
    for question, answer in zip(texts[::2], texts[1::2], strict=True):
        _, answering = await store.ask(conversation.id, leaf, said(question), "m-1", "home")
        await store.finish(answering.id, State.COMPLETE, Folded(said(answer)))
        leaf = answering.id
        answers.append(await store.message(answering.id))
    opened.view.show_place(str(conversation.id))
    await opened.until(lambda: opened.pane.has_transcript and len(opened.texts()) == len(texts))
    return answers


def _bar(opened: Window) -> FindBar:
    bar = opened.view.find_here.bar
    assert bar is not None
    return bar


def _count(opened: Window) -> str:
    return _bar(opened)._count.text()


def _press_find(opened: Window) -> FindBar:
    opened.press(KEY.Key_F, CTRL)
    assert _bar(opened).isVisible()
    return _bar(opened)


def _has_focus(opened: Window) -> bool:
    return _bar(opened).isAncestorOf(QApplication.focusWidget())


def test_it_finds_as_you_type_and_enter_leads_on(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, "Which birds?", "The **golden** oriole.", "More Birds?", "No bird.")
            opened.pane.composer.setFocus()
            bar = _press_find(opened)
            assert _has_focus(opened)
            opened.type("bird")
            await opened.until(lambda: _count(opened) == "1 of 3")
            opened.press(KEY.Key_Return)
            assert _count(opened) == "2 of 3"
            opened.press(KEY.Key_F3)
            assert _count(opened) == "3 of 3"
            opened.press(KEY.Key_Return)
            assert _count(opened) == "1 of 3"
            opened.press(KEY.Key_Return, SHIFT)
            assert _count(opened) == "3 of 3"
            opened.press(KEY.Key_F3, SHIFT)
            assert _count(opened) == "2 of 3"
            opened.click(bar.next)
            assert _count(opened) == "3 of 3"
            opened.type("xyz")
            await opened.until(lambda: _count(opened) == "Nothing found")
            assert not bar.next.isEnabled()
            opened.press(KEY.Key_Escape)
            assert not bar.isVisible()
            assert opened.pane.composer.isAncestorOf(QApplication.focusWidget())
            assert not opened.pane.transcript.finder.is_on

    qloop(scenario(), 20)


def test_capitals_count_where_that_is_chosen_and_words_are_kept(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, "Bird bird", "黄鹂。Bird 黄鹂")
            bar = _press_find(opened)
            opened.type("bird")
            await opened.until(lambda: _count(opened) == "1 of 3")
            opened.click(bar.case)
            await opened.until(lambda: _count(opened) == "1 of 1")
            opened.click(bar.case)
            opened.press(KEY.Key_Escape)
            _press_find(opened)
            await opened.until(lambda: _count(opened) == "1 of 3")
            opened.type("黄鹂")  # what was there is selected and gives way
            await opened.until(lambda: _count(opened) == "1 of 2")

    qloop(scenario(), 20)


def test_what_is_selected_is_looked_for_and_escape_in_the_transcript_closes(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, "wren", "A wren and a *wren*.")
            transcript = opened.pane.transcript
            transcript.setFocus()
            transcript.commands.select_all()
            bar = _press_find(opened)
            assert bar.text == ""  # over two messages
            opened.press(KEY.Key_Escape)
            opened.press(KEY.Key_Escape)  # the selection goes
            opened.press(KEY.Key_Home, CTRL)
            for _ in range(4):
                opened.press(KEY.Key_Right, SHIFT)
            _press_find(opened)
            await opened.until(lambda: (bar.text, _count(opened)) == ("wren", "1 of 3"))
            transcript.selection.clear()
            transcript.setFocus()
            opened.press(KEY.Key_Escape)
            assert not bar.isVisible()

    qloop(scenario(), 20)


def test_hits_are_counted_while_an_answer_comes(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            more = begun("Wren!").pieces
            opened.server.on(CHAT, begun("A wr", "en. ", then=(Pause(0.3), *more, Stall())))
            opened.send("wren?")
            await opened.until(lambda: len(opened.texts()) == 2)
            _press_find(opened)
            opened.type("wren")
            await opened.until(lambda: _count(opened) == "1 of 2")
            await opened.until(lambda: _count(opened) == "1 of 3")
            opened.view.writing.stop()
            await opened.until(opened.is_idle)
            await opened.until(lambda: _count(opened) == "1 of 3")

    qloop(scenario(), 20)


def _fill(connection: sqlite3.Connection, conversation_id: int, count: int) -> None:
    for number in range(1, count + 1):
        role = "user" if number % 2 else "assistant"
        connection.execute(
            "INSERT INTO message (id, conversation_id, parent_id, role, state, created_at)"
            " VALUES (?, ?, ?, ?, 'complete', ?)",
            (number, conversation_id, number - 1 or None, role, 1e9 + number),
        )
        words = "a **golden** oriole" if number % 1000 == 234 else f"sparrow {number}"
        connection.execute(
            "INSERT INTO part (message_id, position, type, text) VALUES (?, 0, 'text', ?)",
            (number, words),
        )


async def _long(opened: Window) -> int:
    store = opened.services.conversations
    long = await store.create(Kind.CHAT, "Birds")
    await store._db.write(functools.partial(_fill, conversation_id=long.id, count=10_000))
    return long.id


def _current(opened: Window) -> int | None:
    """Give the message whose hit is in view and marked as the current one."""
    transcript = opened.pane.transcript
    for placed in transcript.placed:
        marks = transcript.finder.hits(placed).marks
        if marks is not None and marks.current is not None:
            rect = placed.view.rects(*marks.spans[marks.current])[0].toRect()
            at = rect.translated(transcript.rect_of(placed).topLeft())
            assert transcript.viewport().rect().contains(at)
            return opened.pane.model.messages[placed.message].id
    return None


def test_all_of_10000_messages_are_looked_through(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            conversation_id = await _long(opened)
            opened.view.show_place(str(conversation_id))
            await opened.until(lambda: opened.pane.has_transcript and len(opened.texts()) == 10_000)
            _press_find(opened)
            opened.type("golden oriole")
            await opened.until(lambda: _count(opened) == "1 of 10")
            assert _current(opened) == 234
            opened.press(KEY.Key_Return, SHIFT)
            assert (_count(opened), _current(opened)) == ("10 of 10", 9234)

    qloop(scenario(), 30)


def test_find_anything_lands_on_marked_words_in_10000_messages(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            conversation_id = await _long(opened)
            opened.view.show_place(f"{conversation_id}/5234?oriole golden")
            await opened.until(lambda: opened.pane.has_transcript and len(opened.texts()) == 10_000)
            await opened.until(lambda: _count(opened) == "1 of 2")
            assert _current(opened) == 5234
            assert not _has_focus(opened)
            opened.press(KEY.Key_F3)
            assert _count(opened) == "2 of 2"
            opened.press(KEY.Key_F, CTRL)
            opened.type("golden")
            await opened.until(lambda: _count(opened) == "6 of 10")
            opened.view.new_chat()
            assert not _bar(opened).isVisible()

    qloop(scenario(), 30)


def test_a_choice_in_find_anything_marks_the_words(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, "Which birds sing?", "The golden oriole sings, oriole!")
            opened.view.new_chat()
            opened.press(KEY.Key_P, CTRL)
            opened.type("oriole")
            card = opened.shell.findChild(FindAnything)
            await opened.until(lambda: card.list.isVisible() and card.list.rows.rows)
            opened.press(KEY.Key_Return)
            await opened.until(lambda: opened.view.find_here.bar is not None)
            await opened.until(lambda: _count(opened) == "1 of 2")
            opened.click(_bar(opened).close_button)
            assert not opened.pane.transcript.finder.is_on

    qloop(scenario(), 20)


def test_a_new_chat_has_nothing_to_find_in(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.press(KEY.Key_F, CTRL)
            assert opened.view.find_here.bar is None

    qloop(scenario(), 20)


def test_everything_in_it_has_a_name(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, "a", "b")
            bar = _press_find(opened)
            widgets = (bar, bar.field.edit, bar.case, bar.previous, bar.next, bar.close_button)
            names = [widget.accessibleName() for widget in widgets]
            find = "Find in this conversation"
            assert names == [find, find, "Match case", "Previous hit", "Next hit", "Close"]

    qloop(scenario(), 20)
