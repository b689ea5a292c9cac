"""Where a recording is cut into lines: nothing that is spoken is lost or doubled."""

from __future__ import annotations

from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.engine.speech.cutting import WINDOW_S, Cut, Cutter
from desktop.engine.speech.ear import LINE_S, LONGEST_S, Span

RATE_HZ = 1_000


def numbered(duration_s: float) -> bytes:
    """Give sound in which every tenth of a second has a number of its own."""
    return array("h", [place // 100 for place in range(round(duration_s * RATE_HZ))]).tobytes()


def cut_all(pcm: bytes, speech: list[Span], *, merges: bool = True) -> list[Cut]:
    """Cut a whole recording in which speech is known, as a file is read."""
    cutter, cuts, place = Cutter(RATE_HZ, merges=merges), [], 0
    while True:
        wanted = int((WINDOW_S - cutter.duration_s) * RATE_HZ) * 2
        piece = pcm[place : place + wanted]
        place += len(piece)
        cutter.feed(piece)
        start_s, end_s = cutter.start_s, cutter.start_s + cutter.duration_s
        seen = tuple(
            Span(max(span.start_s, start_s) - start_s, min(span.end_s, end_s) - start_s)
            for span in speech
            if span.end_s > start_s and span.start_s < end_s
        )
        cuts += cutter.take(seen, is_last=not piece)
        if not piece:
            assert cutter.duration_s == 0
            return cuts


@given(
    st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 40)), max_size=8),
    st.floats(0, 5),
    st.booleans(),
)
def test_all_speech_is_in_exactly_one_line(
    parts: list[tuple[float, float]], rest_s: float, merges: bool
) -> None:
    speech, now = [], 0.0
    for pause_s, long_s in parts:
        speech.append(Span(now + pause_s, now + pause_s + long_s))
        now += pause_s + long_s
    cuts = cut_all(numbered(now + rest_s), speech, merges=merges)
    for before, after in pairwise(cuts):
        assert after.start_s >= before.end_s - 0.01
    for cut in cuts:
        assert cut.end_s - cut.start_s <= LONGEST_S + 0.01
        assert len(cut.pcm) / 2 / RATE_HZ - (cut.end_s - cut.start_s) < 0.01
        assert array("h", cut.pcm)[0] in range(int(cut.start_s * 10) - 1, int(cut.start_s * 10) + 2)
    for span in speech:
        for place in range(int(span.start_s * 20) + 1, int(span.end_s * 20)):
            time_s = place / 20
            assert any(cut.start_s - 0.01 <= time_s <= cut.end_s + 0.01 for cut in cuts), time_s


def test_pauses_are_inside_lines_up_to_their_length() -> None:
    speech = [Span(start, start + 1.8) for start in range(0, 20, 2)]
    lines = cut_all(numbered(20), speech)
    assert [round(line.end_s - line.start_s, 1) for line in lines] == [7.8, 7.8, 3.8]
    alone = cut_all(numbered(20), speech, merges=False)
    assert len(alone) == 10
    assert LINE_S < LONGEST_S


def test_a_speaker_without_pauses_is_cut_where_it_is_quietest() -> None:
    loud = array("h", [1000] * 15_000)
    loud[8_000:8_100] = array("h", [3] * 100)
    first, second = cut_all(loud.tobytes(), [Span(0, 15)])
    assert 8.0 <= first.end_s <= 8.1
    assert first.end_s == pytest.approx(second.start_s)


def test_speech_that_may_go_on_waits() -> None:
    cutter = Cutter(RATE_HZ, 100)
    cutter.feed(numbered(5))
    assert cutter.take((Span(1, 4.5),)) == []
    assert cutter.start_s == 101
    cutter.feed(numbered(2))
    assert cutter.take((Span(0, 3.5),), known_s=4) == []
    (line,) = cutter.take((Span(0, 3.5),))
    assert (line.start_s, line.end_s) == (101, 104.5)


def test_silence_is_forgotten_but_for_its_end() -> None:
    cutter = Cutter(RATE_HZ)
    cutter.feed(numbered(12))
    assert cutter.take(()) == []
    assert (cutter.start_s, cutter.duration_s) == (11, 1)
