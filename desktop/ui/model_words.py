"""Facts of models in words: sizes, prices, dates, and a whole row read aloud."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale

from desktop.core.models import Facts, Price, Retirement, Source, Urgency
from desktop.ui.i18n import translate
from desktop.ui.model_choice import Choice

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "¥"}
_DOT = "\u00a0· "


def tokens(count: int) -> str:
    """Give a number of tokens as people say it: 131,072 is "128k", 1,050,000 is "1.05M"."""
    # Sizes are powers of two or round numbers: 128,000 is a multiple of 1,024, too.
    thousand = 1000 if count % 1000 == 0 else 1024
    if count < 1000:
        return str(count)
    if count < thousand * thousand:
        return f"{_short(count / thousand, 1)}k"
    return f"{_short(count / thousand / thousand, 2)}M"


def amount(value: float, currency: str) -> str:
    """Give a sum of money: "$2", "$0.10", "$0.0045"."""
    figure = f"{value:.0f}" if value == int(value) else f"{value:.6f}".rstrip("0")
    whole, dot, rest = figure.partition(".")
    sign = _SIGNS.get(currency, f"{currency}\u00a0")
    return f"{sign}{whole}{dot}{rest.ljust(2, '0') if dot else ''}"


def price_words(price: Price | None, *, is_short: bool = False) -> str:
    """Give a price in few words; empty where none is known."""
    if price is None or not price.is_known:
        return ""
    if price.is_free:
        return translate("Models", "free")
    if price.input is not None or price.output is not None:
        both = [
            amount(rate, price.currency) if rate is not None else "–"
            for rate in (price.input, price.output)
        ]
        pair = "\u00a0/ ".join(both)
        return pair if is_short else translate("Models", "{price} per million").format(price=pair)
    if price.per_minute is not None:
        sum_ = amount(price.per_minute, price.currency)
        return translate("Models", "{price} a minute").format(price=sum_)
    if price.per_picture is not None:
        sum_ = amount(price.per_picture, price.currency)
        return translate("Models", "{price} a picture").format(price=sum_)
    return ""


def day_words(day: date, *, is_long: bool = False, today: date | None = None) -> str:
    """Give a day in the interface's language; without its year where that is this year."""
    if is_long:
        pattern = translate("Models", "d MMMM yyyy", "a date, in Qt's letters")
    elif today is not None and day.year == today.year:
        pattern = translate("Models", "d MMM", "a date, in Qt's letters")
    else:
        pattern = translate("Models", "d MMM yyyy", "a date, in Qt's letters")
    words = QLocale().toString(QDate(day.year, day.month, day.day), pattern)
    return words.replace(" ", "\u00a0")


def retirement_words(retirement: Retirement, *, is_long: bool = False) -> str:
    """Give when a model ends, or ended."""
    day = end_words(retirement, is_long=is_long)
    if retirement.urgency is Urgency.PAST:
        return translate("Models", "retired {date}").format(date=day)
    return translate("Models", "retires {date}").format(date=day)


def end_words(retirement: Retirement, *, is_long: bool = False) -> str:
    """Give the day alone."""
    today = retirement.on - timedelta(days=retirement.days_left)
    return day_words(retirement.on, is_long=is_long, today=today)


def abilities(facts: Facts) -> list[tuple[str, str]]:
    """Give what a model is known to take or do: an icon's name, and the words for it."""
    found: list[tuple[str, str]] = []
    inputs = {str(modality) for modality in facts.inputs or ()}
    if "image" in inputs:
        found.append(("eye", translate("Models", "takes pictures")))
    if "audio" in inputs:
        found.append(("mic", translate("Models", "takes sound")))
    if facts.tools:
        found.append(("wrench", translate("Models", "uses tools")))
    if facts.reasoning:
        found.append(("brain", translate("Models", "reasons")))
    return found


def facts_line(choice: Choice, *, has_group: bool = False) -> str:
    """Give the quiet second line of a row."""
    parts = [choice.group] if has_group else []
    if choice.info is not None:
        facts = choice.info.facts
        if facts.base:
            parts.append(translate("Models", "fine-tuned from {base}").format(base=facts.base))
        if facts.context:
            size = tokens(facts.context)
            parts.append(translate("Models", "{size} context").format(size=size))
        # Beside the connection's name there is no room for the unit: the tooltip has it.
        price = price_words(facts.price, is_short=has_group)
        if price and choice.info.origins.get("price") is Source.PERSON:
            price = translate("Models", "{price}, yours").format(price=price)
        if price:
            parts.append(price)
    return _DOT.join(parts)


def full_name(choice: Choice) -> str:
    """Give a model's name, with its base where it was fine-tuned, and its id where that differs."""
    facts = choice.info.facts if choice.info is not None else None
    if facts is not None and facts.base:
        return translate("Models", "{name}, fine-tuned from {base}").format(
            name=choice.label, base=facts.base
        )
    return choice.label


def read_aloud(choice: Choice, *, is_chosen: bool = False) -> str:
    """Give everything a row shows, icons too, as one sentence."""
    return _listed([full_name(choice), *_known(choice), *_marks(choice, is_chosen=is_chosen)])


def known_words(choice: Choice) -> str:
    """Give all that is known but the name, also what no row has room for."""
    facts = choice.info.facts if choice.info is not None else None
    more: list[str] = []
    if facts is not None and facts.max_output:
        size = tokens(facts.max_output)
        more.append(translate("Models", "answers of up to {size}").format(size=size))
    if facts is not None and facts.price is not None and facts.price.dearer_above:
        size = tokens(facts.price.dearer_above)
        more.append(translate("Models", "dearer above {size}").format(size=size))
    return _listed([*_known(choice), *more])


def _known(choice: Choice) -> list[str]:
    parts = [choice.group]
    if choice.info is not None:
        facts = choice.info.facts
        if facts.context:
            size = tokens(facts.context)
            parts.append(translate("Models", "{size} context").format(size=size))
        parts.append(price_words(facts.price))
        parts += [words for _icon, words in abilities(facts)]
    if choice.retirement is not None:
        parts.append(retirement_words(choice.retirement, is_long=True))
    return parts


def _marks(choice: Choice, *, is_chosen: bool) -> list[str]:
    marks = [translate("Models", "favourite")] if choice.is_favourite else []
    return [*marks, translate("Models", "chosen")] if is_chosen else marks


def _listed(parts: list[str]) -> str:
    return translate("Models", ", ", "between the parts of a list").join(filter(None, parts))


def _short(value: float, digits: int) -> str:
    figure = f"{value:.{digits}f}"
    return figure.rstrip("0").rstrip(".")
