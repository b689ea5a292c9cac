"""Addresses that stand bare in a text: where they begin and, above all, where they end. No Qt.

Only what says that it is an address is one (`https://`, `www.`, `name@host`): "README.md" and
"main.py" are files, though .md and .py are countries. In Chinese and Japanese text nothing stands
between an address and the next word, so their punctuation ends it, and so does a Han character
right after a Latin letter or digit; `/wiki/黄鹂` keeps its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = "\u1100-\u11ff\u2e80-\u2fff\u3040-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_STOPS = r"\s<>\"`\\\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65‘’“”…—"
_URL = re.compile(
    rf"(?<![A-Za-z0-9@./])(?i:https?://|www\.(?=[a-z0-9]))(?:(?!\*[*{_HAN}])[^{_STOPS}])+"
)
_MAIL = re.compile(
    r"(?<![A-Za-z0-9.+_/-])[A-Za-z0-9][A-Za-z0-9.+_-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_HAN_AFTER_WORD = re.compile(rf"(?<=[A-Za-z0-9])[{_HAN}]")
_ANY_HAN = re.compile(rf"[{_HAN}]")
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")
_HOST = re.compile(r"(?:https?://)?[^/?#]*[^\W_]", re.IGNORECASE)
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Autolink:
    """A bare address; the names are those that markdown-it asks for."""

    schema: str
    index: int
    last_index: int
    text: str
    url: str


class Autolinks:
    """Finds bare addresses; stands in the place of markdown-it's `linkify`."""

    def pretest(self, text: str) -> bool:
        """Tell cheaply whether text may hold an address."""
        return "://" in text or "@" in text or "www." in text.lower()

    def test(self, text: str) -> bool:
        """Tell whether text holds an address."""
        return bool(self.match(text))

    def match(self, text: str) -> list[Autolink]:
        """Give the addresses of text in order."""
        if not self.pretest(text):
            return []
        found = [link for match in _URL.finditer(text) if (link := _web(match)) is not None]
        taken = [(link.index, link.last_index) for link in found]
        for match in _MAIL.finditer(text):
            if not any(begin <= match.start() < end for begin, end in taken):
                name = match[0].rstrip("-_")
                end = match.start() + len(name)
                found.append(Autolink("mailto:", match.start(), end, name, f"mailto:{name}"))
        return sorted(found, key=lambda link: link.index)

    def match_at_start(self, text: str) -> Autolink | None:
        """Give the address with which text begins."""
        match = _URL.match(text)
        return _web(match) if match is not None else None


def _web(match: re.Match[str]) -> Autolink | None:
    text = _trimmed(match[0])
    if not _HOST.match(text) or text.lower() in {"http://", "https://", "www."}:
        return None
    is_bare = text[:4].lower() == "www."
    url = f"http://{text}" if is_bare else text
    schema = "" if is_bare else text.partition("//")[0].lower()
    return Autolink(schema, match.start(), match.start() + len(text), text, url)


def _trimmed(text: str) -> str:
    """Take off what belongs to the sentence: punctuation, a bracket that was opened before."""
    han = _ANY_HAN.search(text)
    if han is not None and _HAN_AFTER_WORD.match(text, han.start()):
        text = text[: han.start()]
    while text:
        last = text[-1]
        opening = _PAIRS.get(last)
        if opening is not None and text.count(last) <= text.count(opening):
            break
        if entity := _ENTITY.search(text):
            text = text[: entity.start()]
        elif opening is not None or last in "?!.,:;*_~'|$":
            text = text[:-1]
        else:
            break
    return text
