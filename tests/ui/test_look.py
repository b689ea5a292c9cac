"""Theme and language change while the window is open, and follow the system where wished."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop.store.paths import Paths
from desktop.store.settings import (
    ACCENT,
    ENTER_SENDS,
    FONT,
    LANGUAGE,
    LESS_MOTION,
    THEME,
    Settings,
)
from desktop.ui.controls import Button, Field, IconButton, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.theme import Taste


@pytest.fixture
def changes(look: Look) -> list[None]:
    told: list[None] = []
    look.changed.connect(lambda: told.append(None))
    return told


def test_the_theme_changes_palette_and_sheet_at_once(look: Look, changes, qapp) -> None:
    look.use("dark", "en")
    assert look.theme.mode == "dark"
    assert QApplication.palette().color(QPalette.ColorRole.Window) == look.theme.color("window")
    assert look.theme.hex("panel") in qapp.styleSheet()
    assert len(changes) == 1


def test_using_the_same_again_does_nothing(look: Look, changes) -> None:
    look.use("light", "en")
    assert changes == []


def test_zoom_alone_leaves_the_sheet_alone(look: Look, changes, qapp) -> None:
    qapp.setStyleSheet("/* mine */")
    look.use("light", "en", 1.5)
    assert qapp.styleSheet() == "/* mine */"
    assert look.theme.zoom == 1.5
    assert len(changes) == 1


def test_the_language_changes_the_words_of_what_is_on_show(look: Look, qtbot) -> None:
    def words() -> str:
        return translate("Composer", "Send")

    label, button, icon, field = (
        Label(look, words), Button(look, words), IconButton(look, "x", words), Field(look, words),
    )  # fmt: skip
    for widget in (label, button, icon, field):
        qtbot.addWidget(widget)
    look.use("light", "zh_CN")
    assert look.language == "zh_CN"
    assert label.text() == button.text() == icon.accessibleName() == "发送"
    assert field.edit.accessibleName() == "发送"
    look.use("light", "en")
    assert label.text() == button.text() == "Send"


def test_numbers_and_dates_follow_the_language(look: Look) -> None:
    look.use("light", "zh_CN")
    assert QLocale().language() == QLocale.Language.Chinese
    look.use("light", "en")
    assert QLocale().language() == QLocale.Language.English


@pytest.mark.parametrize("unknown", ["system", "fr", ""])
def test_what_we_do_not_speak_becomes_what_the_system_speaks_or_english(
    look: Look, unknown: str
) -> None:
    look.use("light", unknown)
    assert look.language in {"en", "zh_CN"}


def test_the_system_scheme_is_followed_only_where_wished(look: Look, changes) -> None:
    hints = QGuiApplication.styleHints()
    look.use("system", "en")
    hints.setColorScheme(Qt.ColorScheme.Dark)
    try:
        is_known = hints.colorScheme() is Qt.ColorScheme.Dark
        assert look.theme.mode == ("dark" if is_known else "light")
        look.use("light", "en")
        before = len(changes)
        hints.setColorScheme(Qt.ColorScheme.Light)
        assert (look.theme.mode, len(changes)) == ("light", before)
    finally:
        hints.unsetColorScheme()


def test_the_settings_are_followed_while_they_change(look: Look, changes, aloop) -> None:
    settings = Settings(Paths.find().config / "settings.toml")
    aloop(settings.change({THEME: "light", LANGUAGE: "en"}))
    look.follow(settings)
    assert changes == []  # it looks so already
    aloop(settings.change({ACCENT: "blue", FONT: "Inter"}))
    assert look.theme.taste == Taste("blue", "Inter")
    assert look.theme.hex("accent") in QApplication.instance().styleSheet()
    assert QApplication.font().families()[0] == "Inter"
    before = len(changes)
    aloop(settings.set(ENTER_SENDS, False))
    assert len(changes) == before


def test_less_motion_stops_what_qt_moves_and_gives_it_back(look: Look, aloop) -> None:
    effect = Qt.UIEffect.UI_General
    QApplication.setEffectEnabled(effect, True)
    try:
        settings = Settings(Paths.find().config / "settings.toml")
        look.follow(settings)
        assert look.motion_ms(160) == 160
        for is_less in (True, False):
            aloop(settings.set(LESS_MOTION, is_less))
            assert QApplication.isEffectEnabled(effect) is not is_less
            assert look.motion_ms(160) == (0 if is_less else 160)
    finally:
        QApplication.setEffectEnabled(effect, False)


def test_a_look_that_is_gone_hears_nothing(qapp, qtbot) -> None:
    gone = Look()
    gone.use("light", "en")
    gone.deleteLater()
    with qtbot.waitSignal(gone.destroyed):
        pass
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Dark)
    QGuiApplication.styleHints().unsetColorScheme()
