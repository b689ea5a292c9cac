"""A real desktop for tests: the window appears, keys are pressed, the screen is photographed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from virtual_desktop import VirtualDesktop, virtual_desktop

_OF_THE_DESKTOP = {
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON",
    "QT_QPA_PLATFORM",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_TYPE",
}


@pytest.fixture(scope="session")
def _screen() -> Iterator[VirtualDesktop]:
    with virtual_desktop(accessibility=True) as desktop:
        yield desktop


@pytest.fixture
def desk(_screen: VirtualDesktop, home: Path) -> VirtualDesktop:
    """A virtual desktop with window manager, session bus and accessibility.

    It is shared by the session, because it takes half a second to start; each test has its own
    home folder and closes what it opened (`with desk.started(...)`).
    """
    assert home.is_dir()
    own = {name: _screen.env[name] for name in _OF_THE_DESKTOP}
    return VirtualDesktop({**os.environ, **own}, _screen.folder)
