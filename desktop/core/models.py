"""What is known of a model, who says so, and when it ends. Names and numbers are data, never here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Task(StrEnum):
    """What a person wants of a model; the value is its stable name on disk and in the table."""

    CHAT = "chat"
    VISION = "vision"  # a chat about pictures: follows from `inputs`, no source names it
    IMAGE = "image"
    TRANSCRIPTION = "transcription"
    LIVE_TRANSCRIPTION = "live_transcription"
    SPEECH = "speech"
    EMBEDDING = "embedding"
    MODERATION = "moderation"


class Modality(StrEnum):
    """What a model takes in."""

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"


class Source(StrEnum):
    """Who says something about a model; who comes first is believed."""

    PERSON = "person"
    SERVER = "server"
    TABLE = "table"  # resources/models.json, as of its date


class ModelKey(NamedTuple):
    """One model of one connection."""

    connection_id: str
    model: str


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs: per million tokens, per minute or per picture; None: nobody says.

    Above `dearer_above` tokens of input a higher rate holds that is not known here.
    """

    input: float | None = None
    output: float | None = None
    cached: float | None = None
    image_input: float | None = None
    image_output: float | None = None
    audio_input: float | None = None
    audio_output: float | None = None
    per_minute: float | None = None
    per_picture: float | None = None
    currency: str = "USD"
    dearer_above: int | None = None

    @property
    def is_free(self) -> bool:
        """Tell whether it is known to cost nothing."""
        told = [value for value in self._rates() if value is not None]
        return bool(told) and not any(told)

    @property
    def is_known(self) -> bool:
        """Tell whether it says anything."""
        return any(value is not None for value in self._rates())

    def _rates(self) -> tuple[float | None, ...]:
        return (
            self.input, self.output, self.cached, self.image_input, self.image_output,
            self.audio_input, self.audio_output, self.per_minute, self.per_picture,
        )  # fmt: skip


FREE = Price(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one source says of a model; None: it does not say.

    `context` and `max_output` are in tokens. `base` is the model that this one was fine-tuned from.
    `aliases` are other names under which people look for it.
    """

    name: str | None = None
    base: str | None = None
    tasks: frozenset[Task] | None = None
    context: int | None = None
    max_output: int | None = None
    inputs: frozenset[Modality] | None = None
    tools: bool | None = None
    reasoning: bool | None = None
    efforts: tuple[str, ...] | None = None
    price: Price | None = None
    retires_on: date | None = None
    successor: str | None = None
    aliases: tuple[str, ...] | None = None


NO_FACTS = Facts()
_FIELDS = tuple(Facts.__slots__)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """All that is known of one model of one connection.

    `origins` has for each field of `facts` that is known who said it. `is_listed`: the server
    offers it; None: the server was not asked.
    """

    key: ModelKey
    facts: Facts = NO_FACTS
    origins: Mapping[str, Source] = field(default_factory=dict)
    is_listed: bool | None = None

    @property
    def id(self) -> str:
        """Give the name that requests carry."""
        return self.key.model

    @property
    def label(self) -> str:
        """Give the name that people read."""
        return self.facts.name or self.key.model

    @property
    def sees(self) -> bool:
        """Tell whether it is known to take pictures."""
        return Modality.IMAGE in (self.facts.inputs or ())


def merged(said: Iterable[tuple[Source, Facts]]) -> tuple[Facts, dict[str, Source]]:
    """Give what is known when the earlier sources are believed first, and who said each field."""
    found: dict[str, object] = {}
    origins: dict[str, Source] = {}
    for source, facts in said:
        if facts is NO_FACTS:
            continue
        for name in _FIELDS:
            if name not in found and (value := getattr(facts, name)) is not None:
                found[name], origins[name] = value, source
    return (Facts(**found) if found else NO_FACTS), origins  # type: ignore[arg-type]


def fits(facts: Facts, task: Task) -> bool:
    """Tell whether a model may be offered for a task; one that nobody describes may chat."""
    if task is Task.VISION:
        return fits(facts, Task.CHAT) and Modality.IMAGE in (facts.inputs or ())
    return task in facts.tasks if facts.tasks is not None else task is Task.CHAT


def fine_tuned(model_id: str) -> tuple[str, str] | None:
    """Read `ft:BASE:ORGANISATION:NAME:ID`: give the base and the name; None: it is no such id."""
    parts = model_id.split(":")
    if len(parts) < 3 or parts[0] != "ft" or not parts[1]:
        return None
    named = parts[3] if len(parts) > 3 else ""
    return parts[1], named or next((part for part in reversed(parts[2:]) if part), parts[1])


class Urgency(StrEnum):
    """How near the end of a model is."""

    FAR = "far"  # 90 days or more: not a word
    NEAR = "near"
    SOON = "soon"  # under 30 days
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Retirement:
    """When a model ends; `days_left` is negative when it has ended."""

    on: date
    days_left: int
    urgency: Urgency


def retirement(facts: Facts, today: date) -> Retirement | None:
    """Give how near the end of a model is; None: no end is announced."""
    if facts.retires_on is None:
        return None
    days = (facts.retires_on - today).days
    urgency = (
        Urgency.PAST if days < 0
        else Urgency.SOON if days < 30
        else Urgency.NEAR if days < 90
        else Urgency.FAR
    )  # fmt: skip
    return Retirement(facts.retires_on, days, urgency)
