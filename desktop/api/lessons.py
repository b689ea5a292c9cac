"""What servers taught us about themselves, so that nothing is asked twice in vain.

Kept in memory for as long as the program runs: a server that was updated is asked anew after the next start,
or at once when its connection is tested (`forget`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop.api.failures import Problem
from desktop.api.fields import Json
from desktop.core.connection import Api, Endpoint

_OFFICIAL_HOSTS = (".openai.com", ".openai.azure.com", ".services.ai.azure.com")

_DROPPABLE = {
    "include",
    "max_completion_tokens",
    "max_output_tokens",
    "max_tokens",
    "reasoning",
    "reasoning_effort",
    "store",
    "stream",
    "stream_options",
    "temperature",
    "top_p",
}
# Patterns stay text until their first use: compiling them is a part of every start.
_NOT_KNOWN = (
    r"(?i)un(?:known|recogni[sz]ed|supported|expected)|not (?:supported|permitted|allowed|known)|"
    r"does(?: not|n't) support|extra (?:inputs|fields)|extra forbidden"
)
_NAMES = r"(?<=[\"'`\[])[a-z_]+(?=[\"'`\]])|(?<=: )[a-z_]+\b|\b[a-z]+_[a-z_]+\b"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one server wants requests for one model.

    `is_official`: it knows the whole official API, so parameters that only save money or bytes
    there are sent too. `refused`: parameters that it named in a refusal; never sent again.
    """

    is_official: bool = False
    refused: frozenset[str] = frozenset()


class Lessons:
    """Remembers, by base URL, which text API a server has and which parameters it refuses."""

    def __init__(self) -> None:
        self._apis: dict[str, Api] = {}
        self._refused: dict[tuple[str, str], frozenset[str]] = {}

    def api(self, endpoint: Endpoint) -> Api:
        """Give the API that the server is known to have; AUTO: nobody knows yet."""
        return self._apis.get(endpoint.base_url, Api.AUTO)

    def routes(self, endpoint: Endpoint) -> tuple[Api, ...]:
        """Give the APIs to try, in this order: what is known first, for a server may be replaced."""
        if endpoint.api is not Api.AUTO:
            return (endpoint.api,)
        if self.api(endpoint) is Api.CHAT:
            return (Api.CHAT, Api.RESPONSES)
        return (Api.RESPONSES, Api.CHAT)

    def learn(self, endpoint: Endpoint, api: Api) -> None:
        """Remember that the server answered on `api`."""
        self._apis[endpoint.base_url] = api

    def dialect(self, endpoint: Endpoint, model: str) -> Dialect:
        """Give how to ask this server for this model."""
        host = f".{urlsplit(endpoint.base_url).hostname or ''}"
        refused = self._refused.get((endpoint.base_url, model), frozenset())
        return Dialect(host.endswith(_OFFICIAL_HOSTS), refused)

    def drop(self, endpoint: Endpoint, model: str, parameter: str) -> None:
        """Remember that the server does not take `parameter` for this model."""
        known = self._refused.get((endpoint.base_url, model), frozenset())
        self._refused[endpoint.base_url, model] = known | {parameter}

    def forget(self, endpoint: Endpoint) -> None:
        """Know nothing about this server again."""
        self._apis.pop(endpoint.base_url, None)
        for known in [known for known in self._refused if known[0] == endpoint.base_url]:
            del self._refused[known]


def refused_parameter(problem: Problem, body: Json) -> str | None:
    """Give the parameter of `body` that a 400 says the server does not know; None: it says another thing.

    Only parameters that an answer can do without are given, and only when the server calls them
    unknown or unsupported: a wrong value is the person's to see.
    """
    if "invalid_encrypted_content" in problem.words:
        return "encrypted_reasoning"
    said = f"{problem.code} {problem.kind} {problem.message}".replace("_", " ")
    if not re.search(_NOT_KNOWN, said):
        return None
    named = re.split(r"[.\[\]]", problem.param)
    named += re.findall(_NAMES, problem.message)
    return next((name for name in named if name in _DROPPABLE and name in body), None)
