"""Measurements against the budgets: `python3 packaging/run.py bench [NAME] [--json]`.

Each `bench_<name>.py` has a docstring and `run() -> Iterator[Sample]`. Read `report` (what a sample
is), `budgets` (what must hold), `clock` (how to measure on a busy machine), `stage` (the window).
"""
