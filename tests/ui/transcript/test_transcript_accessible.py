"""What a screen reader is given, asked in-process."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.core.types import State
from desktop.ui.transcript import accessible
from desktop.ui.transcript.announcer import Announcer
from tests.ui.transcript.conftest import Make, stream
from tests.ui.transcript.talk import FAILED, answer, conversation, question

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture(autouse=True, scope="module")
def _installed() -> None:
    accessible.install()


def test_visible_messages_are_list_items_with_their_text(make: Make) -> None:
    view = make(*conversation(300), answer(301, "The **last** one."))
    root = QAccessible.queryAccessibleInterface(view)
    assert root.role() == QAccessible.Role.List
    assert root.text(NAME) == "Conversation"
    items = [root.child(i) for i in range(root.childCount())]
    assert 0 < len(items) < 20
    assert items[-1].text(NAME) == "Assistant: The last one."
    assert items[-1].text(DESCRIPTION) == "301 of 301"
    assert items[-1].rect().isValid()
    assert [root.indexOfChild(item) for item in items] == list(range(len(items)))
    view.scroll_to_start()
    assert root.child(0).text(DESCRIPTION) == "1 of 301"
    assert root.child(0).text(NAME).startswith("You: ")
    view.model.load([])
    assert root.childCount() == 0
    assert not items[-1].isValid()
    assert items[-1].text(NAME) == ""


def test_text_is_read_by_character_word_and_line(make: Make) -> None:
    view = make(answer(1, "Some **bold** words.\n\nMore."))
    root = QAccessible.queryAccessibleInterface(view)
    text = root.child(0).textInterface()
    assert text.characterCount() == len("Some bold words.\n\nMore.")
    assert text.text(5, 9) == "bold"


def test_buttons_and_links_are_children_that_can_be_pressed(make: Make, qtbot: QtBot) -> None:
    text = "A [link](https://example.org/a)."
    view = make(answer(1, text, state=State.FAILED, notice=FAILED))
    item = QAccessible.queryAccessibleInterface(view).child(0)
    children = [item.child(i) for i in range(item.childCount())]
    assert [child.text(NAME) for child in children] == [
        "link", "Try again", "Copy message", "Regenerate", "Read aloud", "More actions",
    ]  # fmt: skip
    roles = QAccessible.Role
    assert [c.role() for c in children] == [
        roles.Link,
        roles.Button,
        roles.Button,
        roles.Button,
        roles.Button,
        roles.Button,
    ]
    assert all(child.rect().isValid() for child in children)
    assert "The connection was lost." in item.text(NAME)
    press = QAccessibleActionInterface.pressAction()
    with qtbot.waitSignal(view.action_requested) as caught:
        children[1].actionInterface().doAction(press)
    assert caught.args == ["retry", 1]
    view.model.load([])
    assert not children[1].isValid()


def test_the_way_to_the_end_is_a_button_while_the_end_is_out_of_view(make: Make) -> None:
    view = make(*conversation(80))
    root = QAccessible.queryAccessibleInterface(view)
    at_end = root.childCount()
    assert at_end == len({p.message for p in view.placed})
    view.scroll_by(-2000)
    button = root.child(root.childCount() - 1)
    assert button.role() == QAccessible.Role.Button
    assert button.text(NAME) == "Jump to the newest message"
    assert button.rect().isValid()
    assert root.indexOfChild(button) == root.childCount() - 1
    button.actionInterface().doAction(QAccessibleActionInterface.pressAction())
    assert root.childCount() == at_end
    assert button.state().invisible


def test_reading_while_it_streams_and_swaps_is_safe(make: Make) -> None:
    view = make(question(1, "hello"))
    root = QAccessible.queryAccessibleInterface(view)
    stream(view, "words **bold**\n\n```python\nx = 1\n```\n" * 20, step=50)
    for index in range(root.childCount()):
        item = root.child(index)
        item.text(NAME)
        for number in range(item.childCount()):
            item.child(number).text(NAME)
    view.model.load(conversation(10))
    QGuiApplication.processEvents()
    assert root.child(0).isValid()


def test_nothing_is_said_to_be_on_show_under_another_tab(make: Make) -> None:
    view = make(answer(1, "Words."))
    root = QAccessible.queryAccessibleInterface(view)
    item = root.child(0)
    button = item.child(0)
    assert not any(one.state().invisible for one in (root, item, button))
    view.hide()
    assert all(one.state().invisible for one in (root, item, button))


def test_a_message_says_which_of_its_versions_it_is(make: Make) -> None:
    view = make(question(1, "Name a bird."), answer(2, "Wren.", position=1, count=2))
    root = QAccessible.queryAccessibleInterface(view)
    assert root.child(0).text(DESCRIPTION) == "1 of 2"
    assert root.child(1).text(DESCRIPTION) == "2 of 2, version 1 of 2"


def test_another_version_is_announced_and_nothing_else_is(make: Make) -> None:
    first = (question(1, "Name a bird."), answer(2, "Wren.", position=1, count=2))
    second = (first[0], answer(3, "Lark.", position=2, count=2))
    view = make(*first)
    QAccessible.queryAccessibleInterface(view)
    (announcer,) = view.findChildren(Announcer)
    said: list[str] = []
    announcer.said.connect(said.append)
    QAccessible.setActive(True)
    try:
        view.model.load(second)
        view.model.load(second)
        view.model.load([*second, question(4, "And a fish?")])
        view.model.load(first)
        view.model.load(conversation(6))
    finally:
        QAccessible.setActive(False)
    assert said == ["version 2 of 2, Assistant: Lark.", "version 1 of 2, Assistant: Wren."]


def test_what_is_scrolled_out_of_view_is_there_but_not_on_show(make: Make) -> None:
    view = make(question(1, "Tell me."), answer(2, "Long words.\n\n" * 60))
    view.scroll_to_start()
    root = QAccessible.queryAccessibleInterface(view)
    first, last = root.child(0), root.child(1)
    assert not first.state().offscreen
    assert not last.state().offscreen

    def copying() -> QAccessible.State:
        buttons = (last.child(at) for at in range(last.childCount()))
        return next(one for one in buttons if one.text(NAME) == "Copy message").state()

    assert (copying().offscreen, copying().invisible) == (1, 0)
    view.scroll_to_end()
    assert (copying().offscreen, copying().invisible) == (0, 0)
    assert first.state().offscreen


def test_the_speaker_is_called_by_its_name(make: Make) -> None:
    view = make(answer(1, "Words.", model="m-1", speaker="Model One"))
    item = QAccessible.queryAccessibleInterface(view).child(0)
    assert item.text(NAME) == "Model One: Words."


def test_formulas_are_read_as_tex_and_pictures_by_their_words(make: Make) -> None:
    text = "Take $a_1$ and\n\n$$x^2$$\n\n![a wren sings](http://example.com/a.png)\n\n"
    view = make(answer(1, text + "| a |\n|---|\n| $b_2$ |\n"))
    item = QAccessible.queryAccessibleInterface(view).child(0)
    read = item.textInterface()
    for words in (item.text(NAME), read.text(0, read.characterCount())):
        assert "\ufffc" not in words
        assert all(part in words for part in ("$a_1$", "$$x^2$$", "a wren sings", "$b_2$"))
    table = next(p.view for p in view.placed if p.view.block.kind == "table")
    assert table.text_between(0, table.end()) == "a\n$b_2$"
