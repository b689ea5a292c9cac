"""Everything goes out and comes in from the page of data, watched, cancelled, and told how it ended."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.core.types import Kind
from desktop.features.settings.data import DataPage
from desktop.services.transfer.transfers import Direction
from desktop.store.settings import ACCENT
from tests.features.stage import Window, window
from tests.services.transfer import exports


def page_of(opened: Window) -> DataPage:
    opened.shell.host.open_feature("settings", "data")
    page = opened.settings.page("data")
    assert isinstance(page, DataPage)
    return page


async def choose(opened: Window, key: str, file: Path) -> DataPage:
    """Press the button of `key`, give the file in the dialog, wait for the end."""
    page = page_of(opened)
    opened.click(page._fields[key][1])
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    await opened.until(dialog.isVisible)
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    transfers = opened.services.transferring.open()
    await opened.until(lambda: transfers.current is not None and not transfers.is_running)
    await opened.settled()
    return page


def test_everything_goes_out_and_is_counted(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await opened.services.conversations.create(Kind.CHAT, "Birds")
            page = await choose(opened, "data.export_all", tmp_path / "all.zip")
            result = page.everything.result
            assert result.title.text() == "Exported and checked."
            assert result.hint.text().startswith("all.zip, ")
            assert not page.everything.failures.isVisible()

    qloop(scenario(), 20)


def test_an_export_of_another_service_comes_in(qloop, tmp_path: Path) -> None:
    file = exports.pack(tmp_path / "c.zip", [exports.chatgpt(1), exports.chatgpt(3)])

    async def scenario() -> None:
        async with window() as opened:
            page = await choose(opened, "data.import_all", file)
            assert page.everything.result.hint.text() == "2 new"
            page = await choose(opened, "data.import_all", file)
            assert page.everything.result.hint.text() == "0 new · 2 here already"
            opened.shell.host.open_feature("chat")
            await opened.until(lambda: "Talk 3" in opened.rows())

    qloop(scenario(), 20)


def test_the_settings_of_an_archive_are_shown_before_they_hold(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            settings = opened.services.settings
            await settings.set(ACCENT, "rose")
            await choose(opened, "data.export_all", tmp_path / "all.zip")
            await settings.change({ACCENT: None})
            page = await choose(opened, "data.import_all", tmp_path / "all.zip")
            assert settings.get(ACCENT) != "rose"
            opened.click(page.everything.settings)
            await opened.until(page.preview.isVisible)
            opened.click(page.preview.take)
            await opened.until(lambda: settings.get(ACCENT) == "rose")

    qloop(scenario(), 20)


@pytest.mark.parametrize("content", [b"", b"no zip"], ids=["empty", "other"])
def test_what_cannot_come_in_is_told(qloop, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.zip").write_bytes(content)

    async def scenario() -> None:
        async with window() as opened:
            page = await choose(opened, "data.import_all", tmp_path / "c.zip")
            assert page.everything.result.isVisible()
            assert page.everything.result.title.text()
            transfers = opened.services.transferring.open()
            assert transfers.current is not None
            assert transfers.current.error is not None

    qloop(scenario(), 20)


def test_an_import_can_be_cancelled_and_goes_on_meanwhile(qloop, tmp_path: Path) -> None:
    file = exports.pack(tmp_path / "c.zip", (exports.chatgpt(n, turns=5) for n in range(400)))

    async def scenario() -> None:
        async with window() as opened:
            page = page_of(opened)
            transfers = opened.services.transferring.open()
            page.everything.watch()
            transfers.take(file)
            opened.shell.host.open_feature("chat")  # looking elsewhere stops nothing
            await opened.until(lambda: transfers.current and transfers.current.progress.done > 3)
            page = page_of(opened)
            assert page.everything.cancel.isVisible()
            opened.click(page.everything.cancel)
            await opened.until(lambda: not transfers.is_running)
            await opened.settled()
            assert page.everything.result.title.text().startswith("Cancelled.")
            assert transfers.current is not None
            assert transfers.current.direction is Direction.IN
            count = len(await opened.services.conversations.portable_ids())
            assert 3 < count < 400

    qloop(scenario(), 30)
