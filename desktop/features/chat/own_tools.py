"""What the program's own tools are called: in the panel, and on the cards of their calls."""

from __future__ import annotations

from desktop.ui.i18n import QT_TRANSLATE_NOOP, translate

_TOOLS = {
    "current_time": (
        QT_TRANSLATE_NOOP("Parameters", "Date and time"),
        QT_TRANSLATE_NOOP("Parameters", "Tells the model what time it is."),
    ),
    "calculator": (
        QT_TRANSLATE_NOOP("Parameters", "Calculator"),
        QT_TRANSLATE_NOOP("Parameters", "Arithmetic without mistakes."),
    ),
    "search_conversations": (
        QT_TRANSLATE_NOOP("Parameters", "Search my conversations"),
        QT_TRANSLATE_NOOP(
            "Parameters",
            "The model looks up what was said before. Its server sees what is found.",
        ),
    ),
}


def is_own(tool_id: str) -> bool:
    """Tell whether a function is one of the program's own tools."""
    return tool_id in _TOOLS


def tool_name(tool_id: str) -> str:
    """Give what one of the program's own tools is called."""
    return translate("Parameters", _TOOLS[tool_id][0]) if tool_id in _TOOLS else tool_id


def tool_hint(tool_id: str) -> str:
    """Give what one of the program's own tools does."""
    return translate("Parameters", _TOOLS[tool_id][1]) if tool_id in _TOOLS else ""
