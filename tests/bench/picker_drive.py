"""Opens a list of 1,000 models and types into it: `python -m tests.bench.picker_drive`.

Prints one JSON object with what was measured, in milliseconds less the wait for a core.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.core.models import Facts, Modality, ModelInfo, ModelKey, Price
from desktop.ui.look import Look
from desktop.ui.model_choice import Choice, Section
from desktop.ui.picker import Picker
from tests.bench.clock import Stopwatch, percentile

MODELS, MAKERS, ROUNDS = 1000, 40, 8
TYPED = "maker 7 mini"
_FACTS = Facts(
    context=131_072,
    inputs=frozenset({Modality.TEXT, Modality.IMAGE}),
    tools=True,
    reasoning=True,
    price=Price(1.25, 10),
)


def _sections() -> tuple[Section, ...]:
    names = (f"maker-{n % MAKERS}/model-{n}-mini" for n in range(MODELS))
    infos = (ModelInfo(ModelKey("c", name), _FACTS) for name in names)
    choices = tuple(Choice("c", i.id, f"Maker: {i.id}", "Gateway", i) for i in infos)
    return (Section("Gateway", choices),)


def _timed(app: QApplication, act: Callable[[], object]) -> float:
    with Stopwatch() as watch:
        act()
        app.processEvents()
    return watch.elapsed_s * 1000


def _open(picker: Picker, sections: tuple[Section, ...]) -> None:
    picker.offer(sections)
    picker.click()


def _search(app: QApplication, picker: Picker) -> list[float]:
    """Type and take back a search, then close; give the milliseconds of each key."""
    popover = picker.popover
    assert popover is not None
    edit = popover.search.edit
    typed = [_timed(app, partial(QTest.keyClick, edit, letter)) for letter in TYPED]
    back = [_timed(app, partial(QTest.keyClick, edit, Qt.Key.Key_Backspace)) for _ in TYPED]
    popover.dismiss()
    return typed + back


def main() -> None:
    """Measure; the first round loads fonts and icons and is left out."""
    app = QApplication(sys.argv[:1])
    look = Look()
    look.use("light", "en")
    window = QWidget()
    picker = Picker(look)
    column = QVBoxLayout(window)
    column.addWidget(
        picker, 0, alignment=Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight
    )
    window.resize(1000, 800)
    window.show()
    app.processEvents()
    opened: list[float] = []
    keys: list[float] = []
    for _ in range(ROUNDS):
        gc.collect()
        sections = _sections()
        opened.append(_timed(app, lambda given=sections: _open(picker, given)))  # type: ignore[misc]
        keys += _search(app, picker)
        app.processEvents()
    figures = {
        "open_1k_ms": statistics.median(opened[1:]),
        "filter_p50_ms": statistics.median(keys[len(TYPED) * 2 :]),
        "filter_p99_ms": percentile(keys[len(TYPED) * 2 :], 99),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
