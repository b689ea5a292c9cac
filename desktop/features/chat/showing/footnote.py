"""The line at an answer's foot: tokens, time, cost. Costs are estimates; an unknown one is not told."""

from __future__ import annotations

from datetime import date

from desktop.core.types import Message, Role, Spent, State, Usage
from desktop.ui.i18n import translate

_LEAST_USD = 0.0001


def footnote(message: Message) -> str:
    """Give tokens, time and cost of a finished answer: "24 in · 8 out · 1.2 s · ≈ $0.0003"."""
    if message.role is not Role.ASSISTANT or message.state is State.STREAMING:
        return ""
    parts = _tokens(message.usage, message.spent)
    if message.finished_at is not None:
        seconds = max(0.1, message.finished_at - message.created_at)
        parts.append(translate("Chat", "{seconds} s").format(seconds=f"{seconds:.1f}"))
    cost = _cost(message.spent)
    return " · ".join([*parts, cost] if cost else parts)


def footnote_tip(message: Message) -> str:
    """Give all that is known of what an answer took, line by line."""
    usage, spent = message.usage, message.spent
    if usage is None or message.role is not Role.ASSISTANT or message.state is State.STREAMING:
        return ""
    spent = spent or Spent()
    lines = [
        translate("Usage", "Counted here: the server did not say.")
        if spent.is_counted
        else translate("Usage", "Counted by the server.")
    ]
    if usage.cached_tokens:
        lines.append(
            translate("Usage", "{count} of the tokens in were cached.").format(
                count=f"{usage.cached_tokens:,}"
            )
        )
    if usage.reasoning_tokens:
        lines.append(
            translate("Usage", "{count} of the tokens out were thoughts.").format(
                count=f"{usage.reasoning_tokens:,}"
            )
        )
    return "\n".join([*lines, _price_line(spent)])


def money(usd: float) -> str:
    """Give an amount with as many digits as are worth telling: $0.0003, $0.031, $12.50."""
    if usd <= 0:
        return "$0"
    if usd < _LEAST_USD:
        return f"< ${_LEAST_USD}"
    decimals = 4 if usd < 0.01 else 3 if usd < 1 else 2
    return f"${usd:,.{decimals}f}"


def day(iso: str) -> str:
    """Give a day in the interface's language, with its year."""
    from desktop.ui.model_words import day_words  # noqa: PLC0415 - few footnotes are asked

    return day_words(date.fromisoformat(iso), is_long=True)


def _price_line(spent: Spent) -> str:
    if spent.usd is None:
        return translate("Usage", "Nobody says what this model costs.")
    if not spent.usd:
        return translate("Usage", "It cost nothing.")
    line = translate("Usage", "Estimate by the prices as of {date}.").format(date=day(spent.as_of))
    if spent.is_least:
        line += "\n" + translate("Usage", "Such long questions cost more; how much is not known.")
    return line


def _tokens(usage: Usage | None, spent: Spent | None) -> list[str]:
    """Give what an answer took: "24 in", "8 out"; what was counted here is told as about so much."""
    if usage is None:
        return []
    words = []
    if usage.input_tokens is not None:
        words.append(translate("Chat", "{count} in").format(count=f"{usage.input_tokens:,}"))
    if usage.output_tokens is not None:
        words.append(translate("Chat", "{count} out").format(count=f"{usage.output_tokens:,}"))
    if words and spent is not None and spent.is_counted:
        words[0] = translate("Usage", "about {tokens}").format(tokens=words[0])
    return words


def _cost(spent: Spent | None) -> str:
    """Give what an answer cost; empty where it cost nothing or nobody knows."""
    if spent is None or not spent.usd:
        return ""
    if spent.is_least:
        return translate("Usage", "at least {cost}").format(cost=money(spent.usd))
    return f"≈ {money(spent.usd)}"
