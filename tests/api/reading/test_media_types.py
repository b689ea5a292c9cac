"""Kinds of content, by name and by first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.reading import media_types

NAMES = {
    "a.PDF": "application/pdf",
    "会议.m4a": "audio/mp4",
    "archive.tar.zip": "application/zip",
    "a.csv": "text/csv",
    "photo.JPEG": "image/jpeg",
    "README": media_types.UNKNOWN,
    ".txt": media_types.UNKNOWN,
    "a.unheard-of": media_types.UNKNOWN,
    "": media_types.UNKNOWN,
}


@pytest.mark.parametrize(("name", "kind"), NAMES.items(), ids=NAMES.keys())
def test_a_name_stands_for_a_kind(name: str, kind: str) -> None:
    assert media_types.of_name(name) == kind


@given(st.text())
def test_every_name_stands_for_something(name: str) -> None:
    assert "/" in media_types.of_name(name)


@given(st.binary())
def test_no_bytes_break_it(data: bytes) -> None:
    assert isinstance(media_types.of_picture(data), str)
