"""What a block says: its tokens, read with the definitions that its message has so far. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from desktop.core.override import override
from desktop.markdown import footnotes
from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.mend import mend
from desktop.ui.transcript.spans import PARSER


class _Definitions(dict[str, Any]):
    """Definitions of a message as one block sees them, with its own; remembers what was missing."""

    def __init__(self, shared: Mapping[str, Any], missed: set[str]) -> None:
        super().__init__()
        self._shared, self._missed = shared, missed

    @override
    def __contains__(self, label: object) -> bool:
        return label in self._shared or super().__contains__(label)

    @override
    def get(self, label: str, default: Any = None) -> Any:
        found = self._shared.get(label) or super().get(label)
        if found is None:
            self._missed.add(label)
        return default if found is None else found


def tokens_of(
    block: Block,
    env: Mapping[str, Any],
    parser: MarkdownIt = PARSER,
    missed: set[str] | None = None,
    memo: dict[str, list[Token]] | None = None,
) -> list[Token]:
    """Give the tokens of a block with its text parsed; of a table's later pieces, the rows only.

    An open block is completed first: see `mend`. The labels that have no definition yet are added to missed: see `is_stale`. Paragraphs whose
    tokens are in memo, by their source, are not parsed again; it is brought up to date.
    """
    missing: set[str] = set() if missed is None else missed
    scope = {
        "references": _Definitions(env.get("references", {}), missing),
        "notes": _Definitions(env.get("notes", {}), missing),
        "is_open": env.get("is_open", False),
        "is_growing": block.is_open,
        "missed": missing,
        "memo": memo,
    }
    source = mend(block.source, block.kind) if block.is_open else block.source
    tokens = parser.parse(block.head + source, scope)
    if block.kind == "table" and not block.is_first:
        ends = [i for i, token in enumerate(tokens) if token.type == "thead_close"]
        return [tokens[0], *tokens[ends[0] + 1 :]] if ends else tokens
    return tokens


def defined(env: Mapping[str, Any]) -> tuple[int, int, bool]:
    """Give what tells that definitions came: then some blocks drawn before may be stale."""
    return len(env.get("references", ())), len(env.get("notes", ())), env.get("is_open", False)


def is_stale(missed: Iterable[str], env: Mapping[str, Any]) -> bool:
    """Tell whether a block that missed these labels is drawn otherwise by now."""
    references, notes = env.get("references", {}), env.get("notes", {})
    is_open = env.get("is_open", False)
    return any(
        label in references
        or label in notes
        or (not is_open and label[:1] == footnotes.PROVISIONAL)
        for label in missed
    )
