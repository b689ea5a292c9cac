"""The pictures of one message, in the order in which they are read."""

from __future__ import annotations

from desktop.services.pictures import Origin, origin_of
from desktop.ui.transcript.canvas import TranscriptView
from desktop.ui.transcript.objects import PICTURE, SOURCE, TITLE, Shown
from desktop.ui.transcript.objects.context import objects_in

_OURS = {Origin.STORE, Origin.TEXT}


def pictures_of(view: TranscriptView, row: int) -> list[Shown]:
    """Give those of the message at a row that are on show, or need nobody's leave to be."""
    found = []
    for index, block in enumerate(view.model.messages[row].blocks()):
        if "![" not in block.source:
            continue
        document = view.layouts.view(row, index).doc
        for _, look in objects_in(document):
            if look.objectType() != PICTURE:
                continue
            source = look.stringProperty(SOURCE)
            if origin_of(source) in _OURS or view.objects.pictures.is_shown(document, look):
                found.append(Shown(source, " ".join(look.stringProperty(TITLE).split())))
    return list(dict.fromkeys(found))


def row_showing(view: TranscriptView, source: str) -> int | None:
    """Give the message in which a picture was pressed: the current one, or another in view."""
    rows = [view.focus.row, *(placed.message for placed in view.placed)]
    for row in dict.fromkeys(rows):
        if row is not None and any(one.source == source for one in pictures_of(view, row)):
            return row
    return None
