"""Says once that the model in use ends soon, has ended, or is gone; offers what follows it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.core.models import ModelInfo, ModelKey, Urgency
from desktop.features.chat.pane import ConversationPane
from desktop.services.context import Services
from desktop.services.models import Models
from desktop.services.turns import Target
from desktop.ui.i18n import translate
from desktop.ui.model_choice import group_of
from desktop.ui.model_shelf import choice_of
from desktop.ui.model_words import day_words
from desktop.ui.notices import Banner, Tone


def is_ending(models: Models, target: Target) -> bool:
    """Tell whether there is something to say about a model that the person has not put away."""
    info = _info(models, target)
    if info.key in models.choices.put_away:
        return False
    end = models.retirement(info)
    return models.is_gone(info.key) or (
        end is not None and end.urgency in {Urgency.SOON, Urgency.PAST}
    )


class RetirementCard(Banner):
    """Signals: `replaced(Choice)` by what follows; `put_away(coroutine)` keeps that it was closed."""

    replaced = Signal(object)
    put_away = Signal(object)

    def __init__(self, services: Services, pane: ConversationPane) -> None:
        super().__init__(pane.look, "amber", "history")
        self._services = services
        self._info: ModelInfo | None = None
        self._next: ModelInfo | None = None
        self._opened: Models | None = None
        self._use = self.add_button(self._use_words, self._on_use)
        self.add_button(lambda: translate("Chat", "Choose another"), pane.composer.picker.open_menu)
        self.closed.connect(self._on_closed)
        self.setProperty("shape", "card")
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        self._row = layout  # narrow: the title may take the room of a hint that is not there
        self.hide()
        pane.insert_above_composer(self)

    def look_at(self, models: Models, target: Target) -> None:
        """Speak of this model from now on, if there is something to say."""
        self._opened, self._info = models, _info(models, target)
        follower = models.successor(self._info)
        self._next = models.info(follower) if follower else None
        self._use.setVisible(self._next is not None)
        self._use.say(self._use_words)
        end = models.retirement(self._info)
        tone: Tone = "red" if end is not None and end.urgency is Urgency.PAST else "amber"
        self.set_tone(tone, "history")
        self.say(self._title, self._hint)
        has_hint = bool(self._hint())
        self.hint.setVisible(has_hint)
        self._row.setStretchFactor(self.title, 0 if has_hint else 1)
        self.title.setWordWrap(not has_hint)
        self.setVisible(is_ending(models, target))

    def _title(self) -> str:
        if self._info is None or self._opened is None:
            return ""
        end = self._opened.retirement(self._info)
        name = self._info.label
        if end is None:
            group = group_of(self._services.servers.get(self._info.key.connection_id))
            words = translate("Chat", "{connection} does not list {model}.")
            return words.format(connection=group, model=name)
        day = day_words(end.on, is_long=True)
        if end.urgency is Urgency.PAST:
            words = translate("Chat", "{model} was retired on {date}.")
        else:
            words = translate("Chat", "{model} retires on {date}.")
        return words.format(model=name, date=day)

    def _hint(self) -> str:
        if self._info is None or self._opened is None:
            return ""
        end = self._opened.retirement(self._info)
        if end is None:  # not every server lists all that it answers to
            return translate("Chat", "It may be gone. Questions to it may fail.")
        if end.urgency is Urgency.PAST:
            return translate("Chat", "Questions to it will fail.")
        return ""

    def _use_words(self) -> str:
        name = self._next.label if self._next is not None else ""
        return translate("Chat", "Use {model}").format(model=name)

    def _on_use(self) -> None:
        follower, models = self._next, self._opened
        self.hide()
        if follower is not None and models is not None:
            connection = self._services.servers.get(follower.key.connection_id)
            self.replaced.emit(choice_of(models, follower, connection))

    def _on_closed(self) -> None:
        self.hide()
        if self._info is not None and self._opened is not None:
            self.put_away.emit(self._opened.choices.put_note_away(self._info.key))


def _info(models: Models, target: Target) -> ModelInfo:
    return models.info(ModelKey(target.connection_id, target.model))
