"""How much something is, in words that are short enough for a chip: 2.1 KB, 1.2k tokens."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop.ui.i18n import translate

_UNITS = ("KB", "MB", "GB", "TB")
_NARROW = "\u202f"  # a number and its unit are never parted


def size_words(size: int) -> str:
    """Give a number of bytes: 512 B, 2.1 KB, 94 MB."""
    if size < 1000:
        return f"{size}{_NARROW}B"
    amount, unit = float(size), -1
    while amount >= 999.5 and unit < len(_UNITS) - 1:  # 999,950 is 1 MB, not 1000 KB
        amount, unit = amount / 1000, unit + 1
    decimals = 1 if amount < 9.95 else 0
    return f"{QLocale().toString(amount, 'f', decimals)}{_NARROW}{_UNITS[unit]}"


def token_words(count: int) -> str:
    """Give a number of tokens: 1 token, 425 tokens, 1.2k tokens, 12k tokens."""
    if count < 1000:
        return translate("Amounts", "%n token(s)", "", count)
    thousands = count / 1000
    decimals = 1 if thousands < 9.95 else 0
    amount = f"{QLocale().toString(thousands, 'f', decimals)}k"
    return translate("Amounts", "{count} tokens").format(count=amount)


def joined(*words: str) -> str:
    """Give the words that say something with a dot between them."""
    return " · ".join(word for word in words if word)
