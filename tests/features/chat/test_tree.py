"""The tree beside the conversation, and what a message's menu does to it: nothing is ever lost."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from desktop.core.types import Kind, State
from desktop.features.chat.tree.panel import TreePanel
from desktop.ui.model_popover import ModelPopover
from desktop.ui.transcript.action import Action
from tests.fakes.byte_server import Stall
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window
from tests.services.stage import begun, said
from tests.store.stores import said as folded


async def _conversation(opened: Window) -> dict[str, int]:
    """Make and open a conversation in which the second version of the first answer is shown."""
    store = opened.services.conversations
    made = await store.create(Kind.CHAT, "Birds")
    question, first = await store.ask(made.id, None, said("Why?"), "m-1", "home")
    await store.finish(first.id, State.COMPLETE, folded("Because."))
    more, under = await store.ask(made.id, first.id, said("And?"), "m-1", "home")
    await store.finish(under.id, State.COMPLETE, folded("Then nothing."))
    second = await store.answer_again(first.id, "m-2", "home")
    await store.finish(second.id, State.COMPLETE, folded("Therefore."))
    opened.shell.open_feature("chat", str(made.id))
    await _shows(opened, "Why?", "Therefore.")
    return {
        "conversation": made.id, "question": question.id, "first": first.id,
        "more": more.id, "under": under.id, "second": second.id,
    }  # fmt: skip


async def _shows(opened: Window, *texts: str) -> None:
    await opened.until(lambda: opened.texts() == list(texts))


async def _tree(opened: Window) -> TreePanel:
    opened.press(Qt.Key.Key_T, CTRL | SHIFT)
    panel = opened.view.panels.panel("tree")
    assert isinstance(panel, TreePanel)
    await opened.until(lambda: panel.view.lines.lines)
    return panel


def _said(panel: TreePanel) -> list[str]:
    model = panel.view.lines
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row).data(role)) for row in range(model.rowCount())]


def test_the_tree_shows_every_version_and_goes_to_it_by_keys(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _conversation(opened)
            panel = await _tree(opened)
            assert _said(panel) == [
                "You: Why?, on show",
                "m-1: Because., version 1 of 2",
                "You: And?",
                "m-1: Then nothing.",
                "m-2: Therefore., version 2 of 2, on show",
            ]
            await opened.until(lambda: panel.view.current is not None)
            assert panel.view.hasFocus()
            opened.press(Qt.Key.Key_Up)
            opened.press(Qt.Key.Key_Return)
            whole = ["Why?", "Because.", "And?", "Then nothing."]
            await _shows(opened, *whole)
            await opened.until(lambda: "m-1: Then nothing., on show" in _said(panel))
            opened.press(Qt.Key.Key_Left)
            opened.press(Qt.Key.Key_Left)
            assert panel.view.current.sketch.words == "Because."
            opened.press(Qt.Key.Key_Escape)
            assert not panel.isVisible()
            assert opened.pane.composer.editor.hasFocus()

    qloop(scenario(), 20)


def test_the_tree_grows_with_the_conversation_and_follows_another(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await _conversation(opened)
            panel = await _tree(opened)
            await opened.answered("More?")
            await opened.until(lambda: "You: More?, on show" in _said(panel))
            opened.press(Qt.Key.Key_N, CTRL)
            await opened.until(lambda: not panel.view.lines.lines)
            assert panel._empty.isVisible()
            await opened.answered("New")
            await opened.until(lambda: _said(panel)[:1] == ["You: New, on show"])

    qloop(scenario(), 20)


def test_a_deleted_branch_is_shown_on_demand_and_comes_back_whole(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            made = await _conversation(opened)
            store = opened.services.conversations
            before = await store.outline(made["conversation"])
            panel = await _tree(opened)
            assert not panel.deleted.isVisible()
            await store.delete_message(made["first"])
            await opened.until(lambda: len(_said(panel)) == 2)
            opened.click(panel.deleted)
            assert "m-1: Then nothing., deleted" in _said(panel)
            panel.view.go_to(made["under"])
            opened.click(panel.restore)
            await opened.until(lambda: not any("deleted" in words for words in _said(panel)))
            assert await store.outline(made["conversation"]) == before

    qloop(scenario(), 20)


def test_a_message_is_deleted_with_what_follows_and_undo_gives_the_same_tree(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            made = await _conversation(opened)
            store = opened.services.conversations
            before = await store.path(made["conversation"])
            opened.view.message_actions.run(Action.DELETE, made["second"])
            await _shows(opened, "Why?", "Because.", "And?", "Then nothing.")
            assert opened.toast() == "Deleted, with what followed."
            opened.undo()
            await _shows(opened, "Why?", "Therefore.")
            assert await store.path(made["conversation"]) == before

    qloop(scenario(), 20)


def test_deleting_the_question_stops_the_answer_that_is_being_made(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, begun("So far", then=(Stall(),)))
            opened.send("Hello")
            await _shows(opened, "Hello", "So far")
            question = opened.pane.model.messages[0].id
            opened.view.message_actions.run(Action.DELETE, question)
            await opened.until(lambda: opened.is_idle() and not opened.texts())
            opened.undo()
            await _shows(opened, "Hello", "So far")
            assert opened.states() == [State.COMPLETE, State.STOPPED]

    qloop(scenario(), 20)


def test_a_fork_is_opened_and_the_old_conversation_stays(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            made = await _conversation(opened)
            store = opened.services.conversations
            before = await store.outline(made["conversation"])
            opened.view.message_actions.run(Action.FORK, made["first"])
            await opened.until(lambda: opened.rows() == ["Birds (fork)", "Birds"])
            await _shows(opened, "Why?", "Because.")
            assert opened.selected() == "Birds (fork)"
            await opened.answered("More")
            assert await store.outline(made["conversation"]) == before

    qloop(scenario(), 20)


def test_a_fork_of_a_question_waits_in_the_composer_to_be_asked(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            made = await _conversation(opened)
            opened.view.message_actions.run(Action.FORK, made["question"])
            await opened.until(lambda: opened.pane.composer.text() == "Why?")
            assert opened.texts() == []
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.texts() == ["Why?", "Yes."])
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_another_model_answers_beside_the_first(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Said by another."))
            made = await _conversation(opened)
            opened.view.message_actions.run(Action.REGENERATE_WITH, made["second"])
            await opened.until(lambda: opened.shell.findChild(ModelPopover))
            found = opened.shell.findChild(ModelPopover).list.rows
            await opened.until(lambda: "m-2" in [getattr(row, "label", "") for row in found.rows])
            opened.type("m-2")
            opened.press(Qt.Key.Key_Return)
            await _shows(opened, "Why?", "Said by another.")
            await opened.until(opened.is_idle)
            assert opened.server.requests[-1].json["model"] == "m-2"
            assert opened.versions() == ["1/1", "3/3"]
            assert opened.view.writing.target.model == "m-1"  # for this once

    qloop(scenario(), 20)


def test_the_menu_of_a_message_offers_all_of_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _conversation(opened)
            opened.click_action(1, Action.MORE)
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            words = [action.text() for action in menu.actions()]
            assert "Fork into a new conversation" in words
            opened.choose("Fork into a new conversation")
            await opened.until(lambda: opened.rows() == ["Birds (fork)", "Birds"])

    qloop(scenario(), 20)
