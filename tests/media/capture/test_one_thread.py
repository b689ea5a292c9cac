"""Calls that hang do not hang their caller."""

import threading

import pytest

from desktop.media.capture.one_thread import OneThread


def test_calls_run_on_one_thread_that_ends_when_told() -> None:
    thread = OneThread("test")
    names = {thread.run(lambda: threading.current_thread().name, 5) for _ in range(3)}
    assert names == {"test"}
    assert thread.end(5)
    assert not thread.is_begun
    assert thread.run(lambda: 1, 5) == 1  # and begins again
    assert thread.end(5)
    assert thread.end(5)


def test_what_a_call_raises_is_raised() -> None:
    thread = OneThread("test")
    with pytest.raises(ZeroDivisionError):
        thread.run(lambda: 1 / 0, 5)
    assert thread.end(5)


def test_a_call_that_hangs_is_given_up_and_its_late_result_undone() -> None:
    thread, go_on, undone = OneThread("test"), threading.Event(), threading.Event()

    def hang() -> str:
        go_on.wait(10)
        return "late"

    with pytest.raises(TimeoutError):
        thread.run(hang, 0.05, lambda result: result == "late" and undone.set())
    with pytest.raises(TimeoutError):
        thread.run(lambda: pytest.fail("nobody waits for this any more"), 0.05)
    go_on.set()
    assert undone.wait(5)
    assert thread.run(lambda: "well", 5) == "well"
    assert thread.end(5)
