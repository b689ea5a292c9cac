"""The built-in engine's page: adding, removing and trying models, and what it says of the engine."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QWidget

from desktop.core.connection import BUILT_IN_ID
from desktop.features.settings.engine import EnginePage
from desktop.features.settings.engine.card import OwnCard
from desktop.features.settings.engine.words import _FLAWS, size_words
from desktop.services.context import Services
from desktop.services.engine import Phase
from desktop.services.startup import Parts, services_running
from desktop.services.window_state import WindowState
from desktop.store.gguf import Flaw
from desktop.store.paths import Paths
from desktop.store.settings import CONNECTION, ENGINE_IDLE_MINUTES, MODEL, Settings
from desktop.store.state import StateFile
from desktop.ui.feature import Host
from desktop.ui.look import Look
from desktop.ui.notices import Notice
from tests.fakes import gguf

SMOL = "smollm2-135m-instruct"
ENGINE = (
    "import sys; key = input(); input(); print('LISTED 1')\n"
    "print('READY http://127.0.0.1:1', flush=True)\n"
    "{more}\nsys.stdin.read()"
)


@dataclass
class Stage:
    """The page in a window of its own, and what it has told the program's window."""

    page: EnginePage
    services: Services
    look: Look
    notices: list[Notice] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    @property
    def cards(self) -> list[OwnCard]:
        """The person's models."""
        return [card for card in self.page.shelf.cards if isinstance(card, OwnCard)]

    def names(self) -> list[str]:
        return [card.name.text() for card in self.cards]

    async def until(self, is_so: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not is_so():  # noqa: ASYNC110 - the screen tells nobody
                await asyncio.sleep(0.01)

    async def add(self, *paths: Path) -> None:
        count = len(self.notices)
        self.page.add(paths)
        await self.until(lambda: len(self.notices) > count)

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        QTest.keyClick(widget, key)

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@asynccontextmanager
async def stage(more: str = "", command: Sequence[str] | None = None) -> AsyncIterator[Stage]:
    paths = Paths.find()
    settings = Settings(paths.config / "settings.toml")
    state = WindowState(StateFile(paths.data / "window.toml"))
    engine = command or [sys.executable, "-S", "-E", "-c", ENGINE.format(more=more)]
    look = Look()
    look.use("light", "en", 1.0)
    async with services_running(paths, settings, state, Parts(engine_command=engine)) as services:
        notices: list[Notice] = []
        opened: list[str] = []
        host = Host(look, notices.append, lambda name, place="": opened.append(name))
        page = EnginePage(services, host)
        page.resize(640, 800)
        page.show()
        page.activateWindow()
        try:
            yield Stage(page, services, look, notices, opened)
        finally:
            page.hide()
            page.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            await asyncio.sleep(0.05)
    look._translators.use("C")
    look.deleteLater()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyleSheet("")


def mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(page: QWidget, data: QMimeData) -> bool:
    """Bring something over the page; tell whether it would take it."""
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, keys)
    QCoreApplication.sendEvent(page, event)
    return event.isAccepted()


def drop(page: QWidget, data: QMimeData) -> None:
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, buttons, keys)
    QCoreApplication.sendEvent(page, event)


def test_a_dropped_model_is_added_and_can_be_tried(qloop, tmp_path: Path) -> None:
    path = gguf.model(tmp_path / "Tiny.gguf")
    data = mime(path, tmp_path / "readme.txt")

    async def scenario() -> None:
        async with stage() as s:
            assert s.names() == []
            assert drag(s.page, data)
            assert s.page._drop._veil.isVisible()
            drop(s.page, data)
            assert not s.page._drop._veil.isVisible()
            await s.until(lambda: s.names() == ["Tiny"])
            (notice,) = s.notices
            assert notice.words() == "Added Tiny."
            notice.on_action()
            await s.until(lambda: s.opened == ["chat"])
            assert s.services.settings.get(CONNECTION) == BUILT_IN_ID
            assert s.services.settings.get(MODEL) == "tiny"

    qloop(scenario(), 20)


def test_what_is_no_model_file_is_not_taken(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage() as s:
            text = QMimeData()
            text.setText("model.gguf")
            for data in (mime(tmp_path / "a.txt"), text, mime()):
                assert not drag(s.page, data)
                drop(s.page, data)
            assert drag(s.page, mime(tmp_path / "a.gguf"))
            QCoreApplication.sendEvent(s.page, QDragLeaveEvent())
            assert not s.page._drop._veil.isVisible()
            assert not s.page.trouble.isVisible()

    qloop(scenario(), 20)


def test_a_file_that_cannot_be_added_is_named_with_its_reason(qloop, tmp_path: Path) -> None:
    path = tmp_path / "cut.gguf"
    gguf.model(path)
    os.truncate(path, path.stat().st_size - 1)

    async def scenario() -> None:
        async with stage() as s:
            s.page.add([path])
            await s.until(s.page.trouble.isVisible)
            assert s.page.trouble.title.text() == "cut.gguf cannot be added."
            assert "not complete" in s.page.trouble.hint.text()
            await s.until(s.page.adding.isEnabled)
            await s.add(gguf.model(tmp_path / "good.gguf"))
            assert not s.page.trouble.isVisible()

    qloop(scenario(), 20)


def test_every_flaw_has_its_sentence() -> None:
    assert set(_FLAWS) == set(Flaw)


def test_a_removed_model_comes_back_in_its_place(qloop, tmp_path: Path) -> None:
    paths = [gguf.model(tmp_path / f"{name}.gguf") for name in "abc"]

    async def scenario() -> None:
        async with stage() as s:
            await s.add(*paths)
            await s.until(lambda: s.names() == ["a", "b", "c"])
            s.cards[1].setFocus()
            s.press(s.cards[1], Qt.Key.Key_Delete)
            await s.until(lambda: s.names() == ["a", "c"])
            assert s.cards[1].hasFocus()
            assert s.notices[-1].words() == "Removed b. Its file stays."
            assert paths[1].exists()
            s.notices[-1].on_action()
            await s.until(lambda: s.names() == ["a", "b", "c"])

    qloop(scenario(), 20)


def test_the_keyboard_goes_from_card_to_card_and_tries(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.add(gguf.model(tmp_path / "a.gguf"))
            first, second = s.page.shelf.cards
            first.setFocus()
            s.press(first, Qt.Key.Key_Up)
            s.press(first, Qt.Key.Key_Down)
            assert second.hasFocus()
            s.press(second, Qt.Key.Key_Down)
            assert second.hasFocus()
            s.press(second, Qt.Key.Key_Up)
            s.press(first, Qt.Key.Key_Return)
            await s.until(lambda: s.opened)
            assert s.services.settings.get(MODEL) == SMOL
            assert second.accessibleName() == "a"
            assert "1M" in second.accessibleDescription()

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("end", "name"), [(Qt.Key.Key_Return, "Other"), (Qt.Key.Key_Escape, "a")], ids=["keep", "leave"]
)
def test_a_model_is_renamed_in_its_place(qloop, tmp_path: Path, end: Qt.Key, name: str) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.add(gguf.model(tmp_path / "a.gguf"))
            (card,) = s.cards
            card.setFocus()
            s.press(card, Qt.Key.Key_F2)
            line = card.findChild(QLineEdit)
            assert line is not None
            line.setText("Other")
            s.press(line, end)
            await s.until(lambda: s.names() == [name])
            await s.until(card.hasFocus)
            model = s.services.own_models.get("a")
            assert model is not None
            assert model.name == name

    qloop(scenario(), 20)


def test_context_is_given_within_what_the_model_knows(qloop, tmp_path: Path) -> None:
    path = gguf.model(tmp_path / "a.gguf", llama__context_length=40_960)

    async def scenario() -> None:
        async with stage() as s:
            await s.add(path)
            (card,) = s.cards
            choice = card.context
            offered = [choice.itemData(row) for row in range(choice.count())]
            assert offered == [2048, 4096, 8192, 16384, 32768, 40960]
            assert choice.currentText() == "8,192 tokens"
            choice.setFocus()
            s.press(choice, Qt.Key.Key_End)
            own = s.services.own_models
            await s.until(lambda: own.list()[0].context_length == 40_960)

    qloop(scenario(), 20)


def entries(card: OwnCard) -> dict[str, Callable[[], None]]:
    card.more.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    found = {action.text(): action.trigger for action in menu.actions() if action.text()}
    menu.hide()
    return found


def test_a_projector_is_chosen_and_taken_away(qloop, tmp_path: Path) -> None:
    model, projector = gguf.model(tmp_path / "a.gguf"), gguf.projector(tmp_path / "mmproj.gguf")

    async def scenario() -> None:
        async with stage() as s:
            await s.add(model)
            (card,) = s.cards
            for path in (model, projector):
                entries(card)["Add a projector for pictures…"]()
                dialog = s.page.shelf.findChild(QFileDialog)
                assert dialog is not None
                dialog.fileSelected.emit(str(path))
                dialog.reject()
                if path == model:
                    await s.until(s.page.trouble.isVisible)
                    assert "not a projector" in s.page.trouble.hint.text()
                    await asyncio.sleep(0)
                    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            await s.until(lambda: "sees pictures" in card._facts.text())
            entries(card)["Take the projector away"]()
            await s.until(lambda: "sees pictures" not in card._facts.text())

    qloop(scenario(), 20)


def test_models_are_picked_in_a_dialog(qloop, tmp_path: Path) -> None:
    path = gguf.model(tmp_path / "a.gguf")

    async def scenario() -> None:
        async with stage() as s:
            s.click(s.page.adding)
            dialog = s.page.findChild(QFileDialog)
            assert dialog is not None
            dialog.filesSelected.emit([str(path)])
            dialog.reject()
            await s.until(lambda: s.names() == ["a"])

    qloop(scenario(), 20)


def test_a_file_that_vanished_is_said_so_and_cannot_be_tried(qloop, tmp_path: Path) -> None:
    path = gguf.model(tmp_path / "a.gguf")

    async def scenario() -> None:
        async with stage() as s:
            await s.add(path)
            (card,) = s.cards
            await s.until(lambda: "Takes about" in card._need.text())
            path.unlink()
            s.page.shelf.look_again()
            await s.until(lambda: "not there any more" in card._trouble.label.text())
            assert not card.trying.isEnabled()
            assert "Cannot be used" in card.accessibleDescription()

    qloop(scenario(), 20)


def test_the_engine_says_what_is_in_memory_and_how_much_it_takes(qloop, tmp_path: Path) -> None:
    more = "print('LOADING a'); print('LOADED a', flush=True)"

    async def scenario() -> None:
        async with stage(more) as s:
            await s.add(gguf.model(tmp_path / "a.gguf"))
            status = s.page.status
            assert status.title.text() == "The engine is not running."
            s.click(status.button)
            await s.until(lambda: status.title.text() == "The engine is ready.")
            await s.until(lambda: "In memory: a." in status.hint.text())
            await s.until(lambda: "MB now." in status.hint.text())
            assert "In memory" in s.cards[0].accessibleDescription()
            assert status.button.text() == "Stop"
            s.click(status.button)
            await s.until(lambda: status.title.text() == "The engine is not running.")
            assert "In memory" not in s.cards[0].accessibleDescription()

    qloop(scenario(), 20)


def test_the_engine_is_looked_at_only_while_the_page_is_on_show(qloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            assert s.page.status._timer.isActive()
            s.page.hide()
            assert not s.page.status._timer.isActive()
            s.page.show()
            assert s.page.status._timer.isActive()

    qloop(scenario(), 20)


def test_an_engine_that_cannot_start_says_why_and_tries_again(qloop) -> None:
    command = [sys.executable, "-S", "-E", "-c", "print('FAILED engine.cpu no avx2', flush=True)"]

    async def scenario() -> None:
        async with stage(command=command) as s:
            status = s.page.status
            s.click(status.button)
            await s.until(lambda: "cannot run the built-in model" in status.title.text())
            assert "no avx2" in status.hint.text()
            assert status.button.text() == "Try again"
            phases: list[Phase] = []
            s.services.engine.changed.connect(lambda now: phases.append(now.phase))
            s.click(status.button)
            await s.until(lambda: phases == [Phase.STARTING, Phase.FAILED])
            assert status.button.isVisible()

    qloop(scenario(), 20)


def test_the_time_until_memory_is_given_back_is_kept(qloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.page.idle.setFocus()
            s.press(s.page.idle, Qt.Key.Key_End)
            await s.until(lambda: s.services.settings.get(ENGINE_IDLE_MINUTES) == 0)
            # Changed elsewhere, by an import or a reset, it is shown here.
            await s.services.settings.set(ENGINE_IDLE_MINUTES, ENGINE_IDLE_MINUTES.default)
            assert s.page.idle.currentData() == ENGINE_IDLE_MINUTES.default

    qloop(scenario(), 20)


def test_another_language_or_theme_is_taken_at_once(qloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.add(gguf.model(tmp_path / "a.gguf"))
            s.look.use("dark", "zh_CN", 1.0)
            assert s.names() == ["a"]
            assert s.page.grab().width() == s.page.width()

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (900, "1\u202fkB"),
        (98_362_432, "98\u202fMB"),
        (999_900_000, "1.0\u202fGB"),
        (2_490_000_000, "2.5\u202fGB"),
        (9_960_000_000, "10\u202fGB"),
        (18_600_000_000, "19\u202fGB"),
    ],
)
def test_sizes_are_told_in_the_unit_that_suits_them(count: int, words: str) -> None:
    assert size_words(count) == words
