"""A person before the real window: starts it, presses keys, listens to it, closes it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage
from virtual_desktop import VirtualDesktop

READER = Path(__file__).with_name("programs") / "read_aloud.py"
COMMAND = (sys.executable, "-m", "desktop")
PATIENCE_S = 60.0


@dataclass
class Person:
    """Sits before one running window."""

    desk: VirtualDesktop
    process: subprocess.Popen[str]
    window: str = ""

    @property
    def pid(self) -> int:
        return self.process.pid

    # hands
    def type(self, text: str) -> None:
        """Press the keys of `text`."""
        self.activate()
        self.desk.run(["xdotool", "type", "--delay", "15", text])

    def press(self, *keys: str) -> None:
        """Press keys by their X names, such as "Return" or "ctrl+n"."""
        self.activate()
        self.desk.run(["xdotool", "key", "--delay", "30", *keys])

    def activate(self) -> None:
        self.desk.run(["xdotool", "windowactivate", "--sync", self.window])

    def close(self) -> int:
        """Close the window as the window manager's key does; give the exit status."""
        self.press("alt+F4")
        return self.process.wait(PATIENCE_S)

    def kill(self) -> None:
        """End the process without a chance to say good-bye."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_S)

    # eyes and ears
    def hears(self, role: str, name: str = "", text: str = "") -> dict[str, str]:
        """Wait until something with this role, name and text shows; give what is told of it."""
        return self._ask("wait", role=role, name=name, text=text)

    def tree(self) -> list[dict[str, str]]:
        """Give everything that shows, as a screen reader gets it."""
        return [seen for seen in self._ask("tree") if seen["is_showing"]]

    def presses(self, role: str, name: str) -> None:
        """Press a button through the screen reader."""
        self._ask("press", role=role, name=name)

    def writes(self, role: str, name: str, text: str) -> None:
        """Put text into a field through the screen reader."""
        self._ask("write", role=role, name=name, text=text)

    def title(self) -> str:
        """Give the words in the window's frame."""
        return self.desk.run(["xdotool", "getwindowname", self.window]).stdout.strip()

    def geometry(self) -> tuple[int, ...]:
        """Give left, top, width and height on the screen."""
        shell = self.desk.run(["xdotool", "getwindowgeometry", "--shell", self.window]).stdout
        found = dict(line.split("=") for line in shell.split())
        return tuple(int(found[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))

    def screen(self, folder: Path) -> QImage:
        """Give a photograph of the screen."""
        path = folder / "screen.png"
        self.desk.run(["import", "-window", "root", path])
        return QImage(str(path))

    def complaints(self) -> list[str]:
        """Give what the program has said on standard error, once it has ended."""
        assert self.process.stderr is not None
        lines = self.process.stderr.read().splitlines()
        # Qt says so of a question that libatspi asks of every program.
        return [line for line in lines if "GetApplicationBusAddress" not in line]

    def _ask(self, do: str, **more: str) -> object:
        wanted = json.dumps({"pid": self.pid, "do": do, **more})
        ran = self.desk.run(["/usr/bin/python3", READER, wanted], check=False)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)


@contextmanager
def sitting(desk: VirtualDesktop, *arguments: str) -> Iterator[Person]:
    """Start the program and wait for its window; whatever it is doing, it has ended afterwards."""
    pipe = subprocess.PIPE
    with desk.started([*COMMAND, *arguments], stdout=pipe, stderr=pipe) as process:
        person = Person(desk, process)
        argv = ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(process.pid)]
        person.window = desk.run(argv).stdout.split()[-1]
        person.hears("text", "Message")
        yield person


def wait_until(is_so: Callable[[], object], timeout_s: float = PATIENCE_S) -> None:
    """Wait for something that nobody tells of."""
    end = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < end, "never happened"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    """Tell whether a process is there and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
