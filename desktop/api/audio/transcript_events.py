"""What servers answer when they write down speech: JSON of three kinds, plain text, and events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from desktop.api.reading.failures import Problem, RefusedError, describe_page
from desktop.api.reading.fields import (
    Json,
    child,
    children,
    dump,
    load,
    number,
    real,
    strings,
    text,
)
from desktop.api.wire.event_reader import EventReader, refuse_in_band
from desktop.api.wire.http import Answer
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code
from desktop.core.stream import Unknown

_PAGE_CHARACTERS = 64 * 1024


@dataclass(frozen=True, slots=True)
class Word:
    """One word and when it was said, in seconds from the beginning."""

    text: str
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech; times as in `Word`; `speaker` where the server tells voices apart."""

    text: str
    start_s: float | None = None
    end_s: float | None = None
    speaker: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class AudioUsage:
    """What a transcript cost: tokens, or seconds of sound; None where that is not how it is counted."""

    seconds: float | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    audio_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said.

    `text` is as the server sent it: for the formats srt and vtt the whole file. `languages` are the
    server's words for them ("en" or "english"). `raw` is the whole answer; empty for plain text.
    """

    text: str
    languages: tuple[str, ...] = ()
    duration_s: float | None = None
    segments: tuple[Segment, ...] = ()
    words: tuple[Word, ...] = ()
    usage: AudioUsage | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class TranscriptDelta:
    """The next piece of text; `segment_id` where the server tells voices apart."""

    text: str
    segment_id: str = ""


@dataclass(frozen=True, slots=True)
class TranscriptDone:
    """The whole transcript: it replaces what the pieces have built."""

    transcript: Transcript


TranscriptEvent: TypeAlias = TranscriptDelta | Segment | TranscriptDone | Unknown


def parse(answer: object) -> Transcript:
    """Read JSON of any kind: plain, with times, with speakers.

    Raises:
        AppError: NOT_UNDERSTOOD, there is no text in it.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("text"), str):
        raise AppError(Code.NOT_UNDERSTOOD, "a transcript without text")
    named = tuple(text(entry, "code") for entry in children(answer, "languages"))
    spoken = (*named, *strings(answer, "languages"), text(answer, "language"))
    return Transcript(
        text(answer, "text"),
        tuple(dict.fromkeys(language for language in spoken if language)),
        real(answer, "duration"),
        tuple(_segment(entry) for entry in children(answer, "segments")),
        tuple(_word(entry) for entry in children(answer, "words")),
        _usage(answer),
        dump(answer),
    )


def parse_body(content: bytes, *, is_text: bool) -> Transcript:
    """Read a whole answer; `is_text`: plain text is to be expected, yet some servers send JSON.

    Raises:
        RefusedError: it is an error that came with a success.
        AppError: NOT_UNDERSTOOD, it is neither.
    """
    said = content.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        answer = load(said)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        if "text" not in answer:
            refuse_in_band(answer, ())
        return parse(answer)
    if isinstance(answer, str):
        return Transcript(answer)
    if not is_text or said.lstrip().startswith("<"):  # a page: no speech begins so
        raise AppError(Code.NOT_UNDERSTOOD, describe_page(said[:_PAGE_CHARACTERS]))
    return Transcript(said)


async def read_body(answer: Answer, endpoint: Endpoint, *, is_text: bool) -> Transcript:
    """Give the transcript that is the whole answer; errors as `parse_body` and `Answer`."""
    content = await answer.read()
    try:
        return parse_body(content, is_text=is_text or answer.media_type == "text/plain")
    except RefusedError as refused:
        raise refused.without(endpoint.secrets) from None
    except AppError as error:
        raise RefusedError(error.code, Problem(error.detail)).without(endpoint.secrets) from None


class TranscriptReader(EventReader[TranscriptEvent]):
    """Reads OpenAI's events, the chunks of vLLM, and the bare `{"text"}` that others send."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._segments: list[Segment] = []
        self._whole: Transcript | None = None
        self._bare: list[Transcript] = []
        self._usage: AudioUsage | None = None

    def take(self, item: Json, name: str) -> Iterator[TranscriptEvent]:
        """Yield what one object says; see `EventReader`."""
        match name:
            case "transcript.text.delta":
                yield self._piece(text(item, "delta"), text(item, "segment_id"))
            case "transcript.text.segment":
                segment = _segment(item)
                self._segments.append(segment)
                yield segment
            case "transcript.text.done":
                self._whole = parse(item)
                self.is_complete = True
            case _ if "choices" in item or item.get("object") == "transcription.chunk":
                yield from self._chunk(item)
            case _ if isinstance(item.get("text"), str):
                self._bare.append(parse(item))
                yield self._piece(text(item, "text"))
            case _:
                yield Unknown(name, dump(item))

    def finish(self, *, is_said: bool) -> Iterator[TranscriptEvent]:
        """Yield the whole transcript; see `EventReader`."""
        if self._whole is not None:
            yield TranscriptDone(self._merged(self._whole))
        elif len(self._bare) == 1 and len(self._pieces) == 1:
            yield TranscriptDone(self._bare[0])
        elif is_said or self.is_complete or self._bare:
            # Bare texts have no end mark: how they end is how the connection does.
            yield TranscriptDone(self._merged(Transcript("".join(self._pieces))))
        else:
            raise AppError(Code.CUT)

    def _merged(self, whole: Transcript) -> Transcript:
        """Put what came in events of its own into the last one."""
        segments = whole.segments or tuple(self._segments)
        segments = segments or tuple(one for bare in self._bare for one in bare.segments)
        return replace(whole, segments=segments, usage=whole.usage or self._usage)

    def _piece(self, said: str, segment_id: str = "") -> TranscriptDelta:
        self._pieces.append(said)
        return TranscriptDelta(said, segment_id)

    def _chunk(self, item: Json) -> Iterator[TranscriptEvent]:
        """Read a chunk in the shape of chat completions (vLLM)."""
        self._usage = _usage(item) or self._usage
        for choice in children(item, "choices"):
            if said := text(child(choice, "delta"), "content"):
                yield self._piece(said)
            self.is_complete = self.is_complete or bool(text(choice, "finish_reason"))


def _segment(entry: Json) -> Segment:
    count = number(entry, "id")
    return Segment(
        text(entry, "text"),
        real(entry, "start"),
        real(entry, "end"),
        text(entry, "speaker"),
        text(entry, "id") if count is None else str(count),
    )


def _word(entry: Json) -> Word:
    return Word(text(entry, "word"), real(entry, "start"), real(entry, "end"))


def _usage(answer: Json) -> AudioUsage | None:
    counted = child(answer, "usage")
    details = child(counted, "input_token_details")
    found = AudioUsage(
        real(counted, "seconds"),
        number(counted, "input_tokens"),
        number(counted, "output_tokens"),
        number(details, "audio_tokens"),
    )
    return found if found != AudioUsage() else None
