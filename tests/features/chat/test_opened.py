"""What is opened from a conversation, what is only saved, what is missing; pictures of answers."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from desktop.core.stream import Folded
from desktop.core.types import Kind, Part, PartType, State
from desktop.store.blobs import file_of
from desktop.store.records import TEMPORARY_FROM
from desktop.ui.picture_viewer.viewer import PictureViewer
from desktop.ui.transcript.entry import SectionKind
from tests.fakes.byte_server import Reply
from tests.fakes.shapes import chat_chunks, chat_reply, sse
from tests.features.chat.dragging import chips, drop, files, ready
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window
from tests.media.papers import docx, paragraph
from tests.services.stage import said
from tests.services.test_made_pictures import PICTURE, drawn


class Openers(QObject):
    """Takes what would be opened by the system."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.files.append(url.toLocalFile())


@pytest.fixture
def system(qapp: object) -> object:
    taker = Openers()
    QDesktopServices.setUrlHandler("file", taker, "take")
    yield taker
    QDesktopServices.unsetUrlHandler("file")


async def viewed(opened: Window) -> PictureViewer:
    """Wait until a picture is looked at."""
    found = opened.shell.findChild
    await opened.until(lambda: (one := found(PictureViewer)) and one.canvas.sight)
    viewer = found(PictureViewer)
    assert viewer is not None
    return viewer


def painted(content: bytes = PICTURE) -> Reply:
    """Give an answer of words and a picture."""
    url = f"data:image/png;base64,{base64.b64encode(content).decode()}"
    base = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m-1"}
    images = [{"type": "image_url", "image_url": {"url": url}}]
    chunk = {
        **base,
        "choices": [{"index": 0, "delta": {"content": "Here it is.", "images": images}}],
    }
    *_, end, usage = chat_chunks([])
    return Reply((sse(chunk, end, usage, "[DONE]"),))


def picture_actions(opened: Window) -> list[str]:
    return [action for action in opened.actions(1) if action.startswith("picture/open")]


async def asked_for_picture(opened: Window) -> None:
    opened.server.on(CHAT, painted(drawn(size=(600, 400))))
    await opened.answered("Paint a bird.")
    await opened.until(lambda: picture_actions(opened))
    await opened.settled()


def test_a_picture_of_an_answer_is_shown_and_opened(qloop, system: Openers) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await asked_for_picture(opened)
            kinds = [one.kind for one in opened.pane.model.messages[1].sections]
            assert kinds == [SectionKind.TEXT, SectionKind.PICTURE]
            opened.click_action(1, picture_actions(opened)[0])
            opened.click((await viewed(opened)).bar.open)
            await opened.until(lambda: system.files)
            assert system.files[0].endswith(".png")
            opened_as = QImage(system.files[0])
            assert opened_as.size().toTuple() == (600, 400)

    qloop(scenario(), 20)


def test_of_a_temporary_chat_a_copy_is_offered_and_nothing_is_on_the_disk(
    qloop, system: Openers, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.press(Qt.Key.Key_N, CTRL | SHIFT)
            await opened.until(lambda: (opened.view.conversation.id or 0) >= TEMPORARY_FROM)
            await opened.until(lambda: opened.view.temporary._banner is not None)
            await opened.settled()
            await asked_for_picture(opened)
            opened.click_action(1, picture_actions(opened)[0])
            opened.click((await viewed(opened)).bar.open)
            await opened.until(lambda: "is not opened from here" in opened.toast())
            assert system.files == []
            opened.undo()
            dialog = opened.shell.findChild(QFileDialog)
            assert isinstance(dialog, QFileDialog)
            target = tmp_path / "bird.png"
            dialog.fileSelected.emit(str(target))
            dialog.close()
            await opened.until(target.is_file)
            assert target.read_bytes().startswith(b"\x89PNG")

    qloop(scenario(), 20)


def test_chips_and_messages_share_one_rule_about_what_is_opened(
    qloop, system: Openers, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            sheet, text = tmp_path / "plan.docx", tmp_path / "notes.py"
            sheet.write_bytes(docx(paragraph("A plan.")))
            text.write_text("print(1)")
            drop(opened.view, files([sheet, text]))
            await ready(opened, "plan.docx", "notes.py")
            first, second = (chip.key for chip in chips(opened))
            attaching = opened.view.writing.attaching
            attaching.chips.opened.emit(first)
            await opened.until(lambda: "plan.docx is not opened from here." in opened.toast())
            attaching.chips.opened.emit(second)
            await opened.until(lambda: len(system.files) == 1)
            assert system.files[0].endswith("notes.py.txt")
            await opened.answered("What is this?")
            opened.click_action(0, "attachment/1")
            await opened.until(lambda: len(system.files) == 2)
            opened.click_action(0, "attachment/0")
            await opened.until(lambda: "plan.docx is not opened from here." in opened.toast())
            assert len(system.files) == 2

    qloop(scenario(), 20)


def test_attachments_whose_content_is_gone_say_so(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            store = opened.services.conversations
            there = await opened.services.attachments.add_text("here", "there.txt")
            gone = await opened.services.attachments.add_text("gone", "gone.txt")
            made = await store.create(Kind.CHAT, "Files")
            await store.ask(made.id, None, (*said("Look."), there, gone), "m-1", "home")
            folder = store._db.folder
            assert folder is not None
            file_of(folder, gone.blob).unlink()
            opened.shell.open_feature("chat", str(made.id))
            await opened.until(lambda: len(opened.pane.model) == 2)

            def missing() -> list[bool]:
                entry = opened.pane.model.messages[0].entry
                return [one.is_missing for one in entry.attachments]

            await opened.until(lambda: missing() == [False, True])
            await opened.settled()

    qloop(scenario(), 20)


def test_a_part_without_any_content_opens_nothing(qloop, system: Openers) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await opened.settled()
            part = Part(PartType.FILE, blob="0" * 64, name="a.txt")
            assert await opened.services.attachments.missing([part]) == {"0" * 64}
            assert system.files == []

    qloop(scenario(), 20)


def test_copying_an_answer_that_is_only_a_picture_copies_the_picture(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            store = opened.services.conversations
            picture = await opened.services.attachments.add_picture(drawn(size=(60, 40)), "a.png")
            made = await store.create(Kind.CHAT, "Pictures")
            _, answer = await store.ask(made.id, None, said("Paint."), "m-1", "home")
            await store.finish(answer.id, State.COMPLETE, Folded((picture,)))
            opened.shell.open_feature("chat", str(made.id))
            await opened.until(lambda: len(opened.pane.model) == 2)
            QGuiApplication.clipboard().clear()
            opened.click_action(1, "copy")
            await opened.until(lambda: not QGuiApplication.clipboard().image().isNull())
            assert QGuiApplication.clipboard().image().size().toTuple() == (60, 40)
            QGuiApplication.clipboard().setText("")

    qloop(scenario(), 20)
