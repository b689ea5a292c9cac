"""Documents become text that a model reads well; hostile ones become a code."""

from __future__ import annotations

import contextlib
import io
import json
import os
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.media.documents import extract
from desktop.media.extract import LIMITS, Extract
from desktop.media.kinds import DOCX, XLSX, Sort, media_type_of
from tests.media.papers import docx, grid, link, package, paragraph, pdf, xlsx

_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def read(content: bytes, sort: Sort, **limits: float) -> Extract:
    return extract(content, sort, replace(LIMITS, **limits))


def code_of(content: bytes, sort: Sort) -> Code:
    with pytest.raises(AppError) as caught:
        read(content, sort)
    return caught.value.code


# PDF
def test_each_page_of_a_pdf_is_marked() -> None:
    found = read(pdf(["First words", "", "Third"]), Sort.PDF)
    assert found == Extract("[page 1]\nFirst words\n\n[page 2]\n\n[page 3]\nThird", 3)


def test_a_scanned_pdf_has_pages_and_no_text() -> None:
    assert read(pdf(["", ""]), Sort.PDF) == Extract("", 2)


def test_a_pdf_with_a_password_is_locked() -> None:
    assert code_of(pdf(["secret"], encrypted=True), Sort.PDF) is Code.FILE_LOCKED


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-" + os.urandom(500), pdf(["x"])[:40]])
def test_a_broken_pdf_is_damaged(content: bytes) -> None:
    assert code_of(content, Sort.PDF) is Code.FILE_DAMAGED


def test_pages_over_the_limit_are_left_out_and_that_is_said() -> None:
    found = read(pdf(["one", "two", "three"]), Sort.PDF, pages=2)
    assert found == Extract("[page 1]\none\n\n[page 2]\ntwo", 3, is_cut=True)


def test_a_pdf_stops_at_its_characters_and_at_its_time() -> None:
    assert read(pdf(["one", "two"]), Sort.PDF, characters=11).text == "[page 1]\non"
    late = read(pdf(["one", "two"]), Sort.PDF, seconds=-1.0)
    assert late == Extract("[page 1]\none", 2, is_cut=True)


# Word
def test_a_word_document_keeps_headings_lists_tables_and_links() -> None:
    body = (
        paragraph("Plan", "Heading1")
        + paragraph("Some words")
        + link("the site")
        + grid([["Name", "Age"], ["Lì|n", "7"]])
    )
    assert read(docx(body), Sort.WORD) == Extract(
        "# Plan\n\nSome words\n\n[the site](https://example.org/)\n\n"
        "| Name | Age |\n| --- | --- |\n| Lì\\|n | 7 |",
        1,
    )


def test_a_word_document_that_declares_entities_is_refused() -> None:
    body = paragraph("&c;")
    assert code_of(docx(body, prolog=_LAUGHS), Sort.WORD) is Code.FILE_DAMAGED
    wide = package({"word/document.xml": f"<?xml version='1.0'?>{_LAUGHS}<x/>".encode("utf-16")})
    assert code_of(wide, Sort.WORD) is Code.FILE_DAMAGED


@pytest.mark.parametrize("sort", [Sort.WORD, Sort.SHEETS])
def test_a_package_that_grows_without_measure_is_not_unpacked(sort: Sort) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"word/{number}.xml", bytes(60 * 1024 * 1024))
    assert len(stream.getvalue()) < 400_000
    assert code_of(stream.getvalue(), sort) is Code.FILE_COMPLEX


def test_a_package_with_too_many_members_is_not_unpacked() -> None:
    many = package({f"word/{number}": "" for number in range(20_001)})
    assert code_of(many, Sort.WORD) is Code.FILE_COMPLEX


# Excel
def test_sheets_become_tables_with_their_values() -> None:
    book = xlsx(
        {
            "Costs": [
                ["Day", "Price", "Note"],
                [date(2026, 3, 1), 0.1 + 0.2, "a\nb"],
                [datetime(2026, 3, 1, 8, 30), True, None],  # noqa: DTZ001 - Excel has no zones
            ],
            "空": [],
        }
    )
    assert read(book, Sort.SHEETS) == Extract(
        "## Costs\n\n| Day | Price | Note |\n| --- | --- | --- |\n| 2026-03-01 | 0.3 | a b |\n"
        "| 2026-03-01 08:30:00 | True | |\n\n## 空\n\n(empty)",
        2,
    )


def test_rows_and_columns_over_the_limits_are_left_out_and_that_is_said() -> None:
    book = xlsx({"S": [[1, 2, 3], [4], [5]]})
    narrow = read(book, Sort.SHEETS, rows=2, columns=2)
    assert narrow.text == "## S\n\n| 1 | 2 |\n| --- | --- |\n| 4 | |"
    assert narrow.is_cut
    assert not read(book, Sort.SHEETS).is_cut


@pytest.mark.parametrize("sort", [Sort.WORD, Sort.SHEETS])
def test_a_cut_package_is_damaged(sort: Sort) -> None:
    assert code_of(xlsx({"S": [[1]]})[:-30], sort) is Code.FILE_DAMAGED
    assert code_of(b"PK\x03\x04", sort) is Code.FILE_DAMAGED


# pages and notebooks
def test_a_notebook_gives_its_cells_and_what_they_printed() -> None:
    book = {
        "metadata": {"kernelspec": {"language": "python"}},
        "cells": [
            {"cell_type": "markdown", "source": ["# Title\n", "words"]},
            {
                "cell_type": "code",
                "source": "1 + 1",
                "outputs": [{"data": {"text/plain": ["2"], "image/png": "x"}}, {"text": "done\n"}],
            },
        ],
    }
    found = read(json.dumps(book).encode(), Sort.NOTEBOOK)
    assert found == Extract(
        "# Title\nwords\n\n```python\n1 + 1\n```\n\nOutput:\n```\n2\n```\n\nOutput:\n```\ndone\n```",
        2,
    )


@pytest.mark.parametrize("source", ["[]", "{", '{"cells": 3}', '{"cells": [{}]}', "[" * 5000])
def test_what_is_no_notebook_is_damaged(source: str) -> None:
    assert code_of(source.encode(), Sort.NOTEBOOK) is Code.FILE_DAMAGED


def test_a_page_is_cut_at_the_limit() -> None:
    assert read(b"<p>0123456789", Sort.HTML, characters=4) == Extract("0123", 0, is_cut=True)


# whatever comes
@given(st.binary(max_size=400), st.sampled_from([s for s in Sort if s not in {"picture", "text"}]))
@settings(max_examples=80, deadline=None)
def test_any_bytes_give_text_or_a_code(content: bytes, sort: Sort) -> None:
    with contextlib.suppress(AppError):
        assert isinstance(read(content, sort), Extract)


WHOLE = {
    Sort.PDF: pdf(["some words", "more"]),
    Sort.WORD: docx(paragraph("some words")),
    Sort.SHEETS: xlsx({"S": [["some", "words"]]}),
}


@given(
    st.sampled_from(list(WHOLE)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
)
@settings(max_examples=80, deadline=None)
def test_any_damage_gives_text_or_a_code(sort: Sort, damage: list[tuple[float, int]]) -> None:
    broken = bytearray(WHOLE[sort])
    for place, byte in damage:
        broken[int(place * (len(broken) - 1))] = byte
    with contextlib.suppress(AppError):
        assert isinstance(read(bytes(broken), sort), Extract)


def test_the_kind_of_a_package_is_told_by_what_is_in_it() -> None:
    assert media_type_of(docx(""), "x.zip") == DOCX
    assert media_type_of(xlsx({"S": []}), "x.docx") == XLSX
    with pytest.raises(AppError, match=Code.FILE_KIND):
        media_type_of(package({"a.txt": "word/"}), "x.docx")
