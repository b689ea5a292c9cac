"""Verdicts on texts and pictures."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types import ModerationCreateResponse

from desktop.api.moderations import Verdict, build, moderate, parse
from desktop.api.reading.fields import Json
from desktop.api.wire.http import Http
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from tests.api.asking import PATIENT, endpoint
from tests.api.kept_things import json_of, said_by, talking
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

BAD: Json = {
    "flagged": True,
    "categories": {"hate": False, "violence": True, "self-harm": True, "new/one": None},
    "category_scores": {"hate": 0.1, "violence": 0.6, "self-harm": 0.9, "odd": "x"},
    "category_applied_input_types": {"violence": ["text"]},
}
GOOD: Json = {"flagged": False, "categories": {"hate": False}, "category_scores": {"hate": 0}}


def test_tells_what_it_is_and_how_surely() -> None:
    bad, good = parse({"id": "m", "results": [BAD, GOOD]}, 2)
    assert (bad.flagged, bad.categories) == (True, ("self-harm", "violence"))
    assert bad.scores == {"hate": 0.1, "violence": 0.6, "self-harm": 0.9}
    assert json.loads(bad.raw) == BAD
    assert good == Verdict(False, (), {"hate": 0.0}, good.raw)


def test_categories_flag_where_the_server_does_not() -> None:
    (verdict,) = parse({"results": [{"categories": {"hate": True}}]}, 1)
    assert verdict.flagged


BROKEN: dict[str, object] = {
    "none": {"results": []},
    "too many": {"results": [GOOD, GOOD]},
    "says nothing": {"results": [{}]},
    "no list": {"results": GOOD},
    "a list": [GOOD],
}


@pytest.mark.parametrize("said", BROKEN.values(), ids=BROKEN.keys())
def test_nothing_passes_unread(said: object) -> None:
    with pytest.raises(AppError) as caught:
        parse(said, 1)
    assert caught.value.code is Code.NOT_UNDERSTOOD


def test_texts_are_judged_one_by_one_pictures_together() -> None:
    assert build(["a", "b"]).body == {"input": ["a", "b"]}
    assert build(["a"], ["https://x/y.png"], "m-1").body == {
        "model": "m-1",
        "input": [
            {"type": "text", "text": "a"},
            {"type": "image_url", "image_url": {"url": "https://x/y.png"}},
        ],
    }


def test_asks_and_learns(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/moderations", {"results": [GOOD, BAD]}, {"results": [BAD]})
            verdicts = await moderate(talk.http, talk.endpoint, ["a", "b"])
            assert [one.flagged for one in verdicts] == [False, True]
            (whole,) = await moderate(
                talk.http, talk.endpoint, ["a", "b"], ["data:image/png;base64,"]
            )
            assert whole.flagged
            assert await moderate(talk.http, talk.endpoint, []) == ()
            assert len(talk.server.requests) == 2
            known = talk.http.lessons.support(talk.endpoint, Capability.MODERATIONS)
            assert known is Support.YES

    aloop(scenario())  # fmt: skip


def test_a_server_without_moderation_is_remembered(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError) as caught:
                await moderate(talk.http, talk.endpoint, ["a"])
            assert (caught.value.code, caught.value.detail) == (Code.LACKS, "moderations")
            known = talk.http.lessons.support(talk.endpoint, Capability.MODERATIONS)
            assert known is Support.NO

    aloop(scenario())


def test_aimock_lets_a_harmless_text_pass(aloop: RunLoop, aimock: Aimock) -> None:
    async def scenario() -> None:
        async with Http(PATIENT) as http:
            (verdict,) = await moderate(http, endpoint(aimock.base_url), ["hello"])
        assert not verdict.flagged
        assert verdict.scores["violence/graphic"] == 0
        (entry,) = aimock.journal()
        assert entry["path"] == "/v1/moderations"

    aloop(scenario(), 20)


@given(said_by(ModerationCreateResponse))
def test_reads_what_the_package_knows(said: Json) -> None:
    model = ModerationCreateResponse.model_validate(said)
    verdicts = parse(said, len(model.results))
    for verdict, result in zip(verdicts, model.results, strict=True):
        known = result.categories.model_dump(by_alias=True)
        assert verdict.flagged == result.flagged
        assert set(verdict.categories) == {name for name, applies in known.items() if applies}
        assert verdict.scores == result.category_scores.model_dump(by_alias=True)


@given(
    json_of(["results", "flagged", "categories", "category_scores", "hate"], True, 0.5),
    st.integers(0, 3),
)
def test_no_json_breaks_it(said: object, count: int) -> None:
    with suppress(AppError):
        assert len(parse(said, count)) == count
