"""Finds out what the form shows beside the connection's record: where its secrets are, its models."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import AppError
from desktop.features.settings.connections.editor import Editor
from desktop.services.secret_headers import Headers, read_headers
from desktop.services.servers import Servers
from desktop.store.secrets import SecretKind
from desktop.ui.scope import scope_for


class Asking(QObject):
    """Signals: `answered()` when the form shows where the secrets are."""

    answered = Signal()

    def __init__(
        self, servers: Servers, editor: Editor, on_error: Callable[[Exception], None]
    ) -> None:
        super().__init__(editor)
        self._servers, self._editor, self._on_error = servers, editor, on_error
        self._scope = scope_for(self, on_error)
        editor.models_wanted.connect(self._on_models_wanted)

    def look_up(self, then: Callable[[], None] | None = None) -> None:
        """Ask where the secrets of the connection on show are; `then` is called after that."""
        shown = self._editor.saved
        if shown.id and not shown.is_built_in:
            self._scope.start("look up", self._look_up(shown.id, then))

    def clear(self) -> None:
        """Ask no more: another connection is on show."""
        self._scope.cancel("look up")
        self._scope.cancel("models")

    async def _look_up(self, connection_id: str, then: Callable[[], None] | None) -> None:
        for kind, part in self._editor.secrets.items():
            place, variable = await self._servers.place_of(connection_id, kind)
            headers: Headers = ()
            if kind is SecretKind.HEADERS and place is not None:
                headers = read_headers(await self._servers.secret_of(connection_id, kind))
            if part.change() is None:  # else somebody was quicker
                self._editor.show_kept(kind, place, variable, headers)
        if then is not None:
            then()
        self.answered.emit()

    def _on_models_wanted(self) -> None:
        self._scope.start("models", self._offer_models())

    async def _offer_models(self) -> None:
        connection_id = self._editor.saved.id
        if connection_id and not self._editor.is_edited:
            try:
                models = await self._servers.models(connection_id)
            except AppError as error:
                self._on_error(error)
                return
            self._editor.model.offer([model.id for model in models])
        self._editor.model.show_all()
