r"""TeX as models write it, made what latex2mathml reads. Text in, text out; no library.

What has no meaning in one formula is left out (`\label`), what has another name is renamed
(`\begin{align}`: one formula needs no numbers), chemistry becomes indices and arrows.
"""

from __future__ import annotations

import re

_PAIRS = re.compile(r"\\(?:begin|left|middle|right|end)(?![a-zA-Z])|\\.|[{}]", re.DOTALL)
_ALIGNED = re.compile(r"\\(begin|end)\s*\{(?:align|aligned|flalign|split|eqnarray)\*?\}")
_ALIGNED_AT = re.compile(r"\\begin\s*\{(?:alignat|alignedat)\*?\}\s*\{\d+\}")
_ALIGNED_AT_END = re.compile(r"\\end\s*\{(?:alignat|alignedat)\*?\}")
_BARE = re.compile(r"\\(?:begin|end)\s*\{(?:equation|displaymath|math|multline|gather)\*?\}")
_LEFT_OUT = re.compile(
    r"\\(?:label|require)\s*\{[^{}]*\}|\\(?:nonumber|notag|allowbreak)(?![a-zA-Z])"
)
_OPERATOR = re.compile(r"\\operatorname(\*?)\s*\{([^{}]*)\}")
_TEXT = re.compile(r"\\text\s*\{([^{}]*\$[^{}]*)\}")
_CHEMISTRY = re.compile(r"\\ce\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_FRAME = re.compile(r"(\\begin\s*\{array\}\s*\{)\|*([^{}]*?)\|*(\})\s*(?:\\hline\s*)*")
_LAST_LINE = re.compile(r"\\\\\s*(?:\\hline\s*)+(?=\\end\s*\{array\})")
_NAMES = {
    r"\\bmod(?![a-zA-Z])": r"\\;\\mathrm {mod}\\;",
    r"\\not\s*=": r"\\neq ",
    r"\\lt(?![a-zA-Z])": "<",
    r"\\gt(?![a-zA-Z])": ">",
    r"\\begin\s*\{dcases\}": r"\\begin{cases}",
    r"\\end\s*\{dcases\}": r"\\end{cases}",
    r"\\tag\*": r"\\tag",
    r"\\\\\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\]": r"\\\\ ",
    r"@\{[^{}]*\}": "",
}
_RENAMED = tuple((re.compile(old), new) for old, new in _NAMES.items())
_ARROWS = {"<=>": r"\rightleftharpoons ", "<->": r"\leftrightarrow ", "->": r"\rightarrow ",
           "<-": r"\leftarrow "}  # fmt: skip
_SPECIES = re.compile(
    r"(?P<arrow><=>|<->|->|<-)|(?P<charge>\^\{[^{}]*\}|\^[0-9]*[+-])|(?P<number>\d+)"
    r"|(?P<state>\((?:aq|g|l|s)\))|(?P<letters>[A-Za-z]+)|(?P<gas>\s\^(?=\s|$))|(?P<rest>.)",
    re.DOTALL,
)


def depth_of(tex: str) -> int:
    """Give how deep braces, environments and growing brackets are nested."""
    depth = deepest = 0
    for match in _PAIRS.finditer(tex):
        if match[0] in {"{", r"\begin", r"\left"}:
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] in {"}", r"\end", r"\right"}:
            depth -= 1
    return deepest


def prepared(tex: str) -> str:
    """Give TeX that means the same and can be drawn."""
    tex = _LEFT_OUT.sub("", tex.strip())
    tex = _ALIGNED.sub(r"\\\1{align*}", tex)
    tex = _ALIGNED_AT_END.sub(r"\\end{align*}", _ALIGNED_AT.sub(r"\\begin{align*}", tex))
    if r"\\" in tex and (r"{gather" in tex or r"{multline" in tex):
        tex = re.sub(r"\\(begin|end)\s*\{(?:gather|multline)(?:ed)?\*?\}", r"\\\1{matrix}", tex)
    tex = _BARE.sub("", tex)
    for old, new in _RENAMED:
        tex = old.sub(new, tex)
    tex = _LAST_LINE.sub("", _FRAME.sub(r"\1\2\3 ", tex))  # a frame around a table is not drawn
    tex = _OPERATOR.sub(_operator, tex)
    tex = _TEXT.sub(_mixed, tex)
    return _CHEMISTRY.sub(lambda match: _species(match[1]), tex).strip()


def _operator(match: re.Match[str]) -> str:
    name = re.sub(r"\\[,;:! ]|~", " ", match[2])
    return rf"\operatorname{match[1]}{{{name}}}"


def _mixed(match: re.Match[str]) -> str:
    r"""Give words with formulas among them, `\text{if $x$ is}`, as words beside formulas."""
    pieces = match[1].split("$")
    words = (rf"\text{{{piece}}}" for piece in pieces[::2])
    formulas = [f"{{{piece}}}" for piece in pieces[1::2]] + [""]
    return "".join(word + formula for word, formula in zip(words, formulas, strict=False))


def _species(text: str) -> str:
    """Give a chemical formula or equation: 2H2O, SO4^2-, A + B -> C."""
    made, before = [], " "
    for match in _SPECIES.finditer(text):
        kind, piece = match.lastgroup, match[0]
        if kind == "arrow":
            made.append(_ARROWS[piece])
        elif kind == "charge":
            inner = piece[1:].strip("{}")
            made.append(f"^{{{inner}}}")
        elif kind == "number":
            is_index = before.isalnum() or before in ")]"
            made.append(f"_{{{piece}}}" if is_index else piece)
        elif kind in {"letters", "state"}:
            made.append(rf"\mathrm {{{piece}}}")
        elif kind == "gas":
            made.append(r"\uparrow ")
        else:
            made.append(piece)
        before = piece[-1]
    return "".join(made)
