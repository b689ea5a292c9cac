"""List, conversation and panel share the width, also of the smallest window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from desktop.features.chat.room import Room
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, Window, window

SMALLEST = (900, 600)


def panels(opened: Window) -> list[str]:
    return list(opened.view.panels._specs)


def is_inside(part: QWidget, whole: QWidget) -> bool:
    corner = part.mapTo(whole, QPoint(0, 0))
    return corner.x() >= 0 and corner.x() + part.width() <= whole.width()


async def small(opened: Window) -> None:
    opened.server.on(CHAT, chat_reply("Because."))
    await opened.answered("Why?")
    opened.shell.resize(*SMALLEST)
    await opened.until(lambda: opened.shell.size().toTuple() == SMALLEST)


def test_in_the_smallest_window_every_panel_opens_in_place_of_the_list(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await small(opened)
            view = opened.view
            assert view.side.isVisible()
            for panel in panels(opened):
                view.panels.open(panel)
                await opened.settled()
                assert opened.shell.size().toTuple() == SMALLEST
                assert not view.side.isVisible()
                for part in (view.pane, view.pane.composer, view.panels):
                    assert is_inside(part, opened.shell), (panel, part)
            opened.press(Qt.Key.Key_Escape)
            await opened.until(view.side.isVisible)
            assert opened.shell.size().toTuple() == SMALLEST

    qloop(scenario())


def test_a_wider_window_shows_the_list_again_and_a_narrower_one_hides_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await small(opened)
            view = opened.view
            view.panels.open(panels(opened)[0])
            opened.shell.resize(1200, 700)
            await opened.until(view.side.isVisible)
            assert view.panels.isVisible()
            opened.shell.resize(*SMALLEST)
            await opened.until(lambda: not view.side.isVisible())
            assert opened.shell.width() == SMALLEST[0]

    qloop(scenario())


def test_the_widths_are_remembered_also_of_what_is_hidden(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            room = opened.view.findChild(Room)
            assert isinstance(room, Room)
            room.setSizes([320, 700, 300])
            room.splitterMoved.emit(320, 1)
            state = opened.services.window_state.state
            assert state.splitters["chat"][0] == 320
            assert state.splitters["chat"][2] > 0  # no panel is open

    qloop(scenario())


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_cut_off_at_the_side(qloop, language: str) -> None:
    async def scenario() -> None:
        async with window(language=language) as opened:
            await small(opened)
            opened.view.panels.open(panels(opened)[0])
            await opened.settled()
            for button in opened.pane.composer.findChildren(QWidget):
                if button.isVisible() and button.window() is opened.shell:
                    assert is_inside(button, opened.shell), button

    qloop(scenario())
