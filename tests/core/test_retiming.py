"""A line that is changed, cut or joined still knows when each of its words was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.retiming import joined, split, with_text
from desktop.core.transcript import Line, Word


def line(*words: str, text: str = "", start_s: float = 10.0, speaker: str = "A") -> Line:
    """Give a line with a word each second."""
    timed = tuple(Word(word, start_s + at, start_s + at + 1) for at, word in enumerate(words))
    return Line(text or " ".join(words), start_s, start_s + len(words), speaker, timed)


def shown(made: Line) -> list[tuple[str, float, float]]:
    return [(word.text, round(word.start_s, 2), round(word.end_s, 2)) for word in made.words]


def test_words_that_stay_keep_their_times_and_a_new_one_has_the_time_of_the_old() -> None:
    made = with_text(line("the", "golden", "bird", "sings"), "the golden oriole sings")
    assert made.text == "the golden oriole sings"
    assert shown(made) == [
        ("the", 10, 11), ("golden", 11, 12), ("oriole", 12, 13), ("sings", 13, 14)
    ]  # fmt: skip
    assert (made.start_s, made.end_s, made.speaker) == (10, 14, "A")


def test_a_word_that_grows_is_a_new_word() -> None:
    made = with_text(line("a", "bird", "sings"), "a birdsong sings")
    assert [word for word, _start, _end in shown(made)] == ["a", "birdsong", "sings"]
    assert shown(made)[2] == ("sings", 12, 13)


def test_two_places_can_change_at_once_and_a_word_may_go() -> None:
    made = with_text(line("one", "two", "three", "four", "five"), "1 two four 5")
    assert [word for word, *_ in shown(made)] == ["1", "two", "four", "5"]
    assert shown(made)[1:3] == [("two", 11, 12), ("four", 13, 14)]


def test_punctuation_and_capitals_leave_the_times_of_all_other_words_alone() -> None:
    old = line("hello", "there", "anna", text="hello there anna")
    made = with_text(old, "hello there, Anna!")
    assert shown(made)[:2] == [("hello", 10, 11), ("there", 11, 12)]
    assert shown(made)[2][0] == "Anna!"


def test_han_characters_are_words_of_their_own() -> None:
    old = line("我们", "在", "听", "黄鹂", text="我们在听黄鹂")
    made = with_text(old, "我们在看黄鹂")
    assert shown(made) == [("我们", 10, 11), ("在", 11, 12), ("看", 12, 13), ("黄鹂", 13, 14)]


def test_without_times_of_words_there_are_none_afterwards() -> None:
    assert with_text(Line("a b", 0, 1), "c").words == ()
    assert split(Line("ab cd", 0, 5), 3) == (Line("ab", 0, 3), Line("cd", 3, 5))


def test_a_line_is_cut_where_its_words_were_said() -> None:
    left, right = split(line("the", "golden", "bird", "sings"), len("the golden "))
    assert (left.text, left.start_s, left.end_s) == ("the golden", 10, 12)
    assert (right.text, right.start_s, right.end_s) == ("bird sings", 12, 14)
    assert (left.speaker, right.speaker) == ("A", "A")
    assert len(left.words) == len(right.words) == 2


def test_a_cut_through_a_word_shares_its_time() -> None:
    left, right = split(line("abcd", "e"), 1)
    assert shown(left) == [("a", 10, 10.25)]
    assert shown(right) == [("bcd", 10.25, 11), ("e", 11, 12)]


@pytest.mark.parametrize("at", [0, -1, 1, 4, 99])
def test_a_cut_that_leaves_nothing_is_refused(at: int) -> None:
    with pytest.raises(ValueError, match="nothing"):
        split(Line(" a b", 0, 1), at)


def test_two_lines_become_one_that_says_both() -> None:
    made = joined(line("hello"), line("there", start_s=12, speaker="B"))
    assert (made.text, made.start_s, made.end_s, made.speaker) == ("hello there", 10, 13, "A")
    assert len(made.words) == 2
    assert joined(Line("你好，", 0, 1), Line("黄鹂。", 1, 2)).text == "你好，黄鹂。"
    assert joined(Line("a", 0, 1), line("b")).words == ()


WORDS = st.lists(st.text("ab黄ñ ,.'", min_size=1, max_size=4), max_size=8)


@given(WORDS, st.text("ab黄ñ ,.'\n", max_size=30), st.integers(-2, 40))
def test_times_never_go_back_whatever_is_typed(words: list[str], text: str, at: int) -> None:
    old = line(*words)
    made = [with_text(old, text)]
    if made[0].text.strip():
        try:
            made += split(made[0], at)
        except ValueError:
            made += [joined(made[0], line(*words, start_s=made[0].end_s))]
    for one in made:
        times = [t for word in one.words for t in (word.start_s, word.end_s)]
        assert times == sorted(times)
        assert all(one.start_s - 1e-9 <= t <= one.end_s + 1e-9 for t in times)
        assert one.start_s <= one.end_s


def test_a_long_line_that_is_written_anew_takes_no_time() -> None:
    old = line(*(f"w{number}" for number in range(3000)))
    made = with_text(old, " ".join(f"x{number}" for number in range(3000)))
    assert len(made.words) == 3000
    assert (made.words[0].start_s, made.words[-1].end_s) == (10, 3010)
