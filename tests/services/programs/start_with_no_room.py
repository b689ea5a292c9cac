"""Starts the services where no file may grow, and says what they show."""

import asyncio
import json
import resource
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from desktop.core.types import Kind
from desktop.services.startup import services_running
from desktop.services.window_state import WindowState
from desktop.store.paths import Paths
from desktop.store.settings import Settings
from desktop.store.state import StateFile

LIMIT_BYTES = 100_000


async def start() -> dict[str, object]:
    paths = Paths.find()
    settings = Settings(paths.config / "settings.toml")
    state = WindowState(StateFile(paths.data / "window.toml"))
    async with services_running(paths, settings, state) as services:
        listed = await services.conversations.list(Kind.CHAT)
        _, node = await services.conversations.path(listed[0].id)
        return {
            "titles": [one.title for one in listed],
            "read_only": services.read_only,
            "state": node.message.state,
            "length": len(node.message.text),
        }


signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, LIMIT_BYTES))
print(json.dumps(asyncio.run(start())))
