"""Reads the JSON of a request: every value has the type and the range that it must have."""

from __future__ import annotations

import json

from desktop.engine.problems import ApiError


def parse(data: bytes) -> Fields:
    """Give the fields of a request's body.

    Raises:
        ApiError: 400, the body is not a JSON object.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, f"The body is not valid JSON: {error}.", code="invalid_json") from error
    if not isinstance(value, dict):
        raise ApiError(400, "The body must be a JSON object.", code="invalid_json")
    return Fields(value)


class Fields:
    """One JSON object. A value of null counts as absent; what nobody asks for is ignored.

    Every method raises ApiError 400 with the field's name when a value cannot be used.
    """

    def __init__(self, values: dict[str, object], path: str = "") -> None:
        self._values = values
        self._path = path

    def name(self, key: str) -> str:
        """Give a field's full name, e.g. `messages[2].content`."""
        return f"{self._path}.{key}" if self._path else key

    def raw(self, key: str) -> object:
        """Give a value as it is; None where it is absent."""
        return self._values.get(key)

    def text(self, key: str) -> str | None:
        """Give a string. Halves of surrogate pairs, which no UTF-8 can hold, become U+FFFD."""
        value = self.raw(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.wrong(key, "a string")
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def flag(self, key: str) -> bool:
        """Give a boolean; absent is false."""
        value = self.raw(key)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def number(self, key: str, least: float, most: float) -> float | None:
        """Give a number from `least` to `most`."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, "a number")
        if not least <= value <= most:
            raise self.wrong(key, f"from {least:g} to {most:g}")
        return float(value)

    def whole(self, key: str, least: int) -> int | None:
        """Give an integer of at least `least`."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(key, "an integer")
        if value < least:
            raise self.wrong(key, f"at least {least}")
        return value

    def fields(self, key: str) -> Fields | None:
        """Give an object."""
        value = self.raw(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(key, "an object")
        return Fields(value, self.name(key))

    def each(self, key: str) -> list[Fields]:
        """Give the objects of a list; absent is empty."""
        value = self.raw(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(key, "a list")
        found = []
        for place, item in enumerate(value):
            if not isinstance(item, dict):
                raise self.wrong(f"{key}[{place}]", "an object")
            found.append(Fields(item, self.name(f"{key}[{place}]")))
        return found

    def as_dict(self) -> dict[str, object]:
        """Give everything as it is, to hand it on whole."""
        return self._values

    def wrong(self, key: str, expected: str) -> ApiError:
        """Give the error that says what a field must be."""
        name = self.name(key)
        return ApiError(400, f"{name} must be {expected}.", code="invalid_value", param=name)
