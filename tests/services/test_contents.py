"""Files in base64 become references, and come back where they are known."""

import base64
import hashlib
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.contents import contents, thinned, with_contents, without_contents

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
ENCODED = base64.b64encode(PNG).decode()
ADDRESS = f"data:image/png;base64,{ENCODED}"
REFERENCE = f"blob:{hashlib.sha256(PNG).hexdigest()} (image/png, 2.1 KB)"


@pytest.mark.parametrize("text", [ADDRESS, ENCODED], ids=["address", "plain"])
def test_a_file_in_json_becomes_a_reference_and_comes_back(text: str) -> None:
    body = {"tools": [{"mask": {"image_url": text}}], "note": f"see ![]({text}) there", "n": 1}
    thin = without_contents(body)
    assert thin == {
        "tools": [{"mask": {"image_url": REFERENCE}}],
        "note": f"see ![]({REFERENCE}) there",
        "n": 1,
    }
    assert with_contents(thin, contents(body)) == body


def test_a_reference_that_nobody_holds_stays() -> None:
    assert with_contents([REFERENCE], {}) == [REFERENCE]


@pytest.mark.parametrize(
    "text",
    [
        "iVBORw0KGgo is how they begin",
        "gAAAAAB" + "x" * 3000,  # thoughts that are encrypted are no file
        "data:text/plain;base64,aGk=",
        "/9j/" + "path/" * 30,
        "data:",
        "",
    ],
)
def test_what_is_no_file_stays_as_it_is(text: str) -> None:
    assert without_contents(text) == text
    assert contents(text) == {}


@pytest.mark.parametrize("escaped", [False, True], ids=["plain", "escaped slashes"])
@given(cuts=st.lists(st.integers(0, 7000), max_size=8))
def test_an_answer_keeps_its_times_and_holds_no_file(escaped: bool, cuts: list[int]) -> None:
    jpeg = base64.b64encode(b"\xff\xd8\xff\xe0" + b"\xff\xfe?" * 700).decode()
    said = json.dumps({"b64_json": jpeg, "more": ["ü\u2028", ADDRESS]}, ensure_ascii=False)
    raw = f"data: {said.replace('/', chr(92) + '/') if escaped else said}\n\n".encode()
    places = sorted({min(cut, len(raw)) for cut in cuts} | {0, len(raw)})
    pieces = [(at, raw[at:end]) for at, end in itertools.pairwise(places)]
    thin = thinned(pieces)
    assert [at for at, _ in thin] == [at for at, _ in pieces]
    text = b"".join(chunk for _, chunk in thin).decode()
    read = json.loads(text.removeprefix("data: "))
    assert read["b64_json"].startswith("blob:")
    assert read["more"] == ["ü\u2028", REFERENCE]
    assert len(text) < 400


def test_the_end_of_a_file_that_was_cut_is_no_error() -> None:
    ((_, chunk),) = thinned([(1, f'{{"url": "{ADDRESS[:-3]}'.encode())])
    assert chunk.startswith(b'{"url": "blob:')
    assert len(chunk) < 200


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(without_contents(text), str)
