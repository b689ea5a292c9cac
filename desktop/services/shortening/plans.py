"""What of a conversation goes into a request, and what of it does not fit. Nothing is cut silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.core.attachment import Takes, is_attached
from desktop.core.parameters import Parameters
from desktop.core.types import Message, Part, PartType, Role
from desktop.services.shortening.weighing import Weighing
from desktop.services.turn import Target
from desktop.store.summaries import Summary

_ANSWER = 512  # tokens kept free for an answer whose length nobody has bounded
_FRAME = 8  # tokens by which a chat template marks a message, at most
_KEPT_SHARE = 0.4  # of the room stays for the newest turns when the older are summarised
_KEPT_TURNS = 2  # where the room is not known
_INTRODUCED = "[Summary of the earlier conversation]\n{text}\n[End of the summary]\n\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be sent.

    `tokens` are those of `messages` and of all else in the request. `limit` is the model's context,
    `room` what of it is not kept for the answer; None: nobody says. `summary` stands for the
    `summarised` oldest messages. Of the others the `too_many` oldest do not fit: they are left out
    only if the person has agreed, and `begins_at` is then the first that is sent.
    """

    messages: tuple[Message, ...] = ()
    tokens: int = 0
    limit: int | None = None
    room: int | None = None
    summary: Summary | None = None
    summarised: int = 0
    too_many: int = 0
    begins_at: int | None = None

    @property
    def fits(self) -> bool:
        """Tell whether what is sent is within the model's context, as far as that is known."""
        return self.room is None or self.tokens <= self.room


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the model takes, and what stands in every request beside the messages."""

    takes: Takes
    limit: int | None
    fixed: int
    parameters: Parameters
    is_agreed: bool

    @property
    def room(self) -> int | None:
        """How many tokens a request may have, so that an answer fits, too."""
        if self.limit is None:
            return None
        asked = self.parameters.max_output_tokens or _ANSWER
        return self.limit - min(asked, self.limit // 4)


def surely_fits(path: Sequence[Message], fixed: Sequence[str], bounds: Bounds) -> bool:
    """Tell whether all fits without counting it: a token is at least a byte, a character at most 4."""
    if bounds.limit is None or any(is_attached(part) for one in path for part in one.parts):
        return False
    said = sum(len(part.name) + len(part.text) for one in path for part in one.parts)
    most = 4 * (said + sum(map(len, fixed))) + _FRAME * len(path)
    return most < bounds.limit - (bounds.parameters.max_output_tokens or _ANSWER)


def summarised_by(
    path: Sequence[Message], summaries: Sequence[Summary]
) -> tuple[int, Summary | None]:
    """Give the newest summary on the way, and how many of the oldest messages it stands for."""
    places = {message.id: place for place, message in enumerate(path[:-1], 1) if message.id}
    found = [(places[one.message_id], one) for one in summaries if one.message_id in places]
    return max(found, key=lambda one: one[0], default=(0, None))


def introduced(messages: Sequence[Message], summary: Summary | None) -> tuple[Message, ...]:
    """Put what is told of the messages before in front of the first that is sent.

    Into its text where it is a question: two in a row are an error to many templates of chats.
    """
    if summary is None:
        return tuple(messages)
    told = Part(PartType.TEXT, _INTRODUCED.format(text=summary.text))
    first = messages[0]
    if first.role is Role.USER:
        return (replace(first, parts=(told, *first.parts)), *messages[1:])
    begin = replace(first, id=0, role=Role.USER, parts=(told,), model="", connection_id="")
    return (begin, *messages)


async def plan(
    path: Sequence[Message],
    summaries: Sequence[Summary],
    target: Target,
    bounds: Bounds,
    weighing: Weighing,
) -> Plan:
    """Give what would be sent of `path`, which ends with a question."""
    count, summary = summarised_by(path, summaries)
    rest = tuple(path[count:])
    weights = await weighing.weigh(rest, target.model, bounds.takes)
    fixed = bounds.fixed
    if summary is not None:
        fixed += await weighing.count([_INTRODUCED, summary.text], target.model)
    first = _first_that_fits(rest, weights, bounds.room, fixed)
    begin = first if bounds.is_agreed else 0
    return Plan(
        introduced(rest[begin:], summary),
        sum(weights[begin:]) + fixed,
        bounds.limit,
        bounds.room,
        summary,
        count,
        first,
        rest[begin].id if begin else None,
    )


def _first_that_fits(
    messages: Sequence[Message], weights: Sequence[int], room: int | None, fixed: int
) -> int:
    """Give how many of the oldest messages must go: whole turns, never the question itself."""
    rest = sum(weights) + fixed
    if room is None or rest <= room:
        return 0
    for index in range(len(messages)):
        is_question = messages[index].role is Role.USER
        if is_question and (rest <= room or index == len(messages) - 1):
            return index
        rest -= weights[index]
    return 0


def older(path: Sequence[Message], weights: Sequence[int], room: int | None) -> int:
    """Give how many of the oldest messages a summary should stand for; 0: there is too little.

    The newest turns stay as they are, as many as take a part of the room, at least one.
    """
    ends = [
        place
        for place, message in enumerate(path[:-1], 1)
        if message.role is Role.ASSISTANT and path[place].role is Role.USER
    ]
    if not ends:
        return 0
    if room is None:
        return ends[-_KEPT_TURNS] if len(ends) >= _KEPT_TURNS else 0
    rest = sum(weights)
    for place in ends:
        rest = sum(weights[place:])
        if rest <= room * _KEPT_SHARE:
            return place
    return ends[-1]
