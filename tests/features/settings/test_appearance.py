"""How the window looks and what Enter does: applied at once, kept for the next start."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desktop.features.settings.form import Choice
from desktop.store.paths import Paths
from desktop.store.settings import ENTER_SENDS, LANGUAGE, THEME, ZOOM, Settings
from tests.features.stage import CTRL, Window, window
from tests.features.words import english


def _page(opened: Window) -> None:
    row = next(
        button
        for button in opened.settings.findChildren(QAbstractButton)
        if button.text() in {"Appearance", "外观"}
    )
    opened.click(row)


def _pick(opened: Window, key: str, row: int) -> None:
    """Choose by keys: Home, then down to the row."""
    choice = opened.settings.findChild(Choice, key)
    assert choice is not None
    choice.setFocus()
    opened.press(Qt.Key.Key_Home)
    for _ in range(row):
        opened.press(Qt.Key.Key_Down)


@pytest.mark.parametrize(
    ("setting", "row", "value"),
    [(THEME, 2, "dark"), (LANGUAGE, 2, "zh_CN"), (ZOOM, 5, 1.5), (ENTER_SENDS, 1, False)],
    ids=lambda part: getattr(part, "key", None),
)
def test_a_choice_applies_and_is_kept(qloop, setting, row: int, value: object) -> None:
    async def scenario() -> None:
        async with window() as opened:
            _page(opened)
            _pick(opened, setting.key, row)
            await opened.until(lambda: opened.services.settings.get(setting) == value)
            file = Paths.find().config / "settings.toml"
            await opened.until(lambda: Settings(file).get(setting) == value)
            if setting is THEME:
                assert opened.look.theme.mode == "dark"
            if setting is ZOOM:
                assert opened.look.theme.zoom == 1.5
        async with window() as opened:
            assert opened.services.settings.get(setting) == value
            _page(opened)
            choice = opened.settings.findChild(Choice, setting.key)
            assert choice.currentData() == value

    qloop(scenario(), 20)


def test_the_settings_change_their_language_whole(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page = opened.settings.connections
            opened.click(page.test)
            await opened.until(page.verdict.isVisible)
            await opened.services.settings.set(LANGUAGE, "zh_CN")
            await opened.settled()
            assert english(opened.shell, set()) == []
            _page(opened)
            assert english(opened.shell, set()) == []

    qloop(scenario(), 20)


def test_a_failed_test_changes_its_language_too(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page = opened.settings.connections
            page.url.edit.setFocus()
            opened.press(Qt.Key.Key_A, CTRL)
            opened.type("ftp://x")
            opened.click(page.test)
            await opened.until(page.verdict.isVisible)
            page.question.show()
            await opened.services.settings.set(LANGUAGE, "zh_CN")
            await opened.settled()
            assert english(page.verdict, set()) == []
            assert english(page.question, set()) == []

    qloop(scenario(), 20)


def test_ctrl_enter_sends_where_the_person_wants_that(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await opened.services.settings.set(ENTER_SENDS, False)
            opened.pane.composer.editor.setFocus()
            opened.type("One")
            opened.press(Qt.Key.Key_Return)
            opened.type("Two")
            assert opened.pane.composer.text() == "One\nTwo"
            assert opened.pane.keys.text().startswith("Ctrl+Enter sends")
            opened.press(Qt.Key.Key_Return, CTRL)
            await opened.until(lambda: opened.texts()[:1] == ["One\nTwo"])
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)
