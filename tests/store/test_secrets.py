"""Where keys are kept, and that they never go elsewhere."""

import asyncio
import json
import logging
import stat
import threading
from pathlib import Path

import pytest

from desktop.core.connection import Connection, Secret
from desktop.core.errors import AppError, Code
from desktop.core.types import Draft, Kind, State
from desktop.store.connections import Connections
from desktop.store.paths import Paths
from desktop.store.secrets import Place, SecretKind, Secrets, system_keyring
from desktop.store.settings import THEME, Settings
from tests.store.stores import asked, said, store

CANARY = "sk-canary-7f3a"


class Ring:
    """A keyring as the `keyring` package's backends are."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class BrokenRing(Ring):
    """A backend that fails with its own error, quoting what it was given."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"{service} {CANARY}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(password)


class LockedRing(Ring):
    """A backend that waits for a person who is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.unlocked.wait(timeout=10)
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.unlocked.wait(timeout=10)


@pytest.fixture
def folder() -> Path:
    return Paths.find().config


def secrets_over(folder: Path, ring: Ring) -> Secrets:
    return Secrets(folder, lambda: ring, limit_s=0.05 if isinstance(ring, LockedRing) else 5.0)


def content(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_the_keyring_holds_it_under_a_name_of_its_own_and_no_file_does(aloop, folder) -> None:
    ring = Ring()

    async def scenario() -> None:
        await secrets_over(folder, ring).keep("home", Secret(CANARY))
        again = secrets_over(folder, ring)
        assert (await again.read("home")).reveal() == CANARY
        assert await again.place("home") == (Place.KEYRING, "")

    aloop(scenario())
    assert ring.held == {("oriole/home/key", "oriole"): CANARY}
    assert CANARY.encode() not in content(folder)


def test_a_connection_without_a_key_never_asks_the_keyring(aloop, folder) -> None:
    ring = Ring()
    found = aloop(secrets_over(folder, ring).read("local"))
    assert (bool(found), ring.asked) == (False, 0)


def test_kinds_are_kept_apart_and_forgotten_together(aloop, folder) -> None:
    ring = Ring()

    async def scenario() -> None:
        secrets = secrets_over(folder, ring)
        await secrets.keep("home", Secret("k"))
        await secrets.keep("home", Secret("p"), Place.KEYRING, SecretKind.PROXY)
        await secrets.keep("home", Secret("h"), Place.FILE, SecretKind.HEADERS)
        await secrets.keep("other", Secret("o"), Place.FILE)
        assert (await secrets.read("home", SecretKind.PROXY)).reveal() == "p"
        await secrets.forget("home")
        await secrets.forget("home")
        for kind in SecretKind:
            assert not await secrets.read("home", kind)
        assert (await secrets.read("other")).reveal() == "o"

    aloop(scenario())
    assert ring.held == {}


def test_the_file_is_private_and_chosen_never_fallen_back_to(aloop, folder) -> None:
    async def scenario() -> None:
        secrets = secrets_over(folder, BrokenRing())
        with pytest.raises(AppError) as raised:
            await secrets.keep("home", Secret(CANARY))
        assert raised.value.code is Code.NO_KEYRING
        assert CANARY not in str(raised.value)
        assert not folder.exists()
        await secrets.keep("home", Secret(CANARY), Place.FILE)
        assert (await secrets.read("home")).reveal() == CANARY

    aloop(scenario())
    file = folder / "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert CANARY.encode() not in (folder / "secret-places.toml").read_bytes()


def test_a_locked_keyring_is_not_waited_for_and_another_place_can_be_chosen(aloop, folder) -> None:
    ring = LockedRing()

    async def scenario() -> None:
        secrets = secrets_over(folder, ring)
        with pytest.raises(AppError) as raised:
            await secrets.keep("home", Secret(CANARY))
        assert raised.value.code is Code.NO_KEYRING
        await secrets.keep("home", Secret(CANARY), Place.MEMORY)
        assert (await secrets.read("home")).reveal() == CANARY
        assert await secrets.place("home") == (Place.MEMORY, "")
        assert not await secrets_over(folder, ring).read("home")

    aloop(scenario())
    ring.unlocked.set()
    assert not folder.exists() or CANARY.encode() not in content(folder)


def test_a_keyring_that_answers_after_the_end_disturbs_nobody(folder) -> None:
    ring = LockedRing()

    async def scenario() -> None:
        with pytest.raises(AppError):
            await secrets_over(folder, ring).keep("home", Secret(CANARY))

    asyncio.run(scenario())
    ring.unlocked.set()
    # The guards of the test run find a thread that does not end and an error in the log.


def test_a_variable_is_read_each_time_and_only_its_name_is_kept(
    aloop, folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        secrets = secrets_over(folder, Ring())
        await secrets.refer_to("home", "MY_KEY")
        assert not await secrets.read("home")
        monkeypatch.setenv("MY_KEY", CANARY)
        assert (await secrets.read("home")).reveal() == CANARY
        assert await secrets.place("home") == (Place.ENVIRONMENT, "MY_KEY")
        with pytest.raises(ValueError, match="not ours to set"):
            await secrets.keep("home", Secret(CANARY), Place.ENVIRONMENT)

    aloop(scenario())
    assert CANARY.encode() not in content(folder)


@pytest.mark.parametrize("first", [Place.KEYRING, Place.FILE, Place.MEMORY])
@pytest.mark.parametrize("second", [Place.KEYRING, Place.FILE, Place.MEMORY])
def test_a_secret_that_moves_is_in_one_place_only(
    aloop, folder, first: Place, second: Place
) -> None:
    ring = Ring()

    async def scenario() -> None:
        secrets = secrets_over(folder, ring)
        await secrets.keep("home", Secret("first"), first)
        await secrets.keep("home", Secret("second"), second)
        assert (await secrets.read("home")).reveal() == "second"
        assert await secrets.place("home") == (second, "")

    aloop(scenario())
    file = folder / "secrets.json"
    in_file = list(json.loads(file.read_text()).values()) if file.exists() else []
    assert list(ring.held.values()) == (["second"] if second is Place.KEYRING else [])
    assert in_file == (["second"] if second is Place.FILE else [])


def test_an_empty_secret_removes_the_old_one(aloop, folder) -> None:
    ring = Ring()

    async def scenario() -> None:
        secrets = secrets_over(folder, ring)
        await secrets.keep("home", Secret("old"))
        await secrets.keep("home", Secret())
        assert await secrets.place("home") == (None, "")

    aloop(scenario())
    assert ring.held == {}


def test_a_failed_change_leaves_the_secret_of_before(aloop, folder) -> None:
    async def scenario() -> None:
        await secrets_over(folder, Ring()).keep("home", Secret("old"), Place.FILE)
        broken = secrets_over(folder, BrokenRing())
        with pytest.raises(AppError):
            await broken.keep("home", Secret("new"))
        assert (await broken.read("home")).reveal() == "old"

    aloop(scenario())


def test_a_broken_secrets_file_is_told_and_not_overwritten(aloop, folder) -> None:
    async def scenario() -> None:
        secrets = secrets_over(folder, Ring())
        await secrets.keep("home", Secret("old"), Place.FILE)
        (folder / "secrets.json").write_text("{half")
        for call in (
            secrets.read("home"),
            secrets.keep("other", Secret("new"), Place.FILE),
        ):
            with pytest.raises(AppError) as raised:
                await call
            assert raised.value.code is Code.DAMAGED

    aloop(scenario())
    assert (folder / "secrets.json").read_text() == "{half"


def test_a_keyring_that_protects_nothing_is_none() -> None:
    with pytest.raises(AppError) as raised:
        system_keyring()  # the tests' environment names the null backend
    assert raised.value.code is Code.NO_KEYRING


def test_nothing_shows_a_secret(folder) -> None:
    secret = Secret(CANARY)
    shown = f"{secret} {secret!r} {secrets_over(folder, Ring())!r} {[secret]}"
    assert CANARY not in shown


def test_a_key_is_in_no_file_and_no_log_whatever_happens(
    aloop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    paths, ring = Paths.find(), Ring()

    async def scenario() -> None:
        secrets = secrets_over(paths.config, ring)
        await secrets.keep("home", Secret(CANARY))
        await Connections(paths.config / "connections.toml").add(
            Connection("home", "Home", "https://h.example/v1")
        )
        await Settings(paths.config / "settings.toml").set(THEME, "dark")
        async with store(paths) as conversations:
            _, _, answer = await asked(conversations)
            await conversations.finish(answer.id, State.FAILED, said("x"), "api.key_refused", "401")
            await conversations.keep_draft(None, Draft("y"), Kind.CHAT)
            assert CANARY.encode() not in content(paths.data.parent)
        with pytest.raises(AppError):
            await secrets_over(paths.config, BrokenRing()).read("home")
        await secrets_over(paths.config, BrokenRing()).keep("home", Secret("x"), Place.MEMORY)

    aloop(scenario())
    assert CANARY.encode() not in content(paths.data.parent)
    assert CANARY not in caplog.text
