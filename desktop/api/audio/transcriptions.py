"""Speech to text: a recording goes up as a file, its words come back, whole or while they are found."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop.api.adapting import Question, open_adapted
from desktop.api.audio.transcript_events import (
    Transcript,
    TranscriptDone,
    TranscriptEvent,
    TranscriptReader,
    read_body,
)
from desktop.api.lessons import Dialect
from desktop.api.reading import media_types
from desktop.api.reading.failures import RefusedError
from desktop.api.stored.files import Progress
from desktop.api.wire.call import Call, FilePart, Form
from desktop.api.wire.event_reader import lacking, read_events
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability, Support
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

PATH = "/audio/transcriptions"
TRANSLATION_PATH = "/audio/translations"
MAX_SPEAKERS = 4

Field = tuple[str, str]

_DROPPABLE = {
    "chunking_strategy",
    "include",
    "keywords",
    "language",
    "languages",
    "prompt",
    "stream",
    "temperature",
    "timestamp_granularities",
}


class Format(StrEnum):
    """What an answer looks like; which model gives which is the server's business."""

    JSON = "json"
    VERBOSE_JSON = "verbose_json"  # with times
    DIARIZED_JSON = "diarized_json"  # with speakers
    TEXT = "text"
    SRT = "srt"
    VTT = "vtt"

    @property
    def is_text(self) -> bool:
        """Tell whether the answer is no JSON."""
        return self in {Format.TEXT, Format.SRT, Format.VTT}


@dataclass(frozen=True, slots=True)
class VoiceDetection:
    """How the server finds pauses to cut at; None leaves a number to it, all None the whole."""

    threshold: float | None = None
    prefix_padding_ms: int | None = None
    silence_duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice that is known: 2 to 10 seconds of it as a `data:` address."""

    name: str
    reference: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TranscriptionRequest:
    """What to write down and how; what is empty or None is left to the server.

    `languages` are those that may be spoken (ISO 639-1). `granularities` (word, segment) need
    `Format.VERBOSE_JSON`. `include`: logprobs.
    """

    model: str
    audio: bytes | Path = field(repr=False)
    filename: str = ""
    languages: tuple[str, ...] = ()
    prompt: str = ""
    keywords: tuple[str, ...] = ()
    temperature: float | None = None
    response_format: Format | None = None
    granularities: tuple[str, ...] = ()
    chunking: VoiceDetection | None = None
    speakers: tuple[Speaker, ...] = ()
    include: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Give the file's name; servers tell the format by its ending."""
        own = self.audio.name if isinstance(self.audio, Path) else "audio.wav"
        return self.filename or own


def build(
    request: TranscriptionRequest, dialect: Dialect | None = None, *, is_streamed: bool = False
) -> Form:
    """Give the form that asks for a transcript.

    Raises:
        AppError: BAD_REQUEST, more than `MAX_SPEAKERS`.
    """
    if len(request.speakers) > MAX_SPEAKERS:
        raise AppError(Code.BAD_REQUEST, f"{len(request.speakers)} speakers, at most 4")
    dialect = dialect or Dialect()
    wanted = [
        *_common(request),
        *_languages(request.languages, dialect),
        *(("keywords[]", word) for word in request.keywords),
        *(("timestamp_granularities[]", one) for one in request.granularities),
        *_chunking(request.chunking),
        *(("known_speaker_names[]", speaker.name) for speaker in request.speakers),
        *(("known_speaker_references[]", speaker.reference) for speaker in request.speakers),
        *(("include[]", one) for one in request.include),
    ]
    if is_streamed:
        wanted.append(("stream", "true"))
    return _form(request, wanted, dialect)


def build_translation(request: TranscriptionRequest, dialect: Dialect | None = None) -> Form:
    """Give the form that asks for a translation into English; of `request` it has no use for most."""
    return _form(request, _common(request), dialect or Dialect())


async def transcribe(
    http: Http,
    endpoint: Endpoint,
    request: TranscriptionRequest,
    on_sent: Progress | None = None,
) -> Transcript:
    """Give the whole transcript at once.

    Raises:
        AppError: LACKS, UNREADABLE (the recording), TOO_LARGE, NOT_UNDERSTOOD, BAD_REQUEST as
            `build`; otherwise as `open_adapted`.
    """
    question = _question(request, lambda dialect: build(request, dialect), on_sent)
    async with open_adapted(http, endpoint, question) as answer:
        with lacking(http, endpoint, Capability.TRANSCRIPTIONS):
            return await read_body(answer, endpoint, is_text=_is_text(request))


async def translate(
    http: Http,
    endpoint: Endpoint,
    request: TranscriptionRequest,
    on_sent: Progress | None = None,
) -> Transcript:
    """Give what was said, in English; errors as `transcribe`.

    OpenAI ends this with whisper-1 on 2027-02-26, and other servers may never have had it: LACKS
    teaches nothing about transcripts here. Then: `transcribe`, and let a model translate.
    """
    form = build_translation(request)
    call = Call(TRANSLATION_PATH, form, thinks=True, on_sent=on_sent)
    try:
        async with http.open(endpoint, call) as answer:
            return await read_body(answer, endpoint, is_text=_is_text(request))
    except RefusedError as refused:
        if not refused.lacks_route:
            raise
        raise AppError(Code.LACKS, Capability.TRANSCRIPTIONS.value, status=refused.status) from None


async def stream_transcript(
    http: Http,
    endpoint: Endpoint,
    request: TranscriptionRequest,
    on_sent: Progress | None = None,
) -> AsyncGenerator[TranscriptEvent, None]:
    """Yield what is understood while it is understood; the last event is `TranscriptDone`.

    A server that refuses to stream is asked without, and not again; one that ignores the wish
    answers with a single event. Formats that are no JSON never stream. Whoever may stop between two
    events wraps this in `contextlib.aclosing`, which closes the connection.

    Raises:
        AppError: as `transcribe`; and CUT, when the end is missing.
    """
    may_stream = (
        not _is_text(request)
        and http.lessons.support(endpoint, Capability.TRANSCRIPTION_STREAM) is not Support.NO
    )
    if not may_stream:
        yield TranscriptDone(await transcribe(http, endpoint, request, on_sent))
        return
    question = _question(
        request, lambda dialect: build(request, dialect, is_streamed=True), on_sent
    )
    async with open_adapted(http, endpoint, question) as answer:
        answer.allow_silence(endpoint.patience_s or http.timeouts.thinking_s)
        if "stream" in http.lessons.dialect(endpoint, request.model).refused:
            http.lessons.learn(endpoint, Capability.TRANSCRIPTION_STREAM, works=False)
        elif answer.media_type == "text/event-stream":
            http.lessons.learn(endpoint, Capability.TRANSCRIPTION_STREAM, works=True)
        if answer.media_type == "text/plain":
            yield TranscriptDone(await read_body(answer, endpoint, is_text=True))
            return
        with lacking(http, endpoint, Capability.TRANSCRIPTIONS):
            async with aclosing(
                read_events(answer, TranscriptReader(), endpoint.secrets)
            ) as events:
                async for event in events:
                    yield event


def _question(
    request: TranscriptionRequest,
    make: Callable[[Dialect], Form],
    on_sent: Progress | None,
) -> Question:
    return Question(
        Capability.TRANSCRIPTIONS,
        lambda dialect: Call(PATH, make(dialect), thinks=True, on_sent=on_sent),
        request.model,
        _DROPPABLE,
    )


def _is_text(request: TranscriptionRequest) -> bool:
    return request.response_format is not None and request.response_format.is_text


def _form(request: TranscriptionRequest, wanted: list[Field], dialect: Dialect) -> Form:
    fields = (one for one in wanted if one[0].partition("[")[0] not in dialect.refused)
    kind = media_types.of_name(request.name)
    return Form(tuple(fields), (FilePart("file", request.name, request.audio, kind),))


def _common(request: TranscriptionRequest) -> list[Field]:
    said = {
        "model": request.model,
        "prompt": request.prompt,
        "response_format": request.response_format or "",
        "temperature": "" if request.temperature is None else f"{request.temperature:g}",
    }
    return [(name, value) for name, value in said.items() if value]


def _languages(languages: tuple[str, ...], dialect: Dialect) -> list[Field]:
    """Give the languages as the server takes them.

    OpenAI's newer models take a list, its older ones and most other servers a single one; of
    several, a server that takes no list is better told none.
    """
    takes_list = "languages" not in dialect.refused
    takes_one = "language" not in dialect.refused and len(languages) == 1
    if takes_one and not (takes_list and dialect.is_official):
        return [("language", languages[0])]
    return [("languages[]", language) for language in languages]


def _chunking(chunking: VoiceDetection | None) -> list[Field]:
    if chunking is None:
        return []
    numbers = {
        "threshold": chunking.threshold,
        "prefix_padding_ms": chunking.prefix_padding_ms,
        "silence_duration_ms": chunking.silence_duration_ms,
    }
    said = [(name, f"{value:g}") for name, value in numbers.items() if value is not None]
    if not said:
        return [("chunking_strategy", "auto")]
    return [
        (f"chunking_strategy[{name}]", value) for name, value in [("type", "server_vad"), *said]
    ]
