"""Files are replaced whole, and are private."""

import stat
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.store import files
from desktop.store.locks import FileLock


def test_a_file_and_its_new_folder_are_private(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    files.write_atomically(file, b"x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_replacing_leaves_nothing_beside(tmp_path: Path) -> None:
    file = tmp_path / "a"
    files.write_atomically(file, b"old")
    files.write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_replaced_leaves_the_old_and_no_half(tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(AppError):
        files.write_atomically(folder, b"x")
    assert list(tmp_path.iterdir()) == [folder]


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AppError) as raised:
        files.write_atomically(tmp_path / "file" / "below", b"x")
    assert raised.value.code is Code.UNEXPECTED
    assert "file" in raised.value.detail


def test_only_one_may_hold_a_lock(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock", limit_s=0.05)
    with first:
        assert not second.take()
        with pytest.raises(AppError) as raised, second:
            pass
        assert raised.value.code is Code.BUSY
    with second:
        assert not first.take()
    first.release()
