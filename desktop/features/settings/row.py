"""A declared setting as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from desktop.features.settings.search import Term
from desktop.store.settings import AnySetting, Value
from desktop.ui.controls import Words
from desktop.ui.i18n import translate

Kind: TypeAlias = Literal["plain", "accent", "font", "code font", "per cent", "money", "hosts"]


@dataclass(frozen=True, slots=True)
class Row:
    """A setting as a person reads it; `options` are the words of its values.

    Its control follows from the setting's type, unless `kind` says something more special.
    """

    setting: AnySetting
    title: Words
    hint: Words | None = None
    options: Mapping[Value, Words] = field(default_factory=dict)
    kind: Kind = "plain"

    @property
    def term(self) -> Term:
        """What the search knows of it."""
        hint = (self.hint,) if self.hint else ()
        return Term(self.setting.key, self.title, (*hint, *self.options.values()))

    def words(self, value: Value) -> str:
        """Give a value in words."""
        if value in self.options:
            return self.options[value]()
        if isinstance(value, bool):
            return translate("Settings", "On") if value else translate("Settings", "Off")
        return per_cent(float(value)) if self.kind == "per cent" else str(value)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading of their own; `words` None: straight below the page's."""

    rows: tuple[Row, ...]
    words: Words | None = None


def per_cent(share: float) -> str:
    """Give 1.25 as 125 %, which never breaks before its sign."""
    return f"{share:.0%}".replace("%", "\u202f%")


def rows(sections: tuple[Section, ...]) -> tuple[Row, ...]:
    """Give the rows of all sections, in their order."""
    return tuple(row for section in sections for row in section.rows)
