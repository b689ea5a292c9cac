"""The page: with which model each task begins, every model there is, what they cost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import AppError
from desktop.core.models import ModelKey, Price
from desktop.core.override import override
from desktop.features.settings.models.catalogue_table import CatalogueTable
from desktop.features.settings.models.defaults import Defaults
from desktop.features.settings.models.price import PriceCard
from desktop.features.settings.models.table_view import ModelTableView
from desktop.services.context import Services
from desktop.services.models import Models
from desktop.ui.controls import Button, Field, Label
from desktop.ui.error_text import code_of, error_text
from desktop.ui.feature import Host
from desktop.ui.i18n import translate
from desktop.ui.model_choice import Choice, group_of
from desktop.ui.model_shelf import choice_of
from desktop.ui.model_words import day_words
from desktop.ui.notices import EmptyState, Notice
from desktop.ui.scope import scope_for

_COLUMN_PX = 880
_TABLE_PX = 320


class ModelsPage(QWidget):
    """Opens the catalogue when it is first shown; the servers are asked then, too."""

    def __init__(self, services: Services, host: Host) -> None:
        super().__init__()
        self._services, self._host, self._look = services, host, host.look
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._models: Models | None = None
        self._picked: Choice | None = None
        self._silent: set[str] = set()
        self._scope = scope_for(self, self._tell, self._on_busy)
        self.defaults: Defaults | None = None
        self.search = Field(
            host.look, _search_words, _search_words, icon_name="search", role="search"
        )
        self.search.edit.textChanged.connect(self._on_search)
        self.again = Button(
            host.look, lambda: translate("Settings", "Ask again"), icon_name="refresh-cw"
        )
        self.again.clicked.connect(lambda: self._ask_all(is_fresh=True))
        self.table = CatalogueTable(self)
        self.view = ModelTableView(host.look, self.table)
        self.view.picked.connect(self._on_picked)
        self._empty = EmptyState(host.look, self._empty_words)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._stack.setMinimumHeight(_TABLE_PX)
        self.state = Label(host.look, self._state_words, "caption", "text2")
        self.dated = Label(host.look, self._dated_words, "caption", "text3")
        for label in (self.state, self.dated):
            label.setWordWrap(True)
        self.price = PriceCard(host.look)
        self.price.saved.connect(self._on_price)
        self.price.favourite_toggled.connect(self._on_favourite)
        self._arrange()
        host.look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now, in the words of the moment."""
        self.view.setAccessibleName(translate("Settings", "Models"))
        for label in (self.state, self.dated):
            label.refresh()
        self.state.setVisible(bool(self.state.text()))
        if self._models is not None:
            self._fill(self._models)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._models is None and not self._scope.is_running("open"):
            self._scope.start("open", self._open())

    def _arrange(self) -> None:
        look = self._look
        inner = QWidget()
        inner.setMaximumWidth(_COLUMN_PX)
        self._column = column = QVBoxLayout(inner)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        column.addWidget(
            Label(look, lambda: translate("Settings", "Models and prices"), "title", "text", 600)
        )
        self._heading(lambda: translate("Settings", "Begin with"))
        self._slot = column.count()
        column.addSpacing(4)
        self._heading(lambda: translate("Settings", "All models"))
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.search, 1)
        tools.addWidget(self.again)
        column.addLayout(tools)
        column.addWidget(self.state)
        column.addWidget(self._stack, 1)
        column.addWidget(self.price)
        column.addWidget(self.dated)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inner, 1000)
        row.addStretch(1)

    def _heading(self, words: object) -> None:
        assert callable(words)
        self._column.addWidget(Label(self._look, words, "body", "text", 600))

    # what there is
    async def _open(self) -> None:
        self._models = models = await self._services.catalogue.open()
        self.defaults = Defaults(self._services, self._host, models, self._tell)
        self._column.insertWidget(self._slot, self.defaults)
        for stop in (
            models.changed.connect(lambda _id: self.refresh()),
            models.choices.changed.connect(lambda _none: self.refresh()),
        ):
            self.destroyed.connect(stop)
        self.refresh()
        self._ask_all(is_fresh=False)
        self.defaults.check()

    def _ask_all(self, *, is_fresh: bool) -> None:
        for connection in self._services.servers.all():
            # The built-in engine is started for a list only where it is longer than one.
            if not connection.is_built_in or self._services.own_models.list():
                self._scope.start(f"ask/{connection.id}", self._ask(connection.id, is_fresh))

    async def _ask(self, connection_id: str, is_fresh: bool) -> None:
        assert self._models is not None
        try:
            await self._models.refresh(connection_id, is_fresh=is_fresh)
        except AppError:
            self._silent.add(connection_id)
        else:
            self._silent.discard(connection_id)

    def _fill(self, models: Models) -> None:
        choices = [
            choice_of(models, info, connection)
            for connection in sorted(self._services.servers.all(), key=lambda c: c.is_built_in)
            for info in models.of(connection.id)
        ]
        top = self.view.verticalScrollBar().value()
        self.table.show(choices)
        self._after_rows()
        self.view.verticalScrollBar().setValue(top)

    def _after_rows(self) -> None:
        """Keep the model that was picked, wherever it stands now."""
        self._stack.setCurrentIndex(0 if self.table.rows else 1)
        self._empty.refresh()
        row = self.table.row_of(self._picked)
        if row >= 0:
            self.view.setCurrentIndex(self.table.index(row, 0))

    def _on_search(self, text: str) -> None:
        self.table.search(text)
        self._after_rows()

    # one of them
    def _on_picked(self, choice: Choice) -> None:
        is_other = not choice.is_same(self._picked)
        if self._models is None or (not is_other and choice == self._picked):
            return
        self._picked = choice
        self.price.show_model(choice, self._models.as_of)
        if is_other:
            key = ModelKey(choice.connection_id, choice.model)
            self._scope.start("inspect", self._inspect(self._models, key))

    async def _inspect(self, models: Models, key: ModelKey) -> None:
        try:
            await models.inspect(key)
        except AppError:
            self._silent.add(key.connection_id)
            self.refresh()

    def _on_price(self, choice: Choice, price: Price | None) -> None:
        if self._models is not None:
            key = ModelKey(choice.connection_id, choice.model)
            self._scope.start("price", self._models.set_price(key, price))

    def _on_favourite(self, choice: Choice) -> None:
        if self._models is not None:
            key = ModelKey(choice.connection_id, choice.model)
            keeping = self._models.choices.set_favourite(key, is_one=not choice.is_favourite)
            self._scope.start("favourite", keeping)

    # what is so
    def _on_busy(self, _key: str, _is_running: bool) -> None:
        self.state.refresh()
        self.state.setVisible(bool(self.state.text()))
        self._empty.refresh()

    def _asked(self) -> list[str]:
        return [
            group_of(connection)
            for connection in self._services.servers.all()
            if self._scope.is_running(f"ask/{connection.id}")
        ]

    def _state_words(self) -> str:
        if not hasattr(self, "_scope"):
            return ""
        join = translate("Settings", ", ", "between names")
        asked = self._asked()
        if asked:
            return translate("Settings", "Asking {names}…").format(names=join.join(asked))
        silent = [group_of(c) for c in self._services.servers.all() if c.id in self._silent]
        if silent:
            return translate("Settings", "No answer from {names}").format(names=join.join(silent))
        return ""

    def _dated_words(self) -> str:
        if self._models is None:
            return ""
        day = day_words(self._models.as_of, is_long=True)
        return translate(
            "Settings", "Prices are estimates as of {date}. A price of your own comes first."
        ).format(date=day)

    def _empty_words(self) -> str:
        if self.search.text():
            return translate("Settings", "No model matches “{text}”.").format(
                text=self.search.text()
            )
        if self._models is None or self._asked():
            return translate("Settings", "Asking for models…")
        return translate("Settings", "No models yet. Connect a server first.")

    def _tell(self, error: Exception) -> None:
        words = error_text(code_of(error))
        self._host.notify(Notice(lambda: f"{words.title} {words.hint}"))


def _search_words() -> str:
    return translate("Settings", "Search models")
