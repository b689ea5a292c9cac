"""Speech in the built-in engine: how well it hears, how soon, and what that takes.

Human speech from a file (44 s): `words_wrong_pct`; `whole_ratio` and `live_ratio` are seconds of work
for a second of speech, the latter spoken in real time with its previews; `load_ms` from a recording of
4 s to its text with the model not loaded; `first_partial_ms` from the first word to its preview;
`speech_to_text_ms` from the end of a 10 s sentence to its text; `loaded_mib` and `left_mib` above a
fresh engine, with the model in memory and after it was given back.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from statistics import median

from desktop.api.audio.live_events import Completed, Delta
from tests.bench.report import Sample
from tests.engine.process import EngineProcess
from tests.engine.speech.talking import MODEL, PATH, live, seconds, sentence, two_cities, wav
from tests.support.words_heard import TWO_CITIES, recording, word_error_rate

RUNS = 5
RATE_HZ = 24_000
STEP_S = 0.1
WHOLE_S = 44.4


def run() -> Iterator[Sample]:
    """Measure; takes about two and a half minutes, most of it spoken in real time."""
    loads = []
    for _ in range(RUNS):
        with EngineProcess() as engine:
            loads.append(_load_ms(engine))
    with EngineProcess("--idle", "2") as engine:
        fresh = engine.pss_mib()
        text, cost = _whole(engine)
        loaded = engine.pss_mib()
        engine.said_until(f"UNLOADED {MODEL}")
        left = engine.pss_mib()
    with EngineProcess() as engine:
        _load_ms(engine)
        before = engine.cpu_s()
        asyncio.run(_dictate(engine, two_cities(RATE_HZ)))
        live_cost = (engine.cpu_s() - before) / WHOLE_S
        spoken = [asyncio.run(_dictate(engine, _ten_seconds())) for _ in range(RUNS)]
    yield Sample("words_wrong_pct", word_error_rate(TWO_CITIES, text) * 100, "%")
    yield Sample("whole_ratio", cost / WHOLE_S, "ratio")
    yield Sample("live_ratio", live_cost, "ratio")
    yield Sample("load_ms", median(loads), "ms")
    yield Sample("first_partial_ms", median(first for first, _ in spoken), "ms")
    yield Sample("speech_to_text_ms", median(last for _, last in spoken), "ms")
    yield Sample("loaded_mib", loaded - fresh, "MiB")
    yield Sample("left_mib", left - fresh, "MiB")


def _ten_seconds() -> bytes:
    """Give the last sentence, which has no long pause in it."""
    return seconds(two_cities(RATE_HZ), RATE_HZ, 32.6, 42.6)


def _load_ms(engine: EngineProcess) -> float:
    began = time.perf_counter()
    _post(engine, wav(sentence(RATE_HZ), RATE_HZ))
    said = engine.said_until(f"LOADED {MODEL}")
    assert said[0] == f"LOADING {MODEL}"
    return (time.perf_counter() - began) * 1000


def _whole(engine: EngineProcess) -> tuple[str, float]:
    before = engine.cpu_s()
    text = _post(engine, recording("two_cities.wav").read_bytes())
    return text, engine.cpu_s() - before


def _post(engine: EngineProcess, data: bytes) -> str:
    answer = engine.client.post(PATH, files={"file": ("a.wav", data)})
    return str(answer.raise_for_status().json()["text"])


async def _dictate(engine: EngineProcess, pcm: bytes) -> tuple[float, float]:
    """Speak in real time; give the ms to the first preview, and from the last sound to its text."""
    async with live(engine) as session, asyncio.timeout(120):
        first_s = last_s = 0.0
        began = time.perf_counter()

        async def hear() -> None:
            nonlocal first_s, last_s
            async for event in session:
                now = time.perf_counter()
                if isinstance(event, Delta) and not first_s:
                    first_s = now - began
                if isinstance(event, Completed) and now > ended:
                    last_s = now - ended
                    return

        ended = began + len(pcm) / 2 / RATE_HZ
        async with asyncio.TaskGroup() as group:
            group.create_task(hear())
            step = int(STEP_S * RATE_HZ) * 2
            for number, start in enumerate(range(0, len(pcm), step), 1):
                await asyncio.sleep(max(0.0, began + number * STEP_S - time.perf_counter()))
                await session.send(pcm[start : start + step])
            await session.commit()
    return first_s * 1000, last_s * 1000
