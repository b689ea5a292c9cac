"""Where the program's folders are."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.store.paths import Paths


def test_the_argument_wins_over_the_environment(tmp_path: Path) -> None:
    assert Paths.find(tmp_path).data == tmp_path / "data"


def test_the_environment_moves_everything_into_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORIOLE_HOME", str(tmp_path))
    paths = Paths.find()
    folders = {paths.data, paths.config, paths.cache, paths.log, paths.runtime}
    assert len(folders) == 5
    assert all(folder.parent == tmp_path for folder in folders)


def test_a_relative_home_does_not_move_with_the_working_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Paths.find(Path("stick")).config == tmp_path / "stick" / "config"


def test_without_a_home_the_system_decides(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("ORIOLE_HOME", "")
    paths = Paths.find()
    assert paths.data == home / ".local" / "share" / "oriole"
    assert paths.config == home / ".config" / "oriole"
    assert not paths.data.exists()


@dataclass
class System:
    """Where a system wants things, in the words of platformdirs."""

    user_data_path: Path
    user_config_path: Path
    user_cache_path: Path
    user_log_path: Path
    user_runtime_path: Path


LOCAL = Path("AppData/Local/oriole")
SUPPORT = Path("Library/Application Support/oriole")
SYSTEMS = {
    "linux": System(
        Path(".local/share/oriole"),
        Path(".config/oriole"),
        Path(".cache/oriole"),
        Path(".local/state/oriole/log"),
        Path("run/oriole"),
    ),
    "windows": System(
        LOCAL, LOCAL, LOCAL / "Cache", LOCAL / "Logs", Path("AppData/Local/Temp/oriole")
    ),
    "macos": System(
        SUPPORT,
        SUPPORT,
        Path("Library/Caches/oriole"),
        Path("Library/Logs/oriole"),
        Path("Library/Caches/TemporaryItems/oriole"),
    ),
}


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS.keys())
def test_no_folder_lies_in_another(system: System) -> None:
    paths = Paths.from_system(system)
    folders = (paths.data, paths.config, paths.cache, paths.log, paths.runtime)
    for folder in folders:
        assert not any(other in (folder, *folder.parents) for other in folders if other != folder)
    assert len(set(folders)) == 5


def test_what_the_system_keeps_apart_already_is_left_as_it_is() -> None:
    paths = Paths.from_system(SYSTEMS["linux"])
    assert (paths.data, paths.config) == (Path(".local/share/oriole"), Path(".config/oriole"))


def test_windows_and_macos_have_all_of_it_under_the_programs_name() -> None:
    for name, folder in (("windows", LOCAL), ("macos", SUPPORT)):
        paths = Paths.from_system(SYSTEMS[name])
        assert (paths.data, paths.config) == (folder / "Data", folder / "Config")
