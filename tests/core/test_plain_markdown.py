"""The words of Markdown without its signs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.plain_markdown import ends_in_code, plain


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("## Small birds ##", "Small birds"),
        ("The **wren** is *very* ~~big~~ `small`.", "The wren is very big small."),
        ("**a *b* c** and ***d***", "a b c and d"),
        ("中文**“黄鹂”**后", "中文“黄鹂”后"),
        ("> - [x] Done\n> * more", "Done\nmore"),
        ("1. First\n2. Second", "1. First\n2. Second"),
        ('See [the *list*](https://example.com/a_(b) "Title") now', "See the list now"),
        ("![a wren](blob:12) and <https://example.com/x>", "a wren and https://example.com/x"),
        ("[words][1]\n\n[1]: https://example.com", "words\n"),
        ("Known.[^1]", "Known.[1]"),
        ("| bird | weight |\n|:--|--:|\n| Wren | **9** g |", "bird · weight\nWren · 9 g"),
        ("above\n\n---\n\nbelow", "above\n\n\nbelow"),
        (
            "```python\nx = __init__ ** 2\n# kept\n```\n# Not kept",
            "x = __init__ ** 2\n# kept\nNot kept",
        ),
        ("snake_case_name, 2 * 3 * 4, a_b", "snake_case_name, 2 * 3 * 4, a_b"),
        ("`**kept**` and ``a `tick` b``", "**kept** and a `tick` b"),
        (r"\*as written\*", "*as written*"),
        ("C# and #hash, a - b, 1 > 0", "C# and #hash, a - b, 1 > 0"),
        ("- ", ""),
    ],
)
def test_signs_go_and_words_stay(source: str, words: str) -> None:
    assert plain(source) == words


def test_a_piece_of_code_that_began_before_is_kept_as_it_is() -> None:
    before = "Look:\n```c\nint a;\n"
    assert ends_in_code(before)
    assert plain("**p = *q;\n```\n**Bold**", is_code=True) == "**p = *q;\nBold"
    assert not ends_in_code(before + "```\n")


@given(st.text(alphabet="ab *_`[]()#>|~-!\\\n:/", max_size=80))
def test_any_text_is_taken_and_never_grows(text: str) -> None:
    assert len(plain(text)) <= 2 * len(text)


@pytest.mark.parametrize("sign", ["*", "_", "`", "[", "![", "|", "> ", "**a ", "`a", "[a](", "\\"])
def test_nothing_takes_long(sign: str) -> None:
    began = time.monotonic()
    plain(sign * (20_000 // len(sign)))
    assert time.monotonic() - began < 2
