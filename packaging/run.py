"""Set up Oriole on this machine and start it: `python3 packaging/run.py`. Needs nothing but Python.

    python3 packaging/run.py                       set up, open the window
    python3 packaging/run.py ask "a question"      set up, pass everything else to oriole
    python3 packaging/run.py test [--full] [-- ARGUMENTS FOR PYTEST]
    python3 packaging/run.py bench [NAME] [--json]

On Windows it is `py packaging/run.py`. A second start costs nothing extra. Without a display the
window opens on a virtual one, answers one question, prints the answer and the path of a screenshot,
and ends; `--stay` keeps it open.
Exit codes of the set-up: 3 system packages are missing (the command is printed), 4 this Python is
too old or too new, 5 the environment could not be made.
"""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):  # before anything that an old Python cannot read
    sys.stderr.write(
        "oriole: Python 3.11, 3.12 or 3.13 is needed, this is {}.{}. Start it as: {}\n".format(
            *sys.version_info[:2],
            "py -3.11 packaging/run.py"
            if sys.platform == "win32"
            else "python3.11 packaging/run.py",
        )
    )
    sys.exit(4)

import os
import signal
import subprocess

import system_packages
from environment import Environment
from steps import ROOT, Stop, say

_WINDOW_OPTIONS = {"--demo", "--stay", "--selftest", "--report-first-paint"}
"""What the window understands, as in desktop/__main__.py; anything else is for the terminal."""


def main(arguments: list[str]) -> int:
    """Do what the command line asks for; give the exit code."""
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if arguments in (["--help"], ["-h"]):
        print(__doc__)
        return 0
    try:
        if verb == "test":
            return _test(rest)
        if verb == "bench":
            return _become(_ready("test"), ["-m", "tests.bench", *rest], folder=str(ROOT))
        return _start(arguments)
    except Stop as stop:
        say(stop.message)
        return stop.code
    except KeyboardInterrupt:
        say("stopped; the next start goes on from here")
        return 130


def _ready(profile: str) -> Environment:
    """Set up what `profile` needs, on the system and in `.venv`."""
    environment = Environment()
    needs: tuple[system_packages.Need, ...] = system_packages.WINDOW
    if profile == "test":
        needs = (*needs, *system_packages.VIRTUAL, *system_packages.TESTS)
    system_packages.ensure(needs, first=not environment.is_ready(profile))
    environment.prepare(profile)
    return environment


def _test(arguments: list[str]) -> int:
    check = str(ROOT / "packaging" / "check.py")
    return _become(_ready("test"), [check, *arguments], folder=str(ROOT))


def _start(arguments: list[str]) -> int:
    environment = _ready("base")
    # -P: a folder named "desktop" in the current directory must not win over the program.
    program = ["-P", "-m", "desktop"]
    if not set(arguments) <= _WINDOW_OPTIONS or _has_display():
        return _become(environment, [*program, *arguments])
    if not arguments or arguments == ["--stay"]:
        arguments = ["--demo", *arguments]
    return _start_without_display([str(environment.python), *program, *arguments])


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(k) for k in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _start_without_display(argv: list[str]) -> int:
    import virtual_desktop  # noqa: PLC0415 - costs a start with a display nothing

    try:
        system_packages.ensure(system_packages.VIRTUAL)
    except Stop as stop:
        say(f"There is no display and no virtual one, so nothing can be seen. {stop.message}")
        return subprocess.call(argv, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    # Without this a plain `kill` would leave the virtual desktop behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with virtual_desktop.virtual_desktop() as desktop:
        say(f"There is no display: the window is on the virtual display {desktop.display}")
        with desktop.started(argv) as process:
            return process.wait()


def _become(environment: Environment, arguments: list[str], folder: str = "") -> int:
    """Replace this process by the environment's Python; on Windows, run it and wait."""
    argv = [str(environment.python), *arguments]
    if folder:
        os.chdir(folder)
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(argv[0], argv)  # noqa: S606 - no shell is what is wanted
    return subprocess.call(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
