"""What formulas and pictures of one transcript share: who draws them, and who is told."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import (
    QPainter,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from desktop.core.override import override
from desktop.core.tasks import TaskScope
from desktop.ui.scope import scope_for
from desktop.ui.transcript.objects.format import FORMULA, OBJECT, PICTURE, TURN
from desktop.ui.transcript.objects.ground import Ink, Owner

if TYPE_CHECKING:
    from desktop.services.context import Services
    from desktop.ui.transcript.objects.formula import FormulaInk
    from desktop.ui.transcript.objects.picture import PictureInk

_TOGETHER_MS = 20  # what is drawn within so long is laid out at once
_MINIMUM = QTextBlockFormat.LineHeightTypes.MinimumHeight.value


class Context(QObject):
    """Owned by a transcript; knows its documents, and draws and loads nothing before the first.

    Signals: `changed()` some objects came out larger, smaller or different: lay out again. Their
    owners' `revision` has grown. `opened(source)` somebody wants to look at a picture closely.
    """

    changed = Signal()
    opened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.services: Services | None = None
        self._owners: weakref.WeakKeyDictionary[QTextDocument, weakref.ref[Owner]] = (
            weakref.WeakKeyDictionary()
        )
        self._scope: TaskScope | None = None
        self._handler: _Handler | None = None
        self._formulas: FormulaInk | None = None
        self._pictures: PictureInk | None = None
        self._timer = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._timer.timeout.connect(self.changed)

    def use(self, services: Services) -> None:
        """Take where drawings and pictures come from; without it sources and words are shown."""
        self.services = services
        self.report(self._owners.keys())

    @property
    def scope(self) -> TaskScope:
        """What is being drawn and loaded; ends with the transcript."""
        if self._scope is None:
            self._scope = scope_for(self, lambda _error: None)
        return self._scope

    @property
    def formulas(self) -> FormulaInk:
        """Draws formulas."""
        if self._formulas is None:
            # 0.3 MiB that most conversations never need, as below.
            from desktop.ui.transcript.objects.formula import FormulaInk  # noqa: PLC0415

            self._formulas = FormulaInk(self)
        return self._formulas

    @property
    def pictures(self) -> PictureInk:
        """Draws pictures, and loads those that may be loaded."""
        if self._pictures is None:
            from desktop.ui.transcript.objects.picture import PictureInk  # noqa: PLC0415

            self._pictures = PictureInk(self)
        return self._pictures

    def ink(self, kind: int) -> Ink:
        """Give what draws objects of a kind."""
        return self.pictures if kind == PICTURE else self.formulas

    def adopt(self, document: QTextDocument, owner: Owner) -> None:
        """Draw the objects of a document from now on."""
        if self._handler is None:
            self._handler = _Handler(self)
        layout = document.documentLayout()
        for kind in (FORMULA, PICTURE):
            layout.registerHandler(kind, self._handler)
        self._owners[document] = weakref.ref(owner)

    def at_end(self, call: Callable[[], None]) -> None:
        """Call something when the transcript is gone."""
        self.destroyed.connect(call)

    def owner(self, document: QTextDocument) -> Owner | None:
        """Give what a document belongs to, while there is such a thing."""
        found = self._owners.get(document)
        return found() if found is not None else None

    def report(self, documents: Iterable[QTextDocument]) -> None:
        """Lay out documents anew whose objects came out different, and tell it."""
        for document in list(documents):
            owner = self.owner(document)
            if owner is not None:
                self.settle(document, is_new=True)
                owner.revision += 1
                self._timer.start()

    def settle(self, document: QTextDocument, *, is_new: bool = False) -> None:
        """Give every object its place in the line; `is_new`: they may have another size."""
        cursor = QTextCursor(document)
        found = list(objects_in(document))
        if not found:
            return
        cursor.beginEditBlock()
        for position, look in found:
            is_tall = self.ink(look.objectType()).is_tall(document, look)
            cursor.setPosition(position)
            cursor.movePosition(
                QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
            )
            _place(cursor, look, is_tall=is_tall, is_new=is_new)
        cursor.endEditBlock()


def register(document: QTextDocument, context: Context, owner: Owner) -> None:
    """Let a document draw its objects; once, before its text is written."""
    context.adopt(document, owner)


def settle(document: QTextDocument, context: Context) -> None:
    """Give the objects their place in the line; after text was written."""
    context.settle(document)


def objects_in(document: QTextDocument) -> Iterator[tuple[int, QTextCharFormat]]:
    """Yield where the objects of a document are, and their formats."""
    cursor = document.find(OBJECT, 0)
    while not cursor.isNull():
        look = cursor.charFormat()
        if look.objectType() in {FORMULA, PICTURE}:
            yield cursor.selectionStart(), look
        cursor = document.find(OBJECT, cursor)


def _place(cursor: QTextCursor, look: QTextCharFormat, *, is_tall: bool, is_new: bool) -> None:
    align = QTextCharFormat.VerticalAlignment
    is_centred = is_tall and look.objectType() == FORMULA
    wanted = align.AlignMiddle if is_centred else align.AlignNormal
    if is_new or look.verticalAlignment() != wanted:
        look.setVerticalAlignment(wanted)
        look.setProperty(TURN, (look.intProperty(TURN) + 1) % 1_000)
        cursor.setCharFormat(look)
    paragraph = cursor.blockFormat()
    if is_tall and paragraph.lineHeightType() != _MINIMUM:
        paragraph.setLineHeight(paragraph.lineHeight(), _MINIMUM)
        cursor.setBlockFormat(paragraph)


class _Handler(QPyTextObject):
    """What Qt asks for the size of objects and to draw them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context

    @override
    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:
        look = format.toCharFormat()
        return self._context.ink(look.objectType()).size(doc, look)

    @override
    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,
        format: QTextFormat,
    ) -> None:
        look = format.toCharFormat()
        block = doc.findBlock(posInDocument)
        line = block.layout().lineForTextPosition(posInDocument - block.position())
        base = doc.documentLayout().blockBoundingRect(block).y() + line.y() + line.ascent()
        # Qt centres a tall object in its line; it belongs on the base line.
        place = QRectF(rect.x(), base - rect.height(), rect.width(), rect.height())
        self._context.ink(look.objectType()).paint(painter, place, doc, look)
