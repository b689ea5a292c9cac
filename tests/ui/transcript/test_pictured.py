"""What can be done with a picture in an answer: open, copy, save, drag it out; by hand and by keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from desktop.core.types import Role, State
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.entry import Entry, Section, SectionKind
from desktop.ui.transcript.gallery import pictures_of, row_showing
from tests.ui.transcript.conftest import Hand
from tests.ui.transcript.talk import answer
from tests.ui.transcript.test_pictures import Stored, bytes_of, data_of, first, until, use

if TYPE_CHECKING:
    from tests.ui.transcript.conftest import Make

BLOB = "a" * 64


def drawn(alt: str = "A sun") -> Entry:
    """Give an answer with words, a picture of ours, and words."""
    sections = (
        Section(SectionKind.TEXT, "Here:"),
        Section(SectionKind.PICTURE, f"![{alt}](blob:{BLOB})"),
        Section(SectionKind.TEXT, "Nice?"),
    )
    return Entry(1, Role.ASSISTANT, sections)


def spots(view: TranscriptView) -> list[str]:
    return [target.name for placed in view.placed for target in placed.view.targets()
            if target.action.startswith("picture/")]  # fmt: skip


async def shown(view: TranscriptView, folder: Path) -> Hand:
    use(view, Stored(folder, bytes_of(300, 200)))
    await until(lambda: spots(view) and all(p.height >= 200 for p in view.placed if p.block == 1))
    return Hand(view)


def menu_at(view: TranscriptView, hand: Hand) -> QMenu:
    point = hand.button(0, next(iter(_actions(view))))
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, point, view.viewport().mapToGlobal(point))
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _actions(view: TranscriptView) -> list[str]:
    return [t.action for p in view.placed for t in p.view.targets() if "picture/" in t.action]


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_a_click_on_a_picture_of_ours_opens_it(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        view = make(drawn())
        hand = await shown(view, tmp_path)
        assert spots(view) == ["Open picture: A sun"]
        opened: list[str] = []
        view.objects.opened.connect(opened.append)
        hand.click(hand.button(0, _actions(view)[0]))
        assert opened == [f"blob:{BLOB}"]

    qloop(scenario(), 20)


def test_it_is_reached_and_opened_by_keys(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        view = make(drawn())
        await shown(view, tmp_path)
        opened: list[str] = []
        view.objects.opened.connect(opened.append)
        view.activateWindow()
        await until(view.isActiveWindow)
        view.clearFocus()
        view.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(view, Qt.Key.Key_Tab)
        QTest.keyClick(view, Qt.Key.Key_Return)
        assert opened == [f"blob:{BLOB}"]
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(view, QContextMenuEvent(reason, QPoint(), QPoint()))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert entries(menu)[:3] == ["Open picture", "Copy picture", "Save picture as…"]
        menu.close()

    qloop(scenario(), 20)


def test_its_menu_copies_and_saves_the_whole_picture(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        view = make(drawn("A sun: rising / setting"))
        hand = await shown(view, tmp_path)
        menu = menu_at(view, hand)
        assert entries(menu)[:3] == ["Open picture", "Copy picture", "Save picture as…"]
        menu.close()
        picture = view.layouts.view(0, 1).picture_at(
            view.layouts.view(0, 1).targets()[0].rect.center()
        )
        assert picture is not None
        view.commands.pictures.copy(picture)
        await until(lambda: not QGuiApplication.clipboard().image().isNull())
        assert QGuiApplication.clipboard().image().size().toTuple() == (300, 200)
        view.commands.pictures.save(picture)
        await until(lambda: view.findChild(QFileDialog) is not None)
        dialog = view.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        assert Path(dialog.selectedFiles()[0]).name == "A sun rising setting.png"
        target = tmp_path / "kept.png"
        dialog.fileSelected.emit(str(target))
        dialog.close()
        await until(lambda: target.is_file() and not QImage(str(target)).isNull())
        assert target.read_bytes() == bytes_of(300, 200)

    qloop(scenario(), 20)


def test_a_picture_in_the_text_itself_is_looked_at_and_copied(
    make: Make, qloop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        view = make(answer(1, f"![]({data_of(bytes_of(300, 200))})"))
        use(view, Stored(tmp_path))
        await until(lambda: first(view).height > 190)
        inside = first(view).rects(0, 1)[0].center()
        assert spots(view) == ["Open picture: Picture"]
        picture = first(view).picture_at(inside)
        assert picture is not None
        menu = view.commands.menu(0, None, picture)
        assert entries(menu)[:3] == ["Open picture", "Copy picture", "Save picture as…"]
        menu.deleteLater()
        assert first(view).picture_at(inside * 40) is None

    qloop(scenario(), 20)


def test_a_picture_that_is_a_link_leads_where_it_leads(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        picture = f"![sun]({data_of(bytes_of(300, 200))})"
        view = make(answer(1, f"[{picture}](https://example.org/)"))
        use(view, Stored(tmp_path))
        await until(lambda: first(view).height > 190)
        (link,) = first(view).targets()
        assert link.link.url == "https://example.org/"

    qloop(scenario(), 20)


def test_the_pictures_of_one_message_are_given_in_their_order(
    make: Make, qloop, tmp_path: Path
) -> None:
    async def scenario() -> None:
        ours, inside = f"blob:{'a' * 64}", data_of(bytes_of(30, 20))
        text = f"![one]({ours})\n\n```\n![two]({ours})\n```\n\n- ![three]({inside})\n\n"
        view = make(
            answer(1, f"![other]({data_of(bytes_of(9, 9))})"),
            answer(2, f"{text}![far](https://example.org/a.png)"),
        )
        use(view, Stored(tmp_path))
        await until(lambda: view.layouts.view(1, 0).height > 10)
        assert pictures_of(view, 1) == [(ours, "one"), (inside, "three")]
        assert row_showing(view, inside) == 1
        assert row_showing(view, "blob:nowhere") is None

    qloop(scenario(), 20)


def test_dragging_it_takes_it_out_and_selects_nothing(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        view = make(drawn())
        hand = await shown(view, tmp_path)
        opened: list[str] = []
        view.objects.opened.connect(opened.append)
        start = hand.button(0, _actions(view)[0])
        port = view.viewport()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(port, start)
        for step in (10, 40):
            _move(view, start + QPoint(step, step))
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=start)
        pictures = view.commands.pictures
        await until(lambda: not pictures._scope.is_running("picture"))
        assert not view.selection
        assert opened == []

    qloop(scenario(), 20)


def _move(view: TranscriptView, point: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(point), QPointF(view.viewport().mapToGlobal(point)),
        Qt.MouseButton.NoButton, left, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_words_after_a_picture_do_not_join_it(make: Make, qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        entry = replace(drawn(), state=State.STREAMING, sections=drawn().sections[:2])
        view = make(entry)
        await shown(view, tmp_path)
        view.model.append_text(1, "After.")
        view.flush()
        assert [one.kind for one in view.model.messages[0].sections] == [
            SectionKind.TEXT, SectionKind.PICTURE, SectionKind.TEXT,
        ]  # fmt: skip
        assert view.model.messages[0].text == "Here:\n\nAfter."
        assert "A sun" in view.model.messages[0].plain()

    qloop(scenario(), 20)
