"""Keep the translations in step with the sources: `translations.py update`, `translations.py check`.

`update` writes what the sources mark into every resources/i18n/*.ts; a person then translates.
`check` fails on what is new in the sources, unfinished, gone from them, or changes a placeholder.

pyside6-lupdate 6.11 reads Python poorly: `translate("C", "%n file(s)", "", count)` is no plural to
it, and with `n=count` or `len(files)` the text is dropped without a word. So the calls are found
here, by Python's own parser, and handed to lupdate in the one form that it understands.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from steps import ROOT, succeeds

_PLACEHOLDER = re.compile(r"\{\w*\}|%n|%\d")


@dataclass(frozen=True)
class Text:
    """One entry of a .ts file; `forms` are its translations, more than one for a plural."""

    context: str
    source: str
    comment: str
    state: str  # "", or "unfinished", "vanished", "obsolete"
    is_plural: bool
    forms: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """What makes an entry the same entry in two files."""
        return self.context, self.source, self.comment, self.is_plural


def read(path: Path) -> list[Text]:
    """Give the entries of a .ts file."""
    texts = []
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            forms: tuple[str, ...] = ()
            if translation is not None:
                plurals = [form.text or "" for form in translation.iter("numerusform")]
                forms = tuple(plurals or [translation.text or ""])
            texts.append(
                Text(
                    context.findtext("name", ""),
                    message.findtext("source", ""),
                    message.findtext("comment", ""),
                    "" if translation is None else translation.get("type", ""),
                    message.get("numerus") == "yes",
                    forms,
                )
            )
    return texts


def faults(texts: list[Text], in_sources: list[Text]) -> list[str]:
    """Give one line for everything that is wrong with a translation.

    Args:
        texts: The file as it is.
        in_sources: The same file after lupdate has read the sources.
    """
    known = {text.key for text in texts}
    found = {text.key for text in in_sources if text.state not in {"vanished", "obsolete"}}
    lines = [f"new in the sources: {key[0]}: {key[1]!r}" for key in sorted(found - known)]
    lines += [f"gone from the sources: {key[0]}: {key[1]!r}" for key in sorted(known - found)]
    for text in texts:
        lines += [f"{fault}: {text.context}: {text.source!r}" for fault in _faults_of(text)]
    return lines


def _faults_of(text: Text) -> list[str]:
    if text.state:
        return [text.state]
    if not text.forms or not all(form.strip() for form in text.forms):
        return ["empty"]
    wanted = set(_PLACEHOLDER.findall(text.source))
    # "One message" may leave the number out; the last form is the general one.
    wrong = [set(_PLACEHOLDER.findall(form)) - {"%n"} != wanted - {"%n"} for form in text.forms]
    if any(wrong) or ("%n" in wanted and "%n" not in text.forms[-1]):
        return ["other placeholders"]
    return []


def marked(source: str) -> list[str]:
    """Give the calls that mark a text for translation, one line of Python each."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in {"translate", "QT_TRANSLATE_NOOP"}:
            words = [arg.value for arg in node.args[:3] if isinstance(arg, ast.Constant)]
            if len(words) < 2 or not all(isinstance(word, str) for word in words):
                continue  # a text from a table, marked where the table is
            context, text, comment = (*words, "")[:3]
            is_plural = len(node.args) > 3 or any(word.arg == "n" for word in node.keywords)
            plural = ", 1" if is_plural else ""
            lines.append(
                f"translate({_quoted(context)}, {_quoted(text)}, {_quoted(comment)}{plural})"
            )
    return lines


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _quoted(text: object) -> str:
    return json.dumps(text, ensure_ascii=False)


def update(root: Path, files: list[Path]) -> bool:
    """Let lupdate bring `files` in step with the sources; tell whether it ran well."""
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    with tempfile.TemporaryDirectory() as folder:
        calls = Path(folder) / "marked.py"
        sources = sorted((root / "desktop").rglob("*.py"))
        lines = [line for path in sources for line in marked(path.read_text("utf-8"))]
        calls.write_text("\n".join(lines) + "\n", "utf-8")
        # Without line numbers a change of code does not change these files.
        options = ["-silent", "-locations", "none", "-no-obsolete"]
        return all(
            # English is the source: only its plurals have something to say.
            succeeds([tool, calls, *options, *(["-pluralonly"] * (path.stem == "en")), "-ts", path])
            for path in files
        )


def check(root: Path) -> list[str]:
    """Give all faults of all translations under `root`, each with its file's name."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        originals = sorted((root / "resources" / "i18n").glob("*.ts"))
        copies = [Path(shutil.copy(path, folder)) for path in originals]
        if not update(root, copies):
            return ["pyside6-lupdate failed"]
        for original, copy in zip(originals, copies, strict=True):
            lines += [f"{original.name}: {line}" for line in faults(read(original), read(copy))]
    return lines


def main(arguments: list[str]) -> int:
    """Do the verb; give the exit code."""
    if arguments == ["update"]:
        return 0 if update(ROOT, sorted((ROOT / "resources" / "i18n").glob("*.ts"))) else 1
    if arguments == ["check"]:
        lines = check(ROOT)
        print("\n".join(lines) or "all translations are complete")
        return 1 if lines else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
