"""What tokens cost by a price."""

from __future__ import annotations

from desktop.core.models import Price
from desktop.core.types import Spent, Usage

_MILLION = 1_000_000


def spent(usage: Usage, price: Price | None, as_of: str) -> Spent:
    """Give the cost of an answer; tokens from the server's cache are cheaper where that is known.

    Thoughts are part of the output. An amount in another currency than US dollars is not known.

    Args:
        usage: What the answer took.
        price: What its model costs; None: nobody says.
        as_of: The day of that price, as ISO text.
    """
    told, made, cached = usage.input_tokens, usage.output_tokens, usage.cached_tokens or 0
    if price is None or price.currency != "USD" or (told is None and made is None):
        return Spent()
    if price.is_free:
        return Spent(0.0, as_of)
    told, made = told or 0, made or 0
    if (told and price.input is None) or (made and price.output is None):
        return Spent()
    rate = price.input or 0.0
    cached = min(cached, told)
    cheap = rate if price.cached is None else price.cached
    dollars = (rate * (told - cached) + cheap * cached + (price.output or 0.0) * made) / _MILLION
    is_least = price.dearer_above is not None and told > price.dearer_above
    return Spent(dollars, as_of, is_least)
