"""Code blocks and wide tables: folding, wrapping, numbers, saving, scrolling inside the block."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.errors import AppError, Code
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.codeview import CodeView
from desktop.ui.transcript.saving import Saving, suffix_of
from desktop.ui.transcript.sideways import SidewaysView
from desktop.ui.transcript.tableview import TableView
from tests.ui.transcript.conftest import Hand, Make, stream
from tests.ui.transcript.talk import answer

LONG = "```python\n" + "".join(f"x{i} = {i}\n" for i in range(260)) + "```\n\nend\n"
WIDE = "```text\n" + "a very long line " * 40 + "\nshort\n```\n"
TABLE = (
    "| " + " | ".join(f"column {i}" for i in range(20)) + " |\n|" + "---|" * 20 + "\n"
    + "".join("| " + " | ".join(f"cell {i}" for i in range(20)) + " |\n" for _ in range(40))
)  # fmt: skip


def codes(view: TranscriptView) -> list[CodeView]:
    return [p.view for p in view.placed if isinstance(p.view, CodeView)]


def wheel(view: TranscriptView, at: QPoint, modifier: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_long_code_is_folded_to_its_beginning_until_all_is_asked_for(make: Make) -> None:
    view = make(answer(1, LONG), size=(900, 2200))
    assert len(codes(view)) == 1
    assert "x79" in codes(view)[0].raw()
    names = [target.name for target in codes(view)[0].targets()]
    assert names[-1] == "Show all 260 lines"
    Hand(view).click(Hand(view).button(0, "fold_code"))
    view.scroll_to_end()
    assert "x259 = 259" in codes(view)[-1].raw()
    view.scroll_to_start()
    Hand(view).click(Hand(view).button(0, "fold_code"))
    assert len(codes(view)) == 1


def test_folded_code_is_copied_and_read_whole(make: Make) -> None:
    view = make(answer(1, LONG))
    view.commands.press(0, 0, next(t for t in codes(view)[0].targets() if t.action == "copy_code"))
    assert QGuiApplication.clipboard().text().count("\n") == 260
    assert "x259 = 259" in view.model.messages[0].plain()


def test_code_that_grew_before_one_s_eyes_is_not_folded(make: Make) -> None:
    view = make()
    row = stream(view, LONG, step=200)
    assert not any(view.model.messages[row].is_hidden(i) for i in range(4))
    chain = view.model.messages[row].blocks()[0].chain
    assert chain is not None
    assert chain.lines == 260


def test_wrapping_is_a_choice(make: Make) -> None:
    view = make(answer(1, WIDE))
    (code,) = codes(view)
    height = code.height
    assert code.overflow > 0
    Hand(view).click(Hand(view).button(0, "wrap_code"))
    (code,) = codes(view)
    assert code.overflow == 0
    assert code.height > height
    Hand(view).click(Hand(view).button(0, "wrap_code"))
    assert codes(view)[0].height == height


def test_line_numbers_count_through_all_pieces(make: Make) -> None:
    view = make(answer(1, LONG), size=(900, 2200))
    left = codes(view)[0].left
    view.model.messages[0].blocks()[0].chain.is_folded = False  # type: ignore[union-attr]
    Hand(view).click(Hand(view).button(0, "number_code"))
    view.viewport().grab()
    view.scroll_to_start()
    pieces = codes(view)
    assert pieces[0].left > left
    assert pieces[1]._first_line == 80
    assert len({piece.left for piece in pieces}) == 1


@pytest.mark.parametrize(
    ("text", "kind"), [(WIDE, CodeView), (TABLE, TableView)], ids=["code", "table"]
)
def test_wide_blocks_scroll_inside_themselves(
    make: Make, text: str, kind: type[SidewaysView]
) -> None:
    view = make(answer(1, text))
    placed = next(p for p in view.placed if isinstance(p.view, kind))
    block = placed.view
    assert isinstance(block, SidewaysView)
    assert block.overflow > 0
    assert block.width == view.column_width()
    at = view.rect_of(placed).topLeft() + QPoint(60, 50)
    wheel(view, at, Qt.KeyboardModifier.ShiftModifier)
    assert block.chain.scroll_x == 120
    assert all(
        p.view.chain.scroll_x == 120 for p in view.placed if isinstance(p.view, SidewaysView)
    )
    for _ in range(80):
        wheel(view, at, Qt.KeyboardModifier.ShiftModifier)
    assert block.chain.scroll_x == block.overflow


def test_the_bar_of_a_wide_block_can_be_dragged(make: Make) -> None:
    view = make(answer(1, WIDE))
    placed = next(p for p in view.placed if isinstance(p.view, CodeView))
    code = placed.view
    assert isinstance(code, CodeView)
    grip = view.rect_of(placed).topLeft() + code.grip().center().toPoint()
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, grip)
    QTest.mouseMove(port, grip + QPoint(50, 0))
    QTest.mouseMove(port, grip + QPoint(5000, 0))
    assert code.chain.scroll_x == code.overflow
    QTest.mouseRelease(
        port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, grip + QPoint(5000, 0)
    )
    assert not view.selection
    view.viewport().grab()


def test_narrow_tables_keep_to_the_column(make: Make) -> None:
    view = make(answer(1, "| a | b |\n|---|---|\n| " + "many words " * 60 + " | 1 |\n"))
    table = view.placed[0].view
    assert isinstance(table, TableView)
    assert table.overflow == 0


def test_code_in_a_list_is_coloured(make: Make, qtbot: QtBot) -> None:
    view = make(answer(1, "- first\n\n  ```python\n  def f(x):\n      return 1\n  ```\n"))
    doc = view.placed[0].view.doc

    def tones() -> set[str]:
        block, found = doc.begin(), set()
        while block.isValid():
            found |= {f.format.foreground().color().name() for f in block.layout().formats()}  # type: ignore[attr-defined]
            block = block.next()
        return found

    keyword = view.theme.color("code_kw").name()
    qtbot.waitUntil(lambda: keyword in tones(), timeout=5000)
    qtbot.waitUntil(lambda: view.scroller.colorist.is_idle, timeout=5000)


def test_diagrams_are_text_and_say_so(make: Make) -> None:
    view = make(answer(1, "```mermaid\ngraph TD;\nA-->B;\n```\n"))
    assert codes(view)[0]._label() == "mermaid, shown as text"


@pytest.mark.parametrize(
    ("language", "suffix"),
    [("Python", "py"), ("c++", "cpp"), ("", "txt"), ("../../x", "txt"), ("zig", "zig")],
)
def test_files_get_the_ending_of_their_language(language: str, suffix: str) -> None:
    assert suffix_of(language) == suffix


def test_code_is_saved_where_the_person_says(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        import asyncio

        troubles: list[Exception] = []
        view = make(answer(1, "```python\nprint('ü')\n```\n"))
        saving = Saving(view, troubles.append)
        dialog = saving.ask("print('ü')\n", "python")
        assert dialog.selectedFiles()[0].endswith("code.py")
        dialog.reject()
        target = tmp_path / "x.py"
        saving.write(target, "print('ü')\n".encode())
        saving_to_nowhere = Saving(view, troubles.append)
        saving_to_nowhere.write(tmp_path / "no" / "x.py", b"x")
        for _ in range(100):
            if target.exists() and target.read_bytes() and troubles:
                break
            await asyncio.sleep(0.02)
        assert target.read_text(encoding="utf-8") == "print('ü')\n"
        (trouble,) = troubles
        assert isinstance(trouble, AppError)
        assert trouble.code is Code.UNWRITABLE

    qloop(scenario(), 10)
