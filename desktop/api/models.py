"""Which models a server offers: the one request that is made without being asked, for it costs nothing."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.api.failures import in_band
from desktop.api.fields import Json, child, dump, number, text
from desktop.api.http import Http
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

PATH = "/models"

_MAX_MODELS = 10_000
_CONTEXT_NAMES = (
    "context_length",  # OpenRouter
    "context_window",  # Groq
    "max_context_length",  # LM Studio, Mistral
    "max_model_len",  # vLLM
    "n_ctx",  # llama.cpp, under meta
    "n_ctx_train",
)


@dataclass(frozen=True, slots=True)
class Model:
    """One model that a server lists.

    `shutdown_date` is "YYYY-MM-DD" or empty; `context_length` is in tokens, None where the server
    does not say; `raw` is its whole entry as JSON text.
    """

    id: str
    owned_by: str = ""
    shutdown_date: str = ""
    context_length: int | None = None
    raw: str = ""


async def list_models(http: Http, endpoint: Endpoint) -> tuple[Model, ...]:
    """Give the server's models in its own order, each once.

    Raises:
        AppError: NOT_UNDERSTOOD when the answer holds no list; otherwise as `Http.json`.
    """
    answer = await http.json(endpoint, PATH)
    models = parse(answer)
    if models is None:
        if isinstance(answer, dict) and answer.get("error"):
            raise in_band(answer["error"]).without(endpoint.key)
        raise AppError(Code.NOT_UNDERSTOOD)
    return models


def parse(answer: object) -> tuple[Model, ...] | None:
    """Read `{"data": [...]}`, `{"models": [...]}` or a bare list; None: there is no list."""
    entries = answer
    if isinstance(answer, dict):
        entries = next((answer[name] for name in ("data", "models") if name in answer), None)
        if entries is None and answer.get("object") == "list":
            entries = []  # servers written in Go send null for an empty list
    if not isinstance(entries, list):
        return None
    models = {model.id: model for entry in entries[:_MAX_MODELS] if (model := _model(entry))}
    return tuple(models.values())


def _model(entry: object) -> Model | None:
    if isinstance(entry, str):
        return Model(entry) if entry else None
    if not isinstance(entry, dict):
        return None
    name = text(entry, "id") or text(entry, "name") or text(entry, "model")
    if not name:
        return None
    return Model(
        name, text(entry, "owned_by"), text(entry, "shutdown_date"), _context(entry), dump(entry)
    )


def _context(entry: Json) -> int | None:
    for place in (entry, child(entry, "meta")):
        for name in _CONTEXT_NAMES:
            if (size := number(place, name)) is not None and size > 0:
                return size
    return None
