"""Oriole, a desktop assistant. Read `desktop/README.md` first: the layers on one page."""

__version__ = "0.1.0"
