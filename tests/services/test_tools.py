"""The program's own tools: what they give, what they refuse, how calls become results."""

import asyncio
import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.parameters import Function, Parameters
from desktop.core.types import Part, PartType
from desktop.services.schemas import flaw
from desktop.services.tools import calculator, clock
from desktop.services.tools.calculator import calculate
from desktop.services.tools.tool import Tool, ToolError
from desktop.services.tools.toolbox import MAX_RESULT, OWN, Toolbox, result_of

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PLAIN = (clock.make(), calculator.make())
SWITCHED_ON = Parameters(tools=("calculator", "current_time"))


def call(name: str, arguments: str = "{}") -> Part:
    return Part(PartType.TOOL_CALL, arguments, name=name, ref="call_1")


def run(aloop, toolbox: Toolbox, one: Part, parameters: Parameters = SWITCHED_ON) -> str:
    result = aloop(toolbox.run(one, parameters))
    assert (result.type, result.ref, result.name) == (PartType.TOOL_RESULT, one.ref, one.name)
    return str(result.text)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2 + 3 * 4", "14"),
        ("(1 + 2) ^ 3", "27"),
        ("7 // 2 + 7 % 2", "4"),
        ("-2 ** 2", "-4"),
        ("1 / 4", "0.25"),
        ("2 ** -2", "0.25"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("123456789 ** 9", str(123456789**9)),
        ("sqrt(2) * sqrt(2)", "2.0000000000000004"),
        ("max(1, min(5, 3))", "3"),
        ("factorial(20)", "2432902008176640000"),
        ("round(pi * 100) / 100", "3.14"),
    ],
)
def test_calculates(expression: str, value: str) -> None:
    assert calculate(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "", "1 +", "9 ** 9 ** 9", "2 ** 10001", "factorial(501)", "factorial(0.5)", "1 / 0", "0 ** -1",
        "log(0)", "(-8) ** (1 / 3)", "10.0 ** 400", "1e999", "'a' * 9", "True", "2j", "a", "open('x')",
        "__import__('os').system('ls')", "(1).real", "[1][0]", "lambda: 1", "max()", "max(*[1])",
        "round(ndigits=1, number=2.5)", "(" * 60 + "1" + ")" * 60 + "!", "1 if 1 else 2", "x := 1",
        "-" * 60 + "1", "factorial(500) ** 3", "abs" , "f'{1}'", "1\0",
    ],
)  # fmt: skip
def test_refuses_what_is_no_arithmetic_or_too_large(expression: str) -> None:
    with pytest.raises(ToolError):
        calculate(expression)


@given(st.text("0123456789+-*/%.()e,^ sqrtmaxfactorialpi", max_size=60))
def test_no_expression_breaks_it_or_takes_long(expression: str) -> None:
    with suppress(ToolError):
        assert calculate(expression)


def test_tells_the_time_here_and_elsewhere(aloop) -> None:
    toolbox = Toolbox([clock.make(lambda: NOON)])
    told = json.loads(run(aloop, toolbox, call("current_time", '{"timezone": "Asia/Shanghai"}')))
    assert told == {
        "time": "2026-11-22T20:00:00+08:00", "weekday": "Sunday", "timezone": "Asia/Shanghai",
    }  # fmt: skip
    here = json.loads(run(aloop, toolbox, call("current_time")))
    assert datetime.fromisoformat(here["time"]) == NOON
    for name in ("Mars/Olympus", "../../etc/passwd", "/etc/localtime", "."):
        wrong = run(aloop, toolbox, call("current_time", json.dumps({"timezone": name})))
        assert "error" in json.loads(wrong), name


def test_only_what_is_switched_on_is_offered_and_runs(aloop) -> None:
    toolbox = Toolbox(PLAIN)
    own = Parameters(
        tools=("calculator", "gone"), functions=(Function("f"), Function("calculator"))
    )
    assert [function.name for function in toolbox.functions(own)] == ["calculator", "f"]
    assert toolbox.functions(Parameters()) == ()
    assert "error" in json.loads(run(aloop, toolbox, call("current_time"), own))
    assert toolbox.is_for_person(call("f"), own)
    assert not toolbox.is_for_person(call("calculator"), own)
    assert not toolbox.is_for_person(call("unknown"), own)


@pytest.mark.parametrize(
    "arguments",
    ["no json", "[]", "7", '{"expression": 7}', '{"expression": "1", "more": 1}', "[" * 100_000, "{}"],
)  # fmt: skip
def test_arguments_that_do_not_fit_are_told_to_the_model(aloop, arguments: str) -> None:
    assert "error" in json.loads(run(aloop, Toolbox(PLAIN), call("calculator", arguments)))


def test_a_result_is_bounded() -> None:
    long = result_of(call("f"), "x" * (MAX_RESULT + 1)).text
    assert len(long) < MAX_RESULT + 50
    assert long.endswith("characters]")


def test_work_is_done_off_the_loop(aloop) -> None:
    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        seen: list[bool] = []

        def look(_arguments: object) -> str:
            try:
                asyncio.get_running_loop()
            except RuntimeError:
                seen.append(True)
            return "ok"

        toolbox = Toolbox([Tool(Function("look"), look)])
        result = await toolbox.run(call("look"), Parameters(tools=("look",)))
        assert (result.text, seen, loop.is_running()) == ("ok", [True], True)

    aloop(scenario())


def test_the_own_tools_have_schemas_that_can_be_used() -> None:
    for function in OWN:
        assert flaw(function.parameters) is None
        assert function.description
