"""Facts of models: merged by who is believed, their end, the names of fine-tuned ones."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.models import (
    FREE,
    NO_FACTS,
    Facts,
    Modality,
    ModelInfo,
    ModelKey,
    Price,
    Source,
    Task,
    Urgency,
    fine_tuned,
    fits,
    merged,
    retirement,
)

TODAY = date(2026, 11, 22)


def test_the_first_who_says_something_is_believed_and_named() -> None:
    facts, origins = merged(
        (
            (Source.PERSON, Facts(price=Price(1, 2))),
            (Source.SERVER, Facts(context=8192, tools=False)),
            (Source.TABLE, Facts(context=4096, tools=True, price=FREE, name="M")),
        )
    )
    assert facts == Facts(name="M", context=8192, tools=False, price=Price(1, 2))
    assert origins == {
        "price": Source.PERSON,
        "context": Source.SERVER,
        "tools": Source.SERVER,
        "name": Source.TABLE,
    }


def test_who_says_nothing_adds_nothing() -> None:
    assert merged(((Source.SERVER, NO_FACTS), (Source.TABLE, NO_FACTS))) == (NO_FACTS, {})


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("ft:gpt-x-2024-07-18:acme:support:ab12", ("gpt-x-2024-07-18", "support")),
        ("ft:gpt-x:acme::ab12", ("gpt-x", "ab12")),
        ("ft:gpt-x:acme", ("gpt-x", "acme")),
        ("ft::acme:a:b", None),
        ("gpt-x", None),
        ("qwen3:32b", None),
    ],
)
def test_the_id_of_a_fine_tuned_model_tells_its_base(
    model: str, expected: tuple[str, str] | None
) -> None:
    assert fine_tuned(model) == expected


@given(st.text())
def test_no_id_breaks_it(model: str) -> None:
    fine_tuned(model)


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (90, Urgency.FAR),
        (89, Urgency.NEAR),
        (30, Urgency.NEAR),
        (29, Urgency.SOON),
        (0, Urgency.SOON),
        (-1, Urgency.PAST),
    ],
)
def test_an_end_grows_urgent(days: int, urgency: Urgency) -> None:
    end = retirement(Facts(retires_on=TODAY + timedelta(days=days)), TODAY)
    assert end is not None
    assert (end.days_left, end.urgency) == (days, urgency)
    assert retirement(NO_FACTS, TODAY) is None


def test_a_model_that_nobody_describes_may_chat() -> None:
    assert fits(NO_FACTS, Task.CHAT)
    assert not fits(NO_FACTS, Task.VISION)
    assert not fits(NO_FACTS, Task.EMBEDDING)
    sees = Facts(tasks=frozenset({Task.CHAT}), inputs=frozenset({Modality.IMAGE}))
    assert fits(sees, Task.VISION)
    assert not fits(Facts(tasks=frozenset({Task.IMAGE}), inputs=sees.inputs), Task.VISION)


def test_a_price_may_be_unknown_free_or_something() -> None:
    assert (Price().is_known, Price().is_free) == (False, False)
    assert (FREE.is_known, FREE.is_free) == (True, True)
    assert (Price(per_minute=0.1).is_known, Price(per_minute=0.1).is_free) == (True, False)


def test_a_model_is_called_by_its_name_else_by_its_id() -> None:
    key = ModelKey("c", "m-1")
    assert ModelInfo(key).label == "m-1"
    assert ModelInfo(key, Facts(name="M 1", inputs=frozenset({Modality.IMAGE}))).label == "M 1"
