"""Settings as a file: nothing secret goes out, nothing of a stranger comes in unseen."""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.core.connection import BUILT_IN_ID, Api, Connection, Trust
from desktop.core.errors import AppError, Code
from desktop.services.servers import BUILT_IN
from desktop.services.settings_file import file as settings_file
from desktop.services.settings_file.file import Change
from desktop.services.settings_file.imported import MAX_CONNECTIONS, What
from desktop.store.settings import ACCENT, CONNECTION, THEME, ZOOM, Settings

HEAD = "[oriole]\nformat = 1\n"
SHOWN = (THEME, ZOOM, ACCENT)
WORK = Connection(
    "work", "Work", "https://llm.example.com/v1", "m-1", Api.CHAT, organization="org-1",
    patience_s=90.0, proxy="socks5://proxy.example:1080", trust=Trust.BUNDLED,
    ca_file="/home/me/ca.pem", certificate_file="/home/me/me.pem",
)  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml")


def plan(text: str | bytes, settings: Settings, here: tuple[Connection, ...] = (BUILT_IN,)):
    content = text.encode() if isinstance(text, str) else text
    return settings_file.plan(settings_file.parse(content), settings, SHOWN, here)


def notes(found: settings_file.Plan) -> set[tuple[What, str]]:
    return {(note.what, note.name) for note in found.notes}


def test_an_export_taken_in_elsewhere_gives_the_same(aloop, settings, tmp_path) -> None:
    aloop(settings.change({THEME: "dark", ZOOM: 1.5}))
    content = settings_file.export(settings, SHOWN, (BUILT_IN, WORK))
    other = Settings(tmp_path / "other.toml")
    found = plan(content, other)
    assert found.changes == (Change(THEME, "system", "dark"), Change(ZOOM, 1.0, 1.5))
    (taken,) = found.connections
    for field in (
        "name",
        "base_url",
        "model",
        "api",
        "organization",
        "patience_s",
        "proxy",
        "trust",
    ):
        assert getattr(taken, field) == getattr(WORK, field), field
    assert (found.notes, found.is_empty) == ((), False)


def test_an_export_holds_no_id_no_file_and_not_what_the_program_remembers(aloop, settings) -> None:
    aloop(settings.set(CONNECTION, "work"))
    content = settings_file.export(settings, SHOWN, (BUILT_IN, WORK)).decode()
    for absent in ('work"', "ca.pem", "me.pem", "banner", BUILT_IN_ID, "chat"):
        assert absent not in content.replace('api = "chat"', ""), absent
    assert tomllib.loads(content)["oriole"]["format"] == 1


def test_the_same_again_changes_nothing(settings) -> None:
    found = plan(settings_file.export(settings, SHOWN, (WORK,)), settings, (BUILT_IN, WORK))
    assert found.is_empty
    assert notes(found) == {(What.HERE_ALREADY, "Work")}


@pytest.mark.parametrize(
    ("text", "what", "name"),
    [
        ("[settings.appearance]\ntheme = 'pink'", What.BAD_VALUE, "appearance.theme"),
        ("[settings.appearance]\nzoom = 'big'", What.BAD_VALUE, "appearance.zoom"),
        ("[settings.appearance]\nzoom = nan", What.BAD_VALUE, "appearance.zoom"),
        ("[settings.future]\nx = 1", What.UNKNOWN, "future.x"),
        ("[settings.chat]\nconnection = 'evil'", What.UNKNOWN, "chat.connection"),
        ("[settings]\nloose = 1", What.UNKNOWN, "loose"),
        ("[[tools]]\ncommand = 'rm'", What.UNKNOWN, "tools"),
        ("[[connections]]\nname = 'A'", What.BAD_CONNECTION, "A"),
        ("[[connections]]\nbase_url = 'https://x'", What.BAD_CONNECTION, "?"),
        ("[[connections]]\nname = 'A'\nbase_url = 'file:///etc'", What.BAD_CONNECTION, "A"),
        ("[[connections]]\nname = 'A'\nbase_url = 'http://u:p@x'", What.BAD_CONNECTION, "A"),
        ("[[connections]]\nname = 'A'\nbase_url = 5", What.BAD_CONNECTION, "A"),
    ],
)
def test_what_cannot_be_is_named_and_left_out(settings, text: str, what: What, name: str) -> None:
    found = plan(f"{HEAD}{text}\n", settings)
    assert found.is_empty
    assert notes(found) == {(what, name)}


@pytest.mark.parametrize(
    ("line", "what", "name"),
    [
        ("trust = 'nobody'", What.CHECKED, "A"),
        ("trust = 'everybody'", What.BAD_FIELD, "A: trust"),
        ("api = 'soap'", What.BAD_FIELD, "A: api"),
        ("proxy = 'file:///x'", What.BAD_FIELD, "A: proxy"),
        ("proxy = 'http://u:p@x'", What.BAD_FIELD, "A: proxy"),
        ("proxy = 'http://[x'", What.BAD_FIELD, "A: proxy"),
        ("patience_s = -1", What.BAD_FIELD, "A: patience_s"),
        ("patience_s = true", What.BAD_FIELD, "A: patience_s"),
        ("patience_s = inf", What.BAD_FIELD, "A: patience_s"),
        ("preset = 'nobody-knows'", What.BAD_FIELD, "A: preset"),
        ("model = ['m']", What.BAD_FIELD, "A: model"),
        ("id = 'builtin'", What.UNKNOWN, "A: id"),
        ("ca_file = '//evil/share/ca.pem'", What.UNKNOWN, "A: ca_file"),
        ("key = 'sk-1'", What.UNKNOWN, "A: key"),
    ],
)
def test_a_connection_comes_without_what_it_may_not_bring(
    settings, line: str, what: What, name: str
) -> None:
    found = plan(
        f"{HEAD}[[connections]]\nname='A'\nbase_url='https://a.example/v1'\n{line}\n", settings
    )
    (taken,) = found.connections
    assert taken == Connection(taken.id, "A", "https://a.example/v1")
    assert notes(found) == {(what, name)}


def test_a_connection_never_takes_the_place_of_one_that_has_a_key(settings) -> None:
    text = f"{HEAD}[[connections]]\nid='work'\nname='Work'\nbase_url='https://evil.example/v1'\n"
    (taken,) = plan(text, settings, (BUILT_IN, WORK)).connections
    assert taken.id not in {WORK.id, BUILT_IN_ID}
    (again,) = plan(text, settings, (BUILT_IN, WORK)).connections
    assert again.id != taken.id


def test_there_is_an_end_to_connections(settings) -> None:
    one = "[[connections]]\nname='A{n}'\nbase_url='https://a.example/v{n}'\n"
    text = HEAD + "".join(one.format(n=n) for n in range(MAX_CONNECTIONS + 5))
    found = plan(text, settings)
    assert len(found.connections) == MAX_CONNECTIONS
    assert notes(found) == {(What.TOO_MANY, "105")}


def test_names_of_a_stranger_steer_nothing(settings) -> None:
    found = plan(tomli_w.dumps({"oriole": {"format": 1}, "a\u202eb\nc" * 40: 1}), settings)
    (note,) = found.notes
    assert note.name.startswith("a b c")
    assert len(note.name) == 60


@pytest.mark.parametrize(
    "content",
    [
        b"", b"hello", b"[settings]\n", b"[oriole]\nformat = 'x'\n", b"[oriole]\nformat = true\n",
        b"oriole = 1", b"\xff\xfe", b"x = " + b"[" * 1_900, b"x = " + b"9" * 5_000,
        b"a." * 30_000 + b"a = 1", b"\n" * (settings_file.MAX_BYTES + 1),
        b"x = [\n" + b"[\n" * 20_000,
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_no_export_is_unsuitable(settings, content: bytes) -> None:
    with pytest.raises(AppError) as caught:
        plan(content, settings)
    assert caught.value.code is Code.UNSUITABLE


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
_NO_NONE = _JUNK.filter(lambda value: "None" not in repr(value))
_SETTINGS = Settings(Path("/nonexistent/settings.toml"))


@given(st.binary(max_size=400))
@example(b"[oriole]\nformat=1\n[settings]\n''='x'\n[settings.'']\n''=1\n")
@example(b"[oriole]\nformat=1\nsettings=[]\nconnections={}\n")
def test_no_bytes_make_the_reader_raise_anything_else(content: bytes) -> None:
    for head in (b"", HEAD.encode()):
        with suppress(AppError):
            settings_file.plan(settings_file.parse(head + content), _SETTINGS, SHOWN, (BUILT_IN,))


@given(
    st.dictionaries(st.sampled_from(["appearance", "shortcuts", "x"]), _NO_NONE, max_size=3)
    | _NO_NONE,
    st.lists(
        st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                ("name", "base_url", "proxy", "trust", "api", "patience_s", "preset"), _NO_NONE
            ),
        ),
        max_size=3,
    )
    | _NO_NONE,
)
def test_no_table_makes_the_reader_raise(found: object, connections: object) -> None:
    table = {"oriole": {"format": 1}, "settings": found, "connections": connections}
    try:
        content = tomli_w.dumps(table).encode()
    except (UnicodeEncodeError, TypeError, ValueError, RecursionError):
        return  # surrogates, and what TOML cannot write
    with suppress(AppError):
        made = settings_file.plan(settings_file.parse(content), _SETTINGS, SHOWN, (BUILT_IN,))
        assert all(change.setting.accepts(change.after) for change in made.changes)
        assert all(connection.trust is not Trust.NOBODY for connection in made.connections)


def test_a_file_is_read_within_bounds(aloop, tmp_path: Path) -> None:
    good, large, folder = tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "c"
    good.write_bytes(HEAD.encode())
    large.write_bytes(b"#" * (settings_file.MAX_BYTES + 1))
    folder.mkdir()
    os.mkfifo(tmp_path / "pipe")  # nobody writes: opening it would wait for ever
    assert aloop(settings_file.load(good)) == {"oriole": {"format": 1}}
    for file, code in (
        (large, Code.UNSUITABLE), (folder, Code.UNSUITABLE), (tmp_path / "pipe", Code.UNSUITABLE),
        (tmp_path / "absent", Code.UNREADABLE),
    ):  # fmt: skip
        with pytest.raises(AppError) as caught:
            aloop(settings_file.load(file))
        assert caught.value.code is code


def test_an_export_is_written_whole_for_this_person_only(aloop, tmp_path: Path) -> None:
    file = tmp_path / "out.toml"
    file.write_text("old")
    aloop(settings_file.write(file, b"new"))
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(AppError):
        aloop(settings_file.write(file / "below", b"new"))
