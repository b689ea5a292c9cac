"""The servers that a person has set up."""

import stat
import tomllib

import pytest

from desktop.core.connection import BUILT_IN_ID, Api, Connection
from desktop.core.errors import AppError, Code
from desktop.store.connections import Connections, checked_url
from desktop.store.paths import Paths

HOME = Connection("home", "Home", "http://127.0.0.1:8080/v1", "llama", Api.CHAT)


@pytest.fixture
def file():
    return Paths.find().config / "connections.toml"


def test_connections_survive_a_restart_in_their_order(aloop, file) -> None:
    connections = Connections(file)
    heard: list[str] = []
    connections.changed.connect(heard.append)
    work = Connection("a-work", "Work", " https://api.example.org/v1/ ")

    async def scenario() -> None:
        await connections.add(HOME)
        saved = await connections.add(work)
        assert saved.base_url == "https://api.example.org/v1"
        await connections.update(Connection("home", "Home 2", "http://[::1]:1/v1"))

    aloop(scenario())
    again = Connections(file)
    assert again.list() == connections.list()
    assert [one.name for one in again.list()] == ["Home 2", "Work"]
    assert heard == ["home", "a-work", "home"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    aloop(again.remove("home"))
    aloop(again.remove("home"))
    assert [one.id for one in Connections(file).list()] == ["a-work"]
    assert (again.get("home"), again.get("a-work")) == (None, again.list()[0])


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "ftp://example.org", "file:///etc/passwd", "https://", "https:///v1",
        "https://me:pw@example.org/v1", "https://me@example.org", "https://example.org:99999",
        "https://exa mple.org", "https://example.org/v1?key=1", "https://example.org/#x",
        "https://example.org/\u202e", "http://[::1", "https://example.org/a\nb",
    ],
)  # fmt: skip
def test_an_address_that_cannot_or_must_not_be_used_is_refused(aloop, file, url: str) -> None:
    with pytest.raises(AppError) as raised:
        aloop(Connections(file).add(Connection("x", "X", url)))
    assert raised.value.code is Code.BAD_URL
    assert "pw" not in str(raised.value)
    assert not file.exists()


def test_an_address_keeps_its_path() -> None:
    assert checked_url("https://h.example:8443/a/b/v1//") == "https://h.example:8443/a/b/v1"


@pytest.mark.parametrize("wrong", ["", BUILT_IN_ID, "home"])
def test_an_id_is_new_and_not_the_engines(aloop, file, wrong: str) -> None:
    connections = Connections(file)
    aloop(connections.add(HOME))
    with pytest.raises(ValueError, match="not a new id"):
        aloop(connections.add(Connection(wrong, "X", HOME.base_url)))


def test_updating_what_was_removed_is_gone(aloop, file) -> None:
    with pytest.raises(AppError) as raised:
        aloop(Connections(file).update(HOME))
    assert raised.value.code is Code.GONE


def test_what_a_newer_version_wrote_is_kept(aloop, file) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(
        'later = true\n[connections.home]\nname = "H"\nbase_url = "http://h.example/v1"\n'
        'api = "telepathy"\nproxy = "p"\n'
    )
    connections = Connections(file)
    (found,) = connections.list()
    assert found.api is Api.AUTO
    aloop(connections.update(found))
    table = tomllib.loads(file.read_text())
    assert table["later"] is True
    assert table["connections"]["home"]["proxy"] == "p"


@pytest.mark.parametrize(
    "entry",
    [
        'base_url = "http://h.example"',
        'name = "H"\nbase_url = "ftp://h"',
        'name = "H"\nbase_url = 1',
    ],
)
def test_an_entry_that_cannot_be_used_is_left_out_and_named(file, entry: str, expect_log) -> None:
    expect_log("connections.bad_entry: home")
    file.parent.mkdir(parents=True)
    file.write_text(
        f'[connections.home]\n{entry}\n[connections.b]\nname = "B"\nbase_url = "http://b"\n'
    )
    assert [one.id for one in Connections(file).list()] == ["b"]


def test_a_failed_write_changes_nothing(aloop, file) -> None:
    connections = Connections(file)
    file.parent.parent.mkdir(parents=True)
    file.parent.write_text("in the way")
    heard: list[str] = []
    connections.changed.connect(heard.append)
    with pytest.raises(AppError):
        aloop(connections.add(HOME))
    assert (connections.list(), heard) == ((), [])
