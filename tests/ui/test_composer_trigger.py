"""What is typed at the caret asks for a list, or is just text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from desktop.ui.composer.offered import holds_things, read_things
from desktop.ui.composer.trigger import AT, SLASH, Trigger, find


def at_end(text: str) -> QTextCursor:
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    document.setPlainText(text)
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor._kept = document  # type: ignore[attr-defined] - a cursor does not own its document
    return cursor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/", Trigger(SLASH, "", 0, 1)),
        ("/sum up", Trigger(SLASH, "sum up", 0, 7)),
        ("first\n/s", Trigger(SLASH, "s", 6, 8)),
        ("@", Trigger(AT, "", 0, 1)),
        ("see @my file", Trigger(AT, "my file", 4, 12)),
        ("看看@鸟", Trigger(AT, "鸟", 2, 4)),
        ("/say @x", Trigger(SLASH, "say @x", 0, 7)),
        ("/usr/bin @x", Trigger(AT, "x", 9, 11)),
        ("a/b", None),
        ("/ ", None),
        ("/usr/bin", None),
        ("ann@example.org", None),
        ("@ 5", None),
        (f"/{'x' * 41}", None),
        (f"{'x' * 20_000} @x", None),
    ],
)
def test_a_sign_in_its_place_is_found_with_what_follows(qapp, text: str, expected: object) -> None:
    assert find(at_end(text)) == expected


@given(st.text(alphabet="/@ ab鸟\n", max_size=40))
def test_what_is_found_is_what_stands_there(text: str) -> None:
    found = find(at_end(text))
    if found is not None:
        assert text[found.start : found.end] == f"{found.sign}{found.query}"
        assert found.end == len(text)


def test_files_and_pictures_are_things_texts_and_links_are_not(qapp) -> None:
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    files, picture, both, link = (QMimeData() for _ in range(4))
    files.setUrls([QUrl.fromLocalFile("/tmp/a.txt"), QUrl("https://example.org")])
    picture.setData("image/png", b"\x89PNG")
    picture.setImageData(image)
    both.setText("a table")
    both.setImageData(image)  # as a sheet gives it
    link.setUrls([QUrl("https://example.org")])
    assert [holds_things(data) for data in (files, picture, both, link)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert [path.name for path in read_things(files).paths] == ["a.txt"]
    assert read_things(picture).picture == b"\x89PNG"
    assert not read_things(both)
