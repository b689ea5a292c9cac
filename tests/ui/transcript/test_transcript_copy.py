"""What is put on the clipboard: the same words as text, as Markdown and as HTML."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.ui.theme import load
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.clipboard import Excerpt
from desktop.ui.transcript.richtext import RichText
from desktop.ui.transcript.selection import Position
from desktop.ui.transcript.textview import TextView
from tests.ui.transcript.conftest import Make
from tests.ui.transcript.talk import answer, question


def excerpt(view: TranscriptView, start: Position, end: Position) -> Excerpt:
    view.selection.begin(start)
    view.selection.extend(end)
    return Excerpt(view.selection, view.model)


def whole(view: TranscriptView) -> Excerpt:
    view.commands.select_all()
    return Excerpt(view.selection, view.model)


def shown(view: TranscriptView) -> TextView:
    text = view.placed[0].view
    assert isinstance(text, TextView)
    return text


RICH = """a **b** and [link](https://example.org/a), [foo] [^1]

- [x] done
- [ ] open

| h | r |
|---|--:|
| `c` | ~~d~~ |

```python
x < 1
```

$x^2$ ![cat](https://example.org/cat.png) <b>html</b> [bad](javascript:x)

[foo]: https://example.org/foo

[^1]: note
"""


def test_html_has_formats_links_tables_and_code(make: Make) -> None:
    html = whole(make(answer(1, RICH))).html()
    for part in (
        "<strong>b</strong>", '<a href="https://example.org/a">link</a>',
        '<a href="https://example.org/foo">foo</a>', "<sup>1</sup>", "<li>☑ done</li>",
        "<li>☐ open</li>", "<table>", '<td style="text-align:right"><s>d</s></td>',
        '<pre><code class="language-python">x &lt; 1\n</code></pre>', "$x^2$",
        '<a href="https://example.org/cat.png">cat</a>', "&lt;b&gt;html&lt;/b&gt;",
    ):  # fmt: skip
        assert part in html
    for part in ("<img", 'javascript:x"', "<b>", "<script"):
        assert part not in html


def test_html_of_a_part_knows_the_addresses_of_its_message(make: Make) -> None:
    view = make(answer(1, "see [foo] there\n\nmore\n\n[foo]: https://example.org\n"))
    html = excerpt(view, Position(0, 0, 0), Position(0, 1, 2)).html()
    assert html == '<p>see <a href="https://example.org">foo</a> there</p>\n<p>mo</p>\n'


def test_what_a_person_typed_is_no_markup_in_html(make: Make) -> None:
    view = make(question(1, "is *this* <b>\n# fine?"), answer(2, "**yes**"))
    html = whole(view).html()
    assert html == ("<p>is *this* &lt;b&gt;<br>\n# fine?</p>\n<p><strong>yes</strong></p>\n")


@pytest.mark.parametrize(
    ("text", "words", "part", "plain"),
    [
        ("a **bold** b", "ol", "**ol**", "ol"),
        ("a **bold *both* x** b", "ld both x b", "**ld *both* x** b", "ld both x b"),
        ("see [the notes](https://x.org/a) now", "notes no", "[notes](https://x.org/a) no",
         "notes no"),
        ("use `a b` x", " b x", "` b` x", " b x"),
        ("~~gone~~ *it*", "one it", "~~one~~ *it*", "one it"),
        ("say *\\*hi\\** x", "*hi* x", "*\\*hi\\** x", "*hi* x"),
        ("> one\n>\n> two", "ne\u2029two", "> ne\n>\n> two", "ne\ntwo"),
        ("- [x] a\n- [ ] b", "a\u2029b", "- [x] a\n- [ ] b", "☑ a\n☐ b"),
        ("3) a\n4) b", "a\u2029b", "3) a\n4) b", "3) a\n4) b"),
        ("# Head *x* y", "Head x", "# Head *x*", "Head x"),
        ("- a\n  ```py\n  x = 1\n  y\n  ```", "a\u2029x = 1\u2029y",
         "- a\n\n  ```py\n  x = 1\n  y\n  ```", "• a\nx = 1\ny"),
        ("x $a^2$ y", "x \ufffc y", "x $a^2$ y", "x $a^2$ y"),
        ("x ![cat *y*](a.png) y", "x \ufffc y", "x ![cat y](a.png) y", "x cat y y"),
        ("a[^1] b\n\n[^1]: n", "a1 b", "a[^1] b", "a[1] b"),
        ("1\\. not & <b> $5", "1. not & <b> $5", "1\\. not & \\<b> \\$5", "1. not & <b> $5"),
    ],
)  # fmt: skip
def test_a_part_of_a_block(make: Make, text: str, words: str, part: str, plain: str) -> None:
    text_view = shown(make(answer(1, text)))
    begin = text_view.raw().index(words)
    span = begin, begin + len(words)
    assert text_view.markdown_between(*span) == part
    assert text_view.text_between(*span) == plain


def test_a_part_of_a_table_is_a_table(make: Make) -> None:
    view = make(answer(1, "| a | b |\n|---|--:|\n| **c** | d |\n| e | f\\|g |\n"))
    table = view.placed[0].view
    raw = table.raw()
    assert table.markdown_between(0, table.end()) == (
        "| a | b |\n| --- | --: |\n| **c** | d |\n| e | f\\|g |"
    )
    at = raw.index("c")
    assert table.markdown_between(at, at + 1) == "**c**"


def test_words_from_right_to_left_stand_on_the_right(make: Make) -> None:
    view = make(answer(1, "> مرحبا `code` x\n>\n> - عنصر\n\n`x` هذا نص\n\ntext مرحبا"))
    quote, code_first, latin = (placed.view for placed in view.placed[:3])
    assert isinstance(quote, TextView)
    right = Qt.LayoutDirection.RightToLeft
    first = quote.doc.begin()
    assert first.blockFormat().layoutDirection() == right
    assert (first.blockFormat().leftMargin(), first.blockFormat().rightMargin()) == (0, 16)
    assert quote.decor.bars[0].is_rtl
    assert quote.decor.markers[0].is_rtl
    assert code_first.doc.begin().blockFormat().layoutDirection() == right
    assert latin.doc.begin().blockFormat().layoutDirection() != right
    begin, end = quote.decor.chips[0]
    assert sum(rect.width() for rect in quote.rects(begin, end)) > 20
    caret = quote.caret(0)
    assert caret.x() > view.column_width() / 2


def test_a_line_end_between_han_leaves_no_space(make: Make) -> None:
    text_view = shown(make(answer(1, "中文，\n换行\nand **中**\n文")))
    assert text_view.raw() == "中文，换行 and 中文"
    assert text_view.text_between(0, text_view.end()) == "中文，换行 and 中文"


def test_signs_by_which_qt_means_something_else_are_harmless(make: Make) -> None:
    text_view = shown(make(answer(1, "a&#8233;b&#10;c\ufffcd\ufdd0e")))
    assert text_view.doc.blockCount() == 1
    assert text_view.raw() == "a b c\ufffdd\ufffde"


@pytest.mark.usefixtures("qapp")
def test_a_writer_can_be_used_again_for_another_text() -> None:
    from PySide6.QtGui import QTextDocument

    from desktop.ui.transcript.spans import PARSER
    from desktop.ui.transcript.style import Style

    doc, style = QTextDocument(), Style(load("light"))
    writer = RichText(doc, style)
    for text in ("- a\n- b\n\n> c", "- a\n- b", "> c", "", "# x\n\ny", "# x\n\nz"):
        writer.write(PARSER.parse(text))
        fresh = QTextDocument()
        other = RichText(fresh, style)
        other.write(PARSER.parse(text))
        assert doc.toRawText() == fresh.toRawText()
        assert writer.decor == other.decor
