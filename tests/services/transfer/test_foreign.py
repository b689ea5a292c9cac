"""What ChatGPT and Claude export arrives with its branches, pictures and dates, however much it is."""

import asyncio
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.core.types import Kind, Message, PartType, Role
from desktop.services.transfer import chatgpt, claude
from desktop.services.transfer.reading import items_of
from desktop.store import portable
from tests.services.transfer import exports
from tests.services.transfer.exports import PNG, message, node, pack
from tests.services.transfer.hall import House, house


async def shown(one: House) -> list[Message]:
    (made,) = await one.conversations.list(Kind.CHAT)
    return [node.message for node in await one.conversations.path(made.id)]


def take(aloop, file: Path, look) -> None:
    async def scenario() -> None:
        async with house("one") as one:
            outcome = await one.take(file)
            assert outcome.failures == []
            await look(one)

    aloop(scenario())


def test_a_conversation_of_chatgpt_arrives_with_its_dates(aloop, tmp_path: Path) -> None:
    async def look(one: House) -> None:
        (made,) = await one.conversations.list(Kind.CHAT)
        assert (made.title, made.created_at, made.updated_at) == (
            "Talk 2", 1_700_000_002.0, 1_700_000_102.0,
        )  # fmt: skip
        assert made.is_archived
        said = await shown(one)
        assert [m.text for m in said] == ["Question 2.0 黄鹂?", "Answer 2.0"]
        assert (said[1].model, said[1].role) == ("gpt-5", Role.ASSISTANT)

    take(aloop, pack(tmp_path / "c.zip", [exports.chatgpt(2)]), look)


def branched() -> exports.Json:
    found = exports.chatgpt()
    found["mapping"]["sys"]["children"] = ["q0", "q9"]
    found["mapping"]["q9"] = node("q9", "sys", ["a9"], message("user", "Edited?"))
    found["mapping"]["a9"] = node("a9", "q9", [], message("assistant", "Edited."))
    return found


@pytest.mark.parametrize(("current", "expected"), [("a0", "Question 1.0 黄鹂?"), ("a9", "Edited?")])
def test_the_branch_that_was_on_show_is_on_show(
    aloop, tmp_path: Path, current: str, expected: str
) -> None:
    found = branched()
    found["current_node"] = current

    async def look(one: House) -> None:
        (made,) = await one.conversations.list(Kind.CHAT)
        path = await one.conversations.path(made.id)
        assert (path[0].message.text, path[0].count) == (expected, 2)

    take(aloop, pack(tmp_path / "c.zip", [found]), look)


def with_tools() -> exports.Json:
    """Give thoughts, a call, its result and the answer: four nodes, one message here."""
    found = exports.chatgpt()
    thoughts = {"content_type": "thoughts", "thoughts": [{"summary": "S", "content": "Hm."}]}
    code = {"content_type": "code", "language": "python", "text": "1+1"}
    result = {"content_type": "execution_output", "text": "2"}
    chain = [
        message("assistant", thoughts),
        message("assistant", code, recipient="python"),
        message("tool", result, name="python"),
        message("assistant", {"content_type": "reasoning_recap", "content": "Thought for 2 s"}),
        message("assistant", "It is 2."),
    ]
    mapping = found["mapping"]
    mapping["q0"]["children"] = ["t0"]
    for at, said in enumerate(chain):
        below = [f"t{at + 1}"] if at + 1 < len(chain) else []
        mapping[f"t{at}"] = node(f"t{at}", f"t{at - 1}" if at else "q0", below, said)
    found["current_node"] = f"t{len(chain) - 1}"
    return found


def test_a_chain_of_tools_becomes_one_answer(aloop, tmp_path: Path) -> None:
    async def look(one: House) -> None:
        answer = (await shown(one))[1]
        kinds = [part.type for part in answer.parts]
        assert kinds == [
            PartType.REASONING, PartType.TOOL_CALL, PartType.TOOL_RESULT, PartType.TEXT,
        ]  # fmt: skip
        assert (answer.parts[1].name, answer.parts[1].text) == ("python", "1+1")
        assert answer.text == "It is 2."

    take(aloop, pack(tmp_path / "c.zip", [with_tools()]), look)


def with_picture() -> exports.Json:
    found = exports.chatgpt()
    pointer = {
        "content_type": "image_asset_pointer",
        "asset_pointer": "file-service://file-AbC",
        "width": 1,
        "height": 1,
    }
    content = {"content_type": "multimodal_text", "parts": [pointer, "What is it?"]}
    attachments = [
        {"id": "file-AbC", "name": "bird.png", "mime_type": "image/png"},
        {"id": "file-Doc", "name": "notes.pdf", "mime_type": "application/pdf"},
    ]
    found["mapping"]["q0"]["message"] = message(
        "user", content, metadata={"attachments": attachments}
    )
    return found


def test_pictures_arrive_and_a_missing_file_is_a_gap(aloop, tmp_path: Path) -> None:
    async def look(one: House) -> None:
        picture, words, missing = (await shown(one))[0].parts
        assert await one.conversations.blobs.read(picture.blob) == PNG
        assert words.text == "What is it?"
        assert (missing.type, missing.blob, missing.name) == (PartType.FILE, "", "notes.pdf")

    file = pack(tmp_path / "c.zip", [with_picture()], {"file-AbC-bird.png": PNG})
    take(aloop, file, look)


def test_a_conversation_of_claude_arrives_with_its_branches(aloop, tmp_path: Path) -> None:
    async def look(one: House) -> None:
        (made,) = await one.conversations.list(Kind.CHAT)
        path = await one.conversations.path(made.id)
        assert [n.message.text for n in path] == ["Another version"]
        assert path[0].count == 2
        first = await one.conversations.message(path[0].sibling_ids[0])
        _, document, picture = first.parts
        assert await one.conversations.blobs.read(document.blob) == "Notes 笔记".encode()
        assert (picture.name, picture.blob) == ("bird.png", "")
        await one.conversations.select(first.id)
        answer = (await shown(one))[1]
        assert answer.reasoning == "Hm."
        assert made.created_at == 1_717_236_000.0

    take(aloop, pack(tmp_path / "c.zip", [exports.claude()]), look)


def test_taking_the_same_export_again_adds_nothing(aloop, tmp_path: Path) -> None:
    file = pack(tmp_path / "c.zip", [exports.chatgpt(n) for n in range(3)])

    async def scenario() -> None:
        async with house("one") as one:
            first, second = await one.take(file), await one.take(file)
            assert (first.new, second.new, second.known) == (3, 0, 3)

    aloop(scenario())


def test_ten_thousand_conversations_need_little_memory(aloop, tmp_path: Path) -> None:
    count = 300
    file = pack(tmp_path / "c.zip", (exports.chatgpt(n, turns=10) for n in range(count)))
    assert check_memory(aloop, file) == count


@pytest.mark.full
def test_really_ten_thousand_conversations_need_little_memory(aloop, tmp_path: Path) -> None:
    count = 10_000
    file = pack(tmp_path / "c.zip", (exports.chatgpt(n, turns=20) for n in range(count)))
    assert check_memory(aloop, file) == count


def check_memory(aloop, file: Path) -> int:
    async def scenario() -> int:
        async with house("one") as one:
            tracemalloc.start()
            try:
                outcome = await one.take(file)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
            assert outcome.failures == []
            assert peak < 32 * 1024 * 1024  # the whole export is many times that
            return outcome.new

    return aloop(scenario(), 100)


# the shapes of strangers
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=4) | st.sampled_from(["root", "a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "root",
                    "a",
                    "b",
                    "parent",
                    "children",
                    "message",
                    "author",
                    "role",
                    "content",
                    "content_type",
                    "parts",
                    "metadata",
                    "attachments",
                    "id",
                    "text",
                    "thoughts",
                    "chat_messages",
                    "sender",
                    "uuid",
                    "files",
                    "type",
                    "citations",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON, JSON)
def test_whatever_an_export_holds_becomes_a_conversation(mapping, messages) -> None:
    for convert, item in (
        (chatgpt.convert, {"mapping": mapping, "current_node": "a"}),
        (claude.convert, {"chat_messages": messages, "uuid": "1"}),
    ):
        portable.checked(convert(item).record)


def test_a_circle_of_nodes_ends(aloop) -> None:
    mapping = {
        "a": node("a", None, ["b"], message("user", "A")),
        "b": node("b", "a", ["a", "b"], message("assistant", "B")),
    }
    made = chatgpt.convert({"mapping": mapping, "current_node": "b"})
    assert len(portable.checked(made.record)["messages"]) == 2


# arrays
def small_reads(content: bytes) -> io.BytesIO:
    class Slow(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            return super().read(7)

    return Slow(content)


@given(st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=5) | st.integers())))
def test_an_array_is_read_item_by_item(items) -> None:
    content = ("\ufeff " + json.dumps(items, ensure_ascii=False, indent=1)).encode()
    assert list(items_of(small_reads(content))) == items


@pytest.mark.parametrize("content", [b"", b"{}", b'[{"a": 1}', b"[1]", b'[{"a": }]'])
def test_what_is_no_array_of_objects_is_an_error(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json has several
        list(items_of(io.BytesIO(content)))


def test_an_export_whose_list_is_cut_keeps_what_came_before(aloop, tmp_path: Path) -> None:
    import zipfile

    whole = json.dumps([exports.chatgpt(1), exports.chatgpt(2)])
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as out:
        out.writestr("conversations.json", whole[:-40])

    async def scenario() -> None:
        async with house("one") as one:
            outcome = await one.take(tmp_path / "c.zip")
            assert (outcome.new, len(outcome.failures)) == (1, 1)

    aloop(scenario())


def test_an_archive_of_nobody_is_said(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one:
            with pytest.raises(AppError) as caught:
                await one.take(pack(tmp_path / "c.zip", [{"something": 1}]))
            assert caught.value.code is Code.UNSUITABLE

    aloop(scenario())


def numbers() -> Iterator[int]:
    yield from range(3)


def test_cancelling_keeps_what_was_taken(aloop, tmp_path: Path) -> None:
    file = pack(tmp_path / "c.zip", [exports.chatgpt(n) for n in numbers()])

    async def scenario() -> None:
        async with house("one") as one:

            def stop(_progress: object) -> None:
                raise asyncio.CancelledError

            with pytest.raises(asyncio.CancelledError):
                await one.importer.take(file, stop)
            assert len(await one.conversations.portable_ids()) == 1
            assert (await one.take(file)).new == 2

    aloop(scenario())
