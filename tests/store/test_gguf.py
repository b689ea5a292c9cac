"""Headers of GGUF files: what is read of good ones, and that bad ones end in a word, not in a crash."""

import contextlib
import os
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import Code
from desktop.store.gguf import Flaw, ModelFileError, read_header
from tests.fakes import gguf
from tests.fakes.gguf import MODEL, WEIGHT

GOOD = gguf.header(MODEL, [WEIGHT]) + WEIGHT[3]


def flaw_of(path: Path, data: bytes) -> Flaw:
    path.write_bytes(data)
    with pytest.raises(ModelFileError) as caught:
        read_header(path)
    assert caught.value.code in {Code.UNSUITABLE, Code.UNREADABLE}
    assert caught.value.detail
    return caught.value.flaw


def begin(version: int = 3, tensors: int = 0, keys: int = 1) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, tensors, keys)


def key(name: str, kind: int, rest: bytes = b"") -> bytes:
    return gguf.text(name) + struct.pack("<I", kind) + rest


def test_a_header_is_read(tmp_path: Path) -> None:
    header = read_header(gguf.model(tmp_path / "a.gguf"))
    assert header.text("general.architecture") == "llama"
    assert header.number("llama.context_length") == 4096
    assert header.lengths["tokenizer.ggml.tokens"] == 3
    assert (header.tensors, header.version) == (1, 3)
    assert header.text("llama.context_length") == ""
    assert header.number("general.name") is None
    assert not header.flag("general.name")


def test_every_type_of_value_is_read(tmp_path: Path) -> None:
    forms = {
        0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
    }  # fmt: skip
    data = begin(keys=2 * len(forms))
    for kind, form in forms.items():
        data += key(f"one.{kind}", kind, struct.pack(f"<{form}", 1))
        data += key(f"many.{kind}", 9, struct.pack(f"<IQ2{form}", kind, 2, 1, 0))
    path = tmp_path / "a.gguf"
    path.write_bytes(data)
    values = read_header(path).values
    assert all(values[f"one.{kind}"] == 1 for kind in forms)
    assert all(values[f"many.{kind}"] == (1, 0) for kind in forms)


def test_long_lists_are_passed_over(tmp_path: Path) -> None:
    path = gguf.write(tmp_path / "a.gguf", {"a": [1] * 5000, "b": ["x"] * 5000, "c": "end"})
    header = read_header(path)
    assert header.lengths == {"a": 5000, "b": 5000}
    assert header.values == {"c": "end"}


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"", Flaw.NOT_GGUF),
        (b"GGUF", Flaw.NOT_GGUF),
        (b"PK\x03\x04" + b"\0" * 100, Flaw.NOT_GGUF),
        (begin(version=1), Flaw.OLD),
        (begin(version=4), Flaw.NEW),
        (begin(version=0x03000000), Flaw.BIG_ENDIAN),
        (begin(keys=2**63), Flaw.DAMAGED),
        (begin(tensors=2**63), Flaw.DAMAGED),
        (begin(), Flaw.CUT),
        (begin() + struct.pack("<Q", 2**64 - 1) + b"x" * 64, Flaw.CUT),
        (begin() + struct.pack("<Q", 2000) + b"x" * 4000, Flaw.DAMAGED),
        (begin() + key("a", 99), Flaw.DAMAGED),
        (begin() + key("a", 8, struct.pack("<Q", 2**62)), Flaw.CUT),
        (begin() + key("a", 9, struct.pack("<IQ", 9, 1)), Flaw.DAMAGED),
        (begin() + key("a", 9, struct.pack("<IQ", 99, 1)), Flaw.DAMAGED),
        (begin() + key("a", 9, struct.pack("<IQ", 8, 2**40)), Flaw.DAMAGED),
        (begin() + key("a", 9, struct.pack("<IQ", 4, 2**62)), Flaw.CUT),
        (begin() + key("general.alignment", 4, struct.pack("<I", 0)), Flaw.DAMAGED),
        (begin() + key("general.alignment", 8, gguf.text("x")), Flaw.DAMAGED),
        (begin(tensors=1, keys=0) + gguf.text("w") + struct.pack("<I", 5), Flaw.DAMAGED),
        (
            begin(tensors=1, keys=0)
            + gguf.text("w")
            + struct.pack("<I4QIQ", 4, *[2**63] * 4, 0, 2**63),
            Flaw.CUT,
        ),
        (GOOD[:-1], Flaw.CUT),
        (GOOD[: len(GOOD) // 2], Flaw.CUT),
    ],
    ids=lambda part: str(part) if isinstance(part, Flaw) else f"{len(part)} bytes",
)
def test_a_file_that_cannot_be_a_model_is_told_why(tmp_path: Path, data: bytes, flaw: Flaw) -> None:
    assert flaw_of(tmp_path / "a.gguf", data) is flaw


def test_a_type_of_tensor_that_is_not_known_yet_is_let_through(tmp_path: Path) -> None:
    path = gguf.write(tmp_path / "a.gguf", MODEL, [("w", (8, 4), 200, b"")])
    assert read_header(path).tensors == 1


def test_a_header_larger_than_its_limit_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    skipped = 2**27
    path.write_bytes(begin(keys=2) + key("a", 9, struct.pack("<IQ", 0, skipped)))
    os.truncate(path, skipped + 1000)  # a hole: it takes no room on the disk
    with pytest.raises(ModelFileError, match="a header of more than"):
        read_header(path)


@pytest.mark.parametrize("name", ["gone.gguf", "a\0b.gguf"], ids=["vanished", "null character"])
def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelFileError) as caught:
        read_header(tmp_path / name)
    assert (caught.value.code, caught.value.flaw) == (Code.UNREADABLE, Flaw.UNREADABLE)


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.gguf"
    os.mkfifo(pipe)  # opening it would wait for ever
    for path in (pipe, tmp_path, Path("/dev/zero")):
        with pytest.raises(ModelFileError) as caught:
            read_header(path)
        assert caught.value.flaw is Flaw.NOT_GGUF


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=400), is_gguf=st.booleans())
def test_no_bytes_make_it_raise_anything_else(tmp_path: Path, data: bytes, is_gguf: bool) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(begin(keys=3, tensors=1) + data if is_gguf else data)
    with contextlib.suppress(ModelFileError):
        read_header(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(4, len(GOOD) - 1), value=st.binary(min_size=1, max_size=9))
def test_no_change_of_a_good_file_makes_it_raise_anything_else(
    tmp_path: Path, place: int, value: bytes
) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(GOOD[:place] + value + GOOD[place + len(value) :])
    with contextlib.suppress(ModelFileError):
        read_header(path)
