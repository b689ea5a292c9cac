"""The words of every setting that a person can change, and the page on which it stands.

A new setting is a line here and its declaration in `desktop.store.settings`; the page, the control,
the search, reset, export and import follow from the two.
"""

from __future__ import annotations

from functools import partial

from desktop.features.settings.declared_speech import SPEECH
from desktop.features.settings.row import Row, Section, rows
from desktop.store import settings as declared
from desktop.ui.controls import Words
from desktop.ui.i18n import LANGUAGES, translate

__all__ = [
    "APPEARANCE",
    "DATA",
    "ENGINE_IDLE",
    "GENERAL",
    "ROWS",
    "SPEECH",
    "Row",
    "Section",
    "rows",
]


def _bin_words(days: int) -> str:
    return translate("Settings", "After %n day(s)", "", days) if days else _never()


def _exchange_words(days: int) -> str:
    if days == declared.FOR_EVER:
        return translate("Settings", "For ever")
    return translate("Settings", "For %n day(s)", "", days) if days else _never()


def _never() -> str:
    return translate("Settings", "Never")


def _like_the_system() -> str:
    return translate("Settings", "Like the system")


def _like_the_interface() -> str:
    return translate("Settings", "Like the interface")


def _paste_words(limit: int) -> str:
    if limit == 0:
        return translate("Settings", "Always as text")
    return translate("Settings", "Attached from {count} characters").format(count=f"{limit:,}")


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
                declared.PASTE_LIMIT,
                lambda: translate("Settings", "Long pasted text"),
                lambda: translate(
                    "Settings", "Becomes an attachment instead of filling the field."
                ),
                options={
                    limit: partial(_paste_words, limit) for limit in declared.PASTE_LIMIT.choices
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
            Row(
                declared.PICTURE_HOSTS,
                lambda: translate("Settings", "Pictures shown without asking"),
                lambda: translate(
                    "Settings", "Their servers learn that you read the answer they are in."
                ),
                options={"": lambda: translate("Settings", "None")},
                kind="hosts",
            ),
            Row(
                declared.BIN_DAYS,
                lambda: translate("Settings", "Empty the bin"),
                lambda: translate("Settings", "What you deleted is then gone for good."),
                options={days: partial(_bin_words, days) for days in declared.BIN_DAYS.choices},
            ),
            Row(
                declared.EXCHANGE_DAYS,
                lambda: translate("Settings", "Keep requests and responses"),
                lambda: translate(
                    "Settings", "What went over the wire for each answer, without keys and files."
                ),
                options={
                    days: partial(_exchange_words, days) for days in declared.EXCHANGE_DAYS.choices
                },
            ),
            Row(
                declared.LEAVE_OUT,
                lambda: translate("Settings", "Leave out the oldest messages when they do not fit"),
                lambda: translate("Settings", "The conversation shows where what is sent begins."),
            ),
            Row(
                declared.BUDGET_USD,
                lambda: translate("Settings", "Budget a month, in US dollars"),
                lambda: translate(
                    "Settings",
                    "Then questions to paid models are held back. Empty: there is no budget.",
                ),
                kind="money",
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

ROWS = (*rows(GENERAL), *rows(APPEARANCE), *rows(SPEECH), ENGINE_IDLE)
"""Every setting with words; what is not here is the program's own memory and is never exported."""

DATA: dict[str, Words] = {
    "data.folder": lambda: translate("Settings", "Data folder"),
    "data.export_all": lambda: translate("Settings", "Export everything…"),
    "data.import_all": lambda: translate("Settings", "Import conversations…"),
    "data.export": lambda: translate("Settings", "Export settings…"),
    "data.import": lambda: translate("Settings", "Import settings…"),
    "data.reset": lambda: translate("Settings", "Reset all settings"),
}
"""What the page of data does, by the keys under which the search finds it."""
