"""Where secrets are kept, and that they show nowhere else: typed, they can be seen; kept, never."""

import logging

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from desktop.core.connection import BUILT_IN_ID, Secret
from desktop.features.settings.connections.secret_field import DOTS
from desktop.services.secret_headers import read_headers
from desktop.store.secrets import Place, SecretKind
from tests.fakes.shapes import chat_reply, json_reply
from tests.features.settings.connections.person import Person, holding
from tests.features.stage import CHAT, CTRL, HOME, window

CANARY = "canary4711"
KEY, HEADER, LOGIN, PASSPHRASE = (f"{CANARY}-{kind}" for kind in ("key", "head", "proxy", "cert"))


def test_a_key_is_hidden_shown_on_demand_while_it_is_new_and_never_again(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            field = person.editor.key.field
            await opened.settled()
            assert not field.eye.isEnabled()
            person.fill(field, KEY)
            assert field.edit.echoMode() is QLineEdit.EchoMode.Password
            opened.click(field.eye)
            assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
            await person.save()
            assert list(opened.ring.kept.values()) == [KEY]
            assert (field.edit.text(), field.edit.placeholderText()) == ("", DOTS)
            assert field.edit.echoMode() is QLineEdit.EchoMode.Password
            assert not field.eye.isEnabled()
            assert "Kept in the system’s keyring, never in a file." in person.texts()

    qloop(scenario(), 20)


def test_an_unchanged_key_stays(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            person.fill(person.editor.key.field, KEY)
            await person.save()
            person.fill(person.editor.name, "Renamed")
            await person.save()
            assert list(opened.ring.kept.values()) == [KEY]

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("words", "place", "files"),
    [("Until the end", Place.MEMORY, []), ("In a file", Place.FILE, ["secrets.json"])],
)
def test_without_a_keyring_the_person_says_where_and_the_save_goes_on(
    qloop, words: str, place: Place, files: list[str]
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.ring.fails = True
            person = Person(opened)
            question = person.pane.place_question
            person.fill(person.editor.key.field, KEY)
            person.fill(person.editor.name, "Kept")
            opened.click(person.pane.header.save)
            await opened.until(question.isVisible)
            assert holding(KEY) == []
            assert opened.services.servers.get(HOME).name == "Home"
            person.answer(question, words)
            await opened.until(lambda: opened.services.servers.get(HOME).name == "Kept")
            await opened.settled()
            assert not question.isVisible()
            assert await opened.services.servers.place_of(HOME) == (place, "")
            assert await opened.services.servers.secret_of(HOME) == Secret(KEY)
            assert holding(KEY) == files
            assert person.editor.key.field.edit.text() == ""

    qloop(scenario(), 20)


def test_a_question_that_is_closed_keeps_nothing_and_loses_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.ring.fails = True
            person = Person(opened)
            await person.begin("OpenAI")
            person.fill(person.editor.key.field, KEY)
            opened.press(Qt.Key.Key_S, CTRL)
            await opened.until(person.pane.place_question.isVisible)
            opened.press(Qt.Key.Key_Escape)
            await opened.settled()
            assert not person.pane.place_question.isVisible()
            assert person.editor.key.field.text() == KEY
            assert holding(KEY) == []
            assert [c.id for c in opened.services.servers.all()] == [BUILT_IN_ID, HOME]

    qloop(scenario(), 20)


def test_a_file_is_asked_about_before_it_is_used(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            key, question = person.editor.key, person.pane.place_question
            person.fill(key.field, KEY)
            opened.click(key.place.button)
            await person.choose("In a file…")
            assert question.title.text() == "Keep this secret in a file?"
            person.answer(question, "Cancel")
            assert key.place.place is Place.KEYRING
            opened.click(key.place.button)
            await person.choose("In a file…")
            person.answer(question, "In a file")
            assert key.place.place is Place.FILE
            assert holding(KEY) == []
            await person.save()
            assert holding(KEY) == ["secrets.json"]
            assert opened.ring.kept == {}

    qloop(scenario(), 20)


def test_a_kept_key_moves_without_being_typed_again(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            key = person.editor.key
            person.fill(key.field, KEY)
            await person.save()
            opened.click(key.place.button)
            await person.choose("Until the program ends")
            assert person.editor.is_edited
            await person.save()
            assert opened.ring.kept == {}
            assert await opened.services.servers.secret_of(HOME) == Secret(KEY)
            assert key.field.edit.text() == ""

    qloop(scenario(), 20)


def test_a_kept_key_can_be_forgotten(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            person.fill(person.editor.key.field, KEY)
            await person.save()
            opened.click(person.editor.key.place.button)
            await person.choose("Forget it")
            await person.save()
            assert opened.ring.kept == {}
            assert person.editor.key.field.edit.placeholderText() == ""

    qloop(scenario(), 20)


def test_a_variable_is_named_checked_and_never_read_into_the_window(
    qloop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORIOLE_TEST_KEY", KEY)

    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("OK"))
            person = Person(opened)
            place = person.editor.key.place
            opened.click(place.button)
            await person.choose("In an environment variable")
            assert not person.editor.key.field.isVisible()
            opened.type("1x")
            opened.click(person.pane.header.save)
            await opened.until(lambda: person.editor.key.is_wrong)
            person.fill(place.variable, "ORIOLE_OTHER_KEY")
            assert "The variable is not set now." in person.texts()
            person.fill(place.variable, "ORIOLE_TEST_KEY")
            assert "The variable is set. Its value is never shown." in person.texts()
            assert (await person.test()).startswith("Works.")
            assert opened.server.requests[-1].headers["authorization"] == f"Bearer {KEY}"
            await person.save()
            where = await opened.services.servers.place_of(HOME)
            assert where == (Place.ENVIRONMENT, "ORIOLE_TEST_KEY")
            person.open("Built-in engine")
            person.open("Home")
            await opened.settled()
            assert place.variable.text() == "ORIOLE_TEST_KEY"
            assert KEY not in person.texts()
            assert holding(KEY) == []

    qloop(scenario(), 20)


def test_headers_are_added_kept_unseen_and_removed(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            table, servers = person.editor.advanced.headers, opened.services.servers
            person.editor.fold.unfold()
            for name, value in (("X-Team", HEADER), ("X-Bad Name", "x")):
                table.add.setFocus()
                opened.press(Qt.Key.Key_Space)
                opened.type(name)
                person.fill(table.rows[-1].value, value)
            opened.press(Qt.Key.Key_S, CTRL)
            await opened.until(lambda: person.editor.is_marked)
            assert "A header has a name of letters" in person.texts()
            person.fill(table.rows[1].name, "X-Good")
            await person.save()
            await opened.until(lambda: len(table.rows) == 2)
            kept = read_headers(await servers.secret_of(HOME, SecretKind.HEADERS))
            assert kept == (("X-Team", Secret(HEADER)), ("X-Good", Secret("x")))
            assert [row.name.text() for row in table.rows] == ["X-Team", "X-Good"]
            assert [row.value.edit.text() for row in table.rows] == ["", ""]
            assert not person.editor.is_edited
            person.fill(table.rows[1].name, "X-Fine")  # its value stays what it is
            opened.press(Qt.Key.Key_Escape)
            await opened.until(lambda: table.rows and table.rows[1].name.text() == "X-Good")
            opened.undo()
            await opened.until(lambda: table.rows and table.rows[1].name.text() == "X-Fine")
            assert HEADER not in person.texts()
            table.rows[0].remove.setFocus()
            opened.press(Qt.Key.Key_Space)
            await person.save()
            kept = read_headers(await servers.secret_of(HOME, SecretKind.HEADERS))
            assert kept == (("X-Fine", Secret("x")),)

    qloop(scenario(), 30)


def test_no_secret_of_any_kind_shows_after_it_is_saved(
    qloop, tmp_path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    file = tmp_path / "own.pem"
    file.write_text("x")

    async def scenario() -> None:
        async with window() as opened:
            told = {"error": {"message": f"bad {KEY} and {HEADER}"}}
            opened.server.on(CHAT, json_reply(told, 401, x_request_id=KEY))
            person = Person(opened)
            person.editor.fold.unfold()
            _type_key_and_header(person)
            assert await person.test() == "The server refused the key."
            person.verdict.details.unfold()
            opened.click(person.verdict.copy)
            report = QGuiApplication.clipboard().text()
            assert "code: api.key_refused" in report
            _type_login_and_passphrase(person, str(file))
            assert CANARY not in repr(person.editor.draft()) + report
            await person.save()
            assert len(opened.ring.kept) == 4
            table = person.editor.advanced.headers
            await opened.until(lambda: table.rows and table.rows[0].name.text() == "X-Team")
            assert CANARY not in person.texts() + person.verdict.said.text()
            assert all(CANARY not in words for words in opened.notices())
            assert CANARY not in repr(opened.services.servers.all())
            person.open("Built-in engine")
            person.open("Home")
            await opened.settled()
            assert CANARY not in person.texts()

    qloop(scenario(), 30)
    assert CANARY not in caplog.text
    assert holding(CANARY) == []


def _type_key_and_header(person: Person) -> None:
    person.fill(person.editor.key.field, KEY)
    table = person.editor.advanced.headers
    table.add.setFocus()
    person.opened.press(Qt.Key.Key_Space)
    person.opened.type("X-Team")
    person.fill(table.rows[0].value, HEADER)


def _type_login_and_passphrase(person: Person, file: str) -> None:
    advanced = person.editor.advanced
    person.pick(advanced.proxy.way, "Own address")
    person.fill(advanced.proxy.url, "http://127.0.0.1:9")
    person.fill(advanced.proxy.login.field, f"me:{LOGIN}")
    advanced.certificates.sends.setFocus()
    person.opened.press(Qt.Key.Key_Space)
    person.fill(advanced.certificates.certificate, file)
    person.fill(advanced.certificates.passphrase.field, PASSPHRASE)


def test_a_locked_keyring_still_shows_the_form(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            person = Person(opened)
            table = person.editor.advanced.headers
            person.editor.fold.unfold()
            opened.click(table.add)
            opened.type("X-Team")
            person.fill(table.rows[0].value, HEADER)
            await person.save()
            opened.ring.fails = True
            person.open("Built-in engine")
            person.open("Home")
            await opened.until(lambda: opened.toast().startswith("This system has no keyring"))
            assert person.editor.url.text() == opened.server.base_url
            assert not person.editor.is_edited
            opened.ring.fails = False
            person.open("Built-in engine")
            person.open("Home")
            await opened.until(lambda: table.rows and table.rows[0].name.text() == "X-Team")

    qloop(scenario(), 20)
