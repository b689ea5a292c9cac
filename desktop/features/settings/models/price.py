"""The card of one model: what is known of it and from whom, and the person's own price."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.core.models import Price, Source
from desktop.ui.controls import Button, Field, IconButton, Label
from desktop.ui.i18n import translate
from desktop.ui.look import Look
from desktop.ui.model_choice import Choice
from desktop.ui.model_words import day_words, full_name, known_words

_FIELDS = ("input", "output", "cached")


class PriceCard(QFrame):
    """Signals: `saved(Choice, Price | None)`, None: no price of one's own; `favourite_toggled(Choice)`."""

    saved = Signal(object, object)
    favourite_toggled = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._choice: Choice | None = None
        self._as_of = date.min
        self.setProperty("role", "card")
        self._title = Label(look, self._name, "body", "text", 600)
        self._facts = Label(look, self._known, "caption", "text2")
        self._facts.setWordWrap(True)
        self.heart = IconButton(look, "heart", self._heart_words, size_px=28)
        self.heart.setCheckable(True)
        self.heart.clicked.connect(lambda: self.favourite_toggled.emit(self._choice))
        self.fields = {name: Field(look, partial(_field_words, name), _unknown) for name in _FIELDS}
        self._origin = Label(look, self._origin_words, "caption", "text3")
        self._wrong = Label(look, _wrong_words, "caption", "red")
        self.save = Button(look, lambda: translate("Settings", "Save my price"))
        self.save.clicked.connect(self._on_save)
        self.reset = Button(look, lambda: translate("Settings", "Forget my price"), kind="ghost")
        self.reset.clicked.connect(lambda: self.saved.emit(self._choice, None))
        self._arrange(look)
        for field in self.fields.values():
            field.entered.connect(self._on_save)
            field.changed.connect(self._on_typed)
        self.hide()

    def show_model(self, choice: Choice, as_of: date) -> None:
        """Show a model; what was typed for another one is given up."""
        self._choice, self._as_of = choice, as_of
        price = self._price()
        for name, field in self.fields.items():
            field.edit.setText(_typed(getattr(price, name)))
            field.set_error(is_wrong=False)
        self._wrong.hide()
        self.heart.setChecked(choice.is_favourite)
        is_own = self._source() is Source.PERSON
        self.reset.setVisible(is_own)
        for label in (self._title, self._facts, self._origin):
            label.refresh()
        self.heart.refresh()
        self.show()

    def _arrange(self, look: Look) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.heart)
        row = QHBoxLayout()
        row.setSpacing(12)
        for name, field in self.fields.items():
            block = QVBoxLayout()
            block.setSpacing(6)
            label = Label(look, partial(_field_words, name), "caption", "text2", 500)
            label.setBuddy(field)
            block.addWidget(label)
            block.addWidget(field)
            row.addLayout(block)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._origin, 1)
        foot.addWidget(self._wrong)
        foot.addWidget(self.reset)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (head, row, foot):
            column.addLayout(part)
        column.insertWidget(1, self._facts)

    def _on_typed(self) -> None:
        for field in self.fields.values():
            field.set_error(is_wrong=False)
        self._wrong.hide()

    def _on_save(self) -> None:
        found: dict[str, float | None] = {}
        for name, field in self.fields.items():
            text = field.text()
            found[name] = _number(text)
            if text and found[name] is None:
                field.set_error(is_wrong=True)
                field.setFocus()
                self._wrong.show()
                return
        currency = self._price().currency
        price = replace(Price(currency=currency), **found)  # type: ignore[arg-type]
        self.saved.emit(self._choice, price if price.is_known else None)

    def _price(self) -> Price:
        facts = self._choice.info.facts if self._choice and self._choice.info else None
        return (facts.price if facts else None) or Price()

    def _source(self) -> Source | None:
        return (
            self._choice.info.origins.get("price") if self._choice and self._choice.info else None
        )

    def _name(self) -> str:
        return full_name(self._choice) if self._choice is not None else ""

    def _known(self) -> str:
        return known_words(self._choice) if self._choice is not None else ""

    def _origin_words(self) -> str:
        return {
            Source.PERSON: translate("Settings", "This price is yours."),
            Source.SERVER: translate("Settings", "The server says this price."),
            Source.TABLE: translate("Settings", "Estimate as of {date}.").format(
                date=day_words(self._as_of, is_long=True)
            ),
        }.get(self._source(), translate("Settings", "Nobody says what it costs."))  # type: ignore[arg-type]

    def _heart_words(self) -> str:
        if self._choice is not None and self._choice.is_favourite:
            return translate("Settings", "No longer a favourite")
        return translate("Settings", "Make it a favourite")


def _field_words(name: str) -> str:
    return {
        "input": translate("Settings", "Question, per million tokens"),
        "output": translate("Settings", "Answer, per million tokens"),
        "cached": translate("Settings", "Question from the cache"),
    }[name]


def _wrong_words() -> str:
    return translate("Settings", "A price is a number, such as 2.50.")


def _unknown() -> str:
    return translate("Settings", "not known")


def _typed(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def _number(text: str) -> float | None:
    """Read a price as people type it: with a point or a comma, with or without a sign of money."""
    plain = text.strip().lstrip("$€£¥").strip()
    value, is_good = QLocale().toDouble(plain)
    if not is_good:
        value, is_good = QLocale.c().toDouble(plain.replace(",", "."))
    return value if is_good and math.isfinite(value) and 0 <= value < 1e6 else None
