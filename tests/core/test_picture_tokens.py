"""Pictures are counted as the makers of the models document it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.picture_tokens import Rule
from desktop.core.resources import resource

RULES = {
    name: Rule.from_json(row)
    for name, row in json.loads(resource("models.json").read_text("utf-8"))["image_tokens"].items()
}
SIDES = st.integers(1, 20_000)


@pytest.mark.parametrize(
    ("rule", "size", "detail", "tokens"),
    [
        # the guide's own examples
        ("patch_original", (1024, 1024), "high", 1229),
        ("patch_original", (2048, 2048), "high", 3000),
        ("patch_original", (4096, 512), "high", 2458),
        ("tile_85", (1024, 1024), "high", 765),
        ("tile_85", (2048, 4096), "high", 1105),
        ("tile_85", (4096, 8192), "low", 85),
        # measured by others
        ("patch_original", (2560, 1440), "high", 2931),
        ("patch_original", (3840, 2160), "high", 2931),
        ("patch_original", (4032, 3024), "high", 2942),
        ("patch_6000", (4032, 3024), "auto", 11868),
        ("patch_original", (4032, 3024), "auto", 14364),
        # no patch less than one
        ("patch_original", (1, 1), "low", 2),
        ("patch_original", (60_000, 1), "high", 2250),
        ("tile_70", (1, 1), "", 210),
        ("tile_70", (0, 10), "high", 0),
    ],
)
def test_a_picture_is_counted(rule: str, size: tuple[int, int], detail: str, tokens: int) -> None:
    assert RULES[rule].tokens(*size, detail) == tokens


def test_a_detail_that_a_model_does_not_know_counts_as_high() -> None:
    rule = RULES["patch_2048"]
    assert rule.tokens(900, 700, "ultra") == rule.tokens(900, 700, "high")


@pytest.mark.parametrize("name", RULES)
@given(width=SIDES, height=SIDES, detail=st.sampled_from(["low", "high", "original", "auto", ""]))
def test_every_picture_has_a_number_and_no_budget_is_passed(
    name: str, width: int, height: int, detail: str
) -> None:
    rule = RULES[name]
    tokens = rule.tokens(width, height, detail)
    assert tokens >= 1
    wanted = rule.auto if detail in {"auto", ""} else detail
    look = rule.looks.get(wanted) or rule.looks.get("high")
    if look is not None and look.budget is not None:
        assert tokens <= look.budget * rule.multiplier + 1
