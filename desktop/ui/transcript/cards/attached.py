"""What came with a question: pictures and files above its bubble, each a chip that opens."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from desktop.core.override import override
from desktop.ui.i18n import translate
from desktop.ui.transcript.blocks import Block
from desktop.ui.transcript.card import AttachmentEntry
from desktop.ui.transcript.ink import draw_focus, draw_icon, draw_text
from desktop.ui.transcript.marked import Matcher
from desktop.ui.transcript.rows import RowView
from desktop.ui.transcript.view import ATTACHMENT, Moment, Target

CHIP, THUMB, INSET, GAP, RADIUS, THUMB_RADIUS = 44, 36, 4, 8, 8, 5
MAX_WIDTH, NAME_WIDTH = 560, 168
FEW = 12
SHOW_ALL = "show_all_attachments"
_PAD = 12
_CODE = frozenset(
    [
        "py",
        "js",
        "ts",
        "tsx",
        "jsx",
        "c",
        "h",
        "cpp",
        "hpp",
        "rs",
        "go",
        "java",
        "kt",
        "rb",
        "php",
        "sh",
        "css",
        "html",
        "xml",
        "json",
        "yaml",
        "yml",
        "toml",
        "sql",
    ]
)


class AttachedView(RowView):
    """A row of chips, right above the bubble; more rows where they do not fit."""

    @override
    def prepare(self) -> None:
        self._places: list[QRectF] = []
        self._placed_for: tuple[object, ...] = ()

    @override
    def show(self, block: Block) -> None:
        super().show(block)
        self._placed_for = ()

    def _items(self) -> tuple[AttachmentEntry, ...]:
        return self.setting.message.entry.attachments

    @property
    def _is_cut(self) -> bool:
        chain = self.block.chain
        return len(self._items()) > FEW and chain is not None and chain.is_folded

    def _shown(self) -> tuple[AttachmentEntry, ...]:
        return self._items()[: FEW - 1] if self._is_cut else self._items()

    def _chips(self) -> list[QRectF]:
        """Give where each chip is; rows are filled from the right."""
        key = (self.width, self._items(), self._is_cut)
        if self._placed_for != key:
            self._placed_for = key
            self._places = self._place()
        return self._places

    def _place(self) -> list[QRectF]:
        px = self.style.px
        room = min(float(px(MAX_WIDTH)), float(self.width))
        widths = [self._chip_width(item) for item in self._shown()]
        if self._is_cut:
            words = QFontMetricsF(self.style.font("body")).horizontalAdvance(self._more_words())
            widths.append(words + px(2 * _PAD))
        rows: list[list[float]] = [[]]
        for width in widths:
            if rows[-1] and sum(rows[-1]) + len(rows[-1]) * px(GAP) + width > room:
                rows.append([])
            rows[-1].append(min(width, room))
        places: list[QRectF] = []
        for number, row in enumerate(rows):
            x = self.width - sum(row) - (len(row) - 1) * px(GAP)
            for width in row:
                places.append(QRectF(x, number * px(CHIP + GAP), width, px(CHIP)))
                x += width + px(GAP)
        return places

    def _chip_width(self, item: AttachmentEntry) -> float:
        px = self.style.px
        name = QFontMetricsF(self.style.font("body")).horizontalAdvance(item.name)
        note = QFontMetricsF(self.style.font("caption")).horizontalAdvance(_note(item))
        words = min(float(px(NAME_WIDTH)), max(name, note) + 1)
        return px(INSET + THUMB + 8) + words + px(_PAD)

    @property
    @override
    def height(self) -> int:
        return round(self._chips()[-1].bottom()) + self.gap

    @override
    def targets(self) -> list[Target]:
        chips = self._chips()
        targets = [
            Target(f"{ATTACHMENT}{index}", chips[index], _spoken(item))
            for index, item in enumerate(self._shown())
        ]
        if self._is_cut:
            targets.append(Target(SHOW_ALL, chips[-1], self._more_words()))
        return targets

    @override
    def press(self, action: str) -> bool:
        if action != SHOW_ALL or self.block.chain is None:
            return False
        self.block.chain.is_folded = False
        self.revision += 1
        return True

    def _more_words(self) -> str:
        return translate("Transcript", "%n more", "", len(self._items()) - FEW + 1)

    @override
    def rows_with(self, find: Matcher) -> list[QRectF]:
        chips = zip(self._chips(), self._shown(), strict=False)
        return [chip for chip, item in chips for _ in find(item.name)]

    @override
    def paint(self, painter: QPainter, moment: Moment) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for target, item in zip(self.targets(), (*self._shown(), None), strict=False):
            if not target.rect.intersects(moment.clip):
                continue
            is_hovered = moment.hovered is not None and moment.hovered.action == target.action
            painter.setPen(self.style.color("hairline"))
            painter.setBrush(self.style.color("hover" if is_hovered else "sunken"))
            edge = target.rect.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, RADIUS - 0.5, RADIUS - 0.5)
            if item is None:
                words = target.rect.adjusted(self.style.px(_PAD), 0, 0, 0)
                font = self.style.font("body")
                draw_text(painter, words, target.name, font, self.style.color("text2"))
            else:
                self._paint_item(painter, (item, target.rect), moment)
            if moment.focused is not None and moment.focused.action == target.action:
                draw_focus(painter, self.style.theme, target.rect)

    def _paint_item(
        self, painter: QPainter, placed: tuple[AttachmentEntry, QRectF], moment: Moment
    ) -> None:
        (item, rect), px = placed, self.style.px
        tile = QRectF(rect.x() + px(INSET), rect.y() + px(INSET), px(THUMB), px(THUMB))
        is_gone = self._paint_tile(painter, item, tile, moment.pixel_ratio)
        x = tile.right() + px(8)
        room = rect.right() - px(_PAD) - x + 1
        body, caption = self.style.font("body"), self.style.font("caption")
        name = QFontMetricsF(body).elidedText(item.name, Qt.TextElideMode.ElideMiddle, room)
        upper = QRectF(x, rect.y() + px(4), room, px(20))
        lower = QRectF(x, rect.y() + px(23), room, px(16))
        note = _gone_words() if is_gone else item.note
        if not note:
            upper = QRectF(x, rect.y(), room, rect.height())
        draw_text(painter, upper, name, body, self.style.color("text"))
        note = QFontMetricsF(caption).elidedText(note, Qt.TextElideMode.ElideRight, room)
        tone = "red" if is_gone else "text3"
        draw_text(painter, lower, note, caption, self.style.color(tone))

    def _paint_tile(
        self, painter: QPainter, item: AttachmentEntry, tile: QRectF, ratio: float
    ) -> bool:
        """Draw the picture, or an icon; tell whether the content is gone."""
        theme, px = self.style.theme, self.style.px
        picture: QPixmap | None = QPixmap()
        if item.is_missing:
            picture = None
        elif item.is_picture and self.setting.thumbnails is not None:
            side = round(2 * tile.width() * ratio)  # its middle fills the tile
            picture = self.setting.thumbnails.get(item, side)
        if picture is not None and not picture.isNull():
            _draw_covering(painter, picture, tile, float(px(THUMB_RADIUS)))
            return False
        is_gone = picture is None
        pen = QPen(theme.color("red" if is_gone else "hairline"))
        if is_gone:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.color("window"))
        edge = tile.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, THUMB_RADIUS - 0.5, THUMB_RADIUS - 0.5)
        name = _missing_icon(item) if is_gone else _icon(item)
        draw_icon(painter, theme, (name, "red" if is_gone else "text3", px(16)), tile, ratio)
        return is_gone


def _draw_covering(painter: QPainter, picture: QPixmap, tile: QRectF, radius: float) -> None:
    """Fill tile with the middle of picture."""
    scale = max(tile.width() / picture.width(), tile.height() / picture.height())
    source = QRectF(0, 0, tile.width() / scale, tile.height() / scale)
    source.moveCenter(QPointF(picture.width() / 2, picture.height() / 2))
    path = QPainterPath()
    path.addRoundedRect(tile, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.drawPixmap(tile, picture, source)
    painter.restore()


def _icon(item: AttachmentEntry) -> str:
    if item.is_picture:
        return "image"
    return "file-code" if item.name.rpartition(".")[2].lower() in _CODE else "file-text"


def _missing_icon(item: AttachmentEntry) -> str:
    return "image-off" if item.is_picture else "file-x"


def _gone_words() -> str:
    return translate("Transcript", "Missing")


def _note(item: AttachmentEntry) -> str:
    return _gone_words() if item.is_missing else item.note


def _spoken(item: AttachmentEntry) -> str:
    kind = (
        translate("Transcript", "Picture") if item.is_picture else translate("Transcript", "File")
    )
    return ", ".join(filter(None, (kind, item.name, _note(item))))
