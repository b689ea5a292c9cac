"""Definitions that come late: footnotes and addresses of links, and what they draw anew."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from desktop.markdown.footnotes import place_of
from desktop.ui.transcript.blocks import split
from desktop.ui.transcript.plain import block_text
from desktop.ui.transcript.view import BlockView
from tests.ui.transcript.conftest import Hand, Make, stream
from tests.ui.transcript.talk import answer, streaming

WORDS = "words " * 400
NOTES = f"One[^1] and two[^note].\n\n{WORDS}\n\n[^1]: first **note**\n\n[^note]: second\n\nlast\n"


def revisions(views: list[BlockView]) -> list[int]:
    return [view.revision for view in views]


def test_a_late_address_redraws_only_the_blocks_that_lack_it(make: Make) -> None:
    view = make(streaming(1))
    text = "see [foo]\n\nan [array] and [bar]\n\nno brackets\n\n| a |\n|---|\n| [foo] |\n\nend\n\n"
    view.model.append_text(1, text)
    view.flush()
    drawn = [view.layouts.view(0, index) for index in range(4)]
    before = revisions(drawn)
    view.model.append_text(1, "[foo]: https://example.org\n\nend\n\n")
    view.flush()
    after = [view.layouts.view(0, index) for index in range(4)]
    assert after == drawn
    changed = [new - old for old, new in zip(before, revisions(after), strict=True)]
    assert changed == [1, 0, 0, 1]
    assert [link.text for link in after[0].decor.links] == ["foo"]  # type: ignore[attr-defined]
    view.model.append_text(1, "[FOO]: https://other.example\n\n[baz]: https://x.example\n\nend\n\n")
    view.flush()
    assert revisions(after) == [old + new for old, new in zip(before, changed, strict=True)]


def test_an_address_that_is_still_arriving_leads_nowhere(make: Make) -> None:
    view = make(streaming(1))
    view.model.append_text(1, "see [foo] and [bar](https://exa")
    view.flush()
    shown = view.placed[0].view
    assert shown.raw() == "see [foo] and bar"
    assert not shown.targets()
    view.model.append_text(1, "mple.org)\n\n[foo]: https://exam")
    view.flush()
    assert [target.name for target in view.placed[0].view.targets()] == ["bar"]
    view.model.append_text(1, "ple.org/whole\n\nend\n\n")
    view.flush()
    urls = [target.link.url for target in view.placed[0].view.targets() if target.link]
    assert urls == ["https://example.org/whole", "https://example.org"]


def test_footnotes_wait_at_the_end_of_the_message() -> None:
    blocks, env = split("a[^x]\n\n[^x]: said\n\n    more\n\nlast\n")
    assert [b.kind for b in blocks] == ["paragraph", "paragraph", "footnote_reference"]
    assert [block_text(b, env) for b in blocks] == ["a[1]", "last", "[1] said\nmore"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a[^1] b[^2]\n\n[^1]: x\n\n[^2]: y\n", "a[1] b[2]"),
        ("a[^b] b[^a]\n\n[^a]: x\n\n[^b]: y\n", "a[2] b[1]"),
        ("a[^3]\n\n[^3]: x\n", "a[3]"),
        ("a[^1] b[^n]\n\n[^1]: x\n\n[^n]: y\n", "a[1] b[2]"),
        ("a[^1]\n", "a[^1]"),
        ("`a[^1]`\n\n[^1]: x\n", "a[^1]"),
        ("[a[^1]](https://example.org)\n\n[^1]: x\n", "[a[1]](https://example.org)"),
        ("class [^a-z]\n", "class [^a-z]"),
    ],
)
def test_numbers_of_footnotes(text: str, shown: str) -> None:
    blocks, env = split(text)
    assert block_text(blocks[0], env) == shown


def test_streamed_footnotes_equal_loaded_ones(make: Make) -> None:
    view = make()
    row = stream(view, NOTES, step=3)
    fresh = make(answer(2, NOTES))
    count = len(fresh.model.messages[0].blocks())
    assert len(view.model.messages[row].blocks()) == count
    for index in range(count):
        one, other = view.layouts.view(row, index), fresh.layouts.view(0, index)
        assert one.raw() == other.raw()
        assert one.height == other.height


def test_a_numbered_footnote_is_drawn_as_one_before_it_is_said(make: Make) -> None:
    view = make(streaming(1))
    view.model.append_text(1, "one[^1] x[^n]\n\nmore\n\n")
    view.flush()
    assert view.placed[0].view.raw() == "one1 x[^n]"
    view.model.finish(1, answer(1, "one[^1] x[^n]\n\nmore\n\n"))
    view.flush()
    assert view.placed[0].view.raw() == "one[^1] x[^n]"
    assert not view.placed[0].view.is_stale


def test_a_footnote_leads_there_and_back(make: Make) -> None:
    view = make(answer(1, NOTES), size=(700, 200))
    hand = Hand(view)
    view.scroll_to_start()
    hand.click(hand.point(0, 0, 3))
    kinds = [placed.view.block.kind for placed in view.placed]
    assert "footnote_reference" in kinds
    assert (0, 0) not in [placed[:2] for placed in view.placed]
    first = next(p for p in view.placed if p.view.block.kind == "footnote_reference")
    target = first.view.targets()[-1]
    view.commands.press(0, first.block, target)
    assert (0, 0) in [placed[:2] for placed in view.placed]


def test_places_of_footnotes() -> None:
    sources = [("paragraph", "a[^x]"), ("paragraph", "b"), ("footnote_reference", "[^x]: said")]
    assert place_of("#note:x", sources) == 2
    assert place_of("#text:x", sources) == 0
    assert place_of("#note:y", sources) is None


def test_only_what_changed_at_the_end_is_written_anew(make: Make) -> None:
    view = make(streaming(1))
    view.model.append_text(1, "- one **bold**\n- two\n  - three\n")
    view.flush()
    shown = view.placed[0].view
    changes: list[int] = []
    document: QTextDocument = shown.doc
    document.contentsChange.connect(lambda at, _removed, _added: changes.append(at))
    view.model.append_text(1, "  - four\n  - five `x`")
    view.flush()
    assert view.placed[0].view is shown
    assert shown.raw() == "one bold\u2029two\u2029three\u2029four\u2029five x"
    assert min(changes) >= len("one bold two"), changes
