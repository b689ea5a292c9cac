"""Formulas drawn in a process: it starts, it ends, it survives what ends it."""

from __future__ import annotations

import asyncio
import sys

from desktop.core.formula import Drawing, Flaw, Undrawn
from desktop.services.formulas import Formulas

SLOW = r"\left(" * 12 + "x" + r"\right)" * 12
"""8 s, of which the process takes 2."""


async def idle(formulas: Formulas) -> None:
    async with asyncio.timeout(10):
        while formulas.is_running:  # noqa: ASYNC110 - its thread tells nobody
            await asyncio.sleep(0.01)


def test_formulas_are_drawn_in_the_order_of_asking(aloop) -> None:
    async def scenario() -> None:
        formulas = Formulas()
        found = await asyncio.gather(*(formulas.draw(f"x^{n}") for n in range(5)))
        assert all(isinstance(one, Drawing) for one in found)
        assert formulas.is_running
        await formulas.aclose()
        assert not formulas.is_running

    aloop(scenario(), 20)


def test_the_process_ends_when_nothing_is_asked_and_starts_again(aloop) -> None:
    async def scenario() -> None:
        formulas = Formulas(idle_s=0.05)
        for _ in range(2):
            assert isinstance(await formulas.draw("x"), Drawing)
            await idle(formulas)
        await formulas.aclose()

    aloop(scenario(), 20)


def test_a_formula_that_takes_for_ever_costs_only_itself(aloop) -> None:
    async def scenario() -> None:
        formulas = Formulas()
        found = await formulas.draw(SLOW)
        assert found == Undrawn(Flaw.TOO_SLOW)
        assert isinstance(await formulas.draw("x"), Drawing)
        await formulas.aclose()

    aloop(scenario(), 30)


def test_without_the_program_formulas_stay_source(aloop) -> None:
    async def scenario() -> None:
        formulas = Formulas(["no-such-program"], idle_s=0.05)
        assert await formulas.draw("x") == Undrawn(Flaw.UNAVAILABLE)
        await formulas.aclose()

    aloop(scenario(), 20)


def test_a_program_that_always_dies_is_given_up(aloop) -> None:
    async def scenario() -> None:
        formulas = Formulas([sys.executable, "-c", "pass"], idle_s=0.05)
        flaws = [await formulas.draw(f"x^{n}") for n in range(10)]
        assert flaws[0] == Undrawn(Flaw.TOO_SLOW)
        assert flaws[-1] == Undrawn(Flaw.UNAVAILABLE)
        await formulas.aclose()

    aloop(scenario(), 20)


def test_what_is_asked_after_the_end_stays_undrawn(aloop) -> None:
    async def scenario() -> None:
        formulas = Formulas()
        await formulas.aclose()
        assert await formulas.draw("x") == Undrawn(Flaw.UNAVAILABLE)

    aloop(scenario(), 20)
