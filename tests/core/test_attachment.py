"""What is known of an attachment survives being stored; what a model cannot take is said before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.attachment import PDF, Info, Takes, estimated_tokens, problem, problems
from desktop.core.errors import Code
from desktop.core.picture_tokens import Rule
from desktop.core.types import Part, PartType

NUMBERS = st.integers(0, 2**53)
INFOS = st.builds(
    Info,
    media_type=st.text(),
    size=NUMBERS,
    width=NUMBERS,
    height=NUMBERS,
    pages=NUMBERS,
    chars=NUMBERS,
    tokens=st.none() | NUMBERS,
    detail=st.text(),
    source=st.text(),
    is_cut=st.booleans(),
    is_animated=st.booleans(),
)
TILES = Rule(base=85, tile=170)


def file(info: Info, kind: PartType = PartType.FILE) -> Part:
    return Part(kind, blob="0" * 64, raw=info.to_json(), name="f")


PICTURE = file(Info("image/png", 9, 1024, 1024, detail="high"), PartType.IMAGE)
PAPER = file(Info(PDF, 9, pages=2, chars=40, tokens=10))
SCAN = file(Info(PDF, 9, pages=2))
SCANNED_WORD = file(Info("application/x-word", 9, pages=1))
EMPTY_TEXT = file(Info("text/plain"))


@given(INFOS)
def test_what_is_stored_comes_back(info: Info) -> None:
    assert Info.from_part(file(info)) == info


@pytest.mark.parametrize("raw", ["", "{", "[]", "7", "[" * 9000, '{"size": "x", "pages": true}'])
def test_what_cannot_be_read_is_not_known(raw: str) -> None:
    assert Info.from_part(Part(PartType.FILE, raw=raw)) == Info()


def test_what_another_version_wrote_is_read_as_far_as_it_is_understood() -> None:
    assert Info.from_part(Part(PartType.FILE, raw='{"size": 5, "new": 1}')) == Info(size=5)


def test_only_what_is_known_is_stored() -> None:
    assert Info("text/plain", tokens=0).to_json() == '{"media_type": "text/plain", "tokens": 0}'


@pytest.mark.parametrize(
    ("part", "takes", "code"),
    [
        (PICTURE, Takes(pictures=False), Code.BLIND),
        (PICTURE, Takes(pictures=None), None),
        (PICTURE, Takes(pictures=True), None),
        (PAPER, Takes(pictures=False), None),
        (SCAN, Takes(pdfs=False), Code.NO_TEXT),
        (SCAN, Takes(pdfs=True), None),
        (SCANNED_WORD, Takes(pdfs=True), Code.NO_TEXT),
        (EMPTY_TEXT, Takes(), None),
        (Part(PartType.TEXT, "words"), Takes(pictures=False), None),
        (Part(PartType.IMAGE, raw="made by a model"), Takes(pictures=False), None),
    ],
)
def test_what_a_model_cannot_take_is_said(part: Part, takes: Takes, code: Code | None) -> None:
    assert problem(part, takes) is code


def test_each_problem_is_said_once() -> None:
    parts = (PICTURE, SCAN, PICTURE, PAPER)
    assert problems(parts, Takes(pictures=False)) == [Code.BLIND, Code.NO_TEXT]


def test_a_picture_costs_what_the_model_says() -> None:
    info = Info.from_part(PICTURE)
    assert info.tokens_for(Takes(rule=TILES)) == 765
    assert info.tokens_for(Takes()) is None
    assert Info.from_part(PAPER).tokens_for(Takes(rule=TILES)) == 10


def test_a_text_costs_about_a_quarter_of_its_bytes() -> None:
    assert [estimated_tokens(text) for text in ("", "a", "words", "你好世界", "\ud800")] == [
        0, 1, 2, 3, 1,
    ]  # fmt: skip
