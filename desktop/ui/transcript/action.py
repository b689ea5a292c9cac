"""What can be asked of a message; the window knows it before there is one."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What a person can ask of a message. A notice's button sends its own id instead."""

    COPY = "copy"
    REGENERATE = "regenerate"
    EDIT = "edit"
    PREVIOUS_SIBLING = "previous_sibling"
    NEXT_SIBLING = "next_sibling"
    REGENERATE_WITH = "regenerate_with"  # another model
    READ_ALOUD = "read_aloud"  # or be silent, while it is read
    COMPARE = "compare"
    FORK = "fork"
    DELETE = "delete"
    SHOW_REQUEST = "show_request"
    REMOVE_CARD = "remove_card"
    GIVE_RESULT = "give_result"  # "give_result/<call>": a function that the person carries out
    CONTINUE = "continue"
    SEND_ANYWAY = "send_anyway"  # over the month's budget, this once
    MORE = "more"  # opens the menu with what has no button of its own
