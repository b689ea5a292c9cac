"""When a server is asked again without the person's word, and when it never is."""

import pytest

from desktop.core.errors import AppError, Code
from desktop.services.retries import MAX_RETRIES, MAX_WAIT_S, delay_s


def at_once() -> float:
    return 0.0


def late() -> float:
    return 1.0


@pytest.mark.parametrize("code", [Code.RATE_LIMITED, Code.OVERLOADED])
def test_who_asks_for_patience_is_never_asked_too_early(code: Code) -> None:
    error = AppError(code, retry_after_s=20.0)
    assert delay_s(error, 0, chance=at_once) == 20.0
    assert delay_s(error, 0, chance=late) == 22.0  # programs refused together come back apart
    assert delay_s(AppError(code, retry_after_s=4.0), 0, chance=late) == 5.0


def test_a_wait_of_our_own_doubles() -> None:
    error = AppError(Code.OVERLOADED)
    waits = [delay_s(error, attempt, chance=at_once) for attempt in range(MAX_RETRIES)]
    assert waits == [2.0, 4.0, 8.0]


def test_it_ends() -> None:
    assert delay_s(AppError(Code.RATE_LIMITED), MAX_RETRIES) is None
    assert delay_s(AppError(Code.RATE_LIMITED, retry_after_s=MAX_WAIT_S + 1), 0) is None


WORKED_ON = [Code.QUOTA, Code.SERVER, Code.TIMEOUT, Code.CUT, Code.BAD_REQUEST, Code.KEY_REFUSED]


@pytest.mark.parametrize("code", WORKED_ON)
def test_what_may_be_paid_for_already_or_does_not_help_is_not_repeated(code: Code) -> None:
    assert delay_s(AppError(code), 0) is None
    assert delay_s(AppError(code, status=500, retry_after_s=1.0), 0) is None


def test_a_server_that_never_got_the_whole_request_is_asked_again() -> None:
    assert delay_s(AppError(Code.TIMEOUT, status=408), 0, chance=at_once) == 2.0


def test_the_built_in_engine_starts_again_and_costs_nothing() -> None:
    assert delay_s(AppError(Code.CUT), 0, is_built_in=True) is not None
    assert delay_s(AppError(Code.CUT), 1, is_built_in=True) is None
