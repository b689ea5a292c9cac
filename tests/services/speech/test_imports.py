"""Imports: subtitles of other programs, and nothing that is none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.core.transcript import Line
from desktop.services.speech import imports

SRT = "1\r\n00:00:01,000 --> 00:00:02,5\r\n<i>One</i>\r\n{\\an8}two\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n你好\r\n"
VTT = (
    "WEBVTT - title\n\nNOTE a note\n\nSTYLE\n::cue { color: red }\n\nid\n00:01.000 --> 00:02.000 align:start\n"
    "<v.loud Ann &amp; Bob>Hi <c.x>there</c> &lt;you&gt;</v>\n\n01:00:00.000 --> 01:00:01.000\n<00:01.000>late\n"
)


def code_of(content: bytes) -> Code:
    with pytest.raises(AppError) as caught:
        imports.read(content)
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_subtitles_of_others_are_read(encoding: str) -> None:
    found = imports.read(SRT.encode(encoding))
    assert found.lines == (Line("One two", 1.0, 2.5), Line("你好", 3.0, 4.0))


def test_web_subtitles_are_read_with_their_voices() -> None:
    assert imports.read(VTT.encode()).lines == (
        Line("Hi there <you>", 1.0, 2.0, "Ann & Bob"),
        Line("late", 3600.0, 3601.0),
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just words",
        b"{}",
        b"[1, 2]",
        b'{"format": "oriole.transcript", "version": 2, "lines": []}',
        b'{"format": "oriole.transcript", "version": 1, "lines": [{"text": "a"}]}',
        b'{"format": "oriole.transcript", "version": 1, "lines": [[]]}',
        b'{"format": "oriole.transcript", "version": 1, "lines": 3}',
        b'{"a":' * 100_000,
    ],
)
def test_what_is_no_transcript_is_refused(content: bytes) -> None:
    assert code_of(content) is Code.UNSUITABLE


@pytest.mark.parametrize("time", ["NaN", "1e999", "-1", '"1"', "null"])
def test_times_that_are_none_are_refused(time: str) -> None:
    line = f'{{"text": "a", "start_s": {time}, "end_s": 1}}'
    said = f'{{"format": "oriole.transcript", "version": 1, "lines": [{line}]}}'
    assert code_of(said.encode()) is Code.UNSUITABLE


def test_a_transcript_without_bounds_is_refused() -> None:
    line = {"text": "", "start_s": 0, "end_s": 0}
    said = {"format": "oriole.transcript", "version": 1, "lines": [line] * (imports.MAX_LINES + 1)}
    assert code_of(json.dumps(said).encode()) is Code.FILE_TOO_LARGE
    assert code_of(b"1\n00:00:01,000 --> 00:00:02,000\na\n\n" * (imports.MAX_LINES + 1)) is (
        Code.FILE_TOO_LARGE
    )


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8")))
def test_any_content_is_read_or_refused(content: bytes) -> None:
    try:
        imports.read(content)
    except AppError as error:
        assert error.code in {Code.UNSUITABLE, Code.FILE_KIND}  # noqa: PT017
