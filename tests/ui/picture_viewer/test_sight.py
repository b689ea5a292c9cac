"""How a picture stands in its room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.picture_viewer.sight import STEP, Sight

SIDES = st.floats(1, 20_000)
PLACES = st.tuples(st.floats(0, 3000), st.floats(0, 3000))


def in_room(size: tuple[float, float], room: tuple[float, float], ratio: float = 1.0) -> Sight:
    return Sight(size, room, ratio).fitted()


def test_all_of_it_is_shown_and_a_small_one_is_not_made_larger() -> None:
    large = in_room((3000, 1000), (600, 400))
    assert large.extent == (600, 200)
    assert large.corner == (0, 100)
    small = in_room((30, 10), (600, 400))
    assert small.percent == 100
    assert small.corner == (285, 195)
    assert not small.is_movable


def test_its_own_size_is_one_pixel_of_the_screen_for_each() -> None:
    fine = in_room((3000, 1000), (600, 400), ratio=2.0).natural()
    assert (fine.scale, fine.percent) == (0.5, 100)
    assert fine.is_movable


def test_it_stays_fitted_in_another_room_and_else_keeps_its_size() -> None:
    sight = in_room((3000, 1000), (600, 400))
    assert sight.in_room((300, 400), 1).extent == (300, 100)
    near = sight.natural((0, 200))
    assert near.in_room((300, 400), 1).percent == 100
    assert near.in_room((300, 400), 1).corner[0] <= 0


def test_it_is_never_smaller_than_fitted_nor_larger_than_16_times() -> None:
    sight = in_room((3000, 1000), (600, 400))
    assert sight.zoomed(0.1) == sight
    assert sight.zoomed(1e9).percent == pytest.approx(1600)
    back = sight.natural().zoomed(1e-9)
    assert back.is_fitted
    assert back.extent == (600, 200)


@given(SIDES, SIDES, SIDES, SIDES, PLACES, st.floats(1, 60))
def test_what_is_at_the_pointer_stays_there_where_the_edges_allow(
    width: float, height: float, wide: float, high: float, at: tuple[float, float], factor: float
) -> None:
    before = in_room((width, height), (wide, high)).natural()
    after = before.zoomed(factor, at)
    for axis in (0, 1):
        low, far = after.corner[axis], after.corner[axis] + after.extent[axis]
        room = after.room[axis]
        is_inside = low >= -1e-3 * room - 1e-6 and far <= room * 1.001 + 1e-6
        covers = low <= 1e-3 * room and far >= room * 0.999
        assert is_inside or covers
        place = (at[axis] - before.corner[axis]) / before.scale
        now = after.corner[axis] + place * after.scale
        is_free = low < -1e-3 * room and far > room * 1.001 and before.extent[axis] > room
        if is_free and 0 <= at[axis] <= room:
            assert now == pytest.approx(at[axis], abs=max(1.0, room * 1e-3))


def test_moving_stops_at_the_edges() -> None:
    sight = in_room((3000, 1000), (600, 400)).natural()
    assert sight.moved(1e6, 1e6).corner == (0, 0)
    far = sight.moved(-1e6, -1e6)
    assert far.corner == (600 - 3000, 400 - 1000)
    assert sight.zoomed(STEP).percent == pytest.approx(125)
