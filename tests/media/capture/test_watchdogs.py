"""Zeros, stalls and losses are noticed, and forgotten when sound comes again."""

from desktop.core.errors import Code
from desktop.media.capture.watchdogs import Watchdogs

ZEROS, SOUND = bytes(3200), b"\1\0" * 1600
STEP_S = 0.1


def codes(*pieces: bytes) -> list[Code | None]:
    """Look ten times a second."""
    watchdogs = Watchdogs(0.0)
    return [
        watchdogs.look(piece, STEP_S if piece else 0.0, (number + 1) * STEP_S)
        for number, piece in enumerate(pieces)
    ]


def test_sound_is_no_trouble() -> None:
    assert set(codes(*[SOUND] * 40)) == {None}


def test_exact_zeros_are_trouble_after_one_and_a_half_seconds_until_sound_comes() -> None:
    told = codes(*[ZEROS] * 20, SOUND)
    assert told[:14] == [None] * 14
    assert told[15:20] == [Code.MICROPHONE_SILENT] * 5
    assert told[20] is None


def test_a_short_silence_between_sounds_is_none() -> None:
    assert set(codes(*[*[ZEROS] * 13, SOUND] * 3)) == {None}


def test_no_callback_for_a_second_is_a_stall_until_one_comes() -> None:
    told = codes(SOUND, *[b""] * 12, SOUND)
    assert told[:9] == [None] * 9
    assert told[11:13] == [Code.MICROPHONE_STALLED] * 2
    assert told[13] is None


def test_a_lost_device_stays_lost() -> None:
    watchdogs = Watchdogs(0.0)
    watchdogs.lost()
    assert watchdogs.look(SOUND, 0.1, 0.1) is Code.MICROPHONE_LOST
    assert watchdogs.look(SOUND, 0.1, 9.9) is Code.MICROPHONE_LOST
