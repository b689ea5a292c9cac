"""Months by this computer's clock: where one begins, which come between two times."""

from __future__ import annotations

import calendar
import time
from typing import NamedTuple


class Month(NamedTuple):
    """A month of the calendar; `month` counts from 1."""

    year: int
    month: int

    @classmethod
    def of(cls, at: float) -> Month:
        """Give the month of a time, seconds since 1970."""
        moment = time.localtime(at)
        return cls(moment.tm_year, moment.tm_mon)

    @property
    def start(self) -> float:
        """When it begins, in seconds since 1970."""
        return time.mktime((self.year, self.month, 1, 0, 0, 0, 0, 0, -1))

    @property
    def end(self) -> float:
        """When the next one begins."""
        return self.moved(1).start

    @property
    def days(self) -> int:
        """How many days it has."""
        return calendar.monthrange(self.year, self.month)[1]

    def moved(self, months: int) -> Month:
        """Give the month so many later."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def day(self, number: int) -> str:
        """Give the ISO name of one of its days, which count from 1."""
        return f"{self.year:04}-{self.month:02}-{number:02}"


def midnight(at: float) -> float:
    """Give when the day of a time began."""
    moment = time.localtime(at)
    return time.mktime((moment.tm_year, moment.tm_mon, moment.tm_mday, 0, 0, 0, 0, 0, -1))
