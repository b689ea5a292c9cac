"""The virtual desktop: a window appears on it, is read through accessibility, and all of it ends."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from virtual_desktop import DesktopError, VirtualDesktop, virtual_desktop

WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QPushButton
app = QApplication(sys.argv)
button = QPushButton("Hello")
button.setWindowTitle("oriole probe")
button.clicked.connect(lambda: print("pressed", flush=True) or app.quit())
button.resize(300, 200)
button.show()
sys.exit(app.exec())
"""
READ = """
import gi, sys
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi
desktop = Atspi.get_desktop(0)
for i in range(desktop.get_child_count()):
    application = desktop.get_child_at_index(i)
    for j in range(application.get_child_count()):
        print(application.get_child_at_index(j).get_name())
"""


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_window_appears_takes_keys_and_is_read_aloud(desk: VirtualDesktop) -> None:
    argv = [sys.executable, "-c", WINDOW]
    with desk.started(argv, stdout=subprocess.PIPE) as process:
        found = desk.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "oriole probe"])
        window = found.stdout.split()[0]
        assert "Hello" in desk.run(["/usr/bin/python3", "-c", READ]).stdout
        desk.run(["xdotool", "windowactivate", "--sync", window, "key", "space"])
        assert process.wait(10) == 0
        assert process.stdout is not None
        assert process.stdout.read() == "pressed\n"


def test_nothing_of_it_is_left() -> None:
    with virtual_desktop() as desktop:
        folder = desktop.folder
        owner = desktop.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"])
        assert "window id" in owner.stdout
        with desktop.started(["sleep", "60"]) as process:
            assert _is_running(process.pid)
    assert not _is_running(process.pid)
    assert not folder.exists()
    with pytest.raises(subprocess.CalledProcessError):
        desktop.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"])


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """Even when that is killed without warning."""
    script = (
        "import time\n"
        "from virtual_desktop import virtual_desktop\n"
        "with virtual_desktop() as desktop:\n"
        "    with desktop.started(['sh', '-c', 'echo $$; exec sleep 60']):\n"
        "        time.sleep(60)\n"
    )
    packaging = Path(__file__).resolve().parents[2] / "packaging"
    owner = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(packaging), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        owner.kill()
    end = time.monotonic() + 10
    while _is_running(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert not _is_running(pid)


def test_a_part_that_does_not_start_is_named() -> None:
    with pytest.raises(DesktopError, match="Xvfb"), virtual_desktop(screen="nonsense"):
        pass
