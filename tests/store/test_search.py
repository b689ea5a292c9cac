"""What is stored is found: by words, parts of words and characters, newest first, and nothing else."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.store import connect, migrations, purge
from desktop.store.search import finding, indexing, sources, words
from desktop.store.search.excerpts import excerpt, marks_in
from desktop.store.search.finding import Query
from desktop.store.search.sources import Place

DAY_S = 86_400.0
START_S = 1_700_000_000.0


@contextmanager
def library() -> Iterator[sqlite3.Connection]:
    """Give a database in memory with one conversation, 1."""
    with closing(connect.to_memory()) as connection:
        migrations.apply(connection)
        connection.execute(
            "INSERT INTO conversation (id, kind, title, created_at, updated_at)"
            " VALUES (1, 'chat', '', ?, 0)",
            (START_S,),
        )
        yield connection


def say(
    connection: sqlite3.Connection,
    text: str,
    time_s: float = START_S,
    *,
    role: str = "user",
    model: str = "",
    conversation_id: int = 1,
    parent_id: int | None = None,
) -> int:
    message_id: int = connection.execute(
        "INSERT INTO message (conversation_id, parent_id, role, state, model, created_at)"
        " VALUES (?, ?, ?, 'complete', ?, ?) RETURNING id",
        (conversation_id, parent_id, role, model, time_s),
    ).fetchone()[0]
    connection.execute(
        "INSERT INTO part (message_id, position, type, text) VALUES (?, 0, 'text', ?)",
        (message_id, text),
    )
    return message_id


def index(connection: sqlite3.Connection) -> None:
    indexer = indexing.Indexer()
    for _ in range(10_000):
        if not indexer.step(connection):
            assert not indexer.is_behind(connection)
            return
    raise AssertionError("never done")


def found(connection: sqlite3.Connection, text: str, **more: object) -> list[int]:
    query = Query(text, **more)  # type: ignore[arg-type]
    return [one.record_id for one in finding.find(connection, query, 1000)]


def check_index(connection: sqlite3.Connection) -> None:
    for (shelf,) in connection.execute("SELECT id FROM search_shelf").fetchall():
        name = f"search_words_{shelf}"
        connection.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")


# the oracle: the same promise, without an index
_SINGLE = re.compile(f"[{words.SINGLE}{words.FAR}]")


def tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text)
    stripped = "".join(
        c for c in unicodedata.normalize("NFD", plain) if not "\u0300" <= c <= "\u036f"
    )
    plain = unicodedata.normalize("NFC", stripped).lower()
    return re.findall(f"{_SINGLE.pattern}|(?:(?!{_SINGLE.pattern})[^\\W_])+", plain)


def holds(text: str, query: str) -> bool:
    said = tokens(text)
    chunks = [(own, chunk[-1].isalnum()) for chunk in query.split() if (own := tokens(chunk))]
    return bool(chunks) and all(_holds_phrase(said, *chunk) for chunk in chunks)


def _holds_phrase(said: list[str], wanted: list[str], ends_open: bool) -> bool:
    *before, last = wanted
    is_open = ends_open and _SINGLE.fullmatch(last) is None
    for at in range(len(said) - len(wanted) + 1):
        end = said[at + len(before)]
        is_end = end.startswith(last) if is_open else end == last
        if is_end and said[at : at + len(before)] == before:
            return True
    return False


ALPHABET = "abcdABÉéñ 12 .,-_\n数据库黄鹂在かなカ한국𠀀ＡＢ"
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=40)
QUERIES = st.text(st.sampled_from(ALPHABET.replace("-", "").replace("_", "")), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=12), st.lists(QUERIES, min_size=1, max_size=6))
def test_the_index_finds_what_a_scan_finds(texts: list[str], queries: list[str]) -> None:
    with library() as connection:
        ids = {
            say(connection, text, START_S + number * DAY_S * 30): text
            for number, text in enumerate(texts)
        }
        index(connection)
        cuts = [text[at : at + 4].replace("_", " ") for text in texts for at in (0, 3, 7)]
        for query in [*queries, *cuts]:
            expected = [one for one, text in reversed(ids.items()) if holds(text, query)]
            assert found(connection, query) == expected, query


@settings(max_examples=150, deadline=None)
@given(TEXTS, QUERIES)
def test_what_is_found_is_marked_in_the_text(text: str, query: str) -> None:
    marks = marks_in(text, query)
    assert bool(marks) or not holds(text, query)
    assert all(0 <= start < start + length <= len(text) for start, length in marks)
    piece = excerpt(text, query)
    assert all(start + length <= len(piece.text) for start, length in piece.marks)


@pytest.mark.parametrize(
    ("text", "query", "is_found"),
    [
        ("Connect the database", "database", True),
        ("Connect the database", "data", True),
        ("Connect the database", "base", False),
        ("Connect the database", '"data"', False),
        ("Connect the database", '"the database" connect', True),
        ("Connect the database", '"database the"', False),
        ("p99-latency jumps", "p99-lat", True),
        ("café crème", "CAFE", True),
        ("我们的数据库很快", "数", True),
        ("我们的数据库很快", "数据", True),
        ("我们的数据库很快", "数据库", True),
        ("我们的数据库很快", "的数据库", True),
        ("我们的数据库很快", "据数", False),
        ("GPT模型", "gpt模", True),
        ("Connect the database", "data.", False),
        ("I said data.", "data.", True),
        ("ひらがなとカタカナ", "がな", True),
        ("한국어", "국어", True),
        ("用𠀀字", "𠀀字", True),
        ("x" * 70_000 + " needle", "needle", True),
        ("Birds", "", False),
        ("Birds", "->", False),
        ("Birds", '"', False),
        ("Birds", 'birds" OR words : "x', False),
        ("a* NEAR b", "near", True),
    ],
)
def test_a_text_is_found_or_not(text: str, query: str, is_found: bool) -> None:
    with library() as connection:
        say(connection, text)
        index(connection)
        assert bool(found(connection, query)) == is_found


def test_newest_come_first_also_those_that_are_stored_last() -> None:
    with library() as connection:
        new, newer = say(connection, "bird", START_S), say(connection, "bird", START_S + DAY_S)
        index(connection)
        imported = say(connection, "bird", START_S - 900 * DAY_S)
        index(connection)
        assert found(connection, "bird") == [newer, new, imported]
        assert found(connection, "bird", since_s=START_S, until_s=START_S + 1) == [new]


def test_a_thousand_messages_of_one_moment_are_all_found() -> None:
    with library() as connection:
        ids = [say(connection, "bird", 0.0) for _ in range(1000)]
        index(connection)
        assert found(connection, "bird") == ids[::-1]


@pytest.mark.parametrize("time_s", [-1e12, 1e300, 0.0])
def test_impossible_times_do_no_harm(time_s: float) -> None:
    with library() as connection:
        message_id = say(connection, "bird", time_s)
        index(connection)
        assert found(connection, "bird") == [message_id]


def test_marks_narrow_a_search_also_without_words() -> None:
    with library() as connection:
        mine = say(connection, "bird")
        code = say(connection, "bird\n```\nx\n```", role="assistant", model="Größe/1")
        picture = say(connection, "", START_S + DAY_S)
        connection.execute(
            "INSERT INTO part (message_id, position, type, name) VALUES (?, 1, 'image', 'owl.png')",
            (picture,),
        )
        index(connection)
        assert found(connection, "bird", marks=(sources.USER,)) == [mine]
        assert found(connection, "bird", marks=(words.model_mark("Größe/1"),)) == [code]
        assert found(connection, "", marks=(sources.CODE,)) == [code]
        assert found(connection, "", marks=(sources.PICTURE, sources.USER)) == [picture]
        assert found(connection, "owl") == [picture]
        assert found(connection, "roleuser") == found(connection, "haspicture") == []
        assert finding.models(connection) == ["Größe/1"]


def test_titles_are_found_and_follow_a_rename() -> None:
    with library() as connection:
        connection.execute("UPDATE conversation SET title = 'Golden oriole 黄鹂' WHERE id = 1")
        index(connection)
        assert found(connection, "oriole") == found(connection, "黄鹂") == [1]
        connection.execute("UPDATE conversation SET title = 'Half way'")
        connection.execute("UPDATE conversation SET title = 'Grey heron'")
        index(connection)
        assert found(connection, "oriole") == found(connection, "half") == []
        assert found(connection, "heron") == [1]
        check_index(connection)


def test_the_bin_is_searched_only_when_it_is_asked_for() -> None:
    with library() as connection:
        message_id = say(connection, "bird")
        index(connection)

        def places() -> list[Place]:
            return [place for place in Place if found(connection, "bird", place=place)]

        assert found(connection, "bird", place=Place.LIST) == [message_id]
        assert places() == [Place.ANYWHERE, Place.LIST]
        connection.execute("UPDATE conversation SET is_archived = 1")
        assert places() == [Place.ANYWHERE, Place.ARCHIVE]
        connection.execute("UPDATE conversation SET deleted_at = 5")
        assert places() == [Place.BIN]


def test_a_deleted_message_and_all_below_it_are_not_found() -> None:
    with library() as connection:
        first = say(connection, "bird")
        second = say(connection, "bird", parent_id=first)
        say(connection, "bird", parent_id=second)
        index(connection)
        connection.execute("UPDATE message SET deleted_at = 1 WHERE id = ?", (second,))
        assert found(connection, "bird") == [first]
        connection.execute("UPDATE message SET deleted_at = NULL")
        assert len(found(connection, "bird")) == 3


def test_an_answer_is_found_when_it_has_ended() -> None:
    with library() as connection:
        message_id = say(connection, "bird", role="assistant")
        connection.execute("UPDATE message SET state = 'streaming'")
        connection.execute("DELETE FROM search_queue")
        index(connection)
        assert found(connection, "bird") == []
        connection.execute("UPDATE part SET text = 'bird of prey'")
        connection.execute("UPDATE message SET state = 'stopped'")
        index(connection)
        assert found(connection, "prey") == [message_id]


def test_what_changed_behind_our_back_is_indexed_anew() -> None:
    with library() as connection:
        message_id, other = say(connection, "bird"), say(connection, "other")
        index(connection)
        connection.execute("UPDATE message SET state = 'streaming' WHERE id = ?", (message_id,))
        connection.execute("UPDATE part SET text = 'heron' WHERE message_id = ?", (message_id,))
        connection.execute("UPDATE message SET state = 'complete' WHERE id = ?", (message_id,))
        index(connection)
        assert found(connection, "bird") == []
        assert found(connection, "heron") == [message_id]
        connection.execute("DELETE FROM message WHERE id = ?", (message_id,))
        index(connection)
        assert found(connection, "heron") == []
        assert found(connection, "other") == [other]
        check_index(connection)


def test_other_rules_make_the_index_anew() -> None:
    with library() as connection:
        message_id = say(connection, "bird")
        index(connection)
        connection.execute("UPDATE search_rules SET value = 0")
        index(connection)
        assert found(connection, "bird") == [message_id]
        (number,) = connection.execute("SELECT count(*) FROM search_document").fetchone()
        assert number == 1


def test_deleting_for_good_takes_the_words_out_of_the_file(tmp_path) -> None:
    file = tmp_path / "words.db"
    file.touch()
    with closing(connect.to_file(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        migrations.apply(connection)
        for number in (1, 2):
            connection.execute(
                "INSERT INTO conversation (id, kind, title, created_at, updated_at)"
                " VALUES (?, 'chat', 'zugzwang', ?, 0)",
                (number, START_S),
            )
            for _ in range(200):
                text = "xylophonist 龘 common" if number == 1 else "common words stay"
                say(connection, text, conversation_id=number)
        index(connection)
        connection.execute("UPDATE conversation SET title = 'quixotry' WHERE id = 1")
        purge.mark(connection, 1)
        while purge.step(connection, 1, None):
            pass
        while purge.tidy(connection):
            pass
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        left = file.read_bytes()
        for word in ("xylophonist", "龘", "quixotry"):
            assert word.encode() not in left
        assert len(found(connection, "common")) == 200
        assert found(connection, "zugzwang") == [2]
        check_index(connection)


def test_an_excerpt_begins_before_the_first_hit_at_a_word() -> None:
    text = "word " * 500 + "the golden\n\n  oriole sings " + "word " * 500
    piece = excerpt(text, "oriole gold")
    assert piece.text.startswith("…")
    assert piece.text.endswith("…")
    assert "the golden oriole sings" in piece.text
    marked = [piece.text[start : start + length] for start, length in piece.marks]
    assert marked == ["gold", "oriole"]
    assert excerpt("short", "absent").text == "short"


@pytest.mark.parametrize(
    ("asked", "typed", "is_alike"),
    [
        ("How do I reverse a list in Python?", "how to reverse a list in python", True),
        ("如何在 Python 中反转一个列表？", "怎么在Python中反转一个列表", True),
        ("How do I reverse a list in Python?", "what is the capital of France", False),
        ("How do I reverse a list in Python?" + " and more of it" * 30, "reverse list", False),
    ],
)
def test_an_earlier_question_is_alike_or_not(asked: str, typed: str, is_alike: bool) -> None:
    with library() as connection:
        message_id = say(connection, asked)
        say(connection, asked, role="assistant")
        index(connection)
        alike = [one.record_id for one in finding.similar(connection, typed)]
        assert alike == ([message_id] if is_alike else [])
        assert finding.similar(connection, typed, except_in=1) == []


@pytest.mark.parametrize("typed", ["", "!!!", "的", "a"])
def test_nothing_to_compare_is_like_nothing(typed: str) -> None:
    with library() as connection:
        say(connection, "bird")
        index(connection)
        assert finding.similar(connection, typed) == []
