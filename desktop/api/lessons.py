"""What servers taught us about themselves, so that nothing is asked twice in vain.

`services.capabilities` keeps it over the end of the program; a server that was updated is asked anew
when its connection is tested (`forget`).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from desktop.api.reading.failures import Problem
from desktop.core.capabilities import NOTHING_KNOWN, Capability, Fact, Learnt, Support
from desktop.core.connection import Api, Endpoint
from desktop.core.observe import Event

_OFFICIAL_HOSTS = (".openai.com", ".openai.azure.com", ".services.ai.azure.com")
_PLUGIN_HOSTS = (".openrouter.ai",)

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
    `has_plugins`: it searches the web by a plugin, in either text API.
    """

    is_official: bool = False
    refused: frozenset[str] = frozenset()
    has_plugins: bool = False


class Lessons:
    """Remembers, by `Endpoint.identity`, what a server can do and which parameters it refuses.

    `changed` gives the identity when something new was learnt: whoever keeps it reads `learnt`.
    """

    def __init__(self, today: Callable[[], str] = lambda: time.strftime("%Y-%m-%d")) -> None:
        self._today = today
        self._learnt: dict[str, Learnt] = {}
        self.changed: Event[str] = Event()

    def learnt(self, identity: str) -> Learnt:
        """Give what a server has taught us."""
        return self._learnt.get(identity, Learnt())

    def recall(self, identity: str, learnt: Learnt) -> None:
        """Know again what was learnt before this start; nothing is told."""
        self._learnt[identity] = learnt

    def support(self, endpoint: Endpoint, capability: Capability) -> Support:
        """Tell whether the server is known to do something."""
        facts = self.learnt(endpoint.identity).facts
        return facts.get(capability, NOTHING_KNOWN).support

    def learn(self, endpoint: Endpoint, capability: Capability, *, works: bool) -> None:
        """Remember, with today's date, that something worked or that the server has no such thing."""
        fact = Fact(Support.YES if works else Support.NO, self._today())
        known = self.learnt(endpoint.identity)
        if known.facts.get(capability) != fact:
            facts = {**known.facts, capability: fact}
            self._change(endpoint.identity, replace(known, facts=facts))

    def routes(self, endpoint: Endpoint) -> tuple[Api, ...]:
        """Give the APIs to try, in this order: what is known first, for a server may be replaced."""
        if endpoint.api is not Api.AUTO:
            return (endpoint.api,)
        if self.support(endpoint, Capability.RESPONSES) is Support.NO:
            return (Api.CHAT, Api.RESPONSES)
        return (Api.RESPONSES, Api.CHAT)

    def dialect(self, endpoint: Endpoint, model: str) -> Dialect:
        """Give how to ask this server for this model."""
        try:
            host = f".{urlsplit(endpoint.base_url).hostname or ''}"
        except ValueError:  # no address at all: whoever sends says so
            host = ""
        refused = self.learnt(endpoint.identity).refused.get(model, frozenset())
        return Dialect(host.endswith(_OFFICIAL_HOSTS), refused, host.endswith(_PLUGIN_HOSTS))

    def drop(self, endpoint: Endpoint, model: str, parameter: str) -> None:
        """Remember that the server does not take `parameter` for this model."""
        known = self.learnt(endpoint.identity)
        refused = known.refused.get(model, frozenset()) | {parameter}
        self._change(endpoint.identity, replace(known, refused={**known.refused, model: refused}))

    def forget(self, endpoint: Endpoint) -> None:
        """Know nothing about this server again."""
        self._change(endpoint.identity, Learnt())

    def _change(self, identity: str, learnt: Learnt) -> None:
        self._learnt[identity] = learnt
        self.changed.emit(identity)


def refused_parameter(
    problem: Problem, sent: Collection[str], droppable: Collection[str]
) -> str | None:
    """Give the sent parameter that a 400 says the server does not know; None: it says another thing.

    Only parameters that an answer can do without (`droppable`) are given, and only when the server
    calls them unknown or unsupported: a wrong value is the person's to see.
    """
    if "invalid_encrypted_content" in problem.words:
        return "encrypted_reasoning"
    said = f"{problem.code} {problem.kind} {problem.message}".replace("_", " ")
    if not re.search(_NOT_KNOWN, said):
        return None
    named = re.split(r"[.\[\]]", problem.param)
    named += re.findall(_NAMES, problem.message)
    return next((name for name in named if name in droppable and name in sent), None)
