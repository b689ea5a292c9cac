"""The thread with the connection: order, errors, end."""

import sqlite3
import threading
from concurrent.futures import CancelledError

import pytest

from desktop.core.errors import AppError, Code
from desktop.store.connect import to_memory
from desktop.store.lane import Lane


@pytest.fixture
def lane():
    made = Lane("lane", to_memory)
    yield made
    made.close().result(timeout=5)


def held(lane: Lane) -> threading.Event:
    """Keep the lane busy until the event is set."""
    go = threading.Event()
    lane.submit(lambda _: go.wait(timeout=5))
    return go


def test_urgent_jobs_overtake_and_the_others_keep_their_order(lane: Lane) -> None:
    done: list[str] = []
    go = held(lane)
    futures = [
        lane.submit(lambda _, name=name: done.append(name), urgent=name.startswith("urgent"))
        for name in ("first", "second", "urgent 1", "third", "urgent 2")
    ]
    go.set()
    for future in futures:
        future.result(timeout=5)
    assert done == ["urgent 1", "urgent 2", "first", "second", "third"]


def test_a_job_that_was_cancelled_in_the_queue_does_not_run(lane: Lane) -> None:
    done: list[str] = []
    go = held(lane)
    future = lane.submit(lambda _: done.append("x"))
    assert future.cancel()
    go.set()
    lane.submit(lambda _: None).result(timeout=5)
    assert not done
    with pytest.raises(CancelledError):
        future.result()


def test_errors_reach_the_caller_and_the_lane_goes_on(lane: Lane) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("SELECT nothing FROM nowhere")

    with pytest.raises(AppError) as raised:
        lane.submit(broken).result(timeout=5)
    assert raised.value.code is Code.UNEXPECTED
    with pytest.raises(ZeroDivisionError):
        lane.submit(lambda _: 1 / 0).result(timeout=5)
    assert lane.submit(lambda c: c.execute("SELECT 1").fetchone()).result(timeout=5) == (1,)


def test_a_connection_that_cannot_be_opened_is_tried_again() -> None:
    attempts: list[int] = []

    def connect() -> sqlite3.Connection:
        attempts.append(1)
        if len(attempts) == 1:
            raise sqlite3.OperationalError("not yet")
        return to_memory()

    lane = Lane("lane", connect)
    with pytest.raises(AppError):
        lane.submit(lambda _: 1).result(timeout=5)
    assert lane.submit(lambda _: 1).result(timeout=5) == 1
    lane.close().result(timeout=5)


def test_closing_finishes_what_is_queued_and_refuses_more(lane: Lane) -> None:
    go = held(lane)
    queued = lane.submit(lambda _: "done")
    closed = lane.close()
    with pytest.raises(RuntimeError):
        lane.submit(lambda _: None)
    go.set()
    closed.result(timeout=5)
    assert queued.result(timeout=0) == "done"


def test_an_unused_lane_has_no_thread() -> None:
    before = threading.active_count()
    lane = Lane("lane", to_memory)
    assert threading.active_count() == before
    lane.close().result(timeout=0)
    lane.close().result(timeout=0)
