"""Sums of tokens and money in words; where nobody knows a price, none is told."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop.features.chat.showing.footnote import money
from desktop.store.usages import Sum
from desktop.ui.amounts import joined
from desktop.ui.i18n import translate


def short(count: int) -> str:
    """Give a number of tokens in few characters: 425, 1.2k, 12k, 1.1M."""
    if count < 1000:
        return str(count)
    amount, unit = (count / 1000, "k") if count < 999_500 else (count / 1_000_000, "M")
    return f"{QLocale().toString(amount, 'f', 1 if amount < 9.95 else 0)}{unit}"


def sum_words(one: Sum) -> str:
    """Give a sum in a line: "1.2k in · 386 out · ≈ $0.03"."""
    counts = (
        translate("Chat", "{count} in").format(count=short(one.input_tokens)),
        translate("Chat", "{count} out").format(count=short(one.output_tokens)),
    )
    return joined(*counts, cost_words(one))


def cost_words(one: Sum) -> str:
    """Give what some answers cost together, and whether more is unknown."""
    if one.unpriced and not one.usd:
        return translate("Usage", "cost unknown")
    cost = money(one.usd)
    if one.unpriced or one.is_least:
        return translate("Usage", "at least {cost}").format(cost=cost)
    return f"≈\u00a0{cost}" if one.usd else translate("Usage", "free")
