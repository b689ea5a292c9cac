"""Syntax colours for code that grows line by line, at a cost that ignores the lines before. No Qt.

Importing this module imports Pygments, and a lexer's first use its module (1-30 ms): both belong in
a worker, see `colorist`. Pygments offers no resumable lexer; the loop of
`RegexLexer.get_tokens_unprocessed` is repeated here with the state stack kept outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pygments.lexer import ExtendedRegexLexer, RegexLexer
from pygments.lexers import get_lexer_by_name
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
    Text,
)
from pygments.token import _TokenType as TokenType
from pygments.util import ClassNotFound

_ROLES: tuple[tuple[TokenType, str], ...] = (
    (Comment.Preproc, "code_kw"),
    (Comment, "code_com"),
    (Keyword, "code_kw"),
    (Operator.Word, "code_kw"),
    (Name.Tag, "code_kw"),
    (Number, "code_num"),
    (Literal.Date, "code_num"),
    (String, "code_str"),
    (Name.Function, "code_fn"),
    (Name.Class, "code_fn"),
    (Name.Decorator, "code_fn"),
    (Name.Attribute, "code_fn"),
    (Name.Builtin.Pseudo, "code_kw"),
    (Name.Builtin, "code_fn"),
)


def lexer_for(language: str) -> CodeLexer | None:
    """Give the lexer of a language, ready for use; None when it is unknown."""
    try:
        found = _Mermaid if language == "mermaid" else None
        made = found() if found else get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    lexer = CodeLexer(made)
    for _ in lexer.tokens(_SAMPLE, ["root"]):  # lexers make those of languages inside late
        pass
    return lexer


_SAMPLE = '<script>var a = "b";</script><style>a{color:red}</style><?php 1 ?>\n'


_MERMAID_WORDS = (
    "graph|flowchart|sequenceDiagram|classDiagram|stateDiagram(-v2)?|erDiagram|gantt|journey|pie"
    "|mindmap|timeline|gitGraph|subgraph|end|participant|actor|note|loop|alt|else|opt|par|activate"
    "|deactivate|title|section|class|state|direction|TD|TB|BT|LR|RL"
)


class _Mermaid(RegexLexer):  # type: ignore[misc]
    """Diagrams as text; Pygments knows no such language."""

    tokens: ClassVar[dict[str, list[object]]] = {
        "root": [
            (r"%%.*", Comment),
            (rf"\b({_MERMAID_WORDS})\b", Keyword),
            (r'"[^"\n]*"', String),
            (r"[\[({|][^\])}|\n]*[\])}|]", String),
            (r"[-=.~<>ox]*(--|==|-\.|\.-|~~)[-=.~<>ox]*", Operator.Word),
            (r"\d+", Number),
            (r"\w+|\s+|.", Text),
        ]
    }


class CodeLexer:
    """A Pygments lexer that can stop between two lines and go on later."""

    def __init__(self, lexer: Any) -> None:  # noqa: ANN401 - Pygments has no types
        self._lexer = lexer
        self._is_resumable = isinstance(lexer, RegexLexer) and not isinstance(
            lexer, ExtendedRegexLexer
        )

    def tokens(self, text: str, stack: list[str]) -> Iterator[tuple[str, str]]:
        """Yield (theme colour or "", text); `stack` is gone on from and left as it is at the end.

        A pattern over several lines (a C comment) is right only if text holds all of it.
        """
        if self._is_resumable:
            found = _resume(self._lexer, text, stack)
        else:
            found = self._lexer.get_tokens_unprocessed(text)
        pairs = _gapless(text, found)
        held = ""  # a name that is coloured as a function if a bracket follows
        for kind, value in pairs:
            if held:
                yield ("code_fn" if value.startswith("(") else ""), held
                held = ""
            if kind in Name and kind not in Name.Builtin and not (role := _role(kind)):
                held = value
            else:
                role = _role(kind)
                yield role, value
        if held:
            yield "", held


def _role(kind: TokenType) -> str:
    return next((role for parent, role in _ROLES if kind in parent), "")


def _gapless(
    text: str, found: Iterator[tuple[int, TokenType, str]]
) -> Iterator[tuple[TokenType, str]]:
    """Give tokens whose texts join to text: groups of a pattern may leave something out."""
    at = 0
    for index, kind, value in found:
        if index > at:
            yield Text, text[at:index]
        yield kind, value
        at = index + len(value)
    if at < len(text):
        yield Text, text[at:]


def _resume(
    lexer: Any,  # noqa: ANN401
    text: str,
    stack: list[str],
) -> Iterator[tuple[int, TokenType, str]]:
    rules: dict[str, list[Any]] = lexer._tokens
    at = 0
    while at < len(text):
        for match_at, action, new_state in rules[stack[-1]]:
            match = match_at(text, at)
            if not match:
                continue
            if isinstance(action, TokenType):
                yield at, action, match.group()
            elif action is not None:
                yield from action(lexer, match)
            at = match.end()
            _change_state(stack, new_state)
            break
        else:
            if text[at] == "\n":
                stack[:] = ["root"]
            yield at, (Text if text[at] == "\n" else Error), text[at]
            at += 1


def _change_state(stack: list[str], change: object) -> None:
    if isinstance(change, tuple):
        for state in change:
            _change_state(stack, state)
    elif isinstance(change, int):
        del stack[max(1, len(stack) + change) :]
    elif change == "#pop":
        del stack[max(1, len(stack) - 1) :]
    elif change == "#push":
        stack.append(stack[-1])
    elif isinstance(change, str):
        stack.append(change)
