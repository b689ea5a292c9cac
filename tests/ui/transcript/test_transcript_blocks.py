"""The splitter: chunking never matters, and the pieces are the whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from desktop.ui.transcript import plain
from desktop.ui.transcript.blocks import Block, BlockSplitter, Limits, code_of, split, utf16_length
from desktop.ui.transcript.meaning import tokens_of
from desktop.ui.transcript.plain import block_text, join
from desktop.ui.transcript.spans import CODE, PARSER

SPEC = json.loads((Path(__file__).parent / "data" / "commonmark.json").read_text("utf-8"))
TINY = Limits(characters=9, units=2, code_lines=2)
LINES = st.sampled_from(
    ["", "para", "# head", "```python", "```", "~~~", "- item", "  - nested", "1. one", "> quote",
     "| a | b |", "|---|---|", "    code", "===", "---", "<div>", "<!-- c", "-->", "[foo]: /url",
     "[foo]", "\ttab", "* * *", "**b", "$$", "`x", "2) two", "   ", "\r", "> - x", ">", "-", "| c"]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=25).map("\n".join) | st.text(max_size=200)
LIMITS = st.sampled_from([TINY, Limits()])
Shape = tuple[object, ...]


def normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def shape(tokens: list[Token]) -> list[Shape]:
    """Give all that is drawn; that a list is tight or loose makes no difference there."""
    return [
        (t.type, t.tag, t.content.rstrip("\n") if t.type in CODE else t.content, t.markup, t.info,
         t.level, tuple((c.type, c.content, str(c.attrs)) for c in t.children or ()))
        for t in tokens
    ]  # fmt: skip


def whole(blocks: list[Block], env: dict[str, object], parser: MarkdownIt) -> list[Shape]:
    """Join the tokens of pieces as if they had never been cut."""
    out: list[Shape] = []
    code = ""
    for block in blocks:
        tokens = shape(tokens_of(block, env, parser))
        if block.kind in CODE:
            code = code_of(block) if block.is_first else f"{code}\n{code_of(block)}"
        if block.is_first:
            out += tokens
        elif block.kind in CODE:
            at = next(i for i, token in enumerate(tokens) if token[0] in CODE)
            out[-1] = (*out[-1][:2], code.rstrip("\n"), *out[-1][3:])
            out += tokens[at + 1 :]
        else:  # the end of the piece before and the beginning of this one were not there
            del out[-1], tokens[0]
            if block.kind == "table" and out[-1][0] == "tbody_close":
                del out[-1], tokens[0]
            out += tokens
    return out


@settings(max_examples=1000, deadline=None)
@given(TEXTS, LIMITS, st.data())
def test_chunking_does_not_matter(text: str, limits: Limits, data: st.DataObject) -> None:
    at_once, _ = split(text, limits=limits)
    splitter, at = BlockSplitter(limits=limits), 0
    blocks: list[Block] = []
    while at < len(text):
        step = data.draw(st.integers(1, 40))
        splitter.feed(text[at : at + step])
        at += step
        if data.draw(st.booleans()):
            blocks += splitter.take()
            splitter.tail()
    blocks += splitter.finish()

    def facts(b: Block) -> Shape:
        return b.source, b.kind, b.is_first, b.is_last, b.head, b.number, b.link

    assert [facts(b) for b in blocks] == [facts(b) for b in at_once]


@settings(max_examples=1000, deadline=None)
@given(TEXTS, LIMITS)
def test_sources_join_to_the_text_and_tokens_to_the_whole(text: str, limits: Limits) -> None:
    blocks, env = split(text, limits=limits)
    assert "".join(b.source for b in blocks) == normal(text)
    assert whole(blocks, dict(env), PARSER) == shape(PARSER.parse(text))


@pytest.mark.parametrize("limits", [Limits(), TINY], ids=["usual", "tiny"])
@pytest.mark.parametrize("preset", ["ours", "commonmark"])
def test_commonmark_examples_piece_by_piece(preset: str, limits: Limits) -> None:
    parser = PARSER if preset == "ours" else MarkdownIt("commonmark")
    wrong = []
    for example in SPEC:
        text = example["markdown"]
        blocks, env = split(text, parser, limits)
        if whole(blocks, dict(env), parser) != shape(parser.parse(text)):
            wrong.append((example["example"], example["section"], text))
    assert len(SPEC) == 652
    assert wrong == []


def test_frozen_blocks_never_change_while_one_character_arrives_at_a_time() -> None:
    text = "para\n\n- a\n\n- b\n\n```c\nint x;\n\n\ny\n```\n| a | b |\n|---|---|\n| 1 | 2 |\n\nlast\nmore"
    splitter = BlockSplitter()
    blocks: list[Block] = []
    for character in text:
        splitter.feed(character)
        blocks += splitter.take()
    assert [b.kind for b in blocks] == ["paragraph", "bullet_list", "fence", "table"]
    assert [b.source for b in splitter.tail()] == ["last\nmore"]


@pytest.mark.parametrize(
    ("opening", "line"),
    [
        ("```python\n", "x = call({i}, 'text')  # note\n"),
        ("| a | b |\n|---|---|\n", "| cell {i} | some words |\n"),
        ("", "1. item {i} with some words\n"),
        ("", "- item {i}\n\n  with a second paragraph\n"),
        ("", "> part {i}\n>\n"),
        ("", "    indented {i}\n"),
    ],
    ids=["code", "table", "list", "loose list", "quote", "indented code"],
)
def test_the_open_tail_stays_short_inside_a_long_block(opening: str, line: str) -> None:
    splitter = BlockSplitter()
    splitter.feed(opening)
    longest = 0
    for i in range(1000):
        splitter.feed(line.format(i=i))
        splitter.take()
        tail = splitter.tail()
        assert len(tail) <= 1
        longest = max(longest, *(len(block.source) for block in tail))
    assert longest < 6000


def test_numbers_go_on_in_the_next_piece() -> None:
    text = "\n".join(f"{i}. item" for i in range(5, 60))
    blocks, env = split(text)
    assert len(blocks) > 2
    shown = join((b, block_text(b, env)) for b in blocks)
    assert shown == text


def test_code_and_table_pieces_join_to_the_whole_text() -> None:
    code = "\n".join(f"line {i} 😀" for i in range(300))
    blocks, env = split(f"```\n{code}\n```\n")
    assert len(blocks) == 4
    assert join((b, block_text(b, env)) for b in blocks) == code
    rows = "\n".join(f"| a{i} | {i} |" for i in range(50))
    blocks, env = split(f"| x | y |\n|---|--:|\n{rows}\n")
    assert len(blocks) > 2
    shown = join((b, block_text(b, env)) for b in blocks)
    assert shown == "x\ty\n" + "\n".join(f"a{i}\t{i}" for i in range(50))


def test_reference_defined_before_use_works_in_a_later_block() -> None:
    blocks, env = split("[foo]: https://example.org\n\ntext\n\n[foo]")
    html = PARSER.render(blocks[-1].source, {"references": env["references"]})
    assert 'href="https://example.org"' in html


def test_plain_text_keeps_markers_and_cells() -> None:
    blocks, env = split("1. a **b**\n2. c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n")
    assert [block_text(b, env) for b in blocks] == ["1. a b\n2. c", "x\ty\n1\t2"]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_plain_text_of_pieces_has_the_lines_of_the_whole(text: str) -> None:
    def lines(limits: Limits) -> list[str]:
        blocks, env = split(text, limits=limits)
        shown = join((b, block_text(b, env)) for b in blocks)
        return [line.rstrip() for line in shown.split("\n") if line.strip()]

    assert lines(TINY) == lines(Limits(characters=1 << 20, units=1 << 20, code_lines=1 << 20))


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="ab \n\\&*1.)é模", max_size=40))
def test_quick_way_to_plain_text_gives_the_same(text: str) -> None:
    blocks, env = split(text)
    for block in blocks:
        if block.kind == "paragraph":
            slow = plain._text(tokens_of(block, env), 1)
            assert block_text(block, env) == slow


def test_lengths_count_as_qt_does() -> None:
    assert [utf16_length(t) for t in ("", "a", "a😀", "a😀b", "模")] == [0, 1, 3, 4, 1]
