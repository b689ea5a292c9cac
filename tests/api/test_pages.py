"""Lists that come page after page, from servers that count rightly, wrongly, or without end."""

from __future__ import annotations

from contextlib import aclosing, suppress

import pytest
from hypothesis import given

from desktop.api.kept import read_id
from desktop.api.pages import MAX_ENTRIES, MAX_PAGES, Page, parse, walk
from desktop.api.reading.fields import Json
from desktop.api.wire.call import Call
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from tests.api.kept_things import Talk, every, json_of, talking
from tests.support.loops import RunLoop

CALL = Call("/x", query=(("limit", "2"),))


def page(*ids: str, more: object = True, last: str | None = None) -> Json:
    answer: Json = {"object": "list", "data": [{"id": one} for one in ids], "has_more": more}
    return answer if last is None else {**answer, "last_id": last}


async def ids_of(talk: Talk) -> list[str]:
    return await every(walk(talk.http, talk.endpoint, CALL, lambda entry: read_id(entry)[1]))


def asked_after(talk: Talk) -> list[str]:
    return [
        request.path.partition("after=")[2].partition("&")[0] for request in talk.server.requests
    ]


LISTS: dict[str, tuple[list[object], list[str], list[str]]] = {
    "one page": ([page("a", "b", more=False)], ["a", "b"], [""]),
    "three pages": (
        [page("a", "b"), page("c", "d"), page("e", more=False)],
        ["a", "b", "c", "d", "e"],
        ["", "b", "d"],
    ),
    "last_id leads": (
        [page("a", last="cursor-1"), page("b", more=False, last="cursor-2")],
        ["a", "b"],
        ["", "cursor-1"],
    ),
    "last_id is null": ([{**page("a"), "last_id": None}, page("b", more=False)], ["a", "b"], ["", "a"]),
    "nobody says whether there is more": ([{"data": [{"id": "a"}]}], ["a"], [""]),
    "null for no entry": ([{"object": "list", "data": None}], [], [""]),
    "the same page for ever": ([page("a", "b")], ["a", "b"], ["", "b"]),
    "the same cursor for ever": (
        [page("a", last="c"), page("b", last="c"), page("d", last="c")],
        ["a", "b"],
        ["", "c"],
    ),
    "cursors in a circle": (
        [page("a", last="1"), page("b", last="2"), page("c", last="1"), page("d")],
        ["a", "b", "c"],
        ["", "1", "2"],
    ),
    "pages that overlap": ([page("a", "b"), page("b", "c", more=False)], ["a", "b", "c"], ["", "b"]),
    "twice in one page": ([page("a", "a", more=False)], ["a"], [""]),
    "more, but nothing": ([page("a"), page()], ["a"], ["", "a"]),
    "rubbish between": (
        [{"data": [None, 7, {"id": ""}, {"id": "a"}, {"no": 1}], "has_more": False}],
        ["a"],
        [""],
    ),
    "no ids at all": ([{"data": [{"n": 1}], "has_more": True}], [], [""]),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "expected", "cursors"), LISTS.values(), ids=LISTS.keys())
def test_gives_each_entry_once_and_ends(
    aloop: RunLoop, answers: list[object], expected: list[str], cursors: list[str]
) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x", *answers)
            assert await ids_of(talk) == expected
            assert asked_after(talk) == cursors
            assert all("limit=2" in request.path for request in talk.server.requests)

    aloop(scenario())


def test_a_cursor_is_quoted(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x", page("a&limit=9 库"), page("b", more=False))
            assert await ids_of(talk) == ["a&limit=9 库", "b"]
            assert "limit=9" not in talk.last.path

    aloop(scenario())


def test_a_list_without_end_is_ended(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x", *(page(f"a{count}") for count in range(MAX_PAGES + 5)))
            assert await ids_of(talk) == [f"a{count}" for count in range(MAX_PAGES)]

    aloop(scenario(), 30)


def test_more_entries_than_anyone_reads_are_left(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x", page(*(f"a{count}" for count in range(MAX_ENTRIES + 5))))
            assert len(await ids_of(talk)) == MAX_ENTRIES
            assert len(talk.server.requests) == 1

    aloop(scenario(), 30)


def test_asks_for_no_page_that_nobody_reads(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x", page("a"), page("b"))
            async with aclosing(
                walk(talk.http, talk.endpoint, CALL, lambda entry: read_id(entry)[1])
            ) as entries:
                assert await anext(entries) == "a"
            assert len(talk.server.requests) == 1

    aloop(scenario())


def test_a_page_that_fails_keeps_what_came_before(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x", page("a"), {"error": "down"})
            async with aclosing(walk(talk.http, talk.endpoint, CALL, read_id)) as entries:
                assert (await anext(entries))[1] == "a"
                with pytest.raises(AppError) as caught:
                    await anext(entries)
            assert caught.value.code is Code.SERVER

    aloop(scenario())


@pytest.mark.parametrize("answer", [{}, {"data": 7}, {"data": None}, []], ids=repr)
def test_what_is_no_list_is_not_understood(aloop: RunLoop, answer: object) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x", answer)
            with pytest.raises(AppError) as caught:
                await ids_of(talk)
            assert caught.value.code is Code.NOT_UNDERSTOOD

    aloop(scenario())


def test_only_the_first_page_teaches(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/x", page("a"), page("b", more=False))
            entries = walk(talk.http, talk.endpoint, CALL, read_id, Capability.FILES)
            assert len(await every(entries)) == 2
            known = talk.http.lessons.support(talk.endpoint, Capability.FILES)
            assert known is Support.YES

    aloop(scenario())


@given(json_of(["data", "id", "has_more", "last_id", "object"], "list", True))
def test_no_json_breaks_it(answer: object) -> None:
    with suppress(AppError):
        assert isinstance(parse(answer), Page)
