"""Where dictated text goes, whatever else happens to the field meanwhile."""

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

from desktop.ui.dictating.place import field_at, place_in


@pytest.fixture
def text(qtbot) -> QPlainTextEdit:
    made = QPlainTextEdit()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def line(qtbot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    return made


def test_text_goes_on_where_it_began_though_somebody_types_elsewhere(text: QPlainTextEdit) -> None:
    text.setPlainText("Dear Anna. Bye.")
    cursor = text.textCursor()
    cursor.setPosition(10)
    text.setTextCursor(cursor)
    place = place_in(text)
    place.put("I am late.", 0)
    cursor.setPosition(0)
    cursor.insertText("P.S. ")
    place.put(" The train has stopped.", 0)
    assert text.toPlainText() == "P.S. Dear Anna. I am late. The train has stopped. Bye."


def test_each_piece_is_one_step_of_undo(text: QPlainTextEdit) -> None:
    place = place_in(text)
    place.put("One.", 0)
    place.put(" Two.", 0)
    place.put(",", 1)
    assert text.toPlainText() == "One. Two,"
    seen = []
    for _ in range(3):
        text.undo()
        seen.append(text.toPlainText())
    assert seen == ["One. Two.", "One.", ""]


def test_what_is_selected_is_replaced_and_comes_back_with_one_undo(text: QPlainTextEdit) -> None:
    text.setPlainText("old words")
    text.selectAll()
    place_in(text).put("New.", 0)
    assert text.toPlainText() == "New."
    text.undo()
    assert text.toPlainText() == "old words"


def test_nothing_is_taken_back_that_the_person_wrote(text: QPlainTextEdit) -> None:
    place = place_in(text)
    place.put("One.", 0)
    text.insertPlainText(" mine")
    place.put(",", 1)
    assert text.toPlainText() == "One. mine,"


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("", "", "The end"),
        ("See", "", "See the end"),
        ("See ", "", "See the end"),
        ("Yes.", "", "Yes. The end"),
        ("(", ")", "(the end)"),
        ("是", "", "是the end"),
    ],
    ids=["empty", "sentence", "blank", "after a stop", "bracket", "Han"],
)
def test_blanks_and_capitals_fit(text: QPlainTextEdit, before, after, wanted) -> None:
    text.setPlainText(before + after)
    cursor = text.textCursor()
    cursor.setPosition(len(before))
    text.setTextCursor(cursor)
    place_in(text).put("The end", 0)
    assert text.toPlainText() == wanted


def test_a_line_of_input_keeps_the_place_and_the_caret(line: QLineEdit) -> None:
    line.setText("call  now")
    line.setCursorPosition(5)
    place = place_in(line)
    line.setCursorPosition(0)
    line.insert("Please ")
    place.put("Anna", 0)
    assert line.text() == "Please call Anna now"
    assert line.cursorPosition() == 7


def test_a_selection_in_a_line_is_replaced(line: QLineEdit) -> None:
    line.setText("old")
    line.selectAll()
    place_in(line).put("New", 0)
    assert line.text() == "New"


def test_secrets_and_what_cannot_be_written_are_no_fields(qtbot, line: QLineEdit) -> None:
    rich = QTextEdit()
    qtbot.addWidget(rich)
    assert field_at(line) is line
    assert field_at(rich) is rich
    line.setEchoMode(QLineEdit.EchoMode.Password)
    rich.setReadOnly(True)
    assert field_at(line) is None
    assert field_at(rich) is None
    assert field_at(None) is None


def test_a_field_that_was_closed_takes_nothing(text: QPlainTextEdit) -> None:
    place = place_in(text)
    assert place.is_open
    text.setReadOnly(True)
    assert not place.is_open
