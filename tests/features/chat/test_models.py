"""The picker of models and the built-in engine's banner."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from desktop.core.connection import BUILT_IN_ID, Connection
from desktop.store.settings import BANNER_CLOSED, CONNECTION, MODEL
from desktop.ui.controls import IconButton
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, HOME, Window, window


def _menu(opened: Window) -> list[str]:
    menu = QApplication.activePopupWidget()
    return [action.text() for action in menu.actions()] if isinstance(menu, QMenu) else []


async def _open(opened: Window, *wanted: str) -> None:
    opened.click(opened.pane.composer.picker)
    await opened.until(lambda: set(wanted) <= set(_menu(opened)))


def test_the_picker_lists_the_models_of_every_connection(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            picker = opened.pane.composer.picker
            assert picker.text() == "m-1 · Home"
            await _open(opened, "Built in", "SmolLM2 135M", "Home", "m-1", "m-2")
            opened.press(Qt.Key.Key_Escape)

    qloop(scenario(), 20)


def test_the_chosen_model_answers_next_and_is_remembered(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await _open(opened, "m-2")
            opened.choose("m-2")
            assert opened.pane.composer.picker.text() == "m-2 · Home"
            opened.pane.composer.editor.setFocus()
            await opened.answered("Who?")
            assert opened.server.requests[-1].json["model"] == "m-2"
        async with window() as opened:
            assert opened.services.settings.get(CONNECTION) == HOME
            assert opened.services.settings.get(MODEL) == "m-2"
            await opened.until(lambda: opened.pane.composer.picker.text() == "m-2 · Home")

    qloop(scenario(), 20)


def test_a_server_that_does_not_answer_is_named(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            gone = Connection("gone", "Nowhere", "http://127.0.0.1:9/v1")
            await opened.services.servers.save(gone, None)
            await _open(opened, "No answer from Nowhere", "m-1")
            opened.press(Qt.Key.Key_Escape)

    qloop(scenario(), 20)


def test_the_menu_offers_to_connect_a_server(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _open(opened, "Connect a server…")
            opened.choose("Connect a server…")
            await opened.until(lambda: opened.shell.current == "settings")

    qloop(scenario(), 20)


def test_the_banner_says_what_the_built_in_engine_is_and_closes_for_good(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as opened:
            banner = opened.pane.banner
            assert banner.isVisible()
            assert banner.title.text() == "Built-in engine"
            close = next(b for b in banner.findChildren(IconButton) if b.isVisible())
            opened.click(close)
            assert not banner.isVisible()
            await opened.settled()
            assert opened.services.settings.get(BANNER_CLOSED)
        async with window() as opened:
            assert not opened.pane.banner.isVisible()

    qloop(scenario(), 20)


def test_the_banner_leads_to_the_connections(qloop) -> None:
    async def scenario() -> None:
        async with window(connection=BUILT_IN_ID) as opened:
            (button,) = opened.pane.banner.findChildren(QPushButton)
            assert button.text() == "Connect a stronger model"
            opened.click(button)
            assert opened.shell.current == "settings"

    qloop(scenario(), 20)


def test_another_connection_has_no_banner(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            assert not opened.pane.banner.isVisible()

    qloop(scenario(), 20)
