"""What is said below an input that cannot be used."""

from __future__ import annotations

from desktop.core.errors import Code
from desktop.features.settings.connections.draft import Flaw
from desktop.ui.controls import Words
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate


def words_of(flaw: Flaw) -> Words:
    """Give the sentence, in the language of the moment."""
    return lambda: _words(flaw)


def _words(flaw: Flaw) -> str:
    match flaw:
        case Flaw.BAD_URL:
            return error_text(Code.BAD_URL).hint
        case Flaw.TO_FILL:
            return translate("Connections", "Put your own value where the braces are.")
        case Flaw.BAD_PROXY:
            return translate(
                "Connections",
                "It must begin with http://, https://, socks5:// or socks5h://, and hold no name or password.",
            )
        case Flaw.NO_FILE:
            return translate("Connections", "There is no such file.")
        case Flaw.BAD_VARIABLE:
            return translate(
                "Connections", "Name a variable: letters, digits and underscores, no digit first."
            )
        case Flaw.BAD_HEADER:
            return translate(
                "Connections",
                "A header has a name of letters, digits and hyphens, and a value without accents or line breaks.",
            )
