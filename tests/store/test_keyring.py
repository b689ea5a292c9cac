"""A real keyring, on a session bus of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.stores import PROGRAMS

CANARY = "sk-canary-9c21"
UNLOCKED = """
printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null
exec "$0" "$1"
"""

pytestmark = pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="no gnome-keyring on this machine",
)


def on_a_bus(script: str) -> dict[str, object]:
    """Run the round trip on a fresh session bus after `script`; its daemons end with the bus."""
    environment = {n: v for n, v in os.environ.items() if n != "PYTHON_KEYRING_BACKEND"}
    ran = subprocess.run(
        [
            "dbus-run-session", "--", "sh", "-c", script,
            sys.executable, str(PROGRAMS / "keyring_round_trip.py"),
        ],
        input=f"{CANARY}\n",
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert CANARY not in ran.stdout + ran.stderr
    return json.loads(ran.stdout)


def test_the_systems_keyring_keeps_gives_back_and_forgets(home: Path) -> None:
    # The daemon reads its password, the program its key: two lines of the same stdin would mix.
    assert on_a_bus(UNLOCKED) == {"is_same": True, "is_gone": True}
    content = b"".join(file.read_bytes() for file in (home / "oriole").rglob("*") if file.is_file())
    assert CANARY.encode() not in content


def test_without_a_keyring_on_the_bus_it_says_so() -> None:
    found = on_a_bus('exec "$0" "$1"')
    assert found.get("error") == "store.no_keyring", found
