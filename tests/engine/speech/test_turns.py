"""What of a live guess is certain."""

import pytest

from desktop.engine.speech.cutting import Cutter
from desktop.engine.speech.turns import Turn


def said(*guesses: str) -> str:
    turn = Turn(Cutter(16_000))
    return "".join(turn.revise(guess) or "" for guess in guesses)


@pytest.mark.parametrize(
    ("guesses", "certain"),
    [
        (["It was"], ""),
        (["It was the", "It was the best"], "It was the"),
        (["It was,", "It was the best", "It was the best of"], "It was the best"),
        (["to be", "two be", "two bee"], "two"),
        (["one two", "one two three", "won two three", "won two three four"], "one two three"),
        (["a b", "a b", "a b c"], "a b"),
    ],
    ids=["one guess", "two", "punctuation", "another word", "taken back", "the same"],
)
def test_what_two_guesses_begin_with_is_certain_and_never_taken_back(
    guesses: list[str], certain: str
) -> None:
    assert said(*guesses) == certain


def test_the_same_guess_is_no_news() -> None:
    turn = Turn(Cutter(16_000))
    assert turn.revise("It was") == ""
    assert turn.revise("It was") is None


def test_a_turn_is_looked_at_again_when_it_is_worth_its_price() -> None:
    turn = Turn(Cutter(16_000))
    turn.cutter.feed(bytes(2 * 8_000))
    assert turn.wants_look
    turn.pace(0.5)
    assert not turn.wants_look
    turn.cutter.feed(bytes(2 * 16_000))
    assert turn.wants_look
