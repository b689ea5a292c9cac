"""The chips of what is attached: laid out, elided, scrolled, named, and still when nothing moves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from desktop.ui.composer.chip import FLAT_PX, TALL_PX, ChipFace, ChipState
from desktop.ui.composer.chips import Chips
from desktop.ui.look import Look


@pytest.fixture
def chips(look: Look, qtbot) -> Chips:
    made = Chips(look)
    qtbot.addWidget(made)
    made.resize(400, 60)
    return made


def face(name: str = "a.md", **more: object) -> ChipFace:
    return ChipFace(name, note="2.1 KB · 530 tokens", **more)  # type: ignore[arg-type]


def test_nothing_attached_takes_no_room(chips: Chips) -> None:
    chips.show_faces({1: face()})
    assert chips.isVisibleTo(chips.parentWidget())
    chips.show_faces({})
    assert not chips.isVisible()


def test_chips_break_into_lines_and_many_scroll(chips: Chips) -> None:
    chips.show_faces({n: face(f"file number {n}.py") for n in range(3)})
    tops = {chip.y() for chip in chips.chips()}
    assert len(tops) == 3
    chips.show_faces({n: face(f"file number {n}.py") for n in range(100)})
    assert chips.height() <= 150
    assert chips.widget().height() > 3000
    assert all(chip.geometry().right() < 400 for chip in chips.chips())


def test_a_picture_makes_a_chip_tall_and_a_long_name_does_not_make_it_wide(chips: Chips) -> None:
    picture = QPixmap(80, 40)
    picture.fill(Qt.GlobalColor.red)
    chips.show_faces({1: face("n" * 500), 2: face(picture=picture)})
    wide, tall = chips.chips()
    assert (wide.height(), tall.height()) == (FLAT_PX, TALL_PX)
    assert wide.width() <= 340
    assert wide.toolTip() == "n" * 500
    for chip in chips.chips():
        assert not chip.grab().isNull()


def test_a_screen_reader_hears_name_size_and_what_is_wrong(chips: Chips) -> None:
    failed = ChipFace("b.bin", note="not a kind that can be read", state=ChipState.FAILED)
    chips.show_faces({1: face(), 2: failed})
    assert [chip.accessibleName() for chip in chips.chips()] == [
        "a.md, 2.1 KB · 530 tokens",
        "b.bin, not a kind that can be read",
    ]
    assert chips.accessibleName() == "Attachments"


def test_the_wheel_turns_only_while_something_is_prepared(chips: Chips) -> None:
    chips.show_faces({1: face(state=ChipState.PREPARING), 2: face("b.md")})
    assert chips._wheel.isActive()
    chips.show_faces({1: face(), 2: face("b.md")})
    assert not chips._wheel.isActive()


def test_one_chip_is_a_stop_of_the_tab_key(chips: Chips) -> None:
    chips.show_faces({n: face() for n in range(5)})
    stops = [chip for chip in chips.chips() if chip.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == chips.chips()[:1]


def test_keys_ask_for_what_they_mean(chips: Chips, qtbot) -> None:
    chips.show_faces({n: face() for n in range(3)})
    chips.show()
    asked: list[object] = []
    chips.removed.connect(lambda key: asked.append(("removed", key)))
    chips.opened.connect(lambda key: asked.append(("opened", key)))
    chips.undo_wanted.connect(lambda: asked.append("undo"))
    chips.left.connect(lambda: asked.append("left"))
    first = chips.chips()[0]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    qtbot.keyClick(first, Qt.Key.Key_Delete)
    qtbot.keyClick(first, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert asked == [("opened", 0), ("removed", 0), "undo", "left"]
