"""Finding a model by what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.model_search import find, folded, search_key

MODELS = {
    "gpt-4o": search_key("gpt-4o", "OpenAI"),
    "gpt-4o-mini": search_key("gpt-4o-mini", "OpenAI"),
    "qwen3:32b": search_key("qwen3:32b", "本机 Ollama", "通义千问"),
    "vendor/tiny-gpt": search_key("vendor/tiny-gpt", "OpenRouter"),
    "Llama 3.1": search_key("Llama 3.1", "meta-llama-3.1-8b"),
}


def found(query: str) -> list[str]:
    return find(list(MODELS), MODELS.__getitem__, query)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", list(MODELS)),
        ("  - ", list(MODELS)),
        ("gpt4o", ["gpt-4o", "gpt-4o-mini"]),
        ("GPT-4O MINI", ["gpt-4o-mini"]),
        ("mini gpt", ["gpt-4o-mini"]),
        ("gpt", ["gpt-4o", "gpt-4o-mini", "vendor/tiny-gpt"]),
        ("4o", ["gpt-4o", "gpt-4o-mini"]),
        ("千问", ["qwen3:32b"]),
        ("本机", ["qwen3:32b"]),
        ("ｑｗｅｎ", ["qwen3:32b"]),
        ("llama31", ["Llama 3.1"]),
        ("ollama 32", ["qwen3:32b"]),
        ("ama", ["qwen3:32b", "Llama 3.1"]),
        ("none of them", []),
    ],
)
def test_finds_what_is_meant_the_best_first(query: str, expected: list[str]) -> None:
    assert found(query) == expected


@given(st.text(), st.text())
def test_a_name_is_found_by_itself_whatever_it_is(name: str, other: str) -> None:
    items = [other, name]
    result = find(items, search_key, name)
    assert name in result
    assert folded(name) == folded(folded(name)) or not name.isascii()
