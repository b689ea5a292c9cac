"""How a request becomes the model's prompt and parameters, and what is refused."""

import pytest

from desktop.engine.catalogue import SYSTEM_MESSAGE, Catalogue
from desktop.engine.fields import Fields, parse
from desktop.engine.problems import ApiError
from desktop.engine.prompts import Prompt, Said, from_chat, from_responses

USER = {"role": "user", "content": "Hi"}
CATALOGUE = Catalogue()


def chat(**values: object) -> Prompt:
    return from_chat(Fields({"messages": [USER], **values}), CATALOGUE)


def responses(**values: object) -> Prompt:
    return from_responses(Fields({"input": "Hi", **values}), CATALOGUE)


def test_the_defaults_are_those_that_the_model_needs() -> None:
    for prompt in (chat(), responses(), chat(temperature=None), responses(instructions=None)):
        assert prompt.messages == (Said("system", SYSTEM_MESSAGE), Said("user", "Hi"))
        assert prompt.temperature == 0
    assert SYSTEM_MESSAGE == "You are a helpful assistant."


def test_what_the_caller_says_goes_before_the_defaults() -> None:
    own = chat(messages=[{"role": "developer", "content": "Be brief."}, USER], temperature=1)
    assert own.messages == (Said("system", "Be brief."), Said("user", "Hi"))
    assert own.temperature == 1
    assert responses(instructions="Be brief.").instructions == "Be brief."


def test_parts_of_text_are_joined_and_reasoning_is_left_out() -> None:
    parts = [{"type": "input_text", "text": "a"}, {"type": "text", "text": "b"}]
    items = [{"type": "reasoning", "summary": []}, {"role": "user", "content": parts}]
    assert responses(input=items).messages[1:] == (Said("user", "a\nb"),)


@pytest.mark.parametrize(
    ("values", "param"),
    [
        ({"messages": None}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": "Hi"}, "messages"),
        ({"messages": ["Hi"]}, "messages[0]"),
        ({"messages": [{"role": "robot", "content": "Hi"}]}, "messages[0].role"),
        ({"messages": [{"role": "tool", "content": "Hi"}]}, "messages[0].role"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]},
            "messages[0].content[0].type",
        ),
        ({"temperature": "hot"}, "temperature"),
        ({"temperature": 2.5}, "temperature"),
        ({"temperature": True}, "temperature"),
        ({"temperature": float("nan")}, "temperature"),
        ({"top_p": -1}, "top_p"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_completion_tokens": 1.5}, "max_completion_tokens"),
        ({"n": 2}, "n"),
        ({"stream": "yes"}, "stream"),
        ({"stream_options": []}, "stream_options"),
        ({"stop": ["a"] * 5}, "stop"),
        ({"stop": [""]}, "stop"),
        ({"stop": 3}, "stop"),
        ({"model": 3}, "model"),
        ({"tools": [{"type": "function"}]}, "tools"),
        ({"response_format": {"type": "xml"}}, "response_format.type"),
        ({"response_format": {"type": "json_schema"}}, "response_format.json_schema.schema"),
    ],
)
def test_a_wrong_field_of_a_chat_is_named(values: dict[str, object], param: str) -> None:
    with pytest.raises(ApiError) as caught:
        chat(**values)
    assert (caught.value.status, caught.value.param) == (400, param)
    assert param in caught.value.message


@pytest.mark.parametrize(
    ("values", "param"),
    [
        ({"input": None}, "input"),
        ({"input": []}, "input"),
        ({"input": 3}, "input"),
        ({"input": [{"type": "function_call", "name": "f"}]}, "input[0].type"),
        (
            {"input": [{"role": "user", "content": [{"type": "input_image"}]}]},
            "input[0].content[0].type",
        ),
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"background": True}, "background"),
        ({"max_output_tokens": 0}, "max_output_tokens"),
        ({"instructions": ["a"]}, "instructions"),
        ({"text": {"format": {"type": "json_schema", "name": "a"}}}, "text.format.schema"),
    ],
)
def test_a_wrong_field_of_a_response_is_named(values: dict[str, object], param: str) -> None:
    with pytest.raises(ApiError) as caught:
        responses(**values)
    assert (caught.value.status, caught.value.param) == (400, param)


def test_fields_that_nobody_knows_are_ignored() -> None:
    assert chat(n_predict=5, cache_prompt=False, tools=[], user="me") == chat()


def test_json_is_asked_for_in_both_shapes() -> None:
    schema = {"type": "object"}
    nested = {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}}
    assert chat(response_format=nested).schema == schema
    assert responses(text={"format": {"type": "json_schema", "schema": schema}}).schema == schema
    assert chat(response_format={"type": "json_object"}).wants_json
    assert not chat(response_format={"type": "text"}).wants_json


def test_halves_of_characters_become_a_replacement() -> None:
    fields = parse(b'{"text": "a\\ud800b \\ud83d\\ude00"}')
    assert fields.text("text") == "a\ufffdb 😀"
