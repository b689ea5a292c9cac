"""Reads prices as servers tell them; all become a price per million tokens."""

from __future__ import annotations

import math

from desktop.api.reading.fields import Json, child
from desktop.core.models import Price

_MILLION = 1_000_000


def price_of(entry: Json) -> Price | None:
    """Give the price in an entry of a list; None: it has none, or one that changes with the request."""
    pricing = child(entry, "pricing")
    if "prompt" in pricing or "completion" in pricing:
        return _per_token(
            pricing, ("prompt", "completion", "input_cache_read", "image_output"), "OpenRouter"
        )
    if "input" in pricing or "output" in pricing:  # Together: per million already
        return _known(Price(_amount(pricing, "input"), _amount(pricing, "output")))
    return _per_token(
        entry,
        (
            "input_cost_per_token", "output_cost_per_token", "cache_read_input_token_cost",
            "output_cost_per_image_token",
        ),
        "LiteLLM",
    )  # fmt: skip


def _per_token(place: Json, names: tuple[str, str, str, str], whose: str) -> Price | None:
    read, written, cached, drawn = (_millions(place, name) for name in names)
    minute = picture = None
    if whose == "LiteLLM":
        second = _amount(place, "input_cost_per_second")
        minute = round(second * 60, 6) if second else None
        picture = _amount(place, "output_cost_per_image") or _amount(place, "input_cost_per_image")
    return _known(
        Price(read, written, cached, image_output=drawn, per_minute=minute, per_picture=picture)
    )


def _known(price: Price) -> Price | None:
    return price if price.is_known else None


def _millions(place: Json, name: str) -> float | None:
    amount = _amount(place, name)
    return round(amount * _MILLION, 6) if amount is not None else None


def _amount(place: Json, name: str) -> float | None:
    """Read a number or a number in a string; negative stands for "it depends"."""
    value = place.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        amount = float(value)
    except (ValueError, OverflowError):
        return None
    return amount if math.isfinite(amount) and 0 <= amount < _MILLION else None
