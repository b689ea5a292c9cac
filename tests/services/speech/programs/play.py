"""Plays a file and says whether its place keeps step with the clock; ends when it has ended."""

import asyncio
import sys
import time
from pathlib import Path

from desktop.services.speech.playing import Player


async def main() -> None:
    """Play, pause, seek, go on twice as fast."""
    player = Player()
    ended = asyncio.Event()
    player.ended.connect(lambda _: ended.set())
    await player.open(Path(sys.argv[1]))
    player.play()
    begun = asyncio.Event()
    stop = player.changed.connect(lambda state: begun.set() if state.position_s else None)
    await begun.wait()
    stop()
    began, place = time.monotonic(), player.position_s
    await asyncio.sleep(1.0)
    behind = abs(player.position_s - place - (time.monotonic() - began))
    print("honest" if behind < 0.1 else f"{behind:.3f}")
    player.pause()
    place = player.position_s
    await asyncio.sleep(0.2)
    print("paused" if player.position_s == place else "runs")
    player.set_volume(0.5)
    player.set_speed(2.0)
    player.seek(0.5)
    print("sought" if player.position_s == 0.5 else player.position_s)
    player.play()
    async with asyncio.timeout(20):
        await ended.wait()
    print("ended" if player.position_s == player.state.duration_s else player.position_s)
    player.end()


asyncio.run(main())
