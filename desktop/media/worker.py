"""The program beside the window: what is slow, heavy or dangerous runs here, one job after another.

`python -m desktop.media.worker KIND` (frozen: `oriole --worker KIND`) reads jobs from its standard
input and writes results to its standard output until the input ends. Both are a line of JSON, whose
`size` tells how many bytes of content follow. Whoever starts it is `services.side_process`.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO, Protocol, TypeAlias, cast

Head: TypeAlias = dict[str, object]
MAX_HEAD_BYTES = 1 << 20
_MIB = 1024 * 1024


class Handle(Protocol):
    """Does one job: its head and its content become those of the result."""

    def __call__(self, head: Head, content: bytes) -> tuple[Head, bytes]:
        """Give the result; an exception ends the process, and the job with it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: the module whose function `handle` does it, and what it may use.

    A job that takes longer than `limit_s` ends the process: nothing else stops a regular
    expression. Of systems without limits to memory only the time is bounded.
    """

    module: str
    memory_mib: int
    limit_s: float


KINDS = {
    "formulas": Kind("desktop.media.formula_worker", 1024, 2.0),  # an article's take 0.01 s each
    "documents": Kind("desktop.media.documents", 1536, 60.0),
    "tokens": Kind("desktop.media.tokens", 1024, 20.0),
    "sound": Kind("desktop.media.sound.jobs", 1024, 120.0),
    "papers": Kind("desktop.media.transcript_paper", 1024, 60.0),
}


def main(arguments: list[str]) -> int:
    """Do jobs of the kind that the arguments name until nobody asks any more."""
    return run(KINDS[arguments[0]])


def run(kind: Kind) -> int:
    """Do jobs of one kind until nobody asks any more; give the exit status."""
    source, target = sys.stdin.buffer, _own_stdout()
    _bound_memory(kind.memory_mib)
    # The window wants its cores, and each thread of numpy's takes part of that memory.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    handle: Handle = import_module(kind.module).handle
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - no path of the disk
        while line := source.readline(MAX_HEAD_BYTES):
            head: Head = json.loads(line)
            content = source.read(cast("int", head["size"]))
            faulthandler.dump_traceback_later(kind.limit_s, exit=True, file=nowhere)
            result, data = handle(head, content)
            faulthandler.cancel_dump_traceback_later()
            target.write(json.dumps({**result, "size": len(data)}).encode() + b"\n" + data)
            target.flush()
            del content, data
    return 0


def _own_stdout() -> BinaryIO:
    """Keep the pipe for results; what a library prints goes nowhere."""
    own = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return os.fdopen(own, "wb")


def _bound_memory(mib: int) -> None:
    """Let an allocation fail rather than the computer swap."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = mib * _MIB
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
