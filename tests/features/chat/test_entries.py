"""Stored messages as entries: sections in order, cards of tools, sources, attachments."""

from __future__ import annotations

import json

import pytest

from desktop.core.attachment import Info
from desktop.core.errors import Code
from desktop.core.types import Message, Node, Part, PartType, Role, State
from desktop.features.chat.showing.cards import cards_of, sources_card
from desktop.features.chat.showing.entries import attached_parts, entry_of
from desktop.features.chat.showing.verdicts import Verdict, verdict_of
from desktop.ui.error_text import error_text
from desktop.ui.transcript.card import CardKind, CardState
from desktop.ui.transcript.entry import Entry, SectionKind
from desktop.ui.transcript.plain import alt_text
from desktop.ui.transcript.spans import PARSER

TEXT, CALL, RESULT = PartType.TEXT, PartType.TOOL_CALL, PartType.TOOL_RESULT


def answer(*parts: Part, state: State = State.COMPLETE, **values: object) -> Message:
    return Message(2, 1, 1, Role.ASSISTANT, parts, state, **values)  # type: ignore[arg-type]


def item(kind: str, **content: object) -> Part:
    return Part(PartType.UNKNOWN, raw=json.dumps({"type": kind, **content}), name=kind)


def shown(message: Message, **values: object) -> Entry:
    return entry_of(Node(message, 1, 1, (message.id,)), **values)  # type: ignore[arg-type]


def test_the_program_s_own_tools_have_names_and_only_other_functions_stand_in_code(qtbot) -> None:
    cards = cards_of(
        answer(
            Part(CALL, "{}", name="current_time", ref="c1"),
            Part(CALL, "{}", name="get_weather", ref="c2"),
            Part(CALL, "{}", ref="c3"),
            Part(RESULT, "5", name="calculator", ref="c4"),
            item("mcp_call", name="lookup"),
        )
    )
    assert [(card.title, card.is_code) for card in cards.values()] == [
        ("Date and time", False), ("get_weather", True), ("Function call", False),
        ("Calculator", False), ("lookup", True),
    ]  # fmt: skip


def test_a_loop_of_calls_becomes_one_answer_in_order(qtbot) -> None:
    entry = shown(
        answer(
            Part(PartType.REASONING, "Hm."),
            Part(TEXT, "I ask."),
            Part(CALL, '{"city": "Paris", "days": 3}', name="weather", ref="c1"),
            Part(RESULT, '{"t": 18}', name="weather", ref="c1"),
            Part(TEXT, "18 "),
            Part(TEXT, "degrees."),
            reasoned_s=3.0,
        )
    )
    assert [section.kind for section in entry.sections] == [
        SectionKind.REASONING, SectionKind.TEXT, SectionKind.CARD, SectionKind.TEXT,
    ]  # fmt: skip
    assert entry.sections[0].seconds == 3.0
    assert entry.sections[3].text == "18 degrees."
    card = entry.sections[2].card
    assert card is not None
    assert (card.title, card.subtitle, card.state) == (
        "weather", "city: Paris, days: 3", CardState.DONE,
    )  # fmt: skip
    assert card.is_code
    assert [(d.label, d.language) for d in card.details] == [
        ("Arguments", "json"), ("Result", "json"),
    ]  # fmt: skip


def test_calls_with_the_same_id_get_their_own_results() -> None:
    cards = cards_of(
        answer(
            Part(CALL, "{}", name="f", ref="x"),
            Part(RESULT, "one", ref="x"),
            Part(CALL, "{}", name="f", ref="x"),
            Part(RESULT, "two", ref="x"),
        )
    )
    assert [card.details[1].text for card in cards.values()] == ["one", "two"]
    assert len({card.id for card in cards.values()}) == 2


def test_a_call_runs_while_the_answer_does_and_waits_after_it() -> None:
    call = Part(CALL, '{"a"', name="f", ref="x")
    assert cards_of(answer(call, state=State.STREAMING))[0].state is CardState.RUNNING
    waiting = cards_of(answer(call))[0]
    assert (waiting.state, waiting.note) == (CardState.PLAIN, "No result yet")


def test_the_error_of_a_tool_is_said_in_its_row() -> None:
    parts = (Part(CALL, "{}", name="f", ref="x"), Part(RESULT, '{"error": "No file."}', ref="x"))
    card = cards_of(answer(*parts))[0]
    assert (card.state, card.subtitle) == (CardState.FAILED, "No file.")
    assert card.details[1].label == "Error"


def test_a_result_without_a_call_is_not_lost() -> None:
    (card,) = cards_of(answer(Part(RESULT, "words", name="f", ref="x"))).values()
    assert (card.title, card.details[0].text) == ("f", "words")


def test_what_the_server_s_own_tools_did_is_told() -> None:
    web = item(
        "web_search_call", status="completed",
        action={"type": "search", "query": "rain", "sources": [{"url": "https://a.example/"}]},
    )  # fmt: skip
    files = item(
        "file_search_call", status="completed", queries=["lease"],
        results=[{"filename": "lease.pdf", "text": "Clause 4"}],
    )  # fmt: skip
    code = item(
        "code_interpreter_call", status="in_progress", code="print(1)",
        outputs=[{"type": "logs", "logs": "1"}],
    )  # fmt: skip
    remote = item(
        "mcp_call", name="ask", arguments='{"q": 1}', error="refused", server_label="wiki"
    )
    cards = list(cards_of(answer(web, files, code, remote, state=State.STREAMING)).values())
    assert [card.kind for card in cards] == [
        CardKind.WEB, CardKind.FILES, CardKind.CODE, CardKind.FUNCTION,
    ]  # fmt: skip
    assert [card.state for card in cards] == [
        CardState.DONE, CardState.DONE, CardState.RUNNING, CardState.FAILED,
    ]  # fmt: skip
    assert (cards[0].subtitle, cards[0].links[0].url) == ("rain", "https://a.example/")
    assert [detail.text for detail in cards[1].details] == ["lease", "Clause 4"]
    assert [detail.text for detail in cards[2].details] == ["print(1)", "1"]
    assert cards[3].details[-1].text == "refused"


@pytest.mark.parametrize(
    "part",
    [
        item("computer_call", action={"type": "click"}),
        Part(PartType.UNKNOWN, raw="no json", name="web_search_call"),
        Part(PartType.UNKNOWN, raw='{"action": [1], "queries": 4}', name="file_search_call"),
        Part(
            PartType.UNKNOWN, raw='{"outputs": {"a": 1}, "code": 3}', name="code_interpreter_call"
        ),
        Part(PartType.UNKNOWN, raw="[1]", name="mcp_call"),
        Part(PartType.UNKNOWN),
    ],
)
def test_anything_unknown_is_a_card_and_never_an_error(part: Part) -> None:
    (card,) = cards_of(answer(part)).values()
    assert card.title


def test_sources_are_listed_once_and_only_when_the_answer_is_over() -> None:
    cited = [
        Part(PartType.CITATION, "A page", ref="https://a.example/"),
        Part(PartType.CITATION, "Again", ref="https://a.example/"),
        Part(PartType.CITATION, "notes.txt", ref="file-123"),
    ]
    card = sources_card(cited)
    assert card is not None
    assert [(link.title, link.url) for link in card.links] == [
        ("A page", "https://a.example/"), ("notes.txt", ""),
    ]  # fmt: skip
    said = (Part(TEXT, "Words"), *cited)
    assert shown(answer(*said)).sections[-1].card == card
    assert len(shown(answer(*said, state=State.STREAMING)).sections) == 1
    assert sources_card([Part(TEXT, "no source")]) is None


def test_several_thoughts_are_given_no_time_that_nobody_knows() -> None:
    thoughts = (Part(PartType.REASONING, "a"), Part(TEXT, "b"), Part(PartType.REASONING, "c"))
    sections = shown(answer(*thoughts, reasoned_s=9.0)).sections
    assert [section.seconds for section in sections] == [None, None, None]


def test_attachments_of_a_question_keep_their_order_and_say_their_size() -> None:
    picture = Info(media_type="image/png", size=2000, width=720, height=440)
    parts = (
        Part(PartType.IMAGE, blob="a", name="plot.png", raw=picture.to_json()),
        Part(TEXT, "Look."),
        Part(PartType.FILE, blob="b", name="x.pdf", raw=Info(size=2_100_000).to_json()),
    )
    question = Message(1, 1, None, Role.USER, parts)
    entry = shown(question)
    assert [(a.name, a.is_picture, a.blob) for a in entry.attachments] == [
        ("plot.png", True, "a"), ("x.pdf", False, "b"),
    ]  # fmt: skip
    assert entry.attachments[0].note == "720 × 440"
    assert entry.attachments[1].note.replace("\u202f", " ") == "2.1 MB"
    assert [part.name for part in attached_parts(question)] == ["plot.png", "x.pdf"]
    assert entry.text == "Look."


SCHEMA = '{"type": "object", "required": ["t"], "properties": {"t": {"type": "integer"}}}'


@pytest.mark.parametrize(
    ("text", "is_misfit"), [('{"t": 1}', False), ('{"t": "x"}', True), ('{"u": 1}', True)]
)
def test_an_answer_asked_for_with_a_schema_is_judged_by_it(text: str, is_misfit: bool) -> None:
    verdict = verdict_of(SCHEMA, text)
    assert verdict is not None
    entry = shown(answer(Part(TEXT, text)), verdict=verdict)
    assert entry.sections[0].is_json
    assert (entry.notice is not None) is is_misfit


def test_what_cannot_be_judged_is_shown_as_it_came() -> None:
    assert verdict_of('{"type": "nonsense"}', "{}") is None


@pytest.mark.parametrize("text", ["{ half", "I would rather not.", "[1]]"])
def test_an_answer_that_is_no_json_at_all_does_not_follow_its_schema(text: str) -> None:
    verdict = verdict_of(SCHEMA, text)
    assert verdict == Verdict(is_json=False)
    entry = shown(answer(Part(TEXT, text)), verdict=verdict)
    assert entry.notice is not None
    assert "schema" in entry.notice.title
    assert not entry.sections[0].is_json


def test_what_was_said_before_a_call_is_not_shown_as_json() -> None:
    call = Part(PartType.TOOL_CALL, "{}", name="f", ref="1")
    result = Part(PartType.TOOL_RESULT, "7", name="f", ref="1")
    entry = shown(
        answer(Part(TEXT, "Let me see."), call, result, Part(TEXT, '{"t": 1}')), verdict=Verdict()
    )
    assert [(one.text, one.is_json) for one in entry.sections if one.text] == [
        ("Let me see.", False),
        ('{"t": 1}', True),
    ]


# pictures that a model made
def test_a_picture_in_an_answer_stands_in_its_place_with_its_words() -> None:
    picture = Part(PartType.IMAGE, "A *bird*\n](x) `$1`", blob="ab" * 32, name="picture.png")
    entry = shown(answer(Part(TEXT, "Here:"), picture, Part(TEXT, "Nice?")))
    kinds = [(one.kind, one.text) for one in entry.sections]
    assert kinds[0] == (SectionKind.TEXT, "Here:")
    assert kinds[2] == (SectionKind.TEXT, "Nice?")
    assert kinds[1][0] is SectionKind.PICTURE
    (token,) = [t for t in PARSER.parseInline(kinds[1][1])[0].children or () if t.type == "image"]
    assert token.attrs["src"] == f"blob:{'ab' * 32}"
    assert alt_text(token) == "A *bird* ](x) `$1`"
    assert entry.attachments == ()


@pytest.mark.parametrize(
    ("blob", "raw", "words"),
    [
        ("", '{"problem": "store.disk_full"}', error_text(Code.DISK_FULL).title),
        ("", "", "This picture is not there."),
        ("../../etc", "", "This picture is not there."),
    ],
    ids=["not kept", "of old", "a name that is no hash"],
)
def test_a_picture_that_could_not_be_kept_says_why(blob: str, raw: str, words: str) -> None:
    entry = shown(answer(Part(PartType.IMAGE, "A bird", blob=blob, raw=raw)))
    card = entry.sections[0].card
    assert card is not None
    assert (card.title, card.subtitle, card.state) == ("A bird", words, CardState.FAILED)


def test_an_attachment_whose_content_is_gone_says_so() -> None:
    parts = [Part(PartType.FILE, blob="a", name="a.txt"), Part(PartType.FILE, blob="b", name="b")]
    question = Message(1, 1, None, Role.USER, tuple(parts))
    entry = shown(question, missing={"b"})
    assert [one.is_missing for one in entry.attachments] == [False, True]


def test_the_speaker_is_the_model_s_name() -> None:
    entry = shown(answer(Part(TEXT, "Hi"), model="m-1"), speaker="Model One")
    assert (entry.model, entry.speaker) == ("m-1", "Model One")
