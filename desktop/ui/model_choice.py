"""What a list of models is told to show: models under their connections, and what is so with those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.connection import Connection
from desktop.ui.i18n import translate

if TYPE_CHECKING:  # the first paint knows one name only
    from desktop.core.models import ModelInfo, Retirement


@dataclass(frozen=True, slots=True)
class Choice:
    """One model of one connection; `group` is the connection's name as it is shown.

    `retirement` is given when its end is near enough to be told.
    """

    connection_id: str
    model: str
    label: str
    group: str
    info: ModelInfo | None = None
    retirement: Retirement | None = None
    is_favourite: bool = False

    def is_same(self, other: Choice | None) -> bool:
        """Tell whether both mean the same model, whatever is known of it."""
        mine = (self.connection_id, self.model)
        return other is not None and mine == (other.connection_id, other.model)


@dataclass(frozen=True, slots=True)
class Section:
    """The models of a connection, or the favourites, under their heading.

    `note` says what is so when there is more to say than models: the server is being asked
    (`is_busy`), or does not answer.
    """

    heading: str
    choices: tuple[Choice, ...] = ()
    note: str = ""
    is_busy: bool = False


def group_of(connection: Connection) -> str:
    """Give a connection's name as lists show it."""
    return translate("Picker", "Built in") if connection.is_built_in else connection.name
