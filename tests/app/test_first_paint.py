"""What is loaded before the window first shows itself: every module more is a wait for everybody."""

import os
import subprocess
import sys

NOT_YET = (
    "desktop.api",
    "desktop.services.servers",
    "httpx",
    "websockets",
    "truststore",
    "keyring",
)


def test_nothing_of_the_api_client_is_loaded_before_the_first_paint(home) -> None:
    command = [sys.executable, "-u", "-X", "importtime", "-m", "desktop", "--report-first-paint"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # One pipe for both: what is loaded and when it was painted stand in their order.
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as child:
        assert child.stdout is not None
        loaded: list[str] = []
        for line in child.stdout:
            if line.startswith("FIRST_PAINT"):
                break
            if line.startswith("import time:"):
                loaded.append(line.rpartition("|")[2].strip())
        else:
            raise AssertionError("it was never painted")
        child.terminate()
        child.communicate(timeout=20)
    assert "desktop.ui.shell" in loaded
    assert [name for name in loaded if name.startswith(NOT_YET)] == []
