"""The words of every setting that a person can change, and the page on which it stands.

A new setting is a line here and its declaration in `desktop.store.settings`; the page, the control,
the search, reset, export and import follow from the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, TypeAlias

from desktop.features.settings.search import Term
from desktop.store import settings as declared
from desktop.store.settings import AnySetting, Value
from desktop.ui.controls import Words
from desktop.ui.i18n import LANGUAGES, translate

Kind: TypeAlias = Literal["plain", "accent", "font", "code font", "per cent"]


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


def _like_the_system() -> str:
    return translate("Settings", "Like the system")


def _like_the_interface() -> str:
    return translate("Settings", "Like the interface")


GENERAL = (
    Section(
        (
            Row(
                declared.LANGUAGE,
                lambda: translate("Settings", "Language"),
                options={
                    "system": _like_the_system,
                    **{code: partial(str, name) for code, name in LANGUAGES.items()},
                },
            ),
            Row(
                declared.ENTER_SENDS,
                lambda: translate("Settings", "Sending"),
                lambda: translate("Settings", "Shift+Enter starts a line in any case."),
                options={
                    True: lambda: translate("Settings", "Enter sends"),
                    False: lambda: translate("Settings", "Ctrl+Enter sends"),
                },
            ),
            Row(
                declared.CHECK_BEFORE_SENDING,
                lambda: translate("Settings", "Check before sending"),
                lambda: translate(
                    "Settings",
                    "The server’s moderation reads your text first, where there is one.",
                ),
            ),
        )
    ),
)

APPEARANCE = (
    Section(
        (
            Row(
                declared.THEME,
                lambda: translate("Settings", "Theme"),
                options={
                    "system": _like_the_system,
                    "light": lambda: translate("Settings", "Light"),
                    "dark": lambda: translate("Settings", "Dark"),
                },
            ),
            Row(
                declared.ACCENT,
                lambda: translate("Settings", "Accent"),
                lambda: translate("Settings", "Marks what is selected and the main button."),
                options={
                    "amber": lambda: translate("Settings", "Amber"),
                    "blue": lambda: translate("Settings", "Blue"),
                    "teal": lambda: translate("Settings", "Teal"),
                    "green": lambda: translate("Settings", "Green"),
                    "violet": lambda: translate("Settings", "Violet"),
                    "rose": lambda: translate("Settings", "Rose"),
                },
                kind="accent",
            ),
            Row(
                declared.MORE_CONTRAST,
                lambda: translate("Settings", "More contrast"),
                lambda: translate("Settings", "Darker lines and stronger small print."),
            ),
        ),
        lambda: translate("Settings", "Colours"),
    ),
    Section(
        (
            Row(
                declared.ZOOM,
                lambda: translate("Settings", "Size of the reading text"),
                lambda: translate("Settings", "Conversations and the text you write."),
                kind="per cent",
            ),
            Row(
                declared.FONT,
                lambda: translate("Settings", "Font of the interface"),
                options={"": _like_the_system},
                kind="font",
            ),
            Row(
                declared.READING_FONT,
                lambda: translate("Settings", "Font of the reading text"),
                options={"": _like_the_interface},
                kind="font",
            ),
            Row(
                declared.CODE_FONT,
                lambda: translate("Settings", "Font of code"),
                options={"": _like_the_system},
                kind="code font",
            ),
        ),
        lambda: translate("Settings", "Text"),
    ),
    Section(
        (
            Row(
                declared.LESS_MOTION,
                lambda: translate("Settings", "Less motion"),
                lambda: translate("Settings", "Nothing slides or fades."),
            ),
        ),
        lambda: translate("Settings", "Motion"),
    ),
)


def rows(sections: tuple[Section, ...]) -> tuple[Row, ...]:
    """Give the rows of all sections, in their order."""
    return tuple(row for section in sections for row in section.rows)


def _idle_words(minutes: int) -> str:
    if minutes == 0:
        return translate("Engine", "Never")
    return translate("Engine", "After %n minute(s) without a question", "", minutes)


ENGINE_IDLE = Row(
    declared.ENGINE_IDLE_MINUTES,
    lambda: translate("Engine", "Give memory back"),
    options={
        minutes: partial(_idle_words, minutes) for minutes in declared.ENGINE_IDLE_MINUTES.choices
    },
)
"""Stands on the engine's own page."""

ROWS = (*rows(GENERAL), *rows(APPEARANCE), ENGINE_IDLE)
"""Every setting with words; what is not here is the program's own memory and is never exported."""

DATA: dict[str, Words] = {
    "data.folder": lambda: translate("Settings", "Data folder"),
    "data.export": lambda: translate("Settings", "Export settings…"),
    "data.import": lambda: translate("Settings", "Import settings…"),
    "data.reset": lambda: translate("Settings", "Reset all settings"),
}
"""What the page of data does, by the keys under which the search finds it."""
