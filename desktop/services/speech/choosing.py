"""Which way speech becomes text, for a person, a language, and what servers can do.

Words are the interface's: here are only kinds and reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.core.capabilities import Capability, Support
from desktop.core.connection import BUILT_IN_ID, Connection
from desktop.core.errors import AppError, Code
from desktop.core.models import ModelInfo, ModelKey, Task
from desktop.services.catalogue import Catalogue
from desktop.services.models import Models
from desktop.services.servers import Servers

ENGINE_MODEL = "moonshine-tiny-en"
"""The one model with which the built-in engine hears; it knows English and nothing else."""

_ENGLISH = "en"
_LIVE_MODEL, _FILE_MODEL, _USUAL_MODEL = "gpt-live-transcribe", "gpt-transcribe", "whisper-1"
_OPENAI = {"openai", "azure"}


class Kind(StrEnum):
    """How sound goes out and text comes in."""

    ENGINE = "engine"  # the built-in engine's own socket
    REALTIME = "realtime"  # a server's realtime transcription socket
    SEGMENTS = "segments"  # what was said between two pauses, one request each


class Showing(StrEnum):
    """When the text of what is said shows."""

    LIVE = "live"
    AFTER_SENTENCES = "after_sentences"
    AT_END = "at_end"  # nobody hears it now: the sound is kept and sent later


class Reason(StrEnum):
    """Why it is this way."""

    CHOSEN = "chosen"  # the person named the connection
    BUILT_IN = (
        "built_in"  # the built-in engine knows the language: nothing has to leave the computer
    )
    LANGUAGE = "language"  # the built-in engine does not know it, this server may
    ONLY = "only"  # nothing else is there


@dataclass(frozen=True, slots=True)
class Way:
    """The way from speech to text.

    Attributes:
        kind: How.
        connection_id: By whom.
        language: ISO 639-1; "" leaves it to the model.
        reason: Why this one.
        model: With which model; "" leaves it to `live_model` and `file_model`.
    """

    kind: Kind
    connection_id: str
    language: str
    reason: Reason
    model: str = ""

    @property
    def shows(self) -> Showing:
        """When the text shows while somebody speaks."""
        return Showing.AFTER_SENTENCES if self.kind is Kind.SEGMENTS else Showing.LIVE

    @property
    def is_built_in(self) -> bool:
        """Tell whether nothing leaves this computer."""
        return self.connection_id == BUILT_IN_ID


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person has set for speech; what is empty is left to the program.

    Attributes:
        connection_id: Who transcribes.
        model: With which model of that connection.
        preferred_id: Who answers in chats: the first of equals.
        language: ISO 639-1.
        device: The `Input.id` of the microphone.
        stop_after_s: So long a silence ends a dictation; 0: only the person does.
        has_spoken_marks: A spoken "comma" becomes one.
    """

    connection_id: str = ""
    model: str = ""
    preferred_id: str = ""
    language: str = ""
    device: str = ""
    stop_after_s: float = 0.0
    has_spoken_marks: bool = False


def way(servers: Servers, language: str, wishes: Wishes) -> Way:
    """Give the way for a language; nothing is asked of anybody.

    `language` is ISO 639-1, with or without a region; "" for whatever is spoken.

    Raises:
        AppError: SPEECH_LANGUAGE, the built-in engine does not know the language and no connection is
            known to; LACKS, the chosen one cannot transcribe. `detail` is the language.
    """
    language = language.partition("-")[0].partition("_")[0].lower()
    named = next((one for one in servers.all() if one.id == wishes.connection_id), None)
    if named is not None:
        return replace(_chosen(servers, named, language), model=wishes.model)
    if language == _ENGLISH:
        return Way(Kind.ENGINE, BUILT_IN_ID, language, Reason.BUILT_IN)
    found = next(_able(servers, wishes.preferred_id), None)
    if found is not None:
        return Way(_kind(servers, found.id), found.id, language, Reason.LANGUAGE)
    if language:
        raise AppError(Code.SPEECH_LANGUAGE, language)
    return Way(Kind.ENGINE, BUILT_IN_ID, _ENGLISH, Reason.ONLY)


async def live_model(way: Way, servers: Servers, catalogue: Catalogue) -> str:
    """Give the model that hears somebody who speaks, over a socket.

    Raises:
        AppError: LACKS, the person's own choice is known to read files only.
    """
    if way.model and not way.is_built_in and _is_of_openai(servers, way):
        models = await catalogue.open()
        tasks = models.info(ModelKey(way.connection_id, way.model)).facts.tasks
        if tasks and Task.LIVE_TRANSCRIPTION not in tasks:
            raise AppError(Code.LACKS, Capability.REALTIME.value)
    return await _model(way, servers, catalogue, (Task.LIVE_TRANSCRIPTION, Task.TRANSCRIPTION))


async def file_model(way: Way, servers: Servers, catalogue: Catalogue) -> str:
    """Give the model that writes down a file."""
    return await _model(way, servers, catalogue, (Task.TRANSCRIPTION,))


def _chosen(servers: Servers, connection: Connection, language: str) -> Way:
    if connection.is_built_in:
        if language not in {"", _ENGLISH}:
            raise AppError(Code.SPEECH_LANGUAGE, language)
        return Way(Kind.ENGINE, connection.id, _ENGLISH, Reason.CHOSEN)
    facts = servers.capabilities(connection.id)
    kind = _kind(servers, connection.id)
    if kind is Kind.SEGMENTS and facts[Capability.TRANSCRIPTIONS].support is Support.NO:
        raise AppError(Code.LACKS, Capability.TRANSCRIPTIONS.value)
    return Way(kind, connection.id, language, Reason.CHOSEN)


def _kind(servers: Servers, connection_id: str) -> Kind:
    """Give the kind for a server: what is not known of a socket is not tried."""
    realtime = servers.capabilities(connection_id)[Capability.REALTIME]
    return Kind.REALTIME if realtime.support is Support.YES else Kind.SEGMENTS


def _able(servers: Servers, preferred: str) -> Iterator[Connection]:
    """Yield who can transcribe: first who is known to, the preferred one before the others."""

    def rank(connection: Connection) -> tuple[bool, bool]:
        support = servers.capabilities(connection.id)[Capability.TRANSCRIPTIONS].support
        return support is not Support.YES, connection.id != preferred

    able = [
        one
        for one in servers.all()
        if not one.is_built_in
        and servers.capabilities(one.id)[Capability.TRANSCRIPTIONS].support is not Support.NO
    ]
    return iter(sorted(able, key=rank))


async def _model(way: Way, servers: Servers, catalogue: Catalogue, tasks: tuple[Task, ...]) -> str:
    if way.is_built_in:
        return ENGINE_MODEL
    if way.model:
        return way.model
    models = await catalogue.open()
    for task in tasks:
        wished = models.default(task)
        if wished is not None and wished.connection_id == way.connection_id:
            return wished.model
    try:
        infos = await models.refresh(way.connection_id)
    except AppError:
        infos = models.of(way.connection_id)  # what it lists is not known; it may transcribe
    for task in tasks:
        if fitting := [info for info in infos if task in (info.facts.tasks or ())]:
            return min(fitting, key=lambda info: _suits(info, models)).id
    if _is_of_openai(servers, way):
        return _LIVE_MODEL if Task.LIVE_TRANSCRIPTION in tasks else _FILE_MODEL
    return _USUAL_MODEL


def _is_of_openai(servers: Servers, way: Way) -> bool:
    return servers.get(way.connection_id).preset in _OPENAI


def _suits(info: ModelInfo, models: Models) -> tuple[bool, int, str]:
    """Rank a model: what ends last first, then what was made for this alone."""
    return models.retirement(info) is not None, len(info.facts.tasks or ()), info.id
