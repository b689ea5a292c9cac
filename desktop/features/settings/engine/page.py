"""The built-in engine: how it is, when it gives memory back, and its models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from desktop.core.connection import BUILT_IN_ID
from desktop.features.settings.engine.drop import DropTarget
from desktop.features.settings.engine.shelf import Shelf
from desktop.features.settings.engine.status import StatusCard
from desktop.features.settings.engine.words import flaw_words
from desktop.features.settings.form import Choice, Page
from desktop.services.context import Services
from desktop.store.own_models import OwnModel
from desktop.store.settings import CONNECTION, ENGINE_IDLE_MINUTES, MODEL
from desktop.ui.card import Card
from desktop.ui.controls import Button, IconButton, Label, Words
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.notices import Notice
from desktop.ui.scope import scope_for


class EnginePage(Page):
    """Models are added by a button or a drop; each is looked at before it is taken."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__(host.look, lambda: translate("Engine", "Built-in engine"))
        self._services, self._host = services, host
        self._scope = scope_for(self, self._show_error, self._on_busy)
        self._add_sentence(
            lambda: translate(
                "Engine",
                "Answers on this computer: no key, no network. A small English model is built in; "
                "larger ones you can add as GGUF files.",
            ),
            "text2",
        )
        self.status = StatusCard(host.look, services, self._model_name, self._show_error)
        self.column.addWidget(self.status)
        self._add_idle()
        self._add_head()
        self.trouble = Card(host.look, "red")
        closing = IconButton(host.look, "x", lambda: translate("Engine", "Close"), size_px=24)
        closing.clicked.connect(self.trouble.hide)
        self.trouble.add_corner(closing)
        self.trouble.hide()
        self.column.addWidget(self.trouble)
        self.shelf = Shelf(host.look, services, self._model_name, self._show_error)
        self.shelf.tried.connect(self._start_trying)
        self.shelf.removed.connect(self._on_removed)
        self.status.looked.connect(self.shelf.look_again)
        self.column.addWidget(self.shelf)
        self._add_sentence(
            lambda: translate(
                "Engine",
                "Drop GGUF files anywhere on this page. A model that comes with its projector "
                "(mmproj) can see pictures. Your files stay where they are.",
            ),
            "text3",
        )
        self.column.addStretch()
        self._drop = DropTarget(host.look, self)
        self._drop.dropped.connect(self.add)
        self.destroyed.connect(services.own_models.failed.connect(self._show_error))

    def add(self, paths: Sequence[Path]) -> None:
        """Look at files, and add the models among them."""
        self.trouble.hide()
        self._scope.start("add", self._add_models(paths))

    # what is on the page
    def _add_sentence(self, words: Words, tone: str) -> None:
        label = Label(self.look, words, "body" if tone == "text2" else "caption", tone)
        label.setWordWrap(True)
        self.column.addWidget(label)

    def _add_idle(self) -> None:
        settings, key = self._services.settings, ENGINE_IDLE_MINUTES
        self.idle = Choice(
            self.look,
            _idle_title,
            [(minutes, _idle_words(minutes)) for minutes in key.choices],
            settings.get(key),
        )
        self.idle.picked.connect(
            lambda value: self._scope.start("idle", settings.set(key, int(str(value))))
        )
        follows = settings.changed.connect(lambda _key: self.idle.show_value(settings.get(key)))
        self.destroyed.connect(follows)  # an import or a reset changes it, too
        self.add_field(_idle_title, self.idle)

    def _add_head(self) -> None:
        self.adding = Button(
            self.look, lambda: translate("Engine", "Add a model…"), icon_name="plus"
        )
        self.adding.clicked.connect(self._choose)
        title = Label(self.look, lambda: translate("Engine", "Models"), "body", "text", 600)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.addWidget(title, 1)
        row.addWidget(self.adding)
        self.column.addLayout(row)

    def _model_name(self, name: str) -> str:
        own = self._services.own_models.get(name)
        return own.name if own else self._services.catalogue.label(BUILT_IN_ID, name)

    # what a person does
    def _choose(self) -> None:
        dialog = QFileDialog(self, translate("Engine", "Choose a model, and its projector if it has one"))  # fmt: skip
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([translate("Engine", "Models (*.gguf)")])
        dialog.filesSelected.connect(lambda names: self.add([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _add_models(self, paths: Sequence[Path]) -> None:
        added = await self._services.own_models.add(paths)
        names = ", ".join(model.name for model in added)
        first = added[0].id
        self._host.notify(
            Notice(
                lambda: translate("Engine", "Added {names}.").format(names=names),
                lambda: translate("Engine", "Try it"),
                lambda: self._start_trying(first),
            )
        )

    def _start_trying(self, name: str) -> None:
        self._scope.start("try", self._try(name))

    async def _try(self, name: str) -> None:
        """Let new questions go to a model, and show where they are asked."""
        settings = self._services.settings
        await settings.set(CONNECTION, BUILT_IN_ID)
        await settings.set(MODEL, name)
        self._services.servers.changed.emit(BUILT_IN_ID)
        self._host.open_feature("chat")

    def _on_removed(self, model: OwnModel, place: int) -> None:
        def undo() -> None:
            self._scope.start("undo", self._services.own_models.restore(model, place))

        self._host.notify(
            Notice(
                lambda: translate("Engine", "Removed {name}. Its file stays.").format(
                    name=model.name
                ),
                lambda: translate("Engine", "Undo"),
                undo,
            )
        )

    # what comes back
    def _show_error(self, error: Exception) -> None:
        self.trouble.say(lambda: flaw_words(error)[0], lambda: flaw_words(error)[1])
        self.trouble.show()
        self.trouble.announce()

    def _on_busy(self, key: str, is_running: bool) -> None:
        if key == "add":
            self.adding.setEnabled(not is_running)


def _idle_title() -> str:
    return translate("Engine", "Give memory back")


def _idle_words(minutes: int) -> Words:
    if minutes == 0:
        return lambda: translate("Engine", "Never")
    return lambda: translate("Engine", "After %n minute(s) without a question", "", minutes)
