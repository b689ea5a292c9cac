"""What the tests of the Speech tab share: the tab in the real window, and recordings in few words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QContextMenuEvent

from desktop.core.errors import Code
from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.core.transcript import Line
from desktop.features.speech.list.model import STATE
from desktop.features.speech.view import SpeechView
from tests.features.stage import Window

READY = RecordingState.READY
NOTE, FILE = RecordingKind.NOTE, RecordingKind.FILE


async def speech(opened: Window) -> SpeechView:
    """Go to the tab, as a person does, and wait until its list stands."""
    opened.click(opened.shell.rail.tabs["speech"])
    await opened.settled()
    view = opened.shell.page("speech")
    assert isinstance(view, SpeechView)
    return view


async def kept(
    opened: Window,
    title: str,
    *texts: str,
    state: RecordingState = READY,
    kind: RecordingKind = NOTE,
    error: Code | None = None,
) -> Recording:
    """Keep a recording in which this was said, a line each ten seconds."""
    store = opened.services.speech.recordings
    sound = Path(f"/nowhere/{title}.wav") if kind is FILE else None
    made = await store.add(kind, title=title, sound=sound)
    if sound is None:
        made.sound.write_bytes(b"")
    lines = tuple(Line(text, at * 10.0, at * 10.0 + 5) for at, text in enumerate(texts))
    if lines:
        await store.put_lines(made.id, lines, lines[-1].end_s)
    why = "" if error is None else error.value
    await store.update(made.id, state=state, error=why, duration_s=83.0)
    return await store.get(made.id)


def titles(view: SpeechView) -> list[str]:
    """Give the titles in the list, without its headings."""
    model = view.side.model
    rows = (model.row(model.index(at)) for at in range(model.rowCount()))
    return [row.title for row in rows if row.id]


def states(view: SpeechView) -> dict[str, str]:
    """Give what stands below each title."""
    model = view.side.model
    indexes = [model.index(at) for at in range(model.rowCount())]
    return {str(i.data()): str(i.data(STATE)) for i in indexes if model.row(i).id}


def point_of(view: SpeechView, recording_id: int) -> QPoint:
    """Give where a recording's row is, in the list."""
    place = view.side.model.place(recording_id)
    assert place is not None
    return view.side.list.visualRect(view.side.model.index(place)).center()


def right_click(view: SpeechView, recording_id: int) -> None:
    """Open the menu of a row."""
    viewport, point = view.side.list.viewport(), point_of(view, recording_id)
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, point, viewport.mapToGlobal(point))
    QCoreApplication.sendEvent(viewport, event)
