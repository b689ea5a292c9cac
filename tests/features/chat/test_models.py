"""The picker of models and the built-in engine's banner."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.core.connection import BUILT_IN_ID, Connection, Trust
from desktop.features.chat.models.retirement import RetirementCard
from desktop.store.settings import BANNER_CLOSED, CONNECTION, MODEL
from desktop.ui.controls import IconButton
from tests.fakes.byte_server import Pause, Reply
from tests.fakes.shapes import chat_reply, json_reply
from tests.features.picking import choose, open_list, rows
from tests.features.stage import CHAT, CTRL, HOME, MODELS, Window, window


async def _open(opened: Window, *wanted: str) -> None:
    await open_list(opened, opened.pane.composer.picker, *wanted)


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
            await choose(opened, opened.pane.composer.picker, "m-2")
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
            await opened.services.servers.save(gone, {})
            await _open(opened, "No answer from Nowhere", "m-1")
            opened.press(Qt.Key.Key_Escape)

    qloop(scenario(), 20)


def test_the_menu_offers_to_connect_a_server(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await _open(opened, "m-1")
            popover = opened.pane.composer.picker.popover
            assert popover is not None
            opened.click(popover.connect_row)
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


def test_a_server_whose_certificates_are_not_checked_says_so_all_the_time(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            servers, banner = opened.services.servers, opened.pane.banner
            home = servers.get(HOME)
            await servers.save(replace(home, trust=Trust.NOBODY), {})
            await opened.until(banner.isVisible)
            assert banner.title.text() == "The certificates of Home are not checked."
            crosses = [b for b in banner.findChildren(IconButton) if b.isVisible()]
            assert crosses == []
            await servers.save(home, {})
            await opened.until(lambda: not banner.isVisible())

    qloop(scenario(), 20)


def test_a_favourite_comes_first_here_and_after_a_restart(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            picker = opened.pane.composer.picker
            await _open(opened, "m-2")
            opened.type("m2")
            opened.press(Qt.Key.Key_D, CTRL)
            for _ in "m2":
                opened.press(Qt.Key.Key_Backspace)
            await opened.until(lambda: rows(picker)[:2] == ["Favourites", "m-2"])
            assert rows(picker).count("m-2") == 1
            opened.press(Qt.Key.Key_Escape)
            await opened.settled()
        async with window() as opened:
            await _open(opened, "Favourites", "m-2")
            assert rows(opened.pane.composer.picker)[:2] == ["Favourites", "m-2"]
            opened.press(Qt.Key.Key_Escape)

    qloop(scenario(), 20)


def test_every_server_is_asked_at_once_and_says_so_meanwhile(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            body = json.dumps({"data": [{"id": "m-1"}, {"id": "late"}]}).encode()
            slow = Reply((Pause(0.05), body), content_type="application/json", framing="close")
            opened.server.on(MODELS, slow)
            await _open(opened, "Asking for its models…")
            await opened.until(lambda: "late" in rows(opened.pane.composer.picker))
            assert "Asking for its models…" not in rows(opened.pane.composer.picker)
            opened.press(Qt.Key.Key_Escape)

    qloop(scenario(), 20)


def _listing(**ends: str) -> Reply:
    names = {"m-1": None, "m-2": None} | {name.replace("_", "-"): day for name, day in ends.items()}
    data = [{"id": name, "shutdown_date": day} for name, day in names.items()]
    return json_reply({"data": data})


def _soon(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def _card(opened: Window) -> RetirementCard:
    return opened.pane.findChild(RetirementCard)


def test_a_model_that_ends_soon_says_so_once(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(MODELS, _listing(m_1=_soon(10)))
            opened.pane.composer.editor.setFocus()
            opened.type("H")
            await opened.until(lambda: _card(opened) and _card(opened).isVisible())
            assert _card(opened).title.text().startswith("m-1 retires on ")
            close = next(b for b in _card(opened).findChildren(IconButton) if b.isVisible())
            opened.click(close)
            await opened.settled()
        async with window() as opened:
            opened.server.on(MODELS, _listing(m_1=_soon(10)))
            opened.pane.composer.editor.setFocus()
            opened.type("i")
            await opened.until(lambda: len(opened.services.catalogue.now.of(HOME)) == 2)
            await opened.settled()
            assert _card(opened) is None

    qloop(scenario(), 20)


def test_a_model_with_time_left_says_nothing(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(MODELS, _listing(m_1=_soon(40)))
            opened.pane.composer.editor.setFocus()
            opened.type("H")
            await opened.until(lambda: len(opened.services.catalogue.now.of(HOME)) == 2)
            await opened.settled()
            assert _card(opened) is None

    qloop(scenario(), 20)


def test_the_next_model_takes_over_by_a_click(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(MODELS, _listing(gpt_4o=_soon(-3), gpt_6_luna=""))
            await choose(opened, opened.pane.composer.picker, "gpt-4o")
            await opened.until(lambda: _card(opened) and _card(opened).isVisible())
            assert "was retired on" in _card(opened).title.text()
            use = _card(opened).findChildren(QPushButton)[0]
            assert use.text() == "Use gpt-6-luna"
            opened.click(use)
            assert opened.pane.composer.picker.text() == "gpt-6-luna · Home"
            await opened.until(lambda: opened.services.settings.get(MODEL) == "gpt-6-luna")
            assert not _card(opened).isVisible()

    qloop(scenario(), 20)


def test_a_model_that_is_gone_leads_to_the_others(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(MODELS, json_reply({"data": [{"id": "m-2"}]}))
            opened.pane.composer.editor.setFocus()
            opened.type("H")
            await opened.until(lambda: _card(opened) and _card(opened).isVisible())
            assert _card(opened).title.text() == "Home does not list m-1."
            _use, other = _card(opened).findChildren(QPushButton)[:2]
            assert not _use.isVisible()
            opened.click(other)
            await opened.until(lambda: "m-2" in rows(opened.pane.composer.picker))
            opened.press(Qt.Key.Key_Escape)

    qloop(scenario(), 20)
