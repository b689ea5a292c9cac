"""Moderation: whether texts or pictures are of a kind that must not be sent on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.api.adapting import Question
from desktop.api.kept import ask_adapted, raw
from desktop.api.reading.fields import Json, child, objects, real
from desktop.api.wire.call import Call
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability
from desktop.core.connection import Endpoint
from desktop.core.errors import AppError, Code

PATH = "/moderations"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the server says of one input.

    `categories` has the names of those that apply, the surest first; `scores` is 0 to 1 for every
    category; `raw` the whole result as JSON text.
    """

    flagged: bool
    categories: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    raw: str = field(default="", repr=False)


def build(texts: Sequence[str], images: Sequence[str] = (), model: str = "") -> Call:
    """Give the request; `images` are https or data addresses; without a model the server chooses."""
    body: Json = {"model": model} if model else {}
    if images:
        said: list[Json] = [{"type": "text", "text": one} for one in texts]
        seen: list[Json] = [{"type": "image_url", "image_url": {"url": one}} for one in images]
        return Call(PATH, {**body, "input": [*said, *seen]})
    return Call(PATH, {**body, "input": list(texts)})


def parse(answer: object, count: int) -> tuple[Verdict, ...]:
    """Read `count` verdicts.

    Raises:
        AppError: NOT_UNDERSTOOD: none, or another number, so that nothing passes unread.
    """
    results = objects(answer.get("results")) if isinstance(answer, dict) else []
    if len(results) != count:
        raise AppError(Code.NOT_UNDERSTOOD, f"{len(results)} verdicts for {count} inputs")
    return tuple(_verdict(result) for result in results)


async def moderate(
    http: Http,
    endpoint: Endpoint,
    texts: Sequence[str],
    images: Sequence[str] = (),
    model: str = "",
) -> tuple[Verdict, ...]:
    """Give one verdict for each text; with pictures one for everything together.

    Raises:
        AppError: LACKS; NOT_UNDERSTOOD as `parse`; otherwise as `kept.ask_adapted`.
    """
    if not texts and not images:
        return ()
    question = Question(Capability.MODERATIONS, lambda _dialect: build(texts, images, model), model)
    answer = await ask_adapted(http, endpoint, question)
    return parse(answer, 1 if images else len(texts))


def _verdict(result: Json) -> Verdict:
    said = child(result, "category_scores")
    scores = {name: score for name in said if (score := real(said, name)) is not None}
    applying = [name for name, applies in child(result, "categories").items() if applies is True]
    applying.sort(key=lambda name: -scores.get(name, 0.0))
    flagged = result.get("flagged")
    if not isinstance(flagged, bool):
        if not child(result, "categories"):
            raise AppError(Code.NOT_UNDERSTOOD, "a verdict that says nothing")
        flagged = bool(applying)
    return Verdict(flagged, tuple(applying), scores, raw(result))
