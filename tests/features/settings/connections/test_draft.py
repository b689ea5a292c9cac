"""What is wrong with what was entered, and what a report may say."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.core.connection import DIRECT, Connection, Secret
from desktop.core.errors import AppError, Code
from desktop.features.settings.connections.draft import (
    Change,
    Draft,
    Flaw,
    Spot,
    blanks,
    flaws,
    is_readable_on_the_way,
)
from desktop.features.settings.connections.report import report
from desktop.services.checkup import Finding, Outcome, Step
from desktop.store.results import Result, ResultsFile
from desktop.store.secrets import Place, SecretKind

GOOD = Connection("a", "A", "https://a.test/v1")


@pytest.mark.parametrize(
    ("proxy", "is_good"),
    [
        ("", True),
        (DIRECT, True),
        ("http://proxy.test:3128", True),
        ("https://proxy.test", True),
        ("socks5h://127.0.0.1:1080/", True),
        ("socks4://127.0.0.1:1080", False),
        ("http://me:secret@proxy.test", False),
        ("proxy.test:3128", False),
        ("http://", False),
        ("http://proxy.test:port", False),
        ("http://proxy.test/path", False),
    ],
)
def test_a_proxy_is_checked(aloop, proxy: str, is_good: bool) -> None:
    found = aloop(flaws(Draft(replace(GOOD, proxy=proxy))))
    assert found == ({} if is_good else {Spot.PROXY: Flaw.BAD_PROXY})


@pytest.mark.parametrize(
    ("url", "flaw"),
    [
        ("https://{resource}.test/v1", Flaw.TO_FILL),
        ("https://a.test/v1?key=x", Flaw.BAD_URL),
        ("", Flaw.BAD_URL),
    ],
)
def test_an_address_is_checked(aloop, url: str, flaw: Flaw) -> None:
    assert aloop(flaws(Draft(replace(GOOD, base_url=url)))) == {Spot.ADDRESS: flaw}


def test_all_that_is_wrong_is_said_at_once(aloop) -> None:
    draft = Draft(
        replace(GOOD, ca_file="/no/a", certificate_file="/no/b", certificate_key_file="/no/c"),
        {SecretKind.PROXY: Change(None, Place.ENVIRONMENT, "1")},
        (("bad name", Secret("x")),),
    )
    assert set(aloop(flaws(draft))) == {
        Spot.CA_FILE, Spot.CERTIFICATE_FILE, Spot.CERTIFICATE_KEY_FILE, Spot.LOGIN, Spot.HEADERS,
    }  # fmt: skip


def test_blanks_are_found_in_their_order() -> None:
    assert blanks("https://{a}.test/{b}") == ["{a}", "{b}"]


def test_a_report_has_the_facts_and_no_secret() -> None:
    error = AppError(Code.KEY_REFUSED, "bad sk-canary", status=401, request_id="req-1")
    findings = [
        Finding(Step.NAME, Outcome.PASSED),
        Finding(Step.KEY, Outcome.FAILED, 0.5, error),
    ]
    text = report(GOOD, findings, [Secret("sk-canary"), Secret("")])
    assert text.splitlines() == [
        "Oriole, test of a connection: https://a.test/v1",
        "name: passed",
        "key: failed, 0.50 s",
        "  code: api.key_refused",
        "  status: 401",
        "  request id: req-1",
        "  said: bad ***",
    ]


def test_results_are_read_as_they_were_written(tmp_path) -> None:
    file = ResultsFile(tmp_path / "tested.toml")
    assert file.read() == {}
    results = {"a": Result("", date(2026, 11, 23), 62), "b": Result("net.tls", date(2026, 1, 2))}
    file.write(results)
    assert file.read() == results


def test_results_that_cannot_be_understood_count_as_none(tmp_path) -> None:
    (tmp_path / "tested.toml").write_text(
        '[a]\ncode = 3\n[b]\ncode = ""\nday = 2026-01-02T03:04:05Z\nmodels = 1\n'
        "[c]\ncode = ''\nday = 2026-01-02\nmodels = 7\n"
    )
    assert ResultsFile(tmp_path / "tested.toml").read() == {"c": Result("", date(2026, 1, 2), 7)}


ON_THE_WAY = {
    "http://192.168.1.5:8000/v1": True,
    "http://gpu.example/v1": True,
    "https://gpu.example/v1": False,
    "http://127.0.0.1:1234/v1": False,
    "http://localhost:1234/v1": False,
    "http://[::1]:1234/v1": False,
    "http://": False,
    "http://[": False,
    "": False,
}


@pytest.mark.parametrize(("url", "is_readable"), ON_THE_WAY.items())
def test_an_address_that_is_not_encrypted_is_known(url: str, is_readable: bool) -> None:
    assert is_readable_on_the_way(url) is is_readable
