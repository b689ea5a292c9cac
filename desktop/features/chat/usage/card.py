"""What asks for a decision above the composer: a conversation too long, a budget near its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.features.chat.showing.footnote import money
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.notices import Banner

if TYPE_CHECKING:
    from desktop.services.shortening.plans import Plan
    from desktop.services.spending import Budget
    from desktop.services.summarising import Work


class FitCard(Banner):
    """Says what does not fit, and how a summary comes along."""

    def __init__(
        self,
        look: Look,
        summarise: Callable[[], None],
        leave_out: Callable[[], None],
        stop: Callable[[], None],
    ) -> None:
        super().__init__(look, "amber", "layers", is_card=True)
        self._stop_work = stop
        self.summarise = self.add_button(
            lambda: translate("Usage", "Summarise older messages"), summarise
        )
        self.leave_out = self.add_button(lambda: translate("Usage", "Leave them out"), leave_out)
        self.stop = self.add_button(lambda: translate("Usage", "Stop"), stop)
        self.again = self.add_button(lambda: translate("Usage", "Try again"), summarise)
        self._closed_for: int | None = None
        self._owner: int | None = None
        self._has_failed = False
        self.closed.connect(self._on_closed)
        self.hide()

    def show_state(
        self, owner: int | None, plan: Plan, work: Work | None, *, can_summarise: bool
    ) -> None:
        """Show what there is to say of a conversation; hide where that is nothing."""
        if owner != self._owner:
            self._owner, self._closed_for = owner, None
        is_running = work is not None and work.error is None
        self._has_failed = work is not None and work.error is not None
        is_over = work is None and not plan.fits
        if plan.fits:
            self._closed_for = None
        self.summarise.setVisible(is_over and can_summarise)
        self.leave_out.setVisible(is_over and plan.too_many > 0 and plan.begins_at is None)
        self.stop.setVisible(is_running)
        self.again.setVisible(self._has_failed)
        self.set_closable(not is_running)
        if work is not None:
            self._say_work(work)
        elif is_over:
            self._say_over(plan)
        is_closed = is_over and self._closed_for == owner and owner is not None
        self.setVisible((work is not None or is_over) and not is_closed)

    def _say_work(self, work: Work) -> None:
        if work.error is None:
            self.set_tone("amber", "layers")
            self.say(lambda: _working(work.messages))
            return
        code = work.error.code
        self.set_tone("red")
        self.say(
            lambda: translate("Usage", "The summary was not made."),
            lambda: f"{error_text(code).title} {error_text(code).hint}",
        )

    def _say_over(self, plan: Plan) -> None:
        self.set_tone("red")
        if plan.begins_at is not None or not plan.too_many:
            self.say(
                lambda: translate("Usage", "This question alone is too long for the model."),
                lambda: translate("Usage", "Make it shorter, or choose a model that takes more."),
            )
        else:
            self.say(
                lambda: translate(
                    "Usage", "The oldest %n message(s) will not fit.", "", plan.too_many
                ),
                lambda: translate("Usage", "Nothing is left out unless you say so."),
            )

    def _on_closed(self) -> None:
        if self._has_failed:
            self._stop_work()
        else:
            self._closed_for = self._owner
        self.hide()


class BudgetCard(Banner):
    """Says that the month's budget is near its end, or that a question was not sent for it."""

    def __init__(self, look: Look, change: Callable[[], None]) -> None:
        super().__init__(look, "amber", "circle-dollar-sign", is_card=True)
        self._on_send: Callable[[], None] | None = None
        self.anyway = self.add_button(
            lambda: translate("Usage", "Send anyway this once"), self._send
        )
        self.change = self.add_button(lambda: translate("Usage", "Change the budget"), change)
        self.closed.connect(self.hide)
        self.hide()

    def warn(self, budget: Budget) -> None:
        """Say how much of the budget is spent."""
        self._on_send = None
        self.anyway.hide()
        self.set_tone("red" if budget.is_used_up else "amber", "circle-dollar-sign")
        self.say(_used_up if budget.is_used_up else _nearly, lambda: spent_words(budget))
        self.show()

    def refuse(self, budget: Budget, on_send: Callable[[], None], to: str = "") -> None:
        """Say that nothing was sent, or nothing to these models; `on_send` sends it anyway."""
        self.warn(budget)
        self._on_send = on_send
        self.set_tone("red", "circle-dollar-sign")
        self.say(partial(_refused, to), lambda: spent_words(budget))
        self.anyway.show()

    def forget(self) -> None:
        """Hide the question whether to send: something else is written now."""
        if self._on_send is not None:
            self._on_send = None
            self.hide()

    def _send(self) -> None:
        self.hide()
        on_send, self._on_send = self._on_send, None
        if on_send is not None:
            on_send()


def refused_words(budget: Budget) -> str:
    """Give that nothing was sent, and how much is spent, for a place with one line."""
    return f"{_refused('')} {spent_words(budget)}"


def spent_words(budget: Budget) -> str:
    """Give how much of a budget is spent."""
    return translate("Usage", "{spent} of {limit} spent.").format(
        spent=money(budget.spent), limit=money(budget.limit)
    )


def _refused(to: str) -> str:
    if not to:
        return translate("Usage", "Not sent: the budget of this month is used up.")
    words = translate("Usage", "Not sent to {models}: the budget of this month is used up.")
    return words.format(models=to)


def _used_up() -> str:
    return translate("Usage", "The budget of this month is used up.")


def _nearly() -> str:
    return translate("Usage", "Most of this month’s budget is spent.")


def _working(count: int) -> str:
    if not count:
        return translate("Usage", "Summarising earlier messages…")
    return translate("Usage", "Summarising %n earlier message(s)…", "", count)
