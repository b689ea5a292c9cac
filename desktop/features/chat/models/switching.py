"""The models that can answer in the conversation on show, as commands of the palette."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from desktop.core.models import Task, fits
from desktop.services.context import Services
from desktop.services.models import Models
from desktop.services.turns import Target
from desktop.ui.feature import Offer
from desktop.ui.i18n import translate
from desktop.ui.model_choice import Choice, group_of

_MOST = 1000
"""Of one connection: a key of the palette looks through all of them; the picker has the others."""


async def offers(
    services: Services, now: Target | None, choose: Callable[[Choice], None]
) -> list[Offer]:
    """Give a command for each model that is known by now, but for the one that answers already.

    Nothing is asked of any server.

    Raises:
        AppError: as `Catalogue.open`.
    """
    models = await services.catalogue.open()
    return [
        Offer(
            "sparkles",
            translate("Chat", "Switch to {model}").format(model=choice.label),
            choice.group,
            lambda choice=choice: choose(choice),  # type: ignore[misc]
            (choice.label, choice.model),
        )
        for choice in _choices(services, models)
        if now != Target(choice.connection_id, choice.model)
    ]


def _choices(services: Services, models: Models) -> Iterator[Choice]:
    for connection in services.servers.all():
        fitting = (one for one in models.of(connection.id) if fits(one.facts, Task.CHAT))
        for info in islice(fitting, _MOST):
            yield Choice(connection.id, info.id, info.label, group_of(connection), info)
