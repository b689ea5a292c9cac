"""What holds for every file of the project: sizes, docstrings, words that do not belong here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 300
GENERATED = {"THIRD_PARTY_NOTICES.md"}
NOT_OURS = {
    ".cache", ".git", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache",
    ".ruff_cache", ".venv", "__pycache__", "build", "dist", "node_modules",
}  # fmt: skip
TEXT = {
    ".cfg", ".css", ".desktop", ".ini", ".json", ".lock", ".md", ".py", ".qss", ".sh", ".svg",
    ".toml", ".ts", ".txt", ".xml", ".yaml", ".yml", "",
}  # fmt: skip

# Written so that this file does not match itself.
FOREIGN = [
    r"/w[o]rk/",
    r"\.l[i]brary\b",
    r"\bp[y]pi\.org",
    r"files\.p[y]thonhosted",
    r"registry\.n[p]mjs",
    r"/opt/p[y]pi",
    r"/r[o]ot/\.",
]


def our_files() -> Iterator[Path]:
    """Walk instead of asking git: a source archive has no repository."""
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.name in NOT_OURS or path.is_symlink():
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path


def modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules("desktop", "packaging"), ids=name)
def test_a_module_has_one_idea_and_says_which(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") <= MAX_LINES, "too long: more than one idea"
    docstring = ast.get_docstring(ast.parse(source))
    assert docstring, "no module docstring"
    assert docstring.strip().rstrip(".") != "Being built", "a stub"


@pytest.mark.parametrize("path", modules("tests"), ids=name)
def test_a_test_module_says_what_it_proves(path: Path) -> None:
    if path.name != "__init__.py" or path.read_text("utf-8"):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def test_no_word_of_the_place_where_it_was_made() -> None:
    found = [
        f"{name(path)}: {word}"
        for path in our_files()
        if path.suffix in TEXT and path.name not in GENERATED
        for word in FOREIGN
        if re.search(word, path.read_text("utf-8", "replace"))
    ]
    assert not found


def test_no_package_shadows_the_packaging_library() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert not (ROOT / "resources" / "__init__.py").exists()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_has_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "==" in block, block
        assert "--hash=sha256:" in block, block


def test_the_test_lock_holds_the_base_lock() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text("utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-test.lock")
