"""Facts of models in words."""

from datetime import date

import pytest

from desktop.core.models import FREE, Facts, ModelInfo, ModelKey, Price, Source
from desktop.ui.look import Look
from desktop.ui.model_choice import Choice
from desktop.ui.model_words import (
    amount,
    day_words,
    facts_line,
    full_name,
    known_words,
    price_words,
    read_aloud,
    retirement_words,
    tokens,
)
from tests.ui.models import SOON, choice


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (512, "512"),
        (8192, "8k"),
        (128_000, "128k"),
        (131_072, "128k"),
        (200_000, "200k"),
        (1_048_576, "1M"),
        (1_050_000, "1.05M"),
        (10_485_760, "10M"),
    ],
)
def test_a_size_is_said_as_people_say_it(count: int, words: str) -> None:
    assert tokens(count) == words


@pytest.mark.parametrize(
    ("value", "currency", "words"),
    [
        (2, "USD", "$2"),
        (0.1, "USD", "$0.10"),
        (1.75, "EUR", "€1.75"),
        (0.0045, "USD", "$0.0045"),
        (3, "CHF", "CHF\u00a03"),
    ],
)
def test_a_sum_keeps_its_digits(value: float, currency: str, words: str) -> None:
    assert amount(value, currency) == words


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (None, ""),
        (Price(), ""),
        (FREE, "free"),
        (Price(2, 10), "$2\u00a0/ $10 per million"),
        (Price(output=30), "–\u00a0/ $30 per million"),
        (Price(per_minute=0.017), "$0.017 a minute"),
        (Price(per_picture=0.04), "$0.04 a picture"),
        (Price(audio_input=10), ""),
    ],
)
def test_a_price_is_said_in_few_words(look: Look, price: Price | None, words: str) -> None:
    assert price_words(price) == words


def test_a_day_has_its_year_where_it_is_another_one(look: Look) -> None:
    today = date(2026, 11, 22)
    assert day_words(date(2026, 12, 1), today=today) == "1\u00a0Dec"
    assert day_words(date(2027, 1, 14), today=today) == "14\u00a0Jan\u00a02027"
    assert day_words(date(2027, 1, 14), is_long=True) == "14\u00a0January\u00a02027"
    assert retirement_words(SOON) == "retires 12\u00a0Dec"


def test_a_row_is_read_aloud_whole(look: Look) -> None:
    shown = choice("m-1", retirement=SOON, is_favourite=True)
    assert read_aloud(shown, is_chosen=True) == (
        "m-1, Work, 128k context, $2\u00a0/ $10 per million, takes pictures, uses tools, reasons, "
        "retires 12\u00a0December\u00a02026, favourite, chosen"
    )
    assert read_aloud(Choice("c", "m", "m", "Work")) == "m, Work"


def test_a_fine_tuned_model_names_its_base(look: Look) -> None:
    tuned = choice("ft:base:a:bot:1", facts=Facts(name="bot", base="base"))
    assert full_name(tuned) == "bot, fine-tuned from base"
    assert facts_line(tuned, has_group=True) == "Work\u00a0· fine-tuned from base"


def test_ones_own_price_is_marked(look: Look) -> None:
    own = {"price": Source.PERSON}
    info = ModelInfo(ModelKey("c", "m"), Facts(price=Price(1, 2)), own)
    shown = Choice("c", "m", "m", "Work", info)
    assert facts_line(shown) == "$1\u00a0/ $2 per million, yours"


def test_the_details_tell_what_no_row_has_room_for(look: Look) -> None:
    facts = Facts(max_output=128_000, price=Price(2, 10, dearer_above=272_000))
    assert known_words(choice("m", facts=facts)) == (
        "Work, $2\u00a0/ $10 per million, answers of up to 128k, dearer above 272k"
    )
