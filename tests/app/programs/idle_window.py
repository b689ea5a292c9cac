"""Opens the real window as `desktop.__main__` does, and tells what an idle one has loaded.

Standard output: one line of JSON, the names of the modules, of the classes of Qt, and of the files
whose source is kept.
"""

import asyncio
import gc
import json
import linecache
import sys

from desktop.__main__ import prepare

prepare()
from PySide6.QtCore import QEvent, QObject  # noqa: E402

from desktop import app  # noqa: E402


async def look(running: app.Running) -> int:
    """Wait until nothing is going on any more, then tell."""
    while not gc.get_freeze_count():  # noqa: ASYNC110 - the last thing that the start does
        await asyncio.sleep(0.01)
    for _ in range(20):
        await asyncio.sleep(0.01)
    view = running.shell.page("chat")
    assert view is not None
    assert view.isVisible()
    classes = sorted({*below(QObject), *below(QEvent)})
    told = {
        "modules": sorted(sys.modules),
        "classes": classes,
        "sources": sorted(linecache.cache),
    }
    json.dump(told, sys.stdout)
    return 0


def below(kind: type) -> set[str]:
    """Give the names of the classes of Qt that are derived from one."""
    names: set[str] = set()
    for each in kind.__subclasses__():
        if each.__module__.startswith("PySide6."):
            names |= {each.__name__, *below(each)}
    return names


sys.exit(app.main(drive=look))
