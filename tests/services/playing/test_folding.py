"""Large JSON as text that an editor can hold, and back."""

import json

from hypothesis import given
from hypothesis import strategies as st

from desktop.services.playing.folding import LONGEST, shortened, unfolded, written

TEXTS = st.text() | st.builds(lambda text: text * LONGEST, st.text(min_size=1, max_size=3))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(VALUES)
def test_what_was_folded_comes_back(value: object) -> None:
    text, folded = written(value)
    assert unfolded(json.loads(text), folded) == value


def test_long_texts_are_named_by_their_beginning() -> None:
    long = "Once upon a time " * 1_000
    text, folded = written({"a": [long, long], "b": "short"})
    assert len(text) < 400
    assert list(folded.values()) == [long]
    assert "(17,000 characters) Once upon a time" in text


def test_no_character_is_written_that_an_editor_changes() -> None:
    text, _ = written({"a": "\u00a0 \u2028 \u2029 \ufdd0"})
    assert text.isascii()
    assert json.loads(text) == {"a": "\u00a0 \u2028 \u2029 \ufdd0"}


def test_long_lines_are_shortened_and_say_so() -> None:
    text = f"short\n{'x' * (LONGEST + 1_234)}\nend"
    assert shortened(text) == f"short\n{'x' * LONGEST}… (+1,234)\nend"
    assert shortened("x") == "x"
