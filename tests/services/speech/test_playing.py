"""Playing a file: through a real sound server, at any speed, and what is said when it cannot."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.services.speech.playing import Player
from tests.support.loops import RunLoop
from tests.support.microphone import VirtualMicrophone, spoken

_PROGRAM = Path(__file__).with_name("programs") / "play.py"


def test_what_is_played_comes_out_and_its_place_is_honest(
    virtual_microphone: VirtualMicrophone, tmp_path: Path
) -> None:
    file = spoken("One two three four five six seven.", tmp_path / "said.wav")
    done = subprocess.run(
        [sys.executable, str(_PROGRAM), str(file)],
        env={**os.environ, **virtual_microphone.environment, "PYTHONPATH": str(Path.cwd())},
        capture_output=True, text=True, timeout=40, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["honest", "paused", "sought", "ended"], done.stderr


def test_a_file_that_is_gone_is_said_at_once(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        player = Player()
        try:
            with pytest.raises(AppError) as caught:
                await player.open(tmp_path / "gone.wav")
            assert caught.value.code is Code.UNREADABLE
            player.play()
            assert not player.state.is_playing
        finally:
            player.end()
        await asyncio.sleep(0)

    aloop(scenario())
