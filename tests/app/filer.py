"""A real file manager (pcmanfm) beside the window, out of which files are dragged."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from virtual_desktop import VirtualDesktop

from tests.app.person import Person, wait_until

_CORNER = re.compile(r"Absolute upper-left [XY]: +(-?\d+)")
_FIRST = (206, 97)
"""The middle of the first icon of a folder, from the window's corner."""


@contextmanager
def file_manager(desk: VirtualDesktop, folder: Path) -> Iterator[tuple[int, int]]:
    """Show a folder's icons below the place of the person's window; give where the first one is."""
    argv = ["pcmanfm", "--no-desktop", "--new-win", str(folder)]
    with desk.started(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--class", "pcmanfm"]
        window = desk.run(search).stdout.split()[-1]
        _stand(desk, window, 100, 640, 700, 240)
        left, top = _corner(desk, window)
        yield left + _FIRST[0], top + _FIRST[1]


def make_room(person: Person) -> None:
    """Let the window stand at the top, with room for a file manager below it."""
    _stand(person.desk, person.window, 0, 0, 1000, 600)


def _stand(desk: VirtualDesktop, window: str, *place: int) -> None:
    left, top, width, height = map(str, place)
    before = _corner(desk, window)
    desk.run(["xdotool", "windowsize", "--sync", window, width, height])
    desk.run(["xdotool", "windowmove", window, left, top])
    wait_until(lambda: _corner(desk, window) != before, 10)


def _corner(desk: VirtualDesktop, window: str) -> tuple[int, int]:
    told = desk.run(["xwininfo", "-id", window]).stdout
    left, top = (int(text) for text in _CORNER.findall(told))
    return left, top
