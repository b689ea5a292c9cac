"""What a server can do, who says so, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Capability(StrEnum):
    """One thing that a server may or may not do; the value is its stable name on disk and in presets."""

    RESPONSES = "responses"
    CHAT = "chat"
    VISION = "vision"
    TOOLS = "tools"
    WEB_SEARCH = "web_search"
    EMBEDDINGS = "embeddings"
    TRANSCRIPTIONS = "transcriptions"
    TRANSCRIPTION_STREAM = "transcription_stream"
    REALTIME = "realtime"
    SPEECH = "speech"
    IMAGES = "images"
    IMAGE_STREAM = "image_stream"
    IMAGE_EDITS = "image_edits"
    FILES = "files"
    VECTOR_STORES = "vector_stores"
    CONTAINERS = "containers"
    CONVERSATIONS = "conversations"
    INPUT_TOKENS = "input_tokens"
    MODERATIONS = "moderations"


class Support(StrEnum):
    """Whether a server can do something."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one capability.

    `learnt_on` is the day ("YYYY-MM-DD") on which the server itself showed it; empty: it comes from
    the preset, or nobody knows.
    """

    support: Support = Support.UNKNOWN
    learnt_on: str = ""


NOTHING_KNOWN = Fact()


@dataclass(frozen=True, slots=True)
class Learnt:
    """What one server has taught us; presets are not in it.

    `refused` has, by model, the parameters that the server named as unknown: never sent again.
    """

    facts: Mapping[Capability, Fact] = field(default_factory=dict)
    refused: Mapping[str, frozenset[str]] = field(default_factory=dict)
