"""How much may still be asked, as servers say it in their headers."""

import pytest

from desktop.api.reading.limits import Allowance, RateLimits, read_duration_s, read_limits
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.errors import AppError, Code
from tests.api.asking import PATIENT, endpoint
from tests.fakes.byte_server import ByteServer
from tests.fakes.shapes import json_reply
from tests.support.loops import RunLoop

DURATIONS = {
    "6m0s": 360.0,
    "1s": 1.0,
    "1.5s": 1.5,
    "20ms": 0.02,
    "1m20ms": 60.02,
    "1h2m3s": 3_723.0,
    "1d": 86_400.0,
    "2d3h4m5.5s": 183_845.5,
    "0s": 0.0,
    " 7 ": 7.0,
    "12": 12.0,
    "0.25": 0.25,
    "": None,
    "soon": None,
    "-5s": None,
    "1.2.3s": None,
    "5 s": None,
    "s": None,
    "²": None,
    "1e3": None,
    "inf": None,
    "nan": None,
    "2027-01-15T08:00:00Z": None,
}


@pytest.mark.parametrize(("value", "seconds"), DURATIONS.items())
def test_reads_a_duration(value: str, seconds: float | None) -> None:
    assert read_duration_s(value) == (None if seconds is None else pytest.approx(seconds))


FULL = {
    "x-ratelimit-limit-requests": "60",
    "x-ratelimit-remaining-requests": "59",
    "x-ratelimit-reset-requests": "1s",
    "x-ratelimit-limit-tokens": "150000",
    "x-ratelimit-remaining-tokens": "0",
    "x-ratelimit-reset-tokens": "6m0s",
}


def test_reads_requests_and_tokens() -> None:
    assert read_limits(FULL) == RateLimits(Allowance(59, 60, 1.0), Allowance(0, 150_000, 360.0))


def test_says_nothing_where_the_server_does_not() -> None:
    assert read_limits({}) is None
    assert read_limits({"x-ratelimit-limit-requests": "60"}) is None
    only = read_limits({"x-ratelimit-remaining-tokens": "5"})
    assert only == RateLimits(None, Allowance(5))


@pytest.mark.parametrize("value", ["", "many", "-1", "1.5", "٣", "²", "9" * 30, "1_000", "+5"])
def test_a_count_that_is_none_is_not_read(value: str) -> None:
    assert read_limits({"x-ratelimit-remaining-requests": value}) is None


def test_waits_for_what_is_used_up() -> None:
    used_up, left = Allowance(0, 10, 5.0), Allowance(3, 10, 60.0)
    assert RateLimits(used_up, left).wait_s == 5.0
    assert RateLimits(left, left).wait_s is None
    assert RateLimits(used_up, Allowance(0, 10, 9.0)).wait_s == 9.0
    assert RateLimits(Allowance(0), None).wait_s is None
    assert RateLimits().wait_s is None


def test_the_newest_limits_of_each_server_are_kept(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, ByteServer() as other, Http(PATIENT) as http:
            headers = {name.replace("-", "_"): value for name, value in FULL.items()}
            newer = {**headers, "x_ratelimit_remaining_requests": "58"}
            server.on("/v1/x", json_reply({}, **headers), json_reply({}, **newer), json_reply({}))
            other.on("/v1/x", json_reply({}))
            target = endpoint(server.base_url)
            for left in (59, 58, 58):
                await http.json(target, Call("/x"))
                requests = http.limits[target.identity].requests
                assert requests is not None
                assert requests.left == left
            await http.json(endpoint(other.base_url), Call("/x"))
            assert set(http.limits) == {target.identity}

    aloop(scenario())


WAITS = {
    "what it asks for": ({"retry_after": "7", "x_ratelimit_remaining_tokens": "0"}, 7.0),
    "until there are tokens": ({}, 360.0),
    "nobody says": ({"x_ratelimit_remaining_tokens": "5"}, None),
    "for ever": ({"x_ratelimit_reset_tokens": "9" * 400}, None),
    "for years": ({"x_ratelimit_reset_tokens": "999d"}, None),
}


@pytest.mark.parametrize(("more", "wait_s"), WAITS.values(), ids=WAITS.keys())
def test_a_refusal_says_how_long_to_wait(
    aloop: RunLoop, more: dict[str, str], wait_s: float | None
) -> None:
    async def scenario() -> None:
        async with ByteServer() as server, Http(PATIENT) as http:
            headers = {name.replace("-", "_"): value for name, value in FULL.items()}
            server.on("/v1/x", json_reply({"error": "slow"}, 429, **{**headers, **more}))
            with pytest.raises(AppError) as caught:
                await http.json(endpoint(server.base_url), Call("/x"))
            assert (caught.value.code, caught.value.retry_after_s) == (Code.RATE_LIMITED, wait_s)

    aloop(scenario())
