"""Buttons, fields and labels: named for everybody, drawn in every state, following the look."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.combo import ComboBox
from desktop.ui.controls import Button, Field, IconButton, Label, restyle
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.row_button import RowButton


def stop() -> str:
    return translate("Composer", "Stop")


def test_an_icon_button_is_named_and_tells_its_keys(look: Look, qtbot) -> None:
    button = IconButton(look, "x", stop, shown_keys="Ctrl+N")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Stop"
    assert button.toolTip() == "Stop (Ctrl+N)"
    button.become("square", lambda: "Other")
    assert (button.accessibleName(), button.toolTip()) == ("Other", "Other (Ctrl+N)")


def test_the_icon_of_a_button_tells_its_state(look: Look, qtbot) -> None:
    button = IconButton(look, "square", stop)
    button.setCheckable(True)
    qtbot.addWidget(button)

    def inks() -> set[str]:
        image = button.grab().toImage()
        dots = {image.pixelColor(x, 16).name() for x in range(image.width())}
        tones = ("text2", "accent_ink", "disabled", "red")
        return {tone for tone in tones if look.theme.color(tone).name() in dots}

    assert inks() == {"text2"}
    button.setChecked(True)
    assert inks() == {"accent_ink"}
    button.setEnabled(False)
    assert inks() == {"disabled"}
    button.setEnabled(True)
    button.setChecked(False)
    button.tone = "red"
    assert inks() == {"red"}


@pytest.mark.parametrize("kind", ["", "primary", "ghost", "danger"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_button_is_wide_enough_and_can_be_drawn_in_every_state(look, qtbot, kind, mode) -> None:
    look.use(mode, "en")
    button = Button(look, lambda: "Connect a server", kind=kind, icon_name="plus")
    qtbot.addWidget(button)
    button.show()
    needed = button.fontMetrics().horizontalAdvance(button.text()) + 16
    assert button.width() >= needed
    for is_enabled in (True, False):
        button.setEnabled(is_enabled)
        assert not button.grab().isNull()


def test_a_button_grows_with_its_words(look: Look, qtbot) -> None:
    button = Button(look, lambda: "Go")
    qtbot.addWidget(button)
    narrow = button.sizeHint().width()
    button.say(lambda: "Go to the other side of the river")
    assert button.sizeHint().width() > narrow + 100


@pytest.mark.parametrize("key", [Qt.Key.Key_Space])
def test_buttons_can_be_pressed_by_key(look: Look, qtbot, key) -> None:
    for make in (Button(look, stop), IconButton(look, "x", stop), RowButton(look, "x", stop)):
        qtbot.addWidget(make)
        pressed: list[None] = []
        make.clicked.connect(lambda _=False, heard=pressed: heard.append(None))
        qtbot.keyClick(make, key)
        assert len(pressed) == 1
        assert make.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_row_button_is_named_and_shows_its_keys(look: Look, qtbot) -> None:
    row = RowButton(look, "square-pen", stop, "Ctrl+N")
    qtbot.addWidget(row)
    assert (row.accessibleName(), row.toolTip()) == ("Stop", "Stop (Ctrl+N)")
    look.use("dark", "zh_CN")
    assert (row.text(), row.accessibleName()) == ("停止", "停止")
    row.show_meta("F5")
    assert row.toolTip() == "停止 (F5)"
    row.setCheckable(True)
    for is_on in (True, False):
        row.setChecked(is_on)
        assert not row.grab().isNull()


def test_a_label_never_takes_text_for_markup(look: Look, qtbot) -> None:
    label = Label(look, lambda: "<b>5 < 6</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    label.say(lambda: "other")
    assert label.text() == "other"


def test_a_field_is_named_hints_and_gives_text_without_blanks(look: Look, qtbot) -> None:
    field = Field(look, lambda: "Address", lambda: "https://…", icon_name="search")
    qtbot.addWidget(field)
    changed: list[str] = []
    entered: list[None] = []
    field.changed.connect(changed.append)
    field.entered.connect(lambda: entered.append(None))
    assert field.edit.accessibleName() == "Address"
    assert field.edit.placeholderText() == "https://…"
    field.edit.setText("by program")
    assert changed == []
    field.edit.clear()
    qtbot.keyClicks(field.edit, " ab ")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "ab"
    assert (changed[-1], len(entered)) == (" ab ", 1)


def test_a_field_shows_focus_and_error(look: Look, qtbot) -> None:
    field = Field(look, lambda: "Key")
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: field.property("focused") == "true")
    field.edit.clearFocus()
    qtbot.waitUntil(lambda: field.property("focused") == "false")
    field.set_error(is_wrong=True)
    assert field.property("state") == "error"
    field.set_error(is_wrong=False)
    assert field.property("state") == ""


def test_the_wheel_scrolls_the_page_and_not_a_setting(look: Look, qtbot) -> None:
    box = ComboBox(look)
    qtbot.addWidget(box)
    box.addItems(["System", "Light", "Dark"])
    box.show()
    place = QPointF(5, 5)
    wheel = QWheelEvent(
        place, place, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert box.currentIndex() == 0
    assert not wheel.isAccepted()
    assert not box.grab().isNull()


def test_restyling_with_the_same_value_does_nothing(look: Look, qtbot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    restyle(widget, "state", "error")
    restyle(widget, "state", "error")
    assert widget.property("state") == "error"
