"""What is done with a whole connection: make it the default, rename, copy, remove, bring back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop.core.connection import BUILT_IN_ID
from desktop.features.settings.connections import keeping
from desktop.features.settings.connections.pane import Pane
from desktop.features.settings.connections.rows import NEW_ID
from desktop.features.settings.connections.side import Side
from desktop.services.context import Services
from desktop.store.settings import CONNECTION, MODEL
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for


class Actions(QObject):
    """Listens to the list and to the bar above the form; `show` goes to another connection."""

    def __init__(
        self, services: Services, host: Host, side: Side, pane: Pane, show: Callable[[str], None]
    ) -> None:
        super().__init__(side)
        self._services, self._host = services, host
        self._side, self._pane, self._show = side, pane, show
        self._scope = scope_for(self, pane.show_error)
        side.list.delete_wanted.connect(self.remove)
        side.list.menu_wanted.connect(self._open_menu)
        side.renamed.connect(lambda i, name: self._scope.start("rename", self._rename(i, name)))
        pane.remove_wanted.connect(self.remove)
        pane.default_wanted.connect(self.use)

    @property
    def default_id(self) -> str:
        """Give the connection that new questions go to."""
        settings, servers = self._services.settings, self._services.servers
        return servers.get(settings.get(CONNECTION)).id

    def use(self, connection_id: str) -> None:
        """Let new questions go to a connection."""
        self._scope.start("use", self._use(connection_id))

    def use_first(self, connection_id: str) -> None:
        """Let them go to the first server that was set up, and say so."""
        self._scope.start("use", self._use_first(connection_id))

    def remove(self, connection_id: str) -> None:
        """Remove a connection with its secrets; it can be brought back for a moment."""
        if connection_id not in {NEW_ID, BUILT_IN_ID}:
            self._scope.start("remove", self._remove(connection_id))

    def say_saved(self, connection_id: str) -> None:
        """Say that a connection is saved, and offer to use it."""
        if connection_id == self.default_id:
            self._host.notify(Notice(lambda: translate("Connections", "Saved.")))
            return
        name = self._services.servers.get(connection_id).name
        self._host.notify(
            Notice(
                lambda: translate("Connections", "“{name}” saved.").format(name=name),
                lambda: translate("Connections", "Use for chat"),
                lambda: self.use(connection_id),
            )
        )

    def _open_menu(self, connection_id: str, point: QPoint) -> None:
        if connection_id == NEW_ID:
            return
        menu = QMenu(self._side)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        use = menu.addAction(
            translate("Connections", "Set as default"), lambda: self.use(connection_id)
        )
        use.setEnabled(connection_id != self.default_id)
        if connection_id != BUILT_IN_ID:
            menu.addAction(translate("Connections", "Test"), lambda: self._test(connection_id))
            menu.addAction(translate("Connections", "Duplicate"), lambda: self._copy(connection_id))
            menu.addAction(
                translate("Connections", "Rename"), "F2", lambda: self._side.rename(connection_id)
            )
            menu.addSeparator()
            menu.addAction(
                translate("Connections", "Remove"), "Del", lambda: self.remove(connection_id)
            )
        menu.popup(point)

    def _test(self, connection_id: str) -> None:
        def show_and_test() -> None:
            self._show(connection_id)
            self._pane.testing.start()

        if connection_id == self._pane.shown.id:
            self._pane.testing.start()
        else:
            self._pane.leave(show_and_test)

    def _copy(self, connection_id: str) -> None:
        self._pane.leave(lambda: self._start_copy(connection_id))

    def _start_copy(self, connection_id: str) -> None:
        self._scope.start("copy", self._duplicate(connection_id))

    async def _use(self, connection_id: str) -> None:
        connection = self._services.servers.get(connection_id)
        await self._services.settings.set(CONNECTION, connection.id)
        await self._services.settings.set(MODEL, connection.model)
        self._services.servers.changed.emit(connection.id)

    async def _use_first(self, connection_id: str) -> None:
        await self._use(connection_id)
        name = self._services.servers.get(connection_id).name
        self._host.notify(
            Notice(
                lambda: translate("Connections", "Saved. New questions go to {name}.").format(
                    name=name
                ),
                lambda: translate("Connections", "Back to the chat"),
                lambda: self._host.open_feature("chat"),
            )
        )

    async def _rename(self, connection_id: str, name: str) -> None:
        renamed = replace(self._services.servers.get(connection_id), name=name)
        await self._services.servers.save(renamed, {})
        if connection_id == self._pane.shown.id:
            self._pane.editor.rename(renamed)
            self._pane.refresh()

    async def _duplicate(self, connection_id: str) -> None:
        name = self._services.servers.get(connection_id).name
        name = translate("Connections", "{name} (copy)").format(name=name)
        copy = await keeping.duplicate(self._services.servers, connection_id, name)
        self._show(copy.id)

    async def _remove(self, connection_id: str) -> None:
        was_default = self.default_id == connection_id
        model = self._services.settings.get(MODEL)
        result = self._services.results.all.get(connection_id)
        removed = await keeping.remove(self._services.servers, connection_id)
        await self._services.results.forget(connection_id)
        if was_default:
            await self._use(BUILT_IN_ID)
        if connection_id == self._pane.shown.id:
            self._show(self.default_id)
        name = removed.connection.name

        async def bring_back() -> None:
            await keeping.restore(self._services.servers, removed)
            if result is not None:
                await self._services.results.keep(connection_id, result)
            if was_default:
                await self._use(connection_id)
                await self._services.settings.set(MODEL, model)
            self._pane.leave(lambda: self._show(connection_id))

        def undo() -> None:
            self._scope.start("restore", bring_back())

        self._host.notify(
            Notice(
                lambda: translate("Connections", "“{name}” removed.").format(name=name),
                lambda: translate("Connections", "Undo"),
                undo,
            )
        )
