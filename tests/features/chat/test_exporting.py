"""A conversation is written to a file of the person's choice, from the menu and by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog

from desktop.features.chat.exporting import file_name, with_suffix
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, CTRL, SHIFT, Window, window


async def exported(opened: Window, file: Path) -> None:
    opened.press(Qt.Key.Key_E, CTRL | SHIFT)
    dialog = opened.view.findChild(QFileDialog)
    assert dialog is not None
    await opened.until(dialog.isVisible)
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    opened.shell.activateWindow()
    await opened.until(opened.toast)


@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf", ".json"])
def test_a_conversation_is_written_in_the_chosen_format(qloop, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"birds{suffix}"

    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("The **oriole** 黄鹂."))
            await opened.answered("Which bird?")
            await exported(opened, file)
            assert opened.toast() == f"Exported as birds{suffix}."
            content = file.read_bytes()
            assert content.startswith(b"%PDF") if suffix == ".pdf" else b"Which bird?" in content

    qloop(scenario(), 60)


def test_a_place_that_cannot_be_written_is_told(qloop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered("Which bird?")
            await exported(opened, tmp_path / "file" / "x.md")
            assert "cannot be written" in opened.toast()

    qloop(scenario(), 20)


def test_a_new_chat_has_nothing_to_export(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.press(Qt.Key.Key_E, CTRL | SHIFT)
            assert opened.view.findChild(QFileDialog) is None

    qloop(scenario(), 20)


@given(st.text())
def test_any_title_is_a_name_of_a_file(title: str) -> None:
    name = file_name(title)
    assert name
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert with_suffix(Path(name), ".md", (".md", ".pdf")).suffix == ".md"


def test_the_format_that_was_chosen_decides_how_the_name_ends(tmp_path: Path) -> None:
    kinds = (".md", ".html", ".json")
    assert with_suffix(tmp_path / "v1.2 birds", ".html", kinds).name == "v1.2 birds.html"
    assert with_suffix(tmp_path / "birds.md", ".json", kinds).name == "birds.json"
    assert with_suffix(tmp_path / "birds.JSON", ".json", kinds).name == "birds.JSON"
    assert with_suffix(tmp_path / "birds.json", ".md", kinds).name == "birds.json"  # as typed
    (tmp_path / "birds.json").write_text("")
    assert with_suffix(tmp_path / "birds.md", ".json", kinds).name == "birds (2).json"


def test_the_dialog_names_each_format_and_the_name_follows(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.server.on(CHAT, chat_reply("Yes."))
            await opened.answered("Which bird?")
            opened.press(Qt.Key.Key_E, CTRL | SHIFT)
            dialog = opened.view.findChild(QFileDialog)
            assert dialog is not None
            await opened.until(dialog.isVisible)
            offered = dialog.findChild(QComboBox, "fileTypeCombo")
            assert offered is not None
            seen = {}
            for at in range(offered.count()):
                offered.setFocus()
                offered.setCurrentIndex(at)
                offered.activated.emit(at)
                seen[offered.itemText(at)] = Path(dialog.selectedFiles()[0]).name
            dialog.reject()
            assert seen == {
                "Markdown (*.md)": "Which bird.md",
                "Web page (*.html)": "Which bird.html",
                "PDF (*.pdf)": "Which bird.pdf",
                "JSON, with every version (*.json)": "Which bird.json",
            }

    qloop(scenario(), 20)
