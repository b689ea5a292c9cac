"""What the documents promise: commands that exist, one version, one licence."""

import importlib.metadata
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import desktop
from desktop.services.presets import COMPATIBLE_ID, presets

ROOT = Path(__file__).resolve().parents[2]
RUN = "python3 packaging/run.py"


def commands(document: str) -> list[str]:
    """Give the command lines in the fenced blocks of a document."""
    text = (ROOT / document).read_text("utf-8")
    blocks = re.findall(
        r"^```(?:bash|sh|console|shell)?\n(.*?)^```", text, re.DOTALL | re.MULTILINE
    )
    lines = (line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines())
    return [line.partition("  #")[0].strip() for line in lines if line]


def usage() -> str:
    argv = [sys.executable, str(ROOT / "packaging" / "run.py"), "--help"]
    return subprocess.run(argv, check=True, capture_output=True, text=True, timeout=30).stdout


def test_the_readme_has_the_two_commands() -> None:
    assert {RUN, f"{RUN} test"} <= set(commands("README.md"))


def test_every_start_command_in_the_readme_is_one_that_run_py_knows() -> None:
    known = {"", "test", "bench", "ask", "--stay", "--version", "--help", "--selftest", "--demo"}
    for command in commands("README.md"):
        if command.startswith(RUN):
            words = shlex.split(command.removeprefix(RUN))
            assert (words[0] if words else "") in known, command


def test_run_py_explains_itself_without_setting_anything_up() -> None:
    text = usage()
    for line in (RUN, f"{RUN} ask", f"{RUN} test [--full]", f"{RUN} bench [NAME] [--json]"):
        assert line in text


def test_ci_runs_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert f"exec {RUN} test\n" in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.parametrize("document", ["README.md", "desktop/README.md"])
def test_every_linked_file_exists(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\((?!\w+:|#)([^)\s#]+)", path.read_text("utf-8"))
    absent = [link for link in links if not (path.parent / link).exists()]
    assert not absent


def test_the_readme_has_the_servers_of_the_presets() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    table = re.findall(r"^\| (.+?) \| `(\S+?)`.*? \| (yes|no) \|$", text, re.MULTILINE)
    named = [row for row in presets() if row.base_url and row.id != COMPATIBLE_ID]
    assert table == [(row.name, row.base_url, "yes" if row.needs_key else "no") for row in named]


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = {project["version"], desktop.__version__, importlib.metadata.version("oriole")}
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    if newest.group(1) != "Unreleased":
        versions.add(newest.group(1))
    assert len(versions) == 1, versions


def test_the_licence_is_mit_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
