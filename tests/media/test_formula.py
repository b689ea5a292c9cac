"""TeX as outlines: what is drawn, what stays source, and that nothing breaks it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.formula import EM, MAX_TEX, Drawing, Flaw, Undrawn, dump, load
from desktop.media.formula import draw
from desktop.media.tex import prepared

DRAWN = [
    r"x^2", r"\frac{-b\pm\sqrt{b^2-4ac}}{2a}", r"\sum_{i=1}^n i=\frac{n(n+1)}{2}",
    r"\int_0^\infty e^{-x^2}\,dx", r"\lim_{x\to 0}\frac{\sin x}{x}=1", r"\sqrt[3]{x^2+1}",
    r"\begin{aligned}a&=b\\c&=d\end{aligned}", r"\begin{align}a&=b\nonumber\\c&=d\label{e}\end{align}",
    r"\begin{alignat}{2}a&=b&\quad c&=d\end{alignat}", r"\begin{gather}a=b\\c=d\end{gather}",
    r"\begin{equation}a=b\end{equation}", r"f=\begin{cases}1&x>0\\[6pt]0&\text{otherwise}\end{cases}",
    r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", r"\begin{bmatrix}a\end{bmatrix}", r"\begin{vmatrix}a\end{vmatrix}",
    r"\left(\begin{array}{cc}1&2\\3&4\end{array}\right)", r"\begin{array}{@{}l@{}}a\\b\end{array}",
    r"\mathbb{R},\mathcal{L},\mathfrak{g},\mathbf{v},\mathrm{d}x,\boldsymbol{\alpha}",
    r"\hat{x},\bar{x},\tilde{x},\vec{x},\overline{AB},\widehat{ABC},\overrightarrow{AB}",
    r"\overbrace{a+b}^{n},\underbrace{a+b}_{m}", r"\left\{\frac{a}{b}\right\}", r"\bigl(x\bigr)",
    r"\binom{n}{k}", r"A\xrightarrow{f}B", r"a\equiv b\pmod{n}", r"a\bmod b",
    r"\operatorname{softmax}(x)", r"\operatorname*{arg\,max}_{x}f", r"\mathop{\mathrm{argmax}}\limits_{x}",
    r"\color{red}{x}+\textcolor{blue}{y}", r"\boxed{E=mc^2}", r"\cancel{x}", r"a\land b\implies c",
    r"\sum_{\substack{i=1\\j=2}}^n x", r"f'(x)", r"a\not= b", r"\ce{2H2 + O2 -> 2H2O}", r"x\tag{1}",
    r"\text{if $x>0$ then}", r"\alpha\beta\Gamma\Omega", r"a<b>c\&d", r"\left.\frac{a}{b}\right|_{x=0}",
]  # fmt: skip


@pytest.mark.parametrize("is_display", [True, False], ids=["display", "inline"])
@pytest.mark.parametrize("tex", DRAWN)
def test_what_models_write_is_drawn(tex: str, is_display: bool) -> None:
    found = draw(tex, is_display=is_display)
    assert isinstance(found, Drawing), found
    assert found.width > 0.3 * EM
    assert found.ascent > 0
    assert found.outlines


def test_characters_that_the_font_lacks_take_their_own_room() -> None:
    found = draw(r"\text{速度}=\frac{路程}{时间}", is_display=True)
    assert isinstance(found, Drawing)
    assert "".join(glyph.text for glyph in found.glyphs) == "速度路程时间"
    first, second = found.glyphs[:2]
    assert second.x - first.x == pytest.approx(EM)
    assert found.glyphs[2].y < 0 < found.glyphs[4].y


def test_a_formula_in_a_line_is_lower_than_a_displayed_one() -> None:
    inline, display = (draw(r"\int_0^1\frac{a}{b}", is_display=is_it) for is_it in (False, True))
    assert isinstance(inline, Drawing)
    assert isinstance(display, Drawing)
    assert inline.ascent + inline.descent < 0.7 * (display.ascent + display.descent)


def test_operators_written_as_such_are_not_lost() -> None:
    plus, nothing = (draw(tex, is_display=True) for tex in (r"a\mathbin{+}b", "ab"))
    assert isinstance(plus, Drawing)
    assert isinstance(nothing, Drawing)
    assert plus.width > nothing.width + 0.5 * EM


def test_brackets_of_a_matrix_do_not_grow_with_what_stands_beside() -> None:
    small = r"\begin{pmatrix}a\\b\end{pmatrix}"
    tall = r"\begin{bmatrix}1\\2\\3\\4\end{bmatrix}"
    alone, beside = draw(small, is_display=True), draw(f"{small}+{tall}", is_display=True)
    assert isinstance(alone, Drawing)
    assert isinstance(beside, Drawing)
    assert alone.ascent < 0.7 * beside.ascent


@pytest.mark.parametrize(
    ("spec", "rows", "lines"),
    [("cc", r"a&b\\c&d", 0), ("c|c", r"a&b\\c&d", 1), ("c|c", r"a&b\\\hline c&d", 2),
     ("|c|c|", r"\hline a&b\\\hline c&d\\\hline", 2), ("c|c|c", r"a&b\\c&d", 1)],
)  # fmt: skip
def test_tables_have_their_inner_lines(spec: str, rows: str, lines: int) -> None:
    found = draw(rf"\begin{{array}}{{{spec}}}{rows}\end{{array}}", is_display=True)
    assert isinstance(found, Drawing)
    boxes = re.findall(r"M [-\d.]+ [-\d.]+ (?:L [-\d.]+ [-\d.]+ ){3}Z", found.outlines[0].path)
    assert len(boxes) == lines


def test_colours_stay_and_black_is_the_text_s() -> None:
    found = draw(r"\textcolor{red}{x}+y", is_display=True)
    assert isinstance(found, Drawing)
    assert {outline.color for outline in found.outlines} == {"red", ""}


@pytest.mark.parametrize(
    ("tex", "flaw"),
    [
        (r"\foo{x}", Flaw.UNKNOWN),
        (r"\input{/etc/passwd}", Flaw.UNKNOWN),
        (r"\begin{tikzpicture}\draw\end{tikzpicture}", Flaw.UNKNOWN),
        ("x" * (MAX_TEX + 1), Flaw.TOO_LONG),
        ("{" * 50 + "x" + "}" * 50, Flaw.TOO_DEEP),
        (r"\left(x", Flaw.MALFORMED),
        (r"\right)", Flaw.MALFORMED),
        ("", Flaw.MALFORMED),
        (r"\newcommand{\a}{\a\a}\a", Flaw.TOO_DEEP),
    ],
)
def test_what_cannot_be_drawn_says_why(tex: str, flaw: Flaw) -> None:
    found = draw(tex, is_display=True)
    assert isinstance(found, Undrawn)
    assert found.flaw is flaw


PIECES = [piece for tex in DRAWN for piece in (tex, tex[: len(tex) // 2])] + list(
    "{}[]()&^_$%#~\\<> 中é"
)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join) | st.text(max_size=40), st.booleans()
)
def test_nothing_raises(tex: str, is_display: bool) -> None:
    found = draw(tex, is_display=is_display)
    assert load(dump(found)) == found


@pytest.mark.parametrize("line", ["", "{}", "[]", "nonsense", '{"flaw": "no"}', '{"width": 1}'])
def test_an_answer_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - there is no more to say
        load(line)


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        (r"\ce{SO4^2-}", r"\mathrm {SO}_{4}^{2-}"),
        (r"\ce{Fe^{3+}}", r"\mathrm {Fe}^{3+}"),
        (r"\ce{N2 <=> A}", r"\mathrm {N}_{2} \rightleftharpoons  \mathrm {A}"),
    ],
)
def test_chemistry_becomes_indices_and_arrows(tex: str, wanted: str) -> None:
    assert prepared(tex) == wanted
