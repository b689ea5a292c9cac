"""The page of connections: all of them at the left, with what was found; one of them at the right."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.connection import BUILT_IN_ID, Connection
from desktop.core.override import override
from desktop.features.settings.connections import keeping
from desktop.features.settings.connections.actions import Actions
from desktop.features.settings.connections.draft import Draft
from desktop.features.settings.connections.found import find_name
from desktop.features.settings.connections.kinds import own_address, own_name
from desktop.features.settings.connections.pane import Pane
from desktop.features.settings.connections.rows import NEW_ID, rows_of
from desktop.features.settings.connections.side import Side
from desktop.services.context import Services
from desktop.services.discovery import Found, find_local
from desktop.services.presets import COMPATIBLE_ID, Preset, preset
from desktop.store.results import Result
from desktop.store.settings import CONNECTION
from desktop.ui.controls import Field
from desktop.ui.feature import Host
from desktop.ui.lines import hairline
from desktop.ui.reading_order import follow_layouts
from desktop.ui.scope import scope_for

_SIDE_PX, _NARROW_SIDE_PX, _NARROW_PX = 280, 208, 760


class ConnectionsPage(QWidget):
    """Master and detail."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._services, self._host = services, host
        self._draft: Connection | None = None  # a connection that is not saved yet
        self.looked_for: Sequence[Preset] | None = None
        """Which servers are looked for on this computer; None: all that have a preset."""
        self.side = Side(host.look)
        self.pane = Pane(services, host)
        self.doings = Actions(services, host, self.side, self.pane, self._show)
        self._scope = scope_for(self, self.pane.show_error)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(hairline(self, is_vertical=True))
        row.addWidget(self.pane, 1)
        self._listen()
        self._list()
        self._show(services.settings.get(CONNECTION))

    def _listen(self) -> None:
        side, pane = self.side, self.pane
        side.list.opened.connect(self._on_opened)
        side.list.delete_wanted.connect(self._on_delete)
        side.add_wanted.connect(lambda preset_id: pane.leave(lambda: self._begin(preset_id)))
        side.look_wanted.connect(lambda: self.look(is_asked=True))
        side.found.add_wanted.connect(lambda find: pane.leave(lambda: self._take(find)))
        side.found.stops_changed.connect(lambda: follow_layouts(self))
        pane.saved.connect(self._on_saved)
        pane.tested.connect(self._on_tested)
        pane.given_up.connect(self._give_up)
        ends = (
            self._services.servers.changed.connect(self._on_changed),
            self._services.settings.changed.connect(self._on_setting),
        )
        for end in ends:
            self.destroyed.connect(end)
        self._host.look.changed.connect(self.side.rows.refresh)

    @property
    def url(self) -> Field:
        """Where a person begins."""
        return self.pane.editor.url

    def show_place(self, place: str) -> None:
        """Go to a connection by its id; nothing happens where there is none."""
        if any(connection.id == place for connection in self._services.servers.all()):
            self._on_opened(place)

    def look(self, *, is_asked: bool = False) -> None:
        """Look for servers on this computer."""
        self.side.found.begin(is_asked=is_asked)
        self._scope.start("look", self._look())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.look()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        is_narrow = event.size().width() < _NARROW_PX
        self.side.setFixedWidth(_NARROW_SIDE_PX if is_narrow else _SIDE_PX)
        super().resizeEvent(event)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW_SIDE_PX + 320, 320)

    # what is on show
    def _list(self) -> None:
        servers = self._services.servers
        connections = [*servers.all(), *([self._draft] if self._draft else [])]
        self.side.rows.show(
            rows_of(
                connections,
                self.doings.default_id,
                self._services.results.all,
                lambda i: len(servers.known_models(i)),
            )
        )
        self.side.list.select_id(self.pane.shown.id)

    def _show(self, connection_id: str) -> None:
        connection = self._services.servers.get(connection_id)
        if self._draft is not None and connection_id != NEW_ID:
            self._draft = None
        self.pane.show_connection(connection, is_tested=connection.id in self._services.results.all)
        self._list()

    def _on_opened(self, connection_id: str) -> None:
        if connection_id == self.pane.shown.id:
            return
        self.side.list.select_id(self.pane.shown.id)
        self.pane.leave(lambda: self._show(connection_id))

    def _on_changed(self, connection_id: str) -> None:
        if connection_id == self.pane.shown.id:
            self.pane.refresh()
        self._list()

    def _on_setting(self, key: str) -> None:
        if key == CONNECTION.key:
            self._list()
            self.pane.refresh()

    # a new one
    def _begin(self, preset_id: str, find: Found | None = None) -> None:
        """Open the form of a connection that is not saved yet."""
        address = find.base_url if find is not None else own_address(preset_id)
        name = find_name(find) if find is not None else own_name(preset_id)
        self._draft = Connection(NEW_ID, name, address, preset=preset_id)
        self.pane.show_connection(self._draft)
        self._list()
        editor = self.pane.editor
        row = preset(preset_id)
        if preset_id == COMPATIBLE_ID:
            editor.url.setFocus()
        elif find is not None or (row is not None and row.needs_key):
            editor.key.field.setFocus()
        else:
            editor.name.setFocus()
        editor.select_blank()

    def _take(self, find: Found) -> None:
        if find.needs_key:
            self._begin(find.preset.id, find)
        else:
            self._scope.start("take", self._add(find))

    async def _add(self, find: Found) -> None:
        connection = Connection(NEW_ID, find_name(find), find.base_url, preset=find.preset.id)
        added = await keeping.save(self._services.servers, Draft(connection))
        self._show(added.id)
        self.doings.say_saved(added.id)
        self.look()

    def _give_up(self) -> None:
        self._show(self.doings.default_id)

    def _on_delete(self, connection_id: str) -> None:
        if connection_id == NEW_ID:
            self._give_up()

    async def _look(self) -> None:
        known = [connection.base_url for connection in self._services.servers.all()]
        finds: list[Found] = []
        async with aclosing(find_local(self._services.client, known, self.looked_for)) as found:
            async for find in found:
                finds.append(find)
                self.side.found.show_finds(self._still_unknown(finds))
        self.side.found.show_finds(self._still_unknown(finds))
        self.side.found.end()

    def _still_unknown(self, finds: list[Found]) -> list[Found]:
        known = {connection.base_url for connection in self._services.servers.all()}
        return [find for find in finds if find.base_url not in known]

    # what comes back
    def _on_saved(self, connection: Connection, is_new: bool) -> None:
        self._draft = None
        self._scope.start("forget", self._forget_result(connection.id))
        if is_new and self.doings.default_id == BUILT_IN_ID:
            # Whoever sets up a first server by hand does so because the engine is not enough.
            self.doings.use_first(connection.id)
        else:
            self.doings.say_saved(connection.id)

    def _on_tested(self, connection_id: str, result: Result) -> None:
        self._scope.start("keep", self._keep_result(connection_id, result))

    async def _keep_result(self, connection_id: str, result: Result) -> None:
        await self._services.results.keep(connection_id, result)
        self._list()

    async def _forget_result(self, connection_id: str) -> None:
        await self._services.results.forget(connection_id)  # it may be another server now
        self._list()
