"""Where requests go, and where a redirect may take the key."""

import pytest

from desktop.api.wire.address import join, may_follow
from desktop.core.errors import AppError, Code

JOINED = {
    "http://h/v1": "http://h/v1/models",
    "http://h/v1/": "http://h/v1/models",
    " https://h:8443/a/b// ": "https://h:8443/a/b/models",
    "http://h": "http://h/models",
    "https://h/v1?api-version=2": "https://h/v1/models?api-version=2",
    "http://[::1]:80/v1#x": "http://[::1]:80/v1/models",
}


@pytest.mark.parametrize(("base", "expected"), JOINED.items())
def test_puts_the_path_behind_the_base(base: str, expected: str) -> None:
    assert join(base, "/models") == expected


@pytest.mark.parametrize(
    "base",
    ["", "h/v1", "ftp://h", "http://", "http://a b", "http://a:x", "http://[1", "http://a\nb"],
)
def test_refuses_what_is_no_address(base: str) -> None:
    with pytest.raises(AppError) as caught:
        join(base, "/models")
    assert caught.value.code is Code.BAD_URL


REDIRECTS = [
    ("http://h/a", "http://h/b", True),
    ("http://h/a", "http://h:80/b", True),
    ("http://h/a", "https://h/b", True),
    ("https://h/a", "http://h/b", False),
    ("http://h:1/a", "http://h:2/b", False),
    ("http://h:8080/a", "https://h/b", False),
    ("http://h/a", "https://h:444/b", False),
    ("http://h/a", "http://h.evil/b", False),
    ("http://h/a", "http://h@evil/b", False),
    ("http://h/a", "http://sub.h/b", False),
    ("https://h/a", "file://h/b", False),
    ("https://H/a", "https://h/b", True),
]


@pytest.mark.parametrize(("here", "there", "allowed"), REDIRECTS)
def test_the_key_goes_to_the_same_server_only(here: str, there: str, allowed: bool) -> None:
    assert may_follow(here, there) is allowed
