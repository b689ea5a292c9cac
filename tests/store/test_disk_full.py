"""No room on the disk: said clearly, nothing lost, and it goes on when there is room again."""

import json
import subprocess
import sys

import pytest

from desktop.core.errors import Code
from tests.store.stores import PROGRAMS


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX can")
def test_a_disk_that_takes_no_more_loses_nothing() -> None:
    ran = subprocess.run(
        [sys.executable, str(PROGRAMS / "write_with_little_room.py")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "codes": [Code.DISK_FULL] * 3,
        "kept_while_full": True,
        "all_after": True,
        "left": [],
    }
