"""The places in a prompt: found once, filled in one pass, harmless in any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.prompts import Variable, asks_for, fill, variables


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nothing", ()),
        ("{{a}} {{ b }} {{a}}", (Variable("a"), Variable("b"))),
        ("{{lang|French}} and {{lang}}", (Variable("lang", "French"),)),
        ("{{lang}} and {{lang|French}}", (Variable("lang", "French"),)),
        ("{{语言|中文}}", (Variable("语言", "中文"),)),
        ("{{clipboard}} {{date}}", ()),
        ("{{}} {{ }} {a} {{a\nb}} ${{x", ()),
        ("{{who|}}", (Variable("who"),)),
    ],
)
def test_variables_are_found_once_in_their_order(text: str, expected: object) -> None:
    assert variables(text) == expected


def test_values_are_put_in_place_and_never_looked_through_again() -> None:
    text = "{{a}} likes {{ b | tea }}, {{unknown}}"
    assert fill(text, {"a": "{{b}}", "b": "$1 \\g<0>"}) == "{{b}} likes $1 \\g<0>, {{unknown}}"


def test_the_clipboard_is_wanted_only_where_a_prompt_says_so() -> None:
    assert asks_for("see {{clipboard}}", "clipboard")
    assert not asks_for("see clipboard", "clipboard")


@given(st.text())
def test_any_text_is_a_prompt(text: str) -> None:
    names = {variable.name: variable.default for variable in variables(text)}
    assert isinstance(fill(text, names), str)
    assert fill(text, {}) == text
