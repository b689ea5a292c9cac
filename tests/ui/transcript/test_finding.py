"""Finding in a conversation: what is looked for, what is counted, what is marked and brought into view."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from desktop.core.types import Role
from desktop.ui.theme import accent_colors, load
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.card import AttachmentEntry, Card, CardKind, Detail, Source
from desktop.ui.transcript.entry import Entry, Section, SectionKind
from desktop.ui.transcript.find.drawn import drawn_text, spans_in
from desktop.ui.transcript.find.finder import Finder
from desktop.ui.transcript.find.ink import rects_of
from desktop.ui.transcript.find.matching import by_words, literal
from desktop.ui.transcript.find.seen import pieces, seen_text
from desktop.ui.transcript.find.texts import Texts
from desktop.ui.transcript.marked import Matcher
from desktop.ui.transcript.message import Message
from tests.ui.transcript.conftest import Make
from tests.ui.transcript.talk import answer, conversation, markdown, question, streaming

SPEC = json.loads((Path(__file__).parent / "data" / "commonmark.json").read_text("utf-8"))
MORE = [
    "| a | b |\n|---|---|\n| x `c` | $E=mc^2$ |\n| **b** | ![alt](http://x/y.png) |\n",
    "Note[^1] and [^n].\n\n[^1]: First words.\n[^n]: Second *words*.\n",
    "Formula $a_1$ in\nline\n\n$$\n\\frac{a}{b}\n$$\n\nend \\(x\\) and \\[y\\] z",
    "- [ ] one\n- [x] two\n  ```py\n  code\n  ```\n> quote\n> | a | b |\n> |---|---|\n> | 1 | 2 |\n",
    "中文\n换行 😀 **粗体**中\n文\n\nsee http://example.com/a_b, ~~x~~ &amp; a\\_b\\\nbreak <b>html</b>",
    markdown(6000),
]


def matcher(query: str, *, matches_case: bool = False) -> Matcher:
    find = literal(query, matches_case=matches_case)
    assert find is not None
    return find


def hits(query: str, text: str, *, matches_case: bool = False) -> list[str]:
    return [text[a:b] for a, b in matcher(query, matches_case=matches_case)(text)]


# what is looked for
@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("search", "Search re-SEARCH", ["Search", "SEARCH"]),
        ("ss", "Straße STRASSE s", ["ß", "SS"]),
        ("strasse", "Die Straße.", ["Straße"]),
        ("ß", "Strasse", ["ss"]),
        ("s", "aßb", []),
        ("İSTANBUL", "İstanbul istanbul", ["İstanbul"]),
        ("é", "cafe\u0301 café cafe", ["e\u0301", "é"]),
        ("e", "cafe\u0301", []),
        ("黄鹂", "看黄鹂。黄鹂", ["黄鹂", "黄鹂"]),
        ("a b", "a\u00a0b a  b", ["a\u00a0b"]),
        ("ΟΔΟΣ", "οδος", ["οδος"]),
        ("aa", "aaaaa", ["aa", "aa"]),
        ("*", "a*b", ["*"]),
        ("bird ", "bird birds", ["bird "]),
    ],
)
def test_letters_are_compared_as_unicode_folds_them(query, text, expected) -> None:
    assert hits(query, text) == expected


def test_case_counts_where_it_is_asked_for() -> None:
    assert hits("Bird", "Bird bird", matches_case=True) == ["Bird"]
    assert hits("ä", "Ä a\u0308", matches_case=True) == ["a\u0308"]


@pytest.mark.parametrize("query", ["", " ", "\u3000"])
def test_nothing_is_not_looked_for(query: str) -> None:
    assert literal(query) is None


def test_words_are_found_as_find_anything_does() -> None:
    find = by_words('cafe "golden oriole"')
    assert find is not None
    text = "A Café with a golden oriole, golden."
    assert [text[a:b] for a, b in find(text)] == ["Café", "golden oriole"]
    assert by_words(" ?! ") is None


# what is seen
@pytest.mark.parametrize("start", range(0, len(SPEC), 109))
def test_what_is_looked_at_is_what_is_drawn(make: Make, start: int) -> None:
    texts = [example["markdown"] for example in SPEC[start : start + 109]]
    view = make(*(answer(n, text) for n, text in enumerate(texts + MORE * (start == 0))))
    for row, message in enumerate(view.model.messages):
        for index, block in enumerate(message.blocks()[:-1]):
            drawn = drawn_text(view.layouts.view(row, index).doc)[0].replace("\u2028", "\n")
            seen = seen_text(message, block)
            assert _lines(drawn) == _lines(seen), block.source


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def test_a_long_answer_read_in_steps_shows_the_same() -> None:
    entry = answer(1, markdown(30_000), reasoning=markdown(9000, 2))
    message, texts = Message(entry), Texts()
    steps = sum(1 for _ in texts.read(message))
    assert steps > 30
    read = texts.get(message)
    assert read is not None
    assert [p.text for p in read] == [seen_text(message, block) for block in pieces(message)]


# counting
def ready(qtbot: QtBot, view: TranscriptView) -> Finder:
    qtbot.waitUntil(lambda: view.finder.is_complete, timeout=20_000)
    return view.finder


def find(qtbot: QtBot, view: TranscriptView, query: str) -> Finder:
    view.finder.seek(literal(query))
    return ready(qtbot, view)


def at(view: TranscriptView) -> str:
    """Give the text of the hit that is drawn as the current one."""
    found = []
    for placed in view.placed:
        marks = view.finder.hits(placed).marks
        if marks is not None and marks.current is not None:
            start, end = marks.spans[marks.current]
            found.append(placed.view.text_between(start, end))
    return "|".join(found)


def line_of(view: TranscriptView) -> QRect:
    """Give where the current hit is in the viewport."""
    for placed in view.placed:
        hits = view.finder.hits(placed)
        corner = view.rect_of(placed).topLeft()
        if hits.marks is not None and hits.marks.current is not None:
            start, end = hits.marks.spans[hits.marks.current]
            return placed.view.rects(start, end)[0].toRect().translated(corner)
        if hits.rows and hits.current is not None:
            return hits.rows[hits.current].toRect().translated(corner)
    raise AssertionError("the current hit is not in view")


def test_hits_are_counted_in_messages_that_were_never_laid_out(make: Make, qtbot: QtBot) -> None:
    entries = conversation(400)
    entries[17] = answer(18, "A **golden** oriole, and a *golden\noriole*.")
    view = make(*entries)
    finder = find(qtbot, view, "golden oriole")
    assert (finder.count, finder.number) == (2, 1)
    assert at(view) == "golden oriole"
    finder.step(1)
    assert finder.number == 2
    finder.step(1)
    assert finder.number == 1
    finder.step(-1)
    assert finder.number == 2
    finder.clear()
    assert (finder.count, finder.number, finder.is_on) == (0, 0, False)
    assert not at(view)


def test_the_hit_stands_a_third_down_and_stays_there(make: Make, qtbot: QtBot) -> None:
    entries = conversation(400)
    entries[200] = answer(201, f"{markdown(5000)}\n\nthe wren\n\n{markdown(5000, 3)}")
    view = make(*entries)
    find(qtbot, view, "the wren")
    third = view.viewport().height() // 3
    assert abs(line_of(view).top() - third) <= 2
    view.layouts.view(200, 0)
    view.objects.changed.emit()
    view.model.append(question(9000, "more"))
    view.flush()
    assert abs(line_of(view).top() - third) <= 2
    assert not view.scroller.follows_end


def test_it_begins_at_what_is_on_show_and_goes_round(make: Make, qtbot: QtBot) -> None:
    entries = [question(n, f"bird {n}" if n % 50 == 0 else "nothing") for n in range(1, 301)]
    view = make(*entries)
    view.show_message(120)
    finder = find(qtbot, view, "bird")
    assert (finder.number, finder.count) == (3, 6)
    finder = find(qtbot, view, "bird 50")
    assert (finder.number, finder.count) == (1, 1)


CARD = Card(
    "1", CardKind.WEB, "Searched", "song of the wren",
    details=(Detail("Result", json.dumps({"far": {"deep": ["wren", {"x": "wren"}]}} | {str(n): n for n in range(80)}), "json"), Detail("Log", "\n".join(["line"] * 300 + ["wren"]), "text")),
    links=tuple(Source(f"Wren {n}" if n == 11 else "Other", "http://a/") for n in range(12)),
)  # fmt: skip
CODE = "```python\n" + "x = 1\n" * 300 + "wren = 2\n```"
FOLDED = [
    ("reasoning", answer(2, "Text", reasoning="A wren?"), 1),
    ("card", Entry(2, Role.ASSISTANT, (Section(SectionKind.CARD, card=CARD),)), 5),
    ("code", answer(2, CODE), 1),
    ("table", answer(2, "| a |\n|---|\n" + "| x |\n" * 100 + "| wren |\n"), 1),
    ("formula", answer(2, "Take $wren_1$ and $$x + wren$$"), 2),
    ("picture", answer(2, "![a wren sings](http://example.com/a.png)"), 1),
    ("tree", Entry(2, Role.ASSISTANT, (Section(SectionKind.TEXT, CARD.details[0].text, is_json=True),)), 2),
    ("files", replace(question(2, "See"), attachments=tuple(AttachmentEntry(f"wren {n}.txt") for n in range(20))), 20),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "count"), [f[1:] for f in FOLDED], ids=[f[0] for f in FOLDED])
def test_a_hit_in_something_folded_is_counted_and_unfolded(
    make: Make, qtbot: QtBot, entry: Entry, count: int
) -> None:
    view = make(question(1, "Hello"), entry, size=(900, 500))
    finder = find(qtbot, view, "wren")
    assert finder.count == count
    for number in range(1, count + 1):
        assert finder.number == number
        assert view.viewport().rect().contains(line_of(view).center())
        finder.step(1)
    view.grab()


def test_a_hit_far_to_the_right_is_scrolled_to(make: Make, qtbot: QtBot) -> None:
    view = make(answer(1, "```\n" + "x" * 400 + " wren " + "x" * 100 + "\n```"))
    find(qtbot, view, "wren")
    view.grab()
    assert view.rect_of(view.placed[0]).contains(line_of(view))


def test_what_arrives_is_counted(make: Make, qtbot: QtBot) -> None:
    view = make(question(1, "A wren"), streaming(2))
    finder = find(qtbot, view, "wren")
    assert (finder.number, finder.count) == (1, 1)
    view.model.append_text(2, "The w")
    view.model.append_text(2, "ren and **wr")
    qtbot.waitUntil(lambda: finder.count == 2)
    view.model.append_text(2, "en**\n\n" + "wren\n\n" * 20)
    qtbot.waitUntil(lambda: finder.count == 23)
    assert finder.number == 1
    done = answer(2, "The wren and **wren**\n\n" + "wren\n\n" * 20 + "Wren.")
    view.model.finish(2, done)
    qtbot.waitUntil(lambda: finder.count == 24)
    view.model.append(question(3, "wren?"))
    qtbot.waitUntil(lambda: finder.count == 25)


def test_another_path_is_counted_anew_and_the_hit_stays(make: Make, qtbot: QtBot) -> None:
    entries = [question(n, f"wren {n}") for n in range(1, 101)]
    view = make(*entries)
    finder = find(qtbot, view, "wren")
    while finder.number != 50:
        finder.step(1 if finder.number < 50 else -1)
    view.model.load(entries[20:60])
    ready(qtbot, view)
    assert (finder.number, finder.count) == (30, 40)
    assert at(view) == "wren"
    view.model.load(entries[:10])
    ready(qtbot, view)
    assert finder.count == 10


def test_words_are_marked_in_one_message_also_before_it_is_there(make: Make, qtbot: QtBot) -> None:
    entries = conversation(300)
    entries[100] = answer(101, f"{markdown(4000)}\n\nA golden oriole, a golden wren.")
    view = make()
    view.mark(101, "golden wren")
    view.model.load(entries)
    finder = ready(qtbot, view)
    assert (finder.number, finder.count, finder.only) == (1, 3, 101)
    assert at(view) == "golden"


def test_10000_messages_are_counted_in_slices(make: Make, qtbot: QtBot) -> None:
    view = make(*conversation(10_000))
    slices: list[float] = []

    def step(finder: Finder) -> None:
        began = time.perf_counter()
        finder._on_slice()
        slices.append(time.perf_counter() - began)

    view.finder.seek(literal("tokens"))
    while not view.finder.is_complete:
        step(view.finder)
    assert view.finder.count > 10_000
    assert len(slices) > 100
    assert sorted(slices)[-3] < 0.25  # a gross bound: the bench tells how long they are


def test_many_hits_in_a_paragraph_are_placed_as_each_alone(make: Make) -> None:
    view = make(answer(1, "مرحبا wren שלום wren\n\n" + "wren 中文 wren " * 60))
    for placed in view.placed[:2]:
        spans = spans_in(placed.view.doc, matcher("wren"))
        together = rects_of(placed.view.doc, spans)
        for span, rects in zip(spans, together, strict=True):
            alone = [
                r.translated(-placed.view.left, -placed.view.top) for r in placed.view.rects(*span)
            ]
            assert [(r.left(), r.right()) for r in rects] == [(r.left(), r.right()) for r in alone]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("accent", ["amber", "blue", "teal", "green", "violet", "rose"])
def test_marked_words_can_be_read(mode, accent: str) -> None:
    colors = accent_colors(mode, accent)
    tones = ("text", "text2", "text3", "accent_ink", "code_kw", "code_str", "code_num", "code_com")
    assert all(contrast(colors[tone], colors["select"]) >= 4.5 for tone in tones)
    assert contrast(colors["on_accent"], colors["accent"]) >= 4.5
    assert contrast(colors["ring"], colors["window"]) >= 3


def contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def _light(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_marks_follow_the_zoom(make: Make, qtbot: QtBot) -> None:
    view = make(answer(1, "A wren."))
    find(qtbot, view, "wren")
    before = line_of(view)
    view.set_theme(load("dark", zoom=2.0))
    after = line_of(view)
    assert after.width() > before.width() * 1.8
