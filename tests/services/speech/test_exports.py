"""Exports: what we write is read by parsers that nobody here wrote, and comes back."""

from __future__ import annotations

import html
import io
import json
import sys
from pathlib import Path

import docx
import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.recording import Recording, RecordingKind, RecordingState
from desktop.core.transcript import Line, Word
from desktop.services.speech import cues, imports
from desktop.services.speech.exports import Format, export, render
from tests.support.loops import RunLoop

RECORDING = Recording(
    1, "uid", RecordingKind.FILE, RecordingState.READY, "Board *meeting*", Path("a.wav"), 0.0,
    duration_s=3725.0, language="en", speakers={"A": "Ada <Chair>"},
)  # fmt: skip
LINES = (
    Line("Good morning.", 0.0, 1.5, "A", (Word("Good", 0.0, 0.5), Word("morning.", 0.6, 1.4))),
    Line("Is 3 < 4 & 5 --> 6? <b>Yes</b>.", 2.0, 4.0, "A"),
    Line("- 大家好，今天我们讨论新的计划。", 3661.5, 3665.25, "B"),
)
LONG = (
    "This sentence goes on, and on, for so long that nobody could read it in the time of one row. "
)
LONG_CHINESE = (
    "今天的天气非常好，我们一起去公园散步，然后去图书馆看书，晚上再去那家新开的饭馆吃饭。"
)


def text(format: Format, lines: tuple[Line, ...] = LINES, **options: bool) -> str:  # noqa: A002
    return render(format, RECORDING, lines, **options).decode("utf-8")


def test_plain_text_says_when_and_who() -> None:
    assert text(Format.TXT) == (
        "[0:00:00] Ada <Chair>: Good morning.\n"
        "[0:00:02] Is 3 < 4 & 5 --> 6? <b>Yes</b>.\n"
        "[1:01:01] B: - 大家好，今天我们讨论新的计划。\n"
    )


def test_plain_text_says_only_the_words_where_that_is_wanted() -> None:
    said = text(Format.TXT, with_times=False, with_speakers=False)
    assert said == "".join(f"{line.text}\n" for line in LINES)


def test_markdown_shows_the_words_as_they_are() -> None:
    said = text(Format.MARKDOWN)
    assert said.startswith("# Board \\*meeting\\*\n\n*19")
    assert "· 1:02:05 · en*" in said
    assert "`0:00:00` **Ada &lt;Chair&gt;:** Good morning." in said
    assert "\n\n\\- 大家好" in text(Format.MARKDOWN, with_times=False, with_speakers=False)


def subtitles(content: str) -> list[webvtt.Caption]:
    """Read an srt file."""
    return list(webvtt.from_buffer(io.StringIO(content), format="srt"))


def test_srt_is_read_by_a_parser() -> None:
    found = subtitles(text(Format.SRT))
    assert found[0].raw_text == "Ada <Chair>: Good morning."
    assert found[1].raw_text == "Is 3 < 4 & 5 → 6? <b>Yes</b>."
    assert found[2].start == "01:01:01.500"
    assert found[0].end == "00:00:01.400"


def test_vtt_is_read_by_a_parser() -> None:
    found = list(webvtt.from_string(text(Format.VTT)))
    assert [one.voice and html.unescape(one.voice) for one in found] == [
        "Ada <Chair>", "Ada <Chair>", "B",
    ]  # fmt: skip
    assert html.unescape(found[1].text) == LINES[1].text
    assert found[2].start == "01:01:01.500"


def test_a_name_makes_no_arrow() -> None:
    content = render(Format.VTT, RECORDING, LINES[:1], names={"A": "--"}).decode("utf-8")
    assert [one.text for one in webvtt.from_string(content)] == ["Good morning."]


@pytest.mark.parametrize(
    ("words", "most"), [(LONG * 3, 42), (LONG_CHINESE * 2, 20)], ids=["English", "Chinese"]
)
def test_long_lines_become_short_subtitles(words: str, most: int) -> None:
    line = Line(words.strip(), 10.0, 40.0)
    found = list(cues.cues(line))
    assert all(len(row) <= most for cue in found for row in cue.rows)
    assert all(1 <= len(cue.rows) <= 2 for cue in found)
    apart = " " if most == 42 else ""
    assert apart.join(row for cue in found for row in cue.rows) == line.text
    assert all(cue.start_s < cue.end_s for cue in found)
    assert [cue.start_s for cue in found] == sorted(cue.start_s for cue in found)
    assert (found[0].start_s, found[-1].end_s) == (10.0, 40.0)


def test_parts_of_a_line_begin_with_their_words() -> None:
    said = LONG.split()
    words = tuple(Word(one, 100.0 + n * 2, 101.0 + n * 2) for n, one in enumerate(said))
    second = list(cues.cues(Line(" ".join(said), 100.0, 100.0 + 2 * len(said), words=words)))[1]
    first = second.rows[0].split()[0]
    assert second.start_s in {word.start_s for word in words if word.text == first}


def test_a_word_longer_than_a_row_is_broken() -> None:
    found = list(cues.cues(Line("https://" + "a" * 200, 0.0, 5.0)))
    assert all(len(row) <= 42 for cue in found for row in cue.rows)


def test_a_line_that_does_not_last_is_still_seen() -> None:
    found = subtitles(text(Format.SRT, (Line("Oh.", 1.0, 1.0),)))
    assert found[0].end > found[0].start


@pytest.mark.parametrize("format", [one for one in Format if one is not Format.DOCX])
def test_an_empty_transcript_is_a_file_too(format: Format) -> None:  # noqa: A002
    said = text(format, ())
    assert said.startswith({"vtt": "WEBVTT", "json": "{", "md": "# "}.get(format, ""))


def test_json_comes_back_whole() -> None:
    found = imports.read(render(Format.JSON, RECORDING, LINES))
    assert found.lines == LINES
    assert (found.title, found.language) == (RECORDING.title, "en")
    assert found.speakers == RECORDING.speakers
    assert json.loads(text(Format.JSON))["version"] == 1


@pytest.mark.parametrize("format", [Format.SRT, Format.VTT])
def test_subtitles_come_back(format: Format) -> None:  # noqa: A002
    lines = (Line("Good morning.", 0.0, 1.5), Line("你好。", 3661.5, 3665.25))
    assert imports.read(render(format, RECORDING, lines)).lines == lines


def test_word_shows_title_names_times_and_words(aloop: RunLoop) -> None:
    lines = (*LINES, Line("bad \x00\x0b\ufffe letters \ud800", 3670.0, 3671.0, "B"))
    content = aloop(export(Format.DOCX, RECORDING, lines))
    paper = docx.Document(io.BytesIO(content))
    said = [one.text for one in paper.paragraphs]
    assert said[0] == RECORDING.title
    assert said[2:] == [
        "0:00:00  Ada <Chair>: Good morning.",
        "0:00:02  Is 3 < 4 & 5 --> 6? <b>Yes</b>.",
        "1:01:01  B: - 大家好，今天我们讨论新的计划。",
        "1:01:10  bad letters",
    ]
    about = paper.core_properties
    assert (about.author, about.comments, about.title) == ("", "", RECORDING.title)


def test_other_formats_are_exported_alike(aloop: RunLoop) -> None:
    assert aloop(export(Format.VTT, RECORDING, LINES)) == render(Format.VTT, RECORDING, LINES)


def test_word_is_not_made_here() -> None:
    assert "desktop.media.transcript_paper" not in sys.modules


_TEXT = st.text(max_size=200) | st.text(alphabet="ab 你好，。-->&<>\n{}", max_size=200)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(_TEXT, st.floats(0, 9e4), st.floats(0, 60)), max_size=5), _TEXT)
def test_any_words_become_subtitles_that_parsers_read(
    said: list[tuple[str, float, float]], name: str
) -> None:
    lines = tuple(Line(words, start, start + length, "A") for words, start, length in said)
    for format in (Format.SRT, Format.VTT, Format.TXT, Format.MARKDOWN):  # noqa: A001
        content = render(format, RECORDING, lines, names={"A": name}).decode("utf-8")
        if format is Format.SRT:
            found = subtitles(content) if content else []
            assert all(one.end > one.start for one in found)
            assert content == "" or found
        if format is Format.VTT:
            assert len(list(webvtt.from_string(content))) == content.count("-->")
