"""Change notices without Qt."""

from desktop.core.observe import Event
from tests.support.guards import ExpectLog


def test_tells_all_listeners_in_the_order_in_which_they_came() -> None:
    event: Event[int] = Event()
    heard: list[tuple[str, int]] = []
    event.connect(lambda value: heard.append(("first", value)))
    event.connect(lambda value: heard.append(("second", value)))
    event.emit(1)
    event.emit(2)
    assert heard == [("first", 1), ("second", 1), ("first", 2), ("second", 2)]


def test_one_that_left_hears_nothing_and_may_leave_twice() -> None:
    event: Event[int] = Event()
    heard: list[int] = []
    leave = event.connect(heard.append)
    leave()
    leave()
    event.emit(1)
    assert heard == []


def test_one_that_fails_is_logged_and_does_not_silence_the_others(expect_log: ExpectLog) -> None:
    expect_log("a listener failed")
    event: Event[int] = Event()
    heard: list[int] = []

    def fail(_value: int) -> None:
        raise ZeroDivisionError

    event.connect(fail)
    event.connect(heard.append)
    event.emit(1)
    assert heard == [1]


def test_one_may_leave_while_it_is_told() -> None:
    event: Event[int] = Event()
    heard: list[int] = []

    def once(value: int) -> None:
        heard.append(value)
        leave()

    leave = event.connect(once)
    event.connect(heard.append)
    event.emit(1)
    event.emit(2)
    assert heard == [1, 1, 2]


def test_one_that_comes_while_others_are_told_waits_for_the_next_notice() -> None:
    event: Event[int] = Event()
    heard: list[int] = []
    leave = event.connect(lambda _value: (event.connect(heard.append), leave()))
    event.emit(1)
    assert heard == []
    event.emit(2)
    assert heard == [2]


def test_the_same_listener_twice_is_told_twice_and_leaves_once_at_a_time() -> None:
    event: Event[int] = Event()
    heard: list[int] = []
    leave = event.connect(heard.append)
    event.connect(heard.append)
    event.emit(1)
    leave()
    event.emit(2)
    assert heard == [1, 1, 2]
