"""Keeps, reads and forgets a key in the system's keyring; the key comes on stdin, answers leave."""

import asyncio
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from desktop.core.connection import Secret
from desktop.core.errors import AppError
from desktop.store.paths import Paths
from desktop.store.secrets import Secrets


async def round_trip(key: str) -> dict[str, object]:
    folder = Paths.find().config
    try:
        await Secrets(folder).keep("home", Secret(key))
        is_same = (await Secrets(folder).read("home")).reveal() == key
        await Secrets(folder).forget("home")
        is_gone = not await Secrets(folder).read("home")
    except AppError as error:
        return {"error": error.code, "detail": error.detail}
    return {"is_same": is_same, "is_gone": is_gone}


print(json.dumps(asyncio.run(round_trip(sys.stdin.readline().strip()))))
