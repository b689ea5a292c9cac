"""When to ask a server again by ourselves, and for how long to wait before."""

from __future__ import annotations

from desktop.core.errors import AppError, Code

MAX_RETRIES = 3
MAX_WAIT_S = 120.0  # a longer Retry-After is for the person to decide
LOST = {Code.CUT, Code.NO_ROUTE}
"""How it shows that the built-in engine has died."""
_FIRST_WAIT_S = 2.0
_ENGINE_WAIT_S = 0.3  # until its end is noticed and it starts again
_WAITED_FOR = {Code.RATE_LIMITED, Code.OVERLOADED}


def delay_s(error: AppError, attempt: int, *, is_built_in: bool = False) -> float | None:
    """Give how long to wait after the failed `attempt` (from 0); None when waiting is no use."""
    if is_built_in and error.code in LOST:
        return _ENGINE_WAIT_S if attempt == 0 else None
    if error.code not in _WAITED_FOR or attempt == MAX_RETRIES:
        return None
    wished = error.retry_after_s if error.retry_after_s is not None else _FIRST_WAIT_S * 2**attempt
    return wished if wished <= MAX_WAIT_S else None
