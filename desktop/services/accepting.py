"""Which parameters who answers takes, and if not, why: never sent in vain, never an error at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.core.capabilities import NOTHING_KNOWN, Capability, Fact, Support
from desktop.core.connection import BUILT_IN_ID, Api
from desktop.core.errors import AppError
from desktop.core.parameters import Parameters
from desktop.services.catalogue import Catalogue
from desktop.services.servers import Servers
from desktop.services.turn import Target

if TYPE_CHECKING:  # an idle window need not hold it
    from desktop.core.models import Facts


class Why(StrEnum):
    """Why a parameter is not taken."""

    BUILT_IN = "built_in"  # the engine that comes with the program has no such thing
    MODEL = "model"  # the model is known not to have it
    SERVER = "server"  # the server is known not to have it
    LEARNT = "learnt"  # the server has refused it for this model
    API = "api"  # the API by which the server is asked has no such thing


Refusals = Mapping[str, Why]
"""By name of the field of `Parameters`; what is not in it may be set."""

TOOLS = "tools"
"""Stands for functions, too."""

_SENT_AS: dict[str, tuple[frozenset[str], ...]] = {
    "temperature": (frozenset({"temperature"}),),
    "top_p": (frozenset({"top_p"}),),
    "max_output_tokens": (
        frozenset({"max_output_tokens"}),
        frozenset({"max_tokens", "max_completion_tokens"}),
    ),
    "reasoning_effort": (frozenset({"reasoning_effort"}), frozenset({"reasoning"})),
    "verbosity": (frozenset({"verbosity"}), frozenset({"text"})),
    "seed": (frozenset({"seed"}),),
    "schema": (frozenset({"response_format"}), frozenset({"format"}), frozenset({"text"})),
    "web_search": (
        frozenset({"web_search"}),
        frozenset({"web_search_options"}),
        frozenset({"plugins"}),
    ),
    TOOLS: (frozenset({"tools"}),),
}
"""For each field the names in a request without which it cannot be asked for: one of the sets."""

_NOT_BUILT_IN = ("reasoning_effort", "verbosity", "web_search")
_PLAIN = Parameters()


class Acceptance:
    """Knows what servers, tables and refusals say of each model. Loop's thread."""

    def __init__(self, servers: Servers, catalogue: Catalogue) -> None:
        self._servers, self._catalogue = servers, catalogue

    async def refusals(self, target: Target) -> Refusals:
        """Give the parameters that a model does not take; nothing that costs money is asked."""
        return refusals(
            target,
            await self.facts(target),
            self._servers.capabilities(target.connection_id),
            (self._servers.refused(target.connection_id, target.model), self._api(target)),
        )

    async def fitting(self, parameters: Parameters, target: Target) -> Parameters:
        """Give what of `parameters` may be sent to a model."""
        if replace(parameters, instructions="", connection_id="", model="") == _PLAIN:
            return parameters  # nothing is at stake: no table needs to be read
        plain: dict[str, object] = {
            name: getattr(_PLAIN, name) for name in await self.refusals(target)
        }
        if TOOLS in plain:
            plain["functions"] = ()
        return replace(parameters, **plain)  # type: ignore[arg-type]

    async def facts(self, target: Target) -> Facts | None:
        """Give what is known of the model itself; None: that cannot be read now."""
        from desktop.core.models import ModelKey  # noqa: PLC0415 - see above

        key = ModelKey(target.connection_id, target.model)
        try:
            models = await self._catalogue.open()
            is_own = key.connection_id == BUILT_IN_ID and models.info(key).is_listed is None
            if is_own and key.model != self._servers.get(BUILT_IN_ID).model:
                await models.refresh(BUILT_IN_ID)  # only the engine knows what it can do
        except AppError:
            return None  # whoever asks it for an answer says what is wrong
        return models.info(key).facts

    def _api(self, target: Target) -> Api:
        """Give the API by which the server will be asked, as far as that is known."""
        connection = self._servers.get(target.connection_id)
        known = self._servers.capabilities(connection.id)
        if connection.api is Api.AUTO and known[Capability.RESPONSES].support is Support.YES:
            return Api.RESPONSES
        return connection.api


def refusals(
    target: Target,
    facts: Facts | None,
    capabilities: Mapping[Capability, Fact],
    learnt: tuple[frozenset[str], Api],
) -> Refusals:
    """Give what is not taken, from all that is known; the plainest reason where there are several."""
    refused, api = learnt
    found: dict[str, Why] = {}
    if api is Api.RESPONSES:
        found["seed"] = Why.API
    for name, ways in _SENT_AS.items():
        if any(way <= refused for way in ways):
            found[name] = Why.LEARNT
    has_tools = facts.tools if facts is not None else None
    if has_tools is None and _is_missing(capabilities, Capability.TOOLS):
        found[TOOLS] = Why.SERVER
    if has_tools is False:
        found[TOOLS] = Why.MODEL
    if _is_missing(capabilities, Capability.WEB_SEARCH):
        found["web_search"] = Why.SERVER
    if facts is not None and facts.reasoning is False:
        found["reasoning_effort"] = Why.MODEL
    if target.connection_id == BUILT_IN_ID:
        found |= dict.fromkeys(_NOT_BUILT_IN, Why.BUILT_IN)
        if TOOLS in found:
            found[TOOLS] = Why.BUILT_IN
    return found


def _is_missing(capabilities: Mapping[Capability, Fact], capability: Capability) -> bool:
    return capabilities.get(capability, NOTHING_KNOWN).support is Support.NO
