"""Says what can be seen of the store in $ORIOLE_HOME, without the right to override file modes."""

import asyncio
import ctypes
import json
import os
import sys
import tempfile
from pathlib import Path

CAP_DAC_OVERRIDE, PR_CAPBSET_DROP = 1, 24

if os.getuid() == 0 and "--as-others" not in sys.argv:
    # Dropped from the bounding set, the right is gone after the next exec.
    if ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0) != 0:
        raise SystemExit("cannot give up the right to override modes")
    os.execv(sys.executable, [sys.executable, __file__, "--as-others"])

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from desktop.core.errors import AppError  # noqa: E402
from desktop.core.types import Kind, Part, PartType  # noqa: E402
from tests.store.stores import store, texts  # noqa: E402


async def look() -> dict[str, object]:
    async with store() as conversations:
        shown = await conversations.list(Kind.CHAT)
        path = await conversations.path(shown[0].id) if shown else ()
        try:
            await conversations.create(Kind.CHAT)
        except AppError as error:
            writing = error.code
        temporary = await conversations.create(Kind.CHAT, temporary=True)
        await conversations.ask(
            temporary.id, None, [Part(PartType.TEXT, "still possible")], "m", "c"
        )
        return {
            "read_only": conversations._db.read_only,
            "titles": [conversation.title for conversation in shown],
            "path": texts(path),
            "writing": writing,
            "temporary": texts(await conversations.path(temporary.id))[:1],
        }


with tempfile.TemporaryDirectory() as scratch:
    tempfile.tempdir = scratch
    seen = asyncio.run(look())
    seen["left_behind"] = [path.name for path in Path(scratch).iterdir()]
print(json.dumps(seen))
