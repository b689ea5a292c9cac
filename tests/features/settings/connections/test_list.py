"""The list of connections: keys, menu, default, names, copies, removal and its undo; finds below it."""

import pytest
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QDesktopServices

from desktop.core.connection import BUILT_IN_ID, Secret
from desktop.services.discovery import Found
from desktop.services.presets import Preset, preset
from desktop.store.secrets import SecretKind
from desktop.store.settings import CONNECTION
from tests.fakes.byte_server import ByteServer
from tests.fakes.shapes import chat_reply, json_reply
from tests.features.settings.connections.person import Person, focused
from tests.features.stage import CHAT, CTRL, HOME, MODELS, window

KEY = "sk-canary-4711"


def test_arrows_and_letters_go_through_the_list(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            person.page.side.list.setFocus()
            opened.press(Qt.Key.Key_Down)
            assert person.pane.shown.is_built_in
            assert person.pane.built_in.isVisible()
            opened.type("h")
            assert person.pane.shown.id == HOME
            assert person.editor.isVisible()

    qloop(scenario(), 20)


def test_a_name_is_edited_in_the_list_and_what_was_typed_stays(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await opened.settled()
            person.fill(person.editor.model, "m-9")
            person.page.side.list.setFocus()
            opened.press(Qt.Key.Key_F2)
            opened.type("Office")
            opened.press(Qt.Key.Key_Return)
            await opened.until(lambda: opened.services.servers.get(HOME).name == "Office")
            await opened.until(lambda: person.editor.name.text() == "Office")
            assert person.editor.model.text() == "m-9"
            assert person.pane.header.title.text() == "Office"
            assert opened.services.servers.get(HOME).model == "m-1"

    qloop(scenario(), 20)


def test_a_removed_connection_comes_back_with_its_secrets(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person, servers = Person(opened), opened.services.servers
            person.fill(person.editor.key.field, KEY)
            await person.save()
            before = servers.get(HOME)
            person.page.side.list.setFocus()
            opened.press(Qt.Key.Key_Delete)
            await opened.until(lambda: opened.toast() == "“Home” removed.")
            assert opened.ring.kept == {}
            assert [name for name, _state in person.rows()] == ["Built-in engine"]
            assert opened.services.settings.get(CONNECTION) == BUILT_IN_ID
            assert person.pane.shown.is_built_in
            opened.undo()
            await opened.until(lambda: person.pane.shown.id == HOME)
            assert servers.get(HOME) == before
            assert await servers.secret_of(HOME) == Secret(KEY)
            assert opened.services.settings.get(CONNECTION) == HOME
            assert ("Home", "Default for chat") in person.rows()

    qloop(scenario(), 20)


def test_the_built_in_engine_cannot_be_removed(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            person.open("Built-in engine")
            person.page.side.list.setFocus()
            opened.press(Qt.Key.Key_Delete)
            opened.press(Qt.Key.Key_Backspace)
            await opened.settled()
            assert len(person.rows()) == 2
            assert not person.pane.header.remove.isVisible()
            opened.click(person.pane.header.use)
            await opened.until(lambda: opened.services.settings.get(CONNECTION) == BUILT_IN_ID)
            assert not person.pane.header.use.isVisible()

    qloop(scenario(), 20)


def test_a_locked_keyring_does_not_let_a_connection_go_half(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            person.fill(person.editor.key.field, KEY)
            await person.save()
            opened.ring.fails = True
            opened.click(person.pane.header.remove)
            await opened.until(lambda: opened.toast().startswith("This system has no keyring"))
            assert [name for name, _state in person.rows()] == ["Home", "Built-in engine"]

    qloop(scenario(), 20)


def test_the_menu_copies_with_secrets_and_sets_the_default(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person, servers = Person(opened), opened.services.servers
            person.fill(person.editor.key.field, KEY)
            await person.save()
            person.open_menu("Home")
            await person.choose("Duplicate")
            await opened.until(lambda: person.editor.name.text() == "Home (copy)")
            copy = person.pane.shown
            assert copy.base_url == servers.get(HOME).base_url
            assert await servers.secret_of(copy.id, SecretKind.KEY) == Secret(KEY)
            person.open_menu("Home (copy)")
            await person.choose("Set as default")
            await opened.until(lambda: opened.services.settings.get(CONNECTION) == copy.id)
            person.open_menu("Home")
            await person.choose("Remove")
            await opened.until(lambda: len(person.rows()) == 2)

    qloop(scenario(), 20)


def test_the_menu_tests_another_connection(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("OK"))
            person = Person(opened)
            person.open("Built-in engine")
            person.open_menu("Home")
            await person.choose("Test")
            await opened.until(lambda: person.pane.testing.has_verdict)
            assert person.pane.shown.id == HOME

    qloop(scenario(), 20)


def _ollama(url: str, *, needs_key: bool = False) -> Found:
    row = preset("ollama")
    assert row is not None
    return Found(row, url, () if needs_key else ("a", "b", "c"), needs_key)


def test_a_find_gets_nothing_before_it_is_added_and_is_no_default_then(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as opened:
            person = Person(opened)
            found = person.page.side.found
            await opened.until(lambda: not found.is_looking)
            asked = len(opened.server.requests)
            found.show_finds([_ollama(f"{opened.server.origin}/found/v1")])
            await opened.settled()
            assert "Add Ollama on this computer" in person.texts()
            assert "3 models" in person.texts()
            assert len(opened.server.requests) == asked
            opened.click(found.suggestions[0].add)
            await opened.until(
                lambda: ("Ollama on this computer", "Not tested yet") in person.rows()
            )
            assert person.pane.shown.preset == "ollama"
            assert opened.services.settings.get(CONNECTION) == BUILT_IN_ID
            await opened.until(lambda: not found.suggestions)
            assert opened.ring.kept == {}

    qloop(scenario(), 20)


def test_a_find_that_asks_for_a_key_opens_the_form_for_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await opened.until(lambda: not person.page.side.found.is_looking)
            person.page.side.found.show_finds([_ollama("http://127.0.0.1:9/v1", needs_key=True)])
            await opened.settled()
            assert "Asks for a key" in person.texts()
            opened.click(person.page.side.found.suggestions[0].add)
            assert focused() is person.editor.key.field.edit
            assert person.editor.url.text() == "http://127.0.0.1:9/v1"
            assert [c.id for c in opened.services.servers.all()] == [BUILT_IN_ID, HOME]

    qloop(scenario(), 20)


def test_what_is_known_is_not_found_and_no_result_is_said_to_who_asked(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            person.page.looked_for = [_row_for(opened.server.origin)]
            opened.click(person.page.side.search)
            await opened.until(
                lambda: "No other server answers on this computer." in person.texts()
            )
            assert opened.server.requests == []  # Home is there: nobody knocks at its port


def _row_for(origin: str) -> Preset:
    port = int(origin.rpartition(":")[2])
    return Preset(
        "test", "Test", f"{origin}/v1", needs_key=False, is_local=True, ports=(port,), owner="test"
    )


def test_a_server_on_this_computer_is_found_when_the_page_opens(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened, ByteServer() as other:
            other.on(
                MODELS,
                json_reply(
                    {"object": "list", "data": [{"id": "x", "owned_by": "test"}, {"id": "y"}]}
                ),
            )
            person = Person(opened)
            person.page.looked_for = [_row_for(other.origin)]
            opened.press(Qt.Key.Key_1, CTRL)
            opened.press(Qt.Key.Key_Comma, CTRL)
            found = person.page.side.found
            await opened.until(lambda: found.suggestions)
            await opened.settled()
            assert "2 models" in person.texts()
            sent = [name for request in other.requests for name in request.headers]
            assert "authorization" not in sent
            assert {request.method for request in other.requests} == {"GET"}

    qloop(scenario(), 20)


class Browser(QObject):
    """Stands for the system's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot("QUrl")
    def open(self, url) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(qapp):
    """Take the pages that would open in the system's browser."""
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")
    yield browser
    QDesktopServices.unsetUrlHandler("https")


def test_the_page_where_keys_are_made_opens_in_the_browser(qloop, browser: Browser) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            await person.begin("OpenAI")
            opened.click(person.editor.key_page)
            assert browser.opened == ["https://platform.openai.com/api-keys"]

    qloop(scenario(), 20)


def test_a_place_in_the_settings_is_a_connection(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            person.page.show_place(BUILT_IN_ID)
            assert person.pane.shown.is_built_in
            person.page.show_place("gone")
            assert person.pane.shown.is_built_in

    qloop(scenario(), 20)
