"""`packaging/run.py`: what it finds missing, what it says, when it does nothing."""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import system_packages
from environment import LOCKS, Environment, too_long, without
from steps import EXIT_SYSTEM, ROOT, Stop
from system_packages import Need

NEEDS = (
    Need("libnot.so.9", "libnot9", "not-libs", "not"),
    Need("no-such-program", "tools", "tools-dnf", "tools-pac"),
    Need("/no/such/*|/nor/this", "data", "data", ""),
    Need("/no/such/font*", "fonts-not", "fonts", "fonts", wanted=True),
)


@pytest.mark.skipif(sys.platform != "linux", reason="probes Linux libraries")
def test_what_is_here_is_found() -> None:
    assert system_packages.is_present("libc.so.6")
    assert system_packages.is_present("python:json")
    assert system_packages.is_present("sh")
    assert system_packages.is_present("/no/such/file|/usr/b*")


def test_what_is_not_here_is_missing_and_wanted_things_do_not_count() -> None:
    assert [need.apt for need in system_packages.missing(NEEDS)] == ["libnot9", "tools", "data"]
    assert system_packages.missing(NEEDS, wanted=True) == list(NEEDS)
    assert system_packages.missing(NEEDS, lambda _: True, wanted=True) == []


@pytest.mark.parametrize(
    ("manager", "is_root", "command"),
    [
        ("apt-get", False, "sudo apt-get install -y --no-install-recommends libnot9 tools data"),
        ("apt-get", True, "apt-get install -y --no-install-recommends libnot9 tools data"),
        ("dnf", False, "sudo dnf install -y not-libs tools-dnf data"),
        ("pacman", False, "sudo pacman -S --needed --noconfirm not tools-pac"),
        ("", False, "install what provides: libnot.so.9 no-such-program /no/such/*|/nor/this"),
    ],
)
def test_there_is_one_exact_command(manager: str, is_root: bool, command: str) -> None:
    assert system_packages.install_command(NEEDS[:3], manager, is_root=is_root) == command


def test_a_package_is_named_once() -> None:
    twice = [Need("a.so.1", "same"), Need("b.so.1", "same")]
    command = system_packages.install_command(twice, "apt-get", is_root=True)
    assert command.split().count("same") == 1


def test_every_need_has_a_name_on_every_system() -> None:
    needs = (*system_packages.WINDOW, *system_packages.VIRTUAL, *system_packages.TESTS)
    assert all(need.apt and need.dnf and need.pacman for need in needs)
    assert len({need.probe for need in needs}) == len(needs)


@pytest.mark.parametrize("name", ["apt-get", "dnf", "pacman"])
def test_the_package_manager_is_found_on_path(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch(mode=0o755)
    found = system_packages.find_manager(lambda wanted: shutil.which(wanted, path=str(tmp_path)))
    assert found == name


def test_without_rights_the_set_up_stops_with_its_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stop) as stop:
        system_packages.ensure(NEEDS)
    assert stop.value.code == EXIT_SYSTEM
    assert "libnot9" in stop.value.message or "what provides" in stop.value.message


def test_a_lock_without_a_package_has_none_of_its_hashes() -> None:
    lock = "a==1 \\\n    --hash=sha256:aa\nb==2 ; x \\\n    --hash=sha256:bb\nc==3 \\\n    --hash=sha256:cc\n"
    assert without(lock, ("b",)) == lock.replace("b==2 ; x \\\n    --hash=sha256:bb\n", "")
    assert without(lock, ()) == lock


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose environment looks complete."""
    for lock in LOCKS.values():
        (tmp_path / lock).write_text("a==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    python = Environment(tmp_path).python
    python.parent.mkdir(parents=True)
    python.touch()
    return tmp_path


def stamp(checkout: Path, **changes: object) -> None:
    environment = Environment(checkout)
    content = environment._identity() | {"locks": {"base": environment._digest(LOCKS["base"])}}
    environment._stamp.write_text(json.dumps(content | changes))


def test_an_environment_with_its_stamp_is_ready_for_what_it_holds(checkout: Path) -> None:
    stamp(checkout)
    assert Environment(checkout).is_ready("base")
    assert not Environment(checkout).is_ready("test")


@pytest.mark.parametrize(
    "change",
    [
        {"python": "3.10"},
        {"root": "/moved"},
        {"project": ""},
        {"locks": {"base": "other"}},
        {"locks": None},
        {"locks": []},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_difference_makes_it_unready(checkout: Path, change: dict[str, object]) -> None:
    stamp(checkout, **change)
    assert not Environment(checkout).is_ready("base")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\0"], ids=repr)
def test_a_damaged_stamp_is_no_stamp(checkout: Path, text: str) -> None:
    Environment(checkout)._stamp.write_text(text)
    assert not Environment(checkout).is_ready("base")


def test_without_its_interpreter_it_is_unready(checkout: Path) -> None:
    stamp(checkout)
    Environment(checkout).python.unlink()
    assert not Environment(checkout).is_ready("base")


def test_a_changed_lock_makes_it_unready(checkout: Path) -> None:
    stamp(checkout)
    (checkout / LOCKS["base"]).write_text("a==2\n")
    assert not Environment(checkout).is_ready("base")


def test_an_old_python_gets_one_clear_sentence(tmp_path: Path) -> None:
    """The check stands before everything that an older Python could not read."""
    source = (ROOT / "packaging" / "run.py").read_text("utf-8")
    script = tmp_path / "run.py"
    script.write_text(source.replace("sys.version_info[:2]", "(3, 9)"), "utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], check=False, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 4
    assert done.stderr.startswith("oriole: Python 3.11, 3.12 or 3.13 is needed, this is 3.9.")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("platform", "names"),
    [
        ("win32", ("Scripts", "python.exe")),
        ("darwin", ("bin", "python")),
        ("linux", ("bin", "python")),
    ],
)
def test_the_interpreter_lies_where_the_system_puts_it(
    tmp_path: Path, platform: str, names: tuple[str, str]
) -> None:
    assert Environment(tmp_path, platform).python == tmp_path.joinpath(".venv", *names)


def test_a_path_too_long_for_windows_is_told_before_anything_is_installed() -> None:
    short, long = Path("C:/Users/me/oriole"), Path("C:/" + "long/" * 20)
    assert too_long(short, "win32", lambda: False) == 0
    assert too_long(long, "win32", lambda: False) == len(str(long)) + 180 - 259
    assert too_long(long, "win32", lambda: True) == 0
    assert too_long(long, "linux", lambda: False) == 0


def test_two_set_ups_of_one_checkout_wait_for_each_other(tmp_path: Path) -> None:
    entered = threading.Event()

    def second() -> None:
        with Environment(tmp_path)._alone():
            entered.set()

    thread = threading.Thread(target=second)
    with Environment(tmp_path)._alone():
        thread.start()
        assert not entered.wait(0.05)
    assert entered.wait(5)
    thread.join(5)


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_no_system_packages_are_looked_for_but_on_linux(platform: str) -> None:
    system_packages.ensure(NEEDS, platform=platform)


def test_it_knows_which_options_open_a_window() -> None:
    import run

    from desktop.__main__ import _WINDOW_OPTIONS

    assert run._WINDOW_OPTIONS == _WINDOW_OPTIONS


def test_the_set_up_scripts_name_no_server() -> None:
    for path in (ROOT / "packaging").glob("*.py"):
        assert "://" not in path.read_text("utf-8"), path.name


PROGRAM = """
import json, os, sys
names = ("DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR")
print(json.dumps([sys.argv[1:], {name: os.environ.get(name) for name in names}]))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh checkout; what it starts tells how it was started."""
    folder = tmp_path_factory.mktemp("setup") / "checkout"
    ignored = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*cache", ".hypothesis")
    shutil.copytree(ROOT, folder, ignore=ignored)
    (folder / "desktop" / "__main__.py").write_text(PROGRAM)
    return folder


def start(copy: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: text for name, text in os.environ.items() if name != "QT_QPA_PLATFORM"}
    return subprocess.run(
        [sys.executable, str(copy / "packaging" / "run.py"), *arguments],
        check=True,
        capture_output=True,
        text=True,
        timeout=600,
        env={**kept, **env},
    )


@pytest.mark.full
def test_a_fresh_copy_sets_itself_up_and_recovers(copy: Path) -> None:
    first = start(copy, "ask", "a b")
    assert "making .venv" in first.stderr
    assert json.loads(first.stdout)[0] == ["ask", "a b"]
    assert start(copy, "ask").stderr == "", "a second start costs nothing"
    (copy / ".venv" / "oriole-stamp.json").unlink()  # as if it had been interrupted
    assert "making .venv" in start(copy, "ask").stderr
    assert start(copy, "ask").stderr == ""


@pytest.mark.full
def test_without_a_display_the_window_is_driven_on_a_virtual_one(copy: Path) -> None:
    done = start(copy)
    arguments, seen = json.loads(done.stdout)
    assert arguments == ["--demo"]
    assert seen["QT_QPA_PLATFORM"] == "xcb"
    assert f"virtual display {seen['DISPLAY']}" in done.stderr
    assert not Path(seen["XDG_RUNTIME_DIR"]).exists(), "it is gone afterwards"
    assert json.loads(start(copy, "--stay").stdout)[0] == ["--demo", "--stay"]
    assert json.loads(start(copy, "--selftest").stdout)[0] == ["--selftest"]


@pytest.mark.full
def test_with_a_display_the_program_takes_the_place_of_the_set_up(copy: Path) -> None:
    done = start(copy, DISPLAY=":77")
    assert json.loads(done.stdout) == [
        [],
        {
            "DISPLAY": ":77",
            "QT_QPA_PLATFORM": None,
            "XDG_RUNTIME_DIR": os.environ["XDG_RUNTIME_DIR"],
        },
    ]
