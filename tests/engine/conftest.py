"""One engine process for the tests that only ask it something."""

from collections.abc import Iterator

import pytest

from tests.engine.process import EngineProcess


@pytest.fixture(scope="session")
def engine() -> Iterator[EngineProcess]:
    """One running engine for all tests that do not harm it."""
    with EngineProcess() as running:
        yield running
