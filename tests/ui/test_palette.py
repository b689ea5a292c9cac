"""The cards over the window: what they list, what the chips mean, and what is said where nothing is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.core.errors import AppError, Code
from desktop.core.model_search import search_key
from desktop.core.types import Kind
from desktop.services.finding import Finding
from desktop.services.hits import Filters, Has, Hit, Hits, Where, Who
from desktop.store.conversations import Conversations
from desktop.store.db import Database
from desktop.store.paths import Paths
from desktop.store.search.excerpts import Excerpt
from desktop.ui.keymap import Keymap, Shortcut
from desktop.ui.look import Look
from desktop.ui.palette.chips import Choice
from desktop.ui.palette.commands import Command, matching
from desktop.ui.palette.filters import Chosen, FilterRow
from desktop.ui.palette.find import FindAnything, Wanted, _row, shown_time
from desktop.ui.palette.rows import Row, RowView
from tests.services.stage import said

KEY = Qt.Key


class Slow(Finding):
    """A search that gives what the test says: hits, or an error."""

    def __init__(self, db: Database, conversations: Conversations) -> None:
        super().__init__(db, conversations)
        self.error: AppError | None = None
        self.share = 1.0

    async def search(self, *args: object, **more: object) -> Hits:
        if self.error is not None:
            raise self.error
        found = await super().search(*args, **more)  # type: ignore[arg-type]
        return Hits(found.hits, self.share, found.after)


@asynccontextmanager
async def card(
    look: Look,
    questions: int = 0,
    wanted: Wanted = Wanted(),  # noqa: B008
) -> AsyncIterator[tuple[FindAnything, Slow]]:
    """Give the card over an empty window and a store with so many questions about birds."""
    database = await Database.open(Paths.find())
    conversations = Conversations(database)
    finding = Slow(database, conversations)
    window = QWidget()
    window.resize(900, 700)
    behind = QLineEdit(window)
    window.show()
    window.activateWindow()
    behind.setFocus()
    try:
        talk = await conversations.create(Kind.CHAT)
        for number in range(questions):
            await conversations.ask(talk.id, None, said(f"bird {number}"), "m-1", "home")
        await finding.catch_up()
        opened = FindAnything(look, window, finding, wanted)
        opened.pop_up()
        yield opened, finding
    finally:
        window.hide()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await finding.aclose()
        await conversations.aclose()
        await database.aclose()


async def until(is_so) -> None:
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110 - Qt tells nobody
            await asyncio.sleep(0.005)


def test_more_hits_come_when_the_end_is_reached(qloop, look: Look) -> None:
    async def scenario() -> None:
        async with card(look, 120) as (opened, _finding):
            QTest.keyClicks(opened.field.edit, "bird")
            await until(lambda: opened.foot.text() == "50 found, and more")
            for _ in range(30):
                QTest.keyClick(opened.field.edit, KEY.Key_PageDown)
                await asyncio.sleep(0.01)
            await until(lambda: opened.foot.text() in {"120 found", "121 found"})
            assert opened.list.rows.rows[0].line == "bird 119"

    qloop(scenario(), 20)


def test_what_was_looked_for_last_stands_there_selected(qloop, look: Look) -> None:
    async def scenario() -> None:
        wanted = Wanted("bird", Chosen(who=Who.ME, has=frozenset({Has.CODE})))
        async with card(look, 2, wanted) as (opened, _finding):
            assert opened.field.edit.selectedText() == "bird"
            assert opened.wanted.chosen.filters == wanted.chosen.filters
            await until(lambda: opened.note.text() == "Nothing with “bird”")
            opened.way_out.click()
            await until(lambda: len(opened.list.rows.rows) == 2)

    qloop(scenario(), 20)


def test_an_error_is_said_in_the_card_and_the_next_key_tries_again(qloop, look: Look) -> None:
    async def scenario() -> None:
        async with card(look, 1) as (opened, finding):
            finding.error = AppError(Code.DAMAGED)
            QTest.keyClicks(opened.field.edit, "bir")
            await until(lambda: opened.note.text() not in {"", "Searching…"})
            assert not opened.list.isVisible()
            assert opened.advice.text()
            finding.error = None
            QTest.keyClicks(opened.field.edit, "d")
            await until(opened.list.isVisible)

    qloop(scenario(), 20)


def test_an_index_that_grows_is_looked_at_again(qloop, look: Look) -> None:
    async def scenario() -> None:
        async with card(look, 1) as (opened, finding):
            finding.share = 0.42
            QTest.keyClicks(opened.field.edit, "bird")
            await until(lambda: opened.foot.text() == "Older messages are still being read: 42%")
            finding.share = 1.0
            finding.moved.emit(None)
            await until(lambda: opened.foot.text() == "1 found")

    qloop(scenario(), 20)


def test_the_card_stays_inside_a_window_that_shrinks(qloop, look: Look) -> None:
    async def scenario() -> None:
        async with card(look) as (opened, _finding):
            window = opened.parentWidget()
            window.resize(400, 300)
            await asyncio.sleep(0.02)
            assert opened.isVisible()
            assert opened._card().translated(opened.pos()).right() < 400
            for widget in (opened.field.edit, opened.list, opened.filters.first.field.edit):
                assert widget.accessibleName()
            assert not opened.grab().isNull()

    qloop(scenario(), 20)


def test_tab_stays_in_the_card_and_escape_leaves_it(qloop, look: Look) -> None:
    async def scenario() -> None:
        async with card(look) as (opened, _finding):
            closed: list[bool] = []
            opened.closed.connect(lambda: closed.append(True))
            for _ in range(12):
                focused = opened.window().focusWidget()
                QTest.keyClick(focused, KEY.Key_Tab)
                assert opened.isAncestorOf(opened.window().focusWidget())
            QTest.keyClick(opened.window().focusWidget(), KEY.Key_Escape)
            assert closed == [True]

    qloop(scenario(), 20)


def _midnight(days_ago: int) -> float:
    day = date.today() - timedelta(days=days_ago)  # noqa: DTZ011
    return datetime(day.year, day.month, day.day).timestamp()  # noqa: DTZ001


def test_chips_mean_filters() -> None:
    assert Chosen().filters == Filters()
    assert Chosen(when="today").filters.since_s == _midnight(0)
    assert Chosen(when="year").filters.since_s == _midnight(365)
    day = date.today() - timedelta(days=3)  # noqa: DTZ011
    one_day = Chosen(when="range", first=day, last=day).filters
    assert (one_day.since_s, one_day.until_s) == (_midnight(3), _midnight(2))
    assert Chosen(first=day, last=day).filters == Filters()


def test_a_range_shows_two_days_to_type(qapp, look: Look) -> None:
    row = FilterRow(look, Chosen(when="range", first=date(2024, 2, 29), last=date(2024, 3, 1)))
    changes: list[bool] = []
    row.changed.connect(lambda: changes.append(True))
    assert not row.first.isHidden()
    edit = row.first.field.edit
    assert edit.text() == "2024-02-29"
    chosen = row.chosen()
    assert (chosen.first, chosen.last) == (date(2024, 2, 29), date(2024, 3, 1))
    row.has[Has.FILE].click()
    assert changes == [True]
    QTest.keyClick(edit, KEY.Key_Backspace)
    assert row.first.field.property("state") == "error"
    QTest.keyClick(edit, "8")
    assert row.first.field.property("state") == ""
    assert row.chosen().first == date(2024, 2, 28)
    assert changes == [True, True]
    assert row.chosen().has == {Has.FILE}
    row.offer_models(["b", "a"])
    assert [words() for _value, words in row._model_options()] == ["Any model", "b", "a"]
    row.deleteLater()


def test_a_chip_that_narrows_says_its_value(qapp, look: Look) -> None:
    options = [(Where.ANYWHERE, lambda: "All"), (Where.BIN, lambda: "Bin")]
    chip = Choice(look, lambda: "Where", lambda: options, Where.ANYWHERE)
    assert (chip.text(), chip.accessibleName(), chip.is_on) == ("Where", "Where: All", False)
    chip.become(Where.BIN)
    assert (chip.text(), chip.accessibleName(), chip.is_on) == ("Bin", "Where: Bin", True)
    assert not chip.grab().isNull()
    chip.deleteLater()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_rows_are_painted_and_move(qapp, look: Look, mode: str, language: str) -> None:
    look.use(mode, language)
    view = RowView(look)
    view.resize(600, 300)
    marks = ((0, 2), (4, 400))
    view.show_rows(
        [Row("search", "A title", n, "now", "the golden oriole 黄鹂 " * 9, marks) for n in range(9)]
    )
    chosen: list[tuple[object, bool]] = []
    view.chosen.connect(lambda value, is_kept: chosen.append((value, is_kept)))
    view.move_by(3)
    view.choose(is_kept=True)
    view.move_by(-99)
    view.choose()
    assert chosen == [(3, True), (0, False)]
    assert not view.grab().isNull()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 70))
    assert chosen[-1] == (1, False)
    view.deleteLater()


@pytest.mark.parametrize(
    ("hit", "icon", "title", "line"),
    [
        (Hit("line", 5, "speech", "2/5", "", Excerpt("a golden oriole"), 0.0),
         "audio-lines", "Recording", "a golden oriole"),
        (Hit("recording", 2, "speech", "2", "A walk", Excerpt("A walk"), 0.0),
         "audio-lines", "A walk", ""),
        (Hit("recording", 2, "speech", "2", "A walk", Excerpt("A walk"), 0.0, is_deleted=True),
         "trash-2", "A walk", ""),
        (Hit("conversation", 2, "chat", "2", "", Excerpt(""), 0.0),
         "message-square", "New chat", ""),
    ],
    ids=["line", "recording", "in the bin", "conversation"],
)  # fmt: skip
def test_a_hit_is_drawn_as_what_it_is(qapp, hit: Hit, icon: str, title: str, line: str) -> None:
    row = _row(hit)
    assert (row.icon, row.title, row.line) == (icon, title, line)


def test_times_are_short(qapp) -> None:
    def today() -> date:
        return date(2026, 11, 23)

    def at(*when: int) -> str:
        return shown_time(datetime(*when).timestamp(), today)  # type: ignore[arg-type]  # noqa: DTZ001

    assert "14" in at(2026, 11, 23, 14, 5) or "2:05" in at(2026, 11, 23, 14, 5)
    assert at(2026, 3, 2, 1, 1) == "2 Mar"
    assert at(2019, 3, 2, 1, 1) == "2 Mar 2019"


def _command(title: str, group: str = "") -> Command:
    return Command("x", title, group, lambda: None, key=search_key(title, group))


def test_commands_are_found_by_title_and_group_the_closest_first() -> None:
    commands = [_command("Go to Chat"), _command("New chat"), _command("Theme", "Appearance")]
    assert [one.title for one in matching(commands, "chat")] == ["Go to Chat", "New chat"]
    assert [one.title for one in matching(commands, "new")] == ["New chat"]
    assert [one.title for one in matching(commands, "appear theme")] == ["Theme"]
    assert matching(commands, "zzz") == []


def test_what_is_bound_and_on_show_can_be_run_by_its_name(qtbot) -> None:
    keys = Keymap(
        (Shortcut("one", str, "F5"), Shortcut("two", str, ""), Shortcut("three", str, ""))
    )
    shown, hidden = QWidget(), QWidget()
    qtbot.addWidget(shown)
    qtbot.addWidget(hidden)
    shown.show()
    done: list[str] = []
    keys.bind("one", hidden, lambda: done.append("hidden"))
    keys.bind("one", shown, lambda: done.append("shown"))
    keys.bind("two", shown, lambda: done.append("two"))
    assert [shortcut.id for shortcut in keys.runnable()] == ["one", "two"]
    for name in ("one", "two", "three", "unknown"):
        keys.run(name)
    assert done == ["shown", "two"]
    shown.setEnabled(False)
    assert keys.runnable() == ()
