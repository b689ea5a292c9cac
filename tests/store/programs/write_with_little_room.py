"""Writes until its files may not grow any more, then says what it was told and what is there."""

import asyncio
import json
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from desktop.core.errors import AppError
from desktop.core.stream import Folded
from desktop.core.types import Kind, Part, PartType, State
from desktop.store.paths import Paths
from desktop.store.settings import THEME, Settings
from tests.store.stores import store, texts

LIMIT_BYTES = 400_000


def limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


async def fill() -> dict[str, object]:
    codes = []
    async with store() as conversations:
        made = await conversations.create(Kind.CHAT)
        _, answer = await conversations.ask(
            made.id, None, [Part(PartType.TEXT, "Write much.")], "m", "c"
        )
        limit(LIMIT_BYTES)
        words = ""
        for number in range(100):
            words += f"{number} " + "x" * 20_000
            try:
                await conversations.checkpoint(answer.id, Folded((Part(PartType.TEXT, words),)))
            except AppError as error:
                codes.append(error.code)
                break
        try:
            await conversations.blobs.put(b"x" * 2 * LIMIT_BYTES, "image/png")
        except AppError as error:
            codes.append(error.code)
        limit(1)
        try:
            await Settings(Paths.find().config / "settings.toml").set(THEME, "dark")
        except AppError as error:
            codes.append(error.code)
        before = (await conversations.message(answer.id)).text
        limit(resource.RLIM_INFINITY)
        # There is room again: what was on the screen can still be stored.
        await conversations.finish(answer.id, State.COMPLETE, Folded((Part(PartType.TEXT, words),)))
        after = texts(await conversations.path(made.id))
        left = [f.name for f in Paths.find().data.rglob("*.part")]
    return {
        "codes": codes,
        "kept_while_full": words.startswith(before) and len(before) > 100_000,
        "all_after": after == ["Write much.", words],
        "left": left,
    }


print(json.dumps(asyncio.run(fill())))
