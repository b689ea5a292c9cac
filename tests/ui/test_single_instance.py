"""A second start brings the first window forward; nothing of a dead one stands in the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.ui.single_instance import InstanceServer, show_running

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.ui.single_instance import show_running
app = QCoreApplication([])
print(show_running(Path(sys.argv[1])))
"""


@pytest.fixture
def socket(tmp_path: Path) -> Path:
    return tmp_path / "run" / "oriole.sock"


def second_start(socket: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, str(socket)], stdout=subprocess.PIPE, text=True
    )


def test_nobody_runs(qapp, socket: Path) -> None:
    assert not show_running(socket)


def test_a_second_start_shows_the_first_window_and_ends(qapp, qtbot, socket: Path) -> None:
    shown: list[None] = []
    server = InstanceServer(socket, lambda: shown.append(None), qapp)
    with second_start(socket) as second:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert second.stdout is not None
        assert second.stdout.read() == "True\n"
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert show_running(socket)
    qtbot.waitUntil(lambda: len(shown) == 2)
    server.close()
    server.deleteLater()


def test_only_this_user_may_ask(qapp, socket: Path) -> None:
    server = InstanceServer(socket, lambda: None, qapp)
    assert socket.stat().st_mode & 0o077 == 0
    server.close()
    server.deleteLater()


def test_after_the_end_nothing_is_left(qapp, socket: Path) -> None:
    server = InstanceServer(socket, lambda: None, qapp)
    server.close()
    assert not show_running(socket)
    assert not socket.exists()
    server.deleteLater()


def test_what_a_killed_one_left_is_no_obstacle(qapp, qtbot, socket: Path) -> None:
    code = SECOND.replace(
        "print(show_running(Path(sys.argv[1])))",
        "from desktop.ui.single_instance import InstanceServer\n"
        "s = InstanceServer(Path(sys.argv[1]), lambda: None, app)\n"
        "print('up', flush=True)\napp.exec()",
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(socket)], stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "up\n"
        killed.kill()
    assert socket.exists()
    assert not show_running(socket)
    shown: list[None] = []
    server = InstanceServer(socket, lambda: shown.append(None), qapp)
    assert show_running(socket)
    qtbot.waitUntil(lambda: len(shown) == 1)
    server.close()
    server.deleteLater()


@pytest.mark.parametrize("place", ["file/in/the/way", "x" * 200], ids=["no folder", "too long"])
def test_without_a_socket_the_window_opens_all_the_same(qapp, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    server = InstanceServer(tmp_path / place / "oriole.sock", lambda: None, qapp)
    assert not show_running(tmp_path / place / "oriole.sock")
    server.close()
    server.deleteLater()
