"""Versions side by side; one question to several models at once."""

import pytest
from PySide6.QtCore import Qt

from desktop.core.errors import AppError
from desktop.core.models import ModelKey, Price
from desktop.core.parameters import Parameters
from desktop.core.types import Kind, State
from desktop.features.chat.compare.comparing import Comparing
from desktop.features.chat.compare.differences import only_in_each
from desktop.features.chat.find.bar import FindBar
from desktop.services.turns import Target
from desktop.store.settings import BUDGET_USD
from desktop.ui.picker import Picker
from desktop.ui.transcript.action import Action
from desktop.ui.transcript.entry import Entry
from tests.fakes.byte_server import Pause, Reply
from tests.fakes.shapes import chat_chunks, chat_reply, sse
from tests.features import picking
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window
from tests.services.stage import said
from tests.store.stores import said as folded


async def _conversation(opened: Window, *answers: str) -> list[int]:
    """Make and open a conversation of a question with several answers; give the answers' ids."""
    store = opened.services.conversations
    made = await store.create(Kind.CHAT, "Birds")
    question, first = await store.ask(made.id, None, said("Why?"), "m-1", "home")
    ids = [first.id]
    await store.finish(first.id, State.COMPLETE, folded(answers[0]))
    for text in answers[1:]:
        again = await store.answer_again(question.id, "m-2", "home")
        await store.finish(again.id, State.COMPLETE, folded(text))
        ids.append(again.id)
    opened.shell.open_feature("chat", str(made.id))
    await opened.until(lambda: opened.texts() == ["Why?", answers[-1]])
    return ids


def _columns(comparing: Comparing) -> list[list[str]]:
    found = []
    for column in comparing.view.columns:
        column.transcript.flush()
        found.append([message.plain() for message in column.model.messages])
    return found


async def _compared(opened: Window, *texts: str) -> Comparing:
    opened.press(Qt.Key.Key_D, CTRL | SHIFT)
    comparing = opened.view.beside.comparing
    wanted = [["Why?", text] for text in texts]
    await opened.until(lambda: _columns(comparing) == wanted)
    return comparing


def test_two_versions_stand_side_by_side_and_one_is_kept(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            ids = await _conversation(opened, "One.", "Two.", "Three.")
            comparing = await _compared(opened, "Two.", "Three.")
            assert not opened.pane.transcript.isVisible()
            assert opened.pane.composer.isVisible()
            first = comparing.view.columns[0]
            assert [first.versions.itemText(n) for n in range(3)] == [
                "1 · m-1",
                "2 · m-2",
                "3 · m-2",
            ]
            first.versions.activated.emit(0)
            await opened.until(
                lambda: _columns(comparing) == [["Why?", "One."], ["Why?", "Three."]]
            )
            opened.click(first.keep)
            await opened.until(lambda: opened.texts() == ["Why?", "One."])
            assert opened.pane.transcript.isVisible()
            assert not comparing.view.isVisible()
            assert opened.versions() == ["1/1", "1/3"]
            opened.view.message_actions.run(Action.COMPARE, ids[2])
            await opened.until(
                lambda: _columns(comparing) == [["Why?", "Two."], ["Why?", "Three."]]
            )
            opened.press(Qt.Key.Key_D, CTRL | SHIFT)
            await opened.until(opened.pane.transcript.isVisible)

    qloop(scenario(), 20)


def test_choosing_what_the_other_column_shows_makes_them_change_places(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _conversation(opened, "One.", "Two.")
            comparing = await _compared(opened, "One.", "Two.")
            comparing.view.columns[0].versions.activated.emit(1)
            await opened.until(lambda: _columns(comparing) == [["Why?", "Two."], ["Why?", "One."]])
            comparing.view.columns[0].setFocus()
            comparing.view.columns[0].versions.setFocus()
            opened.press(Qt.Key.Key_Escape)
            await opened.until(opened.pane.transcript.isVisible)

    qloop(scenario(), 20)


def _slowly(*words: str) -> Reply:
    pieces = [piece for chunk in chat_chunks(words) for piece in (sse(chunk), Pause(0.01))]
    return type(chat_reply())((*pieces, sse("[DONE]")))


async def _choose(opened: Window, picker: Picker, label: str) -> None:
    await picking.choose(opened, picker, label)
    await opened.until(lambda: picker.popover is None)


def test_a_question_goes_to_several_models_and_their_answers_stream_together(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _conversation(opened, "One.", "Two.")
            comparing = await _compared(opened, "One.", "Two.")
            await _choose(opened, comparing.view.pickers[0], "m-2")
            words = [f"{number} " for number in range(20)]
            opened.server.on(CHAT, _slowly("a ", *words), _slowly("b ", *words))
            opened.send("Count")
            await opened.until(
                lambda: (
                    len(comparing.view.columns) == 2
                    and all(len(texts) == 2 and "3 4" in texts[1] for texts in _columns(comparing))
                )
            )
            assert len(opened.services.turns.live(opened.view.conversation.id)) == 2
            await opened.until(opened.is_idle)
            whole = "".join(words).strip()
            await opened.until(
                lambda: _columns(comparing) == [["Count", f"a {whole}"], ["Count", f"b {whole}"]]
            )
            asked = [one.json["model"] for one in opened.server.requests if one.path == CHAT]
            assert asked[-2:] == ["m-1", "m-2"]
            opened.click(comparing.view.columns[1].keep)
            await opened.until(lambda: opened.texts()[-1:] == [f"b {whole}"])
            assert opened.versions()[-2:] == ["1/1", "2/2"]  # one question, two answers

    qloop(scenario(), 30)


def test_another_model_answers_what_is_on_show_at_once(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Mine."))
            await _conversation(opened, "One.")
            opened.press(Qt.Key.Key_D, CTRL | SHIFT)
            comparing = opened.view.beside.comparing
            await opened.until(lambda: _columns(comparing) == [["Why?", "One."]])
            assert not comparing.view.ask.isVisible()
            await _choose(opened, comparing.view.pickers[0], "m-2")
            opened.click(comparing.view.ask)
            wanted = [["Why?", "One."], ["Why?", "Mine."]]
            await opened.until(lambda: _columns(comparing) == wanted and opened.is_idle())
            opened.press(Qt.Key.Key_D, CTRL | SHIFT)
            await opened.until(lambda: opened.texts() == ["Why?", "One."])  # nobody chose another

    qloop(scenario(), 20)


def test_another_conversation_ends_the_comparison(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await _conversation(opened, "One.", "Two.")
            comparing = await _compared(opened, "One.", "Two.")
            opened.press(Qt.Key.Key_N, CTRL)
            await opened.until(lambda: not comparing.view.isVisible())
            assert opened.pane.greeting.isVisible()
            await opened.answered("Hello")
            assert opened.texts() == ["Hello", "Yes."]

    qloop(scenario(), 20)


def test_a_version_that_is_deleted_leaves_its_column(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            ids = await _conversation(opened, "One.", "Two.")
            comparing = await _compared(opened, "One.", "Two.")
            await opened.services.conversations.delete_message(ids[1])
            await opened.until(lambda: _columns(comparing) == [["Why?", "One."]])

    qloop(scenario(), 20)


def test_the_words_that_differ_are_marked(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _conversation(opened, "A red 🐦 bird sings.", "A blue 🐦 bird sings.")
            comparing = await _compared(opened, "A red 🐦 bird sings.", "A blue 🐦 bird sings.")
            opened.click(comparing.view.differences)
            column = comparing.view.columns[0]
            await opened.until(column._marked.isVisible)
            cursor = column._marked.textCursor()
            marked = ""
            for at in range(1, len(column._marked.toPlainText()) + 2):
                cursor.setPosition(at)
                if cursor.charFormat().fontUnderline():
                    marked += column._marked.toPlainText()[at - 1]
            assert marked == "red"
            opened.click(comparing.view.differences)
            await opened.until(column.transcript.isVisible)

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("one", "other", "mine", "theirs"),
    [
        ("", "", [], []),
        ("the same", "the same", [], []),
        ("a red bird", "a blue bird", ["red"], ["blue"]),
        ("a bird", "a bird sings", [], [" sings"]),
        ("鸟在唱歌", "鸟在飞翔", ["唱歌"], ["飞翔"]),
    ],
)
def test_words_are_compared_and_characters_where_there_are_none(one, other, mine, theirs) -> None:
    left, right = only_in_each(one, other)
    assert [one[r.start : r.stop] for r in left] == mine
    assert [other[r.start : r.stop] for r in right] == theirs


def test_escape_in_the_composer_leaves_the_comparison(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("One."))
            await opened.answered("Which bird?")
            opened.press(Qt.Key.Key_D, CTRL | SHIFT)
            await opened.until(lambda: opened.view.beside.comparing.is_on)
            opened.pane.composer.setFocus()
            opened.press(Qt.Key.Key_Escape)
            assert not opened.view.beside.comparing.is_on
            assert opened.pane.transcript.isVisible()

    qloop(scenario(), 20)


def test_a_column_names_its_models_and_judges_json_as_the_transcript_does(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            store = opened.services.conversations
            made = await store.create(Kind.CHAT, "Forms")
            schema = '{"type": "object", "required": ["t"]}'
            await store.set_parameters(made.id, Parameters(schema=schema, schema_name="form"))
            asked, first = await store.ask(made.id, None, said("Why?"), "gpt-4o", "home")
            await store.finish(first.id, State.COMPLETE, folded('{"t": 1}'))
            second = await store.answer_again(asked.id, "m-2", "home")
            await store.finish(second.id, State.COMPLETE, folded("No form."))
            models = await opened.services.catalogue.open()
            opened.shell.open_feature("chat", str(made.id))
            await opened.until(lambda: len(opened.pane.model) == 2)
            opened.press(Qt.Key.Key_D, CTRL | SHIFT)
            comparing = opened.view.beside.comparing
            await opened.until(lambda: len(comparing.view.columns) == 2)

            def entries() -> list[Entry]:
                return [column.model.messages[1].entry for column in comparing.view.columns]

            await opened.until(lambda: entries()[1].notice is not None)
            assert entries()[0].notice is None
            await opened.until(lambda: entries()[0].sections[0].is_json)
            label = models.label("home", "gpt-4o")
            assert entries()[0].speaker == label
            assert comparing.view.columns[0].versions.itemText(0) == f"1 · {label}"

    qloop(scenario())


def _bar(opened: Window) -> FindBar:
    bar = opened.view.find_here.bar
    assert bar is not None
    return bar


def test_all_columns_are_searched_and_hits_are_counted_together(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _conversation(opened, "A wren, a wren.", "No 🐦 wren.")
            comparing = await _compared(opened, "A wren, a wren.", "No 🐦 wren.")
            opened.press(Qt.Key.Key_F, CTRL)
            bar = _bar(opened)
            opened.type("wren")
            left, right = (column.transcript.finder for column in comparing.view.columns)
            await opened.until(lambda: bar._count.text() == "1 of 3")
            assert (left.number, right.number) == (1, 0)
            opened.press(Qt.Key.Key_Return)
            assert bar._count.text() == "2 of 3"
            opened.press(Qt.Key.Key_Return)
            assert bar._count.text() == "3 of 3"
            assert (left.number, right.number) == (0, 1)
            opened.press(Qt.Key.Key_Return)
            assert bar._count.text() == "1 of 3"
            opened.press(Qt.Key.Key_Return, SHIFT)
            assert bar._count.text() == "3 of 3"
            opened.click(comparing.view.differences)
            marked = [column._marked for column in comparing.view.columns]
            await opened.until(lambda: len(marked[0].extraSelections()) == 2)
            await opened.until(lambda: bar._count.text().endswith("of 3"))
            opened.click(comparing.view.differences)
            await opened.until(lambda: bar._count.text().endswith("of 3"))
            opened.press(Qt.Key.Key_Escape)
            assert not bar.isVisible()
            assert comparing.view.isVisible()
            assert not left.is_on

    qloop(scenario(), 20)


def test_the_search_ends_with_the_comparison(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _conversation(opened, "A wren.", "No wren.")
            comparing = await _compared(opened, "A wren.", "No wren.")
            opened.press(Qt.Key.Key_F, CTRL)
            opened.type("wren")
            await opened.until(lambda: _bar(opened)._count.text() == "1 of 2")
            opened.press(Qt.Key.Key_D, CTRL | SHIFT)
            await opened.until(opened.pane.transcript.isVisible)
            assert not _bar(opened).isVisible()
            assert not comparing.view.isVisible()
            opened.press(Qt.Key.Key_F, CTRL)
            await opened.until(lambda: _bar(opened)._count.text() == "1 of 1")

    qloop(scenario(), 20)


def test_over_the_budget_the_other_models_are_asked_only_if_the_person_says_so(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _conversation(opened, "One.")
            models = await opened.services.catalogue.open()
            await models.set_price(ModelKey("home", "m-1"), Price(0.0, 0.0))
            await models.set_price(ModelKey("home", "m-2"), Price(100_000.0, 200_000.0))
            await opened.services.settings.set(BUDGET_USD, 1.0)
            opened.press(Qt.Key.Key_D, CTRL | SHIFT)
            comparing = opened.view.beside.comparing
            await _choose(opened, comparing.view.pickers[0], "m-2")
            opened.server.on(CHAT, chat_reply("Dear."))
            opened.click(comparing.view.ask)
            await opened.until(lambda: _columns(comparing) == [["Why?", "One."], ["Why?", "Dear."]])
            await opened.until(opened.is_idle)
            await opened.until(opened.view.metered.card.isVisible)  # it is used up by now
            asked = len(opened.server.requests)
            opened.server.on(CHAT, chat_reply("Free."))
            opened.send("And now?")
            card = comparing.view.budget
            await opened.until(card.anyway.isVisible)
            assert card.title.text() == "Not sent to m-2: the budget of this month is used up."
            await opened.until(lambda: _columns(comparing) == [["And now?", "Free."]])
            await opened.until(opened.is_idle)
            assert len(opened.server.requests) == asked + 1
            opened.server.on(CHAT, chat_reply("Dear again."))
            opened.click(card.anyway)
            await opened.until(
                lambda: _columns(comparing) == [["And now?", "Free."], ["And now?", "Dear again."]]
            )
            assert not card.isVisible()
            await opened.until(opened.is_idle)
            with pytest.raises(AppError):  # it was for this once
                await opened.services.spending.check(Target("home", "m-2"))

    qloop(scenario(), 30)
