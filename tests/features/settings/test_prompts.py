"""The page of the library of prompts."""

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop.features.settings.prompts.page import PromptsPage
from tests.features.stage import Window, window


def page(opened: Window) -> PromptsPage:
    opened.settings.show_place("prompts")
    shown = opened.settings.page("prompts")
    assert isinstance(shown, PromptsPage)
    return shown


def names(shown: PromptsPage) -> list[str]:
    model = shown.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def click(opened: Window, shown: PromptsPage, name: str) -> None:
    index = shown.list.model().index(names(shown).index(name), 0)
    opened.click(shown.list.viewport(), shown.list.visualRect(index).center())


def test_a_prompt_is_made_changed_deleted_and_brought_back(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            shown = page(opened)
            await opened.until(lambda: len(names(shown)) == 7)
            opened.click(shown.new)
            opened.type("Zoo")
            assert not shown.editor.save.isEnabled()
            shown.editor.text.edit.setFocus()
            opened.type("About {{animal}}")
            opened.click(shown.editor.save)
            await opened.until(lambda: names(shown)[-1] == "Zoo")
            assert not shown.editor.isVisible()
            click(opened, shown, "Zoo")
            assert shown.editor.text.edit.toPlainText() == "About {{animal}}"
            shown.editor.name.setFocus()
            opened.type("o")
            opened.click(shown.editor.save)
            await opened.until(lambda: names(shown)[-1] == "Zooo")
            click(opened, shown, "Zooo")
            shown.list.setFocus()
            opened.press(Qt.Key.Key_Delete)
            await opened.until(lambda: "Zooo" not in names(shown))
            assert opened.toast() == "“Zooo” is deleted."
            opened.undo()
            await opened.until(lambda: "Zooo" in names(shown))

    qloop(scenario(), 20)


def test_going_on_to_another_prompt_keeps_what_was_changed(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            shown = page(opened)
            await opened.until(lambda: len(names(shown)) == 7)
            click(opened, shown, "Review code")
            shown.editor.name.setFocus()
            opened.type("!")
            click(opened, shown, "Summarise")
            await opened.until(lambda: "Review code!" in names(shown))
            assert shown.editor.name.text() == "Summarise"

    qloop(scenario(), 20)


def test_the_search_finds_names_and_texts(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            shown = page(opened)
            await opened.until(lambda: len(names(shown)) == 7)
            shown.search.setFocus()
            opened.type("bugs")
            assert names(shown) == ["Review code"]
            opened.type("zz")
            assert names(shown) == []
            assert shown.nothing.text() == "No prompt matches “bugszz”."

    qloop(scenario(), 20)


def test_a_library_goes_to_a_file_and_comes_from_one(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with window() as opened:
            shown = page(opened)
            await opened.until(lambda: len(names(shown)) == 7)
            shown._choose_target()
            dialog = opened.shell.findChild(QFileDialog)
            assert dialog is not None
            target = tmp_path / "out.json"
            dialog.fileSelected.emit(str(target))
            dialog.reject()
            await opened.until(target.exists)
            held = json.loads(target.read_text())
            assert len(held["prompts"]) == 7
            held["prompts"].append({"name": "New one", "text": "text"})
            target.write_text(json.dumps(held))
            await shown._import(target)
            await opened.until(lambda: "New one" in names(shown))
            bad = tmp_path / "bad.json"
            bad.write_text("nothing")
            shown._scope.start("import", shown._import(bad))
            await opened.until(lambda: "added" not in opened.toast())
            assert len(names(shown)) == 8

    qloop(scenario(), 20)
