"""Reading aloud costs an idle program nothing."""

import subprocess
import sys

LOADED = """
import sys
import desktop.services.startup
print([name for name in sys.modules if "aloud." in name or name.startswith("desktop.media.playing")])
"""


def test_a_start_loads_nothing_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
