"""What a person does with a list of models."""

from __future__ import annotations

from desktop.ui.model_list import Line
from desktop.ui.picker import Picker
from tests.features.stage import Window


def rows(picker: Picker) -> list[str]:
    """Give the rows of an open list; nothing while it is closed."""
    popover = picker.popover
    found = popover.list.rows.rows if popover is not None else []
    return [row.text if isinstance(row, Line) else row.label for row in found]


async def open_list(opened: Window, picker: Picker, *wanted: str) -> None:
    """Click the picker and wait for the rows that are `wanted`."""
    opened.click(picker)
    await opened.until(lambda: picker.popover is not None and set(wanted) <= set(rows(picker)))


async def choose(opened: Window, picker: Picker, label: str) -> None:
    """Open the list and click a model."""
    await open_list(opened, picker, label)
    assert picker.popover is not None
    view = picker.popover.list
    index = view.rows.index(rows(picker).index(label))
    view.scrollTo(index)
    opened.click(view.viewport(), view.visualRect(index).center())
