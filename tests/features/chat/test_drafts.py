"""What was typed and not sent is kept for each conversation."""

from PySide6.QtCore import Qt

from desktop.core.types import Draft, Kind
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, CTRL, Window, window


async def _two(opened: Window) -> None:
    opened.server.on(CHAT, chat_reply("Yes."))
    for question in ("One", "Two"):
        opened.press(Qt.Key.Key_N, CTRL)
        await opened.answered(question)
    await opened.until(lambda: opened.rows() == ["Two", "One"])


def test_each_conversation_has_its_own_draft(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _two(opened)
            opened.type("draft of two")
            opened.click_row(opened.row_of("One"))
            await opened.until(lambda: opened.texts() == ["One", "Yes."])
            assert opened.pane.composer.text() == ""
            opened.pane.composer.editor.setFocus()
            opened.type("draft of one")
            opened.press(Qt.Key.Key_N, CTRL)
            assert opened.pane.composer.text() == ""
            opened.type("draft of none")
            opened.click_row(opened.row_of("Two"))
            await opened.until(lambda: opened.pane.composer.text() == "draft of two")
            opened.click_row(opened.row_of("One"))
            await opened.until(lambda: opened.pane.composer.text() == "draft of one")
            opened.press(Qt.Key.Key_N, CTRL)
            await opened.until(lambda: opened.pane.composer.text() == "draft of none")

    qloop(scenario(), 20)


def test_a_draft_survives_the_window(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _two(opened)
            opened.type("half a thou")  # and the window is closed at once
        async with window() as opened:
            await opened.until(lambda: opened.texts() == ["Two", "Yes."])
            await opened.until(lambda: opened.pane.composer.text() == "half a thou")
            assert opened.selected() == "Two"

    qloop(scenario(), 20)


def test_the_draft_of_a_new_chat_survives_the_window(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.type("half a thou")
        async with window() as opened:
            await opened.until(lambda: opened.pane.composer.text() == "half a thou")
            assert opened.pane.greeting.isVisible()

    qloop(scenario(), 20)


def test_a_pause_in_typing_keeps_the_draft_and_marks_the_row(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _two(opened)
            made = opened.view.conversation.id
            opened.type("half")
            conversations = opened.services.conversations

            def has_draft() -> bool:
                shown = opened.view.side.model.conversation(made)
                return shown is not None and shown.has_draft

            await opened.until(has_draft)
            assert await conversations.draft(made) == Draft("half")

    qloop(scenario(), 20)


def test_what_is_typed_before_the_draft_is_read_is_not_overwritten(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _two(opened)
            made = {c.title: c.id for c in await opened.services.conversations.list(Kind.CHAT)}
            await opened.services.conversations.keep_draft(made["One"], Draft("old words"))
            opened.view.conversation.opened.connect(_type_at_once(opened))
            opened.click_row(opened.row_of("One"))
            opened.pane.composer.editor.setFocus()
            await opened.until(lambda: opened.texts() == ["One", "Yes."])
            await opened.settled()
            assert opened.pane.composer.text() == "new"

    qloop(scenario(), 20)


def _type_at_once(opened: Window):
    def type_now() -> None:
        opened.pane.composer.editor.setFocus()
        opened.type("new")

    return type_now


def test_what_is_typed_while_another_conversation_opens_stays_where_it_was_typed(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _two(opened)
            opened.type("for ")
            opened.click_row(opened.row_of("One"))
            opened.pane.composer.editor.setFocus()
            opened.type("Two")  # the disk has not answered yet: the old conversation is on show
            await opened.until(lambda: opened.texts() == ["One", "Yes."])
            assert opened.pane.composer.text() == ""
            opened.click_row(opened.row_of("Two"))
            await opened.until(lambda: opened.pane.composer.text() == "for Two")

    qloop(scenario(), 20)


def test_a_sent_draft_is_gone(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _two(opened)
            opened.type("Three")
            made = opened.view.conversation.id
            await opened.until(lambda: not opened.view.writing.drafting._timer.isActive())
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts()[-2:] == ["Three", "Yes."])
            await opened.until(opened.is_idle)
            assert await opened.services.conversations.draft(made) == Draft()
            opened.press(Qt.Key.Key_N, CTRL)
            await opened.settled()
            assert opened.pane.composer.text() == ""

    qloop(scenario(), 20)


def test_an_edit_of_a_question_is_no_draft(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _two(opened)
            opened.click_action(0, "edit")
            opened.type(" changed")
            opened.click_row(opened.row_of("One"))
            await opened.until(lambda: opened.texts() == ["One", "Yes."])
            opened.click_row(opened.row_of("Two"))
            await opened.until(lambda: opened.texts() == ["Two", "Yes."])
            await opened.settled()
            assert opened.pane.composer.text() == ""

    qloop(scenario(), 20)
