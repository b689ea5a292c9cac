"""What every step of the set-up shares: how it speaks, how it starts programs, how it gives up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

EXIT_SYSTEM = 3  # system packages are missing; the command that installs them was printed
# 4: this Python is too old or too new; run.py says so before it can read anything
EXIT_INSTALL = 5  # the environment could not be made


class Stop(Exception):  # noqa: N818 - not an error of the program: the set-up ends here, with words
    """The set-up cannot go on; `message` tells a person why and what to do.

    Args:
        code: The exit code of the process.
        message: One or two sentences, with the exact command where there is one.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def say(text: str) -> None:
    """Tell the person something; standard output stays free for what the program itself prints."""
    print(f"oriole: {text}", file=sys.stderr, flush=True)


def succeeds(
    argv: Sequence[str | Path], env: Mapping[str, str] | None = None, *, quiet: bool = False
) -> bool:
    """Run a program; tell whether it ended well.

    Its output goes to standard error; with `quiet` only when it failed.
    """
    try:
        done = subprocess.run(
            [str(arg) for arg in argv],
            check=False,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else sys.stderr.fileno(),
            stderr=subprocess.STDOUT if quiet else None,
        )
    except OSError as error:
        say(f"{argv[0]} did not start: {error}")
        return False
    if done.returncode != 0 and done.stdout:
        print(done.stdout.decode("utf-8", "replace"), file=sys.stderr, flush=True)
    return done.returncode == 0
