"""What a server's headers say of how much may still be asked, and when to come back."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

_DURATION = r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?"
_MAX_RETRY_AFTER_S = 86_400.0
_UNIT_S = (86_400.0, 3_600.0, 60.0, 1.0, 0.001)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many of something may still be used, of how many, and when all are there again."""

    left: int
    of: int | None = None
    reset_s: float | None = None


@dataclass(frozen=True, slots=True)
class RateLimits:
    """What was said with the newest answer; None: nothing."""

    requests: Allowance | None = None
    tokens: Allowance | None = None

    @property
    def wait_s(self) -> float | None:
        """Give how long until what is used up is there again; None: nothing is, or nobody says."""
        used_up = (a for a in (self.requests, self.tokens) if a is not None and a.left <= 0)
        waits = [allowance.reset_s for allowance in used_up if allowance.reset_s is not None]
        return max(waits, default=None)


def read_limits(headers: Mapping[str, str]) -> RateLimits | None:
    """Give the limits; None when the headers name none."""
    found = RateLimits(_allowance(headers, "requests"), _allowance(headers, "tokens"))
    return found if found.requests or found.tokens else None


def read_duration_s(value: str) -> float | None:
    """Give the seconds of `6m0s`, `1.5s`, `20ms` or a bare number; None: it is none of these."""
    value = value.strip()
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value)
    match = re.fullmatch(_DURATION, value)
    if match is None or not value:
        return None
    try:
        return sum(float(n) * unit for n, unit in zip(match.groups(), _UNIT_S, strict=True) if n)
    except ValueError:
        return None


def wait_s(headers: Mapping[str, str], status: int) -> float | None:
    """Give the wait the server asks for; without one, until what is used up is there again."""
    wished = retry_after_s(headers)
    if wished is None and status == 429 and (limits := read_limits(headers)) is not None:
        return None if limits.wait_s is None else _sane(limits.wait_s)
    return wished


def retry_after_s(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Give the seconds after which the server says a retry may work; None: it did not say.

    Args:
        headers: `retry-after-ms`, or `retry-after` in seconds or as an HTTP date.
        now: Seconds since 1970, for tests; None: the clock.
    """
    milliseconds = _float(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return _sane(milliseconds / 1000)
    value = headers.get("retry-after", "")
    seconds = _float(value)
    if seconds is not None:
        return _sane(seconds)
    try:
        moment = parsedate_to_datetime(value).timestamp()
    except (ValueError, OverflowError):
        return None
    return _sane(max(0.0, moment - (time.time() if now is None else now)))


def _allowance(headers: Mapping[str, str], of_what: str) -> Allowance | None:
    left = _count(headers.get(f"x-ratelimit-remaining-{of_what}", ""))
    if left is None:
        return None
    reset = headers.get(f"x-ratelimit-reset-{of_what}", "")
    return Allowance(
        left, _count(headers.get(f"x-ratelimit-limit-{of_what}", "")), read_duration_s(reset)
    )


def _count(value: str) -> int | None:
    value = value.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _float(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _sane(seconds: float) -> float | None:
    return seconds if 0 <= seconds <= _MAX_RETRY_AFTER_S else None
