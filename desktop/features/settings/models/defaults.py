"""With which model each task begins."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.core.models import ModelKey, Task
from desktop.services.context import Services
from desktop.services.models import Default, Lost, Models
from desktop.ui.controls import Label
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.model_choice import Choice
from desktop.ui.model_shelf import ModelShelf, choice_of
from desktop.ui.picker import Picker
from desktop.ui.scope import scope_for

_TASKS = (
    Task.CHAT, Task.VISION, Task.IMAGE, Task.TRANSCRIPTION, Task.SPEECH, Task.EMBEDDING,
)  # fmt: skip
_COLUMNS = 2


class Defaults(QWidget):
    """A chooser per task; below it, in words, where another model had to take over."""

    def __init__(
        self, services: Services, host: Host, models: Models, tell: Callable[[Exception], None]
    ) -> None:
        super().__init__()
        self._services, self._models = services, models
        self._scope = scope_for(self, tell)
        self.pickers: dict[Task, Picker] = {}
        self.notes: dict[Task, Label] = {}
        self._resolved: dict[Task, Default] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for place, task in enumerate(_TASKS):
            grid.addLayout(self._block(host, task, tell), place // _COLUMNS, place % _COLUMNS)
        for stop in (
            models.changed.connect(lambda _id: self.refresh()),
            models.choices.changed.connect(lambda _none: self.refresh()),
        ):
            self.destroyed.connect(stop)
        host.look.changed.connect(self.refresh)
        self.refresh()

    def check(self) -> None:
        """Find out whether what was chosen can still be had; servers are asked for their lists."""
        for task in _TASKS:
            if task is not Task.CHAT and self._models.default(task) is not None:
                self._scope.start(task, self._check(task))

    def refresh(self) -> None:
        """Show the choices as they are now."""
        for task, picker in self.pickers.items():
            key = self._models.default(task)
            picker.show_choice(self._choice(key) if key is not None else None)
            self._note(task)

    def _block(self, host: Host, task: Task, tell: Callable[[Exception], None]) -> QVBoxLayout:
        picker = Picker(host.look, _nobody_words, is_field=True, name=lambda: task_words(task))
        picker.setObjectName(f"default.{task}")
        nobody = None if task is Task.CHAT else _nobody_words
        shelf = ModelShelf(self._services, self._models, picker, task, tell)
        shelf.nobody = nobody
        picker.chosen.connect(lambda choice: self._choose(task, choice))
        picker.connect_wanted.connect(lambda: host.open_feature("settings"))
        self.pickers[task] = picker
        label = Label(host.look, lambda: task_words(task), "body", "text2", 500)
        label.setBuddy(picker)
        note = self.notes[task] = Label(
            host.look, lambda: self._note_words(task), "caption", "amber"
        )
        note.setWordWrap(True)
        note.hide()
        block = QVBoxLayout()
        block.setSpacing(6)
        for widget in (label, picker, note):
            block.addWidget(widget)
        block.addStretch()
        return block

    def _choose(self, task: Task, choice: Choice) -> None:
        key = ModelKey(choice.connection_id, choice.model) if choice.model else None
        self._resolved.pop(task, None)
        self._scope.start(task, self._models.set_default(task, key))

    async def _check(self, task: Task) -> None:
        self._resolved[task] = await self._models.resolve(task)
        self._note(task)

    def _note(self, task: Task) -> None:
        found = self._resolved.get(task)
        is_old = found is None or found.instead_of != self._models.default(task)
        self.notes[task].setVisible(not is_old and found is not None and found.lost is not None)
        self.notes[task].refresh()

    def _note_words(self, task: Task) -> str:
        found = self._resolved.get(task)
        if found is None or found.instead_of is None or found.lost is None:
            return ""
        lost = {
            Lost.RETIRED: translate("Settings", "{model} was retired."),
            Lost.GONE: translate("Settings", "{model} is not listed any more."),
            Lost.REMOVED: translate("Settings", "The connection of {model} was removed."),
        }[found.lost].format(model=found.instead_of.model)
        if found.key is None:
            nobody = translate("Settings", "No other model fits.")
            return f"{lost} {nobody}"
        instead = translate("Settings", "{model} is used instead.").format(model=found.key.model)
        return f"{lost} {instead}"

    def _choice(self, key: ModelKey) -> Choice:
        connection = self._services.servers.get(key.connection_id)
        if connection.id != key.connection_id:
            gone = translate("Settings", "connection removed")
            return Choice(key.connection_id, key.model, key.model, gone)
        return choice_of(self._models, self._models.info(key), connection)


def task_words(task: Task) -> str:
    """Give a task's name."""
    return {
        Task.CHAT: translate("Settings", "Chat"),
        Task.VISION: translate("Settings", "Questions about pictures"),
        Task.IMAGE: translate("Settings", "Making pictures"),
        Task.TRANSCRIPTION: translate("Settings", "Speech to text"),
        Task.SPEECH: translate("Settings", "Reading aloud"),
        Task.EMBEDDING: translate("Settings", "Search by meaning"),
    }[task]


def _nobody_words() -> str:
    return translate("Settings", "Whichever fits first")
