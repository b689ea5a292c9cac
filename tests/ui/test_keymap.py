"""Shortcuts: declared once, given other keys by the person, in force at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.store.paths import Paths
from desktop.store.settings import Settings
from desktop.ui.key_rules import Refusal, is_allowed, refusal
from desktop.ui.keymap import Keymap, Shortcut, shown

NEW = Shortcut("new", lambda: "New", "Ctrl+N", scope="chat")
OPEN = Shortcut("open", lambda: "Open", "Ctrl+1")
FIND = Shortcut("find", lambda: "Find", "Ctrl+N", scope="settings")  # the same keys, elsewhere


@pytest.fixture
def settings() -> Settings:
    return Settings(Paths.find().config / "settings.toml")


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("", Refusal.NO_KEYS),
        ("Ctrl+K, Ctrl+S", Refusal.NO_KEYS),
        ("A", Refusal.PLAIN),
        ("Shift+A", Refusal.PLAIN),
        ("é", Refusal.PLAIN),
        ("Tab", Refusal.MOVING),
        ("Ctrl+Tab", Refusal.MOVING),
        ("Alt+Left", Refusal.MOVING),
        ("Ctrl+Return", Refusal.MOVING),
        ("F2", Refusal.MOVING),
        ("Ctrl+C", Refusal.EDITING),
        ("Ctrl+A", Refusal.EDITING),
        ("Ctrl+Z", Refusal.EDITING),
        ("Ctrl+0", Refusal.EDITING),
        ("Meta+D", Refusal.SYSTEM),
        ("Alt+F4", Refusal.SYSTEM),
        ("Ctrl+Alt+F1", Refusal.SYSTEM),
        ("Print", Refusal.SYSTEM),
        ("Ctrl+N", None),
        ("Alt+N", None),
        ("Ctrl+Shift+,", None),
        ("F5", None),
        ("Ctrl+F12", None),
    ],
)
def test_what_is_taken_by_everybody_is_refused_with_the_reason(qapp, keys, why) -> None:
    assert refusal(keys) is why
    assert is_allowed(keys) == (why is None or keys == "")


@given(st.text(max_size=30))
def test_no_text_makes_keys_raise(qapp, text: str) -> None:
    assert is_allowed(text) in {True, False}
    shown(text)


def test_keys_that_are_not_written_plainly_are_not_kept(qapp) -> None:
    assert not is_allowed("ctrl+n")
    assert not is_allowed("Shift+Ctrl+N")


def test_a_person_gives_a_shortcut_other_keys_or_none(qapp, aloop, settings: Settings) -> None:
    keymap = Keymap([OPEN, NEW])
    keymap.follow(settings)
    told: list[None] = []
    keymap.changed.connect(lambda: told.append(None))
    assert (keymap.keys("open"), keymap.keys("nobody")) == ("Ctrl+1", "")
    aloop(settings.set(OPEN.setting, "Alt+O"))
    assert (keymap.keys("open"), keymap.shown("open")) == (
        "Alt+O",
        QKeySequence("Alt+O").toString(),
    )
    aloop(settings.set(OPEN.setting, ""))
    assert keymap.keys("open") == ""
    assert len(told) == 2
    again = Keymap([OPEN, NEW])
    again.follow(Settings(Paths.find().config / "settings.toml"))
    assert again.keys("open") == ""


def test_two_are_swapped_in_one_go(qapp, aloop, settings: Settings) -> None:
    keymap = Keymap([OPEN, NEW])
    keymap.follow(settings)
    aloop(settings.change({OPEN.setting: "Ctrl+N", NEW.setting: "Ctrl+1"}))
    assert (keymap.keys("open"), keymap.keys("new")) == ("Ctrl+N", "Ctrl+1")


def test_keys_belong_to_one_unless_their_tabs_differ(qapp) -> None:
    keymap = Keymap([OPEN, NEW, FIND])
    assert keymap.keys("new") == keymap.keys("find") == "Ctrl+N"
    assert keymap.holder("Ctrl+1", NEW) is OPEN
    assert keymap.holder("Ctrl+N", NEW) is None
    assert keymap.holder("Ctrl+N", OPEN) is NEW


def test_of_two_with_the_same_keys_in_the_file_the_first_has_them(qapp) -> None:
    file = Paths.find().config / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[shortcuts]\nnew = "Ctrl+1"\nopen = 5\n')
    keymap = Keymap([OPEN, NEW])
    keymap.follow(Settings(file))
    assert (keymap.keys("open"), keymap.keys("new")) == ("Ctrl+1", "")


@pytest.mark.parametrize("written", ["Ctrl+C", "x", "Ctrl+K, Ctrl+S", "rm -rf", ""])
def test_keys_in_the_file_that_cannot_be_are_the_first_ones(qapp, written: str) -> None:
    file = Paths.find().config / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'[shortcuts]\nopen = "{written}"\n')
    keymap = Keymap([OPEN])
    keymap.follow(Settings(file))
    assert keymap.keys("open") == ("Ctrl+1" if written else "")


def test_what_is_bound_follows(qapp, qtbot, aloop, settings: Settings) -> None:
    keymap = Keymap([OPEN])
    keymap.follow(settings)
    widget = QWidget()
    qtbot.addWidget(widget)
    done: list[None] = []
    keymap.bind("open", widget, lambda: done.append(None))
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    QTest.keyClick(widget, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    aloop(settings.set(OPEN.setting, "Alt+O"))
    QTest.keyClick(widget, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert len(done) == 1
    QTest.keyClick(widget, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    assert len(done) == 2


def test_a_keymap_that_is_gone_hears_nothing(qapp, qtbot, aloop, settings: Settings) -> None:
    gone = Keymap([OPEN])
    gone.follow(settings)
    gone.deleteLater()
    with qtbot.waitSignal(gone.destroyed):
        pass
    aloop(settings.set(OPEN.setting, "Alt+O"))
