"""Language and theme change while the window is open; nothing of the old ones stays."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from desktop.core.connection import BUILT_IN_ID
from desktop.store.settings import LANGUAGE, THEME, ZOOM
from desktop.ui.transcript.action import Action
from tests.fakes.shapes import chat_reply, json_reply
from tests.features.stage import CHAT, CTRL, Window, window
from tests.features.words import english

ASKED = "What is this?"


async def _speak(opened: Window, language: str) -> None:
    await opened.services.settings.set(LANGUAGE, language)
    await opened.settled()


@pytest.mark.parametrize("connection", ["home", BUILT_IN_ID])
def test_a_new_chat_changes_its_language_whole(qloop, connection: str) -> None:
    async def scenario() -> None:
        async with window(connection=connection) as opened:
            before = dict.fromkeys(english(opened.shell, set()))
            assert before
            await _speak(opened, "zh_CN")
            assert english(opened.shell, {"photosynthesis"}) == []  # the example's own word
            await _speak(opened, "en")
            assert dict.fromkeys(english(opened.shell, set())) == before

    qloop(scenario(), 20)


def test_a_conversation_changes_its_language_whole(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            fault = json_reply({"error": {"message": ""}}, 500)
            opened.server.on(CHAT, chat_reply("Yes."), fault)
            await opened.answered(ASKED)
            await opened.answered(ASKED)
            (made,) = await opened.services.conversations.list("chat")
            opened.view.conversation.show_error(RuntimeError())
            await _speak(opened, "zh_CN")
            assert opened.pane.notice.isVisible()
            assert english(opened.shell, {made.title}) == []
            assert opened.notices() == ["服务器出了故障。"]
            entry = opened.pane.model.messages[1].entry
            assert "输入" in entry.footnote
            assert "输出" in entry.footnote

    qloop(scenario(), 20)


def test_the_conversation_on_show_stays_chosen_in_another_language(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered(ASKED)
            before = opened.selected()
            await opened.services.settings.set(LANGUAGE, "zh_CN")
            await opened.settled()
            assert opened.selected() == before != ""

    qloop(scenario(), 20)


def test_the_countdown_and_the_toast_speak_the_language_of_the_moment(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            patience = json_reply({"error": {"message": ""}}, 429, retry_after="60")
            opened.server.on(CHAT, patience)
            opened.send(ASKED)
            await opened.until(lambda: "again in" in opened.pane.status.text())
            opened.click_action(0, Action.COPY)
            assert opened.toast() == "Copied."
            await _speak(opened, "zh_CN")
            assert english(opened.shell, {ASKED}) == []
            opened.pane.composer.editor.setFocus()
            opened.press(Qt.Key.Key_Escape)
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_the_menus_are_in_chinese(qloop) -> None:
    async def scenario() -> None:
        async with window(language="zh_CN") as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered(ASKED)
            opened.right_click_row(opened.row_of(ASKED))
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            assert [action.text() for action in menu.actions()] == [
                "重命名",
                "置顶",
                "移到",
                "归档",
                "导出…",
                "",
                "删除",
            ]
            opened.press(Qt.Key.Key_Escape)

    qloop(scenario(), 20)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_changes_every_surface_at_once(qloop, theme: str) -> None:
    other = {"light": "dark", "dark": "light"}[theme]

    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered(ASKED)
            for wanted in (other, theme):
                await opened.services.settings.set(THEME, wanted)
                await opened.settled()
                is_dark = wanted == "dark"
                picture = opened.shell.grab().toImage()
                for widget in (opened.shell.rail, opened.view.side, opened.pane.transcript):
                    corner = widget.mapTo(opened.shell, widget.rect().bottomRight()) / 1
                    shade = picture.pixelColor(corner.x() - 3, corner.y() - 3).lightnessF()
                    assert (shade < 0.5) == is_dark, (wanted, widget)

    qloop(scenario(), 20)


def test_zoom_by_keys_is_kept(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered(ASKED)
            opened.pane.transcript.setFocus()
            opened.press(Qt.Key.Key_Equal, CTRL)
            await opened.settled()
            assert opened.services.settings.get(ZOOM) > 1.0
            opened.press(Qt.Key.Key_0, CTRL)
            await opened.settled()
            assert opened.services.settings.get(ZOOM) == 1.0

    qloop(scenario(), 20)
