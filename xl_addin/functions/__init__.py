"""Floor 6: worksheet functions. ``call`` computes what a cell computes, on every host alike.

>>> call("经济补偿金", "1985-07-01", "2011-09-28", 1600, 1500, 2300)
43200.0
>>> call("SOE_SEVERANCE", "2011-09-28", "1985-07-01", 1600)
CellError(code='#NUM!', message='解除时间早于参加工作时间，请核对两个日期')
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xl_addin.functions.catalog import CATALOG
from xl_addin.functions.reading import answer
from xl_addin.functions.spec import ArgumentSpec, FunctionSpec, Result
from xl_addin.policy.options import closest
from xl_addin.tables.cleaning import is_blank
from xl_addin.tables.date_text import SHOWN
from xl_addin.tables.ranges import first_error, one_cell, plain
from xl_addin.values.errors import NAME, VALUE, CellError, InputError, PolicyGap

__all__ = ["CATALOG", "ArgumentSpec", "CellError", "FunctionSpec", "call", "resolve"]

_ALIASES: Final = {spec.alias: name for name, spec in CATALOG.items()}


def resolve(name: str) -> str | None:
    """Give the ASCII name of a function from its ASCII name in any case or its Chinese alias (G-13).

    >>> resolve("soe_rate"), resolve("经济补偿金"), resolve("SUM")
    ('SOE_RATE', 'SOE_SEVERANCE', None)
    """
    stripped = name.strip()
    upper = stripped.upper()
    return upper if upper in CATALOG else _ALIASES.get(stripped)


def call(name: str, *cell_values: Any) -> Result:
    """Compute a worksheet function from raw cell values; never raises (G-02).

    A cell value is None, a number, a text, a date or a :class:`CellError`; a range is a list of
    rows. Returns a cell value, a ``CellError``, or rows whose first one is headings.

    >>> call("SOE_RATE", "养老单位费率", "2005-06-01")
    0.2
    >>> call("SOE_RATE", "养老单位费率", "1990-06-01").code
    '#N/A'
    """
    spec = CATALOG.get((resolve(name) if isinstance(name, str) else None) or "")
    if spec is None:
        shown = str(name)[:SHOWN]
        return CellError(NAME, f"没有名为“{shown}”的函数{closest(shown.upper(), [*CATALOG, *_ALIASES])}")
    try:
        return _compute(spec, [plain(value) for value in cell_values])
    except (InputError, PolicyGap) as error:
        return error.cell_error()
    except Exception as error:  # a cell must show an error, never stop the host
        return CellError(VALUE, f"{spec.alias}内部出错（{type(error).__name__}），请把本行数据和版本号报给维护人员")


def _compute(spec: FunctionSpec, values: list[Any]) -> Result:
    if len(values) > len(spec.arguments):
        raise InputError(f"{spec.name} 最多 {len(spec.arguments)} 个参数，给了 {len(values)} 个：{spec.signature}")
    values += [None] * (len(spec.arguments) - len(values))
    error = first_error(values[1:] if spec.row_errors else values)
    if error is not None:
        return CellError(error.code, error.message or f"引用的单元格是错误值 {error.code}")
    _check_shapes(spec, values)
    result: Result = answer(spec.compute, spec.arguments, values)
    return result


def _check_shapes(spec: FunctionSpec, values: Sequence[Any]) -> None:
    """Refuse blanks where a value is required and ranges where a cell is."""
    for argument, value in zip(spec.arguments, values, strict=True):
        if argument.shape == "cell":
            one_cell(value, argument.name)
        if is_blank(value) and not (argument.optional or argument.blank_allowed):
            raise InputError(f"{argument.name}不能为空")
