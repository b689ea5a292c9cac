"""A person's own headers are kept as one secret and read back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.connection import Secret
from desktop.services.secret_headers import read_headers, write_headers

PAIRS = (
    ("X-Team", Secret("blue")),
    ("Authorization", Secret("Basic Zm9v")),
    ("X-Team", Secret("b")),
)


def test_what_is_written_is_read() -> None:
    assert read_headers(write_headers(PAIRS)) == PAIRS


def test_none_are_no_secret_at_all() -> None:
    assert not write_headers([])
    assert read_headers(Secret()) == ()


@pytest.mark.parametrize("name", ["", "X Team", "X:Team", "X\nTeam", "Größe", "x" * 101])
def test_a_name_that_http_cannot_carry_is_named(name: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its text is the name
        write_headers([(name, Secret("x"))])
    assert str(caught.value) == name


@pytest.mark.parametrize("value", ["a\nb", "中文", "\x00"])
def test_a_value_that_http_cannot_carry_is_not_repeated_in_the_error(value: str) -> None:
    with pytest.raises(ValueError, match="X-Team") as caught:
        write_headers([("X-Team", Secret(value))])
    assert value not in str(caught.value)


@given(st.text())
def test_nothing_that_lies_in_a_keyring_breaks_it(kept: str) -> None:
    assert isinstance(read_headers(Secret(kept)), tuple)
