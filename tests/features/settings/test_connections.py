"""Setting up a server: the test's verdict, saving, where the key is kept, and that it shows nowhere."""

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop.core.connection import BUILT_IN_ID
from desktop.features.settings.connections import ConnectionsPage
from desktop.store.settings import CONNECTION, MODEL
from tests.fakes.byte_server import Reply
from tests.fakes.shapes import chat_reply, json_reply
from tests.features.stage import CHAT, CTRL, HOME, MODELS, Window, window
from tests.features.words import shown

CANARY = "sk-canary-4711"


def _page(opened: Window) -> ConnectionsPage:
    return opened.settings.connections


def _fill(opened: Window, field: object, text: str) -> None:
    edit = field.edit  # type: ignore[attr-defined]
    edit.setFocus()
    opened.press(Qt.Key.Key_A, CTRL)
    opened.type(text)


def _new(opened: Window) -> ConnectionsPage:
    page = _page(opened)
    page.chooser.setFocus()
    opened.press(Qt.Key.Key_End)
    assert page.chooser.currentText() == "New connection"
    return page


async def _verdict(opened: Window) -> str:
    page = _page(opened)
    opened.click(page.test)
    await opened.until(page.verdict.isVisible)
    await opened.until(page.test.isEnabled)
    return page.verdict.title.text()


def test_a_server_that_answers_is_said_to_work(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            assert page.url.text() == opened.server.base_url
            assert await _verdict(opened) == "Works: 2 models."
            assert page.model.edit.completer() is not None

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (json_reply({"error": {"message": "no"}}, 401), "The server refused the key."),
        (json_reply({"detail": "Not Found"}, 404), "The server does not know this model or address."),
        (
            Reply((b"<html>Welcome</html>",), 200, "text/html", framing="length"),
            "The server’s answer could not be understood.",
        ),
        (json_reply({"error": "broken"}, 500), "The server has a fault."),
    ],
    ids=["401", "404", "html", "500"],
)  # fmt: skip
def test_a_server_that_refuses_is_explained(qloop, reply: Reply, verdict: str) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(MODELS, reply)
            assert await _verdict(opened) == verdict

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("url", "verdict", "is_marked"),
    [
        ("http://127.0.0.1:9/v1", "The server cannot be reached.", False),
        ("http://nowhere.invalid/v1", "The server cannot be reached.", False),
        ("ftp://example.test", "This address cannot be used.", True),
        ("", "This address cannot be used.", True),
    ],
    ids=["refused", "no such name", "another scheme", "empty"],
)
def test_an_address_that_cannot_work_is_explained(
    qloop, url: str, verdict: str, is_marked: bool
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page = _new(opened)
            _fill(opened, page.url, url)
            assert await _verdict(opened) == verdict
            assert (page.url.property("state") == "error") == is_marked

    qloop(scenario(), 20)


def test_a_new_connection_is_saved_and_answers_next(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            page = _new(opened)
            _fill(opened, page.name, "Mine")
            _fill(opened, page.url, opened.server.base_url)
            _fill(opened, page.key, CANARY)
            _fill(opened, page.model, "m-2")
            opened.click(page.save)
            await opened.until(lambda: opened.toast() == "Saved. New questions go to Mine.")
            made = opened.services.settings.get(CONNECTION)
            assert opened.services.settings.get(MODEL) == "m-2"
            assert list(opened.ring.kept.values()) == [CANARY]
            assert page.chooser.currentText() == "Mine"
            assert page.key.edit.text() == ""
            opened.undo()  # "Back to the chat"
            assert opened.shell.current == "chat"
            await opened.until(lambda: opened.pane.composer.picker.text() == "m-2 · Mine")
            await opened.answered("In?")
            last = opened.server.requests[-1]
            assert last.headers["authorization"] == f"Bearer {CANARY}"
            assert last.json["model"] == "m-2"
            assert opened.services.servers.get(made).name == "Mine"

    qloop(scenario(), 20)


def test_an_unchanged_key_stays(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            _fill(opened, page.key, CANARY)
            opened.click(page.save)
            await opened.until(lambda: opened.toast().startswith("Saved."))
            _fill(opened, page.name, "Renamed")
            opened.click(page.save)
            await opened.until(lambda: page.chooser.findText("Renamed") >= 0)
            assert list(opened.ring.kept.values()) == [CANARY]
            assert (await opened.services.servers.key_of(HOME)).reveal() == CANARY

    qloop(scenario(), 20)


def _choice(page: ConnectionsPage, words: str) -> QPushButton:
    buttons = page.question.findChildren(QPushButton)
    return next(button for button in buttons if button.text() == words)


@pytest.mark.parametrize(("words", "is_kept"), [("Until the end", False), ("In a file", True)])
def test_without_a_keyring_the_person_says_where_the_key_is_kept(
    qloop, words: str, is_kept: bool
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.ring.fails = True
            page = _page(opened)
            _fill(opened, page.key, CANARY)
            opened.click(page.save)
            await opened.until(page.question.isVisible)
            assert _holding(CANARY) == []
            opened.click(_choice(page, words))
            await opened.until(lambda: opened.toast().startswith("Saved."))
            assert not page.question.isVisible()
            assert (await opened.services.servers.key_of(HOME)).reveal() == CANARY
            files = _holding(CANARY)
            assert [file.name for file in files] == (["secrets.json"] if is_kept else [])
            assert all(file.stat().st_mode & 0o077 == 0 for file in files)

    qloop(scenario(), 20)


def test_a_question_that_is_closed_keeps_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.ring.fails = True
            page = _new(opened)
            _fill(opened, page.url, "http://127.0.0.1:9/v1")
            _fill(opened, page.key, CANARY)
            opened.click(page.save)
            await opened.until(page.question.isVisible)
            page.question.closed.emit()
            await opened.settled()
            assert not page.question.isVisible()
            assert _holding(CANARY) == []
            assert [c.id for c in opened.services.servers.all()] == [BUILT_IN_ID, HOME]

    qloop(scenario(), 20)


def test_a_removed_connection_is_forgotten_with_its_key(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            _fill(opened, page.key, CANARY)
            opened.click(page.save)
            await opened.until(lambda: opened.toast().startswith("Saved."))
            opened.click(page.remove)
            await opened.until(lambda: page.chooser.count() == 1)
            await opened.until(lambda: opened.services.settings.get(CONNECTION) == BUILT_IN_ID)
            await opened.until(lambda: page.url.text() == "")
            assert opened.ring.kept == {}
            assert [c.id for c in opened.services.servers.all()] == [BUILT_IN_ID]

    qloop(scenario(), 20)


def test_a_key_shows_nowhere(qloop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, json_reply({"error": {"message": f"bad {CANARY}"}}, 401))
            page = _page(opened)
            _fill(opened, page.key, CANARY)
            assert page.key.edit.echoMode() is QLineEdit.EchoMode.Password
            assert page.key.edit.displayText() != CANARY
            await _verdict(opened)
            opened.click(page.save)
            await opened.until(lambda: opened.toast().startswith("Saved."))
            assert CANARY not in _all_texts(opened)
            opened.press(Qt.Key.Key_1, CTRL)
            await opened.answered("In?")
            assert CANARY not in _all_texts(opened)
            assert all(CANARY not in words for words in opened.notices())
            hints = [m.entry.notice.hint for m in opened.pane.model.messages if m.entry.notice]
            assert all(CANARY not in hint for hint in hints)
            assert CANARY not in repr(opened.services.servers.all())

    qloop(scenario(), 20)
    assert CANARY not in caplog.text
    assert _holding(CANARY) == []


def _all_texts(opened: Window) -> str:
    return "\n".join(text for _what, text in shown(opened.shell))


def _holding(text: str) -> list[Path]:
    """Give the files in the home that hold `text`."""
    files = (file for file in Path.home().rglob("*") if file.is_file())
    return [file for file in files if text.encode() in file.read_bytes()]
