"""Everything goes out, is checked, and comes back identical; hostile archives are refused."""

import asyncio
import hashlib
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import AppError, Code
from desktop.core.parameters import Parameters
from desktop.core.types import Kind
from desktop.services.transfer import archive, reading
from desktop.store.blobs import file_of
from tests.services.transfer.exports import PNG
from tests.services.transfer.hall import House, house

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@pytest.mark.parametrize("seed", range(3))
def test_everything_comes_back_identical(aloop, tmp_path: Path, seed: int) -> None:
    file = tmp_path / "all.zip"

    @given(st.lists(st.tuples(WORDS, st.none() | st.binary(min_size=1, max_size=50)), max_size=4))
    @settings(max_examples=1, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def scenario(talks) -> None:
        asyncio.run(round_trip(talks))

    async def round_trip(talks) -> None:
        async with house(f"one-{seed}") as one, house(f"other-{seed}") as other:
            for words, picture in talks:
                await one.talk(words, picture)
            await one.give(file)
            taken = await other.take(file)
            assert await other.everything() == await one.everything()
            assert (taken.new, taken.failures) == (len(talks), [])
            again = await other.take(file)
            assert again.new == 0

    scenario()


def test_blobs_travel_once_and_arrive_whole(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one, house("other") as other:
            await one.talk("A bird", PNG)
            await one.talk("The same bird", PNG)
            outcome = await one.give(tmp_path / "all.zip")
            assert (outcome.new, outcome.blobs) == (2, 1)
            await other.take(tmp_path / "all.zip")
            sha256 = hashlib.sha256(PNG).hexdigest()
            assert await other.conversations.blobs.read(sha256) == PNG
            assert (await other.conversations.blobs.stat(sha256)).media_type == "image/png"

    aloop(scenario())


def test_a_missing_file_is_reported_and_the_rest_goes_out(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one, house("other") as other:
            await one.talk("A bird", PNG)
            await one.talk("No bird")
            sha256 = hashlib.sha256(PNG).hexdigest()
            assert one.database.folder is not None
            file_of(one.database.folder, sha256).unlink()
            outcome = await one.give(tmp_path / "all.zip")
            assert [failure.name for failure in outcome.failures] == [sha256]
            taken = await other.take(tmp_path / "all.zip")
            assert (taken.new, [f.name for f in taken.failures]) == (2, [sha256])

    aloop(scenario())


def test_what_was_written_is_read_again_before_it_counts(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("a", b"one")
        out.writestr("checksums.sha256", f"{hashlib.sha256(b'other').hexdigest()}  a\n")
    with pytest.raises(AppError) as caught:
        archive.verify(file)
    assert (caught.value.code, caught.value.detail) == (Code.DAMAGED, "a")


def test_a_damaged_archive_is_found_out(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one:
            await one.talk("A bird", PNG * 100)
            await one.give(tmp_path / "all.zip")
            content = bytearray((tmp_path / "all.zip").read_bytes())
            at = content.find(PNG)
            content[at + 8] ^= 1
            (tmp_path / "bad.zip").write_bytes(content)
            archive.verify(tmp_path / "all.zip")
            with pytest.raises(AppError) as caught:
                archive.verify(tmp_path / "bad.zip")
            assert caught.value.code is Code.DAMAGED

    aloop(scenario())


def test_the_old_archive_stays_until_the_new_one_is_whole(aloop, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    file.write_bytes(b"old")

    async def scenario() -> None:
        async with house("one") as one:
            await one.talk()

            def stop(_progress: object) -> None:
                raise asyncio.CancelledError

            with pytest.raises(asyncio.CancelledError):
                await archive.write(file, one.kinds, one.conversations.blobs, stop)

    aloop(scenario())
    assert file.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["all.zip"]


def test_a_folder_that_cannot_be_written_is_said(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one:
            with pytest.raises(AppError) as caught:
                await one.give(tmp_path / "a file" / "all.zip")
            assert caught.value.code is Code.UNWRITABLE

    (tmp_path / "a file").write_text("")
    aloop(scenario())


def hostile(file: Path, kind: str) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("manifest.json", b'{"format": "oriole.archive", "version": 1}')
        match kind:
            case "path that leads up":
                out.writestr("conversations/../../x.json", b"{}")
            case "absolute path":
                out.writestr("/etc/x.json", b"{}")
            case "drive":
                out.writestr("C:/x.json", b"{}")
            case "link":
                entry = zipfile.ZipInfo("blobs/x")
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
                out.writestr(entry, b"/etc/passwd")
            case "bomb":
                out.writestr("conversations/1.json", b"0" * 20_000_000)
            case "twice":
                out.writestr("conversations/1.json", b"{}")
                with pytest.warns(UserWarning, match="Duplicate"):
                    out.writestr("conversations/1.json", b"[]")
    if kind == "password":
        content = bytearray(file.read_bytes())
        central = content.rfind(b"PK\x01\x02")
        struct.pack_into("<H", content, central + 8, 1)
        file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    "kind",
    ["path that leads up", "absolute path", "drive", "link", "bomb", "twice", "password"],
)
def test_hostile_archives_are_refused_whole(aloop, tmp_path: Path, kind: str) -> None:
    async def scenario() -> None:
        async with house("one") as one:
            with pytest.raises(AppError) as caught:
                await one.take(hostile(tmp_path / "bad.zip", kind))
            assert caught.value.code is Code.UNSUITABLE
            assert await one.conversations.portable_ids() == ()

    aloop(scenario())


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 nonsense", b"{}", b"[1]", b'{"format": "oriole.conversation"'],
    ids=["empty", "half a zip", "other json", "array", "cut"],
)
def test_what_is_no_archive_is_said(aloop, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)

    async def scenario(one: House) -> None:
        with pytest.raises(AppError) as caught:
            await one.take(file)
        assert caught.value.code is Code.UNREADABLE

    async def run() -> None:
        async with house("one") as one:
            await scenario(one)

    aloop(run())


def test_an_archive_of_a_newer_program_is_left_alone(aloop, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "new.zip", "w") as out:
        out.writestr("manifest.json", b'{"format": "oriole.archive", "version": 9}')

    async def scenario() -> None:
        async with house("one") as one:
            with pytest.raises(AppError) as caught:
                await one.take(tmp_path / "new.zip")
            assert caught.value.code is Code.NEWER

    aloop(scenario())


def test_one_bad_record_does_not_keep_the_others_away(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one, house("other") as other:
            await one.talk("Good")
            await one.give(tmp_path / "all.zip")
            with zipfile.ZipFile(tmp_path / "all.zip", "a") as out:
                out.writestr("conversations/bad.json", b'{"format": "other"}')
                out.writestr("future/1.json", b"{}")
            outcome = await other.take(tmp_path / "all.zip")
            assert outcome.new == 1
            assert [failure.name for failure in outcome.failures] == ["conversations/bad.json"]

    aloop(scenario())


@given(st.binary(max_size=300))
def test_any_bytes_are_an_archive_or_an_error(content: bytes) -> None:
    file = Path.cwd() / "any.zip"
    try:
        file.write_bytes(content)
        with reading.opened(file) as found:
            found.names()
    except AppError as error:
        assert error.code in {Code.UNREADABLE, Code.UNSUITABLE}  # noqa: PT017
    finally:
        file.unlink()


def test_folders_and_prompts_travel_too(aloop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with house("one") as one, house("other") as other:
            await one.conversations.create_folder(Kind.CHAT, "鸟类")
            await one.prompts.add("Greet", "Hello {{name}}")
            await one.give(tmp_path / "all.zip")
            outcome = await other.take(tmp_path / "all.zip")
            assert (outcome.new, outcome.failures) == (0, [])
            assert [f.name for f in await other.conversations.folders(Kind.CHAT)] == ["鸟类"]
            assert "Greet" in [prompt.name for prompt in await other.prompts.all("en")]
            assert (await other.take(tmp_path / "all.zip")).failures == []

    aloop(scenario())


def test_an_archive_switches_nothing_on_that_sends_data_out(aloop, tmp_path: Path) -> None:
    brought = Parameters(
        temperature=0.5,
        tools=("current_time", "search_conversations"),
        extra='{"tools": [{"type": "mcp", "server_url": "https://stranger.example"}]}',
    )

    async def scenario() -> None:
        async with house("one") as one, house("other") as other:
            made = await one.talk("Why?")
            await one.conversations.set_parameters(made, brought)
            await one.give(tmp_path / "all.zip")
            await other.take(tmp_path / "all.zip")
            (taken,) = await other.conversations.list(Kind.CHAT)
            assert taken.parameters == Parameters(temperature=0.5, tools=("current_time",))

    aloop(scenario())
