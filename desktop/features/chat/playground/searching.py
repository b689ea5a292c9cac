"""What of the playground is searched: the text on show, or all events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desktop.features.chat.playground.codeview import CodeView
from desktop.features.chat.playground.events import EventsPage
from desktop.ui.transcript.marked import Spans


class Showing(Protocol):
    """The playground, as far as it is searched."""

    @property
    def events(self) -> EventsPage:
        """The list of events."""
        ...

    @property
    def page(self) -> CodeView:
        """The text on show."""
        ...

    @property
    def shows_events(self) -> bool:
        """Tell whether the events are on show."""
        ...


class PlaygroundPages:
    """The `Pages` of a `TextsFinder`."""

    def __init__(self, view: Showing) -> None:
        self._view = view
        self._marked: CodeView | None = None

    def texts(self) -> Sequence[str]:
        """Give what is searched: each event is a text of its own."""
        view = self._view
        return view.events.texts() if view.shows_events else (view.page.whole_text(),)

    def show_hits(self, page: int, spans: Spans, current: int | None) -> None:
        """Mark the hits of a text, and show the current one."""
        view = self._view
        if self._marked is not view.page:
            self.wipe()
        if view.shows_events:
            view.events.choose(page)
        self._marked = view.page
        self._marked.show_hits(spans, current)

    def wipe(self) -> None:
        """Mark nothing any more."""
        if self._marked is not None:
            self._marked.wipe()
            self._marked = None
