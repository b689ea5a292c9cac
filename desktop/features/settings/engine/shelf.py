"""The engine's models one below the other; cards stay as they are while others come and go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.features.settings.engine.card import ModelCard, OwnCard, Shown
from desktop.features.settings.engine.words import gone_words, need_words, tight_words, tokens_words
from desktop.services.context import Services
from desktop.services.model_files import Fit
from desktop.services.servers import BUILT_IN
from desktop.store.gguf import ModelFileError
from desktop.store.own_models import OwnModel
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.reading_order import follow_layouts
from desktop.ui.scope import scope_for

BUILT_IN_TOKENS = 8192


class Shelf(QWidget):
    """Signals: `tried(model_id)`, `removed(model, place)`."""

    tried = Signal(str)
    removed = Signal(object, int)

    def __init__(
        self,
        look: Look,
        services: Services,
        label: Callable[[str], str],
        on_error: Callable[[Exception], None],
    ) -> None:
        super().__init__()
        self._look, self._services = look, services
        self._own = services.own_models
        self._problems: Mapping[str, ModelFileError] = {}
        self._fits: Mapping[str, Fit] = {}
        self._scope = scope_for(self, on_error)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        built_in = BUILT_IN.model
        self.cards: list[ModelCard] = []
        self._put(0, ModelCard(look, built_in, lambda: label(built_in), _built_in_facts))
        for stop in (
            self._own.changed.connect(lambda _none: self._on_changed()),
            services.engine.models_changed.connect(lambda _none: self._draw()),
        ):
            self.destroyed.connect(stop)
        self._on_changed()

    def look_again(self) -> None:
        """Find out which files have vanished or changed, and what memory is free."""
        self._scope.start("look", self._look_again())

    async def _look_again(self) -> None:
        problems, fits = await self._own.problems(), await self._own.fits()
        self._problems, self._fits = problems, fits
        self._draw()

    def _on_changed(self) -> None:
        models = {model.id: model for model in self._own.list()}
        for card in self.cards[1:]:
            if card.model_id not in models:
                self._drop(card)
        for place, model in enumerate(models.values(), start=1):
            known = next((card for card in self.cards if card.model_id == model.id), None)
            if isinstance(known, OwnCard):
                known.show_model(model)
            else:
                self._put(place, self._make(model))
        self._draw()
        self.look_again()
        follow_layouts(self)

    def _make(self, model: OwnModel) -> OwnCard:
        card, own, name = OwnCard(self._look, model), self._own, model.id
        card.renamed.connect(lambda words: self._scope.start(name, own.rename(name, words)))
        card.context_chosen.connect(
            lambda tokens: self._scope.start(name, own.set_context(name, tokens))
        )
        return card

    def _put(self, place: int, card: ModelCard) -> None:
        card.wanted.connect(lambda what: self._on_wanted(card, what))
        card.step.connect(lambda by: self._step(card, by))
        self.cards.insert(place, card)
        self._column.insertWidget(place, card)

    def _drop(self, card: ModelCard) -> None:
        place = self.cards.index(card)
        had_focus = card.hasFocus() or card.isAncestorOf(card.focusWidget() or self)
        self.cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        if had_focus:
            self.cards[min(place, len(self.cards) - 1)].setFocus()

    def _step(self, card: ModelCard, by: int) -> None:
        place = self.cards.index(card) + by
        if 0 <= place < len(self.cards):
            self.cards[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_wanted(self, card: ModelCard, what: str) -> None:
        name = card.model_id
        if what == "try":
            self.tried.emit(name)
        elif what == "remove":
            self._scope.start(name, self._remove(name))
        elif what == "blind":
            self._scope.start(name, self._own.set_projector(name, None))
        elif what == "see":
            self._choose_projector(name)

    async def _remove(self, name: str) -> None:
        model = self._own.get(name)
        if model is not None:
            place = await self._own.remove(name)
            self.removed.emit(model, place)

    def _choose_projector(self, name: str) -> None:
        dialog = QFileDialog(self, translate("Engine", "Choose the projector (mmproj)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([translate("Engine", "Models (*.gguf)")])
        dialog.fileSelected.connect(
            lambda path: self._scope.start(name, self._own.set_projector(name, Path(path)))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _draw(self) -> None:
        for card in self.cards:
            card.show_state(self._shown(card.model_id))

    def _shown(self, name: str) -> Shown:
        engine = self._services.engine
        state = None
        if name == engine.loading:
            state = _loading_words
        elif name in engine.loaded:
            state = _loaded_words
        problem, fit = self._problems.get(name), self._fits.get(name)
        need = None if fit is None else lambda: need_words(fit)
        if problem is not None:
            words = lambda: gone_words(problem)  # noqa: E731 - the error itself speaks no language
            return Shown(_gone_words, None, words, "red", is_usable=False)
        if fit is not None and fit.is_tight and state is None:
            return Shown(state, need, lambda: tight_words(fit))
        return Shown(state, need)


def _loading_words() -> str:
    return translate("Engine", "Loading…")


def _loaded_words() -> str:
    return translate("Engine", "In memory")


def _gone_words() -> str:
    return translate("Engine", "Cannot be used")


def _built_in_facts() -> str:
    return " · ".join(
        (
            "135M",
            "Q4_1",
            translate("Engine", "built in"),
            translate("Engine", "English only"),
            tokens_words(BUILT_IN_TOKENS),
        )
    )
