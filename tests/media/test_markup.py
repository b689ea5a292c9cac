"""Pages become text with their headings, lists, tables, links and code; nothing of the browser's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.media.markup import table, to_text

TAGS = [
    "<ul>", "<ol>", "<li>", "</ul>", "</ol>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<pre>",
    "</pre>", "<a href=http://x>", "</a>", "<b>", "</b>", "<p>", "<h2>", "</h2>", "<script>",
    "</script>", "<br>", "word", "&", "\n", "&lt;", "<!",
]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\n  line <b>bold</b> <i>soft</i></p><p>Two</p>", "One line **bold** *soft*\n\nTwo"),
        ("<h1>Title</h1>Words<br>more<h3>Part</h3>", "# Title\n\nWords\nmore\n\n### Part"),
        ("<ul><li>a<li>b<ol><li>c</li><li>d</ol></ul>end", "- a\n- b\n  1. c\n  2. d\n\nend"),
        ("<li>alone", "- alone"),
        ("<a href='https://e.org/'>site</a>", "[site](https://e.org/)"),
        ("<a href='javascript:x()'>run</a> <a href='#top'>up</a>", "run up"),
        ("<a href='https://e.org/'></a>", "https://e.org/"),
        ("<pre>a\n  b\n</pre>", "```\na\n  b\n```"),
        ("use <code>f(x)</code>", "use `f(x)`"),
        ("a &lt;b&gt; &amp;&nbsp;c", "a <b> & c"),
        ("<hr>", "---"),
        (
            "<table><tr><th>A<th>B</tr><tr><td><p>1</p><p>x</p><td>2|3</table>",
            "| A | B |\n| --- | --- |\n| 1 x | 2\\|3 |",
        ),
        ("<table><td>a<table><td>in</table> b</table>c", "| a in b |\n| --- |\n\nc"),
        ("</table></td></tr></ul></pre></a>", ""),
        ("<script>alert(1)</script><style>p{}</style><svg><text>x</text></svg>seen", "seen"),
        ("<title>T</title><!-- note --><?php x ?><b></b>", ""),
    ],
)
def test_a_page_is_read(html: str, text: str) -> None:
    assert to_text(html) == text


def test_a_table_is_filled_up_and_an_empty_one_left_out() -> None:
    assert table([["a"], [], ["b", "c"]]) == ["| a | |", "| --- | --- |", "| b | c |"]
    assert table([[""], []]) == []


@given(
    st.lists(
        st.sampled_from(TAGS),
        max_size=40,
    )
)
def test_any_nesting_is_read(tags: list[str]) -> None:
    to_text("".join(tags))


@given(st.text())
def test_any_text_is_read(html: str) -> None:
    to_text(html)
