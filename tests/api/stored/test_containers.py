"""Containers, and how the files in them come to this disk."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from openai.types import ContainerRetrieveResponse
from openai.types.containers import FileRetrieveResponse

from desktop.api.reading.fields import Json
from desktop.api.stored import containers
from desktop.api.stored.containers import Container, ContainerFile, Status
from desktop.core.capabilities import Capability, Support
from desktop.core.errors import AppError, Code
from tests.api.kept_things import every, json_of, said_by, talking
from tests.fakes.byte_server import Abort, Reply
from tests.support.loops import RunLoop

CONTAINER: Json = {
    "id": "cntr_1",
    "object": "container",
    "name": "n",
    "status": "running",
    "created_at": 1,
    "last_active_at": 2,
    "expires_after": {"anchor": "last_active_at", "minutes": 20},
    "memory_limit": "4g",
}
FILE: Json = {
    "id": "cfile_1",
    "object": "container.file",
    "container_id": "cntr_1",
    "path": "/mnt/data/plot 库.png",
    "bytes": 3,
    "source": "assistant",
    "created_at": 1,
}
CONTENT = "/containers/cntr_1/files/cfile_1/content"


def test_reads_a_container_and_a_file() -> None:
    whole = json.dumps(CONTAINER, separators=(",", ":"))
    assert containers.read_container(CONTAINER) == Container(
        "cntr_1", "n", Status.RUNNING, 1, 2, 20, "4g", whole
    )
    found = containers.read_file(FILE)
    assert (found.name, found.size_bytes, found.source) == ("plot 库.png", 3, "assistant")
    assert containers.read_container({"id": "c", "status": "deleted"}).status == "deleted"
    assert containers.read_file({"id": "f", "path": "/"}).name == ""


def test_from_a_new_container_to_its_end(aloop: RunLoop) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            http, target = talk.http, talk.endpoint
            talk.on("/containers", CONTAINER, {"data": [CONTAINER], "has_more": False})
            talk.on("/containers/cntr_1", CONTAINER, Reply((), 200, framing="length"))
            made = await containers.create(http, target, containers.build_create("n"))
            assert await every(containers.list_all(http, target)) == [made]
            assert await containers.get(http, target, "cntr_1") == made
            await containers.remove(http, target, "cntr_1")
            assert (talk.last.method, talk.last.path) == ("DELETE", "/v1/containers/cntr_1")
            assert http.lessons.support(target, Capability.CONTAINERS) is Support.YES

    aloop(scenario())


def test_puts_files_in_and_takes_them_out(aloop: RunLoop, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(b"1,2")

    async def scenario() -> None:
        async with talking() as talk:
            http, target = talk.http, talk.endpoint
            inside = "/containers/cntr_1/files"
            talk.on(inside, FILE, FILE, {"data": [FILE], "has_more": False})
            talk.on(f"{inside}/cfile_1", FILE, Reply((), 200, framing="length"))
            copied = await containers.add_file(
                http, target, containers.build_copy("cntr_1", "file_1")
            )
            assert talk.last.json == {"file_id": "file_1"}
            upload = containers.build_upload("cntr_1", "库.csv", table)
            assert await containers.add_file(http, target, upload) == copied
            assert 'name="file"; filename="库.csv"'.encode() in talk.last.body
            assert b"1,2" in talk.last.body
            assert await every(containers.list_files(http, target, "cntr_1")) == [copied]
            assert await containers.get_file(http, target, "cntr_1", "cfile_1") == copied
            await containers.remove_file(http, target, "cntr_1", "cfile_1")
            assert talk.last.method == "DELETE"

    aloop(scenario())


def binary(*pieces: bytes | Abort) -> Reply:
    return Reply(pieces, content_type="application/octet-stream")


def test_downloads_to_memory_and_to_the_disk(aloop: RunLoop, tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    target.write_bytes(b"old")

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(CONTENT, binary(b"\x00\xff", b"new"))
            which = (talk.http, talk.endpoint, "cntr_1", "cfile_1")
            assert await containers.read_content(*which) == b"\x00\xffnew"
            assert await containers.save_content(*which, target) == 5

    aloop(scenario())
    assert target.read_bytes() == b"\x00\xffnew"
    assert [one.name for one in tmp_path.iterdir()] == ["a.png"]


FAULTS = {
    "too large": (binary(b"12", b"34"), Code.TOO_LARGE),
    "cut off": (binary(b"12", Abort()), Code.CUT),
    "gone": (Reply((b"{}",), 404, "application/json"), Code.NOT_FOUND),
}


@pytest.mark.parametrize(("reply", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_what_fails_changes_nothing_on_the_disk(
    aloop: RunLoop, tmp_path: Path, reply: Reply, code: Code
) -> None:
    target = tmp_path / "a.png"
    target.write_bytes(b"old")

    async def scenario() -> None:
        async with talking() as talk:
            talk.on(CONTENT, reply)
            which = (talk.http, talk.endpoint, "cntr_1", "cfile_1")
            with pytest.raises(AppError) as caught:
                await containers.save_content(*which, target, max_bytes=3)
            assert caught.value.code is code
            with pytest.raises(AppError) as caught:
                await containers.read_content(*which, max_bytes=3)
            assert caught.value.code is code

    aloop(scenario())
    assert target.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.png"]


def test_a_folder_that_is_not_there_is_said(aloop: RunLoop, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talking() as talk:
            talk.on(CONTENT, binary(b"12"))
            with pytest.raises(AppError) as caught:
                await containers.save_content(
                    talk.http, talk.endpoint, "cntr_1", "cfile_1", tmp_path / "no" / "a.png"
                )
            assert caught.value.code is Code.READ_ONLY

    aloop(scenario())


@given(said_by(ContainerRetrieveResponse))
def test_reads_the_containers_that_the_package_knows(said: Json) -> None:
    model = ContainerRetrieveResponse.model_validate(said)
    read = containers.read_container(said)
    assert (read.id, read.name, read.status) == (model.id, model.name, model.status)
    assert (read.created_at, read.last_active_at) == (model.created_at, model.last_active_at)
    assert read.expires_after_minutes == (model.expires_after and model.expires_after.minutes)
    assert read.memory == (model.memory_limit or "")


@given(said_by(FileRetrieveResponse))
def test_reads_the_files_that_the_package_knows(said: Json) -> None:
    model, read = FileRetrieveResponse.model_validate(said), containers.read_file(said)
    assert (read.id, read.container_id, read.path) == (model.id, model.container_id, model.path)
    assert (read.size_bytes, read.source) == (model.bytes, model.source)
    assert json.loads(read.raw) == said


@given(json_of(["id", "name", "status", "expires_after", "minutes", "path", "bytes"], "running"))
def test_no_json_breaks_it(said: object) -> None:
    with suppress(AppError):
        assert isinstance(containers.read_container(said), Container)
    with suppress(AppError):
        assert isinstance(containers.read_file(said).name, str)
    with suppress(AppError):
        assert isinstance(containers.read_file(said), ContainerFile)
