"""Files dragged out of a real file manager onto the window."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from virtual_desktop import VirtualDesktop

from tests.app.filer import file_manager, make_room
from tests.app.person import Person
from tests.app.test_versions_by_hand import connected

NAME = "价目表.csv"
_MIDDLE_OF_THE_PANE = (660, 300)


@contextmanager
def dropped(person: Person, folder: Path) -> Iterator[None]:
    """Drag the first thing of a folder onto the window; the file manager stays until the end."""
    make_room(person)
    with file_manager(person.desk, folder) as icon:
        person.drags(icon, _MIDDLE_OF_THE_PANE)
        yield


def test_a_file_from_the_file_manager_goes_with_the_question(
    desk: VirtualDesktop, tmp_path: Path
) -> None:
    (tmp_path / NAME).write_text("name,price\napple,3\n")
    with connected(desk) as (person, talker):
        with dropped(person, tmp_path):
            person.hears("filler", f"{NAME}, 19")
        person.type("What does it cost?")
        person.press("Return")
        person.hears("push button", NAME)
        person.hears("list item", text="You said")
        asked = talker.bodies[-1]["messages"][-1]["content"]
        assert "What does it cost?" in asked
        assert f'name="{NAME}"' in asked
        assert "apple,3" in asked
        person.kill()


def test_of_a_folder_only_what_is_shown_and_ticked_goes_in(
    desk: VirtualDesktop, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    for name, content in {
        "readme.md": b"# Read me",
        "src/a.py": b"print(1)",
        "src/b.bin": bytes(range(256)),
        ".git/config": b"hidden",
        "node_modules/m.js": b"made",
    }.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with connected(desk) as (person, talker):
        with dropped(person, tmp_path):
            person.hears("filler", "Attach the folder “project”")
        # The file manager is closed now, and what it brought stays.
        rows = [seen["name"] for seen in person.shown("list item", "project/")]
        assert [row.partition(",")[0] for row in rows if row.endswith("B")] == [
            "project/readme.md",
            "project/src/a.py",
        ]
        assert len(rows) == 5
        person.clicks("list item", "project/readme.md")  # it stays at home
        person.hears("label", "1 file")
        person.press("Return")
        person.hears("filler", "a.py, 8")
        person.type("What is it?")
        person.press("Return")
        person.hears("list item", text="You said")
        asked = talker.bodies[-1]["messages"][-1]["content"]
        assert "print(1)" in asked
        assert not [word for word in ("Read me", "hidden", "made") if word in asked]
        person.kill()
