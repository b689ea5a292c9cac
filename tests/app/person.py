"""A person before the real window: starts it, presses keys, listens to it, closes it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from virtual_desktop import VirtualDesktop

READER = Path(__file__).with_name("programs") / "read_aloud.py"
COMMAND = (sys.executable, "-m", "desktop")
PATIENCE_S = 60.0
_PLACE = re.compile(r"\d+ of \d+(, version \d+ of \d+)?")


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

    def chooses(self, *keys: str) -> None:
        """Press keys in a menu as soon as it is open: AT-SPI's tree leaves out menus, X does not."""
        wait_until(self._has_menu, 30)
        self.desk.run(["xdotool", "key", "--delay", "30", *keys])
        wait_until(lambda: not self._has_menu(), 30)

    def _has_menu(self) -> bool:
        search = ["xdotool", "search", "--onlyvisible", "--pid", str(self.pid)]
        kinds = ["_NET_WM_WINDOW_TYPE"]
        told = (
            self.desk.run(["xprop", "-id", window, *kinds], check=False).stdout
            for window in self.desk.run(search, check=False).stdout.split()
        )
        return any("TYPE_POPUP_MENU" in types for types in told)

    def tabs_to(self, role: str, name: str, key: str = "Tab") -> None:
        """Press Tab until something has the keyboard."""
        for _ in range(40):
            self.press(key)
            if any(seen["is_focused"] for seen in self.shown(role, name)):
                return
        raise AssertionError(f"{key} never came to {name}")

    def activate(self) -> None:
        self.desk.run(["xdotool", "windowactivate", "--sync", self.window])

    def points_at(self, role: str, name: str = "", text: str = "") -> tuple[int, int]:
        """Move the mouse to the middle of something, in steps as a hand does; give where that is."""
        middle = _middle(self.hears(role, name, text))
        self.moves_to(*middle)
        return middle

    def moves_to(self, x: int, y: int) -> None:
        """Move the mouse to a place on the screen, in two steps: a jump is no movement."""
        for place in ((x - 2, y - 1), (x, y)):
            self.desk.run(["xdotool", "mousemove", "--sync", *map(str, place)])

    def clicks(self, role: str, name: str = "", text: str = "", *, button: int = 1) -> None:
        """Press a mouse button on something."""
        self.activate()
        self.points_at(role, name, text)
        self.desk.run(["xdotool", "click", str(button)])

    def drags(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag with the left button from one place of the screen to another, at a hand's speed."""
        steps = 12
        self.moves_to(*start)
        self.desk.run(["xdotool", "mousedown", "1"])
        for step in range(1, steps + 1):
            place = [a + (b - a) * step // steps for a, b in zip(start, end, strict=True)]
            self.desk.run(["xdotool", "mousemove", "--sync", *map(str, place), "sleep", "0.04"])
        self.desk.run(["xdotool", "mousemove", "--sync", str(end[0] + 2), str(end[1] + 2)])
        self.desk.run(["xdotool", "sleep", "0.2", "mouseup", "1"])

    def close(self) -> int:
        """Close the window as the window manager's key does; give the exit status."""
        self.press("alt+F4")
        return self.process.wait(PATIENCE_S)

    def kill(self) -> None:
        """End the process without a chance to say good-bye."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_S)

    # eyes and ears
    def hears(self, role: str, name: str = "", text: str = "") -> dict[str, Any]:
        """Wait until something with this role, name and text shows; give what is told of it."""
        return self._ask("wait", role=role, name=name, text=text)

    def tree(self) -> list[dict[str, Any]]:
        """Give everything that shows, as a screen reader gets it."""
        return [seen for seen in self._ask("tree") if seen["is_showing"]]

    def shown(self, role: str, name: str = "") -> list[dict[str, Any]]:
        """Give what shows now with this role and name, without waiting for it."""
        return [seen for seen in self.tree() if seen["role"] == role and name in seen["name"]]

    def hears_no_more(self, role: str, name: str = "") -> None:
        """Wait until nothing with this role and name shows any more."""
        wait_until(lambda: not self.shown(role, name), 30)

    def messages(self) -> list[str]:
        """Give the messages that show, as they are read aloud."""
        items = [seen for seen in self.tree() if seen["role"] == "list item"]
        return [seen["name"] for seen in items if _PLACE.fullmatch(seen["description"])]

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

    def photograph(self) -> Path:
        """Keep a photograph of the screen where it outlives the test; give its path."""
        path = Path(tempfile.mkdtemp(prefix="oriole-seen-")) / "screen.png"
        self.desk.run(["import", "-window", "root", path], check=False)
        return path

    def complaints(self) -> list[str]:
        """Give what the program has said on standard error, once it has ended."""
        assert self.process.stderr is not None
        lines = self.process.stderr.read().splitlines()
        # Qt says so of a question that libatspi asks of every program, and of things that were
        # gone when they were asked about.
        of_the_reader = ("GetApplicationBusAddress", "Could not find accessible on path")
        return [line for line in lines if not any(words in line for words in of_the_reader)]

    def _ask(self, do: str, **more: str) -> Any:
        wanted = json.dumps({"pid": self.pid, "do": do, **more})
        ran = self.desk.run(["/usr/bin/python3", READER, wanted], check=False)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)


@contextmanager
def sitting(desk: VirtualDesktop, *arguments: str, composer: str = "Message") -> Iterator[Person]:
    """Start the program and wait for its window; whatever it is doing, it has ended afterwards.

    `composer` is how the window's language calls the field for the question.

    What fails meanwhile says where a photograph of the screen lies.
    """
    pipe = subprocess.PIPE
    with desk.started([*COMMAND, *arguments], stdout=pipe, stderr=pipe) as process:
        person = Person(desk, process)
        argv = ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(process.pid)]
        person.window = desk.run(argv).stdout.split()[-1]
        try:
            person.hears("text", composer)
            yield person
        except (AssertionError, OSError, subprocess.SubprocessError) as failure:
            failure.add_note(f"the screen: {person.photograph()}")
            raise


def _middle(seen: dict[str, Any]) -> tuple[int, int]:
    left, top, width, height = seen["place"]
    return left + width // 2, top + height // 2


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
