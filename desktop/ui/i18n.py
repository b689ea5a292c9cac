"""User-visible words: English in the source, other languages from resources/i18n (Qt Linguist).

`pyside6-lupdate` finds `translate("Context", "text")` and `QT_TRANSLATE_NOOP`; named fields are
filled afterwards: `translate("Chat", "{count} left").format(count=3)`. A plural passes a plain
name as n: `translate("Chat", "%n message(s)", "", count)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop.core.resources import resource

SOURCE_LANGUAGE = "en"
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Every interface language with its own name, which is never translated."""


_is_source_wanted: ContextVar[bool] = ContextVar("is_source_wanted", default=False)


@contextmanager
def source_words() -> Iterator[None]:
    """Let `translate` give the English source meanwhile: who searches may know that word only."""
    token = _is_source_wanted.set(True)
    try:
        yield
    finally:
        _is_source_wanted.reset(token)


def translate(context: str, text: str, comment: str = "", n: int = -1) -> str:
    """Give `text` in the interface's language; English where there is no translation."""
    if _is_source_wanted.get():
        return text.replace("%n", str(n))
    return QCoreApplication.translate(context, text, comment, n)


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name lupdate looks for
    """Mark a text of a table for translation; `translate` it where it is shown."""
    return text


class Translators:
    """Our words and Qt's own, swapped together when the language changes."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []

    def use(self, language: str) -> None:
        """Install the language; the caller then asks every widget to draw its words again."""
        app = QCoreApplication.instance()
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed.clear()
        QLocale.setDefault(QLocale(language))
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in (
            (f"qtbase_{language}", qt_folder),
            (language, str(resource("i18n"))),
        ):
            translator = QTranslator(app)
            if translator.load(name, folder):
                QCoreApplication.installTranslator(translator)
                self._installed.append(translator)
