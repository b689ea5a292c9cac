"""Every test starts with a clean environment and a home of its own."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

_FOREIGN = ("OPENAI_", "ORIOLE_", "XDG_", "QT_", "LC_")
_FOREIGN_NAMES = {
    "ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "LANG", "LANGUAGE", "NO_PROXY", "SSL_CERT_FILE",
    "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY",
}  # fmt: skip


def clean(environment: dict[str, str], home: Path) -> dict[str, str]:
    """Give `environment` without what could change a result, with its data folders in `home`."""
    kept = {
        name: text
        for name, text in environment.items()
        if name.upper() not in _FOREIGN_NAMES and not name.upper().startswith(_FOREIGN)
    }
    return kept | {
        "HOME": str(home),
        "ORIOLE_HOME": str(home / "oriole"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_STATE_HOME": str(home / ".local" / "state"),
        "XDG_RUNTIME_DIR": str(home / ".run"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        # Without a keyring of its own a test must never reach the person's.
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A fresh home folder; the environment points into it and is put back afterwards."""
    folder = tmp_path_factory.mktemp("home")
    (folder / ".run").mkdir(mode=0o700)
    before = dict(os.environ)
    after = clean(before, folder)
    for name in before.keys() - after.keys():
        del os.environ[name]
    os.environ.update(after)
    yield folder
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture(autouse=True)
def _log_everything() -> Iterator[None]:
    """Let the guard see every warning, whatever a test did to the level before."""
    root = logging.getLogger()
    level, disabled = root.level, logging.root.manager.disable
    yield
    root.setLevel(level)
    logging.disable(disabled)
