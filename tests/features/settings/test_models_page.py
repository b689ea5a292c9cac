"""The page of models and prices, over real servers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from desktop.core.connection import Connection
from desktop.core.models import ModelKey, Price, Task
from desktop.features.settings.models.catalogue_table import Column
from desktop.features.settings.models.page import ModelsPage
from desktop.features.settings.models.price import _number
from desktop.store.settings import MODEL
from tests.fakes.shapes import json_reply
from tests.features.picking import choose, open_list, rows
from tests.features.stage import HOME, MODELS, Window, window

LIST = {
    "data": [
        {"id": "m-1", "context_length": 8192},
        {"id": "m-2", "context_length": 131_072, "pricing": {"input": 2, "output": 10}},
        {"id": "text-embedding-3-small"},
        {"id": "ft:m-1:acme:bot:1", "shutdown_date": "2026-01-01"},
    ]
}


@asynccontextmanager
async def page(language: str = "en") -> AsyncIterator[tuple[Window, ModelsPage]]:
    """Open the page in a window of its own, beside the program's."""
    async with window(language=language) as opened:
        opened.server.on(MODELS, json_reply(LIST))
        made = ModelsPage(opened.services, opened.view._host)
        made.resize(940, 900)
        made.show()
        made.activateWindow()
        try:
            await opened.until(lambda: len(_names(made)) >= 5)
            yield opened, made
        finally:
            made.hide()
            made.deleteLater()
            opened.shell.activateWindow()


def _names(made: ModelsPage) -> list[str]:
    return [row.label for row in made.table.rows]


def _cell(made: ModelsPage, name: str, column: Column) -> str:
    row = _names(made).index(name)
    return str(made.table.index(row, column).data())


def test_every_model_of_every_connection_is_listed_with_its_facts(qloop) -> None:
    async def scenario() -> None:
        async with page() as (_opened, made):
            names = ["m-1", "m-2", "text-embedding-3-small", "bot", "SmolLM2 135M"]
            assert _names(made) == names
            assert _cell(made, "m-2", Column.CONTEXT) == "128k"
            assert _cell(made, "m-2", Column.PRICE) == "$2\u00a0/ $10"
            assert _cell(made, "m-1", Column.PRICE) == ""
            assert _cell(made, "bot", Column.NAME) == "bot, fine-tuned from m-1"
            assert "retired" in _cell(made, "bot", Column.ENDS)
            assert _cell(made, "SmolLM2 135M", Column.CONNECTION) == "Built in"
            assert "estimates as of" in made.dated.text()
            assert not made.state.isVisible()

    qloop(scenario(), 20)


def test_typing_searches_and_says_what_is_not_there(qloop) -> None:
    async def scenario() -> None:
        async with page() as (_opened, made):
            made.search.edit.setFocus()
            QTest.keyClicks(made.search.edit, "M2")
            assert _names(made) == ["m-2", "SmolLM2 135M"]
            QTest.keyClicks(made.search.edit, "zebra")
            assert _names(made) == []
            assert "zebra" in made._empty._label.text()
            made.search.edit.clear()
            assert len(_names(made)) == 5

    qloop(scenario(), 20)


def test_a_click_on_a_heading_sorts_turns_round_and_gives_up(qloop) -> None:
    async def scenario() -> None:
        async with page() as (_opened, made):
            header = made.view.horizontalHeader()
            orders = []
            for _ in range(3):
                header.sectionClicked.emit(int(Column.CONTEXT))
                orders.append(_names(made)[:2])
            assert orders[0] == ["m-1", "text-embedding-3-small"]
            assert orders[1][0] == "m-2"
            assert orders[2] == ["m-1", "m-2"]

    qloop(scenario(), 20)


def test_a_server_that_does_not_answer_is_named_and_asked_again(qloop) -> None:
    async def scenario() -> None:
        async with page() as (opened, made):
            gone = Connection("gone", "Nowhere", "http://127.0.0.1:9/v1")
            await opened.services.servers.save(gone, {})
            opened.click(made.again)
            await opened.until(lambda: "Nowhere" in made.state.text())
            await opened.until(lambda: made.state.text() == "No answer from Nowhere")
            assert len(_names(made)) == 5

    qloop(scenario(), 20)


def _pick(made: ModelsPage, name: str) -> None:
    made.view.selectRow(_names(made).index(name))


def test_ones_own_price_is_kept_marked_and_taken_back(qloop) -> None:
    async def scenario() -> None:
        async with page() as (opened, made):
            _pick(made, "m-2")
            assert made.price.fields["input"].edit.text() == "2"
            assert "server" in made.price._origin.text()
            field = made.price.fields["output"].edit
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, "12.5")
            QTest.keyClick(field, Qt.Key.Key_Return)
            await opened.until(lambda: "yours" in _cell(made, "m-2", Column.PRICE))
            key = ModelKey(HOME, "m-2")
            assert opened.services.catalogue.now.info(key).facts.price == Price(2, 12.5)
            assert "yours" in made.price._origin.text()
            opened.click(made.price.reset)
            await opened.until(lambda: _cell(made, "m-2", Column.PRICE) == "$2\u00a0/ $10")
            await opened.settled()

    qloop(scenario(), 20)


def test_what_is_no_price_is_refused_in_words(qloop) -> None:
    async def scenario() -> None:
        async with page() as (opened, made):
            _pick(made, "m-1")
            field = made.price.fields["input"].edit
            field.setFocus()
            QTest.keyClicks(field, "cheap")
            opened.click(made.price.save)
            assert made.price._wrong.isVisible()
            assert field.hasFocus()
            QTest.keyClick(field, Qt.Key.Key_Backspace)
            assert not made.price._wrong.isVisible()
            assert opened.services.catalogue.now.choices.overrides == {}

    qloop(scenario(), 20)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2.50", 2.5), ("$2", 2), ("0,5", 0.5), ("", None), ("-1", None), ("1e9", None), ("x", None)],
)
def test_a_price_is_read_as_people_write_it(qapp, text: str, value: float | None) -> None:
    assert _number(text) == value


def test_the_heart_makes_a_favourite(qloop) -> None:
    async def scenario() -> None:
        async with page() as (opened, made):
            _pick(made, "m-2")
            opened.click(made.price.heart)
            await opened.until(lambda: made.price.heart.accessibleName().startswith("No longer"))
            assert opened.services.catalogue.now.choices.favourites == (ModelKey(HOME, "m-2"),)
            await opened.settled()

    qloop(scenario(), 20)


def test_a_task_begins_with_what_is_chosen_here(qloop) -> None:
    async def scenario() -> None:
        async with page() as (opened, made):
            assert made.defaults is not None
            embedding = made.defaults.pickers[Task.EMBEDDING]
            assert embedding.text() == "Whichever fits first"
            await open_list(opened, embedding, "text-embedding-3-small")
            assert "m-1" not in rows(embedding)
            assert embedding.popover is not None
            embedding.popover.dismiss()
            await choose(opened, embedding, "text-embedding-3-small")
            chosen = ModelKey(HOME, "text-embedding-3-small")
            models = opened.services.catalogue.now
            await opened.until(lambda: models.default(Task.EMBEDDING) == chosen)
            assert embedding.accessibleName().startswith("Search by meaning: text-embedding")
            await choose(opened, embedding, "Whichever fits first")
            await opened.until(lambda: models.default(Task.EMBEDDING) is None)
            await choose(opened, made.defaults.pickers[Task.CHAT], "m-2")
            await opened.until(lambda: opened.services.settings.get(MODEL) == "m-2")
            await opened.until(lambda: opened.pane.composer.picker.text() == "m-2 · Home")
            await opened.settled()

    qloop(scenario(), 20)


def test_a_default_that_is_lost_says_what_takes_its_place(qloop) -> None:
    async def scenario() -> None:
        async with page() as (opened, made):
            models, note = opened.services.catalogue.now, made.defaults.notes[Task.EMBEDDING]
            await models.set_default(Task.EMBEDDING, ModelKey(HOME, "old-embedder"))
            made.defaults.check()
            await opened.until(note.isVisible)
            assert note.text() == (
                "old-embedder is not listed any more. text-embedding-3-small is used instead."
            )

    qloop(scenario(), 20)


def test_the_table_is_read_aloud_and_words_follow_the_language(qloop) -> None:
    async def scenario() -> None:
        async with page() as (opened, made):
            interface = QAccessible.queryAccessibleInterface(made.view)
            cells = [interface.child(n) for n in range(interface.childCount())]
            names = [c.text(QAccessible.Text.Name) for c in cells if c is not None]
            assert "m-2" in names
            assert any(name == "Context: 128k" for name in names)
            opened.look.use("dark", "zh_CN")
            assert not made.grab().isNull()

    qloop(scenario(), 20)


def test_a_narrow_page_leaves_columns_out(qloop) -> None:
    async def scenario() -> None:
        async with page() as (opened, made):
            assert not made.view.isColumnHidden(Column.CONNECTION)
            made.resize(480, 700)
            await opened.until(lambda: made.view.isColumnHidden(Column.CONNECTION))
            assert not made.view.isColumnHidden(Column.NAME)
            assert not made.view.isColumnHidden(Column.PRICE)

    qloop(scenario(), 20)
