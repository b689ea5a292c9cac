"""`typing.override` for Python 3.11, without loading typing_extensions (0.3 MiB in the window)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

__all__ = ["override"]

if TYPE_CHECKING:
    from typing_extensions import override
else:
    _Method = TypeVar("_Method", bound=Callable[..., object])

    def override(method: _Method) -> _Method:
        """Mark a method that replaces one of a base class; mypy checks that there is one."""
        return method
