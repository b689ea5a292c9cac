"""Make the README's pictures from the real window: `screenshots.py [FOLDER]`.

Starts a virtual desktop and, on it, the program with an empty data folder; `photographs.py` then
uses the window like a person and photographs what it shows.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from steps import ROOT
from virtual_desktop import virtual_desktop

PICTURES = ROOT / "resources" / "pictures"
_LIMIT_S = 180


def main(arguments: list[str]) -> int:
    """Make all pictures; give the exit code."""
    folder = Path(arguments[0]).absolute() if arguments else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, virtual_desktop() as desktop:
        env = {**desktop.env, "ORIOLE_HOME": home}
        argv = [sys.executable, str(ROOT / "packaging" / "photographs.py"), str(folder)]
        return subprocess.run(argv, env=env, check=False, timeout=_LIMIT_S).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
