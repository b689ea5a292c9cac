"""The palette of commands switches the conversation to another model."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.services.turns import Target
from desktop.ui.palette.palette import CommandPalette
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, CTRL, HOME, Window, window

KEY = Qt.Key


def palette(opened: Window) -> CommandPalette:
    opened.press(KEY.Key_K, CTRL)
    (card,) = [one for one in opened.shell.findChildren(CommandPalette) if one.isVisible()]
    return card


def titles(card: CommandPalette) -> list[str]:
    return [row.title for row in card.list.rows.rows]


def test_a_model_is_switched_to_by_its_name(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Hi."), chat_reply("Hello."))
            await opened.answered("Hi")
            models = await opened.services.catalogue.open()
            await models.refresh(HOME)
            asked = len(opened.server.requests)
            card = palette(opened)
            assert not any("Switch" in title for title in titles(card))  # nothing is typed yet
            opened.type("m-2")
            await opened.until(lambda: titles(card)[:1] == ["Switch to m-2"])
            assert "Switch to m-1" not in titles(card)  # it answers already
            assert len(opened.server.requests) == asked  # nobody was asked for it
            opened.press(KEY.Key_Return)
            await opened.until(lambda: opened.view.models.target == Target(HOME, "m-2"))
            assert opened.pane.composer.editor.hasFocus()
            await opened.answered("Again")
            assert opened.server.requests[-1].json["model"] == "m-2"

    qloop(scenario(), 20)


def test_on_another_page_no_model_is_offered(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            models = await opened.services.catalogue.open()
            await models.refresh(HOME)
            assert opened.settings.current
            card = palette(opened)
            opened.type("switch to m-2")
            await opened.settled()
            assert "Switch to m-2" not in titles(card)
            opened.press(KEY.Key_Escape)

    qloop(scenario(), 20)
