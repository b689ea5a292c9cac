"""Tokens are counted exactly where the vocabulary is known, by a process that then ends."""

import pytest

from desktop.services.counting import Count, Counting, encoding_of, estimate


@pytest.mark.parametrize(
    ("model", "encoding"),
    [
        ("gpt-5-mini", "o200k_base"),
        ("openai/gpt-4o-2024", "o200k_base"),
        ("gpt-4-turbo", "cl100k_base"),
        ("Qwen/Qwen3.5-9B", "qwen3.5"),
        ("SmolLM2-135M", ""),
    ],
)
def test_the_vocabulary_follows_from_the_name(model: str, encoding: str) -> None:
    assert encoding_of(model) == encoding


def test_counts_are_exact_and_remembered(aloop) -> None:
    async def scenario() -> None:
        counting = Counting()
        try:
            texts = ["hello world", "", "你好，世界", "<|endoftext|>"]
            counts = await counting.count(texts, "gpt-5-mini")
            assert counts == tuple(Count(n, is_exact=True) for n in (2, 0, 3, 7))
            first = counting._process.pid
            assert await counting.count(["hello world"], "other") == (Count(2, is_exact=False),)
            assert counting._process.pid == first
        finally:
            await counting.aclose()

    aloop(scenario(), 30)


def test_without_the_process_the_length_tells(aloop) -> None:
    async def scenario() -> None:
        counting = Counting(["no-such-program"])
        try:
            (count,) = await counting.count(["hello world"], "gpt-5-mini")
            assert count == Count(estimate("hello world"), is_exact=False)
        finally:
            await counting.aclose()

    aloop(scenario())


def test_after_its_end_nothing_is_started_any_more(aloop) -> None:
    async def scenario() -> None:
        counting = Counting()
        await counting.aclose()
        (count,) = await counting.count(["hello world"], "gpt-5-mini")
        assert count == Count(estimate("hello world"), is_exact=False)
        assert not counting._process.is_running

    aloop(scenario())
