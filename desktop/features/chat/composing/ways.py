"""The ways by which things come into the composer: drop, paste, button, keys, `/` and `@`.

Everything here is made with its first use; an idle window holds only the connections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.features.chat import ATTACH
from desktop.features.chat.pane import ConversationPane
from desktop.features.chat.writing.writing import Writing
from desktop.services.context import Services
from desktop.store.settings import PASTE_LIMIT
from desktop.ui.feature import Host

if TYPE_CHECKING:
    from desktop.features.chat.composing.completing import Completing
    from desktop.features.chat.composing.drops import Drops
    from desktop.features.chat.composing.picking import Picking
    from desktop.ui.composer.offered import Offered
    from desktop.ui.composer.trigger import Trigger


class Composing(QObject):
    """Listens to the composer, and to drags over the whole tab."""

    def __init__(
        self,
        services: Services,
        host: Host,
        area: QWidget,
        pane: ConversationPane,
        writing: Writing,
    ) -> None:
        super().__init__(area)
        self._services, self._host, self._pane, self._writing = services, host, pane, writing
        self._drops: Drops | None = None
        self._picking: Picking | None = None
        self._completing: Completing | None = None
        composer = pane.composer
        composer.editor.offered.connect(self._take)
        composer.editor.triggered.connect(self._on_trigger)
        composer.attach_wanted.connect(self._open_menu)
        composer.prompts_wanted.connect(self._ask_for_prompt)
        writing.attaching_made.connect(lambda: self.picking.listen(writing.attaching))
        area.setAcceptDrops(True)
        host.keys.bind(ATTACH.id, area, self._choose_files)
        host.keys.changed.connect(self._on_keys)
        self._on_keys()
        self._on_setting(PASTE_LIMIT.key)
        self.destroyed.connect(services.settings.changed.connect(self._on_setting))

    @property
    def drops(self) -> Drops:
        """What happens to things that are dragged over the tab."""
        if self._drops is None:
            from desktop.features.chat.composing.drops import Drops  # noqa: PLC0415 - see above

            self._drops = made = Drops(self._pane)
            made.dropped.connect(self._take)
            made.text_dropped.connect(self._insert)
        return self._drops

    @property
    def picking(self) -> Picking:
        """The menus of the button and of the chips, and the dialogs behind them."""
        if self._picking is None:
            from desktop.features.chat.composing.picking import Picking  # noqa: PLC0415 - see above

            self._picking = Picking(self._services, self._host, self._pane, self._writing)
        return self._picking

    @property
    def completing(self) -> Completing:
        """The lists that `/` and `@` open."""
        if self._completing is None:
            from desktop.features.chat.composing.completing import Completing  # noqa: PLC0415 - see above

            self._completing = Completing(
                self._services, self._host, self._pane, self._writing, self.picking.choose_files
            )
        return self._completing

    def _open_menu(self, button: QWidget) -> None:
        self.picking.open_menu(button)

    def _choose_files(self) -> None:
        self.picking.choose_files()

    def _take(self, things: Offered) -> None:
        self._writing.attaching.offer(things)
        self._pane.composer.setFocus()

    def _insert(self, text: str) -> None:
        self._pane.composer.editor.insert_text(text)
        self._pane.composer.setFocus()

    def _on_trigger(self, trigger: Trigger | None) -> None:
        if trigger is not None or self._completing is not None:
            self.completing.follow(trigger)

    def _ask_for_prompt(self) -> None:
        """Do what typing a `/` at the beginning of a line does."""
        editor = self._pane.composer.editor
        editor.setFocus()
        if not editor.textCursor().block().text().startswith("/"):
            is_line_empty = not editor.textCursor().block().text()
            editor.insert_text("/" if is_line_empty else "\n/")

    def _on_keys(self) -> None:
        self._pane.composer.attach.show_keys(self._host.keys.keys(ATTACH.id))

    def _on_setting(self, key: str) -> None:
        if key == PASTE_LIMIT.key:
            limit = self._services.settings.get(PASTE_LIMIT)
            self._pane.composer.editor.paste_limit = limit
