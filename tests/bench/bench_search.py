"""Find anything over a million messages: time of a query as typed, recall, and what the index costs."""

from __future__ import annotations

import functools
import itertools
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from desktop.store import connect, migrations
from desktop.store.search import finding, indexing
from desktop.store.search.finding import Query
from desktop.store.search.sources import PICTURE, USER, Place
from tests.bench.clock import Stopwatch, percentile
from tests.bench.report import Sample

MESSAGES, PER_CONVERSATION = 1_000_000, 200
YEARS_S, BEGAN_S = 6 * 365 * 86_400, 1_580_000_000
QUERIES, LIMIT, BATCH = 400, 50, 2000
_RARE = 200  # words that only a few messages hold, whose every message is known

_random = random.Random(4)  # the same corpus every time


def run() -> Iterator[Sample]:
    """Measure on one connection, as the reader's thread does; times are those without the wait for a core."""
    with tempfile.TemporaryDirectory(prefix="oriole-bench-") as folder:
        file = Path(folder) / "search.db"
        file.touch()
        with closing(connect.to_file(file)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            migrations.apply(connection)
            corpus = Corpus()
            corpus.store(connection)
            text_bytes = file.stat().st_size
            yield from _index(connection, file, text_bytes)
            yield from _search(connection, corpus)


class Corpus:
    """Half English, half Chinese with English in it; frequencies fall like in real texts."""

    def __init__(self) -> None:
        letters, weights = "etaoinshrdlucmfwypvbgkjqxz", range(26, 0, -1)
        self.english = sorted(
            {
                "".join(_random.choices(letters, weights, k=_random.randint(2, 9)))
                for _ in range(40_000)
            }
        )
        _random.shuffle(self.english)
        han = [chr(0x4E00 + n) for n in _random.sample(range(20_000), 4000)]
        by_rank = [1 / (rank + 10) for rank in range(len(han))]
        self.chinese = [
            "".join(_random.choices(han, by_rank, k=_random.choice((1, 2, 2, 2, 3))))
            for _ in range(30_000)
        ]
        self._english = _falling(len(self.english))
        self._chinese = _falling(len(self.chinese))
        self.rare: dict[str, list[int]] = {f"qz{n}rare": [] for n in range(_RARE)}
        self.rare |= {f"珎{chr(0xAC00 + n)}珎": [] for n in range(_RARE)}
        self.samples: list[str] = []

    def text(self, message_id: int) -> str:
        """Give what a message says; one in fifty holds a rare word."""
        words = functools.partial(_random.choices, self.english, cum_weights=self._english)
        if message_id % 2:
            said = " ".join(words(k=_random.randint(5, 60)))
        else:
            signs = _random.choices(
                self.chinese, cum_weights=self._chinese, k=_random.randint(5, 40)
            )
            said = "".join(signs) + "，" + " ".join(words(k=3))
        if message_id % 50 == 0:
            rare = _random.choice(list(self.rare))
            self.rare[rare].append(message_id)
            said = f"{said} {rare}."
        if message_id % 997 == 0:
            self.samples.append(said)
        return said

    def store(self, connection: sqlite3.Connection) -> None:
        """Store the messages with times spread over the years, as their ids grow."""
        for first in range(1, MESSAGES + 1, BATCH):
            rows = [(number, self.text(number)) for number in range(first, first + BATCH)]
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO conversation (id, kind, title, created_at, updated_at)"
                " VALUES (?, 'chat', '', ?, 0)",
                [
                    (one, _time_s(one * PER_CONVERSATION))
                    for one in range(
                        first // PER_CONVERSATION + 1, (first + BATCH) // PER_CONVERSATION + 1
                    )
                ],
            )
            connection.executemany(
                "INSERT INTO message (id, conversation_id, role, state, model, created_at)"
                " VALUES (?, ?, ?, 'complete', ?, ?)",
                [
                    (
                        number,
                        (number - 1) // PER_CONVERSATION + 1,
                        "user" if number % 2 else "assistant",
                        "" if number % 2 else f"model-{number % 7}",
                        _time_s(number),
                    )
                    for number, _ in rows
                ],
            )
            connection.executemany(
                "INSERT INTO part (message_id, position, type, text) VALUES (?, 0, 'text', ?)", rows
            )
            connection.execute("COMMIT")

    def queries(self) -> list[str]:
        """Give words, beginnings of words and 1-4 characters, cut out of the messages."""
        made = []
        for number in range(QUERIES):
            said = _random.choice(self.samples)
            if number % 2:
                word = _random.choice([w for w in said.split() if w.isascii()])
                made.append(word[: _random.randint(1, len(word))])
            else:
                run = next((r for r in said.split("，") if r and not r.isascii()), "的")
                at = _random.randrange(len(run))
                made.append(run[at : at + _random.randint(1, 4)])
        return made


def _falling(count: int) -> list[float]:
    return list(itertools.accumulate(1 / (rank + 5) for rank in range(count)))


def _time_s(number: int) -> float:
    return BEGAN_S + number * YEARS_S / MESSAGES


def _index(connection: sqlite3.Connection, file: Path, text_bytes: int) -> Iterator[Sample]:
    indexer, steps, is_more = indexing.Indexer(), [], True
    began = time.perf_counter()
    while is_more:
        with Stopwatch() as step:
            connection.execute("BEGIN IMMEDIATE")
            is_more = indexer.step(connection)
            connection.execute("COMMIT")
        steps.append(step.elapsed_s * 1000)
    yield Sample("index_per_s", MESSAGES / (time.perf_counter() - began), "1/s")
    yield Sample("index_step_p99_ms", percentile(steps, 99), "ms")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield Sample("index_size_ratio", (file.stat().st_size - text_bytes) / text_bytes, "")


def _search(connection: sqlite3.Connection, corpus: Corpus) -> Iterator[Sample]:
    def times(queries: list[Query]) -> list[float]:
        return [_took_ms(functools.partial(finding.find, connection, q, LIMIT)) for q in queries]

    typed = corpus.queries()
    plain = times([Query(words) for words in typed])
    yield Sample("search_p95_ms", percentile(plain, 95), "ms")
    yield Sample("search_median_ms", percentile(plain, 50), "ms")
    yield Sample("search_max_ms", max(plain), "ms")
    filtered = times(
        [Query(words, (USER,), BEGAN_S, _time_s(MESSAGES // 2), Place.LIST) for words in typed]
    )
    yield Sample("search_filtered_p95_ms", percentile(filtered, 95), "ms")
    nothing = times([Query(words, (PICTURE,)) for words in typed])
    yield Sample("search_absent_p95_ms", percentile(nothing, 95), "ms")
    yield Sample("recall_pct", _recall_pct(connection, corpus), "%")
    asked = [said for said in corpus.samples if said.isascii()][:QUERIES]
    alike = [_took_ms(functools.partial(finding.similar, connection, said)) for said in asked]
    yield Sample("similar_p95_ms", percentile(alike, 95), "ms")


def _took_ms(call: Callable[[], object]) -> float:
    with Stopwatch() as watch:
        call()
    return watch.elapsed_s * 1000


def _recall_pct(connection: sqlite3.Connection, corpus: Corpus) -> float:
    """Look for words, their beginnings and 1-4 characters whose messages are known, all of them."""
    wanted = got = 0
    for rare, ids in corpus.rare.items():
        for query in (rare, rare[:-1], rare[:2] if not rare.isascii() else rare):
            hits = finding.find(connection, Query(query), 2 * len(ids) + LIMIT)
            newest = ids[::-1][: len(hits)] if len(hits) < len(ids) else ids[::-1]
            wanted += len(ids)
            is_in_order = [one.record_id for one in hits][: len(ids)] == newest
            got += sum(one.record_id in set(ids) for one in hits) if is_in_order else 0
    return 100 * got / wanted
