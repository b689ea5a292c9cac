"""Arithmetic, exactly where numbers are whole. Walks the syntax tree: nothing is ever executed."""

from __future__ import annotations

import ast
import json
import math
import operator
from collections.abc import Callable
from typing import TypeAlias

from desktop.core.parameters import Function
from desktop.services.tools.tool import Tool, ToolError

Number: TypeAlias = int | float

_SCHEMA = {
    "type": "object",
    "properties": {
        "expression": {
            "type": "string",
            "maxLength": 500,
            "description": "Such as (3 + 4) * 2 ** 10 / 7, or sqrt(2) * pi. Operators: + - * / // % **."
            " Functions: abs round floor ceil sqrt exp log log2 log10 sin cos tan asin acos atan"
            " degrees radians factorial gcd min max. Angles in radians.",
        }
    },
    "required": ["expression"],
    "additionalProperties": False,
}
FUNCTION = Function("calculator", "Calculate the value of an expression.", json.dumps(_SCHEMA))

_MAX_DEPTH = 50
_MAX_BITS = 10_000  # about 3,000 digits: more is no answer to anything, and each step costs more
_MAX_FACTORIAL = 500


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(base, int) and isinstance(exponent, int):
        if base.bit_length() * abs(exponent) > _MAX_BITS and abs(base) > 1:
            raise ToolError("This is too large.")
        return float(base) ** exponent if exponent < 0 else base**exponent
    result = base**exponent
    if isinstance(result, complex):
        raise ToolError("Only real numbers are known here.")
    return float(result)


def _factorial(number: Number) -> Number:
    if number != int(number) or not 0 <= number <= _MAX_FACTORIAL:
        raise ToolError(f"Factorials are known of whole numbers from 0 to {_MAX_FACTORIAL}.")
    return math.factorial(int(number))


_BINARY: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
}
_UNARY: dict[type[ast.unaryop], Callable[[Number], Number]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
_NAMES: dict[str, float] = {"pi": math.pi, "e": math.e, "tau": math.tau}
_FUNCTIONS: dict[str, Callable[..., Number]] = {
    name: getattr(math, name)
    for name in (
        "floor", "ceil", "sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan", "asin", "acos",
        "atan", "degrees", "radians", "gcd",
    )
} | {"abs": abs, "round": round, "min": min, "max": max, "factorial": _factorial}  # fmt: skip


def make() -> Tool:
    """Give the tool."""
    return Tool(FUNCTION, lambda arguments: calculate(str(arguments["expression"])))


def calculate(expression: str) -> str:
    """Give the value of an expression as text.

    Raises:
        ToolError: it is no arithmetic, or its value cannot be had.
    """
    try:
        tree = ast.parse(expression.strip().replace("^", "**"), mode="eval")
        value = _value(tree.body, 0)
        return repr(value) if isinstance(value, float) else str(value)
    except SyntaxError:
        raise ToolError("This is not an expression.") from None
    except ZeroDivisionError:
        raise ToolError("Division by zero.") from None
    except (ArithmeticError, ValueError, TypeError, MemoryError, RecursionError):
        raise ToolError("This has no value, or one that is too large.") from None


def _value(node: ast.expr, depth: int) -> Number:
    if depth > _MAX_DEPTH:
        raise ToolError("This is nested too deeply.")
    match node:
        case ast.Constant(value=bool() | complex()):
            raise ToolError("Only real numbers are known here.")
        case ast.Constant(value=int() | float() as number):
            return _bounded(number)
        case ast.Name(id=name) if name in _NAMES:
            return _NAMES[name]
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _UNARY:
            return _UNARY[type(sign)](_value(operand, depth + 1))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _BINARY:
            return _bounded(_BINARY[type(sign)](_value(left, depth + 1), _value(right, depth + 1)))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return _bounded(_FUNCTIONS[name](*(_value(arg, depth + 1) for arg in args)))
    raise ToolError(f"Not known here: {ast.unparse(node)[:80]}")


def _bounded(number: object) -> Number:
    if not isinstance(number, int | float) or isinstance(number, bool):
        raise ToolError("Only real numbers are known here.")
    is_small = number.bit_length() <= _MAX_BITS if isinstance(number, int) else True
    if not is_small or not math.isfinite(number if isinstance(number, float) else 0):
        raise ToolError("This has no value, or one that is too large.")
    return number
