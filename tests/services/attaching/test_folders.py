"""What of a folder goes in is shown before anything is taken, with the reason for what does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.core.errors import AppError, Code
from desktop.services.attaching.folders import FolderScan, Why, scan
from tests.media.papers import pdf

PNG = b"\x89PNG\r\n\x1a\n" + bytes(90)


def made(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


def told(found: FolderScan) -> dict[str, str]:
    return {file.name: file.why or file.kind for file in found.files}


def test_a_project_goes_in_without_what_tools_made(tmp_path: Path) -> None:
    root = made(
        tmp_path / "app",
        {
            "README.md": b"# App",
            "src/main.py": "print('你好')\n".encode(),
            "src/__pycache__/main.pyc": b"\x00",
            "docs/plan.pdf": pdf(["x"]),
            "docs/icon.png": PNG,
            "docs/empty.txt": b"",
            "node_modules/a/index.js": b"x",
            "my-env/pyvenv.cfg": b"home = x",
            ".git/config": b"x",
            ".env": b"KEY=secret",
            "uv.lock": b"x",
            "app.exe": b"MZ\x90\x00\x03\x00\x00\x00",
        },
    )
    found = scan(root)
    assert told(found) == {
        "app/.env": Why.HIDDEN,
        "app/.git": Why.HIDDEN,
        "app/README.md": "text",
        "app/app.exe": Why.KIND,
        "app/docs/empty.txt": Why.EMPTY,
        "app/docs/icon.png": "picture",
        "app/docs/plan.pdf": "pdf",
        "app/my-env": Why.NOISE,
        "app/node_modules": Why.NOISE,
        "app/src/__pycache__": Why.NOISE,
        "app/src/main.py": "text",
        "app/uv.lock": Why.NOISE,
    }
    taken = [file for file in found.files if not file.is_left_out]
    assert found.total == sum(file.size for file in taken)
    assert all(file.path.stat().st_size == file.size for file in taken)
    assert found.tokens == 2 + 4  # of the texts; only reading tells those of documents
    assert not found.is_cut


def test_what_the_folder_itself_ignores_stays_out(tmp_path: Path) -> None:
    root = made(
        tmp_path / "p",
        {
            ".gitignore": b"# made\nbuild/\n*.log\n!keep.log\n/only-here.txt\ndocs/**/*.tmp\n\n",
            "build/x.txt": b"x",
            "src/build": b"a file is no folder",
            "a.log": b"x",
            "keep.log": b"x",
            "only-here.txt": b"x",
            "src/only-here.txt": b"x",
            "docs/a/b/c.tmp": b"x",
            "src/.gitignore": b"secret.txt",
            "src/secret.txt": b"x",
            "secret.txt": b"x",
        },
    )
    left_out = {file.name for file in scan(root).files if file.why is Why.IGNORED}
    assert left_out == {
        "p/build", "p/a.log", "p/only-here.txt", "p/docs/a/b/c.tmp", "p/src/secret.txt",
    }  # fmt: skip


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = made(tmp_path / "outside", {"secret.txt": b"x"})
    root = made(tmp_path / "p", {"a.txt": b"x"})
    (root / "folder").symlink_to(outside)
    (root / "file.txt").symlink_to(outside / "secret.txt")
    (root / "round").symlink_to(root)
    assert told(scan(root)) == {
        "p/a.txt": "text", "p/file.txt": Why.LINK, "p/folder": Why.LINK, "p/round": Why.LINK,
    }  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    root = made(tmp_path / "p", {"a.txt": b"x"})
    os.mkfifo(root / "pipe")
    assert told(scan(root))["p/pipe"] == Why.KIND


def test_large_files_and_too_many_stay_out(tmp_path: Path) -> None:
    root = made(tmp_path / "p", {f"{number}.txt": b"x" for number in range(5)})
    (root / "0-large.txt").write_bytes(b"words " * 1_500_000)
    found = told(scan(root, max_files=3))
    assert found["p/0-large.txt"] == Why.TOO_LARGE
    assert [why for why in found.values() if why == Why.TOO_MANY] == [Why.TOO_MANY] * 2
    few = scan(root, max_seen=4)
    assert few.is_cut
    assert len(few.files) == 4


def test_a_folder_that_cannot_be_read_is_an_error_or_a_reason(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", made(tmp_path, {"file": b"x"}) / "file"):
        with pytest.raises(AppError) as caught:
            scan(path)
        assert caught.value.code is Code.UNREADABLE
