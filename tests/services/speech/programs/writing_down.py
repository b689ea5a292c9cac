"""Writes down a file by a server, and tells as JSON when a part of it is in the store: BASE_URL FILE."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from desktop.core.connection import Connection
from desktop.services.startup import services_running
from desktop.services.window_state import WindowState
from desktop.store.paths import Paths
from desktop.store.settings import TRANSCRIPTION_CONNECTION, TRANSCRIPTION_MODEL, Settings
from desktop.store.state import StateFile

HOME = "home"


async def main(base_url: str, file: Path) -> None:
    """Work until somebody ends this program."""
    paths = Paths.find()
    settings = Settings(paths.config / "settings.toml")
    await settings.set(TRANSCRIPTION_CONNECTION, HOME)
    await settings.set(TRANSCRIPTION_MODEL, "whisper-1")
    state = WindowState(StateFile(paths.data / "window.toml"))
    async with services_running(paths, settings, state) as services:
        await services.servers.save(Connection(HOME, "Home", base_url), {})
        (added,) = await services.speaking.transcribing().add_files([file])
        while True:
            recording = await services.speech.recordings.get(added.id)
            if recording.done_s:
                print(json.dumps({"done_s": recording.done_s}), flush=True)
                await asyncio.sleep(60)
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
