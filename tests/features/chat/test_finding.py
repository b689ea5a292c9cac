"""Find anything, the palette of commands and “asked before” in the real window, by keys."""

from __future__ import annotations

import asyncio
import functools
import sqlite3

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from desktop.core.stream import Folded
from desktop.core.types import Kind, Message, State
from desktop.services.hits import Where
from desktop.ui.palette.commands import Command
from desktop.ui.palette.find import FindAnything
from desktop.ui.palette.overlay import Overlay
from desktop.ui.palette.palette import CommandPalette
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, CTRL, Window, window
from tests.services.stage import said

KEY = Qt.Key


async def _talk(opened: Window, question: str, answer: str) -> Message:
    """Store a question and its answer in a new conversation; give the answer."""
    store = opened.services.conversations
    conversation = await store.create(Kind.CHAT)
    _, answering = await store.ask(conversation.id, None, said(question), "m-1", "home")
    await store.finish(answering.id, State.COMPLETE, Folded(said(answer)))
    return await store.message(answering.id)


def _cards(opened: Window, kind: type[Overlay]) -> list[Overlay]:
    return [card for card in opened.shell.findChildren(kind) if card.isVisible()]


def _card(opened: Window, kind: type[Overlay]) -> Overlay:
    (card,) = _cards(opened, kind)
    return card


async def _find(opened: Window, words: str = "") -> Overlay:
    opened.press(KEY.Key_P, CTRL)
    card = _card(opened, FindAnything)
    opened.type(words)
    return card


def _titles(card: Overlay) -> list[str]:
    return [row.title for row in card.list.rows.rows] if card.list.isVisible() else []


async def _shows(opened: Window, card: Overlay, *titles: str) -> None:
    await opened.until(lambda: _titles(card) == list(titles))


def test_what_is_typed_is_found_and_enter_lands_on_the_message(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, "Which birds sing?", "The golden oriole sings.")
            await _talk(opened, "黄鹂在哪里？", "在树上")
            card = await _find(opened, "orio")
            await _shows(opened, card, "Which birds sing?")
            row = card.list.rows.rows[0]
            assert [row.line[s : s + n] for s, n in row.marks] == ["orio"]
            assert card.foot.text() == "1 found"
            opened.press(KEY.Key_Return)
            await opened.until(lambda: opened.texts()[1:] == ["The golden oriole sings."])
            assert not _cards(opened, FindAnything)
            card = await _find(opened)
            assert card.field.edit.text() == "orio"
            opened.type("黄鹂")
            await _shows(opened, card, "黄鹂在哪里？")
            opened.press(KEY.Key_Escape)
            assert not _cards(opened, FindAnything)
            assert opened.pane.composer.isAncestorOf(QApplication.focusWidget())

    qloop(scenario(), 20)


def test_it_lands_in_a_branch_that_is_not_shown(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            answer = await _talk(opened, "Which birds sing?", "The oriole.")
            store = opened.services.conversations
            again = await store.answer_again(answer.id, "m-1", "home")
            await store.finish(again.id, State.COMPLETE, Folded(said("The wren.")))
            await _find(opened, "oriole")
            card = _card(opened, FindAnything)
            await _shows(opened, card, "Which birds sing?")
            opened.press(KEY.Key_Return)
            await opened.until(lambda: opened.texts()[1:] == ["The oriole."])

    qloop(scenario(), 20)


def _fill(connection: sqlite3.Connection, conversation_id: int, count: int) -> None:
    """Store a long conversation; message 1234 is about an oriole."""
    for number in range(1, count + 1):
        connection.execute(
            "INSERT INTO message (id, conversation_id, parent_id, role, state, created_at)"
            " VALUES (?, ?, ?, ?, 'complete', ?)",
            (
                number,
                conversation_id,
                number - 1 or None,
                "user" if number % 2 else "assistant",
                1e9 + number,
            ),
        )
        words = "the golden oriole" if number == 1234 else f"sparrow {number}"
        connection.execute(
            "INSERT INTO part (message_id, position, type, text) VALUES (?, 0, 'text', ?)",
            (number, words),
        )


def test_it_lands_in_a_conversation_of_10000_messages_that_was_never_opened(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            store = opened.services.conversations
            long = await store.create(Kind.CHAT, "Birds")
            await store._db.write(functools.partial(_fill, conversation_id=long.id, count=10_000))
            card = await _find(opened, "oriole")
            await _shows(opened, card, "Birds")
            opened.press(KEY.Key_Return)
            await opened.until(lambda: opened.view.conversation.id == long.id)

            def is_in_sight() -> bool:
                transcript = opened.pane.transcript
                return any(
                    opened.pane.model.messages[placed.message].entry.message_id == 1234
                    and transcript.rect_of(placed).intersects(transcript.viewport().rect())
                    for placed in transcript.placed
                )

            await opened.until(lambda: opened.pane.has_transcript and is_in_sight())

    qloop(scenario(), 30)


def test_ctrl_enter_keeps_the_card_open_and_the_focus_in_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, "One bird", "a")
            await _talk(opened, "Two birds", "b")
            card = await _find(opened, "bird")
            await _shows(opened, card, "Two birds", "One bird")
            opened.press(KEY.Key_Return, CTRL)
            await opened.until(lambda: opened.texts() == ["Two birds", "b"])
            assert card.isVisible()
            assert card.field.edit.hasFocus()
            while card.list.currentIndex().data() != "One bird":
                opened.press(KEY.Key_Down)
            opened.press(KEY.Key_Return)
            await opened.until(lambda: opened.texts() == ["One bird", "a"])
            assert not _cards(opened, FindAnything)

    qloop(scenario(), 20)


def test_nothing_found_offers_a_way_to_widen(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            answer = await _talk(opened, "Which birds sing?", "The oriole.")
            await opened.services.conversations.delete(answer.conversation_id)
            card = await _find(opened, "oriole")
            assert isinstance(card, FindAnything)
            await opened.until(lambda: card.note.text() == "Nothing with “oriole”")
            opened.click(card.way_out)
            await _shows(opened, card, "Which birds sing?")
            assert card.filters.where.value is Where.BIN
            card.filters.has[next(iter(card.filters.has))].click()
            await opened.until(lambda: card.way_out.text() == "Search without filters")
            opened.press(KEY.Key_Escape)

    qloop(scenario(), 20)


def test_a_filter_is_chosen_by_keys(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, "A bird", "Another bird")
            card = await _find(opened, "bird")
            assert isinstance(card, FindAnything)
            await _shows(opened, card, "A bird", "A bird")
            opened.press(KEY.Key_Tab)
            assert card.filters.who.hasFocus()
            opened.press(KEY.Key_Down)
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            opened.choose("Me")
            await _shows(opened, card, "A bird")
            assert card.isVisible()
            assert card.filters.who.accessibleName() == "Who: Me"
            assert card.list.rows.rows[0].spoken.startswith("A bird, You")
            opened.shell.activateWindow()  # without a window manager the menu took that along
            await opened.until(card.filters.who.hasFocus)
            opened.press(KEY.Key_Escape)
            assert not _cards(opened, FindAnything)

    qloop(scenario(), 20)


def test_the_button_above_the_list_opens_it_and_a_press_beside_closes_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.click(opened.view.side.find_anything)
            card = _card(opened, FindAnything)
            assert card.note.text() == "Words from a question, an answer or a title"
            opened.click(opened.pane, QPoint(5, 5))
            assert not _cards(opened, FindAnything)

    qloop(scenario(), 20)


def test_commands_are_run_by_name(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, "Golden oriole", "a")
            opened.press(KEY.Key_K, CTRL)
            card = _card(opened, CommandPalette)
            opened.type("golden")
            await _shows(opened, card, "Golden oriole")
            opened.press(KEY.Key_Return)
            await opened.until(lambda: opened.texts() == ["Golden oriole", "a"])
            opened.press(KEY.Key_K, CTRL)
            opened.type("new chat")
            opened.press(KEY.Key_Return)
            await opened.until(lambda: opened.view.conversation.id is None)
            opened.press(KEY.Key_K, CTRL)
            card = _card(opened, CommandPalette)
            opened.type("zzz")
            assert card.note.text() == "Nothing is called “zzz”"
            opened.click(card.way_out)
            assert _card(opened, FindAnything).field.text() == "zzz"
            opened.press(KEY.Key_Escape)

    qloop(scenario(), 20)


def test_the_palette_goes_to_a_single_setting(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.press(KEY.Key_K, CTRL)
            card = _card(opened, CommandPalette)
            opened.type("accent")
            first = card.list.rows.rows[0].value
            assert isinstance(first, Command)
            assert first.group == "Appearance"
            opened.press(KEY.Key_Return)
            await opened.until(lambda: opened.shell.current == "settings")
            assert opened.settings.current == "appearance"
            await opened.settled()

    qloop(scenario(), 20)


def test_the_palette_offers_what_can_be_done_here_only(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            assert opened.settings.current
            opened.press(KEY.Key_K, CTRL)
            titles = _titles(_card(opened, CommandPalette))
            assert "Go to Chat" in titles
            assert "New chat" not in titles
            assert "Commands" not in titles
            opened.press(KEY.Key_Escape)

    qloop(scenario(), 20)


def test_a_question_that_was_asked_before_is_shown_and_opened(qloop) -> None:
    question = "How do I reverse a list in Python?"

    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, question, "So.")
            await opened.services.finding.catch_up()
            asked_before = opened.view.asked_before
            opened.type("hi")
            await asyncio.sleep(0)
            assert not asked_before._timer.isActive()
            opened.type(" how to reverse a list in python")
            await opened.until(lambda: asked_before.line is not None)
            line = asked_before.line
            assert line is not None
            assert line.accessibleName() == f"You asked this before: “{question}”"
            assert opened.pane.composer.editor.hasFocus()
            opened.click(line.open_button)
            await opened.until(lambda: opened.texts() == [question, "So."])
            assert not line.isVisible()

    qloop(scenario(), 20)


def test_what_was_refused_is_not_said_again(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _talk(opened, "How do I reverse a list in Python?", "So.")
            await opened.services.finding.catch_up()
            asked_before = opened.view.asked_before
            opened.type("how to reverse a list in python")
            await opened.until(lambda: asked_before.line is not None)
            line = asked_before.line
            assert line is not None
            opened.click(line.close_button)
            assert opened.pane.composer.editor.hasFocus()
            opened.type(" now")
            await opened.until(lambda: not asked_before._timer.isActive())
            await opened.settled()
            assert not line.isVisible()
            opened.server.on(CHAT, chat_reply("Yes."))
            opened.press(KEY.Key_Return)
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)
