"""Connections become addresses, keys and models; a key is never seen where it does not belong."""

import asyncio
import logging
from dataclasses import replace

import pytest

from desktop.core.connection import BUILT_IN_ID, Api, Connection, Secret, Trust
from desktop.core.errors import AppError, Code
from desktop.services.secret_headers import write_headers
from desktop.services.servers import BUILT_IN, Kept
from desktop.store.paths import Paths
from desktop.store.secrets import Place, SecretKind
from tests.fakes.byte_server import Pause, Reply
from tests.fakes.shapes import chat_reply, json_reply
from tests.services.stage import CHAT, HOME, MODELS, Stage, stage

CANARY = "sk-canary-7f3a9b/+Q=="
LISTED = json_reply({"object": "list", "data": [{"id": "m-1"}, {"id": "m-2"}]})


def key(value: str = "", place: Place = Place.KEYRING) -> dict[SecretKind, Kept]:
    """Give what is saved when only the key is typed."""
    return {SecretKind.KEY: Kept(Secret(value), place)}


def other(s: Stage, connection_id: str = "office", model: str = "") -> Connection:
    return Connection(connection_id, "Work", s.server.base_url, model, Api.CHAT)


def test_the_built_in_engine_comes_first_and_stands_for_what_is_unknown(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.servers.save(other(s), {})
            assert [c.id for c in s.servers.all()] == [BUILT_IN_ID, HOME, "office"]
            assert s.servers.get("office").name == "Work"
            assert s.servers.get("forgotten") is BUILT_IN

    aloop(scenario())


def test_the_key_reaches_its_server_and_nobody_else(aloop, caplog) -> None:
    caplog.set_level(logging.DEBUG)

    async def scenario() -> None:
        async with stage() as s:
            await s.servers.save(other(s), key(CANARY))
            endpoint = await s.servers.endpoint("office")
            assert endpoint.key.reveal() == CANARY
            assert CANARY not in repr(endpoint) + repr(s.servers.get("office")) + str(endpoint.key)
            assert not (await s.servers.endpoint(HOME)).key
            s.server.on(MODELS, LISTED)
            await s.servers.models("office")
            await s.servers.models(HOME)
            office, home = s.server.requests
            assert office.headers["authorization"] == f"Bearer {CANARY}"
            assert "authorization" not in home.headers
            assert s.ring.kept == {"oriole/office/key": CANARY}

    aloop(scenario())
    assert CANARY not in caplog.text
    files = [path for path in Paths.find().data.parent.rglob("*") if path.is_file()]
    assert files
    assert all(CANARY.encode() not in path.read_bytes() for path in files)


def test_an_error_that_quotes_the_key_is_stored_without_it(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.secrets.keep(HOME, Secret(CANARY))
            reply = json_reply({"error": {"message": f"Incorrect API key: {CANARY}."}}, 401)
            _, stored = await s.answered(reply)
            assert stored.error_code == Code.KEY_REFUSED
            assert "Incorrect API key" in stored.error_detail
            assert CANARY not in stored.error_detail

    aloop(scenario())


def test_models_are_asked_for_once_until_something_changes(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(MODELS, LISTED)
            assert s.servers.known_models(HOME) == ()
            for _ in range(3):
                assert [m.id for m in await s.servers.models(HOME)] == ["m-1", "m-2"]
            assert len(s.server.requests) == 1
            assert [m.id for m in s.servers.known_models(HOME)] == ["m-1", "m-2"]
            await s.servers.models(HOME, is_fresh=True)
            assert len(s.server.requests) == 2
            await s.servers.save(replace(s.servers.get(HOME), name="Other name"), {})
            assert s.servers.known_models(HOME) == ()
            await s.servers.models(HOME)
            assert len(s.server.requests) == 3

    aloop(scenario())


def test_an_answer_of_the_server_of_before_is_not_taken_for_the_new_one(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            # the list comes in two halves, and between them the connection changes
            half, rest = LISTED.pieces[0][:20], LISTED.pieces[0][20:]
            slow = Reply((half, Pause(0.05), rest), 200, "application/json", framing="length")
            s.server.on(MODELS, slow)
            async with asyncio.TaskGroup() as group:
                asking = group.create_task(s.servers.models(HOME))
                await s.server_was_asked()
                await s.servers.save(replace(s.servers.get(HOME), name="Moved"), {})
            assert len(await asking) == 2
            assert s.servers.known_models(HOME) == ()

    aloop(scenario())


def test_every_change_is_told(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            told: list[str] = []
            s.servers.changed.connect(told.append)
            await s.servers.save(other(s), key(CANARY))
            await s.servers.save(other(s, model="m-2"), {})
            await s.servers.remove("office")
            assert told == ["office"] * 3
            assert s.ring.kept == {}
            assert [c.id for c in s.servers.all()] == [BUILT_IN_ID, HOME]

    aloop(scenario())


def test_a_new_conversation_begins_with_the_chosen_or_the_first_model(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(MODELS, LISTED, json_reply({"data": []}))
            await s.servers.save(other(s, "chosen", "m-9"), {})
            await s.servers.save(other(s, "open"), {})
            assert await s.servers.default_model("chosen") == "m-9"
            assert s.server.requests == []
            assert await s.servers.default_model("open") == "m-1"
            await s.servers.save(other(s, "empty"), {})
            with pytest.raises(AppError) as raised:
                await s.servers.default_model("empty")
            assert raised.value.code is Code.NO_MODEL

    aloop(scenario())


def test_a_connection_that_was_removed_has_no_endpoint(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.servers.remove(HOME)
            with pytest.raises(AppError) as raised:
                await s.servers.endpoint(HOME)
            assert raised.value.code is Code.NOT_FOUND

    aloop(scenario())


def test_without_a_keyring_the_connection_is_not_stored_either(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.ring.fails = True
            with pytest.raises(AppError) as raised:
                await s.servers.save(other(s), key(CANARY))
            assert raised.value.code is Code.NO_KEYRING
            assert [c.id for c in s.servers.all()] == [BUILT_IN_ID, HOME]
            # Only where the person chose it, it lies elsewhere.
            await s.servers.save(other(s), key(CANARY, Place.FILE))
            assert (await s.servers.secret_of("office")).reveal() == CANARY

    aloop(scenario())


def test_a_bad_address_leaves_no_key_behind(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            with pytest.raises(AppError) as raised:
                await s.servers.save(replace(other(s), base_url="nonsense"), key(CANARY))
            assert raised.value.code is Code.BAD_URL
            assert s.ring.kept == {}

    aloop(scenario())


def test_an_unchanged_key_stays_and_an_empty_one_removes_it(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.servers.save(other(s), key(CANARY))
            await s.servers.save(other(s, model="m-2"), {})
            assert (await s.servers.secret_of("office")).reveal() == CANARY
            await s.servers.save(other(s), key())
            assert not await s.servers.secret_of("office")
            assert s.ring.kept == {}

    aloop(scenario())


def test_a_key_changed_between_two_questions_is_the_one_that_is_sent(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            for value in ("first", "second"):
                await s.servers.save(s.servers.get(HOME), key(value))
                await s.answered(chat_reply("ok"))
            sent = [r.headers["authorization"] for r in s.server.requests if r.path == CHAT]
            assert sent == ["Bearer first", "Bearer second"]

    aloop(scenario())


def test_every_kind_of_secret_reaches_what_it_opens_and_nothing_else(aloop, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    headers = write_headers([("X-Team", Secret("team-canary-1"))])
    secrets = {
        SecretKind.KEY: Kept(Secret(CANARY)),
        SecretKind.HEADERS: Kept(headers),
        SecretKind.PROXY: Kept(Secret("me:proxy-canary-2")),
        SecretKind.CERTIFICATE: Kept(Secret("pass-canary-3")),
    }

    async def scenario() -> None:
        async with stage() as s:
            full = replace(
                other(s), organization="org", project="proj", patience_s=7.0,
                proxy="http://127.0.0.1:9", certificate_file="/c.pem", trust=Trust.BUNDLED,
            )  # fmt: skip
            await s.servers.save(full, secrets)
            endpoint = await s.servers.endpoint("office")
            way = endpoint.transport
            assert endpoint.headers == (("X-Team", Secret("team-canary-1")),)
            assert way.proxy_login.reveal() == "me:proxy-canary-2"
            assert way.certificate_password.reveal() == "pass-canary-3"
            assert (way.proxy, way.trust, endpoint.patience_s) == (
                "http://127.0.0.1:9", Trust.BUNDLED, 7.0,
            )  # fmt: skip
            assert (endpoint.organization, endpoint.project) == ("org", "proj")
            assert "canary" not in repr(endpoint) + repr(full) + repr(secrets)
            assert len(s.ring.kept) == 4
            await s.servers.remove("office")
            assert s.ring.kept == {}

    aloop(scenario())
    assert "canary" not in caplog.text
    files = [path for path in Paths.find().data.parent.rglob("*") if path.is_file()]
    assert all(b"canary" not in path.read_bytes() for path in files)


def test_a_key_from_a_variable_is_read_when_it_is_needed(aloop, monkeypatch) -> None:
    monkeypatch.setenv("MY_KEY", "from-the-outside")

    async def scenario() -> None:
        async with stage() as s:
            await s.servers.save(other(s), {SecretKind.KEY: Kept(variable="MY_KEY")})
            assert (await s.servers.endpoint("office")).key.reveal() == "from-the-outside"
            assert await s.servers.place_of("office") == (Place.ENVIRONMENT, "MY_KEY")
            assert s.ring.kept == {}

    aloop(scenario())


def test_organisation_and_own_headers_are_sent(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(MODELS, LISTED)
            headers = write_headers([("X-Team", Secret("blue")), ("User-Agent", Secret("mine"))])
            full = replace(other(s), organization="org-1", project="proj-1")
            await s.servers.save(full, {SecretKind.HEADERS: Kept(headers)})
            await s.servers.models("office")
            sent = s.server.requests[0].headers
            assert (sent["x-team"], sent["user-agent"]) == ("blue", "mine")
            assert (sent["openai-organization"], sent["openai-project"]) == ("org-1", "proj-1")

    aloop(scenario())


def test_azure_gets_its_key_under_its_own_name(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            s.server.on(MODELS, LISTED)
            await s.servers.save(replace(other(s), preset="azure"), key(CANARY))
            await s.servers.models("office")
            sent = s.server.requests[0].headers
            assert sent["api-key"] == CANARY
            assert "authorization" not in sent

    aloop(scenario())


def test_what_is_known_to_be_secret_is_learnt_by_who_writes_logs(aloop) -> None:
    async def scenario() -> None:
        async with stage() as s:
            await s.servers.save(other(s), key("unlikely words"))
            await s.servers.endpoint("office")
            assert s.redactor.clean("so: unlikely words.") == "so: ***."

    aloop(scenario())
