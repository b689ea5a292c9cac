"""Which rows the list has: recordings by day, what was found, or the bin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import NamedTuple

from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.features.speech.words import state_words, title_of, when_words
from desktop.services.speech.transcribing import Progress
from desktop.ui.i18n import translate

_WEEK_DAYS = 7
_ICONS = {
    RecordingKind.NOTE: "mic",
    RecordingKind.DICTATION: "keyboard",
    RecordingKind.FILE: "file-audio",
}
_STUCK = {RecordingState.FAILED, RecordingState.INTERRUPTED, RecordingState.WAITING}


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where the words that are sought were said."""

    line_id: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that the rows are made of.

    Attributes:
        recordings: Those in the list, newest first, or those in the bin.
        progress: Of those that are transcribed now.
        voices: How many voices were told apart in a recording.
        sought: What the person looks for; empty: nothing.
        spoken: In which recordings it was said.
        days_left: Of those in the bin; a recording that is not in there stays.
        is_bin: The bin is on show.
    """

    recordings: Sequence[Recording] = ()
    progress: Mapping[int, Progress] = field(default_factory=dict)
    voices: Mapping[int, int] = field(default_factory=dict)
    sought: str = ""
    spoken: Mapping[int, Spoken] = field(default_factory=dict)
    days_left: Mapping[int, int] = field(default_factory=dict)
    is_bin: bool = False


class Row(NamedTuple):
    """One row: a heading (id 0), or a recording."""

    id: int = 0
    title: str = ""
    recording: Recording | None = None
    icon: str = ""
    state: str = ""
    when: str = ""
    line_id: int = 0
    is_stuck: bool = False
    """Text is missing that nobody is making: it goes on with one click."""

    @property
    def is_recording(self) -> bool:
        """Tell whether it is being recorded."""
        one = self.recording
        return one is not None and one.state is RecordingState.RECORDING


def arranged(contents: Contents, now: datetime) -> list[Row]:
    """Give the rows in their order."""
    sought = contents.sought.casefold()
    found = [
        one
        for one in contents.recordings
        if not sought or sought in title_of(one).casefold() or one.id in contents.spoken
    ]
    if contents.is_bin:
        return [_thrown(one, contents, now) for one in found]
    return list(_by_day(found, contents, now))


def _by_day(found: Iterable[Recording], contents: Contents, now: datetime) -> Iterator[Row]:
    days, heading = _days(now), ""
    for one in found:
        wanted = next(words for since, words in days if one.created_at >= since)
        if wanted != heading:
            heading = wanted
            yield Row(title=heading)
        yield _row(one, contents, now)


def _row(one: Recording, contents: Contents, now: datetime) -> Row:
    voices, spoken = contents.voices.get(one.id, 0), contents.spoken.get(one.id)
    progress = contents.progress.get(one.id)
    state = state_words(one, progress, voices)
    return Row(
        one.id,
        title_of(one),
        one,
        "users" if voices > 1 else _ICONS[one.kind],
        spoken.excerpt if spoken is not None else state,
        when_words(one, now),
        spoken.line_id if spoken is not None else 0,
        one.state in _STUCK and progress is None,
    )


def _thrown(one: Recording, contents: Contents, now: datetime) -> Row:
    left = contents.days_left.get(one.id)
    state = translate("Chat", "%n day(s) left", "", left) if left else state_words(one, None)
    return Row(one.id, title_of(one), one, _ICONS[one.kind], state, when_words(one, now))


def _days(now: datetime) -> tuple[tuple[float, str], ...]:
    """Give the headings, each with the moment from which it holds; the newest first."""
    today = now.date()

    def since(days: int) -> float:
        return datetime.combine(today - timedelta(days=days), time()).astimezone().timestamp()

    return (
        (since(0), translate("Chat", "Today")),
        (since(1), translate("Chat", "Yesterday")),
        (since(_WEEK_DAYS - 1), translate("Chat", "This week")),
        (float("-inf"), translate("Chat", "Earlier")),
    )
