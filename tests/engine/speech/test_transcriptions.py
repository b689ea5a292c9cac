"""Recordings that are sent as files: real speech, all formats, and what cannot be heard."""

from __future__ import annotations

import io
import json
import socket
import struct
import subprocess
from pathlib import Path

import httpx
import numpy as np
import pytest
import soundfile
import webvtt

from desktop.api.audio.transcript_events import Segment, TranscriptDelta, TranscriptDone
from desktop.api.audio.transcriptions import (
    Format,
    TranscriptionRequest,
    stream_transcript,
    transcribe,
)
from desktop.api.wire.http import Http
from tests.engine.process import KEY, EngineProcess
from tests.engine.speech.talking import (
    BEGINNING,
    MODEL,
    PATH,
    PATIENT,
    beginning,
    endpoint,
    louder,
    sentence,
    silence,
    two_cities,
    wav,
)
from tests.support.loops import RunLoop
from tests.support.words_heard import BECKETT, TWO_CITIES, recording, word_error_rate

FIRST = "It was the best of times, it was the worst of times"


def post(engine: EngineProcess, data: bytes, name: str = "a.wav", **fields: str) -> httpx.Response:
    return engine.client.post(PATH, files={"file": (name, data)}, data=fields)


def error_code(response: httpx.Response) -> tuple[int, object]:
    return response.status_code, response.json()["error"]["code"]


def encoded(rate_hz: int, channels: int, kind: str, subtype: str) -> bytes:
    """Give the first sentence in another rate, number of channels and encoding."""
    samples = np.frombuffer(sentence(48_000), np.int16).astype(np.float32) / 32768
    count = len(samples) * rate_hz // 48_000
    moved = np.interp(np.arange(count) * 48_000 / rate_hz, np.arange(len(samples)), samples)
    file = io.BytesIO()
    soundfile.write(file, np.stack([moved] * channels, 1), rate_hz, subtype, format=kind)
    return file.getvalue()


def test_a_reading_is_written_down_with_few_wrong_words(
    aloop: RunLoop, engine: EngineProcess
) -> None:
    async def scenario() -> None:
        async with Http(PATIENT) as http:
            request = TranscriptionRequest(
                MODEL,
                recording("two_cities.wav"),
                languages=("en",),
                response_format=Format.VERBOSE_JSON,
            )
            transcript = await transcribe(http, endpoint(engine), request)
        assert word_error_rate(TWO_CITIES, transcript.text) <= 0.06
        assert transcript.languages == ("en",)
        assert transcript.duration_s == pytest.approx(44.37, abs=0.01)
        assert " ".join(segment.text for segment in transcript.segments) == transcript.text
        times = [time for one in transcript.segments for time in (one.start_s, one.end_s)]
        assert times == sorted(times, key=lambda time: time or 0)
        assert transcript.usage is not None
        assert transcript.usage.seconds == 45

    aloop(scenario(), 30)


def test_a_stream_gives_lines_before_the_end(aloop: RunLoop, engine: EngineProcess) -> None:
    async def scenario() -> None:
        async with Http(PATIENT) as http:
            request = TranscriptionRequest(MODEL, recording("beckett.wav"))
            events = [event async for event in stream_transcript(http, endpoint(engine), request)]
        *pieces, done = events
        assert isinstance(done, TranscriptDone)
        assert word_error_rate(BECKETT, done.transcript.text) <= 0.2
        said = "".join(event.text for event in pieces if isinstance(event, TranscriptDelta))
        segments = [event for event in pieces if isinstance(event, Segment)]
        assert said == done.transcript.text
        assert " ".join(segment.text for segment in segments) == said
        assert done.transcript.usage is not None
        assert done.transcript.usage.seconds == 10

    aloop(scenario(), 20)


@pytest.mark.parametrize(
    ("rate_hz", "channels", "kind", "subtype"),
    [
        (8_000, 1, "WAV", "ULAW"),
        (16_000, 1, "FLAC", "PCM_16"),
        (22_050, 2, "WAV", "PCM_24"),
        (44_100, 2, "FLAC", "PCM_24"),
        (48_000, 6, "WAV", "FLOAT"),
        (96_000, 1, "WAV", "PCM_32"),
        (16_000, 1, "WAVEX", "PCM_U8"),
        (11_025, 1, "RF64", "PCM_16"),
    ],
)
def test_wav_and_flac_of_any_kind_are_heard(
    engine: EngineProcess, rate_hz: int, channels: int, kind: str, subtype: str
) -> None:
    answer = post(engine, encoded(rate_hz, channels, kind, subtype))
    assert answer.status_code == 200, answer.text
    assert word_error_rate(FIRST, answer.json()["text"]) <= 0.17


def test_subtitles_are_read_by_other_parsers(engine: EngineProcess) -> None:
    data = wav(sentence(), 24_000)
    as_srt = post(engine, data, response_format="srt")
    as_vtt = post(engine, data, response_format="vtt")
    as_text = post(engine, data, response_format="text")
    assert as_text.headers["content-type"].startswith("text/plain")
    (line,) = webvtt.from_buffer(io.StringIO(as_srt.text), format="srt")
    (caption,) = webvtt.from_string(as_vtt.text).captions
    for said in (line.raw_text, caption.text, as_text.text.strip()):
        assert word_error_rate(FIRST, said) <= 0.17
    assert "00:00:03" < line.end <= "00:00:04.300"


def test_voices_are_told_apart(engine: EngineProcess, tmp_path: Path) -> None:
    spoken = b""
    for voice, pitch, text in [
        ("en-us", "50", "I would like to tell you about the garden behind my house in summer."),
        ("en-us+f3", "70", "And I would like to hear about the river and the old mill beside it."),
        ("en-us", "50", "Then we should walk there together on the next sunny afternoon."),
    ]:
        path = tmp_path / "voice.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-p", pitch, "-w", path, text], check=True)
        with soundfile.SoundFile(path) as file:
            rate_hz = file.samplerate
            spoken += file.read(dtype="int16").tobytes() + silence(1, rate_hz)
    answer = post(engine, wav(spoken, rate_hz), response_format="diarized_json").json()
    speakers = [segment["speaker"] for segment in answer["segments"]]
    assert speakers[0] == speakers[-1] == "A"
    assert "B" in speakers
    assert {segment["type"] for segment in answer["segments"]} == {"transcript.text.segment"}


@pytest.mark.parametrize("factor", [0.3, 0.03, 0.01], ids=["-48 dB", "-68 dB", "-78 dB"])
def test_quiet_speech_is_heard(engine: EngineProcess, factor: float) -> None:
    answer = post(engine, wav(louder(sentence(), factor), 24_000)).json()
    assert word_error_rate(FIRST, answer["text"]) <= 0.25


@pytest.mark.parametrize("loudness", [0, 3, 300, 3000])
def test_where_nobody_speaks_nothing_is_written(engine: EngineProcess, loudness: int) -> None:
    noise = np.random.default_rng(1).normal(0, loudness, 16_000 * 25).clip(-32768, 32767)
    answer = post(engine, wav(noise.astype(np.int16).tobytes(), 16_000))
    assert answer.json()["text"] == ""


@pytest.mark.parametrize("language", ["en", "en-GB", "english", "auto", ""])
def test_english_may_be_named(engine: EngineProcess, language: str) -> None:
    assert post(engine, wav(silence(0.5), 24_000), language=language).status_code == 200


@pytest.mark.parametrize("fields", [{"language": "zh"}, {"languages[]": "de"}], ids=["one", "list"])
def test_another_language_is_refused(engine: EngineProcess, fields: dict[str, str]) -> None:
    answer = post(engine, wav(sentence(), 24_000), **fields)
    assert error_code(answer) == (400, "language_not_supported")
    assert "en only" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "invalid_file"),
        (b"ID3\x04" + bytes(500), "unsupported_format"),
        (b"RIFF" + bytes(500), "invalid_file"),
        (b"RIFF", "invalid_file"),
        (b"fLaC" + b"\xff" * 500, "invalid_file"),
        (wav(b"", 16_000)[:20], "invalid_file"),
        (wav(b"", 300), "invalid_file"),
    ],
    ids=["empty", "mp3", "zeros", "sign", "no flac", "cut", "rate"],
)
@pytest.mark.parametrize("stream", ["false", "true"])
def test_a_file_that_cannot_be_read_is_refused(
    engine: EngineProcess, data: bytes, code: str, stream: str
) -> None:
    assert error_code(post(engine, data, stream=stream)) == (400, code)


def test_half_a_file_gives_what_is_in_it(engine: EngineProcess) -> None:
    whole = wav(sentence() * 3, 24_000)
    answer = post(engine, whole[: len(whole) // 3])
    assert word_error_rate(FIRST, answer.json()["text"]) <= 0.17


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"model": "whisper-1"}, "model_not_found"),
        ({"response_format": "xml"}, "invalid_value"),
        ({"stream": "maybe"}, "invalid_value"),
        ({"keywords[]": "Darnay"}, "unsupported_parameter"),
        ({"known_speaker_names[]": "Ann"}, "unsupported_parameter"),
    ],
)
def test_what_cannot_be_done_is_said(
    engine: EngineProcess, fields: dict[str, str], code: str
) -> None:
    assert error_code(post(engine, wav(silence(0.5), 24_000), **fields))[1] == code


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"rubbish", "multipart/form-data; boundary=x"),
        (b"rubbish", "multipart/form-data"),
        (b"--x\r\n\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (b"", ""),
    ],
    ids=["json", "rubbish", "no boundary", "no name", "nothing"],
)
def test_what_is_no_form_is_a_bad_request(engine: EngineProcess, body: bytes, kind: str) -> None:
    answer = engine.client.post(PATH, content=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_a_file_over_the_limit_is_too_large(engine: EngineProcess) -> None:
    data = wav(bytes(25 * 1024 * 1024 + 2), 16_000)
    assert error_code(post(engine, data)) == (413, "file_too_large")
    assert error_code(post(engine, data + bytes(2**20))) == (413, "file_too_large")


@pytest.mark.parametrize("stream", ["false", "true"])
def test_whoever_hangs_up_stops_the_work(engine: EngineProcess, stream: str) -> None:
    form = httpx.Request(
        "POST",
        f"{engine.url}{PATH}",
        files={"file": ("a.wav", wav(two_cities(16_000) * 8, 16_000))},
        data={"stream": stream},
        headers={"Authorization": f"Bearer {KEY}"},
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in form.headers.items())
    with socket.create_connection(("127.0.0.1", engine.port), timeout=10) as line:
        line.sendall(f"POST {PATH} HTTP/1.1\r\n{head}\r\n".encode() + form.read())
        if stream == "true":
            assert line.recv(15) == b"HTTP/1.1 200 OK"
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    before = engine.cpu_s()
    assert post(engine, wav(sentence(), 24_000)).json()["text"]
    assert engine.cpu_s() - before < 8  # of the 20 to 30 s that six minutes of speech cost


def test_two_files_go_on_side_by_side(engine: EngineProcess) -> None:
    data = wav(beginning(16_000) + silence(1, 16_000) + sentence(16_000), 16_000)
    form = {"files": {"file": ("a.wav", data)}, "data": {"stream": "true"}}
    with engine.client.stream("POST", PATH, **form) as long:  # type: ignore[arg-type]
        lines = long.iter_lines()
        assert "delta" in next(lines)
        short = post(engine, wav(sentence(), 24_000))
        assert word_error_rate(FIRST, short.json()["text"]) <= 0.17
        last = json.loads([line for line in lines if line][-1].removeprefix("data: "))
    assert word_error_rate(f"{BEGINNING} {FIRST}", last["text"]) <= 0.1
