"""What a person decided about models, on the disk."""

from pathlib import Path

import pytest

from desktop.core.models import Facts, ModelKey, Price, Task
from desktop.store.model_choices import ModelChoices
from tests.support.loops import RunLoop

ONE, TWO = ModelKey("home", "m-1"), ModelKey("home", "vendor/m:2")


def again(file: Path) -> ModelChoices:
    choices = ModelChoices(file)
    choices.read()
    return choices


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "models.toml"


def test_nothing_is_decided_at_first(file: Path) -> None:
    choices = again(file)
    assert (choices.favourites, choices.put_away) == ((), ())
    assert (choices.defaults, choices.overrides) == ({}, {})
    assert not file.exists()


def test_everything_is_found_again(aloop: RunLoop, file: Path) -> None:
    async def scenario() -> None:
        choices = again(file)
        told: list[None] = []
        choices.changed.connect(told.append)
        await choices.set_favourite(TWO, is_one=True)
        await choices.set_favourite(ONE, is_one=True)
        await choices.set_default(Task.IMAGE, TWO)
        await choices.set_price(ONE, Price(1.5, 2, currency="EUR"))
        await choices.put_note_away(ONE)
        await choices.put_note_away(ONE)
        assert len(told) == 5
        found = again(file)
        assert found.favourites == (TWO, ONE)
        assert found.put_away == (ONE,)
        assert found.defaults == {Task.IMAGE: TWO}
        assert found.overrides == {ONE: Facts(price=Price(1.5, 2, currency="EUR"))}

    aloop(scenario())


def test_a_decision_can_be_taken_back(aloop: RunLoop, file: Path) -> None:
    async def scenario() -> None:
        choices = again(file)
        await choices.set_favourite(ONE, is_one=True)
        await choices.set_favourite(ONE, is_one=False)
        await choices.set_default(Task.IMAGE, TWO)
        await choices.set_default(Task.IMAGE, None)
        await choices.set_price(ONE, Price(1, 1))
        await choices.set_price(ONE, None)
        found = again(file)
        assert (found.favourites, found.defaults, found.overrides) == ((), {}, {})

    aloop(scenario())


def test_what_a_newer_version_wrote_stays(aloop: RunLoop, file: Path) -> None:
    file.write_text("[newer]\nthing = 1\n", encoding="utf-8")
    aloop(again(file).set_favourite(ONE, is_one=True))
    assert "thing = 1" in file.read_text(encoding="utf-8")


RUBBISH = """
favourites = [1, "x", {connection_id = "home"}, {connection_id = "home", model = "m-1"}]
put_away = "all"
own = [{connection_id = "home", model = "m-1", input = -1.0, output = "x", currency = 3}]
[defaults]
image = "m-1"
flying = {connection_id = "home", model = "m-1"}
"""


def test_what_is_not_understood_is_left_out(file: Path) -> None:
    file.write_text(RUBBISH, encoding="utf-8")
    choices = again(file)
    assert choices.favourites == (ONE,)
    assert (choices.put_away, choices.defaults, choices.overrides) == ((), {}, {})


def test_a_price_of_nothing_is_named(file: Path, expect_log) -> None:
    expect_log("models.bad_entry")
    file.write_text('own = [{connection_id = "home", input = 1.0}]\n', encoding="utf-8")
    assert again(file).overrides == {}
