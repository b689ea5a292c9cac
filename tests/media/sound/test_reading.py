"""Sound files of every kind become the same 16 kHz mono; what is broken has a code."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.media.sound import kinds, reading
from desktop.media.sound.kinds import Kind
from tests.media.sound.sounds import RATE_HZ, made, needs_ffmpeg, talk, tone, wav
from tests.support.words_heard import recording

MADE = {
    "24.wav": ("wav", "-c:a", "pcm_s24le"),
    "float.wav": ("wav", "-c:a", "pcm_f32le"),
    "mulaw.wav": ("wav", "-c:a", "pcm_mulaw", "-ar", "8000"),
    "six.wav": ("wav", "-ac", "6"),  # WAVE_EXTENSIBLE
    "a.flac": ("flac",),
    "a.aiff": ("aiff",),
    "xing.mp3": ("mp3", "-q:a", "5"),
    "bare.mp3": ("mp3", "-q:a", "5", "-write_xing", "0", "-id3v2_version", "0"),
    "mpeg2.mp3": ("mp3", "-q:a", "5", "-ar", "22050", "-write_xing", "0"),
    "vorbis.ogg": ("ogg", "-c:a", "libvorbis"),
    "opus.ogg": ("opus", "-c:a", "libopus"),
    "a.m4a": ("mp4", "-c:a", "aac"),
    "a.mkv": ("mkv", "-c:a", "libopus"),
    "a.webm": ("webm", "-c:a", "libopus"),
}


def heard(path: Path, start_s: float = 0.0, most_s: float = 1e4) -> npt.NDArray[np.int16]:
    found = list(reading.blocks(path, start_s, most_s))
    return np.concatenate(found) if found else np.empty(0, np.int16)


def code_of(path: Path) -> Code:
    with pytest.raises(AppError) as caught:
        reading.inspect(path)
    return caught.value.code


def alike(one: npt.NDArray[np.int16], two: npt.NDArray[np.int16]) -> float:
    """Give the best correlation of two sounds that may be 100 ms apart."""
    size = 2 * RATE_HZ
    middle = one[RATE_HZ : RATE_HZ + size].astype(np.float64)
    starts = range(RATE_HZ - 1600, RATE_HZ + 1600)
    shifted = (two[at : at + size].astype(np.float64) for at in starts)
    return max(float(np.corrcoef(middle, other)[0, 1]) for other in shifted)


@needs_ffmpeg
@pytest.mark.parametrize("name", MADE)
def test_every_kind_sounds_like_its_source(tmp_path: Path, name: str) -> None:
    ending, *options = MADE[name]
    file = made(tmp_path / "named.txt", *options, "-f", {"mkv": "matroska"}.get(ending, ending))
    info = reading.inspect(file)
    whole = heard(recording("beckett.wav"))
    assert info.duration_s == pytest.approx(len(whole) / RATE_HZ, abs=0.06)
    assert info.format == ending
    found = heard(file)
    assert len(found) == pytest.approx(len(whole), abs=0.06 * RATE_HZ)
    if name != "mulaw.wav":  # half of the sound is over 4 kHz
        assert alike(whole, found) > 0.95
    later = heard(file, 1.5)
    assert alike(found[int(1.5 * RATE_HZ) :], later) > 0.95


@needs_ffmpeg
@pytest.mark.parametrize("option", ["-write_xing", "-x"], ids=["no length", "wrong length"])
def test_mp3_of_changing_rate_is_read_to_its_end(tmp_path: Path, option: str) -> None:
    quiet_first = wav(tmp_path / "a.wav", np.concatenate((tone(1, 10) * 0, talk((), 10))))
    bare = ("-write_xing", "0") if option == "-write_xing" else ()
    file = made(tmp_path / "a.mp3", "-q:a", "0", *bare, source=quiet_first)
    if not bare:
        content = bytearray(file.read_bytes())
        at = max(content.find(b"Xing"), content.find(b"Info"))
        content[at + 8 : at + 12] = struct.pack(">I", 10)
        file.write_bytes(content)
    assert reading.inspect(file).duration_s == pytest.approx(20, abs=0.1)
    assert len(heard(file)) == pytest.approx(20 * RATE_HZ, abs=0.1 * RATE_HZ)
    assert np.abs(heard(file, 19.0)).max() > 5000


@needs_ffmpeg
def test_mp3_with_a_large_picture_in_front_is_read(tmp_path: Path) -> None:
    file = made(tmp_path / "a.mp3", "-id3v2_version", "0")
    size = 3 << 20
    digits = bytes(size >> shift & 127 for shift in (21, 14, 7, 0))
    tagged = tmp_path / "b.mp3"
    tagged.write_bytes(b"ID3\x04\0\0" + digits + os.urandom(size) + file.read_bytes())
    assert reading.inspect(tagged).duration_s == pytest.approx(
        reading.inspect(file).duration_s, abs=0.1
    )


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFFFFF], ids=["zero", "most", "half"])
def test_wav_of_a_killed_program_is_read(tmp_path: Path, size: int) -> None:
    file = wav(tmp_path / "a.wav", tone(440, 2))
    content = bytearray(file.read_bytes())
    content[40:44] = content[4:8] = struct.pack("<I", size)
    file.write_bytes(content)
    assert reading.inspect(file).duration_s == 2.0
    assert len(heard(file)) == 2 * RATE_HZ


def claiming(file: Path, frames: int) -> Path:
    """Write FLAC whose header claims a number of frames; it holds ten seconds."""
    soundfile.write(file, talk((), 10), RATE_HZ, format="FLAC", subtype="PCM_16")
    content = bytearray(file.read_bytes())
    told = int.from_bytes(content[18:26], "big") >> 36 << 36 | frames
    content[18:26] = told.to_bytes(8, "big")
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    "frames", [0, RATE_HZ * 3600, (1 << 36) - 1], ids=["none", "hour", "years"]
)
def test_flac_is_as_long_as_it_is(tmp_path: Path, frames: int) -> None:
    file = claiming(tmp_path / "a.flac", frames)
    assert reading.inspect(file).duration_s == pytest.approx(10, abs=0.05)
    assert len(heard(file)) == pytest.approx(10 * RATE_HZ, abs=0.05 * RATE_HZ)
    assert len(heard(file, 9)) == pytest.approx(RATE_HZ, abs=0.05 * RATE_HZ)


def test_a_hole_in_the_midst_becomes_silence(tmp_path: Path) -> None:
    file = tmp_path / "a.flac"
    soundfile.write(file, talk((), 30), RATE_HZ, format="FLAC", subtype="PCM_16")
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20_000] = bytes(20_000)
    file.write_bytes(content)
    found = heard(file)
    assert len(found) == pytest.approx(30 * RATE_HZ, abs=0.1 * RATE_HZ)
    assert np.abs(found[-RATE_HZ:]).max() > 5000


@needs_ffmpeg
@pytest.mark.parametrize("name", ["a.flac", "xing.mp3", "vorbis.ogg", "24.wav", "a.mkv"])
def test_half_a_file_is_read_as_far_as_it_goes(tmp_path: Path, name: str) -> None:
    ending, *options = MADE[name]
    file = made(tmp_path / f"a.{ending}", *options)
    whole_s = reading.inspect(file).duration_s
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    assert 0.2 * whole_s < reading.inspect(file).duration_s < 0.8 * whole_s
    assert 0.2 * whole_s < len(heard(file)) / RATE_HZ < 0.8 * whole_s


@needs_ffmpeg
def test_half_an_m4a_is_damaged(tmp_path: Path) -> None:
    file = made(tmp_path / "a.m4a")
    file.write_bytes(file.read_bytes()[:5000])
    assert code_of(file) is Code.FILE_DAMAGED


@needs_ffmpeg
def test_a_film_without_sound_has_none(tmp_path: Path) -> None:
    options = ("-f", "lavfi", "-i", "color=s=16x16:d=1", "-map", "1:v", "-c:v", "mpeg4")
    assert code_of(made(tmp_path / "a.mp4", *options)) is Code.NOT_A_SOUND


@needs_ffmpeg
def test_a_play_list_opens_no_other_file(tmp_path: Path) -> None:
    other = made(tmp_path / "other.m4a")
    for content in (f"#EXTM3U\n{other}\n", f"ffconcat version 1.0\nfile '{other}'\n"):
        file = tmp_path / "a.m4a"
        file.write_text(content)
        assert code_of(file) is Code.NOT_A_SOUND
        with pytest.raises(AppError):
            reading.ffmpeg.inspect(file, Kind.MP4)


@pytest.mark.parametrize("name", ["-i.webm", "a:b.webm", "http:__x.webm", "音 %d.webm"])
@needs_ffmpeg
def test_a_name_is_no_option(tmp_path: Path, name: str) -> None:
    file = made(tmp_path / "a.webm", "-c:a", "libopus").rename(tmp_path / name)
    assert reading.inspect(file).duration_s > 1


def test_without_ffmpeg_only_its_kinds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(reading.ffmpeg, "_MORE_PLACES", ())
    file = tmp_path / "a.m4a"
    file.write_bytes(b"\0\0\0\x20ftypM4A " + bytes(100))
    assert code_of(file) is Code.SOUND_NEEDS_FFMPEG
    assert reading.inspect(wav(tmp_path / "a.wav", tone(440, 1))).duration_s == 1.0


NOTHING: dict[str, bytes] = {
    "empty": b"",
    "text": b"RIFF is a format",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "heic": b"\0\0\0\x20ftypheic" + bytes(100),
    "utf-16": "\ufeffwords and words".encode("utf-16-le"),
    "midi": b"MThd\0\0\0\x06" + bytes(50),
    "webp": b"RIFF\x10\0\0\0WEBPVP8 " + bytes(50),
    "two bytes of mp3": b"\xff\xfb\x90\x64" + bytes(2000),
    "wav without sound": b"RIFF$\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x80>\0\0\0}\0\0\2\0\x10\0data\0\0\0\0",
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_no_sound_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.mp3"
    file.write_bytes(NOTHING[name])
    assert code_of(file) is Code.NOT_A_SOUND


@pytest.mark.parametrize(
    "sign", [b"RIFF\0\0\0\0WAVE", b"fLaC", b"OggS" + bytes(23) + b"\1\7OpusHead"]
)
def test_a_sign_alone_is_damage(tmp_path: Path, sign: bytes) -> None:
    file = tmp_path / "a.wav"
    file.write_bytes(sign + bytes(200))
    assert code_of(file) is Code.FILE_DAMAGED


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wav")
    assert code_of(tmp_path / "a.wav") is Code.NOT_A_SOUND
    assert code_of(tmp_path) is Code.NOT_A_SOUND


def test_a_file_that_is_gone_cannot_be_read(tmp_path: Path) -> None:
    assert code_of(tmp_path / "a.wav") is Code.UNREADABLE
    assert code_of(tmp_path / "a\0.wav") is Code.UNREADABLE


def test_values_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    samples = np.array([np.nan, np.inf, -np.inf, 3.0, 0.5], np.float32).repeat(100)
    soundfile.write(tmp_path / "a.wav", samples, RATE_HZ, subtype="FLOAT")
    assert heard(tmp_path / "a.wav")[::100].tolist() == [0, 32767, -32768, 32767, 16384]


@needs_ffmpeg
def test_blocks_of_an_mp3_have_no_seams(tmp_path: Path) -> None:
    file = made(tmp_path / "a.mp3", "-ar", "16000", "-write_xing", "1")
    at_once, _ = soundfile.read(file, dtype="int16")
    assert np.abs(heard(file).astype(int) - at_once).max() <= 1


SEEDS: tuple[Callable[[Path], None], ...] = (
    lambda file: soundfile.write(file, talk((), 1), RATE_HZ, format="FLAC"),
    lambda file: soundfile.write(file, talk((), 1), RATE_HZ, format="OGG", subtype="VORBIS"),
    lambda file: soundfile.write(file, talk((), 1), RATE_HZ, format="OGG", subtype="OPUS"),
    lambda file: soundfile.write(file, talk((), 1), RATE_HZ, format="MP3"),
    lambda file: soundfile.write(file, talk((), 1), RATE_HZ, format="WAVEX", subtype="PCM_24"),
    lambda file: soundfile.write(file, talk((), 1), RATE_HZ, format="AIFF"),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.sampled_from(range(len(SEEDS))),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
    keep=st.floats(0, 1),
)
def test_broken_files_are_read_or_have_a_code(
    tmp_path: Path, seed: int, changes: list[tuple[float, int]], keep: float
) -> None:
    file = tmp_path / "a"
    SEEDS[seed](file)
    content = bytearray(file.read_bytes())
    for place, value in changes:
        content[int(place**3 * (len(content) - 1))] = value
    file.write_bytes(content[: int(keep * len(content)) + 1])
    try:
        kind = kinds.kind_of(file)
        if not kind.needs_ffmpeg:
            reading.inspect(file)
            heard(file)
    except AppError as error:
        assert error.code in {  # noqa: PT017
            Code.NOT_A_SOUND, Code.FILE_DAMAGED, Code.SOUND_TOO_LONG,
        }  # fmt: skip
