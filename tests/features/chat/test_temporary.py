"""Temporary chats: nothing of them is ever on the disk."""

import hashlib
import logging
from pathlib import Path

from PySide6.QtCore import Qt

from desktop.core.types import Draft, Kind, Part, PartType, State
from desktop.store.paths import Paths
from desktop.store.records import TEMPORARY_FROM
from desktop.store.search.indexing import Indexer
from desktop.ui.navigation import Role
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window
from tests.store.stores import asked, said, store

_SECRET = "canary-of-a-temporary-chat"


def _folders() -> list[Path]:
    paths = Paths.find()
    return [paths.data, paths.config, paths.cache]


def _files() -> dict[str, bytes]:
    """Give what the data folder holds, but for the locks of SQLite's readers."""
    folder = Paths.find().data
    found = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".db-shm"]
    return {file.name: hashlib.sha256(file.read_bytes()).digest() for file in found}


def _holds_secret() -> list[Path]:
    files = [file for folder in _folders() for file in folder.rglob("*") if file.is_file()]
    return [file for file in files if _SECRET.encode() in file.read_bytes()]


async def _indexed(opened: Window) -> None:
    """Let the index for the search be made, which happens with the first look."""
    while await opened.services.conversations._db.write(Indexer().step):
        await opened.settled()


async def _begun(opened: Window) -> int:
    opened.press(Qt.Key.Key_N, CTRL | SHIFT)
    await opened.until(lambda: (opened.view.conversation.id or 0) >= TEMPORARY_FROM)
    await opened.until(lambda: opened.view.temporary._banner is not None)
    assert opened.view.temporary._banner.isVisible()
    made = opened.view.conversation.id
    assert made is not None
    return made


def test_nothing_of_it_reaches_the_disk_while_it_runs_or_after(qloop, caplog, tmp_path) -> None:
    attached = tmp_path / "attached.txt"
    attached.write_text(f"The file of {_SECRET}.")

    async def scenario() -> None:
        caplog.set_level(logging.DEBUG)
        async with window() as opened:
            opened.server.on(CHAT, chat_reply(f"You said {_SECRET}."))
            await _indexed(opened)
            before = _files()
            made = await _begun(opened)
            opened.pane.composer.editor.setFocus()
            opened.type(f"{_SECRET} as a draft")
            await opened.until(lambda: opened.view.side.model.conversation(made).has_draft)
            opened.press(Qt.Key.Key_A, CTRL)
            attaching = opened.view.writing.attaching
            attaching.add_files([(attached, attached.name)])
            await opened.until(lambda: attaching.parts and not attaching.is_preparing)
            await opened.answered(f"What is {_SECRET}?")
            await opened.until(lambda: opened.pane.title.text() == f"What is {_SECRET}?")
            index = opened.view.side.model.index(opened.row_of(f"What is {_SECRET}?"))
            assert index.data(Role.MARK) == "message-circle-dashed"
            await opened.services.conversations.keep_draft(made, Draft(_SECRET))
            opened.press(Qt.Key.Key_N, CTRL)
            await opened.until(lambda: not opened.view.temporary._banner.isVisible())
            opened.click_row(opened.row_of(f"What is {_SECRET}?"))
            await opened.until(opened.view.temporary._banner.isVisible)
            await opened.settled()
            after = _files()
            for files in (before, after):
                files.pop("window.toml", None)  # says that no stored chat is open
            assert after == before
            assert _holds_secret() == []
            assert opened.services.window_state.state.conversation_id == 0
            opened.view.flush()
        assert _holds_secret() == []
        assert _SECRET not in caplog.text
        async with window() as opened:
            await opened.settled()
            assert opened.rows() == []
            assert opened.pane.greeting.isVisible()

    qloop(scenario(), 40)


def test_one_in_which_nothing_was_said_is_forgotten_when_it_is_left(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.click(opened.view.side.temporary)
            await opened.until(lambda: opened.rows() == ["New chat"])
            first = await _begun(opened)
            opened.press(Qt.Key.Key_N, CTRL | SHIFT)  # a second press opens no second one
            await opened.settled()
            assert opened.view.conversation.id == first
            opened.press(Qt.Key.Key_N, CTRL)
            await opened.until(lambda: not opened.rows())
            assert not opened.view.temporary._banner.isVisible()

    qloop(scenario(), 20)


def test_it_is_deleted_and_brought_back_like_any_other(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await _begun(opened)
            await opened.answered("Hello")
            await opened.until(lambda: opened.rows() == ["Hello"])
            opened.click_row(opened.row_of("Hello"))
            opened.press(Qt.Key.Key_Delete)
            await opened.until(lambda: not opened.rows())
            opened.undo()
            await opened.until(lambda: opened.texts() == ["Hello", "Yes."])
            opened.right_click_row(opened.row_of("Hello"))
            opened.choose("Delete")  # neither pinned nor archived: it is in no other place
            await opened.until(lambda: not opened.rows())

    qloop(scenario(), 20)


def test_its_files_are_in_memory_and_go_with_it(aloop) -> None:
    async def scenario() -> None:
        async with store() as conversations:
            _, _, answer = await asked(conversations)  # the ordinary database is there
            await conversations.finish(answer.id, State.COMPLETE, said("Yes."))
            before = _files()
            made = await conversations.create(Kind.CHAT, temporary=True)
            blob = await conversations.blobs.put(
                _SECRET.encode() * 1_000, "text/plain", temporary=True
            )
            shared = await conversations.blobs.put(b"shared", "text/plain", temporary=True)
            parts = [Part(PartType.FILE, blob=one.sha256) for one in (blob, shared)]
            await conversations.ask(made.id, None, parts, "m", "c")
            other = await conversations.create(Kind.CHAT, temporary=True)
            await conversations.ask(other.id, None, parts[1:], "m", "c")
            assert _SECRET.encode() in await conversations.blobs.read(blob.sha256)
            assert _files() == before
            await conversations.delete_for_good(made.id)
            assert list(conversations.blobs._in_memory) == [shared.sha256]
            await conversations.delete_for_good(other.id)
            assert not conversations.blobs._in_memory
            assert _files() == before

    aloop(scenario())
