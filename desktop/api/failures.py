"""What a server's refusal means: its body, status and headers become one AppError.

Error bodies come as `{"error": {...}}` (OpenAI), `{"error": "text"}` (Ollama), `{"detail": ...}`
(FastAPI), `{"message": ...}`, a list around any of these (Google), plain text, and web pages.
"""

from __future__ import annotations

import base64
import html
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from desktop.api.fields import Json, child, objects, text
from desktop.core.connection import Secret
from desktop.core.errors import AppError, Code

MAX_DETAIL = 600
"""Characters of a server's message that a reader can still use."""

_MAX_MESSAGE = 16_384  # kept until the key is redacted: a cut must not leave half a key

_MAX_RETRY_AFTER_S = 86_400.0

_QUOTA = {
    "insufficient_quota",
    "credit_balance_exhausted",
    "billing_hard_limit_reached",
    "billing_not_active",
    "spend_limit_reached",
    "usage_limit_reached",
    "insufficient_credits",
}
_TOO_LONG = {"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"}
_OVERLOADED = {"server_is_overloaded", "slow_down", "overloaded_error", "engine_overloaded"}
_TELLING: dict[Code, set[str]] = {
    Code.QUOTA: _QUOTA,
    Code.TOO_LONG: _TOO_LONG,
    Code.OVERLOADED: _OVERLOADED,
    # Our own engine says why its model cannot run in the words of the codes themselves.
    Code.ENGINE_MISSING: {Code.ENGINE_MISSING.value},
    Code.ENGINE_DAMAGED: {Code.ENGINE_DAMAGED.value},
    Code.ENGINE_CPU: {Code.ENGINE_CPU.value},
    Code.ENGINE_MEMORY: {Code.ENGINE_MEMORY.value},
}
"""Words that say more than the status they come with."""
# Patterns stay text until their first use: compiling them all takes 4 ms of every start.
_TOO_LONG_WORDS = (
    r"(?i)maximum context length|context (?:length|size|window).{0,40}exceed|"
    r"exceed.{0,40}context (?:length|size|window)|(?:prompt|input) is too long"
)
_BY_STATUS = {
    401: Code.KEY_REFUSED,
    402: Code.QUOTA,
    403: Code.FORBIDDEN,
    404: Code.NOT_FOUND,
    405: Code.NOT_FOUND,
    407: Code.NO_ROUTE,
    408: Code.TIMEOUT,
    410: Code.NOT_FOUND,
    429: Code.RATE_LIMITED,
    501: Code.NOT_FOUND,
    503: Code.OVERLOADED,
    504: Code.TIMEOUT,
    529: Code.OVERLOADED,
}
_BY_WORD = {
    "invalid_api_key": Code.KEY_REFUSED,
    "authentication_error": Code.KEY_REFUSED,
    "permission_error": Code.FORBIDDEN,
    "model_not_found": Code.NOT_FOUND,
    "not_found_error": Code.NOT_FOUND,
    "rate_limit_exceeded": Code.RATE_LIMITED,
    "rate_limit_error": Code.RATE_LIMITED,
    "invalid_request_error": Code.BAD_REQUEST,
    "invalid_prompt": Code.BAD_REQUEST,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What a server said went wrong, in its own words; all may be empty."""

    message: str = ""
    code: str = ""
    kind: str = ""
    param: str = ""

    @property
    def words(self) -> set[str]:
        """Give what identifies the problem to a program."""
        return {self.code, self.kind} - {""}


class RefusedError(AppError):
    """An AppError that still knows what the server said, for those who can do something about it.

    Args:
        code: What it means to a person.
        problem: What the server said, already free of secrets.
        retry_after_s: As in AppError.
        status: As in AppError.
        lacks_route: The server seems not to know this path, so another API may work.
    """

    def __init__(
        self,
        code: Code,
        problem: Problem,
        *,
        retry_after_s: float | None = None,
        status: int | None = None,
        lacks_route: bool = False,
    ) -> None:
        super().__init__(code, problem.message, retry_after_s=retry_after_s, status=status)
        self.problem = problem
        self.lacks_route = lacks_route

    def without(self, key: Secret) -> RefusedError:
        """Give the same error in which `key` occurs nowhere, even when the server repeated it."""
        problem = Problem(
            _shorten(redact(self.problem.message, key), MAX_DETAIL),
            redact(self.problem.code, key),
            redact(self.problem.kind, key),
            redact(self.problem.param, key),
        )
        return RefusedError(
            self.code,
            problem,
            retry_after_s=self.retry_after_s,
            status=self.status,
            lacks_route=self.lacks_route,
        )


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> RefusedError:
    """Give the error for an HTTP answer that is no success.

    Args:
        status: Its status.
        headers: Its headers; names in lower case, or a mapping that ignores case.
        body: The first part of its body.
    """
    problem = read_problem(body)
    if not problem.message:
        problem = replace(problem, message=f"HTTP {status}")
    return RefusedError(
        classify(problem, status),
        problem,
        retry_after_s=retry_after_s(headers),
        status=status,
        lacks_route=status in {404, 405, 410, 501} and not _blames_model(problem),
    )


def in_band(error: object) -> RefusedError:
    """Give the error for an `error` member that came inside a successful answer."""
    problem = _from_json({"error": error})
    status = int(problem.code) if re.fullmatch(r"[45]\d\d", problem.code) else None
    lacks_route = "unexpected endpoint" in problem.message.lower()  # LM Studio: with status 200
    return RefusedError(classify(problem, status), problem, status=status, lacks_route=lacks_route)


def classify(problem: Problem, status: int | None) -> Code:
    """Give the code that a person's explanation hangs on; the server's own word goes first."""
    words = problem.words
    for code, telling in _TELLING.items():
        if words & telling:
            return code
    if re.search(_TOO_LONG_WORDS, problem.message):
        return Code.TOO_LONG
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status is not None:
        return Code.SERVER if status >= 500 else Code.BAD_REQUEST
    return next((_BY_WORD[word] for word in sorted(words) if word in _BY_WORD), Code.SERVER)


def read_problem(body: bytes) -> Problem:
    """Find the message in an error body of any of the known shapes."""
    content = body.decode("utf-8", "replace").strip()
    try:
        parsed: object = json.loads(content)
    except ValueError:
        return Problem(describe_page(content))
    return _from_json(parsed)


def describe_page(content: str) -> str:
    """Give the title of a web page, or the beginning of a plain text."""
    if not re.match(r"\s*<", content):
        return _shorten(content)
    found = re.search(r"<title[^>]*>(.*?)</title", content, re.IGNORECASE | re.DOTALL)
    return _shorten(html.unescape(found[1])) if found else "HTML"


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


def redact(content: str, key: Secret) -> str:
    """Replace the key in `content`, also where it is written as in a URL, in JSON, or in base64."""
    value = key.reveal().strip()
    if len(value) < 4:  # "x" for a local server that wants any key: nothing to hide
        return content
    forms = {value, quote(value, safe=""), json.dumps(value)[1:-1]}
    forms.add(base64.b64encode(value.encode()).decode())
    for form in sorted(forms, key=len, reverse=True):
        content = content.replace(form, "***")
    return content


def _from_json(parsed: object) -> Problem:
    if isinstance(parsed, str):
        return Problem(_shorten(parsed))
    if isinstance(parsed, list):
        first = objects(parsed)
        return _from_json(first[0]) if first else Problem(_shorten(json.dumps(parsed)))
    if not isinstance(parsed, dict):
        return Problem()
    for name in ("error", "detail"):
        if parsed.get(name):
            return _from_member(parsed, parsed[name])
    return _from_object(parsed)


def _from_member(outer: Json, member: object) -> Problem:
    if isinstance(member, str):
        return replace(_from_object(outer), message=_shorten(member))
    if isinstance(member, list):  # FastAPI: what is wrong with each field
        wrong = objects(member)
        where = wrong[0].get("loc") if wrong else None
        param = str(where[-1]) if isinstance(where, list) and where else ""
        message = "; ".join(filter(None, (text(entry, "msg") for entry in wrong)))
        kind = text(wrong[0], "type") if wrong else ""
        return Problem(_shorten(message), kind=kind, param=param)
    return _from_object(member) if isinstance(member, dict) else Problem()


def _from_object(item: Json) -> Problem:
    code = item.get("code")
    message = text(item, "message") or text(child(item, "metadata"), "raw")
    return Problem(
        _shorten(message),
        str(code) if isinstance(code, str | int) else "",
        text(item, "type"),
        text(item, "param"),
    )


def _blames_model(problem: Problem) -> bool:
    return "model_not_found" in problem.words or problem.param == "model"


def _shorten(content: str, limit: int = _MAX_MESSAGE) -> str:
    line = " ".join(content.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _float(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _sane(seconds: float) -> float | None:
    return seconds if 0 <= seconds <= _MAX_RETRY_AFTER_S else None
