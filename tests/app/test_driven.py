"""The window driven by the program itself: `--demo` and `--selftest`."""

import json
from pathlib import Path

from PySide6.QtGui import QImage
from virtual_desktop import VirtualDesktop

from desktop import __version__
from tests.app.person import COMMAND

KEYS = {
    "versions", "first_paint_ms", "pss_mib", "engine_ready_ms", "first_token_ms", "engine_pss_mib",
}  # fmt: skip


def test_the_demo_prints_the_answer_and_the_path_of_a_screenshot(
    desk: VirtualDesktop, tmp_path: Path
) -> None:
    desk.env["TMPDIR"] = str(tmp_path)
    ran = desk.run([*COMMAND, "--demo"], check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("> What is the capital of France?\n")
    assert "Paris" in ran.stdout
    path = Path(ran.stdout.strip().splitlines()[-1].removeprefix("screenshot: "))
    assert path.parent == tmp_path
    picture = QImage(str(path))
    assert picture.width() >= 900
    assert picture.height() >= 600


def test_the_selftest_prints_one_line_of_json(desk: VirtualDesktop) -> None:
    ran = desk.run([*COMMAND, "--selftest"], check=False)
    assert ran.returncode == 0, ran.stderr
    (line,) = ran.stdout.splitlines()
    report = json.loads(line)
    assert set(report) == KEYS
    assert report["versions"]["oriole"] == __version__
    assert {"python", "pyside6"} <= set(report["versions"])
    figures = [report[name] for name in KEYS - {"versions"}]
    assert all(isinstance(figure, int | float) and figure > 0 for figure in figures), report
