"""What of a folder would be attached, and why the rest would not. Worker threads only."""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from desktop.core.errors import AppError, Code
from desktop.media import kinds, text

MAX_FILES = 500
"""Taken of one folder; more is no question any more."""

_MAX_SEEN = 5000
_HEAD_BYTES = 8192
_TAIL_BYTES = 64 * 1024
_MAX_RULES_BYTES = 64 * 1024
_MAX_RULES = 1000
_REPARSE_POINT = 0x400
_BYTES_A_TOKEN = 4
_NOISE = {
    "__pycache__", "node_modules", "bower_components", "venv", "site-packages", "target",
    "$RECYCLE.BIN", "System Volume Information",
}  # fmt: skip
_GENERATED = {
    "*.lock", "package-lock.json", "pnpm-lock.yaml", "go.sum", "*.min.js", "*.min.css", "*.map",
    "*.pyc", "thumbs.db", "desktop.ini",
}  # fmt: skip


class Why(StrEnum):
    """Why something of a folder is left out."""

    HIDDEN = "hidden"  # begins with a dot
    NOISE = "noise"  # made by tools: packages, caches, lock files
    IGNORED = "ignored"  # by the folder's own .gitignore
    LINK = "link"  # leads elsewhere
    KIND = "kind"  # of a kind that cannot be attached
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_MANY = "too_many"  # over the limit for one folder


@dataclass(frozen=True, slots=True)
class FolderFile:
    """One file, or a folder left out as a whole (then `kind` is "folder").

    `name` begins with the chosen folder's own, with "/" between the parts; `kind` is a
    `media.kinds.Sort`. `tokens` is an estimate of its text; 0 where only reading it would tell.
    """

    path: Path
    name: str
    size: int
    kind: str
    why: Why | None = None
    tokens: int = 0

    @property
    def is_left_out(self) -> bool:
        """Tell whether it does not go in."""
        return self.why is not None


@dataclass(frozen=True, slots=True)
class FolderScan:
    """What was found. `is_cut`: the folder holds more than was looked at."""

    files: tuple[FolderFile, ...]
    is_cut: bool = False

    @property
    def total(self) -> int:
        """The bytes of all that goes in."""
        return sum(file.size for file in self.files if not file.is_left_out)

    @property
    def tokens(self) -> int:
        """About how many tokens the texts that go in have."""
        return sum(file.tokens for file in self.files if not file.is_left_out)


def scan(folder: Path, max_files: int = MAX_FILES, max_seen: int = _MAX_SEEN) -> FolderScan:
    """Look through a folder; links are not followed.

    Args:
        folder: The folder.
        max_files: How many files go in at most.
        max_seen: How many are looked at at most.

    Raises:
        AppError: UNREADABLE.
    """
    try:
        with os.scandir(folder) as entries:
            next(entries, None)
    except (OSError, ValueError) as error:
        raise AppError(Code.UNREADABLE) from error
    found: list[FolderFile] = []
    taken = 0
    for file in _walk(folder, folder.resolve().name or folder.name, ()):
        if len(found) == max_seen:
            return FolderScan(tuple(found), is_cut=True)
        if not file.is_left_out:
            taken += 1
            if taken > max_files:
                file = FolderFile(file.path, file.name, file.size, file.kind, Why.TOO_MANY)  # noqa: PLW2901
        found.append(file)
    return FolderScan(tuple(found))


_Rules: TypeAlias = "tuple[_Rule, ...]"


def _walk(folder: Path, name: str, rules: _Rules) -> Iterator[FolderFile]:
    """Yield files and the folders left out, folders after files, both by name."""
    try:
        with os.scandir(folder) as entries:
            known = sorted(entries, key=lambda entry: entry.name.casefold())
    except OSError:
        yield FolderFile(folder, name, 0, "folder", Why.UNREADABLE)
        return
    rules += _ignored_by(folder, name)
    folders = []
    for entry in known:
        own = f"{name}/{entry.name}"
        why = _why_by_name(entry, own, rules)
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and why is None:
            folders.append((Path(entry.path), own))
        elif is_folder:
            yield FolderFile(Path(entry.path), own, 0, "folder", why)
        else:
            yield _file(Path(entry.path), own, why)
    for path, own in folders:
        yield from _walk(path, own, rules)


def _why_by_name(entry: os.DirEntry[str], name: str, rules: _Rules) -> Why | None:
    if entry.is_symlink() or _is_junction(entry):
        return Why.LINK
    if entry.name.startswith("."):
        return Why.HIDDEN
    lower = entry.name.lower()
    is_folder = entry.is_dir(follow_symlinks=False)
    if is_folder and (entry.name in _NOISE or _is_environment(Path(entry.path))):
        return Why.NOISE
    if not is_folder and any(fnmatch.fnmatchcase(lower, pattern) for pattern in _GENERATED):
        return Why.NOISE
    return Why.IGNORED if _is_ignored(name, rules, is_folder=is_folder) else None


def _is_environment(folder: Path) -> bool:
    return (folder / "pyvenv.cfg").is_file()


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Tell a folder of Windows that leads elsewhere; other systems have only links."""
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & _REPARSE_POINT)


def _file(path: Path, name: str, why: Why | None) -> FolderFile:
    try:
        found = path.lstat()
        if why is not None:
            return FolderFile(path, name, found.st_size, "", why)
        if not stat.S_ISREG(found.st_mode):
            return FolderFile(path, name, 0, "", Why.KIND)
        if not found.st_size:
            return FolderFile(path, name, 0, kinds.Sort.TEXT, Why.EMPTY)
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
            if head.startswith(b"PK"):  # what a package is stands at its end
                stream.seek(max(0, found.st_size - _TAIL_BYTES))
                head += stream.read(_TAIL_BYTES)
    except OSError:
        return FolderFile(path, name, 0, "", why or Why.UNREADABLE)
    return _judged(path, name, found.st_size, head)


def _judged(path: Path, name: str, size: int, head: bytes) -> FolderFile:
    try:
        sort = kinds.sort_of(kinds.media_type_of(head, path.name))
        if sort is kinds.Sort.HTML:
            sort = kinds.Sort.TEXT  # see `intake`
        if sort in {kinds.Sort.TEXT, kinds.Sort.NOTEBOOK}:
            text.refuse_binary(head[:_HEAD_BYTES])
    except AppError:
        return FolderFile(path, name, size, "", Why.KIND)
    is_text = sort is kinds.Sort.TEXT
    if size > (text.MAX_BYTES if is_text else kinds.MAX_FILE_BYTES):
        return FolderFile(path, name, size, sort, Why.TOO_LARGE)
    tokens = -(-size // _BYTES_A_TOKEN) if is_text else 0
    return FolderFile(path, name, size, sort, tokens=tokens)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line of a .gitignore in the folder called `base`; `is_whole`: it is about paths, not names."""

    base: str
    pattern: re.Pattern[str]
    is_whole: bool
    is_of_folders: bool
    is_back: bool  # takes in again what an earlier line left out

    def fits(self, name: str, *, is_folder: bool) -> bool:
        """Tell whether it is about a file or folder."""
        if self.is_of_folders and not is_folder:
            return False
        path = name[len(self.base) + 1 :]
        return bool(self.pattern.match(path if self.is_whole else path.rpartition("/")[2]))


def _ignored_by(folder: Path, name: str) -> _Rules:
    """Read the rules of a folder's .gitignore, as git does but that "**" is "*"."""
    try:
        with (folder / ".gitignore").open("rb") as stream:
            lines = stream.read(_MAX_RULES_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return ()
    rules = []
    for line in islice((line.strip() for line in lines), _MAX_RULES):
        path = line.removeprefix("!").rstrip("/").replace("**/", "*").replace("**", "*")
        if path and not line.startswith("#"):
            pattern = re.compile(fnmatch.translate(path.lstrip("/")))
            rules.append(
                _Rule(name, pattern, "/" in path, line.endswith("/"), line.startswith("!"))
            )
    return tuple(rules)


def _is_ignored(name: str, rules: _Rules, *, is_folder: bool) -> bool:
    """Apply the rules; the last that fits decides."""
    fitting = (rule for rule in reversed(rules) if rule.fits(name, is_folder=is_folder))
    return any(not rule.is_back for rule in islice(fitting, 1))
