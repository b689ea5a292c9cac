"""What stands between messages: a summary of those above, and where the sent ones begin."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.types import Node, Role
from desktop.services.shortening.plans import Plan
from desktop.store.summaries import Summary
from desktop.ui.i18n import translate
from desktop.ui.transcript.card import Card, CardKind, Detail
from desktop.ui.transcript.entry import Entry, Section, SectionKind


def marks_of(
    nodes: Sequence[Node], summaries: Sequence[Summary], plan: Plan | None
) -> dict[int, Entry]:
    """Give what stands below messages, by their ids."""
    places = {node.message.id: place for place, node in enumerate(nodes, 1)}
    marks = {
        one.message_id: _summary(one, places[one.message_id])
        for one in summaries
        if one.message_id in places
    }
    begins_at = plan.begins_at if plan is not None else None
    if begins_at in places and places[begins_at] > 1:
        above = nodes[places[begins_at] - 2].message.id
        marks[above] = _beginning(above)
    return marks


def summary_at(entry_id: int) -> int:
    """Give the message whose summary an entry of `marks_of` shows."""
    return -entry_id


def _summary(summary: Summary, count: int) -> Entry:
    title = translate("Usage", "Summary of %n earlier message(s)", "", count)
    card = Card(
        f"summary/{summary.message_id}",
        CardKind.OTHER,
        title,
        translate("Usage", "sent in their place"),
        details=(Detail(translate("Usage", "Summary"), summary.text, "text"),),
        removal=translate("Usage", "Remove the summary: send the messages themselves"),
    )
    return _entry(summary.message_id, card)


def _beginning(message_id: int) -> Entry:
    title = translate("Usage", "What stands above is not sent")
    why = translate("Usage", "it does not fit the model’s context")
    return _entry(message_id, Card(f"beginning/{message_id}", CardKind.OTHER, title, why))


def _entry(message_id: int, card: Card) -> Entry:
    # Its id is no message's: nothing but removing can be asked of it.
    return Entry(-message_id, Role.SYSTEM, (Section(SectionKind.CARD, card=card),))
