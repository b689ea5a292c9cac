"""Twenty short facts: at least sixteen right, and the same on every run."""

import re
import tomllib
from pathlib import Path

from tests.engine.process import EngineProcess

FACTS = tomllib.loads(Path(__file__).with_name("facts.toml").read_text("utf-8"))["facts"]
ENOUGH = 16
TOKENS = 20  # the answer is in the first sentence


def knows(fact: dict[str, object], answer: str) -> bool:
    words = fact["words"]
    assert isinstance(words, list)
    return any(re.search(rf"\b{re.escape(word)}\b", answer, re.IGNORECASE) for word in words)


def test_knows_most_short_facts_and_says_the_same_every_time(engine: EngineProcess) -> None:
    first = [engine.text(fact["question"], max_tokens=TOKENS) for fact in FACTS]
    again = [engine.text(fact["question"], max_tokens=TOKENS) for fact in reversed(FACTS)]
    wrong = [answer for fact, answer in zip(FACTS, first, strict=True) if not knows(fact, answer)]
    assert len(FACTS) == 20
    assert len(FACTS) - len(wrong) >= ENOUGH, wrong
    assert first == again[::-1]


def test_a_fresh_engine_says_the_same(engine: EngineProcess) -> None:
    with EngineProcess() as fresh:
        for fact in FACTS[-3:]:
            question = fact["question"]
            assert fresh.text(question, max_tokens=TOKENS) == engine.text(
                question, max_tokens=TOKENS
            )
