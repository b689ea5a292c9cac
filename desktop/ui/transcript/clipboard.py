"""What is put on the clipboard: plain text, Markdown and HTML, made when somebody asks for them.

The plain text of thousands of messages takes a second: it is made message by message while the
loop is idle, and at once only if it is asked for before that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import groupby

from PySide6.QtCore import QByteArray, QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from desktop.core.override import override
from desktop.ui.transcript.model import TranscriptModel
from desktop.ui.transcript.selection import Selected, Selection

_SLICE_S = 0.004
_AT_ONCE = 20_000  # characters: some 6 ms
_TEXT, _UTF8, _MARKDOWN, _HTML = (
    "text/plain",
    "text/plain;charset=utf-8",
    "text/markdown",
    "text/html",
)


class Excerpt:
    """A selection as it was when it was copied, whatever happens to the conversation later."""

    def __init__(self, selection: Selection, model: TranscriptModel) -> None:
        self._stretches = list(selection.stretches())
        self._sources: list[Callable[[], str]] = [
            _reader(stretch, model) for stretch in self._stretches
        ]
        self._envs = {s.row: model.messages[s.row].env() for s in self._stretches}
        self._texts: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._stretches)

    @property
    def size(self) -> int:
        """Characters of Markdown."""
        return sum(len(stretch.body) for stretch in self._stretches)

    def advance(self, until: float) -> bool:
        """Make texts until a time of `perf_counter`; tell whether all are made."""
        while len(self._texts) < len(self._sources):
            self._texts.append(self._sources[len(self._texts)]())
            if time.perf_counter() > until:
                break
        return len(self._texts) == len(self._sources)

    def text(self) -> str:
        """Give the selection as plain text, paragraphs apart by blank lines."""
        self.advance(float("inf"))
        out: list[str] = []
        for stretch, text in zip(self._stretches, self._texts, strict=True):
            if text:
                out += [stretch.joint if out else "", text]
        return "".join(out)

    def markdown(self) -> str:
        """Give the selection as Markdown; wholly selected blocks keep their source."""
        return _joined(self._stretches)

    def html(self) -> str:
        """Give the selection as HTML without scripts, pictures or styles."""
        from desktop.ui.transcript.rich import html_of, literal_html  # noqa: PLC0415 - on request

        out: list[str] = []
        of_row = groupby(self._stretches, key=lambda stretch: (stretch.row, stretch.is_literal))
        for (row, is_literal), stretches in of_row:
            markdown = _joined(stretches)
            out.append(literal_html(markdown) if is_literal else html_of(markdown, self._envs[row]))
        return "".join(out)


def _joined(stretches: Iterable[Selected]) -> str:
    """Join stretches as Markdown."""
    out: list[str] = []
    for stretch in stretches:
        if stretch.markdown:
            out += [stretch.joint if out else "", stretch.markdown]
    return "".join(out)


def _reader(stretch: Selected, model: TranscriptModel) -> Callable[[], str]:
    if stretch.text is not None:
        text = stretch.text
        return lambda: text
    message, markdown = model.messages[stretch.row], stretch.markdown
    # Streamed on since: what was not there when it was copied is not pasted either.
    return lambda: message.plain() if message.text.rstrip("\n") == markdown else markdown


class LateMimeData(QMimeData):
    """Clipboard data that is made on request, for what is too long to be made at once.

    Python must be alive as long as this is on the clipboard: see `Copier`.
    """

    def __init__(self, excerpt: Excerpt, *, as_markdown: bool) -> None:
        super().__init__()
        self._excerpt, self._as_markdown = excerpt, as_markdown

    @override
    def formats(self) -> list[str]:
        return [_TEXT, _UTF8, _MARKDOWN, _HTML]

    @override
    def hasFormat(self, mimetype: str) -> bool:
        return mimetype in self.formats()

    @override
    def retrieveData(self, mimetype: str, preferredType: object) -> object:
        match mimetype:
            case "text/plain" | "text/plain;charset=utf-8":
                return self._excerpt.markdown() if self._as_markdown else self._excerpt.text()
            case "text/markdown":
                return QByteArray(self._excerpt.markdown().encode())
            case "text/html":
                return self._excerpt.html()
            case _:
                return None

    def made(self) -> QMimeData:
        """Give the same data, made now."""
        return made(self._excerpt, as_markdown=self._as_markdown)


def made(excerpt: Excerpt, *, as_markdown: bool) -> QMimeData:
    """Give clipboard data with everything in it."""
    data, markdown = QMimeData(), excerpt.markdown()
    data.setText(markdown if as_markdown else excerpt.text())
    data.setData(_MARKDOWN, QByteArray(markdown.encode()))
    data.setHtml(excerpt.html())
    return data


class Copier(QObject):
    """Puts excerpts on the clipboard; long ones are finished while the loop is idle.

    When the program ends, what is still to be made is made: Qt deletes the clipboard's data after
    Python has gone, and calling back into it then would abort the process.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._excerpts: list[Excerpt] = []
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_idle)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.settle)

    def copy(
        self,
        excerpt: Excerpt,
        *,
        as_markdown: bool = False,
        mode: QClipboard.Mode = QClipboard.Mode.Clipboard,
    ) -> None:
        """Put an excerpt on the clipboard, or make it the mouse's selection (X11)."""
        if excerpt.size <= _AT_ONCE:
            data = made(excerpt, as_markdown=as_markdown)
        else:
            data = LateMimeData(excerpt, as_markdown=as_markdown)
            if not as_markdown and mode is QClipboard.Mode.Clipboard:
                self._excerpts.append(excerpt)
                self._timer.start()
        QGuiApplication.clipboard().setMimeData(data, mode)

    def settle(self) -> None:
        """Put made data in the place of what would be made on request."""
        clipboard = QGuiApplication.clipboard()
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            data = clipboard.mimeData(mode)
            if isinstance(data, LateMimeData):
                clipboard.setMimeData(data.made(), mode)

    def _on_idle(self) -> None:
        if self._excerpts and self._excerpts[0].advance(time.perf_counter() + _SLICE_S):
            self._excerpts.pop(0)
        if not self._excerpts:
            self._timer.stop()
