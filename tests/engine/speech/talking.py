"""Human speech for the tests of the engine's ear, and ways to speak to it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import json
import wave
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from websockets.asyncio.client import ClientConnection, connect

from desktop.api.audio.live import LiveTranscription, open_live
from desktop.api.audio.live_events import Committed, Completed, Failed, LiveEvent
from desktop.api.audio.realtime import LiveSettings, ServerVad
from desktop.api.wire.http import Http
from desktop.core.connection import Endpoint, Secret, Timeouts
from tests.engine.process import KEY, EngineProcess
from tests.support.words_heard import TWO_CITIES, recording

MODEL = "moonshine-tiny-en"
PATH = "/v1/audio/transcriptions"
BEGINNING = TWO_CITIES.partition(", it was the spring")[0]
PATIENT = Timeouts(first_byte_s=20, thinking_s=20, between_s=20)


@cache
def two_cities(rate_hz: int = 24_000) -> bytes:
    """Give the reading of A Tale of Two Cities as PCM; `rate_hz` divides 48,000."""
    with wave.open(str(recording("two_cities.wav"))) as file:
        samples = array("h", file.readframes(file.getnframes()))
    step = 48_000 // rate_hz
    parts = (samples[place::step] for place in range(step))
    return array("h", [sum(some) // step for some in zip(*parts, strict=False)]).tobytes()


def sentence(rate_hz: int = 24_000) -> bytes:
    """Give its first twelve words and the pause after them: 4.8 s."""
    return seconds(two_cities(rate_hz), rate_hz, 0.5, 4.8)


def beginning(rate_hz: int = 24_000) -> bytes:
    """Give its first 17 seconds."""
    return seconds(two_cities(rate_hz), rate_hz, 0, 17.2)


def seconds(pcm: bytes, rate_hz: int, start_s: float, end_s: float) -> bytes:
    """Give a piece of sound."""
    return pcm[int(start_s * rate_hz) * 2 : int(end_s * rate_hz) * 2]


def silence(duration_s: float, rate_hz: int = 24_000) -> bytes:
    return bytes(int(duration_s * rate_hz) * 2)


def louder(pcm: bytes, factor: float) -> bytes:
    """Give the same sound, `factor` times as loud."""
    return array("h", [round(sample * factor) for sample in array("h", pcm)]).tobytes()


def wav(pcm: bytes, rate_hz: int, channels: int = 1) -> bytes:
    """Give a wav file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(2)
        writer.setframerate(rate_hz)
        writer.writeframes(pcm)
    return file.getvalue()


def endpoint(engine: EngineProcess) -> Endpoint:
    return Endpoint(f"{engine.url}/v1", Secret(KEY))


@asynccontextmanager
async def live(
    engine: EngineProcess, detection: ServerVad | None = None
) -> AsyncIterator[LiveTranscription]:
    """Open a live transcription with the program's own client."""
    settings = LiveSettings(MODEL, languages=("en",), turn_detection=detection)
    async with Http(PATIENT) as http, open_live(http, endpoint(engine), settings) as session:
        yield session


async def heard_until_last(session: LiveTranscription, pcm: bytes) -> list[LiveEvent]:
    """Speak `pcm` as fast as it is taken, commit, and give all events up to the last turn's text."""
    await session.send(pcm)
    await session.commit()
    return await until_done(session)


async def until_done(session: LiveTranscription) -> list[LiveEvent]:
    """Give the events until everything that was sent is written down."""
    await session.commit()  # of nothing: the answer says that all before was taken
    events: list[LiveEvent] = []
    waited_for = {""}
    async with asyncio.timeout(30):
        while waited_for:
            event = await anext(session)
            events.append(event)
            if isinstance(event, Committed):
                waited_for.add(event.item_id)
            if isinstance(event, Completed | Failed):
                waited_for.discard(event.item_id)
    return [event for event in events if not (isinstance(event, Failed) and not event.item_id)]


def text_of(events: list[LiveEvent]) -> str:
    return " ".join(event.text for event in events if isinstance(event, Completed))


@asynccontextmanager
async def socket(
    engine: EngineProcess, query: str = "?intent=transcription", **headers: str
) -> AsyncIterator[ClientConnection]:
    """Open the bare socket; `headers` replace the key's."""
    name = headers.pop("Host", "127.0.0.1")
    url = f"ws://{name}:{engine.port}/v1/realtime{query}"
    shown = headers or {"Authorization": f"Bearer {KEY}"}
    async with connect(
        url,
        host="127.0.0.1",
        port=engine.port,
        additional_headers=shown,
        proxy=None,
        compression=None,
    ) as line:
        yield line


async def say(line: ClientConnection, kind: str, **more: object) -> None:
    await line.send(json.dumps({"type": kind, **more}))


async def speak(line: ClientConnection, pcm: bytes) -> None:
    await say(line, "input_audio_buffer.append", audio=base64.b64encode(pcm).decode())


async def deltas_of(line: ClientConnection, patience_s: float) -> list[dict[str, object]]:
    """Give the previews that come within a while."""
    found = []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience_s):
            while True:
                event = json.loads(await line.recv())
                if event["type"].endswith(".delta"):
                    found.append(event)
    return found


async def wait_for(line: ClientConnection, kind: str) -> dict[str, object]:
    """Give the next event of a kind."""
    async with asyncio.timeout(20):
        while True:
            event: dict[str, object] = json.loads(await line.recv())
            if event["type"] == kind:
                return event
