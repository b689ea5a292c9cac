"""Everything exported out of the real window, taken in somewhere else, and there again."""

from pathlib import Path

from virtual_desktop import VirtualDesktop

from tests.app.person import COMMAND, sitting, wait_until
from tests.app.test_versions_by_hand import BIRD, FISH, ask, connected


def test_everything_that_the_window_exports_is_there_after_an_import_elsewhere(
    desk: VirtualDesktop, tmp_path: Path
) -> None:
    archive = tmp_path / "everything.zip"
    with connected(desk) as (person, _talker):
        ask(person, BIRD, "Bird 1")
        person.press("shift+Tab", "r")
        person.hears("list item", text="Bird 2")
        person.press("ctrl+n")
        ask(person, FISH, "Fish 3")
        person.press("ctrl+comma")
        person.presses("radio button", "Data")
        person.presses("push button", "Export everything")
        person.hears("dialog", "Export everything")
        person.writes("text", "File name:", str(archive))
        person.presses("push button", "Save")
        wait_until(archive.exists)
        person.hears("label", "xported")
        assert person.close() == 0
    desk.env["ORIOLE_HOME"] = str(tmp_path / "elsewhere")
    told = desk.run([*COMMAND, "import", archive]).stdout
    assert told.splitlines()[-1].startswith("2 new")
    again = desk.run([*COMMAND, "import", archive]).stdout
    assert again.startswith("0 new")
    with sitting(desk) as person:
        person.hears("list item", FISH)
        person.clicks("list item", BIRD)
        person.hears("list item", text="Bird 2 of m-1")
        person.presses("push button", "Previous version")
        person.hears("list item", text="Bird 1 of m-1")
        person.kill()


def test_one_conversation_is_exported_from_its_menu(desk: VirtualDesktop, tmp_path: Path) -> None:
    page = tmp_path / "bird.md"
    with connected(desk) as (person, _talker):
        ask(person, BIRD, "Bird 1")
        person.clicks("list item", BIRD, button=3)
        person.chooses("Up", "Up", "Return")  # Delete is the last, Export before it
        person.hears("dialog")
        person.writes("text", "File name:", str(page))
        person.presses("push button", "Save")
        wait_until(page.exists)
        assert BIRD in page.read_text()
        assert "Bird 1 of m-1." in page.read_text()
        person.kill()
