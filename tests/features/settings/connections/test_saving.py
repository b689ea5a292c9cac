"""Setting a connection up: presets, addresses, what is wrong, what is saved, what is discarded."""

import pytest
from PySide6.QtCore import Qt

from desktop.core.connection import BUILT_IN_ID, DIRECT, Api, Trust
from desktop.store.settings import CONNECTION, MODEL
from tests.fakes.shapes import chat_reply
from tests.features.settings.connections.person import Person, focused
from tests.features.stage import CHAT, CTRL, HOME, window

KEY = "sk-canary-4711"


def test_the_first_connection_made_by_hand_answers_next(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            person = Person(opened)
            await person.begin("Other server…")
            editor = person.editor
            assert focused() is editor.url.edit
            person.fill(editor.url, opened.server.base_url)
            person.fill(editor.name, "Mine")
            person.fill(editor.key.field, KEY)
            person.fill(editor.model, "m-2")
            await person.save()
            await opened.until(lambda: opened.toast() == "Saved. New questions go to Mine.")
            assert opened.services.settings.get(MODEL) == "m-2"
            assert list(opened.ring.kept.values()) == [KEY]
            assert ("Mine", "Default for chat") in person.rows()
            opened.undo()  # "Back to the chat"
            assert opened.shell.current == "chat"
            await opened.answered("In?")
            last = opened.server.requests[-1]
            assert last.headers["authorization"] == f"Bearer {KEY}"
            assert last.json["model"] == "m-2"

    qloop(scenario(), 20)


def test_a_second_one_is_offered_and_becomes_the_default_by_a_click(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await person.begin("Ollama")
            await person.save()
            await opened.until(lambda: opened.toast() == "“Ollama” saved.")
            assert opened.services.settings.get(CONNECTION) == HOME
            opened.undo()  # "Use for chat"
            await opened.until(lambda: ("Ollama", "Default for chat") in person.rows())
            assert person.pane.header.tag.isVisible()

    qloop(scenario(), 20)


def test_a_preset_brings_its_address_as_long_as_nobody_has_typed_another(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await person.begin("OpenAI")
            editor = person.editor
            assert editor.url.text() == "https://api.openai.com/v1"
            assert editor.name.text() == "OpenAI"
            assert editor.key_page.isVisible()
            person.pick(editor.kind, "Ollama")
            assert editor.url.text() == "http://127.0.0.1:11434/v1"
            assert editor.name.text() == "Ollama"
            assert not editor.key_page.isVisible()
            person.fill(editor.url, "http://nas.test:11434/v1")
            person.pick(editor.kind, "OpenAI")
            assert editor.url.text() == "http://nas.test:11434/v1"

    qloop(scenario(), 20)


def test_an_address_tells_its_kind(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await person.begin("Other server…")
            person.fill(person.editor.url, "https://api.openai.com/v1")
            opened.press(Qt.Key.Key_Tab)
            assert person.editor.kind.currentText() == "OpenAI"

    qloop(scenario(), 20)


def test_what_is_to_be_filled_is_said_selected_and_not_saved(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await person.begin("Azure OpenAI")
            editor = person.editor
            assert editor.url.edit.selectedText() == "{resource}"
            assert editor.address.sentence.text() == "To be filled: {resource}"
            opened.click(person.pane.header.save)
            await opened.until(lambda: editor.address.is_wrong)
            assert editor.address.sentence.text() == "Put your own value where the braces are."
            assert focused() is editor.url.edit
            editor.select_blank()
            opened.type("mine")
            await opened.until(lambda: not editor.address.is_wrong)
            assert editor.url.text() == "https://mine.openai.azure.com/openai/v1"
            await person.save()
            saved = next(c for c in opened.services.servers.all() if c.name == "Azure OpenAI")
            assert (saved.preset, saved.base_url) == ("azure", editor.url.text())

    qloop(scenario(), 20)


@pytest.mark.parametrize("url", ["ftp://x.test", "", "http://a b", "http://me:secret@x.test/v1"])
def test_an_address_that_cannot_be_used_is_marked_and_nothing_else_is_lost(qloop, url: str) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await person.begin("Other server…")
            editor = person.editor
            person.fill(editor.name, "Odd")
            person.fill(editor.key.field, KEY)
            person.fill(editor.url, url)
            opened.press(Qt.Key.Key_S, CTRL)
            await opened.until(lambda: editor.address.is_wrong)
            assert editor.url.property("state") == "error"
            assert editor.url.edit.accessibleDescription().startswith("It must begin with")
            assert (editor.name.text(), editor.key.field.text()) == ("Odd", KEY)
            assert [c.id for c in opened.services.servers.all()] == [BUILT_IN_ID, HOME]

    qloop(scenario(), 20)


def test_everything_advanced_is_saved_and_shown_again(qloop, tmp_path) -> None:
    file = tmp_path / "own.pem"
    file.write_text("x")

    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await person.begin("OpenAI")
            editor, advanced = person.editor, person.editor.advanced
            assert not advanced.isVisible()
            opened.click(editor.fold.button)
            person.fill(advanced.organization, "org-1")
            person.fill(advanced.project, "proj-1")
            person.pick(advanced.api, "Responses")
            person.pick(advanced.limit, "2 minutes")
            person.pick(advanced.proxy.way, "Own address")
            person.fill(advanced.proxy.url, "socks5://127.0.0.1:9")
            certificates = advanced.certificates
            person.pick(certificates.trust, "An authority of my own")
            person.fill(certificates.ca_file, str(file))
            certificates.sends.setFocus()
            opened.press(Qt.Key.Key_Space)
            person.fill(certificates.certificate, str(file))
            await person.save()
            saved = next(c for c in opened.services.servers.all() if c.name == "OpenAI")
            assert (saved.organization, saved.project, saved.api) == (
                "org-1", "proj-1", Api.RESPONSES,
            )  # fmt: skip
            assert (saved.patience_s, saved.proxy) == (120.0, "socks5://127.0.0.1:9")
            assert (saved.trust, saved.ca_file) == (Trust.SYSTEM, str(file))
            assert (saved.certificate_file, saved.certificate_key_file) == (str(file), "")
            person.open("Home")
            person.open("OpenAI")
            assert advanced.isVisible()  # something in it is set
            assert not editor.is_edited
            assert certificates.ca_file.text() == str(file)
            person.pick(advanced.proxy.way, "None")
            await person.save()
            assert opened.services.servers.get(saved.id).proxy == DIRECT

    qloop(scenario(), 30)


def test_a_proxy_and_a_file_that_are_wrong_are_marked_where_they_are(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            advanced = person.editor.advanced
            person.editor.fold.unfold()
            person.pick(advanced.proxy.way, "Own address")
            person.fill(advanced.proxy.url, "proxy.example:3128")
            person.pick(advanced.certificates.trust, "An authority of my own")
            person.fill(advanced.certificates.ca_file, "/no/such/file.pem")
            opened.click(person.pane.header.save)
            await opened.until(lambda: advanced.proxy.address.is_wrong)
            assert advanced.certificates.authority.is_wrong
            assert advanced.certificates.authority.sentence.text() == "There is no such file."
            assert focused() is advanced.proxy.url.edit
            await opened.settled()
            assert not advanced.proxy.url.visibleRegion().isEmpty()  # it was scrolled to
            assert not opened.services.servers.get(HOME).proxy

    qloop(scenario(), 20)


def test_a_certificate_that_is_not_checked_is_seen_all_the_time(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            person.editor.fold.unfold()
            person.pick(person.editor.advanced.certificates.trust, "Do not check")
            assert person.pane.warning.isVisible()
            await person.save()
            assert opened.services.servers.get(HOME).trust is Trust.NOBODY
            person.open("Built-in engine")
            assert not person.pane.warning.isVisible()
            assert ("Home", "Its certificate is not checked") in person.rows()
            person.open("Home")
            assert person.pane.warning.isVisible()
            person.answer(person.pane.warning, "Check it again")
            assert not person.pane.warning.isVisible()
            await person.save()
            assert opened.services.servers.get(HOME).trust is Trust.SYSTEM

    qloop(scenario(), 20)


def test_escape_takes_changes_back_and_undo_brings_them_again(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            editor = person.editor
            await opened.settled()
            person.fill(editor.name, "Other")
            person.fill(editor.key.field, KEY)
            assert person.pane.header.save.isVisible()
            opened.press(Qt.Key.Key_Escape)
            assert (editor.name.text(), editor.key.field.text()) == ("Home", "")
            assert not person.pane.header.save.isVisible()
            assert opened.toast() == "Changes discarded."
            opened.undo()
            await opened.until(lambda: editor.name.text() == "Other")
            assert editor.key.field.text() == KEY
            await person.save()
            assert opened.services.servers.get(HOME).name == "Other"
            assert list(opened.ring.kept.values()) == [KEY]

    qloop(scenario(), 20)


def test_a_new_connection_that_is_not_wanted_leaves_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await person.begin("OpenAI")
            assert ("OpenAI", "Not saved yet") in person.rows()
            opened.click(person.pane.header.discard)
            assert [name for name, _state in person.rows()] == ["Home", "Built-in engine"]
            assert person.pane.shown.id == HOME

    qloop(scenario(), 20)


def test_leaving_changes_asks_in_place(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await opened.settled()
            question = person.pane.leave_question
            person.fill(person.editor.name, "Other")
            person.open("Built-in engine")
            assert question.isVisible()
            assert question.title.text() == "“Home” has changes that are not saved."
            assert person.page.side.list.currentIndex().data() == "Home"
            opened.press(Qt.Key.Key_Escape)
            assert not question.isVisible()
            assert person.editor.name.text() == "Other"
            person.open("Built-in engine")
            person.answer(question, "Discard")
            assert person.pane.shown.is_built_in
            person.open("Home")
            await opened.settled()
            person.fill(person.editor.name, "Third")
            person.open("Built-in engine")
            person.answer(question, "Save")
            await opened.until(lambda: person.pane.shown.is_built_in)
            assert opened.services.servers.get(HOME).name == "Third"

    qloop(scenario(), 20)


def test_what_cannot_be_saved_is_not_left(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await opened.settled()
            person.fill(person.editor.url, "ftp://x")
            person.open("Built-in engine")
            person.answer(person.pane.leave_question, "Save")
            await opened.until(lambda: person.editor.address.is_wrong)
            assert person.pane.shown.id == HOME

    qloop(scenario(), 20)
