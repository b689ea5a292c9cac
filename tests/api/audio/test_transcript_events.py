"""What servers answer when they write down speech."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.audio import (
    Transcription,
    TranscriptionDiarized,
    TranscriptionTextDeltaEvent,
    TranscriptionTextDoneEvent,
    TranscriptionVerbose,
    Translation,
    TranslationVerbose,
)

from desktop.api.audio import transcript_events
from desktop.api.audio.transcript_events import (
    AudioUsage,
    Segment,
    Transcript,
    TranscriptDelta,
    TranscriptDone,
    TranscriptReader,
    Word,
)
from desktop.core.errors import AppError, Code
from tests.api.kept_things import json_of, said_by

WHOLE_MODELS = (
    Transcription, TranscriptionVerbose, TranscriptionDiarized, Translation, TranslationVerbose,
)  # fmt: skip


@pytest.mark.parametrize("model", WHOLE_MODELS)
def test_every_answer_of_the_sdk_is_read(model: type) -> None:
    @given(said_by(model))
    def check(answer: dict[str, object]) -> None:
        found = transcript_events.parse(answer)
        assert found.text == answer["text"]
        segments, words = answer.get("segments"), answer.get("words")
        assert len(found.segments) == len(segments if isinstance(segments, list) else ())
        assert len(found.words) == len(words if isinstance(words, list) else ())
        assert (found.duration_s is None) == (answer.get("duration") is None)
        assert (found.usage is None) == (answer.get("usage") is None)

    check()


def test_times_speakers_and_costs_are_read() -> None:
    answer = {
        "text": "Hi. 好。",
        "language": "english",
        "duration": "5.0",  # vLLM writes it so
        "segments": [{"id": 0, "start": 0, "end": 1.5, "text": "Hi.", "avg_logprob": -0.1},
                     {"id": "seg_2", "start": 1.5, "end": 5, "text": "好。", "speaker": "A"}],
        "words": [{"word": "Hi", "start": 0.25, "end": 1}],
        "usage": {"type": "duration", "seconds": 5},
        "x_new": True,
    }  # fmt: skip
    found = transcript_events.parse(answer)
    assert found == Transcript(
        "Hi. 好。",
        ("english",),
        5.0,
        (Segment("Hi.", 0.0, 1.5, id="0"), Segment("好。", 1.5, 5.0, "A", "seg_2")),
        (Word("Hi", 0.25, 1.0),),
        AudioUsage(seconds=5.0),
        json.dumps(answer, ensure_ascii=False, separators=(",", ":")),
    )


@given(json_of([*TranscriptionVerbose.model_fields, "languages", "code", "start", "speaker"], "en"))
def test_no_json_breaks_the_parser(answer: object) -> None:
    try:
        assert isinstance(transcript_events.parse(answer).text, str)
    except AppError as error:
        assert error.code is Code.NOT_UNDERSTOOD  # noqa: PT017


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), st.booleans())
def test_no_bytes_break_the_reader_of_bodies(content: bytes, is_text: bool) -> None:
    try:
        transcript_events.parse_body(content, is_text=is_text)
    except AppError as error:
        assert isinstance(error.code, Code)  # noqa: PT017


@given(
    st.lists(
        json_of(
            ["type", "delta", "text", "choices", "finish_reason", "content", "object", "usage"],
            "transcript.text.delta", "transcript.text.segment", "transcript.text.done",
            "transcription.chunk",
        )
        .filter(lambda item: isinstance(item, dict)),
        max_size=6,
    ),
    st.booleans(),
)  # fmt: skip
def test_no_order_of_events_breaks_the_reader(items: list[object], is_said: bool) -> None:
    reader = TranscriptReader()
    try:
        for item in items:
            assert isinstance(item, dict)
            list(reader.take(item, str(item.get("type", "message"))))
        assert isinstance(list(reader.finish(is_said=is_said))[-1], TranscriptDone)
    except AppError as error:
        assert error.code in {Code.NOT_UNDERSTOOD, Code.CUT}  # noqa: PT017


@given(said_by(TranscriptionTextDeltaEvent), said_by(TranscriptionTextDoneEvent))
def test_every_event_of_the_sdk_is_read(delta: dict[str, object], done: dict[str, object]) -> None:
    reader = TranscriptReader()
    (first,) = reader.take(delta, "transcript.text.delta")
    assert isinstance(first, TranscriptDelta)
    assert (first.text, first.segment_id) == (delta["delta"], delta["segment_id"] or "")
    assert list(reader.take(done, "transcript.text.done")) == []
    assert reader.is_complete
    (last,) = reader.finish(is_said=False)
    assert isinstance(last, TranscriptDone)
    assert last.transcript.text == done["text"]
