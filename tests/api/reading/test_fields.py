"""JSON that others wrote becomes something that everything here can live with."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.reading.fields import dump, load, number

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@given(values)
def test_what_was_written_is_read(value: object) -> None:
    assert load(dump(value)) == value
    assert load(json.dumps(value, indent=1)) == value
    assert load(dump(value).encode()) == value


def test_a_byte_order_mark_is_no_part_of_it() -> None:
    assert load(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


HALVES = {
    r'"\ud83d\ude00"': "😀",
    r'"\uD83D\uDE00"': "😀",
    r'"\ud83d"': "\ufffd",
    r'"\ude00\ud83d"': "\ufffd\ufffd",
    r'"\ud83d x \ude00"': "\ufffd x \ufffd",
    r'"\ud83d\ud83d\ude00"': "\ufffd😀",
    r'"\\ud83d"': r"\ud83d",
    r'"\\\ud83d"': "\\\ufffd",
    r'{"\udfff": 1}': {"\ufffd": 1},
}


@pytest.mark.parametrize(("written", "meant"), HALVES.items())
def test_half_a_character_becomes_a_sign_that_can_be_kept(written: str, meant: object) -> None:
    assert load(written) == meant


@given(st.text(st.characters(categories=["Cs", "Lu", "Po"]), max_size=12))
def test_whatever_is_read_can_be_written_as_utf_8(text: str) -> None:
    found = load(json.dumps({"a": [text], text: 1}))
    dump(found).encode()


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a[":', "}"), ('[{"\\"":', "}]")])
def test_what_is_nested_too_deeply_is_refused(opening: str, closing: str) -> None:
    step = opening.count("[") - opening.count("a[") + opening.count("{")
    for levels in (90, 100):
        count = levels // step
        load(opening * count + "1" + closing * count)
    for levels in (104, 500, 5_000, 200_000):
        count = levels // step
        with pytest.raises(ValueError, match="deep"):
            load(opening * count + "1" + closing * count)


def test_brackets_in_text_and_side_by_side_are_not_deep() -> None:
    load(json.dumps({"a": "[{" * 5_000, '"[\\': "\\[" * 500, "b": [[[]], {}] * 500}))


@pytest.mark.parametrize("written", ["", "{", "nul", "[1,]", "9" * 5_000, "\x00"])
def test_what_is_no_json_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says
        load(written)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, 1), (-1, -1), (2**63 - 1, 2**63 - 1), (2**63, None), (-(2**70), None), (True, None), (1.0, None), ("1", None), (None, None)],
)  # fmt: skip
def test_a_number_is_one_that_a_database_can_hold(value: object, expected: int | None) -> None:
    assert number({"n": value}, "n") == expected
