"""What lies on the real clipboard, pasted into the window with Ctrl+V."""

import base64
import io
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QColor, QImage
from virtual_desktop import VirtualDesktop

from tests.app.person import Person, wait_until
from tests.app.test_versions_by_hand import connected


@contextmanager
def pasted(person: Person, kind: str, path: Path) -> Iterator[None]:
    """Paste a file's content, which is on the clipboard as `kind` meanwhile."""
    argv = ["xclip", "-quiet", "-selection", "clipboard", "-t", kind, "-i", str(path)]
    targets = ["xclip", "-selection", "clipboard", "-o", "-t", "TARGETS"]
    null = subprocess.DEVNULL
    with person.desk.started(argv, stdout=null, stderr=null):
        wait_until(lambda: kind in person.desk.run(targets, check=False).stdout)
        person.press("ctrl+v")
        yield


def test_a_picture_is_pasted_and_sent_without_what_was_hidden_in_it(
    desk: VirtualDesktop, tmp_path: Path
) -> None:
    path = tmp_path / "picture.png"
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(QColor("crimson"))
    picture.setText("Comment", "taken at home")
    picture.save(str(path))
    with connected(desk) as (person, talker):
        with pasted(person, "image/png", path):
            person.hears("filler", "Pasted picture.png, 640 × 480")
        person.type("What is it?")
        person.press("Return")
        person.hears("push button", "Pasted picture.png")
        person.hears("list item", text="You said")
        _said, sent = talker.bodies[-1]["messages"][-1]["content"]
        url = sent["image_url"]["url"]
        content = base64.b64decode(url.partition(",")[2])
        assert b"taken at home" not in content
        with Image.open(io.BytesIO(content)) as arrived:
            assert arrived.size == (640, 480)
        person.kill()


def test_a_megabyte_of_text_becomes_an_attachment_and_the_window_goes_on(
    desk: VirtualDesktop, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text("All work and no play.\n" * 48_000)
    with connected(desk) as (person, _talker):
        with pasted(person, "UTF8_STRING", path):
            person.hears("filler", "Pasted text")
        person.type("Sum it up")
        assert person.hears("text", "Message", "Sum it up")["text"] == "Sum it up"
        person.kill()


def test_a_few_lines_are_pasted_as_they_are(desk: VirtualDesktop, tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text("one\ntwo 三\n")
    with connected(desk) as (person, _talker):
        with pasted(person, "UTF8_STRING", path):
            assert person.hears("text", "Message", "two 三")["text"] == "one\ntwo 三\n"
        person.kill()
