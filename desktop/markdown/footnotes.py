"""Footnotes: `[^label]` in the text, `[^label]: words` where they are said. No Qt.

A footnote is shown by a number: its label where that is one, else the first number that is free.
It is given when the definition is complete and never changes. A label without a definition is
text, but while an answer streams `[^1]` is drawn as what it will become.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote.index import footnote_def

KIND, REFERENCE = "footnote_reference", "footnote_ref"
"""Kinds: the block that says a footnote, and the token of a reference to one."""
PROVISIONAL = "\0"
"""Stands before the label of a reference that was drawn though it has no definition yet."""
_TO_NOTE, _TO_TEXT = "#note:", "#text:"
_LABEL = re.compile(r"\[\^([^\s\[\]]+)\]")
_LONGEST_NUMBER = 3


def add_to(parser: MarkdownIt) -> None:
    """Teach a parser footnotes."""
    may_end = ["paragraph", "reference"]
    parser.block.ruler.before("reference", KIND, footnote_def, {"alt": may_end})
    parser.inline.ruler.before("link", REFERENCE, _reference)
    parser.core.ruler.after("block", "footnote_numbers", _number)


def learn(env: MutableMapping[str, Any]) -> None:
    """Give numbers to the definitions that were parsed since; kept as `env["notes"]`."""
    notes: dict[str, str] = env.setdefault("notes", {})
    for key in env.get("footnotes", {}).get("refs", ()):
        label = key.removeprefix(":")
        if label not in notes:
            notes[label] = _shown(label, notes.values())


def address(label: str, *, is_back: bool = False) -> str:
    """Give the link from a reference to its footnote, or back."""
    return (_TO_TEXT if is_back else _TO_NOTE) + label


def is_address(url: str) -> bool:
    """Tell whether a link leads to a footnote or back."""
    return url.startswith((_TO_NOTE, _TO_TEXT))


def place_of(url: str, sources: Iterable[tuple[str, str]]) -> int | None:
    """Give where a link leads among the blocks of its message, (kind, source) each."""
    is_back, label = url.startswith(_TO_TEXT), url.partition(":")[2]
    for index, (kind, source) in enumerate(sources):
        match = _LABEL.match(source.lstrip())
        is_it = kind == KIND and match is not None and match[1] == label
        if is_it is not is_back and (is_it or (kind != KIND and f"[^{label}]" in source)):
            return index
    return None


def _shown(label: str, taken: Iterable[str]) -> str:
    if _is_number(label):
        return label
    used, number = set(taken), 1
    while str(number) in used:
        number += 1
    return str(number)


def _is_number(label: str) -> bool:
    """Tell whether a label is shown as it is."""
    return label.isascii() and label.isdigit() and len(label) <= _LONGEST_NUMBER


def _reference(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos : state.pos + 2] != "[^" or state.linkLevel:
        return False
    match = _LABEL.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    label = match[1]
    number = state.env.get("notes", {}).get(label)
    if number is None and state.env.get("is_open") and _is_number(label):
        number = label
        state.env["missed"].add(PROVISIONAL + label)
    if number is None:
        return False
    if not silent:
        token = state.push(REFERENCE, "sup", 0)
        token.content, token.meta = number, {"label": label}
    state.pos = match.end()
    return True


def _number(state: StateCore) -> None:
    """Give each definition its number, and its end the label that leads back (not while it grows)."""
    notes: MutableMapping[str, str] = state.env.get("notes", {})
    labels: list[str] = []
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            labels.append(label)
            token.info = notes.get(label) or _shown(label, ())
        elif token.type == "footnote_reference_close":
            label = labels.pop()
            token.meta = {"label": "" if state.env.get("is_growing") else label}
