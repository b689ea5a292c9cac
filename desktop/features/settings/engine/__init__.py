"""The built-in engine's page: how it is, and the models that the person has added to it.

Read in this order: `page`, `status`, `shelf` (the models), `card`, `pieces`, `drop`, `words`.
"""

from __future__ import annotations

from desktop.features.settings.engine.page import EnginePage

__all__ = ["EnginePage"]
