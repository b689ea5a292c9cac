"""Parameters survive being stored, and what is wrong in them is left out."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.parameters import Function, Parameters, from_json

FUNCTIONS = st.builds(Function, st.text(min_size=1), st.text(), st.text(), st.booleans())
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
PARAMETERS = st.builds(
    Parameters,
    instructions=st.text(),
    temperature=NUMBERS,
    top_p=NUMBERS,
    max_output_tokens=st.none() | st.integers(),
    reasoning_effort=st.none() | st.text(),
    seed=st.none() | st.integers(),
    schema=st.text(),
    web_search=st.booleans(),
    tools=st.lists(st.text()).map(tuple),
    functions=st.lists(FUNCTIONS).map(tuple),
    model=st.text(),
)


@given(PARAMETERS)
def test_what_is_stored_comes_back(parameters: Parameters) -> None:
    assert from_json(parameters.to_json()) == parameters


def test_plain_parameters_take_no_room() -> None:
    assert Parameters().to_json() == ""


@given(st.text() | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(repr))
def test_any_text_gives_parameters(text: str) -> None:
    assert isinstance(from_json(text), Parameters)


def test_wrong_types_and_unknown_names_are_left_out() -> None:
    text = (
        '{"temperature": true, "seed": 1.5, "instructions": 7, "new": 1, "top_p": 1,'
        ' "tools": ["a", 2], "functions": [{"name": "f", "is_strict": 1}, {"description": "x"}]}'
    )
    assert from_json(text) == Parameters(top_p=1, tools=("a",), functions=(Function("f"),))
