"""What the parser knows beyond CommonMark: addresses, formulas, tasks, Han text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from desktop.markdown.autolinks import Autolinks
from desktop.markdown.grammar import is_tight
from desktop.ui.transcript.spans import PARSER


def children(text: str) -> list[Token]:
    return next(token for token in PARSER.parse(text) if token.type == "inline").children or []


def marked(text: str) -> list[tuple[str, str]]:
    """Give the words of a paragraph, each with the mark that it stands in."""
    mark, found = "", []
    for child in children(text):
        if child.nesting:
            mark = child.tag if child.nesting > 0 else ""
        elif child.content:
            found.append((child.content, mark))
    return found


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("访问https://example.com/docs查看文档", ["https://example.com/docs"]),
        ("https://example.com。下一句", ["https://example.com"]),
        ("（https://example.com/a）", ["https://example.com/a"]),
        ("“https://example.com/a”，", ["https://example.com/a"]),
        ("https://example.com是", ["https://example.com"]),
        ("https://zh.example.org/wiki/黄鹂。", ["https://zh.example.org/wiki/%E9%BB%84%E9%B9%82"]),
        ("联系ann@example.org。", ["mailto:ann@example.org"]),
        ("write to ann.b+c@mail.example.org, please", ["mailto:ann.b+c@mail.example.org"]),
        ("www.example.com，好", ["http://www.example.com"]),
        ("https://user@example.org/x", ["https://user@example.org/x"]),
        ("http://localhost:8080/v1", ["http://localhost:8080/v1"]),
        ("**https://example.org/a**", ["https://example.org/a"]),
        ("看 **https://example.org/a**后面", ["https://example.org/a"]),
        ("https://a.example/x?y=1&z=2;", ["https://a.example/x?y=1&z=2"]),
        ("README.md main.py Node.js example.com", []),
        ("https:// and www. and a@b", []),
        ("`https://example.org`", []),
        ("javascript://x file:///etc/passwd", []),
    ],
)
def test_bare_addresses_end_where_a_reader_ends_them(text: str, links: list[str]) -> None:
    found = [child.attrs["href"] for child in children(text) if child.type == "link_open"]
    assert found == links


@given(st.text(alphabet="htps:/w.@axmor 文。()[]*&;<>'\"", max_size=60))
def test_addresses_lie_inside_their_text_in_order(text: str) -> None:
    end = 0
    for link in Autolinks().match(text):
        assert link.index >= end
        assert text[link.index : link.last_index] == link.text
        end = link.last_index
    PARSER.parse(text)


@pytest.mark.parametrize(
    ("text", "strong"),
    [
        ("**“中文”**后", ["“中文”"]),
        ("前**“中文”**后", ["“中文”"]),
        ("中**（文）**后", ["（文）"]),
        ("**注意：**后面", ["注意："]),
        ("**中文**a", ["中文"]),
        ("是**`code`**的", ["`code`"]),
        ("**한국어(韓國語)**는", ["한국어(韓國語)"]),
        ("a**“b”**c", []),
    ],
)
def test_emphasis_beside_wide_punctuation(text: str, strong: list[str]) -> None:
    parsed = children(text)
    begins = [index for index, child in enumerate(parsed) if child.type == "strong_open"]
    assert len(begins) == len(strong)
    for index, words in zip(begins, strong, strict=True):
        assert parsed[index + 1].content == words.strip("`")


@given(st.text(alphabet="ab *_.(\"'é ", max_size=30))
def test_text_without_wide_characters_is_read_by_the_book(text: str) -> None:
    stock = MarkdownIt("commonmark", {"html": False})
    assert PARSER.renderInline(text) == stock.renderInline(text)


@pytest.mark.parametrize(
    ("before", "after", "tight"),
    [("文", "字", True), ("，", "字", True), ("文", "a", False), ("a", "文", False),
     ("かな", "カナ", True), ("한", "국", False), ("文", "", False), ("", "文", False)],
)  # fmt: skip
def test_line_ends_between_han_are_nothing(before: str, after: str, tight: bool) -> None:
    assert is_tight(before, after) is tight


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("so $x$ is", ["x"]),
        ("公式$x^2$在", ["x^2"]),
        ("$a$-$b$ and $2x$", ["a", "b", "2x"]),
        (r"so \(x+y\) is", ["x+y"]),
        (r"so \[x+y\] is", ["x+y"]),
        ("$$x$$", ["x"]),
        (r"$\$5$", [r"\$5"]),
        ("costs $5, $x$ is", ["x"]),
        ("$5 and $6", []),
        ("$5-$10, US$5 to US$6, 5$ and 6$", []),
        ("$1,000 (about €900) vs 800$", []),
        ("from $5 million to 6$", []),
        ("$HOME/$PATH and $HOME is not $PATH", []),
        ("`$x$` and ``\\(x\\)``", []),
        (r"\$x$ and $x\$", []),
        (r"\[not a link](/foo) and \[see below\]", []),
        (r"\[foo\](https://example.org)", []),
        ("$ x $", []),
        (r"\(\)", []),
    ],
)
def test_formulas_are_told_from_money_and_brackets(text: str, formulas: list[str]) -> None:
    assert [child.content for child in children(text) if child.type == "formula"] == formulas


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("$$\nx\n- y\n$$", ["formula_block"]),
        ("\\[\nx\n\\]", ["formula_block"]),
        ("\\begin{align*}\na &= b\\\\\n- c\n\\end{align*}\n", ["formula_block"]),
        ("\\begin{align}x\\end{align}", ["formula_block"]),
        ("text\n$$\nx\n$$\nmore", ["paragraph", "formula_block", "paragraph"]),
        ("$$\nnot closed\n\n- item", ["paragraph", "bullet_list"]),
        ("- a\n\n  $$\n  x\n  $$\n- b", ["bullet_list"]),
        ("    $$\n    x\n    $$", ["code_block"]),
        ("```\n$$\nx\n$$\n```", ["fence"]),
    ],
)
def test_blocks_of_tex_are_decided_line_by_line(text: str, kinds: list[str]) -> None:
    tokens = [token for token in PARSER.parse(text) if token.level == 0 and token.nesting >= 0]
    assert [token.type.removesuffix("_open") for token in tokens] == kinds


def test_tasks_are_marked_and_their_brackets_are_no_text() -> None:
    tokens = PARSER.parse("- [ ] open\n- [x] done\n- [x]\n- [y] text\n\n1. [X] third\n")
    items = [token.meta.get("task") for token in tokens if token.type == "list_item_open"]
    words = [token.content for token in tokens if token.type == "inline"]
    assert items == [False, True, None, None, True]
    assert words == ["open", "done", "[x]", "[y] text", "third"]


def test_an_address_with_a_scheme_is_found_before_emphasis_is() -> None:
    assert isinstance(PARSER.linkify, Autolinks)
    link = PARSER.linkify.match_at_start("https://example.org/a_b_c and more")
    assert link is not None
    assert link.text == "https://example.org/a_b_c"
    assert PARSER.linkify.match_at_start("ftp://example.org") is None


def test_html_is_text() -> None:
    assert marked("<b>x</b> <script>alert(1)</script>") == [
        ("<b>x</b> <script>alert(1)</script>", "")
    ]
