"""Secrets that are longer than an entry of Windows' Credential Manager."""

from collections.abc import Iterator

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.connection import Secret
from desktop.store.long_secrets import WINDOWS_UNITS, InParts
from desktop.store.paths import Paths
from desktop.store.secrets import SecretKind, Secrets, keyring_limit_s, system_keyring

NAME, USER = "oriole/home/headers", "oriole"
LONG = "x" * 3_000 + "é" + "🐦" * 1_000


class CredentialManager:
    """Windows' own store as pywin32 shows it: 2,560 bytes for an entry, else a nameless error."""

    def __init__(self, max_bytes: int = 2_560) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.max_bytes = max_bytes
        self.writes_left = 1_000

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le", "surrogatepass")) > self.max_bytes:
            raise OSError(1783, "The stub received bad data")
        if self.writes_left == 0:
            raise OSError("the store is full")
        self.writes_left -= 1
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


def test_a_short_secret_lies_there_as_it_is() -> None:
    manager = CredentialManager()
    ring = InParts(manager)
    ring.set_password(NAME, USER, "sk-1")
    assert manager.held == {(NAME, USER): "sk-1"}
    assert ring.get_password(NAME, USER) == "sk-1"
    ring.delete_password(NAME, USER)
    assert manager.held == {}
    assert ring.get_password(NAME, USER) is None


def test_a_long_secret_comes_back_and_leaves_nothing_behind() -> None:
    manager = CredentialManager()
    ring = InParts(manager)
    ring.set_password(NAME, USER, LONG)
    assert ring.get_password(NAME, USER) == LONG
    assert len(manager.held) == 1 + 5
    ring.set_password(NAME, USER, LONG[::-1])
    assert ring.get_password(NAME, USER) == LONG[::-1]
    assert len(manager.held) == 1 + 5
    ring.set_password(NAME, USER, "short")
    assert manager.held == {(NAME, USER): "short"}
    ring.set_password(NAME, USER, LONG)
    ring.delete_password(NAME, USER)
    assert manager.held == {}


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_secrets_in_turn_come_back(first: str, second: str) -> None:
    manager = CredentialManager(max_bytes=48)
    ring = InParts(manager, max_units=24)
    for secret in (first, second):
        ring.set_password(NAME, USER, secret)
        assert ring.get_password(NAME, USER) == secret
    ring.delete_password(NAME, USER)
    assert manager.held == {}


def test_a_secret_that_looks_like_a_head_is_kept_in_parts() -> None:
    ring = InParts(CredentialManager())
    ring.set_password(NAME, USER, "\x1e3:0123456789abcdef")
    assert ring.get_password(NAME, USER) == "\x1e3:0123456789abcdef"


@pytest.mark.parametrize("writes", range(6))
def test_what_fails_half_way_leaves_the_secret_of_before(writes: int) -> None:
    manager = CredentialManager()
    ring = InParts(manager)
    ring.set_password(NAME, USER, "before")
    manager.writes_left = writes
    with pytest.raises(OSError, match="full"):
        ring.set_password(NAME, USER, LONG)
    assert ring.get_password(NAME, USER) == "before"


def test_a_secret_of_which_a_part_was_removed_is_empty_and_can_be_replaced() -> None:
    manager = CredentialManager()
    ring = InParts(manager)
    ring.set_password(NAME, USER, LONG)
    del manager.held[next(name for name in manager.held if name != (NAME, USER))]
    assert ring.get_password(NAME, USER) == ""
    ring.set_password(NAME, USER, "new")
    assert manager.held == {(NAME, USER): "new"}


def test_the_secrets_of_a_connection_may_be_long_on_windows(aloop) -> None:
    manager = CredentialManager()
    headers = Secret("h" * (WINDOWS_UNITS * 3))

    async def scenario() -> None:
        secrets = Secrets(Paths.find().config, lambda: InParts(manager))
        await secrets.keep("home", headers, kind=SecretKind.HEADERS)
        await secrets.keep("home", Secret("k"))
        assert await secrets.read("home", SecretKind.HEADERS) == headers
        await secrets.forget("home")

    aloop(scenario())
    assert manager.held == {}


class Backend(keyring.backend.KeyringBackend):
    """A backend that counts as one that protects what it holds."""

    priority = 5  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("only asked for its limits")

    def delete_password(self, service: str, username: str) -> None:
        raise AssertionError("only asked for its limits")


@pytest.fixture
def backend() -> Iterator[Backend]:
    """The keyring of this system, for a while."""
    before, given_one = keyring.get_keyring(), Backend()
    keyring.set_keyring(given_one)
    yield given_one
    keyring.set_keyring(before)


def test_only_windows_needs_parts(backend: Backend) -> None:
    assert isinstance(system_keyring("win32"), InParts)
    assert system_keyring("linux") is system_keyring("darwin") is backend


def test_macos_gives_the_person_time_to_read_its_question() -> None:
    assert keyring_limit_s("darwin") >= 60
    assert keyring_limit_s("linux") == keyring_limit_s("win32") == 10
