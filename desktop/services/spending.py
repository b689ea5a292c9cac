"""What answers cost, by the prices of their day, and the budget of the month that stops.

Costs are estimates: prices come from a dated table, from servers, or from the person. What an answer
cost is stored with it, so that a price that changes later does not change the past.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.core.connection import BUILT_IN_ID
from desktop.core.errors import AppError, Code
from desktop.core.observe import Event
from desktop.core.tasks import TaskScope
from desktop.core.types import Spent, State, Usage
from desktop.services.asking import Asking
from desktop.services.catalogue import Catalogue
from desktop.services.fitting import Fitting
from desktop.services.turn import Ended, Target, Turn
from desktop.store.conversations import Conversations
from desktop.store.settings import BUDGET_USD, Settings

if TYPE_CHECKING:  # an idle window holds none of them
    from desktop.core.models import Price
    from desktop.core.stream import Folded
    from desktop.services.summarising import Summarising

_log = logging.getLogger(__name__)
WARNING_SHARE = 0.8
"""Of the budget; from there on a person is told, once."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent this month, and what was, in US dollars; a limit of 0: there is none."""

    limit: float
    spent: float

    @property
    def is_used_up(self) -> bool:
        """Tell whether nothing more may be spent."""
        return bool(self.limit) and self.spent >= self.limit

    @property
    def is_near(self) -> bool:
        """Tell whether most of it is spent."""
        return bool(self.limit) and self.spent >= WARNING_SHARE * self.limit


class Spending:
    """Used on the loop's thread. `warned` tells that an answer made the budget near or used up."""

    def __init__(
        self,
        conversations: Conversations,
        settings: Settings,
        catalogue: Catalogue,
        fitting: Fitting,
        asking: Asking,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._conversations, self._settings = conversations, settings
        self._catalogue, self._fitting, self._asking = catalogue, fitting, asking
        self._summarising: Summarising | None = None
        self._now = now
        self._allowed = 0
        self._scope = TaskScope(_report)
        self.warned: Event[Budget] = Event()

    @property
    def summarising(self) -> Summarising:
        """What summarises long conversations, and pays for it; made when first needed."""
        if self._summarising is None:
            from desktop.services.summarising import Summarising  # noqa: PLC0415 - few are long

            self._summarising = Summarising(self._conversations, self._fitting, self, self._asking)
        return self._summarising

    # the budget
    async def budget(self) -> Budget:
        """Give how the budget of this month stands.

        Raises:
            AppError: what the store raises.
        """
        from desktop.core.months import Month  # noqa: PLC0415 - nobody asks at the start

        spent = await self._conversations.spent_since(Month.of(self._now()).start)
        return Budget(self._settings.get(BUDGET_USD), spent)

    async def check(self, target: Target) -> None:
        """Refuse a question that would cost more than the budget allows.

        What is free is never refused. A model whose price nobody knows counts as one that costs.

        Raises:
            AppError: OVER_BUDGET; or what the store raises.
        """
        if self._allowed or not self._is_limited(target):
            return
        budget = await self.budget()
        if await self._is_too_much(budget, target):
            raise AppError(Code.OVER_BUDGET, f"{budget.spent:.2f} of {budget.limit:.2f} USD")

    async def admit(self, target: Target) -> bool:
        """Let a question pass, or refuse it like `check`; tell whether it may go over the budget.

        What was allowed once is used up by it.
        """
        await self.check(target)
        was_allowed = self._allowed > 0
        self._allowed = max(0, self._allowed - 1)
        return was_allowed

    def allow_once(self, count: int = 1) -> None:
        """Let the next question pass, whatever it costs, or as many as one act sends."""
        self._allowed = count

    async def affords(self, turn: Turn) -> bool:
        """Tell whether an answer may ask once more: what it took so far is not in the store yet."""
        if turn.may_exceed or not self._is_limited(turn.target):
            return True
        budget = await self.budget()
        more = await self._running(turn)
        return not await self._is_too_much(replace(budget, spent=budget.spent + more), turn.target)

    def _is_limited(self, target: Target) -> bool:
        return bool(self._settings.get(BUDGET_USD)) and target.connection_id != BUILT_IN_ID

    async def _is_too_much(self, budget: Budget, target: Target) -> bool:
        if not budget.is_used_up:
            return False
        price, _ = await self._price(target)
        return price is None or not price.is_free

    async def _running(self, turn: Turn) -> float:
        """Give what an answer that is being made has cost beyond what is stored of it, in dollars."""
        folded, usd = turn.result(), 0.0
        usage = folded.usage
        if usage is None and folded.parts:
            usage = await self._fitting.counted(turn.message_id, turn.target, folded)
        for tokens, sign in ((usage, 1), (turn.paid, -1)):
            if tokens is not None:
                usd += sign * ((await self.cost(tokens, turn.target)).usd or 0.0)
        return usd

    # the cost of answers
    async def cost(self, usage: Usage, target: Target) -> Spent:
        """Give what tokens of a model cost today; `usd` None: nobody knows its price."""
        from desktop.core import costs  # noqa: PLC0415 - not before the first answer

        price, as_of = await self._price(target)
        return costs.spent(usage, price, as_of)

    async def billed(self, end: Ended) -> Folded:
        """Give what an answer amounts to with its cost, if the server said what it took."""
        if end.result.usage is None:
            return end.result
        return replace(end.result, spent=await self.cost(end.result.usage, end.target))

    def settle(self, end: Ended) -> None:
        """Take in that an answer was stored: count it if its server did not, look at the budget."""
        has_words = any(part.text for part in end.result.parts)
        if end.result.usage is None and (has_words or end.state is State.COMPLETE):
            self._scope.start(f"count/{end.message_id}", self._count(end))
        elif end.result.spent is not None:
            self.look(end.result.spent)

    def look(self, spent: Spent) -> None:
        """Take in that something was paid: tell where the budget is near its end by that."""
        if spent.usd and self._settings.get(BUDGET_USD):
            self._scope.start("look", self._look(spent.usd))

    async def aclose(self) -> None:
        """Give up what is being counted and summarised."""
        if self._summarising is not None:
            await self._summarising.aclose()
        await self._scope.aclose()

    async def _count(self, end: Ended) -> None:
        try:
            usage = await self._fitting.counted(end.message_id, end.target, end.result)
            spent = replace(await self.cost(usage, end.target), is_counted=True)
            folded = replace(end.result, usage=usage, spent=spent)
            await self._conversations.note_usage(end.message_id, folded)
        except AppError as error:  # it was deleted meanwhile, or the disk is full: it stays unknown
            _log.info("an answer is not counted: %s", error.code)
        else:
            self.look(spent)

    async def _look(self, usd: float) -> None:
        after = await self.budget()
        before = replace(after, spent=after.spent - usd)
        if (after.is_near, after.is_used_up) != (before.is_near, before.is_used_up):
            self.warned.emit(after)

    async def _price(self, target: Target) -> tuple[Price | None, str]:
        """Give what a model costs, and the day of that; None: nobody says."""
        from desktop.core.models import FREE, ModelKey, Source  # noqa: PLC0415 - see above

        if target.connection_id == BUILT_IN_ID:
            return FREE, ""
        try:
            models = await self._catalogue.open()
        except AppError:
            return None, ""  # whoever shows models says what is wrong
        info = models.info(ModelKey(target.connection_id, target.model))
        is_dated = info.origins.get("price") is Source.TABLE
        day = models.as_of if is_dated else models.today()
        return info.facts.price, day.isoformat()


def _report(error: Exception) -> None:
    _log.error("what an answer cost is not noted", exc_info=error)
