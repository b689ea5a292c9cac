"""A live session: takes what a caller sends, tells what was understood; without its socket.

`take` and `listen` run side by side on the loop. Sound that comes faster than it is understood waits
in memory; when too much waits, the caller is told that a piece was not taken. To stop reading would
be no way: pings went unanswered, and the caller would take the session for dead.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import math
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial

from desktop.core.errors import AppError
from desktop.engine.fields import Fields
from desktop.engine.problems import ApiError, unavailable
from desktop.engine.speech.cutting import Cut, Cutter
from desktop.engine.speech.ear import SAMPLE_BYTES, Ear, duration_s
from desktop.engine.speech.form import check_languages, check_model
from desktop.engine.speech.memory import give_back
from desktop.engine.speech.model import LANGUAGES, SPEECH, SpeechModel
from desktop.engine.speech.turns import Turn

MAX_WAITING_S = 300.0  # 14 MB at 24 kHz
_RATES_HZ = (24_000, 16_000)
_LEAST_S = 0.1  # of a turn; as in OpenAI's API
_DETECTOR_S = 0.25
"""The detector notices the end of speech so much later than it was."""

_HEARD = "conversation.item.input_audio_transcription"

Event = dict[str, object]
Say = Callable[[Event], Awaitable[None]]


class Session:
    """One live transcription.

    Args:
        model: Who listens.
        say: Sends an event.
    """

    def __init__(self, model: SpeechModel, say: Say) -> None:
        self._model, self._say = model, say
        self._id = f"sess_{secrets.token_hex(12)}"
        self._rate_hz = _RATES_HZ[0]
        self._pause_s: float | None = None  # None: the caller ends turns
        self._open: Turn | None = None
        self._turns: deque[Turn] = deque()
        self._end_s = 0.0
        self._last_item = ""
        self._news = asyncio.Event()

    async def greet(self) -> None:
        """Say the first word."""
        await self._say({"type": "session.created", "session": self._described()})

    async def take(self, message: Fields) -> None:
        """Do what the caller says.

        Raises:
            ApiError: it cannot be done; the session goes on as before.
        """
        match message.text("type"):
            case "session.update":
                self._update(message.fields("session") or Fields({}))
                await self._say({"type": "session.updated", "session": self._described()})
            case "input_audio_buffer.append":
                self._append(_decoded(message))
            case "input_audio_buffer.commit":
                await self._commit()
            case "input_audio_buffer.clear":
                self._drop_open()
                await self._say({"type": "input_audio_buffer.cleared"})
            case other:
                raise ApiError(400, f"There is no event {other!r} here.", code="unknown_event")

    async def listen(self) -> None:
        """Understand what was taken, until it is cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._turns and (self._turns[0].is_closed or self._turns[0].wants_look):
                turn = self._turns[0]
                try:
                    await (self._finish(turn) if turn.is_closed else self._look(turn))
                except AppError as error:
                    await self._fail(turn, unavailable(error))

    def _update(self, session: Fields) -> None:
        if session.text("type") not in {None, "transcription"}:
            raise ApiError(400, "This server only transcribes.", code="invalid_value", param="type")
        sound = (session.fields("audio") or Fields({})).fields("input") or Fields({})
        wanted = sound.fields("transcription") or Fields({})
        check_model(wanted.text("model"))
        check_languages([*_strings(wanted, "languages"), wanted.text("language") or ""])
        rate_hz = self._rate_of(sound)
        detection = sound.fields("turn_detection")
        silence_ms = None
        if detection is not None:
            silence_ms = detection.number("silence_duration_ms", 100, 10_000) or 500.0
        if rate_hz != self._rate_hz and self._open is not None:
            raise ApiError(400, "The rate cannot change in the middle of a turn.", code="busy")
        self._rate_hz = rate_hz
        self._pause_s = None if silence_ms is None else silence_ms / 1000

    def _rate_of(self, sound: Fields) -> int:
        form = sound.fields("format") or Fields({})
        rate_hz = form.whole("rate", 1) or self._rate_hz
        if form.text("type") not in {None, "audio/pcm"}:
            raise form.wrong("type", "audio/pcm")
        if rate_hz not in _RATES_HZ:
            raise form.wrong("rate", f"one of {', '.join(map(str, _RATES_HZ))}")
        return rate_hz

    def _append(self, pcm: bytes) -> None:
        if not pcm:
            return
        waiting_s = sum(turn.cutter.duration_s for turn in self._turns)
        if waiting_s + duration_s(pcm, self._rate_hz) > MAX_WAITING_S:
            told = f"This was not taken: {waiting_s:.0f} s of sound wait to be understood."
            raise ApiError(429, told, code="input_audio_buffer_full")
        if self._open is None:
            self._open = Turn(Cutter(self._rate_hz, self._end_s))
            self._turns.append(self._open)
        self._open.cutter.feed(pcm)
        self._end_s += duration_s(pcm, self._rate_hz)
        self._news.set()

    async def _commit(self) -> None:
        turn = self._open
        if turn is None or turn.cutter.duration_s < _LEAST_S:
            self._drop_open()
            told = "The buffer is too small: at least 100 ms of sound are needed."
            raise ApiError(400, told, code="input_audio_buffer_commit_empty")
        self._open = None
        await self._tell_committed(turn)
        turn.is_closed = True
        self._news.set()

    def _drop_open(self) -> None:
        if self._open is not None:
            self._turns.remove(self._open)
            self._open = None

    async def _look(self, turn: Turn) -> None:
        """Tell what an open turn holds so far; end its lines where they are complete."""
        look = await self._model.run(turn.look)
        if turn.is_closed or turn not in self._turns:
            return
        turn.pace(look.took_s)
        if look.spans and not turn.is_spoken:
            turn.is_spoken = True
            await self._tell_speech(turn, "started", turn.cutter.start_s + look.spans[0].start_s)
        if turn.is_full or not look.spans:
            cuts = turn.cutter.take(look.spans, known_s=look.known_s)
        elif self._pause_s is not None:
            pause_s = max(0.1, self._pause_s - _DETECTOR_S)
            cuts = turn.cutter.take(look.spans, known_s=look.known_s, pause_s=pause_s)
        else:
            cuts = []
        for cut in cuts:
            await self._end_line(turn, cut)
        if not cuts and look.text:
            await self._tell_guess(turn, look.text)

    async def _end_line(self, turn: Turn, cut: Cut) -> None:
        """Make an item of its own of a line that the engine has ended."""
        item = turn.id
        turn.restart()
        await self._tell_speech(turn, "stopped", cut.end_s, item)
        await self._announce(item)
        text = await self._model.run(partial(_text_of, cut, turn.cutter.rate_hz))
        await self._tell_completed(item, text, duration_s(cut.pcm, turn.cutter.rate_hz))

    async def _finish(self, turn: Turn) -> None:
        cutter = turn.cutter
        texts: list[str] = []
        whole_s = cutter.duration_s
        while cutter.duration_s > 0:
            spans = await self._model.run(lambda ear: ear.spans(cutter.pcm, cutter.rate_hz))
            for cut in cutter.take(spans, is_last=True):
                text = await self._model.run(partial(_text_of, cut, cutter.rate_hz))
                texts += [text] if text else []
        self._turns.remove(turn)
        await self._tell_completed(turn.id, " ".join(texts), whole_s)

    async def _fail(self, turn: Turn, error: ApiError) -> None:
        self._turns.remove(turn)
        if turn is self._open:
            self._open = None
            await self._announce(turn.id)
        failed = {"type": f"{_HEARD}.failed", "item_id": turn.id, "content_index": 0}
        await self._say(failed | error.body())

    async def _tell_committed(self, turn: Turn) -> None:
        if turn.is_spoken:
            await self._tell_speech(turn, "stopped", self._end_s)
        await self._announce(turn.id)

    async def _announce(self, item: str) -> None:
        committed = {"type": "input_audio_buffer.committed", "item_id": item}
        await self._say(committed | {"previous_item_id": self._last_item or None})
        self._last_item = item

    async def _tell_speech(self, turn: Turn, verb: str, at_s: float, item: str = "") -> None:
        if self._pause_s is not None:
            side = "start" if verb == "started" else "end"
            event = {"type": f"input_audio_buffer.speech_{verb}", "item_id": item or turn.id}
            await self._say(event | {f"audio_{side}_ms": round(at_s * 1000)})

    async def _tell_guess(self, turn: Turn, text: str) -> None:
        certain = turn.revise(text)
        if certain is not None:
            delta = {"type": f"{_HEARD}.delta", "item_id": turn.id, "content_index": 0}
            await self._say(delta | {"delta": certain, "transcript": text})

    async def _tell_completed(self, item: str, text: str, seconds: float) -> None:
        done = {"type": f"{_HEARD}.completed", "item_id": item, "content_index": 0}
        usage = {"type": "duration", "seconds": math.ceil(seconds * 10) / 10}
        languages = [{"code": code} for code in LANGUAGES]
        await self._say(done | {"transcript": text, "languages": languages, "usage": usage})

    def _described(self) -> Event:
        detection = None
        if self._pause_s is not None:
            silence_ms = round(self._pause_s * 1000)
            detection = {"type": "server_vad", "silence_duration_ms": silence_ms}
        sound = {
            "format": {"type": "audio/pcm", "rate": self._rate_hz},
            "transcription": {"model": SPEECH, "languages": list(LANGUAGES)},
            "turn_detection": detection,
        }
        return {"id": self._id, "type": "transcription", "audio": {"input": sound}}


def _text_of(cut: Cut, rate_hz: int, ear: Ear) -> str:
    text = ear.text(cut.pcm, rate_hz)
    give_back()
    return text


def _decoded(message: Fields) -> bytes:
    try:
        pcm = base64.b64decode(message.text("audio") or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise message.wrong("audio", "base64") from error
    if len(pcm) % SAMPLE_BYTES:
        raise message.wrong("audio", "whole samples of 16 bits")
    return pcm


def _strings(fields: Fields, name: str) -> list[str]:
    value = fields.raw(name)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
