"""Endless repetition is found, and nothing else is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.engine.repetition import LoopWatch, period

BEFORE = "Here is what I can tell you about the matter, as far as I know it myself. "

LOOPS = [  # what the model really did
    "I hope you have a great day.\n\n" * 8,
    "A being of the sea, a being of the sea,\n" * 6,
    "La ville de la ville, la ville de la ville. " * 6,
    (
        "Luna's parents had always told her that she was too small to dream big, but she had never "
        "been told that she was too small to dream big. They had always told her that she was too "
        "small to dream big.\n\n"
    )
    * 3,
    "".join(f'{number}. "french"\n' for number in range(1, 40)),
    "🎁" * 60,
    "哪里？ - " * 20,
    "！" * 80,
]

TEXTS = [
    "",
    BEFORE,
    "".join(f"{number}\n" for number in range(1, 200)),
    "\n".join(f"{a} x {b} = {a * b}" for a in range(1, 10) for b in range(1, 10)),
    "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n",
    "=" * 80 + "\n" + "-" * 80,
    "hello " * 20,
    "ha" * 40,
    "The cat sat on the mat. The dog sat on the log. The frog sat on the bog. " * 2,
    "".join(f"{number}. {word}\n" for number, word in enumerate("abcdefghijklmnopqrstuvwxyz")),
]


@pytest.mark.parametrize("text", LOOPS)
def test_a_loop_is_seen(text: str) -> None:
    assert period(text)
    assert period(BEFORE + text)


@pytest.mark.parametrize("text", LOOPS)
def test_a_loop_is_seen_while_the_text_grows(text: str) -> None:
    watch = LoopWatch()
    assert any(watch.feed(letter) for letter in BEFORE * 20 + text * 2)


@pytest.mark.parametrize("text", TEXTS)
def test_what_people_want_repeated_is_left_alone(text: str) -> None:
    watch = LoopWatch()
    assert period(text) == 0
    assert not any(watch.feed(letter) for letter in text)


def test_a_loop_that_was_left_is_forgotten() -> None:
    assert period(LOOPS[0] + BEFORE) == 0


@given(unit=st.text(min_size=1, max_size=300), times=st.integers(3, 40))
def test_the_period_is_one(unit: str, times: int) -> None:
    found = period(unit * times)
    if found and not any(letter.isdigit() for letter in unit):
        tail = (unit * times)[-1500:]
        assert tail[-found:] == tail[-2 * found : -found]


@given(st.text(max_size=2000))
def test_no_text_makes_it_fail(text: str) -> None:
    assert 0 <= period(text) <= len(text)
