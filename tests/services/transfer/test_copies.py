"""A copy for a reader says all that was said, and neither loads nor runs anything."""

import html.parser
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.core.stream import Folded
from desktop.core.types import Kind, Part, PartType, State
from desktop.services.side_process import SideProcess
from desktop.services.transfer import copies, page
from desktop.store.conversations import Conversations
from tests.services.transfer.exports import PNG
from tests.services.transfer.hall import house
from tests.store.stores import store, text

ANSWER = r"""# Birds

The **golden** oriole[^1] weighs $m = \frac{1}{2}$ kg, or $5 a kilo.

| name | 名字 |
|------|-----|
| oriole | 黄鹂 |

- [x] seen
- [ ] heard

```python
def sing(bird): return f"<b>{bird}</b>"
```

<script>alert(1)</script> ![spy](https://tracker.example/x.png) [go](javascript:alert(1))

[^1]: *Oriolus*.
"""


async def talk(conversations: Conversations, answer: str = ANSWER) -> int:
    made = await conversations.create(Kind.CHAT, "Birds <黄鹂>")
    blob = await conversations.blobs.put(PNG, "image/png")
    asked = (
        *text("What is <b>it</b>?\nTell me."),
        Part(PartType.IMAGE, blob=blob.sha256, name="b.png"),
    )
    _, begun = await conversations.ask(made.id, None, asked, "m-1", "c")
    parts = (
        Part(PartType.REASONING, "Let me *look*."),
        Part(PartType.TOOL_CALL, '{"q": 1}', name="search", ref="1"),
        Part(PartType.TOOL_RESULT, "a `result`", name="search", ref="1"),
        Part(PartType.TEXT, answer),
        Part(PartType.CITATION, "A book", ref="https://example.org/a>b"),
        Part(PartType.CITATION, "A trap", ref="javascript:alert(1)"),
    )
    await conversations.finish(begun.id, State.COMPLETE, Folded(parts))
    return made.id


def copied(aloop, suffix: str) -> str:
    async def scenario() -> str:
        async with store() as conversations:
            made = await talk(conversations)
            return (await copies.made(conversations, made, suffix, copies.Labels())).decode()

    return aloop(scenario(), 30)


class Elements(html.parser.HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.events: list[str] = []
        self.words = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in {"src", "href", "data", "action", "srcset"}:
                self.addresses.append(value or "")
            if name.startswith("on"):
                self.events.append(name)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_page_holds_everything_and_loads_nothing(aloop) -> None:
    found = Elements(copied(aloop, ".html"))
    for words in ("What is <b>it</b>?", "黄鹂", "Let me", "search", "A book", "☑", "☐", "m-1"):
        assert words in found.words
    assert {"table", "svg", "details", "img", "pre", "sup"} <= found.tags
    assert not {"script", "iframe", "link", "object"} & found.tags
    assert found.events == []
    loaded = {address.partition(":")[0] for address in found.addresses}
    assert loaded == {"data", "https"}


def test_markdown_keeps_what_was_said(aloop) -> None:
    found = copied(aloop, ".md")
    assert ANSWER.strip() in found
    assert "What is <b>it</b>?\nTell me." in found
    assert "1. [A book](<https://example.org/a%3Eb>)" in found


def test_json_comes_back_whole_with_its_pictures(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one, house("other") as other:
            made = await talk(one.conversations)
            content = await copies.made(one.conversations, made, ".json", copies.Labels())
            file = tmp_path / "one.json"
            copies.write(file, content)
            assert (await other.take(file)).new == 1
            assert await other.everything() == await one.everything()
            (picture,) = json.loads(content)["files"]
            assert await other.conversations.blobs.read(picture) == PNG

    aloop(scenario(), 20)


def test_a_pdf_has_real_text(aloop) -> None:
    import pypdfium2

    from desktop.ui import printing

    async def scenario() -> bytes:
        async with store() as conversations:
            made = await talk(conversations)
            found = await copies.printed(conversations, made, copies.Labels(), printing.size_of)
            printer = SideProcess(printing.command(), idle_s=1)
            names = [*found.formulas, *map(str, range(2000))]  # more than fits into a head
            try:
                _, content = await printer.ask(
                    {"title": found.title},
                    printing.packed(found.html, dict.fromkeys(names, *found.formulas.values())),
                    patience_s=60,
                    most=printing.MOST_BYTES,
                )
            finally:
                await printer.aclose()
            return content

    document = pypdfium2.PdfDocument(aloop(scenario(), 90))
    words = "".join(p.get_textpage().get_text_range() for p in document)
    document.close()
    for expected in ("golden", "What is <b>it</b>?", "$5", "名字", "2026"):
        assert expected in words


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError) as caught:
        copies.write(tmp_path / "file" / "x.md", b"")
    assert caught.value.code is Code.UNWRITABLE


@given(st.text(alphabet=st.sampled_from(list("[]()!<>\"'`*_$\\^:/x& \njavscript黄")), max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_markdown_becomes_anything_that_loads_or_runs(source: str) -> None:
    found = Elements(page.rendered(source, {}))
    assert not {"script", "iframe", "img", "link"} & found.tags
    assert found.events == []
    assert all(
        a.partition(":")[0] in {"http", "https", "mailto"} for a in found.addresses if ":" in a
    )
