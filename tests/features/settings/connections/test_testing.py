"""The test of a connection: its steps, its sentence, what to do, what the server said, its end by hand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.core.capabilities import Capability
from desktop.services.checkup import Outcome, Step
from tests.fakes.byte_server import Reply, Stall
from tests.fakes.shapes import chat_reply, json_reply
from tests.features.settings.connections.person import Person
from tests.features.stage import CHAT, HOME, MODELS, window

RED, GREEN = ("circle-alert", "red"), ("circle-check", "green")


def test_a_server_that_answers_works(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("OK"))
            person = Person(opened)
            editor = person.editor
            assert editor.caption.isVisible()
            assert person.pane.header.test.text() == "Test"
            verdict = await person.test()
            assert verdict.startswith("Works. 2 model")
            assert "first word after" in verdict
            assert person.verdict.hint.text() == "m-1 answered: “OK”"
            assert not editor.caption.isVisible()
            assert person.pane.header.test.text() == "Test again"
            assert person.pane.header.test.property("kind") == "primary"
            assert person.mark_of("Home") == GREEN
            assert editor.model.models.stringList() == ["m-1", "m-2"]
            outcomes = {finding.step: finding.outcome for finding in person.verdict.findings}
            assert outcomes[Step.ANSWER] is Outcome.PASSED
            assert not person.verdict.steps.isVisible()
            opened.click(person.verdict.details.button)
            assert person.verdict.steps.isVisible()

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("reply", "verdict", "state"),
    [
        (
            json_reply({"error": {"message": "no"}}, 401),
            "The server refused the key.",
            "Key refused today",
        ),
        (
            Reply((b"<html>Welcome</html>",), 200, "text/html", framing="length"),
            "The server’s answer could not be understood.",
            "Test failed today",
        ),
        (json_reply({"object": "list", "data": []}), "This connection offers no model.", ""),
    ],
    ids=["401", "html", "no models"],
)
def test_the_first_failure_is_explained_and_marked(
    qloop, reply: Reply, verdict: str, state: str
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(MODELS, reply)
            opened.server.on(CHAT, reply)
            person = Person(opened)
            if not state:  # without a name of a model nothing can be asked
                person.fill(person.editor.model, "")
                await person.save()
            assert await person.test() == verdict
            assert person.verdict.hint.text()
            assert person.verdict.steps.isVisible()
            assert person.mark_of("Home") == RED
            if state:
                assert ("Home", state) in person.rows()

    qloop(scenario(), 20)


def test_what_the_server_said_can_be_read_and_copied(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            said = json_reply(
                {"error": {"message": "closed on Sundays"}}, 500, x_request_id="req-7"
            )
            opened.server.on(MODELS, said)
            opened.server.on(CHAT, said)
            person = Person(opened)
            assert await person.test() == "The server has a fault."
            assert not person.verdict.said.isVisible()
            opened.click(person.verdict.details.button)
            assert person.verdict.said.isVisible()
            assert "closed on Sundays" in person.verdict.said.text()
            assert "HTTP 500" in person.verdict.said.text()
            opened.click(person.verdict.copy)
            assert opened.toast() == "Copied."
            report = QGuiApplication.clipboard().text()
            assert "models: failed" in report
            assert "status: 500" in report
            assert "request id: req-7" in report

    qloop(scenario(), 20)


def test_a_server_without_a_list_works_where_a_model_is_named(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(MODELS, json_reply({"detail": "Not Found"}, 404))
            opened.server.on(CHAT, chat_reply("OK"))
            person = Person(opened)
            assert (await person.test()).startswith("Works, but lists no models.")

    qloop(scenario(), 20)


@pytest.mark.parametrize("by_key", [True, False], ids=["Escape", "button"])
def test_a_test_can_be_stopped(qloop, by_key: bool) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(MODELS, Reply((Stall(),), 200, "application/json"))
            person = Person(opened)
            person.editor.name.edit.setFocus()
            opened.click(person.pane.header.test)
            await opened.until(person.verdict.cancel.isVisible)
            assert not person.pane.header.test.isEnabled()
            await opened.until(lambda: opened.server.requests)
            if by_key:
                opened.press(Qt.Key.Key_Escape)
            else:
                opened.click(person.verdict.cancel)
            await opened.until(person.pane.header.test.isEnabled)
            assert not person.verdict.isVisible()
            assert person.editor.caption.isVisible()
            await opened.server.saw_close()

    qloop(scenario(), 20)


def test_what_is_not_saved_is_tested_as_it_is_typed_and_leaves_no_mark(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("OK"))
            person = Person(opened)
            person.fill(person.editor.key.field, "sk-new")
            assert (await person.test()).startswith("Works.")
            assert opened.server.requests[-1].headers["authorization"] == "Bearer sk-new"
            assert opened.ring.kept == {}
            assert person.mark_of("Home") is None

    qloop(scenario(), 20)


def test_the_last_verdict_is_known_after_a_restart(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(MODELS, json_reply({"error": {"message": "no"}}, 401))
            await Person(opened).test()
        async with window() as opened:
            person = Person(opened)
            assert ("Home", "Key refused today") in person.rows()
            assert person.pane.header.test.text() == "Test again"
            person.fill(person.editor.key.field, "sk-better")
            await person.save()
            await opened.until(lambda: person.mark_of("Home") is None)

    qloop(scenario(), 30)


def test_chips_say_what_is_known_and_since_when(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            limits = (
                ("x-ratelimit-limit-requests", "5000"),
                ("x-ratelimit-remaining-requests", "4980"),
            )
            answer = chat_reply("OK")
            opened.server.on(CHAT, Reply(answer.pieces, headers=limits))
            person = Person(opened)
            chips = person.editor.chips
            assert chips.chips[Capability.CHAT].accessibleName() == "Chat: not known"
            assert chips.chips[Capability.CHAT].toolTip() == "Not tried yet"
            await person.test()
            await opened.until(lambda: chips.chips[Capability.CHAT].accessibleName() == "Chat: yes")
            assert chips.chips[Capability.CHAT].toolTip().startswith("Learnt from the server on ")
            assert chips.limits.text() == "4,980 of 5,000 requests left"
            await person.begin("OpenAI")
            assert not chips.chips[Capability.CHAT].isVisible()
            await person.save()
            assert chips.chips[Capability.IMAGES].accessibleName() == "Pictures out: yes"
            assert chips.chips[Capability.IMAGES].toolTip() == "From the preset, not tried yet"
            assert not chips.limits.isVisible()

    qloop(scenario(), 20)


def test_the_models_are_listed_by_a_click(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            model = person.editor.model
            opened.click(model.all)
            await opened.until(lambda: model.edit.completer().popup().isVisible())
            assert model.models.stringList() == ["m-1", "m-2"]
            model.edit.completer().popup().hide()
            assert opened.services.servers.get(HOME).model == "m-1"

    qloop(scenario(), 20)
