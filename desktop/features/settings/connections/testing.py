"""Runs the test of what is on the form, and shows its steps as they come."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing

from PySide6.QtCore import QObject, Signal

from desktop.core.connection import Secret
from desktop.core.errors import AppError
from desktop.features.settings.connections import keeping
from desktop.features.settings.connections.draft import Draft
from desktop.features.settings.connections.editor import Editor
from desktop.features.settings.connections.saving import Saving
from desktop.services.servers import Servers
from desktop.store.secrets import SecretKind
from desktop.ui.scope import scope_for


class Testing(QObject):
    """Signals: `changed()` when a test begins or ends; `tested(id, Result)` of what is saved."""

    changed = Signal()
    tested = Signal(str, object)

    def __init__(
        self,
        servers: Servers,
        editor: Editor,
        saving: Saving,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(editor)
        self._servers, self._editor, self._saving = servers, editor, saving
        self._scope = scope_for(self, on_error, self._on_busy)
        self.has_verdict = False
        editor.verdict.cancel_wanted.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        """Tell whether a test runs."""
        return self._scope.is_running("test")

    def start(self) -> None:
        """Test what is on the form, saved or not."""
        self._scope.start("test", self._test())

    def cancel(self) -> None:
        """Stop the test; nothing is shown of it."""
        self._scope.cancel("test")

    def clear(self) -> None:
        """Show no verdict: another connection is on show."""
        self.cancel()
        self._hide()

    async def _test(self) -> None:
        editor, draft = self._editor, self._editor.draft()
        if not await self._saving.is_good(draft):
            return
        is_saved = bool(draft.connection.id) and not editor.is_edited
        self.has_verdict = False
        editor.show_tested(is_tested=True)
        editor.verdict.begin()
        hidden = await self._secrets(draft)
        findings = self._servers.check_up(draft.connection, keeping.typed(draft))
        async with aclosing(findings):
            async for finding in findings:
                editor.verdict.add(finding)
                if finding.models:
                    editor.model.offer([model.id for model in finding.models])
        self.has_verdict = True
        result = editor.verdict.end(draft.connection, hidden)
        if is_saved:
            self.tested.emit(draft.connection.id, result)

    async def _secrets(self, draft: Draft) -> tuple[Secret, ...]:
        """Give what must not come into the report: what was typed, and what is kept."""
        typed = keeping.typed(draft)
        found = [*typed.values(), *(value for _name, value in draft.headers or ())]
        for kind in SecretKind:
            if kind not in typed and draft.connection.id:
                found += await self._kept(draft.connection.id, kind)
        return tuple(found)

    async def _kept(self, connection_id: str, kind: SecretKind) -> list[Secret]:
        try:
            return list(await keeping.values(self._servers, connection_id, kind))
        except AppError:
            return []  # the test cannot read it either, and says so

    def _on_busy(self, _key: str, is_running: bool) -> None:
        if not is_running and not self.has_verdict:
            self._hide()  # cancelled, or never begun
        self.changed.emit()

    def _hide(self) -> None:
        self.has_verdict = False
        self._editor.verdict.stop()
        self._editor.show_tested(is_tested=False)
