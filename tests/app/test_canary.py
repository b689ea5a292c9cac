"""Canaries: one secret of each kind goes through the whole program and must be seen nowhere on the way."""

import asyncio
import base64
import json
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from virtual_desktop import VirtualDesktop

from desktop.core.connection import Api, Connection, Secret
from desktop.core.errors import Code
from desktop.core.recording import RecordingKind, RecordingState
from desktop.services.recording import unpacked
from desktop.services.secret_headers import write_headers
from desktop.store.connections import Connections
from desktop.store.db import FILE, Database
from desktop.store.leftovers import FOLDER
from desktop.store.paths import Paths
from desktop.store.recordings import Recordings
from desktop.store.secrets import Place, SecretKind, Secrets
from desktop.store.settings import CONNECTION, MODEL, Settings
from tests.app.person import COMMAND, Person, sitting
from tests.store.recorded import WAV, said

WORD = "canary7f3a9b"
KEY, HEADER, LOGIN, PASSPHRASE = (f"{WORD}-{kind}" for kind in ("key", "header", "proxy", "cert"))
VARIABLE = "ORIOLE_TEST_KEY"
FORMS = (WORD, *(base64.b64encode(s.encode()).decode()[:12] for s in (KEY, HEADER, LOGIN)))


class Gossip(BaseHTTPRequestHandler):
    """A server that repeats every secret that it is told."""

    def do_GET(self) -> None:
        self._say(200, {"data": [{"id": "m-1"}, {"id": self.headers.get("authorization", "")}]})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        told = f"Wrong: {self.headers['authorization']} with {self.headers['x-team']}"
        self._say(401, {"error": {"message": told, "code": self.headers["authorization"]}})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing on the test's own output."""

    def _say(self, status: int, item: object) -> None:
        body = json.dumps(item).encode()
        self.send_response(status)
        self.send_header("x-request-id", self.headers.get("x-team", "none"))
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def gossiping() -> Iterator[str]:
    """Run the server; give its base URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Gossip) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1"
        finally:
            server.shutdown()
            thread.join()


async def connect(base_url: str) -> None:
    """Set the server up as the person would, with a secret of each kind."""
    paths = Paths.find()
    secrets, settings = Secrets(paths.config), Settings(paths.config / "settings.toml")
    office = Connection("office", "Office", base_url, "m-1", Api.CHAT)
    await Connections(paths.config / "connections.toml").add(office)
    await secrets.refer_to("office", VARIABLE)
    headers = write_headers([("X-Team", Secret(HEADER))])
    others = {
        SecretKind.HEADERS: headers,
        SecretKind.PROXY: Secret(f"me:{LOGIN}"),
        SecretKind.CERTIFICATE: Secret(PASSPHRASE),
    }
    for kind, secret in others.items():
        await secrets.keep("office", secret, Place.FILE, kind)
    await settings.set(CONNECTION, "office")
    await settings.set(MODEL, "m-1")


async def record() -> None:
    """Keep a recording that the server with the secrets refused to transcribe."""
    paths = Paths.find()
    database = await Database.open(paths)
    recordings = Recordings(database, paths.data / FOLDER)
    made = await recordings.add(RecordingKind.NOTE, title="Refused", connection_id="office")
    made.sound.write_bytes(WAV)
    await recordings.put_lines(made.id, [said("a golden oriole", 0)], 1.0)
    await recordings.update(made.id, state=RecordingState.FAILED, error=Code.KEY_REFUSED)
    await recordings.aclose()
    await database.aclose()


def members(archive: Path) -> dict[str, bytes]:
    """Give what an archive holds, unpacked."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def holders(content: bytes | str) -> list[str]:
    """Give the forms of a canary that `content` holds."""
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    return [form for form in FORMS if form in text]


def walk(person: Person) -> list[dict[str, str]]:
    """Visit every tab and every page of the settings; give all that was told there."""
    told = person.tree()
    for tab in [seen["name"] for seen in told if seen["role"] == "page tab"]:
        person.presses("page tab", tab)
        told += (here := person.tree())
        for page in [seen["name"] for seen in here if seen["role"] == "radio button"]:
            person.presses("radio button", page)
            told += person.tree()
    return told


def exchanges() -> list[tuple[str, str, str]]:
    """Give what is kept of what went over the wire: request, head of the answer, its body."""
    with closing(sqlite3.connect(Paths.find().data / FILE)) as database:
        rows = database.execute("SELECT request, response, events FROM exchange").fetchall()
    return [
        (request, response, "".join(text for _, text in unpacked(events)))
        for request, response, events in rows
    ]


def family(pid: int) -> list[int]:
    """Give a process and all that descend from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in family(int(child)))]


def test_no_secret_is_seen_in_the_window_its_files_its_words_or_its_children(
    desk: VirtualDesktop, home: Path
) -> None:
    with gossiping() as base_url:
        asyncio.run(connect(base_url))
        asyncio.run(record())
        desk.env[VARIABLE] = KEY
        with sitting(desk) as person:
            person.type("Hello?")
            person.press("Return")
            person.hears("list item", text="The server refused the key.")
            person.press("ctrl+shift+r")
            request = person.hears("text", name="Body of the request", text="Hello?")
            shown = person.tree()
            assert "401" in json.dumps(shown)
            assert holders(json.dumps([request, *shown])) == []
            person.press("Escape")
            told = walk(person)
            assert holders(json.dumps(told)) == []
            for member in family(person.pid):
                assert holders(Path(f"/proc/{member}/cmdline").read_bytes()) == []
                if member != person.pid:  # our own came from the person
                    assert holders(Path(f"/proc/{member}/environ").read_bytes()) == []
            assert person.close() == 0
            assert holders("\n".join(person.complaints())) == []
    (exchange,) = exchanges()
    assert "***" in "".join(exchange)
    assert holders("".join(exchange)) == []
    desk.run([*COMMAND, "export", str(home / "everything.zip")])
    told_to_others = members(home / "everything.zip")
    assert {name.partition("/")[0] for name in told_to_others} > {"recordings", "sounds"}
    assert [name for name, content in told_to_others.items() if holders(content)] == []
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" or "oriole" in path.name for path in files)
    found = {path.name: forms for path in files if (forms := holders(path.read_bytes()))}
    assert set(found) == {"secrets.json"}
    assert (Paths.find().config / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_no_secret_is_seen_in_what_the_verb_says_or_keeps(desk: VirtualDesktop, home: Path) -> None:
    desk.env[VARIABLE] = KEY
    with gossiping() as base_url:
        ran = desk.run(
            [*COMMAND, "ask", "Hello?", "--url", base_url, "--model", "m-1", "--save",
             "--key-from-env", VARIABLE],
            check=False,
        )  # fmt: skip
    assert ran.returncode == 1
    assert "refused the key" in ran.stderr
    assert holders(ran.stdout + ran.stderr) == []
    files = [path for path in home.rglob("*") if path.is_file()]
    assert [path.name for path in files if holders(path.read_bytes())] == []
