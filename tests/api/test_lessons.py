"""What is remembered of a server."""

from dataclasses import replace

import pytest

from desktop.api.lessons import Lessons, refused_parameter
from desktop.api.reading.failures import Problem
from desktop.core.capabilities import Capability, Fact, Learnt, Support
from desktop.core.connection import Api
from tests.api.asking import endpoint

HERE, THERE = endpoint("http://a/v1", Api.AUTO), endpoint("http://b/v1", Api.AUTO)
RESPONSES, CHAT = Capability.RESPONSES, Capability.CHAT


def lessons_on(day: str = "2026-11-23") -> Lessons:
    return Lessons(lambda: day)


def test_what_one_server_taught_holds_for_that_server_only() -> None:
    lessons = lessons_on()
    lessons.learn(HERE, RESPONSES, works=False)
    lessons.drop(HERE, "m", "top_p")
    lessons.drop(HERE, "m", "store")
    assert lessons.routes(HERE) == (Api.CHAT, Api.RESPONSES)
    assert lessons.routes(THERE) == (Api.RESPONSES, Api.CHAT)
    assert lessons.dialect(HERE, "m").refused == {"top_p", "store"}
    assert lessons.dialect(HERE, "n").refused == lessons.dialect(THERE, "m").refused == frozenset()
    lessons.forget(HERE)
    assert lessons.learnt(HERE.identity) == Learnt()


def test_what_is_learnt_has_its_day() -> None:
    lessons = lessons_on("2026-11-23")
    lessons.learn(HERE, CHAT, works=True)
    lessons.learn(HERE, Capability.IMAGES, works=False)
    assert lessons.learnt("http://a/v1").facts == {
        CHAT: Fact(Support.YES, "2026-11-23"),
        Capability.IMAGES: Fact(Support.NO, "2026-11-23"),
    }
    assert lessons.support(HERE, Capability.FILES) is Support.UNKNOWN


def test_a_connection_is_known_by_its_id_so_that_two_keys_for_one_server_stay_apart() -> None:
    lessons = lessons_on()
    mine, yours = replace(HERE, connection_id="mine"), replace(HERE, connection_id="yours")
    lessons.learn(mine, CHAT, works=True)
    assert lessons.support(yours, CHAT) is Support.UNKNOWN
    assert lessons.learnt("mine").facts


def test_only_what_is_new_is_told() -> None:
    lessons, told = lessons_on(), []
    lessons.changed.connect(told.append)
    lessons.recall(HERE.identity, Learnt({CHAT: Fact(Support.YES, "2026-11-23")}))
    lessons.learn(HERE, CHAT, works=True)
    assert told == []
    lessons.learn(HERE, CHAT, works=False)
    lessons.drop(HERE, "m", "store")
    assert told == [HERE.identity] * 2


def test_the_choice_of_the_person_goes_first() -> None:
    lessons = lessons_on()
    chosen = endpoint("http://a/v1", Api.RESPONSES)
    lessons.learn(chosen, RESPONSES, works=False)
    assert lessons.routes(chosen) == (Api.RESPONSES,)


HOSTS = {
    "https://api.openai.com/v1": True,
    "https://eu.api.openai.com/v1": True,
    "https://x.openai.azure.com/openai/v1": True,
    "https://api.openai.com.evil.com/v1": False,
    "https://notopenai.com/v1": False,
    "http://127.0.0.1:1/v1": False,
    "": False,
}


@pytest.mark.parametrize(("base_url", "official"), HOSTS.items())
def test_knows_who_speaks_the_whole_api(base_url: str, official: bool) -> None:
    assert Lessons().dialect(endpoint(base_url), "m").is_official is official


BODY: dict[str, object] = {
    "model": "m",
    "temperature": 1,
    "store": False,
    "include": [],
    "max_tokens": 9,
}
DROPPABLE = {"temperature", "store", "include", "max_tokens", "top_p"}
SAID = [
    (Problem("Unknown parameter: 'store'."), "store"),
    (Problem("no", code="unknown_parameter", param="store"), "store"),
    (Problem("no", kind="extra_forbidden", param="store"), "store"),
    (Problem("Extra inputs are not permitted", param="body.store"), "store"),
    (Problem("max_tokens is not supported"), "max_tokens"),
    (Problem("[temperature] is unsupported"), "temperature"),
    (Problem("x", code="invalid_encrypted_content"), "encrypted_reasoning"),
    (Problem("Unknown parameter: 'top_p'."), None),  # was not sent
    (Problem("Unsupported model", param="model"), None),  # nothing goes without
    (Problem("Invalid 'temperature'"), None),  # a wrong value
    (Problem("we do not support files that include macros"), None),  # a word, not a name
    (Problem(""), None),
]


@pytest.mark.parametrize(("problem", "name"), SAID)
def test_finds_the_parameter_that_is_refused(problem: Problem, name: str | None) -> None:
    assert refused_parameter(problem, BODY, DROPPABLE) == name
