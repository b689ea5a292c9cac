"""The entry: `oriole` opens the window, `oriole VERB` works in the terminal."""

from __future__ import annotations

import gc
import sys
from functools import partial

_WINDOW_OPTIONS = {"--selftest", "--demo", "--stay", "--report-first-paint"}
"""For tests, benches and machines without a screen; a person needs none of them."""


def main(arguments: list[str]) -> int:
    """Run what the arguments ask for; give the exit status."""
    if arguments[:1] == ["--engine"]:  # a frozen program has no `python -m desktop.engine`
        from desktop.engine.__main__ import main as run_engine  # noqa: PLC0415

        return run_engine(arguments[1:])
    if arguments[:1] == ["--worker"]:  # nor a `python -m desktop.media.worker`
        from desktop.media.worker import main as run_worker  # noqa: PLC0415

        return run_worker(arguments[1:])
    if arguments == ["--print"]:  # nor a `python -m desktop.ui.printing`
        from desktop.ui.printing import main as run_printer  # noqa: PLC0415

        return run_printer()
    if not set(arguments) <= _WINDOW_OPTIONS:
        from desktop.cli import main as run_cli  # noqa: PLC0415 - a verb needs no Qt

        return run_cli(arguments)
    return _open_window(set(arguments))


def prepare() -> None:
    """Load Qt so that the window's modules come cheap; before `desktop.app` is imported."""
    gc.disable()  # nothing that a start makes is garbage; `ui.collector` takes over
    import PySide6.QtCore  # noqa: F401, PLC0415 - Qt only for the window

    from desktop.ui import plain_imports  # noqa: PLC0415

    plain_imports.restore()


def _open_window(options: set[str]) -> int:
    prepare()
    from desktop import app  # noqa: PLC0415

    if "--selftest" in options:
        from desktop.selftest import measure  # noqa: PLC0415

        return app.main(drive=measure)
    if "--demo" in options:
        from desktop.demo import ask_once  # noqa: PLC0415

        return app.main(drive=partial(ask_once, stays="--stay" in options))
    return app.main(reports_paint="--report-first-paint" in options)


def console() -> None:
    """Run the console script `oriole`."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    console()
