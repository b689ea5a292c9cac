"""Declared settings draw themselves: applied at once, kept, followed, taken back."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop.features.settings.declared import APPEARANCE, GENERAL, ROWS, Row, rows
from desktop.features.settings.declared_page import DeclaredPage
from desktop.features.settings.form import Choice
from desktop.features.settings.hosts import Hosts
from desktop.features.settings.inputs import Accents, Amount, Line, OnOff, input_for
from desktop.store.paths import Paths
from desktop.store.settings import (
    ACCENT,
    CODE_FONT,
    ENTER_SENDS,
    FONT,
    LANGUAGE,
    LESS_MOTION,
    MORE_CONTRAST,
    PICTURE_HOSTS,
    READING_FONT,
    SILENCE_S,
    THEME,
    ZOOM,
    Setting,
    Settings,
)
from desktop.ui.look import Look
from desktop.ui.spoken_languages import SPOKEN
from tests.features.stage import CTRL, Window, window
from tests.features.words import english

KEY = Qt.Key


def _page(opened: Window, page_id: str = "appearance") -> DeclaredPage:
    opened.shell.host.open_feature("settings", page_id)
    page = opened.settings.page(page_id)
    assert isinstance(page, DeclaredPage)
    return page


async def _is_kept(opened: Window, setting, value: object) -> None:
    await opened.until(lambda: opened.services.settings.get(setting) == value)
    file = Paths.find().config / "settings.toml"
    await opened.until(lambda: Settings(file).get(setting) == value)


@pytest.mark.parametrize(
    ("page", "setting", "keys", "value"),
    [
        ("speech", SILENCE_S, [KEY.Key_Up], 3),
        ("appearance", THEME, [KEY.Key_Down], "dark"),
        ("general", LANGUAGE, [KEY.Key_Down], "zh_CN"),
        ("general", ENTER_SENDS, [KEY.Key_Down], False),
        ("appearance", ACCENT, [KEY.Key_Right, KEY.Key_Space], "blue"),
        ("appearance", MORE_CONTRAST, [KEY.Key_Space], True),
        ("appearance", LESS_MOTION, [KEY.Key_Space], True),
        ("appearance", ZOOM, [KEY.Key_PageUp, KEY.Key_Right], 1.3),
    ],
    ids=lambda part: getattr(part, "key", None),
)
def test_a_key_changes_a_setting_at_once_and_for_good(
    qloop, page: str, setting, keys: list[Qt.Key], value: object
) -> None:
    async def scenario() -> None:
        async with window() as opened:
            _page(opened, page).inputs[setting.key].setFocus()
            for key in keys:
                opened.press(key)
            await _is_kept(opened, setting, value)
        async with window() as opened:
            assert opened.services.settings.get(setting) == value
            assert _page(opened, page).resets[setting.key].isVisible()

    qloop(scenario(), 20)


def test_what_is_picked_is_seen(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, settings = _page(opened), opened.services.settings
            await settings.change({THEME: "dark", ACCENT: "rose", ZOOM: 1.21, LESS_MOTION: True})
            theme = opened.look.theme
            assert (theme.mode, theme.taste.accent, theme.zoom) == ("dark", "rose", 1.21)
            assert opened.look.motion_ms(160) == 0
            zoom, theme_choice = page.inputs[ZOOM.key], page.inputs[THEME.key]
            assert isinstance(zoom, Amount)
            assert isinstance(theme_choice, Choice)
            assert zoom._says.text() == "121\u202f%"
            assert zoom.slider.value() == 121
            assert theme_choice.currentData() == "dark"
            dots = page.inputs[ACCENT.key]
            assert isinstance(dots, Accents)
            assert [name for name, dot in dots.dots.items() if dot.isChecked()] == ["rose"]

    qloop(scenario(), 20)


def test_a_font_is_chosen_among_those_of_the_computer(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            choice = page.inputs[FONT.key]
            assert choice.count() == 1  # nothing is listed before somebody comes near
            choice.setFocus()
            assert choice.count() > 2
            opened.press(KEY.Key_Down)
            family = str(choice.currentData())
            await _is_kept(opened, FONT, family)
            assert family in QApplication.font().families()
            assert page.inputs[READING_FONT.key].currentText() == "Like the interface"
            await opened.services.settings.set(CODE_FONT, "No Such Font")
            assert page.inputs[CODE_FONT.key].currentText() == "No Such Font (not on this computer)"
            await opened.services.settings.set(LANGUAGE, "zh_CN")
            assert page.inputs[FONT.key].currentText() == family

    qloop(scenario(), 20)


def test_one_setting_is_reset_and_the_focus_stays_beside_it(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page = _page(opened)
            await opened.services.settings.set(ZOOM, 2.0)
            assert page.resets[ZOOM.key].toolTip() == "Reset: Size of the reading text"
            opened.click(page.resets[ZOOM.key])
            await _is_kept(opened, ZOOM, 1.0)
            assert not page.resets[ZOOM.key].isVisible()
            assert QApplication.focusWidget() is page.inputs[ZOOM.key].focusProxy()
            assert "zoom" not in (Paths.find().config / "settings.toml").read_text()

    qloop(scenario(), 20)


def test_a_page_is_reset_whole_and_the_other_page_is_not(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            page, settings = _page(opened), opened.services.settings
            await settings.change({ZOOM: 2.0, ACCENT: "teal", ENTER_SENDS: False})
            opened.click(page.reset)
            await _is_kept(opened, ACCENT, "amber")
            assert (settings.get(ZOOM), settings.get(ENTER_SENDS)) == (1.0, False)
            assert not page.reset.isEnabled()
            assert opened.toast() == "This page is as it was at first."
            opened.undo()
            await _is_kept(opened, ACCENT, "teal")
            assert (settings.get(ZOOM), settings.get(THEME)) == (2.0, "light")

    qloop(scenario(), 20)


def test_the_wheel_over_a_slider_scrolls_the_page(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            slider = _page(opened).inputs[ZOOM.key].slider
            place = QPointF(5, 5)
            wheel = QWheelEvent(
                place, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(slider, wheel)
            assert slider.value() == 100

    qloop(scenario(), 20)


def test_ctrl_enter_sends_where_the_person_wants_that(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            await opened.services.settings.set(ENTER_SENDS, False)
            opened.pane.composer.editor.setFocus()
            assert opened.pane.composer.send.toolTip() == "Send (Ctrl+Return)"
            opened.type("One")
            opened.press(KEY.Key_Return)
            opened.type("Two")
            assert opened.pane.composer.text() == "One\nTwo"
            assert opened.pane.keys.text().startswith("Ctrl+Enter sends")
            opened.press(KEY.Key_Return, CTRL)
            await opened.until(lambda: opened.texts()[:1] == ["One\nTwo"])
            await opened.until(opened.is_idle)

    qloop(scenario(), 20)


def test_a_change_that_cannot_be_kept_is_told(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            file = Paths.find().config / "settings.toml"
            file.unlink()
            file.mkdir()  # nothing can be written there
            page = _page(opened)
            page.inputs[MORE_CONTRAST.key].setFocus()
            opened.press(KEY.Key_Space)
            await opened.until(opened.toast)
            assert opened.services.settings.get(MORE_CONTRAST)  # until the program ends

    qloop(scenario(), 20)


def test_every_row_stands_once_and_names_every_choice() -> None:
    keys = [row.setting.key for row in ROWS]
    assert len(keys) == len(set(keys)) > len([*rows(GENERAL), *rows(APPEARANCE)])
    for row in ROWS:
        assert set(row.options) >= set(row.setting.choices)
        assert row.title()
        assert row.words(row.setting.default)


def test_the_control_follows_from_the_type(qapp) -> None:
    look = Look()
    look.use("light", "en")
    whole = Row(Setting("a.whole", 3, low=1, high=9), lambda: "Whole")
    made = {
        kind: input_for(Row(setting, lambda: "Name"), look)
        for kind, setting in {
            OnOff: Setting("a.flag", default=True),
            Line: Setting("a.text", "x"),
            Amount: whole.setting,
        }.items()
    }
    told: list[object] = []
    for kind, control in made.items():
        assert isinstance(control, kind)
        control.picked.connect(told.append)
        control.show_value(True if kind is OnOff else "yes" if kind is Line else 7)
    assert told == []
    amount, line = made[Amount], made[Line]
    assert isinstance(amount, Amount)
    assert isinstance(line, Line)
    assert (amount._says.text(), amount.slider.value(), line.text()) == ("7", 7, "yes")
    amount.slider.setValue(8)
    line.edit.editingFinished.emit()
    assert told == [8, "yes"]
    for control in made.values():
        control.deleteLater()
    look.deleteLater()


@pytest.mark.parametrize("page_id", ["general", "appearance", "speech", "shortcuts", "data"])
def test_a_page_changes_its_language_whole(qloop, page_id: str) -> None:
    async def scenario() -> None:
        async with window() as opened:
            opened.shell.host.open_feature("settings", page_id)
            await opened.services.settings.set(LANGUAGE, "zh_CN")
            await opened.settled()
            assert english(opened.shell, {"Esc", *SPOKEN.values()}) == []

    qloop(scenario(), 20)


def test_hosts_of_pictures_are_listed_and_taken_back(qloop) -> None:
    async def scenario() -> None:
        async with window() as opened:
            settings = opened.services.settings
            page = _page(opened, "general")
            hosts = page.inputs[PICTURE_HOSTS.key]
            assert isinstance(hosts, Hosts)
            assert hosts.rows == []
            long = f"{'x' * 60}.example.com"
            await settings.set(PICTURE_HOSTS, f"a.example.com {long} b.example.com")
            await opened.until(lambda: len(hosts.rows) == 3)
            assert hosts.rows[0].remove.accessibleName() == "Remove a.example.com"
            opened.shell.host.open_feature("settings", f"general/{PICTURE_HOSTS.key}")
            hosts.setFocus()
            opened.press(KEY.Key_Space)
            await _is_kept(opened, PICTURE_HOSTS, f"{long} b.example.com")
            assert hosts.rows[0].remove.hasFocus()
            opened.click(hosts.rows[1].remove)
            opened.click(hosts.rows[0].remove)
            await _is_kept(opened, PICTURE_HOSTS, "")
            assert hosts.rows == []

    qloop(scenario(), 20)
