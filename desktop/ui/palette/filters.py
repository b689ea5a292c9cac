"""The row of chips below the field of Find anything, and the dates that a person types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.hits import Filters, Has, Where, Who
from desktop.ui.controls import Field, Label, Words
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.palette.chips import Choice, Option, Toggle

_RANGE = "range"
_DAY_PX = 124
_DAYS = {"today": 0, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the chips show, to be shown again when the card is opened anew."""

    who: Who = Who.ANYBODY
    when: str = ""
    model: str = ""
    has: frozenset[Has] = frozenset()
    where: Where = Where.ANYWHERE
    first: date | None = None
    last: date | None = None

    @property
    def filters(self) -> Filters:
        """What the service takes; days begin at midnight here."""
        since, until = None, None
        if self.when == _RANGE:
            since = _midnight(self.first) if self.first else None
            until = _midnight(self.last + timedelta(days=1)) if self.last else None
        elif self.when:
            since = _midnight(date.today() - timedelta(days=_DAYS[self.when]))  # noqa: DTZ011 - here
        return Filters(self.who, self.model, since, until, self.has, self.where)


def _midnight(day: date) -> float:
    return datetime.combine(day, time()).timestamp()


class FilterRow(QWidget):
    """Signals: `changed()` by the person."""

    changed = Signal()

    def __init__(self, look: Look, chosen: Chosen) -> None:
        super().__init__()
        self._models: Sequence[str] = ()
        self.who = Choice(look, lambda: translate("Palette", "Who"), _whos, Who.ANYBODY)
        self.when = Choice(look, lambda: translate("Palette", "When"), _whens, "")
        self.model = Choice(look, lambda: translate("Palette", "Model"), self._model_options, "")
        self.where = Choice(look, lambda: translate("Palette", "Where"), _wheres, Where.ANYWHERE)
        self.has = {
            Has.CODE: Toggle(look, lambda: translate("Palette", "Code")),
            Has.PICTURE: Toggle(look, lambda: translate("Palette", "Picture")),
            Has.FILE: Toggle(look, lambda: translate("Palette", "File")),
        }
        self.first, self.last = DayField(look, _from_words), DayField(look, _to_words)
        self._arrange()
        self.show_chosen(chosen)
        for choice in (self.who, self.when, self.model, self.where):
            choice.changed.connect(self._on_changed)
        for toggle in self.has.values():
            toggle.toggled.connect(self._on_changed)
        for field in (self.first, self.last):
            field.changed.connect(self._on_changed)

    def chosen(self) -> Chosen:
        """Give what is chosen."""
        who, where = self.who.value, self.where.value
        assert isinstance(who, Who)
        assert isinstance(where, Where)
        return Chosen(
            who,
            str(self.when.value),
            str(self.model.value),
            frozenset(one for one, toggle in self.has.items() if toggle.isChecked()),
            where,
            self.first.day,
            self.last.day,
        )

    def show_chosen(self, chosen: Chosen) -> None:
        """Show what is chosen; nothing is emitted by the menus."""
        self.who.become(chosen.who)
        self.when.become(chosen.when)
        self.model.become(chosen.model)
        self.where.become(chosen.where)
        for one, toggle in self.has.items():
            toggle.setChecked(one in chosen.has)
        today = date.today()  # noqa: DTZ011 - the person's own day
        self.first.show_day(chosen.first or today - timedelta(days=_DAYS["month"]))
        self.last.show_day(chosen.last or today)
        self._range.setVisible(chosen.when == _RANGE)

    def offer_models(self, models: Sequence[str]) -> None:
        """Let the person choose among these models."""
        self._models = models
        self.model.setVisible(bool(models))
        self.model.refresh()

    def _arrange(self) -> None:
        chips = QHBoxLayout()
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(6)
        for chip in (self.who, self.when, self.model, *self.has.values(), self.where):
            chips.addWidget(chip)
        chips.addStretch()
        self._range = QWidget()
        dates = QHBoxLayout(self._range)
        dates.setContentsMargins(0, 0, 0, 0)
        dates.setSpacing(8)
        for field in (self.first, self.last):
            dates.addWidget(field)
        dates.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(chips)
        column.addWidget(self._range)
        self.model.hide()

    def _model_options(self) -> Sequence[Option]:
        anybody = ("", lambda: translate("Palette", "Any model"))
        kept = [str(self.model.value)] if hasattr(self, "model") and self.model.value else []
        names = dict.fromkeys([*self._models, *kept])
        return [anybody, *((name, _literally(name)) for name in names)]

    def _on_changed(self) -> None:
        self._range.setVisible(self.when.value == _RANGE)
        self.changed.emit()


class DayField(QWidget):
    """A word and a day that is typed, as 2026-11-23; what is no day is drawn red and not taken.

    Signals: `changed()` with another day.
    """

    changed = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self.day = date.today()  # noqa: DTZ011 - the person's own day
        self.field = Field(look, words, lambda: translate("Palette", "year-month-day"))
        self.field.setFixedWidth(_DAY_PX)
        self.field.changed.connect(self._on_text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Label(look, words, "caption", "text2"))
        row.addWidget(self.field)

    def show_day(self, day: date) -> None:
        """Show a day; nothing is emitted."""
        self.day = day
        self.field.edit.setText(day.isoformat())
        self.field.set_error(is_wrong=False)

    def _on_text(self, text: str) -> None:
        try:
            self.day = date.fromisoformat(text.strip())
        except ValueError:
            self.field.set_error(is_wrong=True)
            return
        self.field.set_error(is_wrong=False)
        self.changed.emit()


def _from_words() -> str:
    return translate("Palette", "From")


def _to_words() -> str:
    return translate("Palette", "To")


def _literally(name: str) -> Words:
    return lambda: name


def _whos() -> Sequence[Option]:
    return (
        (Who.ANYBODY, lambda: translate("Palette", "Anybody")),
        (Who.ME, lambda: translate("Palette", "Me")),
        (Who.MODEL, lambda: translate("Palette", "The model")),
    )


def _whens() -> Sequence[Option]:
    return (
        ("", lambda: translate("Palette", "Any time")),
        ("today", lambda: translate("Palette", "Today")),
        ("week", lambda: translate("Palette", "Past week")),
        ("month", lambda: translate("Palette", "Past month")),
        ("year", lambda: translate("Palette", "Past year")),
        (_RANGE, lambda: translate("Palette", "From … to …")),
    )


def _wheres() -> Sequence[Option]:
    return (
        (Where.ANYWHERE, lambda: translate("Palette", "Everywhere but the bin")),
        (Where.LIST, lambda: translate("Palette", "Not archived")),
        (Where.ARCHIVE, lambda: translate("Palette", "Archive")),
        (Where.BIN, lambda: translate("Palette", "Bin")),
    )
