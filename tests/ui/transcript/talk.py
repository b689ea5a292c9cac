"""Made-up conversations for tests, screenshots and benches."""

from __future__ import annotations

import random

from desktop.core.types import Role, State
from desktop.ui.transcript.entry import Entry, Notice, said

WORDS = [
    "the",
    "quick",
    "model",
    "returns",
    "tokens",
    "embeddings",
    "search",
    "ranking",
    "assistant",
    "thread",
    "files",
    "retrieve",
    "模型",
    "生成",
    "文本",
    "向量",
    "context",
    "length",
    "limit",
    "image",
    "audio",
    "speech",
    "window",
    "event",
    "loop",
]


def words(rng: random.Random, count: int) -> str:
    """Give count words."""
    return " ".join(rng.choice(WORDS) for _ in range(count))


def block(rng: random.Random, i: int) -> str:
    """Give a block of mixed Markdown, its kind by i."""
    match i % 8:
        case 0:
            return f"## Section {i} 标题"
        case 3:
            return "\n".join("- " + words(rng, 9) for _ in range(6))
        case 4:
            lines = (
                f"def f{i}_{j}(x, y={j}):\n    return x * y + {j}  # {rng.choice(WORDS)}"
                for j in range(8)
            )
            return "```python\n" + "\n".join(lines) + "\n```"
        case 6:
            rows = (f"| {rng.choice(WORDS)} | {j} | {rng.choice(WORDS)} |" for j in range(5))
            return "| a | b | c |\n|---|---|---|\n" + "\n".join(rows)
        case 7:
            return "> " + words(rng, 40)
        case _:
            return words(rng, rng.randint(30, 90)) + f" **bold {i}** and `code_{i}` end."


def markdown(chars: int, seed: int = 1) -> str:
    """Give chars characters of mixed Markdown."""
    rng, size, i = random.Random(seed), 0, 0
    out: list[str] = []
    while size < chars:
        out.append(block(rng, i))
        size += len(out[-1]) + 2
        i += 1
    return "\n\n".join(out)[:chars]


def question(message_id: int, text: str, **values: object) -> Entry:
    """Give what a person wrote."""
    return Entry(message_id, Role.USER, said(text), **values)  # type: ignore[arg-type]


def answer(message_id: int, text: str, reasoning: str = "", **values: object) -> Entry:
    """Give an answer."""
    return Entry(message_id, Role.ASSISTANT, said(text, reasoning), **values)  # type: ignore[arg-type]


def streaming(message_id: int) -> Entry:
    """Give an answer of which nothing has come yet."""
    return Entry(message_id, Role.ASSISTANT, state=State.STREAMING)


def conversation(count: int, seed: int = 4) -> list[Entry]:
    """Give count messages, questions and answers in turn, with ids from 1."""
    rng = random.Random(seed)
    entries: list[Entry] = []
    for i in range(count):
        if i % 2 == 0:
            entries.append(question(i + 1, words(rng, rng.randint(8, 40))))
            continue
        middle = block(rng, (i // 2) % 8)
        text = words(rng, rng.randint(30, 80)) + "\n\n" + middle + "\n\n" + words(rng, 20)
        entries.append(answer(i + 1, text, footnote="24 in · 8 out · 1.2 s"))
    return entries


FAILED = Notice("The connection was lost.", "Check the network.", "Try again", "retry")
