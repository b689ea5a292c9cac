"""Asks a server for more about one model, where it has a free route of its own for that.

Nothing is loaded, generated or counted by these requests. None of them is part of OpenAI's API.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import quote

from desktop.api.models.entries import facts_of, strings, with_words
from desktop.api.models.listing import name_of
from desktop.api.reading.fields import Json, child, children, number, text
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code
from desktop.core.models import NO_FACTS, Facts, Modality

_OWNERS = {"library": "ollama", "organization_owner": "lm_studio", "llamacpp": "llama_cpp"}
"""Servers that show what they are by `owned_by` in their list."""


def server_of(preset: str, owned_by: str) -> str:
    """Give the kind of server that `model_facts` knows a route for; empty: none."""
    plain = re.sub(r"[^a-z]+", "_", preset.casefold()).strip("_")
    plain = {"lmstudio": "lm_studio", "llamacpp": "llama_cpp"}.get(plain, plain)
    return plain if plain in _ROUTES else _OWNERS.get(owned_by, "")


async def model_facts(http: Http, endpoint: Endpoint, model: str, server: str) -> Facts:
    """Give what `server` (see `server_of`) says about one model; nothing where it does not know it.

    Raises:
        AppError: the server cannot be reached or refuses the key; a route it lacks is no error.
    """
    ask = _ROUTES.get(server)
    if ask is None:
        return NO_FACTS
    root = re.sub(r"/v\d+$", "", endpoint.base_url)
    try:
        return await ask(http, replace(endpoint, base_url=root), model)
    except AppError as error:
        if error.code in {Code.NOT_FOUND, Code.BAD_REQUEST, Code.LACKS, Code.NOT_UNDERSTOOD}:
            return NO_FACTS
        raise


async def _ollama(http: Http, root: Endpoint, model: str) -> Facts:
    return read_show(await http.json(root, Call("/api/show", {"model": model})))


async def _lm_studio(http: Http, root: Endpoint, model: str) -> Facts:
    try:
        answer = await http.json(root, Call("/api/v1/models"))
    except AppError as error:
        if error.code is not Code.NOT_FOUND:
            raise
        # Before LM Studio 0.4.
        answer = await http.json(root, Call(f"/api/v0/models/{quote(model, safe='/')}"))
    return read_lm_studio(answer, model)


async def _llama_cpp(http: Http, root: Endpoint, _model: str) -> Facts:
    return read_props(await http.json(root, Call("/props")))


async def _litellm(http: Http, root: Endpoint, model: str) -> Facts:
    return read_named(await http.json(root, Call("/model/info")), model)


_ROUTES: dict[str, Callable[[Http, Endpoint, str], Awaitable[Facts]]] = {
    "ollama": _ollama,
    "lm_studio": _lm_studio,
    "llama_cpp": _llama_cpp,
    "litellm": _litellm,
}


def read_show(answer: object) -> Facts:
    """Read Ollama's answer about a model: its context is what it loads with, if that is set."""
    if not isinstance(answer, dict):
        return NO_FACTS
    info = child(answer, "model_info")
    trained = number(info, f"{text(info, 'general.architecture')}.context_length")
    loaded = re.search(r"(?m)^num_ctx\s+(\d{1,9})\s*$", text(answer, "parameters"))
    facts = facts_of({"details": child(answer, "details")})
    context = int(loaded[1]) if loaded else trained
    facts = replace(facts, context=context if context and context > 0 else None)
    return with_words(facts, strings(answer.get("capabilities")))


def read_lm_studio(answer: object, model: str) -> Facts:
    """Read LM Studio's own list or entry: the context is that of the loaded copy, if there is one."""
    entry = _entry(answer, model)
    loaded = [child(copy, "config") for copy in children(entry, "loaded_instances")]
    sizes = [number(place, "context_length") for place in loaded]
    sizes.append(number(entry, "loaded_context_length"))
    facts = facts_of(entry)
    if words := strings(entry.get("capabilities")):  # v0 has words, v1 has yes and no
        facts = replace(with_words(facts, words), inputs=facts.inputs, reasoning=None)
    context = next((size for size in sizes if size and size > 0), facts.context)
    return replace(facts, context=context)


def read_props(answer: object) -> Facts:
    """Read llama.cpp's properties of the model that it runs."""
    if not isinstance(answer, dict):
        return NO_FACTS
    size = number(child(answer, "default_generation_settings"), "n_ctx")
    modalities, caps = child(answer, "modalities"), child(answer, "chat_template_caps")
    inputs = None
    if modalities:
        named = (("vision", Modality.IMAGE), ("audio", Modality.AUDIO))
        heard = {modality for name, modality in named if modalities.get(name) is True}
        inputs = frozenset({Modality.TEXT} | heard)
    tools = caps.get("supports_tools")
    return Facts(
        context=size if size and size > 0 else None,
        inputs=inputs,
        tools=tools if isinstance(tools, bool) else None,
    )


def read_named(answer: object, model: str) -> Facts:
    """Read the entry of one model in a list of them (LiteLLM)."""
    return facts_of(_entry(answer, model))


def _entry(answer: object, model: str) -> Json:
    if not isinstance(answer, dict):
        return {}
    entries = [*children(answer, "data"), *children(answer, "models")]
    if not entries:
        return answer
    return next((entry for entry in entries if _is_called(entry, model)), {})


def _is_called(entry: Json, model: str) -> bool:
    names = {name_of(entry), *strings(entry.get("variants"))}
    names |= {text(copy, "id") for copy in children(entry, "loaded_instances")}
    return model in names
