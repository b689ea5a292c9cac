"""The settings tab: search and pages at the left, one page at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from desktop.core.override import override
from desktop.features.settings import SEARCH
from desktop.features.settings.form import Page
from desktop.features.settings.pages import FIRST, PAGES, PageSpec
from desktop.features.settings.search import Hit, Shelf, Term
from desktop.features.settings.side import Side
from desktop.services.context import Services
from desktop.ui.feature import Host, Placed
from desktop.ui.lines import hairline
from desktop.ui.reading_order import first_stop, follow_layouts

_MARGIN_PX = 48


class SettingsView(QWidget):
    """Makes a page when it is first shown; opens on the connections."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._services, self._host = services, host
        self._specs = {spec.id: spec for spec in PAGES}
        self._pages: dict[str, QWidget] = {}
        self._frames: dict[str, QWidget] = {}  # the page, or the scroll area around it
        self._stack = QStackedWidget()
        self.side = Side(host.look, PAGES, self._shelves)
        self.side.page_chosen.connect(self._show)
        self.side.hit_chosen.connect(self._go)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(hairline(self, is_vertical=True))
        row.addWidget(self._stack, 1)
        host.keys.bind(SEARCH.id, self, self.side.search.setFocus)
        self.show_place(FIRST)

    @property
    def current(self) -> str:
        """The id of the page on show."""
        shown = self._stack.currentWidget()
        return next((name for name, frame in self._frames.items() if frame is shown), "")

    def page(self, page_id: str) -> QWidget:
        """Give a page, made the first time."""
        if page_id not in self._pages:
            self._make(self._specs[page_id])
        return self._pages[page_id]

    def show_place(self, place: str) -> None:
        """Go to a page by its id, and on to a place in it: "connections/builtin", or a setting."""
        page_id, _, rest = place.partition("/")
        if page_id not in self._specs:
            return
        page = self.page(page_id)
        if rest and isinstance(page, Page):
            self._reveal(page_id, rest)
            return
        self.side.select(page_id)
        self._show(page_id)
        if rest and isinstance(page, Placed):
            page.show_place(rest)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on. A focus proxy would do so too, and take the page out of Tab's way."""
        self._focus_page(event.reason())

    def _focus_page(self, reason: Qt.FocusReason) -> None:
        first = first_stop(self._pages[self.current])
        (first or self.side.search).setFocus(reason)

    def _show(self, page_id: str) -> None:
        self.page(page_id)
        self._stack.setCurrentWidget(self._frames[page_id])

    def _make(self, spec: PageSpec) -> None:
        page = spec.create(self._services, self._host)
        frame = _scrolling(page) if spec.scrolls else page
        self._pages[spec.id], self._frames[spec.id] = page, frame
        self._stack.addWidget(frame)
        follow_layouts(self)

    def _shelves(self) -> list[Shelf]:
        return [Shelf(spec.id, spec.words, self._terms(spec)) for spec in PAGES]

    def _terms(self, spec: PageSpec) -> Sequence[Term]:
        page = self._pages.get(spec.id)
        return page.terms if isinstance(page, Page) and page.terms else spec.terms(self._host)

    def _go(self, hit: Hit) -> None:
        self._reveal(hit.page_id, hit.term.key)

    def _reveal(self, page_id: str, key: str) -> None:
        """Show what was found: its page, scrolled to it, the focus in it, lit for a moment."""
        self.side.select(page_id)
        self._show(page_id)
        page, frame = self._pages[page_id], self._frames[page_id]
        control = page.reveal(key) if isinstance(page, Page) else None
        if control is None:
            self._focus_page(Qt.FocusReason.ShortcutFocusReason)
            return
        control.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(frame, QScrollArea):
            page.adjustSize()  # a page of this moment has no places yet
            frame.ensureWidgetVisible(control, 0, _MARGIN_PX)


def _scrolling(page: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are the stops
    scroll.setWidget(page)
    return scroll
