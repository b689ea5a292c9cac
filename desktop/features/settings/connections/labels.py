"""The words of the upper part of the form."""

from __future__ import annotations

from desktop.ui.i18n import translate


def name() -> str:
    """Name the field of the name."""
    return translate("Connections", "Name")


def kind() -> str:
    """Name the choice of the preset."""
    return translate("Connections", "Kind")


def address() -> str:
    """Name the field of the address."""
    return translate("Connections", "Address")


def key() -> str:
    """Name the field of the key."""
    return translate("Connections", "Key")


def model() -> str:
    """Name the field of the model."""
    return translate("Connections", "Model to begin with")


def advanced() -> str:
    """Name the fold."""
    return translate("Connections", "Advanced")


def no_key() -> str:
    """Give what stands in the key's field where none is needed."""
    return translate("Connections", "Not needed")


def test_caption() -> str:
    """Give what is said before a test."""
    return translate(
        "Connections", "The test lists the models and asks one of them a short question."
    )
