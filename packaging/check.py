"""Every gate in one command: `check.py [--full] [--no-tests] [-- ARGUMENTS FOR PYTEST]`.

`packaging/run.py test` calls it with the environment's Python after setting everything up. All
gates run even when one fails; the last line counts gates and tests together.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from steps import ROOT

LIMIT_S = {False: 24 * 60, True: 79 * 60}
"""A run that hangs must end by itself: the usual tests, and with the long proofs."""

_BIN = Path(sys.executable).parent
_PACKAGING = ROOT / "packaging"
GATES: dict[str, list[str | Path]] = {
    "format": [_BIN / "ruff", "format", "--check", "."],
    "lint": [_BIN / "ruff", "check", "."],
    "types": [_BIN / "mypy"],
    "layers": [_BIN / "lint-imports"],
    "dead code": [_BIN / "vulture"],
    "translations": [sys.executable, _PACKAGING / "translations.py", "check"],
    "licences": [sys.executable, _PACKAGING / "notices.py", "check"],
    "test server": [sys.executable, "-m", "tests.support.aimock"],  # installs it, once
    "test gateway": [sys.executable, "-m", "tests.support.litellm"],
}


@dataclass(frozen=True)
class Count:
    """How many gates or tests ended how."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run_gate(name: str, argv: list[str | Path]) -> Count:
    """Run one gate; its output is shown only when it fails."""
    began = time.monotonic()
    done = subprocess.run(
        [str(arg) for arg in argv],
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )
    verdict = "ok  " if done.returncode == 0 else "FAIL"
    print(f"{verdict} {name:<14} {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode == 0:
        return Count(passed=1)
    print(done.stdout.rstrip(), flush=True)
    return Count(failed=1)


def run_tests(arguments: list[str], *, full: bool) -> Count:
    """Run pytest with its output shown; give its counts, with one more failure if it broke down."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        argv = [sys.executable, "-m", "pytest", f"--junit-xml={report}"]
        argv += [] if full else ["-m", "not full"]
        argv += [] if arguments else ["-n", str(workers()), "--dist", "worksteal"]
        try:
            status = subprocess.run(
                [*argv, *arguments], cwd=ROOT, check=False, timeout=LIMIT_S[full]
            ).returncode
        except subprocess.TimeoutExpired:
            print(f"FAIL the tests took longer than {LIMIT_S[full] // 60} minutes")
            return Count(failed=1)
        count = read_report(report)
    # Status 0 is the only good one: 5 means that no test ran, others that pytest itself failed.
    if status != 0 and not count.failed:
        print(f"FAIL pytest ended with status {status}")
        return count + Count(failed=1)
    return count


def workers() -> int:
    """Give how many processes test at once: each has windows and servers of its own."""
    return min(os.cpu_count() or 1, 4)


def read_report(report: Path) -> Count:
    """Give the counts of a JUnit file; nothing when there is none."""
    if not report.exists():
        return Count()
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 - our own file
    total = Count()
    for suite in suites:
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        total += Count(int(suite.get("tests", 0)) - failed - skipped, failed, skipped)
    return total


def main(arguments: list[str]) -> int:
    """Run everything; give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="the long proofs too")
    parser.add_argument("--no-tests", action="store_true", help="only the gates")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    gates = sum((run_gate(name, argv) for name, argv in GATES.items()), Count())
    print(f"gates: {gates}", flush=True)
    tests = Count() if options.no_tests else run_tests(options.pytest, full=options.full)
    total = gates + tests
    print(total, flush=True)
    return 1 if total.failed or not (tests.passed or options.no_tests) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
