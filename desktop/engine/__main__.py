"""How the engine starts and ends, and what it is told while it runs.

The first line of stdin is the key; every further one tells which models the person has added
(`catalogue`), and is answered by `LISTED count`. `READY http://127.0.0.1:PORT` goes to stdout once
the port answers, or `FAILED code detail` when it never will; later `LOADING id`, `LOADED id` and
`UNLOADED id` as models come into memory and leave it. The program ends when stdin does, so it
cannot outlive whoever started it, not even one that was killed. File descriptors are used instead
of `sys.stdin` and `sys.stdout`, which a windowed build does not have.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from desktop.core.errors import Code
from desktop.engine.catalogue import IDLE_S, MAX_LINE_BYTES, Catalogue

_STDIN, _STDOUT = 0, 1
_MAX_KEY_BYTES = 4096

_ENVIRONMENT = {
    # Idle OpenMP threads would spin: on busy cores 30 tokens/s fall to between 1 and 5.
    "OMP_WAIT_POLICY": "passive",
    "GOMP_SPINCOUNT": "0",
    # An abort in native code would start a debugger for a backtrace nobody reads.
    "GGML_NO_BACKTRACE": "1",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the engine until stdin ends; give the exit status if it cannot begin."""
    options = _options(arguments)
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)  # read when xllamacpp is loaded, on the first question
    key = _read_line(_STDIN)
    if not key:
        sys.stderr.write("The first line of stdin must be the key.\n")
        return 2
    catalogue = Catalogue(options.weights, options.idle)
    threading.Thread(target=_listen, args=(catalogue,), name="stdin", daemon=True).start()
    try:
        from desktop.engine.serve import serve  # noqa: PLC0415 - parts of it may not be installed
    except ImportError as error:
        _say(f"FAILED {Code.ENGINE_MISSING} {error.name or error}")
        return 3
    serve(key, catalogue, _say, memory_bytes=options.memory, speech=options.speech)
    os._exit(0)  # a question may still be at work in native code that does not listen


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m desktop.engine", description=__doc__)
    parser.add_argument("--weights", type=Path, help="the model's file, if not in its package")
    parser.add_argument("--speech", type=Path, help="the folder of the speech model's package")
    parser.add_argument(
        "--idle", type=int, default=IDLE_S, help="seconds until memory is given back; 0: never"
    )
    parser.add_argument(
        "--memory", type=int, help="bytes that language models may take together; default: half"
    )
    return parser.parse_args(arguments)


def _read_line(descriptor: int) -> str:
    line = bytearray()
    while len(line) < _MAX_KEY_BYTES:
        byte = os.read(descriptor, 1)
        if not byte or byte == b"\n":
            break
        line += byte
    return line.decode("ascii", "replace").strip()


def _listen(catalogue: Catalogue) -> None:
    """Take lines until stdin ends, and then end the program."""
    line = bytearray()
    while piece := os.read(_STDIN, 65536):
        *ended, rest = piece.split(b"\n")
        for end in ended:
            _take(catalogue, bytes(line + end))
            line.clear()
        if len(line) <= MAX_LINE_BYTES:  # else it is too long in any case
            line += rest
    os._exit(0)


def _take(catalogue: Catalogue, line: bytes) -> None:
    try:
        count = catalogue.take(line)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
    else:
        _say(f"LISTED {count}")


def _say(line: str) -> None:
    os.write(_STDOUT, f"{line}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
