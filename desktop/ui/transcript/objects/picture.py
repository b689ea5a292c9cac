"""Pictures in a text: the picture, or a box that says what would be there and asks."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QTextCharFormat,
    QTextDocument,
)

from desktop.core.errors import AppError, Code
from desktop.services.pictures import Origin, Pictures, host_of, origin_of
from desktop.ui.assets import pixmap
from desktop.ui.error_text import error_text
from desktop.ui.i18n import translate
from desktop.ui.transcript.objects.format import KEY, SOURCE, TITLE
from desktop.ui.transcript.objects.ground import Ground
from desktop.ui.transcript.objects.shelf import Phase, Picture, Shelf
from desktop.ui.transcript.style import TARGET, Style

SHOW, ALWAYS, OPEN = "show", "always", "open"
_BOX, _HEIGHT = 440, 480  # of the box, and of the highest picture, at zoom 1
_PAD, _ICON, _RADIUS = 12, 20, 8
_GAP = 16  # between what can be pressed


class Spot(NamedTuple):
    """Something in the box that can be pressed; `rect` is relative to the box."""

    verb: str
    rect: QRectF
    label: str
    name: str


class PictureInk:
    """Measures, paints and loads pictures on a `Ground`."""

    def __init__(self, context: Ground) -> None:
        self._context = context
        self._service: Pictures | None = None
        self._shelf = Shelf(self._load, context.scope, context.report)

    def size(self, document: QTextDocument, look: QTextCharFormat) -> QSizeF:
        """Give the room of the picture or of its box."""
        style, picture = self._style(document), self._picture(document, look)
        room = document.textWidth() if document.textWidth() > 0 else 1e6
        if picture.size is None:
            height = 2 * style.px(_PAD) + 2 * style.line("body")
            return QSizeF(min(room, style.px(_BOX)), height)
        own = QSizeF(picture.size)
        limit = QSizeF(min(room, own.width()), min(style.px(_HEIGHT), own.height()))
        return own.scaled(limit, Qt.AspectRatioMode.KeepAspectRatio)

    def is_tall(self, document: QTextDocument, look: QTextCharFormat) -> bool:
        """Tell that the line has to be as high as the picture."""
        return True

    def paint(
        self, painter: QPainter, rect: QRectF, document: QTextDocument, look: QTextCharFormat
    ) -> None:
        """Draw the picture, or the box."""
        picture, style = self._picture(document, look), self._style(document)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if picture.image is not None:
            shape = QPainterPath()
            shape.addRoundedRect(rect, 4, 4)
            painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
            if picture.image.hasAlphaChannel() and style.theme.mode == "dark":
                painter.fillRect(rect, Qt.GlobalColor.white)  # most are drawn for paper
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, picture.image)
        else:
            self._paint_box(painter, rect, document, look)
        painter.restore()

    def spots(self, document: QTextDocument, look: QTextCharFormat) -> list[Spot]:
        """Give what can be pressed in the box, or that the picture can be opened."""
        picture, source = self._picture(document, look), look.stringProperty(SOURCE)
        origin = origin_of(source)
        style, host = self._style(document), host_of(source)
        if picture.image is not None:
            if look.stringProperty(TARGET):
                return []  # a press follows the link that it stands for
            label = translate("Transcript", "Open picture")
            title = _title(look, host)
            return [
                Spot(OPEN, QRectF(QPointF(), self.size(document, look)), label, f"{label}: {title}")
            ]
        words: list[tuple[str, str]] = []
        if origin is Origin.REMOTE and self._context.services is not None:
            if picture.phase is Phase.BLOCKED:
                words.append((SHOW, translate("Transcript", "Show")))
                words.append(
                    (ALWAYS, translate("Transcript", "Always show from %1").replace("%1", host))
                )
            elif picture.phase is Phase.FAILED:
                words.append((SHOW, translate("Transcript", "Try again")))
        metrics = QFontMetricsF(style.font("body"))
        x, top = style.px(2 * _PAD + _ICON), style.px(_PAD) + style.line("body")
        if picture.phase is Phase.FAILED and words:
            x += round(metrics.horizontalAdvance(_words(picture, source))) + style.px(_GAP)
        spots = []
        for verb, label in words:
            width = metrics.horizontalAdvance(label)
            rect = QRectF(x, top, width, style.line("body"))
            spots.append(Spot(verb, rect, label, f"{label}: {_title(look, host)}"))
            x += round(width) + style.px(_GAP)
        return spots

    def is_shown(self, document: QTextDocument, look: QTextCharFormat) -> bool:
        """Tell whether the picture itself is drawn."""
        return self._picture(document, look).image is not None

    def press(self, look: QTextCharFormat, verb: str) -> None:
        """Load a picture that somebody wants to see; `ALWAYS`: and those of its host later."""
        source = look.stringProperty(SOURCE)
        if verb == OPEN:
            self._context.opened.emit(source)
            return
        self._shelf.ask(look.stringProperty(KEY), source)
        if verb == ALWAYS and (service := self._pictures()) is not None:
            self._context.scope.start("allow pictures", service.allow(host_of(source)))

    async def content(self, source: str) -> bytes:
        """Give the file of a picture that is shown; errors as `services.pictures.Pictures.load`."""
        return await self._load(source)

    async def _load(self, source: str) -> bytes:
        service = self._pictures()
        if service is None:
            raise AppError(Code.GONE)
        return await service.load(source)

    def _pictures(self) -> Pictures | None:
        services = self._context.services
        if self._service is None and services is not None:
            self._service = Pictures(
                services.client, services.conversations.blobs, services.settings
            )
        return self._service

    def _picture(self, document: QTextDocument, look: QTextCharFormat) -> Picture:
        """Give what is known; what needs nobody's leave is loaded when it is first asked for."""
        key = look.stringProperty(KEY)
        picture = self._shelf.get(key, document)
        if picture.phase is Phase.BLOCKED and (service := self._pictures()) is not None:
            source = look.stringProperty(SOURCE)
            origin = origin_of(source)
            is_ours = origin in {Origin.STORE, Origin.TEXT}
            if is_ours or (origin is Origin.REMOTE and service.is_allowed(host_of(source))):
                self._shelf.ask(key, source)
                return self._shelf.get(key, document)
        return picture

    def _paint_box(
        self, painter: QPainter, rect: QRectF, document: QTextDocument, look: QTextCharFormat
    ) -> None:
        style, picture = self._style(document), self._picture(document, look)
        theme, source = style.theme, look.stringProperty(SOURCE)
        painter.setPen(theme.color("hairline"))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        ratio = painter.device().devicePixelRatioF()
        icon = pixmap(theme, "image", "text3", style.px(_ICON), ratio)
        pad, line = style.px(_PAD), style.line("body")
        painter.drawPixmap(QPointF(rect.x() + pad, rect.y() + pad), icon)
        x = rect.x() + 2 * pad + style.px(_ICON)
        font = style.font("body")
        metrics, room = QFontMetricsF(font), rect.right() - pad - x
        painter.setFont(font)
        centred = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        title = metrics.elidedText(_title(look, host_of(source)), Qt.TextElideMode.ElideRight, room)
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(x, rect.y() + pad, room, line), centred, title)
        painter.setPen(theme.color("text2"))
        words = metrics.elidedText(_words(picture, source), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x, rect.y() + pad + line, room, line), centred, words)
        painter.setPen(theme.color("accent_ink"))
        for spot in self.spots(document, look):
            place = spot.rect.translated(rect.topLeft())
            place.setRight(min(place.right(), rect.right() - pad))
            label = metrics.elidedText(spot.label, Qt.TextElideMode.ElideRight, place.width() + 1)
            painter.drawText(place.adjusted(0, 0, 1, 0), centred, label)

    def _style(self, document: QTextDocument) -> Style:
        owner = self._context.owner(document)
        assert owner is not None  # it keeps the document
        return owner.style


def _title(look: QTextCharFormat, host: str) -> str:
    alt = " ".join(look.stringProperty(TITLE).split())
    if not host:
        return alt or translate("Transcript", "Picture")
    where = translate("Transcript", "Picture from %1").replace("%1", host)
    return f"{where} · {alt}" if alt else where


def _words(picture: Picture, source: str) -> str:
    """Give the second line of a box in which nothing can be pressed, or before what can be."""
    if picture.phase is Phase.LOADING:
        return translate("Transcript", "Loading…")
    if picture.code is Code.UNSUITABLE:
        return translate("Transcript", "There is no picture at this address.")
    if picture.code is Code.TOO_LARGE:
        return translate("Transcript", "This picture is too large.")
    if picture.code is not None:
        return error_text(picture.code).title
    if origin_of(source) is Origin.NOWHERE:
        return translate("Transcript", "Pictures at this address are not opened.")
    return ""
