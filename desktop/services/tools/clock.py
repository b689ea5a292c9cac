"""What time it is, here or in another time zone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.core.parameters import Function
from desktop.services.tools.tool import Tool, ToolError

_SCHEMA = {
    "type": "object",
    "properties": {
        "timezone": {
            "type": "string",
            "description": "IANA name such as Asia/Shanghai; without it: where the person is.",
        }
    },
    "additionalProperties": False,
}
FUNCTION = Function(
    "current_time",
    "Give the current date, time, weekday and time zone.",
    json.dumps(_SCHEMA),
)


def make(now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Tool:
    """Give the tool; `now` gives the moment, with its time zone."""

    def run(arguments: Mapping[str, object]) -> str:
        moment = now().astimezone(_zone(str(arguments.get("timezone") or "")))
        told = {
            "time": moment.isoformat(timespec="seconds"),
            "weekday": f"{moment:%A}",
            "timezone": str(arguments.get("timezone") or moment.tzname() or ""),
        }
        return json.dumps(told)

    return Tool(FUNCTION, run)


def _zone(name: str) -> ZoneInfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder, no such zone
        raise ToolError(f"There is no time zone named {name[:80]!r}.") from None
