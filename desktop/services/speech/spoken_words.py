"""Punctuation that was spoken, and the joining of what was said piece by piece.

When "comma" is a comma: it has to stand alone. That is, on both sides of it there is a pause: the
edge of the piece, which the microphone cut at a pause, or a mark that the model wrote because it
heard one ("Dear Anna, comma, thank you"). At the end of a piece one side is enough ("Dear Anna
comma"), unless the word before makes a thing of it: "the period", "a full stop", "long period".
Everywhere else it is a word: "the period of time". What the model wrote at that place gives way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_COMMANDS: dict[str, dict[str, str]] = {
    "en": {
        "comma": ",", "full stop": ".", "period": ".", "question mark": "?",
        "exclamation mark": "!", "exclamation point": "!", "colon": ":", "semicolon": ";",
        "new line": "\n", "newline": "\n", "new paragraph": "\n\n",
    },
    "zh": {
        "逗号": "，", "句号": "。", "问号": "？", "感叹号": "！", "叹号": "！", "顿号": "、",
        "冒号": "：", "分号": "；", "换行": "\n", "新段落": "\n\n", "另起一段": "\n\n",
    },
    "de": {
        "komma": ",", "punkt": ".", "fragezeichen": "?", "ausrufezeichen": "!",
        "doppelpunkt": ":", "semikolon": ";", "neue zeile": "\n", "neuer absatz": "\n\n",
    },
    "fr": {
        "virgule": ",", "point": ".", "point d'interrogation": "\u202f?",
        "point d'exclamation": "\u202f!", "deux points": "\u00a0:", "point-virgule": "\u202f;",
        "à la ligne": "\n", "nouveau paragraphe": "\n\n",
    },
    "es": {
        "coma": ",", "punto": ".", "dos puntos": ":", "punto y coma": ";",
        "nueva línea": "\n", "nuevo párrafo": "\n\n",
    },
}  # fmt: skip

_NOT_AFTER: dict[str, str] = {
    # what makes a thing of the word that follows
    "en": """a an the this that these each every any no one another which what my your his her its our
        their of in for with and or long short brief time trial grace notice waiting same first second
        last next whole entire early late oxford serial""",
    "zh": "个 的 这 那 是 用 加 打 写 叫",
    "de": "der die das den dem ein eine einen einem kein dieser diesen diesem am im zum mein dein jeder guter",
    "fr": "le la un une ce cette au du de mon son à quel chaque bon",
    "es": "el la un una este esta al del de mi su en qué cada buen",
}  # fmt: skip

_SMALL_WORDS = """
a also an and are as at because but by can do for from has have he how if in is it it's not of on or
our she so that the their then there they this to was we what when where which who why will with
would you your"""
_LOWERED = frozenset(_SMALL_WORDS.split())
"""English words that a model begins a piece with and that are no names: small after a comma."""

_ENDS = ".?!。？！…"
_MARKS = _ENDS + ",:;，、：；"
_NO_SPACE_BEFORE = _MARKS + ")]}”’»\u202f\u00a0"
_LETTERS_WITHOUT_SPACES = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What to write next: first the last `takes_back` characters go, then comes `text`."""

    text: str
    takes_back: int = 0


class Writing:
    """Makes one text of pieces that were said one after another."""

    def __init__(self, language: str, *, has_spoken_marks: bool) -> None:
        self._language = language.partition("-")[0].lower() or "en"
        commands = _COMMANDS.get(self._language, {}) if has_spoken_marks else {}
        self._commands = commands
        self._pattern = _pattern(commands, is_spaced=self._language != "zh")
        self._not_after = tuple(_NOT_AFTER.get(self._language, "").split())
        self.text = ""

    def add(self, said: str) -> Piece:
        """Take the next piece; give what it changes at the end of the text."""
        before = self.text
        for part in self._parts(" ".join(said.split())):
            self._write(part)
        kept = _common(before, self.text)
        return Piece(self.text[kept:], len(before) - kept)

    def _write(self, part: str) -> None:
        if part in self._commands.values():
            bare = self.text.rstrip(" ")
            self.text = (
                bare.rstrip(_MARKS + " \u202f\u00a0") + part if part.strip() else bare + part
            )
            return
        if not part:
            return
        if not self.text or self.text.endswith("\n") or self.text.rstrip()[-1:] in _ENDS:
            part = _capital(part) if self._commands else part
        elif self._commands and self.text[-1] in ",:;":
            part = _small(part)
        self.text += (" " if needs_space(self.text, part) else "") + part

    def _parts(self, said: str) -> Iterator[str]:
        """Yield words and marks in turn; a command is given as its mark."""
        rest = 0
        if self._commands:
            for found in self._pattern.finditer(said):
                if self._stands_alone(said, rest, found):
                    yield said[rest : found.start()].strip()
                    yield self._commands[found["command"].lower()]
                    rest = found.end()
        yield said[rest:].strip()

    def _stands_alone(self, said: str, begun: int, found: re.Match[str]) -> bool:
        before = said[begun : found.start()].rstrip()
        if said[found.end() :].strip() and not found["after"]:
            return False
        if not before or before[-1] in _MARKS:
            return True
        if said[found.end() :].strip():
            return False
        if self._language == "zh":
            return not before.endswith(self._not_after)
        last = before.split()[-1].lower()
        return last not in self._not_after and not any(
            unicodedata.category(letter).startswith("N") for letter in last
        )


def joined(texts: list[str]) -> str:
    """Give one text of several, with spaces where their script has some."""
    text = ""
    for piece in texts:
        text += (" " if text and needs_space(text, piece) else "") + piece
    return text


def needs_space(before: str, after: str) -> bool:
    """Tell whether a space belongs between two pieces of a text."""
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return False
    if after[0] in _NO_SPACE_BEFORE or before[-1] in "([{“«":
        return False
    is_dense = _LETTERS_WITHOUT_SPACES.match
    return not (is_dense(before[-1]) or is_dense(after[0]))


def _pattern(commands: dict[str, str], *, is_spaced: bool) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(commands, key=len, reverse=True))
    edge = r"\b" if is_spaced else ""
    marks = re.escape(_MARKS)
    return re.compile(
        rf"{edge}(?P<command>{words or '(?!)'}){edge}(?P<after>[{marks}]*)\s*", re.IGNORECASE
    )


def _common(one: str, other: str) -> int:
    """Give how many characters two texts begin with in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def begun_small(text: str) -> str:
    """Give a piece that goes on in a sentence: its first word small, unless that may be a name."""
    return _small(text)


def _small(text: str) -> str:
    first = re.split(r"[\s,.;:?!]", text, maxsplit=1)[0]
    return text[:1].lower() + text[1:] if first.lower() in _LOWERED else text
