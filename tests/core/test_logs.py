"""Nothing secret is ever written to a log, whoever logs it and however it is written."""

import io
import logging
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.connection import Secret
from desktop.core.logs import Redactor, redact, write_logs

CANARY = "sk-canary/7f3a9b +Q=="


@pytest.fixture
def log():
    redactor, stream = Redactor(), io.StringIO()
    handler = write_logs(redactor, stream)
    yield redactor, stream, logging.getLogger("oriole.test")
    logging.getLogger().removeHandler(handler)


def test_a_known_secret_is_taken_out_of_messages_arguments_and_tracebacks(log, expect_log) -> None:
    redactor, stream, logger = log
    redactor.learn([Secret(CANARY)])
    expect_log("oriole.test")
    logger.warning("with %s", CANARY)
    try:
        int(f"{quote(CANARY, safe='')} is wrong")
    except ValueError:
        logger.exception("failed for %r", {"key": CANARY})
    written = stream.getvalue()
    assert "canary" not in written
    assert written.count("***") >= 3
    assert "Traceback" in written


LOOKS = {
    "Authorization: Bearer abcdefghij123": "Authorization: Bearer ***",
    "sent sk-proj-abcdefghijklmnop to it": "sent *** to it",
    "api_key=abcd1234&x=1": "api_key=***&x=1",
    '{"api-key": "hello-1234"}': '{"api-key": "***"}',
    "http://me:hunter22@proxy:3128/": "http://me:***@proxy:3128/",
    "nothing to hide in task-force, skeleton and bearer of news": None,
}


@pytest.mark.parametrize(("said", "written"), LOOKS.items())
def test_what_looks_like_a_secret_is_hidden_too(said: str, written: str | None) -> None:
    assert Redactor().clean(said) == (said if written is None else written)


def test_short_values_hide_nothing() -> None:
    redactor = Redactor()
    redactor.learn([Secret("x"), Secret("")])
    assert redactor.clean("exact") == "exact"


def test_a_redactor_shows_no_secret_of_its_own() -> None:
    redactor = Redactor()
    redactor.learn([Secret(CANARY)])
    assert "canary" not in repr(redactor)


@given(st.text(min_size=4).filter(lambda text: len(text.strip()) >= 4), st.text(), st.text())
def test_no_text_around_a_secret_saves_it(value: str, before: str, after: str) -> None:
    hidden = redact(f"{before}{value.strip()}{after}", [Secret(value)])
    assert value.strip() not in hidden or value.strip() in "***"
