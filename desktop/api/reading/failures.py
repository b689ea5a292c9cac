"""What a server's refusal means: its body, status and headers become one AppError.

Error bodies come as `{"error": {...}}` (OpenAI), `{"error": "text"}` (Ollama), `{"detail": ...}`
(FastAPI), `{"message": ...}`, a list around any of these (Google), plain text, and web pages.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from desktop.api.reading.fields import Json, child, load, objects, text
from desktop.api.reading.limits import wait_s
from desktop.core.connection import Secret
from desktop.core.errors import AppError, Code
from desktop.core.logs import redact

MAX_DETAIL = 600
"""Characters of a server's message that a reader can still use."""

_MAX_MESSAGE = 16_384  # kept until the key is redacted: a cut must not leave half a key

_MAX_ID = 200

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
_NO_ERROR = {"id", "object", "data"}
_BLOCKED = {
    "content_filter",  # Azure
    "content_policy_violation",
    "moderation_blocked",
    "ResponsibleAIPolicyViolation",
}
_TELLING: dict[Code, set[str]] = {
    Code.QUOTA: _QUOTA,
    Code.TOO_LONG: _TOO_LONG,
    Code.OVERLOADED: _OVERLOADED,
    Code.BLOCKED: _BLOCKED,
    # Our own engine says why its model cannot run in the words of the codes themselves.
    Code.ENGINE_MISSING: {Code.ENGINE_MISSING.value},
    Code.ENGINE_DAMAGED: {Code.ENGINE_DAMAGED.value},
    Code.ENGINE_CPU: {Code.ENGINE_CPU.value},
    Code.ENGINE_MEMORY: {Code.ENGINE_MEMORY.value},
    Code.UNREADABLE: {Code.UNREADABLE.value},
    Code.UNSUITABLE: {Code.UNSUITABLE.value},
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
    407: Code.PROXY,
    408: Code.TIMEOUT,
    410: Code.NOT_FOUND,
    413: Code.TOO_LARGE,
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
        request_id: As in AppError.
    """

    def __init__(
        self,
        code: Code,
        problem: Problem,
        *,
        retry_after_s: float | None = None,
        status: int | None = None,
        lacks_route: bool = False,
        request_id: str = "",
    ) -> None:
        super().__init__(
            code,
            problem.message,
            retry_after_s=retry_after_s,
            status=status,
            request_id=request_id,
        )
        self.problem = problem
        self.lacks_route = lacks_route

    def without(self, secrets: Iterable[Secret]) -> RefusedError:
        """Give the same error in which no secret occurs, even when the server repeated one."""
        hidden = tuple(secrets)
        problem = Problem(
            _shorten(redact(self.problem.message, hidden), MAX_DETAIL),
            redact(self.problem.code, hidden),
            redact(self.problem.kind, hidden),
            redact(self.problem.param, hidden),
        )
        return RefusedError(
            self.code,
            problem,
            retry_after_s=self.retry_after_s,
            status=self.status,
            lacks_route=self.lacks_route,
            request_id=redact(self.request_id, hidden),
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
        retry_after_s=wait_s(headers, status),
        status=status,
        request_id=headers.get("x-request-id", "")[:_MAX_ID],
        lacks_route=status in {404, 405, 410, 501} and not _blames_the_request(problem),
    )


def in_band(error: object) -> RefusedError:
    """Give the error for an `error` member that came inside a successful answer."""
    problem = _from_json({"error": error})
    status = int(problem.code) if re.fullmatch(r"[45]\d\d", problem.code) else None
    lacks_route = "unexpected endpoint" in problem.message.lower()  # LM Studio: with status 200
    return RefusedError(classify(problem, status), problem, status=status, lacks_route=lacks_route)


def error_in(answer: object) -> RefusedError | None:
    """Give the error that came with a success (LM Studio); None: the answer is what it says.

    An object with an id has an `error` of its own: a response that failed, not a request.
    """
    if isinstance(answer, dict) and answer.get("error") and not answer.keys() & _NO_ERROR:
        return in_band(answer["error"])
    return None


def classify(problem: Problem, status: int | None) -> Code:
    """Give the code that a person's explanation hangs on; the server's own word goes first."""
    words = problem.words
    for code, telling in _TELLING.items():
        if words & telling:
            return code
    if re.search(_TOO_LONG_WORDS, problem.message):
        return Code.TOO_LONG
    if status == 400 and "no_db_connection" in words:  # LiteLLM without a database, another key
        return Code.KEY_REFUSED
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status is not None:
        return Code.SERVER if status >= 500 else Code.BAD_REQUEST
    # The code before the kind: OpenAI's "model_not_found" is of the kind "invalid_request_error".
    telling_words = (problem.code, problem.kind)
    return next((_BY_WORD[word] for word in telling_words if word in _BY_WORD), Code.SERVER)


def read_problem(body: bytes) -> Problem:
    """Find the message in an error body of any of the known shapes."""
    content = body.decode("utf-8", "replace").strip()
    if content.startswith("data:"):  # LiteLLM refuses a stream in the form of a stream
        content = content.removeprefix("data:").partition("\n")[0].strip()
    try:
        parsed = load(content)
    except ValueError:
        return Problem(describe_page(content))
    return _from_json(parsed)


def describe_page(content: str) -> str:
    """Give the title of a web page, or the beginning of a plain text."""
    if not re.match(r"\s*<", content):
        return _shorten(content)
    found = re.search(r"<title[^>]*>(.*?)</title", content, re.IGNORECASE | re.DOTALL)
    return _shorten(html.unescape(found[1])) if found else "HTML"


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


def _blames_the_request(problem: Problem) -> bool:
    """Tell that the path is known: who has no such path names no parameter and no model."""
    return bool(problem.param) or "model_not_found" in problem.words


def _shorten(content: str, limit: int = _MAX_MESSAGE) -> str:
    line = " ".join(content.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
