"""Usage beside the conversation: what the next question takes, and what was spent, by day and month."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.core.months import Month, midnight
from desktop.core.override import override
from desktop.features.chat.showing.footnote import day, money
from desktop.features.chat.usage.card import spent_words
from desktop.features.chat.usage.chart import Chart
from desktop.features.chat.usage.control import UsageControl
from desktop.features.chat.usage.words import short, sum_words
from desktop.services.context import Services
from desktop.services.spending import Budget
from desktop.store.records import Change, What
from desktop.store.settings import BUDGET_USD
from desktop.store.usages import ModelSum, Sum, total
from desktop.ui.controls import Button, IconButton, Label, Words
from desktop.ui.i18n import translate
from desktop.ui.lines import hairline
from desktop.ui.look import Look
from desktop.ui.model_words import tokens
from desktop.ui.row_button import RowButton
from desktop.ui.scope import scope_for

_MOST_MODELS = 6
_NEWS = {What.MESSAGES, What.USAGE, What.PURGED, What.EVERYTHING}


class UsagePanel(QScrollArea):
    """Reads when it is shown, and after every answer while it is."""

    def __init__(
        self,
        services: Services,
        look: Look,
        control: UsageControl,
        change_budget: Callable[[], None],
    ) -> None:
        super().__init__()
        self._services, self._look, self._control = services, look, control
        self._month = self._newest = self._oldest = Month.of(time.time())
        self._here: tuple[ModelSum, ...] = ()
        self._by_model: tuple[ModelSum, ...] = ()
        self._today, self._as_of = Sum(), ""
        self._budget = Budget(0.0, 0.0)
        self._scope = scope_for(self, self._on_error)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inner = QWidget()
        inner.setAutoFillBackground(False)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(16, 8, 16, 16)
        self._column.setSpacing(6)
        self._arrange(change_budget)
        self.setWidget(inner)
        self.setFocusProxy(self.chart)
        control.planned.connect(self._draw_next)
        control.turned.connect(self._on_turned)
        look.changed.connect(self._draw)
        for stop in (
            services.conversations.changed.connect(self._on_change),
            services.settings.changed.connect(self._on_setting),
        ):
            self.destroyed.connect(stop)

    def read(self) -> None:
        """Read everything that is on show anew."""
        self._scope.start("read", self._read())

    def go(self, months: int) -> None:
        """Show another month, within those in which something was used."""
        wanted = min(self._newest, max(self._oldest, self._month.moved(months)))
        if wanted != self._month:
            self._month = wanted
            self.read()

    # what is on it
    def _arrange(self, change_budget: Callable[[], None]) -> None:
        self._next = self._section(lambda: translate("Usage", "Next question"), is_first=True)
        self.summarise = Button(
            self._look,
            lambda: translate("Usage", "Summarise older messages"),
            icon_name="layers",
            height_px=28,
        )
        self.summarise.clicked.connect(self._control.summarise)
        self._column.addWidget(self.summarise)
        self._conversation = self._section(lambda: translate("Usage", "This conversation"))
        self._today_line = self._section(lambda: translate("Usage", "Today"))
        self._column.addSpacing(8)
        self._column.addWidget(hairline(self))
        self._column.addLayout(self._month_row())
        self.chart = Chart(self._look)
        self._column.addWidget(self.chart)
        self._day_line = self._line(self.chart.words, "text")
        self.chart.pointed.connect(lambda _day: self._day_line.refresh())
        self._month_line = self._line(self._month_words, "text2")
        self.as_list = RowButton(
            self._look, "list-ordered", lambda: translate("Usage", "Days as a list")
        )
        self.as_list.setCheckable(True)
        self._column.addWidget(self.as_list)
        self._list = self._line(lambda: "\n".join(self.chart.lines()), "text2")
        self._list.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._list.hide()
        self.as_list.toggled.connect(self._list.setVisible)
        self._budget_line = self._section(lambda: translate("Usage", "Budget of this month"))
        self.budget = Button(self._look, self._budget_words, height_px=28)
        self.budget.clicked.connect(change_budget)
        self._column.addWidget(self.budget)
        self._column.addSpacing(8)
        self._foot = self._line(self._foot_words, "text3")
        self._column.addStretch()

    def _month_row(self) -> QHBoxLayout:
        self.earlier = IconButton(
            self._look, "chevron-left", lambda: translate("Usage", "Month before"), size_px=28
        )
        self.later = IconButton(
            self._look, "chevron-right", lambda: translate("Usage", "Month after"), size_px=28
        )
        self.earlier.clicked.connect(lambda: self.go(-1))
        self.later.clicked.connect(lambda: self.go(1))
        for button in (self.earlier, self.later):
            button.setEnabled(False)  # until it is known what there is
        self._name = Label(self._look, self._month_name, "body", "text", 600)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._name, 1)
        row.addWidget(self.earlier)
        row.addWidget(self.later)
        return row

    def _section(self, words: Words, *, is_first: bool = False) -> Label:
        """Begin a group with its heading; give the lines below it."""
        if not is_first:
            self._column.addSpacing(12)
        self._column.addWidget(Label(self._look, words, "body", "text", 600))
        return self._line(str, "text2")

    def _line(self, words: Words, tone: str) -> Label:
        label = Label(self._look, words, "body", tone)
        label.setWordWrap(True)
        self._column.addWidget(label)
        return label

    # reading
    async def _read(self) -> None:
        conversations, owner, now = self._services.conversations, self._control.owner, time.time()
        self._newest = Month.of(now)
        first = await conversations.first_used_at()
        self._oldest = min(self._newest, Month.of(first)) if first else self._newest
        month = self._month
        self._here = await conversations.used_in(owner) if owner is not None else ()
        today = await conversations.used_between(midnight(now), now + 1)
        self._today = total([one.sum for one in today])
        self._by_model = await conversations.used_between(month.start, month.end)
        days = await conversations.used_by_day(month.start, month.end)
        self._budget = await self._services.spending.budget()
        is_this = month == self._newest
        self.chart.show_month(month, days, time.localtime(now).tm_mday if is_this else 1)
        self._as_of = max((one.sum.as_of for one in (*self._by_model, *self._here)), default="")
        self._draw()

    # showing
    def _draw(self) -> None:
        self._draw_next()
        self._conversation.say(lambda: self._models_words(self._here))
        self._today_line.say(lambda: sum_words(self._today) if self._today.answers else _nothing())
        for label in (self._name, self._day_line, self._month_line, self._list, self._foot):
            label.refresh()
        self._month_line.setVisible(bool(self._by_model))
        self.as_list.setVisible(bool(self._by_model))
        self._list.setVisible(bool(self._by_model) and self.as_list.isChecked())
        self.earlier.setEnabled(self._month > self._oldest)
        self.later.setEnabled(self._month < self._newest)
        budget = self._budget
        self._budget_line.say(lambda: spent_words(budget) if budget.limit else _no_budget())
        tone = "red" if budget.is_used_up else "amber" if budget.is_near else "text2"
        self._budget_line.setProperty("tone", tone)
        self._budget_line.style().polish(self._budget_line)
        self.budget.refresh()

    def _draw_next(self) -> None:
        plan, cost = self._control.plan, self._control.cost

        def words() -> str:
            if not plan.tokens:
                return _nothing_yet()
            much = translate("Usage", "{count} tokens").format(count=short(plan.tokens))
            if plan.limit is not None:
                much = translate("Usage", "{count} of {limit} tokens").format(
                    count=short(plan.tokens), limit=tokens(plan.limit)
                )
            price = translate("Usage", "about {cost} to send").format(cost=money(cost.usd or 0))
            return f"{much} · {price}" if cost.usd else much

        self._next.say(words)
        is_busy = self._control.is_summarising
        self.summarise.setVisible(self._control.older > 0 or is_busy)
        self.summarise.setEnabled(not is_busy)

    def _models_words(self, sums: Sequence[ModelSum]) -> str:
        if not sums:
            return _nothing()
        label = self._services.catalogue.label
        lines = [
            f"{label(one.connection_id, one.model)}: {sum_words(one.sum)}"
            for one in sums[:_MOST_MODELS]
        ]
        rest = sums[_MOST_MODELS:]
        if rest:
            more = translate("Usage", "%n more model(s)", "", len(rest))
            lines.append(f"{more}: {sum_words(total([one.sum for one in rest]))}")
        if len(sums) > 1:
            whole = sum_words(total([one.sum for one in sums]))
            lines.append(translate("Usage", "Together: {much}").format(much=whole))
        return "\n".join(lines)

    def _month_name(self) -> str:
        first = QDate(self._month.year, self._month.month, 1)
        return QLocale().toString(first, translate("Usage", "MMMM yyyy", "a month, for Qt"))

    def _month_words(self) -> str:
        return self._models_words(self._by_model)

    def _budget_words(self) -> str:
        if self._budget.limit:
            return translate("Usage", "Change the budget")
        return translate("Usage", "Set a budget")

    def _foot_words(self) -> str:
        lines = [translate("Usage", "Temporary chats count until the program ends.")]
        if self._as_of:
            words = translate("Usage", "Prices as of {date}; all amounts are estimates.")
            lines.insert(0, words.format(date=day(self._as_of)))
        return "\n".join(lines)

    # what happens
    def _on_change(self, change: Change) -> None:
        if change.what in _NEWS and self.isVisible():
            self.read()

    def _on_setting(self, key: str) -> None:
        if key == BUDGET_USD.key and self.isVisible():
            self.read()

    def _on_turned(self) -> None:
        if self.isVisible():
            self.read()

    def _on_error(self, error: Exception) -> None:
        self._control.show_error(error)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._month = Month.of(time.time())
        self.read()


def _nothing() -> str:
    return translate("Usage", "Nothing was used yet.")


def _nothing_yet() -> str:
    return translate("Usage", "Write something to see what it takes.")


def _no_budget() -> str:
    return translate("Usage", "There is none: nothing is held back.")
