"""The page of data: the folder shown, settings out and in through files, everything reset."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.core.connection import Secret
from desktop.features.settings.data import DataPage
from desktop.services.servers import Kept
from desktop.store.paths import Paths
from desktop.store.secrets import SecretKind
from desktop.store.settings import ACCENT, LANGUAGE, MORE_CONTRAST, THEME, ZOOM
from tests.features.stage import HOME, Window, window

CANARY = "sk-canary-0123456789"
FILE = (
    '[oriole]\nformat = 1\n[settings.appearance]\ntheme = "dark"\nzoom = 99\naccent = "teal"\n'
    '[settings.shortcuts]\nnew_chat = "F5"\nopen_chat = "Ctrl+C"\n'
    '[[connections]]\nname = "Work"\nbase_url = "https://llm.example.com/v1"\ntrust = "nobody"\n'
)


def _page(opened: Window) -> DataPage:
    opened.shell.host.open_feature("settings", "data")
    page = opened.settings.page("data")
    assert isinstance(page, DataPage)
    return page


async def _choose(opened: Window, button, name: str) -> None:
    """Press a button and give the file's name in the dialog, as a person does."""
    opened.click(button)
    dialog = opened.settings.page("data").findChild(QFileDialog)
    assert dialog is not None
    await opened.until(dialog.isVisible)
    dialog.fileSelected.emit(name)
    dialog.reject()
    opened.shell.activateWindow()  # this platform gives the focus back to nobody
    await opened.until(opened.shell.isActiveWindow)
    await opened.settled()


def _buttons(page: DataPage):
    return page._fields["data.export"][1], page._fields["data.import"][1]


def test_settings_go_out_and_come_back_without_any_key(qloop, tmp_path: Path) -> None:
    file = tmp_path / "out.toml"

    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            servers, settings = opened.services.servers, opened.services.settings
            await servers.save(servers.get(HOME), {SecretKind.KEY: Kept(Secret(CANARY))})
            await settings.change({ACCENT: "rose", ZOOM: 1.5})
            out, into = _buttons(page)
            await _choose(opened, out, str(file))
            await opened.until(lambda: opened.toast().startswith("Exported"))
            text = file.read_text()
            assert CANARY not in text
            assert 'accent = "rose"' in text
            assert 'name = "Home"' in text
            await settings.change({ACCENT: None, ZOOM: None})
            await _choose(opened, into, str(file))
            await opened.until(page.preview.isVisible)
            assert page.preview.lines.text() == (
                "Accent: Amber → Rose\nSize of the reading text: 100\u202f% → 150\u202f%"
            )
            assert page.preview.notes.text() == "Connection Home: is here already"
            opened.press(Qt.Key.Key_Space)  # the focus is on it
            await opened.until(lambda: settings.get(ACCENT) == "rose")
            await opened.until(lambda: opened.toast() == "Taken over.")
            assert not page.preview.isVisible()

    qloop(scenario(), 20)


def test_a_file_is_shown_taken_over_and_taken_back(qloop, tmp_path: Path) -> None:
    file = tmp_path / "in.toml"
    file.write_text(FILE)

    async def scenario() -> None:
        async with window() as opened:
            page, services = _page(opened), opened.services
            before = services.servers.all()
            await _choose(opened, _buttons(page)[1], str(file))
            await opened.until(page.preview.isVisible)
            preview = page.preview
            assert preview.accessibleName().startswith("“in.toml” would change this:")
            assert preview.lines.text().splitlines() == [
                "Theme: Light → Dark",
                "Accent: Amber → Teal",
                "New chat: Ctrl+N → F5",
                "New connection, without its key: Work, https://llm.example.com/v1",
            ]
            assert preview.notes.text().splitlines() == [
                "appearance.zoom: not a possible value, left out",
                "shortcuts.open_chat: not a possible value, left out",
                "Work: certificates will be checked; switch that off yourself if need be",
            ]
            assert services.settings.get(THEME) == "light"  # nothing is changed unseen
            assert services.servers.all() == before
            opened.click(preview.take)
            await opened.until(lambda: "key" in opened.toast())
            assert opened.toast().startswith("Taken over. 1 connection")
            assert (opened.look.theme.mode, opened.shell.keys.keys("new_chat")) == ("dark", "F5")
            assert [c.name for c in services.servers.all()][-1] == "Work"
            assert services.settings.get(ZOOM) == 1.0
            opened.undo()
            await opened.until(lambda: services.settings.get(THEME) == "light")
            assert services.servers.all() == before
            assert opened.shell.keys.keys("new_chat") == "Ctrl+N"

    qloop(scenario(), 20)


@pytest.mark.parametrize("by", ["button", "Escape"])
def test_a_plan_that_is_dropped_changes_nothing(qloop, tmp_path: Path, by: str) -> None:
    file = tmp_path / "in.toml"
    file.write_text(FILE)

    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            await _choose(opened, _buttons(page)[1], str(file))
            await opened.until(page.preview.isVisible)
            if by == "button":
                opened.click(page.preview.cancel)
            else:
                opened.press(Qt.Key.Key_Escape)
            assert not page.preview.isVisible()
            assert opened.services.settings.get(THEME) == "light"

    qloop(scenario(), 20)


def test_a_file_without_news_says_so(qloop, tmp_path: Path) -> None:
    file = tmp_path / "in.toml"
    file.write_text("[oriole]\nformat = 1\n")

    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            await _choose(opened, _buttons(page)[1], str(file))
            await opened.until(page.preview.isVisible)
            preview = page.preview
            assert preview.accessibleName() == "“in.toml” would change nothing here."
            assert (preview.take.isVisible(), preview.cancel.text()) == (False, "Close")
            assert QApplication.focusWidget() is preview.cancel

    qloop(scenario(), 20)


@pytest.mark.parametrize("content", [b"\xff", b"no toml", None], ids=["bytes", "text", "absent"])
def test_a_file_that_is_no_export_is_told(qloop, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "in.toml"
    if content is not None:
        file.write_bytes(content)

    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            await _choose(opened, _buttons(page)[1], str(file))
            await opened.until(page.trouble.isVisible)
            assert page.trouble.title.text()
            assert not page.preview.isVisible()

    qloop(scenario(), 20)


def test_an_export_that_cannot_be_written_is_told(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            (tmp_path / "file").write_text("")
            await _choose(opened, _buttons(page)[0], str(tmp_path / "file" / "out.toml"))
            await opened.until(page.trouble.isVisible)

    qloop(scenario(), 20)


def test_everything_is_reset_but_what_is_no_setting(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, services = _page(opened), opened.services
            new = next(s for s in opened.shell.keys.shortcuts if s.id == "new_chat").setting
            await services.settings.change({ACCENT: "blue", MORE_CONTRAST: True, new: "F5"})
            connection = services.settings.get
            assert page.reset.isEnabled()
            opened.click(page.reset)
            await opened.until(lambda: services.settings.get(ACCENT) == "amber")
            assert not services.settings.get(MORE_CONTRAST)
            assert opened.shell.keys.keys("new_chat") == "Ctrl+N"
            assert connection(LANGUAGE) == "system"
            assert [c.id for c in services.servers.all()][-1] == HOME
            opened.undo()
            await opened.until(lambda: services.settings.get(ACCENT) == "blue")
            assert opened.shell.keys.keys("new_chat") == "F5"
            assert services.settings.get(LANGUAGE) == "en"

    qloop(scenario(), 20)


class _Desktop(QObject):
    """Stands where the system's file manager is."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url)


def test_the_data_folder_is_shown_and_opened(qloop) -> None:
    desk = _Desktop()
    QDesktopServices.setUrlHandler("file", desk, "open")

    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            assert page.folder.edit.text() == str(Paths.find().data)
            assert page.folder.edit.isReadOnly()
            page.folder.setFocus()
            opened.press(Qt.Key.Key_Tab)
            opened.press(Qt.Key.Key_Space)
            assert [url.toLocalFile() for url in desk.opened] == [str(Paths.find().data)]

    try:
        qloop(scenario(), 20)
    finally:
        QDesktopServices.unsetUrlHandler("file")
