"""What must hold, per bench and metric. The names are fixed: figures are compared over time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit that a figure may reach but not pass; `at_least` turns it into a minimum."""

    limit: float
    at_least: bool = False

    def holds(self, value: float) -> bool:
        """Tell whether `value` is inside the limit."""
        return value >= self.limit if self.at_least else value <= self.limit


def _minimum(limit: float) -> Budget:
    return Budget(limit, at_least=True)


BUDGETS: dict[str, dict[str, Budget]] = {
    "startup": {"first_paint_ratio": Budget(1.8), "first_paint_cold_ms": Budget(400)},
    "memory": {
        "pss_idle_mib": Budget(80),
        "pss_first_answer_mib": Budget(110),
        "pss_200_answers_delta_mib": Budget(20),
        "pss_10k_open_delta_mib": Budget(20),
    },
    "idle": {"idle_cpu_pct": Budget(0.1), "timers": Budget(0)},
    "stream": {
        "delta_us": Budget(120),
        "flat_ratio": Budget(1.3),
        "late_p99_ms": Budget(8),
        "late_max_ms": Budget(16),
        "late_tail_p99_ms": Budget(16),
    },
    "typing": {"typing_p99_ms": Budget(16)},
    "open": {
        "open_1k_ms": Budget(60),
        "open_10k_ms": Budget(60),
        "scroll_p99_ms": Budget(8),
        "resize_ms": Budget(16),
    },
    "picker": {"open_1k_ms": Budget(50), "filter_p99_ms": Budget(10)},
    "picture": {
        "thumb_ms": Budget(250),
        "ready_ms": Budget(500),
        "extra_mib": Budget(120),
        "picture_late_ms": Budget(16),
    },
    "sse": {
        "events_per_s": _minimum(40_000),
        "event_us": Budget(25),
        "import_ratio": Budget(1.2),
    },
    "stop": {"stop_ms": Budget(50), "server_close_ms": Budget(100)},
    "store": {
        "insert_per_s": _minimum(50_000),
        "kill_lost_ms": Budget(250),
        "fsync_on_gui": Budget(0),
    },
    "search": {"search_p95_ms": Budget(30), "recall_pct": _minimum(100)},
    "dictation": {
        "capture_cpu_pct": Budget(3),
        "speech_to_text_ms": Budget(1500),
        "dictation_late_p99_ms": Budget(8),
    },
    "engine": {
        "ready_ms": Budget(500),
        "cold_first_token_ms": Budget(2000),
        "warm_first_token_ms": Budget(300),
        "tokens_ratio": _minimum(0.9),
    },
    "speech": {
        "words_wrong_pct": Budget(6),
        "whole_ratio": Budget(0.2),
        "live_ratio": Budget(0.8),
        "load_ms": Budget(1500),
        "first_partial_ms": Budget(1500),
        "speech_to_text_ms": Budget(1500),
        "loaded_mib": Budget(220),
        "left_mib": Budget(60),
    },
}
