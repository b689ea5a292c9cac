"""The guards of tests/support catch what a test leaves behind, and nothing else."""

import os
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ["environment", "network", "guards", "loops", "skips"]

CLEAN = {
    "task that ends": """
        import asyncio
        def test(aloop):
            async def work():
                task = asyncio.get_running_loop().create_task(asyncio.sleep(0))
                await task
            aloop(work())
    """,
    "expected log": """
        import logging
        def test(expect_log):
            expect_log("disk .* full")
            logging.getLogger("x").warning("disk is full")
    """,
    "thread that ends": """
        import threading, time
        def test():
            threading.Thread(target=time.sleep, args=(0.03,)).start()
    """,
    "loopback": """
        import socket
        def test():
            with socket.create_server(("127.0.0.1", 0)) as server:
                socket.create_connection(server.getsockname()).close()
    """,
    "no route": """
        import pytest, socket
        def test():
            with pytest.raises(OSError):
                socket.create_connection(("192.0.2.1", 80), timeout=1)
            with pytest.raises(OSError):
                socket.create_connection(("nobody.invalid", 80), timeout=1)
    """,
    "closed widget": """
        from PySide6.QtWidgets import QWidget
        def test(qtbot):
            widget = QWidget()
            qtbot.addWidget(widget)
            widget.show()
    """,
    "coroutine on Qt": """
        import asyncio
        def test(qloop):
            async def work():
                return await asyncio.to_thread(lambda: 3)
            assert qloop(work()) == 3
    """,
    "clean environment": """
        import os, pathlib
        def test(home):
            assert "OPENAI_API_KEY" not in os.environ
            assert pathlib.Path.home() == home
            assert pathlib.Path(os.environ["XDG_DATA_HOME"]).is_relative_to(home)
    """,
    "property": """
        from hypothesis import given, strategies
        @given(strategies.text())
        def test(text):
            assert isinstance(text, str)
    """,
}

STRAY = {
    "log": """
        import logging
        def test():
            logging.getLogger("x").warning("boo")
    """,
    "absent log": """
        def test(expect_log):
            expect_log("boo")
    """,
    "qt warning": """
        from PySide6.QtCore import qWarning
        def test(qapp):
            qWarning("boo")
    """,
    "task": """
        import asyncio
        def test(aloop):
            async def work():
                asyncio.get_running_loop().create_task(asyncio.sleep(9), name="lost")
            aloop(work())
    """,
    "task on qt": """
        import asyncio
        def test(qloop):
            async def work():
                asyncio.get_running_loop().create_task(asyncio.sleep(9), name="lost")
            qloop(work())
    """,
    "thread": """
        import threading, time
        def test():
            threading.Thread(target=time.sleep, args=(2,), daemon=True, name="lost").start()
    """,
    "widget": """
        from PySide6.QtWidgets import QLabel
        kept = []
        def test(qapp):
            kept.append(QLabel("x"))
            kept[0].show()
    """,
    "timer": """
        from PySide6.QtCore import QTimer
        kept = QTimer()
        def test(qapp):
            kept.start(1000)
    """,
    "network": """
        import contextlib, socket
        def test():
            with contextlib.suppress(OSError):
                socket.create_connection(("8.8.8.8", 80), timeout=1)
    """,
    "name": """
        import contextlib, socket
        def test():
            with contextlib.suppress(OSError):
                socket.create_connection(("example.com", 80))
    """,
    "warning": """
        import warnings
        def test():
            warnings.warn("boo")
    """,
}

COMPLAINTS = {
    "log": "unexpected log",
    "absent log": "expected in the log, but absent",
    "qt warning": "boo",
    "task": "tasks left running",
    "task on qt": "tasks left running",
    "thread": "threads left running: ['lost']",
    "widget": "top-level widgets left",
    "timer": "timers left running",
    "network": "tried to reach the network: ['8.8.8.8:80']",
    "name": "tried to reach the network: ['example.com']",
    "warning": "UserWarning: boo",
}


@pytest.fixture(scope="module")
def run_tests(tmp_path_factory: pytest.TempPathFactory):
    """Run test files in a pytest of their own, with our guards: name -> complaint, empty if good."""

    def run(sources: dict[str, str]) -> tuple[int, dict[str, str]]:
        folder = tmp_path_factory.mktemp("inner")
        (folder / "conftest.py").write_text(
            f"pytest_plugins = {[f'tests.support.{name}' for name in PLUGINS]}"
        )
        (folder / "pytest.ini").write_text(
            "[pytest]\nfilterwarnings = error\nqt_api = pyside6\nqt_log_level_fail = WARNING\n"
        )
        for name, source in sources.items():
            path = folder / f"test_{name.replace(' ', '_')}.py"
            path.write_text(textwrap.dedent(source))
        path = f"{ROOT}{os.pathsep}{ROOT / 'packaging'}"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--junit-xml=report.xml"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path, "OPENAI_API_KEY": "of the developer"},
            capture_output=True,
            check=False,
            timeout=120,
        )
        complaints: dict[str, str] = {}
        for case in ET.parse(folder / "report.xml").getroot().iter("testcase"):
            name = str(case.get("classname")).removeprefix("test_").replace("_", " ")
            bad = [*case.iter("failure"), *case.iter("error")]
            text = "".join(f"{part.get('message')} {part.text}" for part in bad)
            complaints[name] = complaints.get(name, "") + text
        return done.returncode, complaints

    return run


def test_clean_tests_pass_beside_each_other(run_tests) -> None:
    assert run_tests(CLEAN) == (0, dict.fromkeys(CLEAN, ""))


@pytest.fixture(scope="module")
def strays(run_tests) -> dict[str, str]:
    return run_tests(STRAY)[1]


@pytest.mark.parametrize("name", STRAY)
def test_what_is_left_behind_fails_the_test(strays: dict[str, str], name: str) -> None:
    assert COMPLAINTS[name] in strays[name]


def test_a_skip_that_is_not_on_the_list_fails_the_run(run_tests) -> None:
    source = """
        import pytest
        @pytest.mark.skip(reason="later")
        def test():
            pass
    """
    assert run_tests({"good": "def test(): pass", "hole": source})[0] == 1
