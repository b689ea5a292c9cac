"""When to ask a server again by ourselves, and for how long to wait before.

Only where the server has refused to work: a request that it may have begun to answer could be paid
for twice, so that one is the person's to repeat. (`api.wire` sends once more after a kept connection
that was dead before the first byte.)
"""

from __future__ import annotations

import random
from collections.abc import Callable

from desktop.core.errors import AppError, Code

MAX_RETRIES = 3
MAX_WAIT_S = 120.0  # a longer Retry-After is for the person to decide
LOST = {Code.CUT, Code.NO_ROUTE}
"""How it shows that the built-in engine has died."""
_FIRST_WAIT_S = 2.0
_ENGINE_WAIT_S = 0.3  # until its end is noticed and it starts again
_JITTER = 0.25  # of the wait: programs that were refused together must not come back together
_MAX_JITTER_S = 2.0
_WAITED_FOR = {Code.RATE_LIMITED, Code.OVERLOADED}
_REQUEST_TIMEOUT = 408  # the server says that it never got the whole request


def delay_s(
    error: AppError,
    attempt: int,
    *,
    is_built_in: bool = False,
    chance: Callable[[], float] = random.random,
) -> float | None:
    """Give how long to wait after the failed `attempt` (from 0); None when waiting is no use.

    Never less than the server asks for; a wait of our own doubles with each attempt. `chance` gives
    0 to 1 and adds up to a quarter, at most two seconds.
    """
    if is_built_in and error.code in LOST:
        return _ENGINE_WAIT_S if attempt == 0 else None
    is_waited_for = error.code in _WAITED_FOR or error.status == _REQUEST_TIMEOUT
    if not is_waited_for or attempt >= MAX_RETRIES:
        return None
    wished = error.retry_after_s if error.retry_after_s is not None else _FIRST_WAIT_S * 2**attempt
    return (
        wished + min(_JITTER * wished, _MAX_JITTER_S) * chance() if wished <= MAX_WAIT_S else None
    )
