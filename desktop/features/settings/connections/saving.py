"""Saves what is on the form: marks what is wrong, asks where secrets go when there is no keyring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.core.connection import Connection
from desktop.core.errors import AppError, Code
from desktop.features.settings.connections import keeping
from desktop.features.settings.connections.draft import Draft, flaws
from desktop.features.settings.connections.editor import Editor
from desktop.features.settings.connections.headers_table import HeadersTable
from desktop.features.settings.connections.notes import PlaceQuestion
from desktop.features.settings.connections.secret_field import SecretBlock
from desktop.services.servers import Servers
from desktop.store.secrets import Place
from desktop.ui.scope import scope_for


class Saving(QObject):
    """Signals: `saved(connection, is_new)`, when the form shows what is saved."""

    saved = Signal(object, bool)

    def __init__(
        self,
        servers: Servers,
        editor: Editor,
        question: PlaceQuestion,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(editor)
        self._servers, self._editor, self._question = servers, editor, question
        self._scope = scope_for(self, on_error)
        self._asker: SecretBlock | HeadersTable | None = None
        self._then: Callable[[], None] | None = None
        editor.file_wanted.connect(self._on_file_wanted)
        editor.edited.connect(self._on_edited)
        question.chosen.connect(self._on_place)

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Keep what is on the form; `then` is called when that is done, and only then."""
        self._asker, self._then = None, then
        self._scope.start("save", self._save(None))

    async def is_good(self, draft: Draft) -> bool:
        """Mark what is wrong, lead the person there, and tell whether nothing is."""
        wrong = self._editor.missing() | await flaws(draft)
        self._editor.mark(wrong)
        self._editor.focus_flaw()
        return not wrong

    async def _save(self, instead: Place | None) -> None:
        draft = self._editor.draft()
        if not await self.is_good(draft):
            return
        try:
            connection = await keeping.save(self._servers, draft, instead)
        except AppError as error:
            if error.code is not Code.NO_KEYRING:
                raise
            self._question.ask_instead()
            return
        self._show(draft, connection)
        self.saved.emit(connection, not draft.connection.id)
        if self._then is not None:
            self._then()

    def _show(self, draft: Draft, connection: Connection) -> None:
        """Show what is saved, and over it what was typed while a keyring thought about it."""
        now = self._editor.draft()
        self._editor.show_connection(connection)
        if now != draft:
            self._editor.put(replace(now, connection=replace(now.connection, id=connection.id)))

    def _on_edited(self) -> None:
        if self._editor.is_marked:
            self._scope.start("mark", self._mark_again())

    async def _mark_again(self) -> None:
        self._editor.mark(self._editor.missing() | await flaws(self._editor.draft()))

    def _on_file_wanted(self, asker: SecretBlock | HeadersTable) -> None:
        self._asker = asker
        self._question.ask_file()

    def _on_place(self, place: Place) -> None:
        asker, self._asker = self._asker, None
        if asker is None:
            self._scope.start("save", self._save(place))
        else:
            asker.keep_in(place)
