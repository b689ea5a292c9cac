"""The panel of parameters in the real window: set, kept, sent, undone, greyed out with the reason."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt

from desktop.core.connection import Api, Connection
from desktop.core.parameters import Function, Parameters
from desktop.core.types import Kind
from desktop.features.chat.parameters.panel import ParametersPanel
from desktop.features.chat.parameters.results import ResultCard
from desktop.store.settings import LANGUAGE
from tests.fakes.byte_server import Reply
from tests.fakes.shapes import chat_chunks, chat_reply, json_reply, sse
from tests.features.picking import choose
from tests.features.stage import BUILT_IN_ID, CHAT, CTRL, SHIFT, Window, window
from tests.services.test_turns_tools import call, calling, sum_of


async def opened_panel(w: Window) -> ParametersPanel:
    """Press the keys of the panel; give it as soon as it knows what the model takes."""
    w.press(Qt.Key.Key_P, CTRL | SHIFT)
    panel = w.view.panels.panel("parameters")
    assert isinstance(panel, ParametersPanel)
    await w.until(lambda: panel._asked_for is not None)
    return panel


def sent(w: Window, number: int = -1) -> dict[str, object]:
    asked = [request for request in w.server.requests if request.path == CHAT]
    return asked[number].json


async def stored(w: Window) -> Parameters:
    """Give what the conversation on show is asked with, as it is on the disk."""
    conversations = w.services.conversations
    if w.view.conversation.id is None:
        return await conversations.start_parameters()
    return (await conversations.get(w.view.conversation.id)).parameters


async def until_stored(w: Window, **expected: object) -> None:
    for _ in range(200):
        found = await stored(w)
        if all(getattr(found, name) == value for name, value in expected.items()):
            return
        await w.settled()
    raise AssertionError(await stored(w))


def test_what_is_set_before_the_first_message_goes_with_it_and_stays_with_the_chat(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            w.server.on(CHAT, chat_reply("Hi."))
            panel = await opened_panel(w)
            assert panel.instructions.edit.hasFocus()
            w.type("Be brief.")
            slider = panel.blocks["temperature"].control
            slider.setFocus()
            w.press(Qt.Key.Key_Right)
            panel.blocks["max_output_tokens"].control.setFocus()
            w.type("50")
            await w.answered("Hello")
            body = sent(w)
            messages = body["messages"]
            assert isinstance(messages, list)
            assert messages[0] == {"role": "system", "content": "Be brief."}
            assert (body["temperature"], body["max_tokens"]) == (1.05, 50)
            await until_stored(w, instructions="Be brief.", temperature=1.05, model="m-1")
            w.press(Qt.Key.Key_N, CTRL)
            await w.until(lambda: not panel.instructions.text())
            assert not panel.reset.isEnabled()
            w.click_row(w.row_of("Hello"))
            await w.until(lambda: panel.instructions.text() == "Be brief.")

    qloop(scenario())


def test_the_parameters_of_a_new_chat_survive_a_restart(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await opened_panel(w)
            w.type("Be brief.")
            await until_stored(w, instructions="Be brief.")
        async with window() as w:
            panel = await opened_panel(w)
            await w.until(lambda: panel.instructions.text() == "Be brief.")

    qloop(scenario())


def test_every_change_can_be_taken_back_and_all_can_be_reset(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            panel = await opened_panel(w)
            w.type("Be brief.")
            effort = panel.blocks["reasoning_effort"]
            effort.control.setFocus()
            effort.control.activated.emit(effort.control.findData("high"))
            await until_stored(w, reasoning_effort="high", instructions="Be brief.")
            w.click(panel.reset)
            await until_stored(w, reasoning_effort=None, instructions="")
            assert not panel.reset.isEnabled()
            w.undo()
            await until_stored(w, reasoning_effort="high", instructions="Be brief.")
            effort.control.setFocus()
            w.press(Qt.Key.Key_Z, CTRL)
            await until_stored(w, reasoning_effort=None, instructions="Be brief.")
            panel._instructions.back.setFocus()
            w.press(Qt.Key.Key_Space)
            await until_stored(w, instructions="")
            assert panel.instructions.edit.hasFocus()

    qloop(scenario())


def test_new_chats_can_begin_with_the_same_parameters(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            w.server.on(CHAT, chat_reply("Hi."))
            panel = await opened_panel(w)
            w.type("Be brief.")
            w.click(panel.defaults)
            await w.until(w.toast)
            await w.answered("Hello")
            w.press(Qt.Key.Key_N, CTRL)
            await w.until(lambda: panel.instructions.text() == "Be brief.")
            assert (await w.services.conversations.default_parameters()).model == ""
            w.undo()
            await w.settled()
            assert await w.services.conversations.default_parameters() == Parameters()

    qloop(scenario())


def test_a_number_that_is_none_is_named_and_not_kept(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            panel = await opened_panel(w)
            block = panel.blocks["seed"]
            block.control.setFocus()
            w.type("12")
            await until_stored(w, seed=12)
            w.type("x")
            assert block.wrong.isVisible()
            assert await stored(w) == Parameters(seed=12)
            w.press(Qt.Key.Key_Backspace)
            assert not block.wrong.isVisible()

    qloop(scenario())


def test_a_schema_is_checked_as_it_is_typed_and_the_answer_follows_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            w.server.on(CHAT, chat_reply('{"title": "x", "facts": []}'))
            panel = await opened_panel(w)
            form = panel.form
            form.box.activated.emit(1)
            await until_stored(w, schema=form.editor.area.text())
            example = json.loads(form.editor.area.text())
            form.editor.area.setFocus()
            w.type("x")
            await w.until(form.editor.verdict.isVisible)
            assert "JSON" in form.editor.verdict.text()
            w.press(Qt.Key.Key_Backspace)
            await w.until(lambda: not form.editor.verdict.isVisible())
            await w.answered("Facts?")
            response_format = sent(w)["response_format"]
            assert response_format == {
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": example, "strict": True},
            }
            form.box.activated.emit(0)
            await until_stored(w, schema="")
            form.box.activated.emit(1)  # what was there comes back
            await until_stored(w, schema=form.editor.area.text())
            assert json.loads(form.editor.area.text()) == example

    qloop(scenario())


def test_a_function_of_the_person_is_added_called_and_answered(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            reply = calling(call("get_weather", '{"city": "Paris"}', "call_1"))
            w.server.on(CHAT, reply, chat_reply("18 degrees."))
            panel = await opened_panel(w)
            functions = panel.tools.functions
            panel._area.ensureWidgetVisible(functions.add)
            w.click(functions.add)
            assert functions.form is not None
            w.type("get weather")
            assert functions.form.wrong.isVisible()
            assert not functions.form.keep.isEnabled()
            functions.form.name.edit.clear()
            w.type("get_weather")
            w.press(Qt.Key.Key_Return)
            await w.until(lambda: functions.form is None)
            (kept,) = w.view.keeper.parameters.functions
            assert kept.name == "get_weather"
            await until_stored(w, functions=(kept,))
            await w.answered("Weather?")
            card = w.pane.findChild(ResultCard)
            await w.until(lambda: w.pane.findChild(ResultCard) and w.pane.findChild(ResultCard).isVisible())  # fmt: skip
            card = w.pane.findChild(ResultCard)
            assert isinstance(card, ResultCard)
            assert "get_weather" in card.title.text()
            assert card.arguments.text() == "city: Paris"
            card.area.setFocus()
            w.type("18C")
            w.press(Qt.Key.Key_Return, CTRL)
            await w.until(lambda: w.texts()[-1].endswith("18 degrees.") and w.is_idle())
            assert not card.isVisible()
            assert len(w.texts()) == 2  # it went on in the same message
            messages = sent(w)["messages"]
            assert isinstance(messages, list)
            assert messages[-1] == {"role": "tool", "tool_call_id": "call_1", "content": "18C"}

    qloop(scenario())


def test_functions_are_changed_and_removed(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            panel = await opened_panel(w)
            functions = panel.tools.functions
            w.view.keeper.change(functions=(Function("a"), Function("b", "Says b.")))
            await w.settled()
            panel._area.ensureWidgetVisible(functions.rows[1])
            w.click(functions.rows[1].button)
            assert functions.form is not None
            functions.form.name.setFocus()
            w.press(Qt.Key.Key_End)
            w.press(Qt.Key.Key_Backspace)
            w.type("a")
            assert functions.form.wrong.isVisible()  # there is one of this name
            w.type("2")
            w.press(Qt.Key.Key_Return)
            await until_stored(w, functions=(Function("a"), Function("a2", "Says b.")))
            await w.settled()
            w.click(functions.rows[0].remove)
            await until_stored(w, functions=(Function("a2", "Says b."),))
            await w.settled()
            w.click(functions.rows[0].button)
            w.press(Qt.Key.Key_Escape)
            assert functions.form is None
            assert w.view.panels.current == "parameters"  # only the form was put away

    qloop(scenario())


def test_an_own_tool_is_switched_on_and_runs(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            w.server.on(CHAT, sum_of("6*7"), chat_reply("It is 42."))
            w.click(w.view.asking.tools)  # the button in the composer
            panel = w.view.panels.panel("parameters")
            assert isinstance(panel, ParametersPanel)
            switch = panel.tools.own["calculator"].switch
            switch.setFocus()
            w.press(Qt.Key.Key_Space)
            await until_stored(w, tools=("calculator",))
            assert w.view.asking.tools.isChecked()
            await w.answered("How much?")
            assert w.texts()[-1].endswith("It is 42.")

    qloop(scenario())


def test_what_the_server_cannot_do_is_greyed_out_with_the_reason(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as w:
            panel = await opened_panel(w)
            await w.until(lambda: panel.blocks["verbosity"].reason)
            tools = panel.tools
            assert "built-in" in panel.blocks["verbosity"].reason
            assert not panel.blocks["verbosity"].control.isEnabled()
            assert not tools.own["calculator"].switch.isEnabled()
            assert (
                tools.own["calculator"].hint.text() == "The built-in model cannot call functions."
            )
            assert not w.view.asking.web.isEnabled()
            assert panel.blocks["temperature"].control.isEnabled()
            assert "often wrong" in panel.form._note.text()
            await w.services.settings.set(LANGUAGE, "zh_CN")
            await w.settled()
            assert panel.blocks["verbosity"].reason

    qloop(scenario())


def test_what_a_server_refuses_is_greyed_out_from_then_on(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            refusal = {"error": {"message": "Unsupported parameter: 'temperature'", "param": "temperature", "code": "unsupported_parameter"}}  # fmt: skip
            w.server.on(CHAT, json_reply(refusal, 400), chat_reply("Hi."))
            panel = await opened_panel(w)
            w.view.keeper.change(temperature=0.5)
            await w.answered("Hello")
            block = panel.blocks["temperature"]
            await w.until(lambda: block.reason)
            assert block.reason == "m-1 decides its own temperature."
            assert not block.control.isEnabled()
            assert block.back.isVisible()  # what is set can still be taken away

    qloop(scenario())


def test_each_chat_keeps_its_own_model_and_a_new_one_takes_the_last(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            w.server.on(CHAT, chat_reply("Hi."))
            await w.answered("First")
            w.press(Qt.Key.Key_N, CTRL)
            await w.settled()
            await choose(w, w.pane.composer.picker, "m-2")
            await w.answered("Second")
            assert sent(w)["model"] == "m-2"
            w.click_row(w.row_of("First"))
            await w.until(lambda: w.view.writing.target and w.view.writing.target.model == "m-1")
            assert w.pane.composer.picker.text().startswith("m-1")
            await w.until(lambda: w.view.conversation.id is not None)
            await w.answered("Again")
            assert sent(w)["model"] == "m-1"
            w.press(Qt.Key.Key_N, CTRL)
            await w.until(lambda: w.view.writing.target and w.view.writing.target.model == "m-2")

    qloop(scenario())


def test_a_chat_whose_connection_was_removed_says_who_answers_now(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            gone = Connection("gone", "Gone", w.server.base_url, "m-9", Api.CHAT)
            made = await w.services.conversations.create(Kind.CHAT, "Old")
            kept = Parameters(connection_id=gone.id, model="m-9")
            await w.services.conversations.set_parameters(made.id, kept)
            await w.until(lambda: "Old" in w.rows())
            w.click_row(w.row_of("Old"))
            await w.until(lambda: "was removed" in w.toast())
            assert "m-1" in w.toast()
            assert w.view.writing.target.model == "m-1"

    qloop(scenario())


@pytest.mark.parametrize("reason", ["length"])
def test_a_cut_answer_offers_to_go_on(qloop, reason: str) -> None:
    async def scenario() -> None:
        async with window() as w:
            *chunks, end, usage = chat_chunks(["One, t"], reason)
            cut = Reply((sse(*chunks, end, usage, "[DONE]"),))
            w.server.on(CHAT, cut, chat_reply("wo."))
            await w.answered("Count")
            assert w.notices() == ["This answer was cut at the length limit."]
            w.click_action(1, "continue")
            await w.until(lambda: w.texts()[-1] == "One, two." and w.is_idle())
            assert w.versions()[-1] == "2/2"

    qloop(scenario())


def test_the_web_button_searches_in_this_chat(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            w.server.on(CHAT, chat_reply("News."))
            w.click(w.view.asking.web)
            await until_stored(w, web_search=True)
            await w.answered("News?")
            assert sent(w)["web_search_options"] == {}

    qloop(scenario())
