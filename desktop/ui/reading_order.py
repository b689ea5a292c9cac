"""Lets Tab go through a page as its layouts read; Qt's own order is that of construction."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget


def follow_layouts(page: QWidget) -> None:
    """Set the Tab order of everything in `page`; call it when the page is complete."""
    for first, second in pairwise(_stops(page)):
        QWidget.setTabOrder(first, second)


def first_stop(page: QWidget) -> QWidget | None:
    """Give the first thing in `page` that takes the focus now, None where nothing does."""
    stops = (stop for stop in _stops(page) if stop.isVisibleTo(page) and stop.isEnabled())
    return next(stops, None)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    proxy = widget.focusProxy()
    # Tab also stops at what hands the focus in: left behind, it would lead back to the middle.
    hands_in = proxy is not None and widget.isAncestorOf(proxy)
    if hands_in or (proxy is None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
        yield widget
    layout = widget.layout()
    if isinstance(widget, QSplitter):
        for index in range(widget.count()):
            yield from _inside(widget.widget(index))
    elif isinstance(widget, QScrollArea):
        yield from _inside(widget.widget())
    elif layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        inner = item.layout() if item is not None else None
        if inner is not None:
            yield from _in_layout(inner)
        elif item is not None:
            yield from _inside(item.widget())


def _inside(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is not None:
        yield from _stops(widget)
