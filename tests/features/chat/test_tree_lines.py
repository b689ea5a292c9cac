"""A tree as lines: what is shown at the left, other versions further in, long stretches folded."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.types import Role, State
from desktop.features.chat.tree.lines import Line, Tree
from desktop.store.outline import Outline, Sketch


def sketch(
    message_id: int, parent_id: int | None, selected: int | None = None, *, is_deleted: bool = False
) -> Sketch:
    role = Role.USER if message_id % 2 else Role.ASSISTANT
    return Sketch(
        message_id, parent_id, role, State.COMPLETE, "m", is_deleted, selected, f"#{message_id}"
    )


def lines(*sketches: Sketch, root: int | None = 1, with_deleted: bool = False) -> list[Line]:
    return Tree(Outline(1, root, sketches), with_deleted=with_deleted).lines()


def drawn(found: list[Line]) -> list[tuple[int, int]]:
    return [(line.sketch.id, line.depth) for line in found]


def test_the_version_on_show_goes_on_at_the_left_and_the_others_stand_in_before_it() -> None:
    found = lines(sketch(1, None, 2), sketch(2, 1, 5), sketch(3, 1), sketch(4, 3), sketch(5, 2))
    assert drawn(found) == [(1, 0), (3, 1), (4, 1), (2, 0), (5, 0)]
    assert [(line.position, line.count) for line in found if line.count > 1] == [(2, 2), (1, 2)]
    assert [line.sketch.id for line in found if line.is_shown] == [1, 2, 5]


def test_without_a_choice_the_newest_version_is_the_one_on_show() -> None:
    assert drawn(lines(sketch(1, None), sketch(2, 1), sketch(3, 1))) == [(1, 0), (2, 1), (3, 0)]


def test_what_was_deleted_is_left_out_or_stands_in_with_what_brings_it_back() -> None:
    tree = (sketch(1, None, 3), sketch(2, 1), sketch(3, 1, is_deleted=True), sketch(4, 3))
    assert drawn(lines(*tree)) == [(1, 0), (2, 0)]
    found = lines(*tree, with_deleted=True)
    assert drawn(found) == [(1, 0), (3, 1), (4, 1), (2, 0)]
    assert [line.deleted_id for line in found] == [None, 3, 3, None]
    assert found[-1].count == 1


def test_a_deleted_end_hangs_below_what_is_shown() -> None:
    tree = (sketch(1, None, 2), sketch(2, 1, 3), sketch(3, 2, is_deleted=True))
    found = lines(*tree, with_deleted=True)
    assert drawn(found) == [(1, 0), (2, 0), (3, 1)]
    assert found[1].rails == {0}
    assert found[2].is_first
    assert not found[2].rails


def test_a_long_stretch_is_one_line_that_says_how_much_it_hides() -> None:
    chain = [sketch(n, n - 1 if n > 1 else None, n + 1) for n in range(1, 10_001)]
    outline = Outline(1, 1, tuple(chain))
    found = Tree(outline, with_deleted=False).lines()
    assert [line.hidden for line in found] == [0, 0, 0, 9_994, 0, 0, 0]
    opened = Tree(outline, with_deleted=False).lines({found[3].sketch.id})
    assert [line.sketch.id for line in opened] == list(range(1, 10_001))


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    """Give any tree in which every remembered choice is a child or none."""
    count = draw(st.integers(0, 40))
    parents = {n: draw(st.sampled_from([None, *range(1, n)])) for n in range(1, count + 1)}
    children = {n: [m for m in parents if parents[m] == n] for n in (None, *parents)}
    choices = {n: draw(st.sampled_from([None, *below])) for n, below in children.items()}
    found = [
        sketch(n, parents[n], choices[n], is_deleted=draw(st.booleans()) and draw(st.booleans()))
        for n in parents
    ]
    return Outline(1, choices[None], tuple(found))


@given(outlines())
def test_every_message_has_its_line_once_below_its_parent(outline: Outline) -> None:
    chain = [one.id for one in outline.sketches]
    found = Tree(outline, with_deleted=True).lines(chain)
    ids = [line.sketch.id for line in found]
    assert sorted(ids) == sorted(chain)
    places = {message_id: at for at, message_id in enumerate(ids)}
    for line in found:
        parent_id = line.sketch.parent_id
        assert parent_id is None or places[parent_id] < places[line.sketch.id]
    shown = [line.sketch for line in found if line.is_shown]
    assert [one.parent_id for one in shown] == [None, *(one.id for one in shown)][: len(shown)]
