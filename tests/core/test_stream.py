"""What a stream of events amounts to."""

from dataclasses import replace
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.stream import (
    Citation,
    Finished,
    Fold,
    Folded,
    ImageMade,
    PartDone,
    ReasoningDelta,
    RefusalDelta,
    Started,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    Unknown,
    UsageReported,
    fold,
    unanswered,
)
from desktop.core.types import Part, PartType, Usage

keys = st.sampled_from(["", "0", "1", "0:0"])
texts = st.text(max_size=6)
deltas = st.one_of(
    st.builds(TextDelta, texts, keys),
    st.builds(ReasoningDelta, texts, keys),
    st.builds(RefusalDelta, texts, keys),
    st.builds(ToolCallDelta, texts, st.sampled_from(["", "f"]), st.sampled_from(["", "id"]), keys),
)
events = st.one_of(
    deltas,
    st.builds(PartDone, st.builds(Part, st.sampled_from(PartType), texts), keys),
    st.builds(Citation, texts, texts, texts),
    st.builds(ImageMade, texts, keys),
    st.builds(Unknown, texts, texts),
    st.builds(UsageReported, st.builds(Usage, st.none() | st.integers(0, 9))),
    st.builds(Started, texts, texts),
    st.builds(Finished, texts),
)

_KINDS = {
    TextDelta: PartType.TEXT,
    ReasoningDelta: PartType.REASONING,
    RefusalDelta: PartType.REFUSAL,
    ToolCallDelta: PartType.TOOL_CALL,
}


def place(event: StreamEvent) -> tuple[PartType, str]:
    """Give the part that a delta belongs to."""
    return _KINDS[type(event)], event.key  # type: ignore[index, union-attr]


def said(event: StreamEvent) -> str:
    return event.arguments if isinstance(event, ToolCallDelta) else event.text  # type: ignore[union-attr]


@given(st.lists(deltas, max_size=30))
def test_each_part_is_the_sum_of_its_deltas_in_the_order_of_their_beginnings(
    stream: list[StreamEvent],
) -> None:
    expected: dict[tuple[PartType, str], str] = {}
    for event in stream:
        expected[place(event)] = expected.get(place(event), "") + said(event)
    folded = fold(stream)
    assert [part.type for part in folded.parts] == [kind for kind, _key in expected]
    assert [part.text for part in folded.parts] == list(expected.values())


@given(st.lists(deltas, max_size=30))
def test_joining_neighbouring_deltas_changes_nothing(stream: list[StreamEvent]) -> None:
    joined: list[StreamEvent] = []
    for (kind, key), run in groupby(stream, place):
        members = list(run)
        text = "".join(said(event) for event in members)
        if kind is PartType.TOOL_CALL:
            calls = [event for event in members if isinstance(event, ToolCallDelta)]
            name = next((call.name for call in reversed(calls) if call.name), "")
            call_id = next((call.call_id for call in reversed(calls) if call.call_id), "")
            joined.append(ToolCallDelta(text, name, call_id, key))
        else:
            joined.append(type(members[0])(text, key))  # type: ignore[call-arg]
    assert fold(joined) == fold(stream)


@given(st.lists(events, max_size=30), st.integers(0, 30))
def test_asking_in_between_changes_nothing(stream: list[StreamEvent], place: int) -> None:
    asked = Fold()
    for position, event in enumerate(stream):
        if position >= place:
            asked.result()
        asked.add(event)
    assert asked.result() == asked.result() == fold(stream)


@given(
    st.lists(events, max_size=20),
    st.builds(Part, st.sampled_from(PartType), texts, raw=texts),
    keys,
)
def test_a_finished_part_replaces_its_deltas_and_once_is_enough(
    stream: list[StreamEvent], part: Part, key: str
) -> None:
    done = PartDone(part, key)
    folded = fold([*stream, done])
    assert part in folded.parts
    assert fold([*stream, done, done]) == folded


@given(st.lists(events, max_size=20), st.lists(events, max_size=10))
def test_parts_never_vanish_nor_change_their_place(
    before: list[StreamEvent], after: list[StreamEvent]
) -> None:
    first, second = fold(before).parts, fold(before + after).parts
    assert [part.type for part in second[: len(first)]] == [part.type for part in first]


@given(st.lists(events, max_size=20))
def test_the_last_word_on_usage_model_and_end_counts(stream: list[StreamEvent]) -> None:
    folded = fold(stream)
    usages = [event.usage for event in stream if isinstance(event, UsageReported)]
    ends = [event.reason for event in stream if isinstance(event, Finished)]
    models = [event.model for event in stream if isinstance(event, Started) and event.model]
    assert folded.usage == (usages[-1] if usages else None)
    assert folded.finish_reason == (ends[-1] if ends else "")
    assert folded.model == (models[-1] if models else "")


@given(
    st.lists(st.one_of(st.builds(Citation, texts, texts, texts), st.builds(Unknown, texts, texts)))
)
def test_every_source_and_every_unknown_event_is_a_part_of_its_own(
    stream: list[StreamEvent],
) -> None:
    expected = [
        Part(PartType.CITATION, event.title, raw=event.raw, ref=event.address)
        if isinstance(event, Citation)
        else Part(PartType.UNKNOWN, raw=event.raw, name=event.name)
        for event in stream
        if isinstance(event, Citation | Unknown)
    ]
    assert list(fold(stream).parts) == expected


def test_nothing_amounts_to_nothing() -> None:
    assert fold([]) == Folded()


def test_a_tool_call_keeps_its_first_name_and_id() -> None:
    stream = [
        ToolCallDelta("", "f", "call_1", "0"),
        ToolCallDelta("{", key="0"),
        ToolCallDelta("}", key="0"),
    ]
    assert fold(stream).parts == (Part(PartType.TOOL_CALL, "{}", name="f", ref="call_1"),)


def test_a_picture_becomes_clear_in_its_place() -> None:
    bird = Part(PartType.IMAGE, "A bird", blob="b1", raw="{}")
    stream = [PartDone(replace(bird, blob="b0"), "0"), TextDelta("a"), PartDone(bird, "0")]
    assert fold(stream).parts == (bird, Part(PartType.TEXT, "a"))


def test_a_picture_that_nobody_has_kept_leaves_its_words_and_never_its_content() -> None:
    made = ImageMade("AAAA", "0", "A bird", '{"id": "ig_1"}')
    assert fold([made]).parts == (Part(PartType.IMAGE, "A bird", raw='{"id": "ig_1"}'),)


def test_asking_after_each_of_many_deltas_is_not_quadratic_in_their_number() -> None:
    folding = Fold()
    for _ in range(20_000):
        folding.add(TextDelta("word "))
        folding.result()
    assert len(folding.result().parts[0].text) == 100_000


def call(ref: str, arguments: str = "{}") -> Part:
    return Part(PartType.TOOL_CALL, arguments, name="f", ref=ref)


def result(ref: str) -> Part:
    return Part(PartType.TOOL_RESULT, "7", name="f", ref=ref)


def test_rounds_keep_their_parts_apart_though_their_keys_are_the_same() -> None:
    folding = Fold()
    for words in ("One.", "Two."):
        folding.next_round()
        folding.add(TextDelta(words))
        folding.add(ToolCallDelta("{}", "f", "call_1", "0"))
        folding.add(PartDone(result("call_1"), "0/call_1"))
        folding.add(UsageReported(Usage(3, 5)))
        folding.add(Finished("tool_calls"))
    folding.next_round()
    made = folding.result()
    assert [part.text for part in made.parts] == ["One.", "{}", "7", "Two.", "{}", "7"]
    assert (made.usage, made.finish_reason) == (Usage(6, 10), "")


def test_a_call_that_the_server_does_not_name_gets_a_name() -> None:
    folding = Fold()
    for _ in range(2):
        folding.next_round()
        for key in ("0", "1"):
            folding.add(ToolCallDelta("{}", "f", key=key))
    assert len({part.ref for part in folding.result().parts}) == 4
    assert fold([ToolCallDelta("", "f"), ToolCallDelta("{}", call_id="id")]).parts[0].ref == "id"


def test_text_goes_on_where_it_stopped() -> None:
    begun = (call("c"), result("c"), Part(PartType.TEXT, "One, t", raw="{}"))
    folding = Fold(begun)
    folding.next_round()
    assert folding.result().parts == begun
    folding.add(TextDelta("wo.", "0:0"))
    assert folding.result().parts == (*begun[:2], Part(PartType.TEXT, "One, two.", raw="{}"))
    thinking = Fold(begun)
    thinking.next_round()
    thinking.add(ReasoningDelta("hm"))
    thinking.add(TextDelta("wo."))
    assert [part.text for part in thinking.result().parts[2:]] == ["One, t", "hm", "wo."]


def test_a_result_belongs_to_the_first_call_before_it() -> None:
    assert unanswered([call("a"), call("b"), result("b")]) == (call("a"),)
    again = call("a", '{"x": 1}')
    assert unanswered([call("a"), result("a"), again]) == (again,)
    assert unanswered([result("a"), call("a")]) == (call("a"),)
    assert unanswered([call("a"), call("a"), result("a"), result("a")]) == ()
