"""A formula that is still being written, ended so that it can be drawn as what it will become."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\(?:begin|end)\s*\{[a-zA-Z]*\*?\}|\\[a-zA-Z]+|\\.|\S", re.DOTALL)
_LOOSE_END = re.compile(r"(?:\\(?:begin|end)\s*(?:\{[a-zA-Z]*\*?)?|\\[a-zA-Z]*|[\^_&])\s*$")
_TWO = frozenset(
    rf"\{name}" for name in ("frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom",
                             "overset", "underset", "stackrel", "textcolor")
)  # fmt: skip
_ONE = frozenset(
    rf"\{name}" for name in ("sqrt", "hat", "bar", "vec", "dot", "ddot", "tilde", "overline",
                             "underline", "widehat", "widetilde", "boxed", "overbrace",
                             "underbrace", "xrightarrow", "xleftarrow", "operatorname")
)  # fmt: skip
_NO_ARGUMENT = frozenset("&^_~")


def completed(tex: str) -> str:
    r"""Give tex without its loose end and with everything closed: `\frac{a}{\sqr` -> `\frac{a}{}`."""
    while (shorter := _LOOSE_END.sub("", tex)) != tex:
        tex = shorter
    stack: list[str | int] = []  # what closes a group, or how many arguments are to come
    for match in _TOKEN.finditer(tex):
        _take(stack, match[0])
    ends = (end if isinstance(end, str) else "{}" * end for end in reversed(stack))
    return tex + "".join(ends)


def _take(stack: list[str | int], piece: str) -> None:
    if piece in {"}", "]", r"\right"} or piece.startswith(r"\end"):
        _close(stack, piece)
        return
    if piece == "[" and stack and stack[-1] == 1:
        stack.append("]")
        return
    if piece in _NO_ARGUMENT:
        return
    _spend(stack)
    if piece == "{":
        stack.append("}")
    elif piece == r"\left":
        stack.append(r"\right.")
    elif piece.startswith(r"\begin{"):
        stack.append(r"\end" + piece[piece.index("{") :])
    elif piece in _TWO or piece in _ONE:
        stack.append(2 if piece in _TWO else 1)


def _close(stack: list[str | int], piece: str) -> None:
    while stack and isinstance(stack[-1], int) and piece != "]":
        stack.pop()  # its arguments are missing; that is the writer's matter
    top = stack[-1] if stack else None
    if top == piece or (isinstance(top, str) and piece == r"\right" and top.startswith(piece)):
        stack.pop()


def _spend(stack: list[str | int]) -> None:
    """One argument of the innermost command has come."""
    left = stack[-1] if stack else None
    if isinstance(left, int):
        stack.pop()
        if left > 1:
            stack.append(left - 1)
