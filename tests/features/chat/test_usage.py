"""What was spent is told at the answer and in the panel; the budget warns, and stops."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from desktop.core.models import ModelKey, Price
from desktop.core.months import Month
from desktop.core.types import Message, Role, Spent, State, Usage
from desktop.features.chat.showing.footnote import footnote, footnote_tip, money
from desktop.features.chat.usage import words
from desktop.features.chat.usage.chart import Chart
from desktop.features.chat.usage.panel import UsagePanel
from desktop.store.settings import BUDGET_USD
from desktop.store.usages import Sum
from desktop.ui.look import Look
from tests.fakes.shapes import chat_reply
from tests.features.stage import CHAT, CTRL, HOME, SHIFT, Window, window
from tests.services.test_turns_tools import sum_of

DEAR = Price(100_000.0, 200_000.0)
"""An answer of the fake server (3 in, 5 out) costs 1.30."""


def answer(usage: Usage | None, spent: Spent | None) -> Message:
    return Message(
        1, 1, None, Role.ASSISTANT, state=State.COMPLETE, usage=usage, spent=spent,
        created_at=1.0, finished_at=2.2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("usd", "shown"),
    [
        (0.0, "$0"), (0.000_01, "< $0.0001"), (0.000_31, "$0.0003"), (0.0312, "$0.031"),
        (1.0, "$1.00"), (1234.5, "$1,234.50"),
    ],
)  # fmt: skip
def test_money_has_as_many_digits_as_are_worth_telling(qapp, usd: float, shown: str) -> None:
    assert money(usd) == shown


@pytest.mark.parametrize(
    ("spent", "shown"),
    [
        (Spent(0.0003, "2026-11-22"), "24 in · 8 out · 1.2 s · ≈ $0.0003"),
        (Spent(0.3, "2026-11-22", is_least=True), "24 in · 8 out · 1.2 s · at least $0.300"),
        (Spent(0.0, "2026-11-22"), "24 in · 8 out · 1.2 s"),
        (Spent(is_counted=True), "about 24 in · 8 out · 1.2 s"),
    ],
)
def test_an_answer_tells_what_it_took(qapp, spent: Spent, shown: str) -> None:
    assert footnote(answer(Usage(24, 8), spent)) == shown


def test_more_is_told_on_request(qapp) -> None:
    told = footnote_tip(answer(Usage(24, 8, 4, 2), Spent(0.1, "2026-11-22", is_least=True)))
    assert "4 of the tokens in were cached." in told
    assert "2 of the tokens out were thoughts." in told
    assert "2026" in told
    assert "Nobody says" in footnote_tip(answer(Usage(24, 8), Spent(is_counted=True)))
    assert footnote_tip(answer(None, None)) == ""


def test_sums_say_what_they_do_not_know(qapp) -> None:
    assert words.cost_words(Sum(2, usd=1.0)) == "≈\u00a0$1.00"
    assert words.cost_words(Sum(2, usd=1.0, unpriced=1)) == "at least $1.00"
    assert words.cost_words(Sum(2, unpriced=2)) == "cost unknown"
    assert words.cost_words(Sum(2)) == "free"
    assert words.sum_words(Sum(1, 1200, 12_400, usd=0.5)) == "1.2k in · 12k out · ≈\u00a0$0.500"


async def priced(w: Window, *, budget: float = 0.0) -> None:
    await (await w.services.catalogue.open()).set_price(ModelKey(HOME, "m-1"), DEAR)
    await w.services.settings.set(BUDGET_USD, budget)
    w.server.on(CHAT, *[chat_reply("Yes.")] * 5)


def test_the_cost_appears_at_the_answer(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await priced(w)
            await w.answered("Why?")
            await w.until(lambda: w.pane.model.messages[-1].entry.footnote.endswith("≈ $1.30"))
            assert "as of" in w.pane.model.messages[-1].entry.footnote_tip

    qloop(scenario(), 40)


def opened(w: Window) -> UsagePanel:
    panel = w.view.panels.panel("usage")
    assert isinstance(panel, UsagePanel)
    return panel


def test_the_panel_opens_by_keys_and_follows_what_is_spent(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await priced(w)
            w.press(Qt.Key.Key_U, CTRL | SHIFT)
            panel = opened(w)
            await w.until(lambda: panel._conversation.text() == "Nothing was used yet.")
            await w.answered("Why?")
            await w.until(lambda: panel._conversation.text() == "m-1: 3 in · 5 out · ≈\u00a0$1.30")
            await w.until(lambda: panel._today_line.text() == "3 in · 5 out · ≈\u00a0$1.30")
            (line,) = panel.chart.lines()
            assert line.endswith(": ≈\u00a0$1.30 · 8 tokens")
            assert not panel.later.isEnabled()
            assert not panel.earlier.isEnabled()
            w.click(panel.as_list)
            assert panel._list.text() == line
            w.press(Qt.Key.Key_U, CTRL | SHIFT)
            assert not panel.isVisible()

    qloop(scenario(), 40)


def test_other_months_can_be_looked_at(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            before = Month.of(time.time()).moved(-1)
            await w.services.conversations._db.write(
                lambda c: c.execute(
                    "INSERT INTO usage (connection_id, model, input_tokens, output_tokens,"
                    " cost_usd, priced_as_of, created_at) VALUES ('c', 'old', 1, 1, 2, ?, ?)",
                    ("2026-10-01", before.start + 60),
                )
            )
            w.press(Qt.Key.Key_U, CTRL | SHIFT)
            panel = opened(w)
            await w.until(panel.earlier.isEnabled)
            w.click(panel.earlier)
            await w.until(lambda: "≈\u00a0$2.00" in panel._month_line.text())
            assert panel.chart.day == 1
            assert "≈\u00a0$2.00 · 1 answer" in panel.chart.words()
            assert not panel.earlier.isEnabled()
            w.click(panel.later)
            await w.until(lambda: not panel._month_line.isVisible())

    qloop(scenario(), 40)


def test_the_chart_is_read_by_keys_and_by_a_screen_reader(qtbot, qapp) -> None:
    look = Look()
    chart = Chart(look)
    qtbot.addWidget(chart)
    month = Month(2026, 11)
    chart.show_month(month, {"2026-11-15": Sum(2, 10, 5, usd=1.3)}, 15)
    chart.show()
    told = "15 November: ≈\u00a0$1.30 · 2 answers · 15 tokens"
    assert chart.words().replace("(s)", "s") == told
    interface = QAccessible.queryAccessibleInterface(chart)
    assert "15 November" in interface.text(QAccessible.Text.Name)
    assert interface.text(QAccessible.Text.Description) == "15 November: ≈\u00a0$1.30 · 15 tokens"
    pointed: list[int] = []
    chart.pointed.connect(pointed.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_End):
        qtbot.keyClick(chart, key)
    assert pointed == [16, 9, 1, 30]
    assert chart.words() == "30 November: nothing"
    look.deleteLater()


def test_over_the_budget_nothing_is_sent_until_the_person_says_so(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await priced(w, budget=1.0)
            await w.answered("Why?")
            card = w.view.metered.card
            await w.until(card.isVisible)
            assert card.title.text() == "The budget of this month is used up."
            asked = len(w.server.requests)
            w.send("Again?")
            await w.until(card.anyway.isVisible)
            assert card.title.text() == "Not sent: the budget of this month is used up."
            assert card.hint.text() == "$1.30 of $1.00 spent."
            assert w.pane.composer.text() == "Again?"
            assert len(w.server.requests) == asked
            w.click(card.anyway)
            await w.until(lambda: len(w.pane.model) == 4 and w.is_idle())
            assert w.pane.composer.text() == ""
            w.send("Once more?")
            await w.until(card.anyway.isVisible)
            w.type("!")
            assert not card.isVisible()

    qloop(scenario(), 40)


def test_a_question_that_waited_is_held_over_the_budget_and_can_be_sent_anyway(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await priced(w, budget=1.0)
            w.server.on(CHAT, chat_reply("Yes."), chat_reply("Still."))
            w.send("Why?")
            await w.until(lambda: len(w.pane.model) == 2)
            w.send("And then?")
            card = w.view.metered.card
            await w.until(card.anyway.isVisible)
            made = w.view.conversation.id
            assert made is not None
            assert w.view.writing.queue.is_held(made)
            assert [one.text for one in w.view.writing.queue.of(made)] == ["And then?"]
            w.click(card.anyway)
            await w.until(lambda: len(w.pane.model) == 4 and w.is_idle())
            assert w.view.writing.queue.of(made) == ()

    qloop(scenario(), 40)


def test_a_new_chat_that_is_refused_leaves_nothing_behind(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await priced(w, budget=1.0)
            await w.answered("Why?")
            w.view.new_chat()
            w.send("Elsewhere?")
            await w.until(w.view.metered.card.anyway.isVisible)
            assert w.rows() == ["Why?"]
            assert w.pane.composer.text() == "Elsewhere?"
            w.click(w.view.metered.card.change)
            await w.until(lambda: w.shell.current == "settings")
            field = w.settings.page("general").inputs[BUDGET_USD.key]  # type: ignore[attr-defined]
            assert field.edit.hasFocus()
            field.edit.selectAll()
            w.type("2,50")
            w.press(Qt.Key.Key_Return)
            await w.until(lambda: w.services.settings.get(BUDGET_USD) == 2.5)

    qloop(scenario(), 40)


def test_an_answer_that_the_budget_stops_between_two_rounds_goes_on_in_place(qloop) -> None:
    async def scenario() -> None:
        async with window() as w:
            await priced(w, budget=1.0)
            w.view.keeper.change(tools=("calculator",))
            await w.settled()
            w.server.on(CHAT, sum_of("6*7"))
            w.send("How much?")
            await w.until(w.notices)
            await w.until(w.is_idle)
            assert w.notices() == ["The budget of this month is used up."]
            asked = len(w.server.requests)
            w.server.on(CHAT, chat_reply("It is 42."))
            w.click_action(1, "send_anyway")
            await w.until(lambda: w.texts()[-1].endswith("It is 42.") and w.is_idle())
            assert w.notices() == []
            assert len(w.server.requests) == asked + 1
            assert w.versions() == ["1/1", "1/1"]

    qloop(scenario(), 40)
