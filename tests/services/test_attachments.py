"""Attachments: taken in, shown, read, given to a model as what it takes, and never a surprise."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import random
from pathlib import Path

import pytest
from PIL import Image

from desktop.core.attachment import PDF, Info, Takes, problems
from desktop.core.connection import BUILT_IN_ID, Api, Connection
from desktop.core.errors import AppError, Code
from desktop.core.types import Draft, Kind, Message, Part, PartType, Role
from desktop.services.servers import BUILT_IN
from desktop.store.blobs import file_of
from desktop.store.paths import Paths
from tests.media.papers import docx, paragraph, pdf, xlsx
from tests.services.stage import HOME, Stage, stage
from tests.support.loops import RunLoop

SEES, SEES_AND_READS = Takes(pictures=True), Takes(pictures=True, pdfs=True)
BLIND = Takes(pictures=False)


def picture(width: int = 300, height: int = 200, kind: str = "JPEG") -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(stream, kind)
    return stream.getvalue()


def asked(*parts: Part) -> Message:
    return Message(1, 1, None, Role.USER, parts)


async def code_of(at: Stage, content: bytes, name: str) -> Code:
    file = Paths.find().data / name
    file.write_bytes(content)
    with pytest.raises(AppError) as caught:
        await at.attachments.add_file(file)
    return caught.value.code


def words_of(message: Message) -> str:
    assert all(part.type is PartType.TEXT for part in message.parts)
    return "".join(part.text for part in message.parts)


# taking in
def test_a_picture_is_kept_as_it_will_be_sent(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        async with stage() as at:
            file = tmp_path / "鹂.jpg"
            file.write_bytes(picture(3000, 1500))
            part = await at.attachments.add_file(file)
            info = Info.from_part(part)
            assert (part.type, part.name, part.text) == (PartType.IMAGE, "鹂.jpg", "")
            assert (info.width, info.height, info.source) == (2048, 1024, "image/jpeg")
            assert info.detail == "high"
            kept = await at.conversations.blobs.stat(part.blob)
            assert (kept.media_type, kept.size) == (info.media_type, info.size)
            small = await at.attachments.thumbnail(part, 64)
            assert small is not None
            assert Image.open(io.BytesIO(small)).size == (64, 32)
            early = await at.attachments.preview(file, 64)
            assert early is not None
            assert await at.attachments.text_of(part) == ""
            pasted = await at.attachments.add_picture(file.read_bytes(), "pasted.png")
            assert pasted.blob == part.blob

    aloop(play(), 20)


@pytest.mark.parametrize(
    ("name", "content", "text", "pages"),
    [
        ("a.py", "x = '测试值'\r\n".encode("gb18030"), "x = '测试值'\n", 0),
        ("a.html", b"<h1>Hi</h1>", "# Hi", 0),
        ("a.pdf", pdf(["words"]), "[page 1]\nwords", 1),
        ("a.docx", docx(paragraph("words")), "words", 1),
        ("a.xlsx", xlsx({"S": [["a", 1]]}), "## S\n\n| a | 1 |\n| --- | --- |", 1),
        ("empty.txt", b"", "", 0),
    ],
)
def test_a_document_is_kept_whole_and_read_as_text(
    aloop: RunLoop, name: str, content: bytes, text: str, pages: int
) -> None:
    async def play() -> None:
        async with stage() as at:
            file = Paths.find().data / name
            file.write_bytes(content)
            part = await at.attachments.add_file(file)
            info = Info.from_part(part)
            assert (part.type, part.name) == (PartType.FILE, name)
            assert await at.conversations.blobs.read(part.blob) == content
            assert await at.attachments.text_of(part) == text
            assert (info.size, info.chars, info.pages) == (len(content), len(text), pages)
            assert info.tokens is not None
            assert await at.attachments.thumbnail(part, 64) is None
            copy = await at.attachments.original(part)
            assert copy.read_bytes() == content
        assert not copy.exists()  # with the program

    aloop(play(), 20)


def test_what_cannot_be_taken_in_says_why_and_leaves_nothing(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            assert await code_of(at, b"\x7fELF" + bytes(99), "program") is Code.FILE_KIND
            assert await code_of(at, picture()[:900], "cut.jpg") is Code.FILE_DAMAGED
            assert await code_of(at, b"%PDF-1.4 nothing", "a.pdf") is Code.FILE_DAMAGED
            assert await code_of(at, pdf(["x"], encrypted=True), "b.pdf") is Code.FILE_LOCKED
            assert await code_of(at, b"x" * 9_000_000, "long.txt") is Code.FILE_TOO_LARGE
            with pytest.raises(AppError) as caught:
                await at.attachments.add_file(Path("no/such/file"))
            assert caught.value.code is Code.UNREADABLE
            assert await at.attachments.preview(Path("no/such/file"), 64) is None
            assert not list((Paths.find().data / "blobs").glob("*/*"))

    aloop(play(), 20)


def test_a_long_paste_becomes_a_file(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            part = await at.attachments.add_text("你好 \ud800\n" * 100_000, "pasted\x00.txt")
            assert part.name == "pasted.txt"
            assert Info.from_part(part).chars == 500_000
            assert (await at.attachments.text_of(part))[:5] == "你好 ?\n"

    aloop(play(), 20)


def test_text_that_looks_like_something_else_stays_text(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            for words in ("%PDF-1.7 is how it begins", "<h1>source</h1>", "GIF89a", "PK and so on"):
                part = await at.attachments.add_text(words, "Pasted.html")
                assert Info.from_part(part).media_type == "text/plain"
                assert await at.attachments.text_of(part) == words

    aloop(play(), 20)


def test_a_page_of_a_folder_stays_source(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        async with stage() as at:
            file = tmp_path / "index.html"
            file.write_text("<h1>Hi</h1>")
            (found,) = (await at.attachments.scan(tmp_path)).files
            assert found.kind == "text"
            part = await at.attachments.add_file(found.path, found.name)
            assert part.name == f"{tmp_path.name}/index.html"
            assert await at.attachments.text_of(part) == "<h1>Hi</h1>"

    aloop(play(), 20)


def test_several_at_once_are_all_taken_in(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            adding = [
                at.attachments.add_text(f"text {number}", f"{number}.txt") for number in range(20)
            ] + [at.attachments.add_picture(picture(40 + n, 40), f"{n}.png") for n in range(10)]
            parts = await asyncio.gather(*adding)
            assert len({part.blob for part in parts}) == 30

    aloop(play(), 20)


def test_whatever_bytes_come_it_is_a_part_or_a_code(aloop: RunLoop) -> None:
    async def play() -> None:
        chance = random.Random(7)
        whole = [picture(64, 48), picture(64, 48, "PNG"), pdf(["x"]), docx(paragraph("x")), b"<p>"]
        names = ["x", "x.txt", "x.html", "x.ipynb", "x.png"]
        async with stage() as at:
            for number in range(60):
                content = bytearray(chance.choice([*whole, chance.randbytes(300)]))
                for _ in range(chance.randrange(6)):
                    content[chance.randrange(len(content))] = chance.randrange(256)
                with contextlib.suppress(AppError):
                    name = names[number % len(names)]
                    part = await at.attachments.add_picture(bytes(content), name)
                    assert Info.from_part(part).media_type

    aloop(play(), 60)


def test_a_temporary_chat_leaves_nothing_on_the_disk(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            paper = await at.attachments.add_picture(pdf(["secret"]), "a.pdf", temporary=True)
            text = await at.attachments.add_text("secret", "a.txt", temporary=True)
            await at.attachments.add_picture(picture(), "a.png", temporary=True)
            assert await at.attachments.text_of(paper) == "[page 1]\nsecret"
            assert await at.attachments.text_of(text) == "secret"
            assert not (Paths.find().data / "blobs").exists()
            assert not Paths.find().cache.exists()

    aloop(play(), 20)


# copies for other programs
@pytest.mark.parametrize(
    ("name", "opened_as"),
    [
        ("run.bat", "run.bat.txt"),
        ("notes.md", "notes.md"),
        ("../../up.sh", "up.sh.txt"),
        ("C:\\x\\evil.exe", "evil.exe.txt"),
        ('a:"b.txt', "a__b.txt"),
        ("page.html", "page.html.txt"),
        ("\u202etxt.js", "txt.js.txt"),
    ],
)
def test_opening_a_text_never_runs_it(aloop: RunLoop, name: str, opened_as: str) -> None:
    async def play() -> None:
        async with stage() as at:
            copy = await at.attachments.original(await at.attachments.add_text("echo", name))
            assert copy.name == opened_as
            assert Paths.find().cache in copy.parents
            made = await at.attachments.add_picture(picture(), "photo.heic")
            assert (await at.attachments.original(made)).name == "photo.jpg"

    aloop(play(), 20)


# what a model takes
def test_who_sees_is_known_from_the_model_then_from_its_server(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            takes = at.attachments.takes
            assert takes(BUILT_IN_ID, BUILT_IN.model) == BLIND
            assert takes(HOME, "gpt-4o") == Takes(None)  # nothing was looked up before
            official = Connection("o", "O", "https://api.openai.com/v1", "", Api.AUTO, "openai")
            await at.connections.add(official)
            await at.catalogue.open()
            assert takes(BUILT_IN_ID, BUILT_IN.model).pictures is False
            known = takes("o", "gpt-4o")
            assert (known.pictures, known.pdfs) == (True, True)
            assert known.rule is not None
            assert known.rule.tokens(1024, 1024) == 765
            assert takes(HOME, "gpt-4o").pdfs is False  # who knows what that server is
            assert takes(HOME, "nobody-knows-it") == Takes(None)

    aloop(play(), 20)


def test_pictures_and_documents_go_as_what_the_model_takes(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            said = Part(PartType.TEXT, "Compare.")
            shown = await at.attachments.add_picture(picture(), "a.jpg")
            paper = await at.attachments.add_picture(pdf(["words"]), 'b "1".pdf')
            earlier = Message(2, 1, None, Role.ASSISTANT, (Part(PartType.IMAGE, blob="00"),))
            messages = (earlier, asked(said, shown, paper))

            seen = await at.attachments.fill(messages, SEES_AND_READS)
            assert seen.messages == messages
            assert set(seen.blobs) == {shown.blob, paper.blob}
            head, _, data = seen.blobs[paper.blob].partition(",")
            assert head == "data:application/pdf;base64"
            assert base64.b64decode(data) == pdf(["words"])
            assert seen.blobs[shown.blob].startswith("data:image/jpeg;base64,")

            read = await at.attachments.fill(messages, SEES)
            assert set(read.blobs) == {shown.blob}
            assert read.messages[1].parts[:2] == (said, shown)
            tag = f"attached-file-{paper.blob[:8]}"
            assert read.messages[1].parts[2].text == (
                f'\n<{tag} name="b &quot;1&quot;.pdf">\n[page 1]\nwords\n</{tag}>\n'
            )

            blind = await at.attachments.fill(messages, BLIND)
            assert not blind.blobs
            assert "picture 'a.jpg', but this model cannot see" in words_of(blind.messages[1])
            assert problems(messages[1].parts, BLIND) == [Code.BLIND]

    aloop(play(), 20)


def test_what_is_gone_or_says_nothing_becomes_a_note(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            scan = await at.attachments.add_picture(pdf(["", ""]), "scan.pdf")
            gone = await at.attachments.add_picture(picture(), "gone.png")
            broken = await at.attachments.add_text("words", "broken.txt")
            data = Paths.find().data
            file_of(data, gone.blob).unlink()
            file_of(data, broken.blob).write_bytes(b"other")
            filled = await at.attachments.fill([asked(scan, gone, broken)], SEES)
            assert words_of(filled.messages[0]) == (
                "\n[The user attached 'scan.pdf', but no text can be read from it.]\n"
                "\n[The user attached 'gone.png', but its content is no longer there.]\n"
                "\n[The user attached 'broken.txt', but its content is no longer there.]\n"
            )
            assert problems([scan], SEES) == [Code.NO_TEXT]
            assert problems([scan], SEES_AND_READS) == []
            assert await at.attachments.thumbnail(gone, 64) is None

    aloop(play(), 20)


@pytest.mark.parametrize("blob", ["../../secret", "", "0" * 64, "F" * 64])
def test_a_part_that_names_no_content_of_ours_is_gone(aloop: RunLoop, blob: str) -> None:
    async def play() -> None:
        async with stage() as at:
            part = Part(PartType.FILE, blob=blob, raw='{"media_type": "application/pdf"}', name="x")
            for call in (at.attachments.text_of, at.attachments.original):
                with pytest.raises(AppError) as caught:
                    await call(part)
                assert caught.value.code is Code.GONE

    aloop(play(), 20)


def test_a_text_over_the_limits_says_that_it_is_cut(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            part = await at.attachments.add_text("words", "a.txt")
            cut = Part(
                part.type,
                blob=part.blob,
                name="a.txt",
                raw=Info("text/plain", is_cut=True).to_json(),
            )
            filled = await at.attachments.fill([asked(cut)], SEES)
            assert 'name="a.txt" note="only the beginning">' in words_of(filled.messages[0])

    aloop(play(), 20)


# what documents say is kept
def test_a_document_is_read_once_and_again_when_its_text_is_lost(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            part = await at.attachments.add_picture(pdf(["words"]), "a.pdf")
        (kept,) = (Paths.find().cache / "texts-1").iterdir()
        assert kept.name == part.blob
        for damage in (kept.read_bytes(), b"rubbish", None):
            if damage is None:
                kept.unlink()
            else:
                kept.write_bytes(damage)
            async with stage() as at:
                assert await at.attachments.text_of(part) == "[page 1]\nwords"

    aloop(play(), 30)


def test_without_a_cache_everything_works(aloop: RunLoop) -> None:
    async def play() -> None:
        cache = Paths.find().cache
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_bytes(b"a file stands where the folder should be")
        async with stage() as at:
            part = await at.attachments.add_picture(pdf(["words"]), "a.pdf")
            assert await at.attachments.text_of(part) == "[page 1]\nwords"

    aloop(play(), 20)


def test_what_a_document_said_goes_with_its_conversation(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            paper = await at.attachments.add_picture(pdf(["secret"]), "a.pdf")
            other = await at.attachments.add_picture(pdf(["kept"]), "b.pdf")
            await at.conversations.keep_draft(None, Draft("", (other,)))
            conversation = await at.conversations.create(Kind.CHAT)
            await at.conversations.ask(conversation.id, None, (paper,), "m", "c")
            empty = await at.conversations.create(Kind.CHAT)
            await at.conversations.delete_for_good(conversation.id)
            at.attachments.settle_s = 0.0
            await at.conversations.delete_for_good(empty.id)
            folder = Paths.find().cache / "texts-1"
            async with asyncio.timeout(5):
                while (folder / paper.blob).exists():  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.01)
            assert (folder / other.blob).exists()

    aloop(play(), 20)


def test_pdf_is_the_name_that_servers_know() -> None:
    assert PDF == "application/pdf"


# opening and saving a copy
def test_what_may_be_opened_is_decided_by_what_it_is(aloop: RunLoop) -> None:
    async def play() -> None:
        async with stage() as at:
            take, may_open = at.attachments, at.attachments.may_open
            assert await may_open(await take.add_picture(picture(), "a.jpg"))
            assert await may_open(await take.add_text("rm -rf", "a.sh"))
            for content, name in (
                (docx(paragraph("A")), "a.docx"),
                (xlsx({"A": [["1"]]}), "a.xlsx"),
            ):
                part = await take.add_picture(content, name)
                assert not await may_open(part)
                bare = Part(part.type, blob=part.blob, name="harmless.txt")  # as imports have them
                assert not await may_open(bare)
            hidden = await take.add_text("secret", "a.txt", temporary=True)
            assert not await may_open(hidden)
            with pytest.raises(AppError):
                await take.original(hidden)

    aloop(play(), 20)


def test_a_copy_is_saved_where_the_person_wants_it(aloop: RunLoop, tmp_path: Path) -> None:
    async def play() -> None:
        async with stage() as at:
            part = await at.attachments.add_text("secret", "a.txt", temporary=True)
            await at.attachments.save_copy(part, tmp_path / "b.txt")
            assert (tmp_path / "b.txt").read_text() == "secret"
            (tmp_path / "file").write_text("no folder")
            with pytest.raises(AppError) as caught:
                await at.attachments.save_copy(part, tmp_path / "file" / "c.txt")
            assert caught.value.code is Code.UNWRITABLE
            gone = Part(PartType.FILE, blob="0" * 64, name="x")
            with pytest.raises(AppError) as caught:
                await at.attachments.save_copy(gone, tmp_path / "d.txt")
            assert caught.value.code is Code.GONE
            names = [gone, part, Part(PartType.FILE, blob="../../etc/passwd")]
            assert await at.attachments.missing(names) == {"0" * 64, "../../etc/passwd"}

    aloop(play(), 20)
