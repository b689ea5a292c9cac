"""A recording and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class RecordingKind(StrEnum):
    """Where a recording came from; the values are stored."""

    NOTE = "note"  # dictated in the Speech tab, kept with its sound
    DICTATION = "dictation"  # spoken into a text field; kept until its text has arrived, and as set
    FILE = "file"  # a file of the person's own, left where it is


class RecordingState(StrEnum):
    """How far it is; the values are stored."""

    RECORDING = "recording"  # the sound is being written
    WAITING = "waiting"  # the sound is whole, nobody transcribes it now
    TRANSCRIBING = "transcribing"
    READY = "ready"
    FAILED = "failed"  # `error` says why; lines up to `done_s` are there
    INTERRUPTED = "interrupted"  # the program ended in the midst; goes on from `done_s`


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording as a list shows it; its lines are read apart.

    Attributes:
        id: Its number on this computer.
        uid: Its name across computers.
        kind: Where it came from.
        state: How far it is.
        title: The name that a person sees and may change.
        sound: The file with its sound; it may be gone.
        created_at: Seconds since 1970.
        duration_s: Length of the sound; 0 while it is not known.
        done_s: Up to where it is transcribed.
        language: What was asked for or heard ("en", "zh"); "" when unknown.
        connection_id: Who transcribes it; "" for whoever is chosen then.
        model: With which model.
        error: The value of an `errors.Code` when it failed.
        speakers: Names that a person gave to the speakers of its lines.
        is_deleted: Whether it lies in the bin.
    """

    id: int
    uid: str
    kind: RecordingKind
    state: RecordingState
    title: str
    sound: Path
    created_at: float
    duration_s: float = 0.0
    done_s: float = 0.0
    language: str = ""
    connection_id: str = ""
    model: str = ""
    error: str = ""
    speakers: Mapping[str, str] = field(default_factory=dict)
    is_deleted: bool = False
