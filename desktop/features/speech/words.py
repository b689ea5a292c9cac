"""Times, titles and states of recordings in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QTime

from desktop.core.connection import BUILT_IN_ID
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.services.servers import Servers
from desktop.services.speech.choosing import Kind, Showing, Way
from desktop.services.speech.transcribing import Progress
from desktop.ui.amounts import joined
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.spoken_languages import SPOKEN

_WEEK_DAYS = 6


def length_words(seconds: float) -> str:
    """Give a length or a place in a recording: 0:21, 48:12, 1:32:40."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def left_words(seconds: float) -> str:
    """Give how long something still takes: 4 min left."""
    if seconds >= 3600:
        hours = QLocale().toString(seconds / 3600, "f", 1)
        return translate("Speech", "{hours} h left").format(hours=hours)
    if seconds >= 60:
        return translate("Speech", "{minutes} min left").format(minutes=round(seconds / 60))
    return translate("Speech", "{seconds} s left").format(seconds=max(1, round(seconds)))


def title_of(recording: Recording) -> str:
    """Give a recording's name; one without is called by its time."""
    if recording.title:
        return recording.title
    if recording.kind is RecordingKind.FILE:
        return recording.sound.name
    at = QLocale().toString(_clock(_moment(recording)), QLocale.FormatType.ShortFormat)
    if recording.kind is RecordingKind.NOTE:
        return translate("Speech", "Note, {time}").format(time=at)
    return translate("Speech", "Dictation, {time}").format(time=at)


def when_words(recording: Recording, now: datetime) -> str:
    """Give when it was made, in as few letters as tell it: 15:58, Fri, 12 Nov."""
    made, locale = _moment(recording), QLocale()
    if made.date() == now.date():
        return locale.toString(_clock(made), QLocale.FormatType.ShortFormat)
    if made.date() >= now.date() - timedelta(days=_WEEK_DAYS):
        return locale.standaloneDayName(made.isoweekday(), QLocale.FormatType.ShortFormat)
    is_chinese = locale.language() is QLocale.Language.Chinese
    return locale.toString(
        QDate(made.year, made.month, made.day), "M月d日" if is_chinese else "d MMM"
    )


def state_words(recording: Recording, progress: Progress | None, voices: int = 0) -> str:
    """Give how far a recording is: what a row says below its title."""
    match recording.state:
        case RecordingState.RECORDING:
            return translate("Speech", "Recording now")
        case RecordingState.TRANSCRIBING:
            return _progress_words(progress)
        case RecordingState.FAILED:
            return translate("Speech", "Failed: {reason}").format(reason=reason_words(recording))
        case RecordingState.WAITING if progress is not None:
            return translate("Speech", "Waits for its turn")
        case RecordingState.WAITING:
            told = translate("Speech", "Not transcribed yet")
        case RecordingState.INTERRUPTED:
            told = translate("Speech", "Interrupted")
        case RecordingState.READY:
            told = translate("Speech", "%n speaker(s)", "", voices) if voices > 1 else ""
    return joined(_length(recording), told) or translate("Speech", "Nothing was said")


def _length(recording: Recording) -> str:
    return length_words(recording.duration_s) if recording.duration_s else ""


def _progress_words(progress: Progress | None) -> str:
    if progress is None or not progress.of_s:
        return translate("Speech", "Transcribing")
    percent = int(100 * progress.done_s / progress.of_s)
    words = translate("Speech", "Transcribing, {percent}%").format(percent=percent)
    return words if progress.left_s is None else f"{words}, {left_words(progress.left_s)}"


def reason_words(recording: Recording) -> str:
    """Give why a recording failed, as part of a sentence."""
    return error_text(recording.error).title.rstrip(".。")


# who hears
def who_words(way: Way, servers: Servers) -> str:
    """Say who hears what is said, and so where the sound goes."""
    if way.is_built_in:
        return translate("Speech", "Heard on this computer by the built-in engine: English only.")
    name = name_of(way.connection_id, servers)
    return translate("Speech", "Heard by {name}: the sound is sent there.").format(name=name)


def name_of(connection_id: str, servers: Servers) -> str:
    """Give the name of a connection as it is shown."""
    if connection_id == BUILT_IN_ID:
        return translate("Speech", "Built-in engine")
    found = (one.name for one in servers.all() if one.id == connection_id)
    return next(found, connection_id)


def way_words(way: Way, servers: Servers) -> str:
    """Say in a menu who hears a language and how its text comes."""
    name = name_of(way.connection_id, servers)
    if way.kind is Kind.SEGMENTS:
        return translate("Speech", "{name}, after each sentence").format(name=name)
    return translate("Speech", "{name}, live").format(name=name)


def shows_words(shows: Showing) -> str:
    """Say when the text of what is said comes."""
    match shows:
        case Showing.LIVE:
            return translate("Speech", "Listening. Faded words may still change.")
        case Showing.AFTER_SENTENCES:
            return translate("Speech", "Listening. The text comes after each sentence.")
        case Showing.AT_END:
            return translate("Speech", "Nobody hears it now. The sound is kept for later.")


def language_words(code: str) -> str:
    """Give a language by its own name."""
    return SPOKEN.get(code, code) if code else translate("Speech", "Any language")


def names_of(paths: list[Path], most: int = 3) -> str:
    """Give the names of a few files and how many more there are."""
    names = ", ".join(path.name for path in paths[:most])
    rest = len(paths) - most
    if rest > 0:
        return translate("Chat", "{names} and %n more", "", rest).format(names=names)
    return names


def _moment(recording: Recording) -> datetime:
    return datetime.fromtimestamp(recording.created_at).astimezone()


def _clock(moment: datetime) -> QTime:
    return QTime(moment.hour, moment.minute)
