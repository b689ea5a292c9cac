"""Which links open, which are asked about, which never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.transcript.link_check import Reason, inspect, is_allowed


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a?b=c#d", "the notes"),
        ("http://example.org", "example.org"),
        ("https://www.example.org/page", "example.org"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        ("mailto:ann@example.org", "ann@example.org"),
        ("mailto:ann@example.org", "write to Ann"),
        ("http://127.0.0.1:8080/", "the local server"),
        ("https://example.org/文", "文"),
        ("https://example.org", "version 2.0 e.g. this"),
    ],
)
def test_honest_links_open(url: str, shown: str) -> None:
    verdict = inspect(url, shown)
    assert verdict.allowed
    assert verdict.reasons == ()


@pytest.mark.parametrize(
    ("url", "shown", "reason"),
    [
        ("https://xn--pple-43d.com/", "shop", Reason.PUNYCODE),
        ("https://аpple.com/", "shop", Reason.PUNYCODE),
        ("https://example.org/\u202egpj.exe", "picture", Reason.BIDI),
        ("https://example.org/%E2%80%AEgpj.exe", "picture", Reason.BIDI),
        ("https://example.org/", "exam\u200bple.org", Reason.BIDI),
        ("https://bank.example@evil.example/", "log in", Reason.USER),
        ("https://user:pass@evil.example/", "log in", Reason.USER),
        ("https://evil.example/", "https://bank.example/", Reason.OTHER_TEXT),
        ("https://evil.example/", "bank.example", Reason.OTHER_TEXT),
        ("https://evil.example/", "www.bank.example/login", Reason.OTHER_TEXT),
        ("mailto:eve@evil.example", "ann@bank.example", Reason.OTHER_TEXT),
        ("https://evil.example/", "ftp://bank.example", Reason.OTHER_TEXT),
        ("http://2130706433/", "here", Reason.NUMERIC),
        ("http://0x7f.1/", "here", Reason.NUMERIC),
    ],
)
def test_deceptive_links_are_asked_about(url: str, shown: str, reason: Reason) -> None:
    verdict = inspect(url, shown)
    assert verdict.needs_question
    assert reason in verdict.reasons


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "file:///etc/passwd", "FILE:///x", "smb://host/share", "\\\\host\\x",
        "//example.org/x", "data:text/html,x", "vbscript:x", "oriole://new?text=x", "ms-word:x",
        "https://", "https:///x", "http://exa mple.org", "https://example.org/\nx", "", "page.html",
        "mailto:nobody", "http://example.org:port/", "https://evil.example\\@bank.example/",
    ],
)  # fmt: skip
def test_everything_else_is_no_link(url: str) -> None:
    assert not is_allowed(url)
    assert not inspect(url, "words").needs_question


@given(st.text(), st.text())
def test_any_text_can_be_judged(url: str, shown: str) -> None:
    for scheme in ("", "https://", "mailto:"):
        inspect(scheme + url, shown)
