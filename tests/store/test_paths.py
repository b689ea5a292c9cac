"""Where the program's folders are."""

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
