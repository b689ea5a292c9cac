"""Fills a picker with the models of every connection, and keeps it up to date while it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QObject

from desktop.core.connection import Connection
from desktop.core.errors import AppError
from desktop.core.models import ModelInfo, ModelKey, Task, Urgency, fits
from desktop.services.context import Services
from desktop.services.models import Models
from desktop.ui.controls import Words
from desktop.ui.i18n import translate
from desktop.ui.model_choice import Choice, Section, group_of
from desktop.ui.picker import Picker
from desktop.ui.scope import scope_for


class ModelShelf(QObject):
    """Offers the models that fit a task. Servers are asked when the list opens, all at once.

    `nobody` are the words for choosing none: a Choice without a model.
    """

    def __init__(
        self,
        services: Services,
        models: Models,
        picker: Picker,
        task: Task,
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__(picker)
        self._services, self._models, self._picker, self._task = services, models, picker, task
        self._silent: set[str] = set()
        self.nobody: Words | None = None
        self._asked: set[str] = set()
        self._scope = scope_for(self, on_error)
        picker.opening.connect(self.open)
        picker.favourite_toggled.connect(self._on_favourite)
        self.destroyed.connect(models.changed.connect(self._on_changed))

    def offer(self) -> None:
        """Give the picker what is known now."""
        self._picker.offer(tuple(self._sections()))

    def open(self) -> None:
        """Offer what is known, and ask the servers."""
        for connection in self._services.servers.all():
            # The built-in engine is started for a list only where it is longer than one.
            if not connection.is_built_in or self._services.own_models.list():
                self._asked.add(connection.id)
                self._scope.start(connection.id, self._ask(connection.id))
        self.offer()

    async def _ask(self, connection_id: str) -> None:
        try:
            await self._models.refresh(connection_id)
        except AppError:
            self._silent.add(connection_id)
        else:
            self._silent.discard(connection_id)
        self._asked.discard(connection_id)
        self.offer()

    def _on_changed(self, _connection_id: str) -> None:
        if self._picker.popover is not None:
            self.offer()

    def _on_favourite(self, choice: Choice) -> None:
        key = ModelKey(choice.connection_id, choice.model)
        keeping = self._models.choices.set_favourite(key, is_one=not choice.is_favourite)
        self._scope.start(f"favourite/{key}", keeping)
        # The choice holds at once; the disk follows.
        self._scope.start("show", self._show())

    async def _show(self) -> None:
        self.offer()

    def _sections(self) -> Iterator[Section]:
        if self.nobody is not None:
            yield Section("", (Choice("", "", self.nobody(), ""),))
        connections = self._services.servers.all()
        known = {connection.id: connection for connection in connections}
        favourites = [key for key in self._models.choices.favourites if key.connection_id in known]
        loved = self._fitting(self._models.info(key) for key in favourites)
        if loved:
            choices = [choice_of(self._models, i, known[i.key.connection_id]) for i in loved]
            yield Section(translate("Picker", "Favourites"), tuple(choices))
        # What was connected is why a person comes here; the built-in engine is there anyway.
        for connection in sorted(connections, key=lambda c: c.is_built_in):
            yield self._section(connection, frozenset(favourites))

    def _section(self, connection: Connection, elsewhere: frozenset[ModelKey]) -> Section:
        infos = self._fitting(
            info for info in self._models.of(connection.id) if info.key not in elsewhere
        )
        choices = tuple(choice_of(self._models, info, connection) for info in infos)
        note, is_busy = "", False
        if connection.id in self._silent:
            name = group_of(connection)
            note = translate("Picker", "No answer from {name}").format(name=name)
        elif connection.id in self._asked and len(choices) < 2:
            note, is_busy = translate("Picker", "Asking for its models…"), True
        return Section(group_of(connection), choices, note, is_busy)

    def _fitting(self, infos: Iterable[ModelInfo]) -> list[ModelInfo]:
        return [info for info in infos if fits(info.facts, self._task)]


def choice_of(models: Models, info: ModelInfo, connection: Connection) -> Choice:
    """Give a model as lists show it."""
    end = models.retirement(info)
    return Choice(
        info.key.connection_id,
        info.id,
        info.label,
        group_of(connection),
        info,
        end if end is not None and end.urgency is not Urgency.FAR else None,
        info.key in models.choices.favourites,
    )
