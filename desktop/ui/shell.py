"""The main window: the rail of tabs and the page of each, made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMoveEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.core.override import override
from desktop.services.window_state import WindowState
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Feature, Flushable, Host, Placed, shortcut_of
from desktop.ui.i18n import translate
from desktop.ui.keymap import Keymap, Shortcut
from desktop.ui.lines import hairline
from desktop.ui.look import Look
from desktop.ui.rail import Rail
from desktop.ui.scope import scope_for

if TYPE_CHECKING:  # the window paints before the services are loaded
    from desktop.services.context import Services
    from desktop.store.state import State
    from desktop.ui.dictating.dictating import Dictating
    from desktop.ui.notices import Notice, Toast
    from desktop.ui.palette.opening import Palettes

_SIDE_PX = 264
_GRIP_PX = 40  # of the window's top must be on a screen, or nobody could take hold of it
_FILLING = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen
# Not Ctrl+Shift+F, which input methods take: it changes between simplified and traditional.
FIND = Shortcut("find_anything", lambda: translate("Shell", "Find anything"), "Ctrl+P")
# Not with Space, by which input methods are switched on and off.
DICTATE = Shortcut("dictate", lambda: translate("Shell", "Dictate"), "Ctrl+Shift+M")
COMMANDS = Shortcut("commands", lambda: translate("Shell", "Commands"), "Ctrl+K")


class Shell(QWidget):
    """Hosts the tabs; knows of each only what `Feature` says.

    Signals: `painted()` once, after the first paint; `closing()` when the person closes the window.
    """

    painted = Signal()
    closing = Signal()

    def __init__(self, look: Look, features: Sequence[Feature], window_state: WindowState) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Oriole")
        self.resize(1280, 800)
        self.setMinimumSize(900, 600)
        self._look, self._window_state = look, window_state
        self._services: Services | None = None
        self._features = {feature.id: feature for feature in features}
        self._made: dict[str, QWidget] = {}
        self._scope = scope_for(self, self._on_error)
        self._is_painted = False
        of_tabs = [shortcut for feature in features for shortcut in feature.all_shortcuts()]
        self.keys = Keymap((*of_tabs, FIND, COMMANDS, DICTATE), self)
        self.rail = Rail(look, features, self.keys)
        self.rail.chosen.connect(self.open_feature)
        self.pages = QStackedWidget(self)
        self.pages.setObjectName("pages")
        self.pages.addWidget(_Coming(window_state))
        self._put_back(window_state.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(hairline(self, is_vertical=True))
        row.addWidget(self.pages, 1)
        self._toast: Toast | None = None
        self.host = Host(look, self.notify, self.open_feature, self.keys, self._dictating_here)
        for feature in features:
            self.keys.bind(shortcut_of(feature.id), self, self._opener(feature.id))
        self.keys.bind(FIND.id, self, self._find)
        self.keys.bind(COMMANDS.id, self, self._command)
        self.keys.bind(DICTATE.id, self, self._dictate)
        self._palettes: Palettes | None = None
        self._dictating: Dictating | None = None
        look.changed.connect(self._on_look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):  # always; `changeEvent` would load every kind of event
            app.applicationStateChanged.connect(self._on_state)
        self._on_look()
        self._wanted = (features[0].id, "")
        self.rail.select(features[0].id)

    @property
    def current(self) -> str:
        """The id of the tab on show."""
        page = self.pages.currentWidget()
        return next((name for name, made in self._made.items() if made is page), "")

    def serve(self, services: Services) -> None:
        """Take the services and show the tab that is wanted; until then only the frame stands."""
        self._services = services
        self.keys.follow(services.settings)
        self.open_feature(*self._wanted)

    def open_feature(self, feature_id: str, place: str = "") -> None:
        """Show a tab, making it the first time, and a place in it that it knows by name."""
        self.rail.select(feature_id)
        self._wanted = (feature_id, place)
        if self._services is None:
            return
        page = self._made.get(feature_id)
        if page is None:
            page = self._features[feature_id].create(self._services, self.host)
            self._made[feature_id] = page
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        if place and isinstance(page, Placed):
            page.show_place(place)
        if not place or not page.isAncestorOf(self.focusWidget() or page):
            page.setFocus()

    def page(self, feature_id: str) -> QWidget | None:
        """Give a tab's page if it was shown before."""
        return self._made.get(feature_id)

    def notify(self, notice: Notice) -> None:
        """Show a short message over the window."""
        if self._toast is None:
            from desktop.ui.notices import Toast  # noqa: PLC0415 - 11 ms before the first paint

            self._toast = Toast(self._look, self)
        self._toast.show_notice(notice)

    def come_forward(self) -> None:
        """Show the window above the others: the program was started again."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def flush(self) -> None:
        """Let every tab store what is only on the screen; called before the window goes."""
        for page in self._made.values():
            if isinstance(page, Flushable):
                page.flush()

    def _find(self) -> None:
        if (palettes := self._palettes_here()) is not None:
            palettes.find()

    def _command(self) -> None:
        if (palettes := self._palettes_here()) is not None:
            palettes.command(COMMANDS.id)

    def _palettes_here(self) -> Palettes | None:
        """Give who opens the cards over the window; None before the services are there."""
        if self._palettes is None and self._services is not None:
            from desktop.ui.palette.opening import Palettes  # noqa: PLC0415 - at the first key

            features = tuple(self._features.values())
            page = self.pages.currentWidget
            self._palettes = Palettes(self, self._services, self.host, features, page)
        return self._palettes

    def _dictate(self) -> None:
        if (dictating := self._dictating_here()) is not None:
            dictating.press_key()

    def _dictating_here(self) -> Dictating | None:
        """Give who writes what is said; None before the services are there, or where nothing is kept."""
        if self._dictating is None and self._services is not None and not self._services.read_only:
            from desktop.ui.dictating.dictating import Dictating  # noqa: PLC0415 - with the first press

            self._dictating = Dictating(self._services, self.host, self)
        return self._dictating

    def _opener(self, feature_id: str) -> Callable[[], None]:
        return lambda: self.open_feature(feature_id)

    def _on_look(self) -> None:
        self.setAccessibleName(translate("Shell", "Oriole, main window"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        """Look for what another process wrote (`oriole ask --save`) when the person comes back."""
        if state == Qt.ApplicationState.ApplicationActive and self._services is not None:
            self._scope.start("foreign", self._services.conversations.poll_foreign())

    def _on_error(self, error: Exception) -> None:
        from desktop.ui.notices import Notice  # noqa: PLC0415 - see `notify`

        words = error_text(code_of(error))
        self.notify(Notice(lambda: f"{words.title} {words.hint}"))

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._keep_geometry()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_geometry()

    def _keep_geometry(self) -> None:
        if self.isVisible():
            kept, geometry = self._window_state, bytes(self.saveGeometry().data())
            at, is_filling = self.geometry(), bool(self.windowState() & _FILLING)
            place = () if is_filling else (at.x(), at.y(), at.width(), at.height())
            kept.change(replace(kept.state, geometry=geometry, place=place))

    def _put_back(self, state: State) -> None:
        """Stand where the window stood; Qt alone moves one that touches an edge of the screen."""
        self.restoreGeometry(QByteArray(state.geometry))
        if state.place and not self.windowState() & _FILLING:
            place = QRect(*state.place)
            head = QRect(place.x(), place.y(), place.width(), _GRIP_PX)
            seen = (screen.geometry() & head for screen in QGuiApplication.screens())
            if any(one.width() > _GRIP_PX and one.height() == _GRIP_PX for one in seen):
                self.setGeometry(place)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)


class _Coming(QWidget):
    """Stands where the first page will be, in its surfaces, for the moment until it is made."""

    def __init__(self, window_state: WindowState) -> None:
        super().__init__()
        sizes = next(iter(window_state.state.splitters.values()), ())
        side = QWidget()
        side.setObjectName("side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(sizes[0] if sizes else _SIDE_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(hairline(self, is_vertical=True))
        row.addStretch()
