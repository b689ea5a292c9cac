"""Asks one server for the text of one piece of sound, with the patience that it asks for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.api.audio.transcript_events import Transcript, TranscriptDelta, TranscriptDone
from desktop.api.audio.transcriptions import (
    Format,
    TranscriptionRequest,
    VoiceDetection,
    stream_transcript,
    transcribe,
)
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from desktop.core.transcript import Line
from desktop.services import retries
from desktop.services.client import Client
from desktop.services.servers import Servers
from desktop.services.speech.choosing import Way
from desktop.services.speech.wording import lines_of

if TYPE_CHECKING:
    from desktop.api.wire.http import Http
    from desktop.core.connection import Endpoint

_SPEAKERS = "diarize"
_ONLY_JSON = "gpt-"
_UNFIT = {400, 415, 422}


@dataclass(frozen=True, slots=True)
class Sound:
    """A piece of a recording: a file, or the bytes of a WAV file."""

    audio: bytes | Path
    start_s: float
    end_s: float


class Transcriber:
    """Used for one recording, or one dictation, with a `way` whose model is known."""

    def __init__(self, servers: Servers, client: Client, way: Way) -> None:
        self._servers, self._client, self._way = servers, client, way
        self._format = _format_of(way)

    async def lines(
        self, sound: Sound, on_text: Callable[[str], None] | None = None
    ) -> tuple[Line, ...]:
        """Give what is said in a piece of sound, with times of the whole recording.

        `on_text` gets all of its text so far, again and again, where the server streams.

        Raises:
            AppError: TOO_LARGE, LACKS, or why else there is no text.
        """
        transcript = await self._patiently(sound, on_text)
        return lines_of(transcript, sound.start_s, sound.end_s)

    async def _patiently(self, sound: Sound, on_text: Callable[[str], None] | None) -> Transcript:
        attempt = 0
        while True:
            try:
                return await self._asked(sound, on_text)
            except AppError as error:
                if self._format is not Format.JSON and error.status in _UNFIT:
                    self._format = Format.JSON  # what every model gives; times are ours then
                    continue
                is_built_in = self._way.is_built_in
                wait_s = retries.delay_s(error, attempt, is_built_in=is_built_in)
                if wait_s is None:
                    if is_built_in and error.code in retries.LOST:
                        raise AppError(Code.ENGINE_DIED, error.detail) from error
                    raise
                attempt += 1
                await asyncio.sleep(wait_s)

    async def _asked(self, sound: Sound, on_text: Callable[[str], None] | None) -> Transcript:
        endpoint = await self._servers.endpoint(self._way.connection_id)
        request = self._request(sound)
        async with self._client.use() as http:
            if on_text is None or not self._streams():
                return await transcribe(http, endpoint, request)
            return await _streamed(http, endpoint, request, on_text)

    def _streams(self) -> bool:
        facts = self._servers.capabilities(self._way.connection_id)
        is_able = facts[Capability.TRANSCRIPTION_STREAM].support is Support.YES
        return is_able and self._format is not Format.VERBOSE_JSON  # whose times are worth more

    def _request(self, sound: Sound) -> TranscriptionRequest:
        languages = (self._way.language,) if self._way.language else ()
        request = TranscriptionRequest(
            self._way.model, sound.audio, languages=languages, response_format=self._format
        )
        if self._format is Format.VERBOSE_JSON:
            return replace(request, granularities=("word", "segment"))
        if self._format is Format.DIARIZED_JSON:
            return replace(request, chunking=VoiceDetection())
        return replace(request, response_format=None)


async def _streamed(
    http: Http, endpoint: Endpoint, request: TranscriptionRequest, on_text: Callable[[str], None]
) -> Transcript:
    text = ""
    events: AsyncGenerator[object, None] = stream_transcript(http, endpoint, request)
    async with aclosing(events):
        async for event in events:
            if isinstance(event, TranscriptDelta):
                text += event.text
                on_text(text)
            elif isinstance(event, TranscriptDone):
                return event.transcript
    raise AppError(Code.CUT)


def _format_of(way: Way) -> Format:
    """Give the richest form of answer that a model is likely to give.

    OpenAI's newer models give plain JSON only, with speakers where they were made for that; whisper,
    on every server, and the built-in engine give times.
    """
    if _SPEAKERS in way.model:
        return Format.DIARIZED_JSON
    return Format.JSON if way.model.startswith(_ONLY_JSON) else Format.VERBOSE_JSON
