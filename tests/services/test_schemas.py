"""Schemas as a person types them, and whether something follows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.schemas import MAX_SCHEMA, Flaw, flaw, misfits

PERSON = '{"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}'


@pytest.mark.parametrize("text", [PERSON, "{}", '{"$ref": "#/$defs/a", "$defs": {"a": {}}}'])
def test_a_schema_that_can_be_used_has_no_flaw(text: str) -> None:
    assert flaw(text) is None


@pytest.mark.parametrize(
    ("text", "is_json", "line"),
    [
        ("", False, 1),
        ('{\n"type": }', False, 2),
        ("[" * 100_000, False, 0),
        ("[]", True, 0),
        ('{"type": "objekt"}', True, 0),
        ('{"properties": {"a": {"pattern": "("}}}', True, 0),
        ('{"a": "' + "x" * MAX_SCHEMA + '"}', True, 0),
    ],
    ids=["empty", "no json", "deep", "no object", "no type", "no pattern", "large"],
)
def test_says_what_is_wrong_and_where(text: str, is_json: bool, line: int) -> None:
    found = flaw(text)
    assert found is not None
    assert (found.is_json, found.line) == (is_json, line)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x", "file:///etc/passwd", "other.json"])
def test_nothing_is_fetched_for_a_schema(address: str) -> None:
    found = flaw(f'{{"$ref": "{address}"}}')
    assert found is not None
    assert "not present" in found.words
    with pytest.raises(ValueError, match="not present"):
        misfits(f'{{"$ref": "{address}"}}', {})


def test_says_where_an_answer_does_not_follow() -> None:
    assert misfits(PERSON, {"age": 7}) == ""
    assert misfits(PERSON, {"age": "7"}).startswith("age: ")
    assert "required" in misfits(PERSON, {})


@given(st.text(max_size=200) | st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["type", "properties", "items", "$ref", "enum", "a"]), inner), max_leaves=9).map(repr))  # fmt: skip
def test_any_text_is_a_schema_or_has_a_flaw(text: str) -> None:
    found = flaw(text)
    assert found is None or isinstance(found, Flaw)
