"""Files on a server: sent, listed, fetched, deleted."""

import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import given
from openai.types import FileObject

from desktop.api.lessons import Dialect
from desktop.api.stored import files
from desktop.api.stored.files import File, NewFile, Purpose
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from tests.api.asking import endpoint
from tests.api.forms import form_of
from tests.api.kept_things import every, json_of, said_by, talking
from tests.fakes.byte_server import Abort, Reply, Stall
from tests.fakes.shapes import json_reply
from tests.support.aimock import Aimock
from tests.support.loops import RunLoop

ENTRY = {
    "id": "file-1",
    "object": "file",
    "bytes": 5,
    "created_at": 7,
    "expires_at": None,
    "filename": "会议.txt",
    "purpose": "user_data",
    "status": "processed",
    "new_field": [1],
}


@given(said_by(FileObject))
def test_every_file_of_the_sdk_is_read(entry: dict[str, object]) -> None:
    file = files.parse(entry)
    assert (file.id, file.filename, file.size_bytes) == (
        entry["id"],
        entry["filename"],
        entry["bytes"],
    )
    assert (file.purpose, file.status) == (entry["purpose"], entry["status"])
    assert (file.created_at, file.expires_at) == (entry["created_at"], entry["expires_at"])


@given(json_of(FileObject.model_fields, "file-1", 5))
def test_no_json_breaks_the_parser(answer: object) -> None:
    try:
        assert files.parse(answer).id
    except AppError as error:
        assert error.code is Code.NOT_UNDERSTOOD  # noqa: PT017


def test_an_unknown_field_is_kept() -> None:
    assert '"new_field":[1]' in files.parse(ENTRY).raw


@pytest.mark.parametrize("seconds", [0, 3_599, 2_592_001])
def test_a_file_expires_after_an_hour_to_thirty_days(seconds: int) -> None:
    with pytest.raises(AppError) as caught:
        files.build(NewFile(b"x", expires_after_s=seconds))
    assert caught.value.code is Code.BAD_REQUEST


PURPOSES = {Purpose.USER_DATA: "user_data", Purpose.FINE_TUNE: "fine-tune", Purpose.EVALS: "evals"}


@pytest.mark.parametrize(("purpose", "word"), PURPOSES.items())
def test_a_purpose_is_said_in_the_servers_word(purpose: Purpose, word: str) -> None:
    assert files.build(NewFile(b"x", purpose=purpose)).fields == (("purpose", word),)


def test_uploads_bytes_with_everything_said(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/files", ENTRY)
            new = NewFile(b"hello", "会议.txt", Purpose.ASSISTANTS, expires_after_s=3_600)
            file = await files.upload(talk.http, talk.endpoint, new)
            assert file == File(
                "file-1", "会议.txt", 5, "user_data", "processed", 7, None, file.raw
            )
            fields, (sent,) = form_of(talk.last)
            assert fields == [
                ("purpose", "assistants"),
                ("expires_after[anchor]", "created_at"),
                ("expires_after[seconds]", "3600"),
            ]
            assert (sent.name, sent.filename, sent.media_type, sent.content) == (
                "file",
                "会议.txt",
                "text/plain",
                b"hello",
            )
            assert talk.http.lessons.support(talk.endpoint, Capability.FILES) is Support.YES

    aloop(scenario())


def test_uploads_a_path_under_its_name(aloop: RunLoop, tmp_path: Path) -> None:
    path = tmp_path / "a.PDF"
    path.write_bytes(b"%PDF")

    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/files", ENTRY)
            told: list[tuple[int, int]] = []
            await files.upload(
                talk.http,
                talk.endpoint,
                NewFile(path),
                lambda sent, total: told.append((sent, total)),
            )
            fields, (sent,) = form_of(talk.last)
            assert fields == [("purpose", "user_data")]
            assert (sent.filename, sent.media_type) == ("a.PDF", "application/pdf")
            assert told[-1] == (len(talk.last.body), len(talk.last.body))

    aloop(scenario())


def test_an_expiry_that_is_unknown_is_left_out_from_then_on(aloop: RunLoop) -> None:
    refused = json_reply(
        {"error": {"message": "Unknown parameter: 'expires_after'.", "param": "expires_after"}}, 400
    )

    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/files", refused, ENTRY)
            new = NewFile(b"x", expires_after_s=3_600)
            await files.upload(talk.http, talk.endpoint, new)
            await files.upload(talk.http, talk.endpoint, new)
            sent = [dict(form_of(request)[0]) for request in talk.server.requests]
            assert ["expires_after[seconds]" in fields for fields in sent] == [True, False, False]

    aloop(scenario())


def test_a_server_without_files_lacks_them(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError) as caught:
                await files.upload(talk.http, talk.endpoint, NewFile(b"x"))
            assert (caught.value.code, caught.value.detail) == (Code.LACKS, "files")
            assert talk.http.lessons.support(talk.endpoint, Capability.FILES) is Support.NO

    aloop(scenario())


def test_a_missing_file_is_not_a_missing_endpoint(aloop: RunLoop) -> None:
    gone = json_reply({"error": {"message": "No such File object: file-1"}}, 404)

    async def scenario() -> None:
        async with talking() as talk:
            for path in ("/files/file-1", "/files/file-1/content"):
                talk.on(path, gone)
            for ask in (files.get, files.content):
                with pytest.raises(AppError) as caught:
                    await ask(talk.http, talk.endpoint, "file-1")
                assert caught.value.code is Code.NOT_FOUND
            await files.delete(talk.http, talk.endpoint, "file-1")  # as good as deleted
            assert talk.http.lessons.support(talk.endpoint, Capability.FILES) is Support.UNKNOWN

    aloop(scenario())


@pytest.mark.parametrize("name", ["../models", "a/b", "ф?x=1#y"])
def test_no_id_leads_to_another_path(aloop: RunLoop, name: str) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            with pytest.raises(AppError):
                await files.get(talk.http, talk.endpoint, name)
            assert talk.last.path.startswith("/v1/files/")
            assert "/" not in talk.last.path.removeprefix("/v1/files/")

    aloop(scenario())


def test_lists_page_after_page(aloop: RunLoop) -> None:
    first = {"object": "list", "data": [ENTRY, {"object": "file"}], "has_more": True}
    last = {"object": "list", "data": [{**ENTRY, "id": "file-2"}], "has_more": False}

    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/files", {**first, "last_id": "file-1"}, last)
            found = await every(files.listed(talk.http, talk.endpoint, Purpose.USER_DATA))
            assert [file.id for file in found] == ["file-1", "file-2"]
            assert "purpose=user_data" in talk.server.requests[0].path
            assert "after=file-1" in talk.last.path

    aloop(scenario())


SOUND = os.urandom(300_000)


def test_content_is_given_whole_up_to_its_limit(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/files/f/content", Reply((SOUND[:10], SOUND[10:]), 200, "audio/wav"))
            assert await files.content(talk.http, talk.endpoint, "f", len(SOUND)) == SOUND
            assert talk.last.headers["accept"] == "application/binary"
            with pytest.raises(AppError) as caught:
                await files.content(talk.http, talk.endpoint, "f", len(SOUND) - 1)
            assert caught.value.code is Code.TOO_LARGE

    aloop(scenario())


def test_content_goes_to_the_disk(aloop: RunLoop, tmp_path: Path) -> None:
    target = tmp_path / "录音.wav"
    target.write_bytes(b"old")

    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/files/f/content", Reply((SOUND,) * 20, 200, "audio/wav"))
            size = await files.save_content(talk.http, talk.endpoint, "f", target)
            assert size == 20 * len(SOUND)

    aloop(scenario())
    assert target.read_bytes() == SOUND * 20
    assert list(tmp_path.iterdir()) == [target]


FAULTS = {
    "cut": (Reply((SOUND, Abort()), 200, "audio/wav"), Code.CUT),
    "too large": (Reply((SOUND,) * 9, 200, "audio/wav"), Code.TOO_LARGE),
    "refused": (json_reply({"error": {"message": "Not allowed to download"}}, 400), Code.BAD_REQUEST),
}  # fmt: skip


@pytest.mark.parametrize(("reply", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_what_did_not_come_whole_leaves_the_old_file(
    aloop: RunLoop, tmp_path: Path, reply: Reply, code: Code
) -> None:
    target = tmp_path / "a.wav"
    target.write_bytes(b"old")

    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/files/f/content", reply)
            with pytest.raises(AppError) as caught:
                await files.save_content(talk.http, talk.endpoint, "f", target, 2_000_000)
            assert caught.value.code is code

    aloop(scenario())
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_cancelled_download_leaves_nothing(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on("/files/f/content", Reply((SOUND, Stall()), 200, "audio/wav"))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await files.save_content(talk.http, talk.endpoint, "f", tmp_path / "x")
            await talk.server.saw_close()

    aloop(scenario())
    assert list(tmp_path.iterdir()) == []


def test_aimock_keeps_what_we_send(aloop: RunLoop, aimock: Aimock, tmp_path: Path) -> None:
    data = os.urandom(700_000)
    path = tmp_path / "会议.wav"
    path.write_bytes(data)

    async def scenario() -> None:
        async with talking() as talk:
            target = endpoint(aimock.base_url)
            file = await files.upload(talk.http, target, NewFile(path))
            assert (file.filename, file.size_bytes, file.purpose) == (
                path.name,
                len(data),
                "user_data",
            )
            assert await files.get(talk.http, target, file.id) == file
            listed = await every(files.listed(talk.http, target))
            assert file.id in {one.id for one in listed}
            assert await files.content(talk.http, target, file.id) == data
            await files.delete(talk.http, target, file.id)
            with pytest.raises(AppError) as caught:
                await files.get(talk.http, target, file.id)
            assert caught.value.code is Code.NOT_FOUND
            await files.delete(talk.http, target, file.id)

    aloop(scenario(), 20)
    first = aimock.journal()[0]
    assert (first["method"], first["path"]) == ("POST", "/v1/files")
    body = first["body"]
    assert isinstance(body, dict)
    assert (body["filename"], body["bytes"], body["purpose"]) == (path.name, len(data), "user_data")
    assert [entry["method"] for entry in aimock.journal()].count("DELETE") == 2


def test_a_parameter_that_was_refused_is_not_built() -> None:
    form = files.build(
        NewFile(b"x", expires_after_s=3_600), Dialect(refused=frozenset({"expires_after"}))
    )
    assert form.fields == (("purpose", "user_data"),)
