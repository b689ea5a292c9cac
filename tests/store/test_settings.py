"""Declared settings in a file that a person may edit."""

import stat
import tomllib

import pytest

from desktop.core.errors import AppError
from desktop.store.paths import Paths
from desktop.store.settings import (
    BANNER_CLOSED,
    CONNECTION,
    DECLARED,
    ENTER_SENDS,
    LANGUAGE,
    THEME,
    ZOOM,
    Setting,
    Settings,
)


@pytest.fixture
def file():
    return Paths.find().config / "settings.toml"


@pytest.fixture
def written(file):
    """Write a settings file, as a person would."""

    def write(content: str) -> Settings:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        return Settings(file)

    return write


def test_without_a_file_everything_is_the_default_and_none_is_made(file) -> None:
    settings = Settings(file)
    assert [settings.get(setting) for setting in DECLARED] == [one.default for one in DECLARED]
    assert not file.exists()


def test_keys_are_declared_once_and_defaults_are_accepted() -> None:
    keys = [setting.key for setting in DECLARED]
    assert len(keys) == len(set(keys)) > 5
    assert all(setting.accepts(setting.default) for setting in DECLARED)


def test_a_change_is_told_and_survives_a_restart(aloop, file) -> None:
    settings = Settings(file)
    heard: list[str] = []
    settings.changed.connect(heard.append)

    async def scenario() -> None:
        await settings.set(THEME, "dark")
        await settings.set(ZOOM, 1.5)
        await settings.set(ENTER_SENDS, False)
        await settings.set(THEME, "dark")

    aloop(scenario())
    again = Settings(file)
    assert (again.get(THEME), again.get(ZOOM), again.get(ENTER_SENDS)) == ("dark", 1.5, False)
    assert heard == ["appearance.theme", "appearance.zoom", "chat.enter_sends"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_not_known_is_kept(aloop, file, written) -> None:
    settings = written('later = 1\n[appearance]\nfont = "黄"\ntheme = "light"\n[future]\na = [1]\n')
    aloop(settings.set(THEME, "dark"))
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {
        "later": 1,
        "appearance": {"font": "黄", "theme": "dark"},
        "future": {"a": [1]},
    }


def test_two_processes_do_not_undo_each_other(aloop, file) -> None:
    ours, theirs = Settings(file), Settings(file)
    aloop(ours.set(THEME, "dark"))
    aloop(theirs.set(LANGUAGE, "zh_CN"))
    again = Settings(file)
    assert (again.get(THEME), again.get(LANGUAGE)) == ("dark", "zh_CN")


@pytest.mark.parametrize(
    "line",
    [
        'theme = "pink"', "theme = 1", "zoom = 9.5", 'zoom = "big"', "zoom = nan", "zoom = true",
        "zoom = 0.1",
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_the_default_and_named_in_the_log(
    line: str, written, expect_log
) -> None:
    expect_log(f"settings.bad_value: appearance.{line.split(maxsplit=1)[0]}")
    settings = written(f"[appearance]\n{line}\n")
    assert (settings.get(THEME), settings.get(ZOOM)) == ("system", 1.0)


def test_a_whole_number_may_stand_for_a_fraction(written) -> None:
    found = written("[appearance]\nzoom = 2\n").get(ZOOM)
    assert (found, type(found)) == (2.0, float)


def test_a_section_that_is_no_table_does_no_harm(aloop, file, written) -> None:
    settings = written('chat = "yes"\n')
    assert settings.get(BANNER_CLOSED) is False
    aloop(settings.set(BANNER_CLOSED, True))
    assert Settings(file).get(BANNER_CLOSED) is True


def test_a_broken_file_is_put_aside_not_overwritten(aloop, file, written, expect_log) -> None:
    expect_log("cannot be read; it is kept as settings.toml.bad")
    settings = written("[appearance\ntheme = 'dark'")
    assert settings.get(THEME) == "system"
    aloop(settings.set(THEME, "light"))
    assert file.with_name("settings.toml.bad").read_text() == "[appearance\ntheme = 'dark'"
    assert Settings(file).get(THEME) == "light"


def test_a_wrong_value_is_refused_by_the_program(aloop, file) -> None:
    with pytest.raises(ValueError, match=r"appearance\.theme"):
        aloop(Settings(file).set(THEME, "pink"))


def test_a_change_that_cannot_be_written_holds_until_the_end(aloop, file) -> None:
    settings = Settings(file)
    file.parent.parent.mkdir(parents=True)
    file.parent.write_text("a file in the way of the folder")
    with pytest.raises(AppError):
        aloop(settings.set(CONNECTION, "home"))
    assert settings.get(CONNECTION) == "home"


def test_bounds_are_inclusive() -> None:
    size = Setting("a.b", 5, low=1, high=9)
    assert [size.accepts(n) for n in (0, 1, 9, 10)] == [False, True, True, False]


def test_several_change_together_or_not_at_all(aloop, file) -> None:
    settings = Settings(file)
    heard: list[tuple[str, str, float]] = []
    settings.changed.connect(
        lambda key: heard.append((key, settings.get(THEME), settings.get(ZOOM)))
    )
    aloop(settings.change({THEME: "dark", ZOOM: 2.0}))
    assert heard == [("appearance.theme", "dark", 2.0), ("appearance.zoom", "dark", 2.0)]
    with pytest.raises(ValueError, match=r"appearance\.zoom"):
        aloop(settings.change({THEME: "light", ZOOM: 99.0}))
    assert (settings.get(THEME), Settings(file).get(THEME)) == ("dark", "dark")


def test_a_default_that_is_given_back_leaves_the_file(aloop, file) -> None:
    settings = Settings(file)
    aloop(settings.change({THEME: "dark", ZOOM: 2.0}))
    assert (settings.is_changed(THEME), settings.is_changed(LANGUAGE)) == (True, False)
    aloop(settings.change({THEME: None, LANGUAGE: None}))
    assert not settings.is_changed(THEME)
    assert tomllib.loads(file.read_text()) == {"appearance": {"zoom": 2.0}}
    assert (settings.value(THEME), settings.value(ZOOM)) == ("system", 2.0)


@pytest.mark.parametrize(
    ("text", "is_fine"),
    [("", True), ("a", True), ("黄鹂", True), ("x" * 1000, True), ("x" * 1001, False), ("a\nb", False),
     ("\u202e", False)],
)  # fmt: skip
def test_a_text_is_one_line_within_reason(text: str, is_fine: bool) -> None:
    assert CONNECTION.accepts(text) is is_fine


def test_a_setting_may_refuse_more() -> None:
    even = Setting("a.even", 2, low=0, check=lambda n: n % 2 == 0)
    assert [even.accepts(n) for n in (4, 3, -2, "4")] == [True, False, False, False]
