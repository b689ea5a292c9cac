"""Models for the tests of the lists that show them."""

from datetime import date

from desktop.core.models import Facts, Modality, ModelInfo, ModelKey, Price, Retirement, Urgency
from desktop.ui.model_choice import Choice, Section

FACTS = Facts(
    context=131_072,
    inputs=frozenset({Modality.TEXT, Modality.IMAGE}),
    tools=True,
    reasoning=True,
    price=Price(2, 10),
)
SOON = Retirement(date(2026, 12, 12), 20, Urgency.SOON)


def choice(model: str, group: str = "Work", facts: Facts = FACTS, **more: object) -> Choice:
    info = ModelInfo(ModelKey(group.lower(), model), facts)
    return Choice(group.lower(), model, info.label, group, info, **more)  # type: ignore[arg-type]


def many(count: int) -> Section:
    return Section("Work", tuple(choice(f"vendor/model-{n}") for n in range(count)))
