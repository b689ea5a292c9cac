"""Which models a server offers: the one request that is made without being asked, for it costs nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from desktop.api.models.entries import facts_of
from desktop.api.reading.failures import in_band
from desktop.api.reading.fields import Json, dump, objects, text
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code
from desktop.core.logs import forms_of
from desktop.core.models import NO_FACTS, Facts

PATH = "/models"

_MAX_MODELS = 10_000
_KEY_LENGTH = 16
_MANY = 50  # entries that the loop reads without a stutter; more go to a worker


@dataclass(frozen=True, slots=True)
class Model:
    """One model that a server lists.

    `facts` is what its entry says in words that we know, `raw` the whole entry as JSON text.
    """

    id: str
    owned_by: str = ""
    facts: Facts = NO_FACTS
    raw: str = ""

    @property
    def context_length(self) -> int | None:
        """How many tokens fit; None where the server does not say."""
        return self.facts.context


async def list_models(http: Http, endpoint: Endpoint) -> tuple[Model, ...]:
    """Give the server's models in its own order, each once.

    Raises:
        AppError: NOT_UNDERSTOOD when the answer holds no list; otherwise as `Http.json`.
    """
    answer = await http.json(endpoint, Call(PATH))
    if len(_entries(answer) or ()) > _MANY:
        models = await asyncio.to_thread(parse, answer)
    else:
        models = parse(answer)
    if models is None:
        if isinstance(answer, dict) and answer.get("error"):
            raise in_band(answer["error"]).without(endpoint.secrets)
        raise AppError(Code.NOT_UNDERSTOOD)
    # A model that bears a key of ours is none: a server has repeated what it was told. "ollama" or
    # "none", for a server that wants any key, are no secrets.
    forms = {form for secret in endpoint.secrets for form in forms_of(secret)}
    keys = [form for form in forms if len(form) >= _KEY_LENGTH]
    return tuple(m for m in models if not any(key in m.id or key in m.raw for key in keys))


def parse(answer: object) -> tuple[Model, ...] | None:
    """Read `{"data": [...]}`, `{"models": [...]}` or a bare list; None: there is no list."""
    entries = _entries(answer)
    if entries is None:
        return None
    beside = _beside(answer)
    models: dict[str, Model] = {}
    for entry in entries[:_MAX_MODELS]:
        model = _model(entry, beside)
        if model is not None:
            models.setdefault(model.id, model)
    return tuple(models.values())


def name_of(entry: Json) -> str:
    """Give what requests call the model of an entry; empty: it has no name."""
    named = (text(entry, field) for field in ("id", "key", "name", "model", "model_name"))
    return next(filter(None, named), "")


def _entries(answer: object) -> list[object] | None:
    entries = answer
    if isinstance(answer, dict):
        entries = next((answer[name] for name in ("data", "models") if name in answer), None)
        if entries is None and answer.get("object") == "list":
            entries = []  # servers written in Go send null for an empty list
    return entries if isinstance(entries, list) else None


def _beside(answer: object) -> dict[str, Json]:
    """Give the second list of llama.cpp, which says what its first one does not."""
    if not isinstance(answer, dict) or "data" not in answer:
        return {}
    return {name_of(entry): entry for entry in objects(answer.get("models"))[:_MAX_MODELS]}


def _model(entry: object, beside: dict[str, Json]) -> Model | None:
    if isinstance(entry, str):
        return Model(entry) if entry else None
    if not isinstance(entry, dict):
        return None
    name = name_of(entry)
    if not name:
        return None
    whole = {**beside.get(name, {}), **entry}
    return Model(name, text(entry, "owned_by"), facts_of(whole), dump(entry))
