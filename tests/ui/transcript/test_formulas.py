"""Formulas in the transcript: source until drawn, then outlines in the right place and size."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from desktop.core.formula import Drawing, Flaw, Outline, Undrawn
from desktop.core.tasks import TaskScope
from desktop.ui.theme import load
from desktop.ui.transcript import objects
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.objects.context import objects_in
from desktop.ui.transcript.objects.drawings import MAX_POINTS, Drawings, Shape, path_of
from desktop.ui.transcript.objects.tips import flaw_text
from tests.ui.transcript.talk import answer

if TYPE_CHECKING:
    from desktop.services.context import Services
    from tests.ui.transcript.conftest import Make

SQUARE = Drawing(100, 80, 20, (Outline("M 0 -80 L 100 -80 L 100 20 L 0 20 Z"),))


def give_drawings(view: TranscriptView) -> None:
    """Let the view draw; formulas need nothing of the services."""
    nothing: Any = SimpleNamespace()
    services: Services = nothing
    view.objects.use(services)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is waited for differs
            await asyncio.sleep(0.01)


def first_view(view: TranscriptView, block: int = 0) -> Any:
    return view.layouts.view(0, block)


def test_a_formula_is_its_source_until_it_is_drawn_and_then_lower(make: Make, qloop) -> None:
    async def scenario() -> None:
        view = make(answer(1, "$$\\frac{a}{b}$$\n\nafter"))
        before = first_view(view).height
        changes: list[int] = []
        view.objects.changed.connect(lambda: changes.append(1))
        give_drawings(view)
        await until(lambda: len(changes) > 0 and first_view(view).height != before)
        assert view.objects.formulas.flaw(*shown(view)) is None
        assert first_view(view).height > before
        close(view)

    qloop(scenario(), 20)


def shown(view: TranscriptView, block: int = 0) -> tuple[QTextDocument, Any]:
    document = first_view(view, block).doc
    return document, next(look for _, look in objects_in(document))


def close(view: TranscriptView) -> None:
    service = view.objects.formulas._service
    if service is not None:
        service.close()
    view.objects.scope.close()


def test_a_formula_that_cannot_be_drawn_stays_source_and_says_why(make: Make, qloop) -> None:
    async def scenario() -> None:
        view = make(answer(1, "see $\\foo{x}$ here"))
        give_drawings(view)
        await until(lambda: view.objects.formulas.flaw(*shown(view)) is not None)
        found = view.objects.formulas.flaw(*shown(view))
        assert found is not None
        assert (found.flaw, found.detail) == (Flaw.UNKNOWN, "\\foo")
        block = first_view(view)
        tips = {block.tip_at(block.caret(at).center()) for at in range(len("see o here"))}
        assert tips == {"", "\\foo is not known, so the formula is shown as it was written."}
        close(view)

    qloop(scenario(), 20)


def test_lines_with_small_formulas_keep_their_height(make: Make, qloop) -> None:
    async def scenario() -> None:
        view = make(answer(1, "a\n\n$x^2$"), answer(2, "$\\begin{matrix}a\\\\b\\\\c\\end{matrix}$"))
        give_drawings(view)
        plain = first_view(view).height
        await until(lambda: view.layouts.view(1, 0).height > plain + 20)
        assert first_view(view, 1).height == plain
        close(view)

    qloop(scenario(), 20)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_formulas_have_the_colour_of_the_text(make: Make, qloop, mode: Any) -> None:
    async def scenario() -> None:
        view = make(answer(1, "$$\\blacksquare\\blacksquare$$"))
        view.set_theme(load(mode))
        give_drawings(view)
        document, look = shown(view)
        await until(lambda: view.objects.formulas.size(document, look).width() < 100)
        await asyncio.sleep(0.04)
        image = view.viewport().grab().toImage()
        colors = {image.pixelColor(x, y).name() for x in range(380, 520) for y in range(60)}
        assert load(mode).color("text").name() in colors
        close(view)

    qloop(scenario(), 20)


def test_wide_formulas_fit_into_the_column(make: Make, qloop) -> None:
    async def scenario() -> None:
        view = make(answer(1, "$$" + "+".join(f"a_{{{n}}}" for n in range(60)) + "$$"))
        give_drawings(view)
        document, look = shown(view)
        await until(lambda: view.objects.formulas.flaw(document, look) is None and drawn(view))
        assert view.objects.formulas.size(document, look).width() <= document.textWidth()
        close(view)

    qloop(scenario(), 20)


def drawn(view: TranscriptView) -> bool:
    document, look = shown(view)
    return view.objects.formulas.is_drawn(document, look)


@pytest.mark.parametrize("flaw", list(Flaw))
def test_every_flaw_has_its_words(flaw: Flaw) -> None:
    assert flaw_text(Undrawn(flaw, "x")).endswith(".")


# the shelf of drawings, without a view


class Hand:
    """Draws what it is told to, when it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.free = asyncio.Event()
        self.told: list[QTextDocument] = []
        self.results: dict[str, Drawing | Undrawn] = {}

    async def draw(self, tex: str, is_display: bool) -> Drawing | Undrawn:
        self.asked.append(tex)
        await asyncio.wait_for(self.free.wait(), 5)
        return self.results.get(tex, SQUARE)

    def shelf(self) -> Drawings:
        def raising(error: Exception) -> None:
            raise error

        return Drawings(self.draw, TaskScope(raising), self.told.extend)


def test_each_formula_is_drawn_once_for_all_documents(qloop) -> None:
    async def scenario() -> None:
        hand, one, other = Hand(), QTextDocument(), QTextDocument()
        shelf = hand.shelf()
        assert shelf.get(("x", False), one) is None
        assert shelf.get(("x", False), other) is None
        hand.free.set()
        await until(lambda: len(hand.told) == 2)
        assert hand.asked == ["x"]
        assert isinstance(shelf.get(("x", False), one), Shape)

    qloop(scenario())


def test_while_a_formula_grows_the_last_one_stays(qloop) -> None:
    async def scenario() -> None:
        hand, document = Hand(), QTextDocument()
        hand.results["x+\\fo"] = Undrawn(Flaw.UNKNOWN)
        shelf = hand.shelf()
        hand.free.set()
        shelf.get(("x+", False), document)
        await until(lambda: bool(hand.told))
        first = shelf.get(("x+", False), document)
        assert isinstance(first, Shape)
        assert shelf.get(("x+y", False), document) is first
        assert shelf.get(("y", False), document) is None
        assert shelf.get(("x+", True), document) is None
        shelf.get(("x+\\fo", False), document)
        await until(lambda: len(hand.told) == 5)
        assert isinstance(shelf.get(("x+\\fo", False), document), Undrawn)
        still = shelf.get(("x+\\fo", False), document, is_open=True)
        assert isinstance(still, Shape)

    qloop(scenario())


def test_the_oldest_drawings_are_forgotten(qloop) -> None:
    async def scenario() -> None:
        hand, document = Hand(), QTextDocument()
        large = Outline("M 0 0 " + "L 1 1 L 2 2 " * (MAX_POINTS // 20))
        hand.results = {str(n): Drawing(1, 1, 1, (large,)) for n in range(12)}
        shelf = hand.shelf()
        hand.free.set()
        for n in range(12):
            shelf.get((str(n), False), document)
            await until(lambda n=n: len(hand.told) == n + 1)
        assert shelf.get(("11", False), document) is not None
        shelf.get(("0", False), document)
        await until(lambda: hand.asked.count("0") == 2 and len(hand.told) == 13)

    qloop(scenario(), 20)


@pytest.mark.parametrize("text", ["", "M", "M 1", "X 1 2", "M a b", "L 1 2 3", "C 1 2 3", "Z Z"])
def test_a_broken_outline_is_drawn_as_far_as_it_goes(text: str) -> None:
    assert path_of(text).elementCount() < 5


def test_a_path_has_its_curves() -> None:
    path = path_of("M 0 0 L 10 0 Q 10 10 0 10 C 0 5 0 5 0 0 Z")
    assert path.boundingRect().getRect() == (0, 0, 10, 10)


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        ("x^", "x"),
        (r"\frac{a}{\sqr", r"\frac{a}{}"),
        (r"\frac{a", r"\frac{a}{}"),
        (r"\left(\frac", r"\left("+ r"\right."),
        (r"\begin{cases}1&x\\", r"\begin{cases}1&x\end{cases}"),
        (r"\begin{ali", ""),
        (r"\sqrt[3", r"\sqrt[3]{}"),
        (r"a+b", "a+b"),
    ],
)  # fmt: skip
def test_an_unfinished_formula_is_closed(tex: str, wanted: str) -> None:
    assert objects.completed(tex) == wanted


@given(st.text("\\{}[]()^_&$ abfrac leftbgincs", max_size=60))
def test_completing_never_raises_and_is_stable(tex: str) -> None:
    done = objects.completed(tex)
    assert objects.completed(done).startswith(done[: len(done) // 2])
