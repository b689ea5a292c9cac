"""What servers answer becomes lines whose times belong to the whole recording."""

from itertools import pairwise

from desktop.api.audio.transcript_events import Segment, Transcript
from desktop.api.audio.transcript_events import Word as HeardWord
from desktop.core.transcript import Line, Word
from desktop.services.speech.wording import lines_of, one_line


def test_times_are_moved_to_where_the_piece_is() -> None:
    transcript = Transcript(
        "It was. The best.",
        segments=(Segment(" It was.", 0.5, 1.0, "A"), Segment(" The best.", 1.0, 2.0, "B")),
        words=(HeardWord(" It", 0.5, 0.7), HeardWord("was", 0.7, 1.0), HeardWord("The", 1.0, 1.3)),
    )
    first, second = lines_of(transcript, 60, 90)
    words = (Word("It", 60.5, 60.7), Word("was", 60.7, 61.0))
    assert first == Line("It was.", 60.5, 61.0, "A", words)
    assert (second.start_s, second.speaker, len(second.words)) == (61.0, "B", 1)


def test_times_beyond_the_piece_end_with_it() -> None:
    transcript = Transcript("Bye.", segments=(Segment("Bye.", 28.0, 31.5), Segment("  ", 1.0, 2.0)))
    assert lines_of(transcript, 0, 30) == (Line("Bye.", 28.0, 30),)


def test_without_times_sentences_share_the_piece_by_their_length() -> None:
    lines = lines_of(
        Transcript("Yes. 那是最好的时代。那是最坏的时代。 Version 2.5 is out!"), 10, 20
    )
    assert [line.text for line in lines] == [
        "Yes.",
        "那是最好的时代。",
        "那是最坏的时代。",
        "Version 2.5 is out!",
    ]
    assert lines[0].start_s == 10
    assert abs(lines[-1].end_s - 20) < 1e-9
    assert all(one.end_s == two.start_s for one, two in pairwise(lines))


def test_nothing_said_is_no_line() -> None:
    assert lines_of(Transcript(" \n"), 0, 5) == ()
    assert one_line((), 0, 5) is None


def test_what_was_said_in_one_go_is_one_line() -> None:
    parts = (Line("One.", 0, 1, "A", (Word("One.", 0, 1),)), Line("二。", 1, 2, "B"))
    assert one_line(parts, 0.5, 3) == Line("One.二。", 0.5, 3, "A", (Word("One.", 0, 1),))
