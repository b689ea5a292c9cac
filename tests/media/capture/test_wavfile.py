"""The file is valid at every moment, and recovered after a crash."""

import stat
import sys
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.media.capture.wavfile import WavFile

SECOND = bytes(range(250)) * 128


def frames_of(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.readframes(file.getnframes())


def test_what_was_written_is_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    file = WavFile.create(path, 16_000)
    file.write(SECOND)
    file.write(SECOND)
    assert file.close() == 2.0
    assert file.close() == 2.0
    assert frames_of(path) == SECOND * 2
    with wave.open(str(path)) as read:
        assert read.getframerate() == 16_000


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another thing there")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    WavFile.create(path, 16_000).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@given(sizes=st.lists(st.integers(0, 4000), max_size=20))
def test_it_is_valid_after_every_piece_and_lacks_at_most_a_quarter_second(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    path = tmp_path_factory.mktemp("wav") / "a.wav"
    file = WavFile.create(path, 16_000)
    written = b""
    for size in sizes:
        piece = SECOND[: 2 * size]
        file.write(piece)
        written += piece
        seen = frames_of(path)
        assert written.startswith(seen)
        assert len(written) - len(seen) < 8000
    copy = path.with_name("crashed.wav")  # as the disk is when the program dies here
    copy.write_bytes(path.read_bytes() + b"\7")
    assert WavFile.recover(copy) == len(written) / 32_000
    assert frames_of(copy) == written
    assert file.close() == len(written) / 32_000


def test_a_whole_file_survives_recovery(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    file = WavFile.create(path, 24_000)
    file.write(SECOND)
    file.close()
    before = path.read_bytes()
    assert WavFile.recover(path) == pytest.approx(2 / 3)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF", bytes(range(100, 200)), bytes(44)],
    ids=["empty", "cut", "noise", "zeros"],
)
def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(AppError) as error:
        WavFile.recover(path)
    assert error.value.code is Code.FILE_DAMAGED
    assert path.read_bytes() == content


@given(head=st.binary(max_size=60), rate=st.integers(0, 2**32 - 1))
def test_a_damaged_head_has_its_code_whatever_it_holds(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, rate: int
) -> None:
    path = tmp_path_factory.mktemp("wav") / "a.wav"
    path.write_bytes(head[:24].ljust(24) + rate.to_bytes(4, "little") + head[28:])
    with pytest.raises(AppError) as error:
        WavFile.recover(path)
    assert error.value.code is Code.FILE_DAMAGED


def test_a_stereo_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 16_000, 0, "NONE", ""))
        file.writeframes(SECOND)
    with pytest.raises(AppError):
        WavFile.recover(path)


def test_what_is_gone_cannot_be_recovered(tmp_path: Path) -> None:
    with pytest.raises(AppError) as error:
        WavFile.recover(tmp_path / "none.wav")
    assert error.value.code is Code.UNREADABLE


def test_a_folder_that_is_gone_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(AppError) as error:
        WavFile.create(tmp_path / "none" / "a.wav", 16_000)
    assert error.value.code is Code.UNWRITABLE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a full disk to write to")
def test_a_full_disk_has_its_own_code() -> None:
    with pytest.raises(AppError) as error:
        WavFile.create(Path("/dev/full"), 16_000)
    assert error.value.code is Code.DISK_FULL
