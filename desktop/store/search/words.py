"""What counts as a word: runs of letters and digits, and each character of scripts without spaces.

FTS5's own tokenizer sees a Chinese sentence as one word. With a space around each character, a
query of 1 to 4 characters is a phrase, found in a fraction of a millisecond.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable

VERSION = 1
"""Of the rules below: an index that was made by other rules is made anew."""

# Thai to Myanmar, Khmer; kana, bopomofo, Han, Hangul; the Han of the other planes.
SINGLE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u318f\u31a0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_APART = re.compile(f"[{SINGLE}]")
FAR = "\U00020000-\U0003ffff"
_FAR = re.compile(f"[{FAR}]")  # newer than the tables of SQLite: it would drop some
_NAME = re.compile("han[23][0-9a-f]{4}")
_QUOTED = re.compile(r'"([^"]*)"?|(\S+)')
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_MARK = "Mn"
_WORD_CATEGORIES = "LN"


def segmented(text: str) -> str:
    """Give `text` as the index takes it: every character that is a word by itself stands apart."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return _FAR.sub(_named, _APART.sub(r" \g<0> ", plain))


def _named(match: re.Match[str]) -> str:
    return f" han{ord(match[0]):x} "


def phrases(query: str) -> list[tuple[str, bool]]:
    """Give what a query asks for, each with whether its last word may go on ("birds" for "bird").

    Blanks part; quotation marks keep together and mean whole words. All of it must be found.
    """
    found: list[tuple[str, bool]] = []
    for quoted, bare in _QUOTED.findall(query.replace("\0", " ")):
        phrase = segmented(quoted or bare)
        if any(_is_of_word(character) for character in phrase):
            found.append((" ".join(phrase.split()), not quoted and _ends_open(bare)))
    return found


def match(query: str, marks: Iterable[str]) -> str:
    """Give the expression of FTS5 for a query and for marks that a document must have; "": nothing."""
    parts = [
        f'words : "{phrase.replace(chr(34), " ")}"{" *" if is_open else ""}'
        for phrase, is_open in phrases(query)
    ]
    parts += [f'marks : "{mark}"' for mark in marks]
    return " AND ".join(parts)


def has_code(text: str) -> bool:
    """Tell whether a text has a fenced block of code."""
    return _FENCE.search(text) is not None


def model_mark(model: str) -> str:
    """Give the mark of a message that this model wrote."""
    return f"model{model.encode().hex()}"


def distinct(text: str) -> list[str]:
    """Give the words of a text once each, as the index knows them, longest and so rarest first.

    Of scripts without spaces these are pairs: one character says too little.
    """
    plain = segmented(text[:_COMPARED]).casefold()
    tokens = "".join(c if _is_of_word(c) else " " for c in plain).split()
    pairs = [
        f"{first} {second}"
        for first, second in itertools.pairwise(tokens)
        if is_single(first) and is_single(second)
    ]
    words = [token for token in tokens if not is_single(token)]
    return sorted(dict.fromkeys([*words, *pairs]), key=_rarity, reverse=True)


_COMPARED = 2000
"""So many characters of a question say what it is about."""


def _rarity(word: str) -> int:
    return 6 if " " in word else len(word)


def is_single(token: str) -> bool:
    """Tell whether a word of the index is one character of a script without spaces."""
    return _APART.fullmatch(token) is not None or _NAME.fullmatch(token) is not None


def _is_of_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in _WORD_CATEGORIES or category in {"Co", _MARK}


def _ends_open(chunk: str) -> bool:
    """Tell whether a phrase ends with a word that is still being typed, not with a Han character."""
    last = unicodedata.normalize("NFKC", chunk)[-1:]
    return _is_of_word(last) and _APART.fullmatch(last) is None and _FAR.fullmatch(last) is None
