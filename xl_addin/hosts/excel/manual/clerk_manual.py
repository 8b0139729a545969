"""The generated parts of the clerk's manual: its workbook, the buttons with their answers, results of the functions.

The words between the parts are written by hand in ``docs/excel.zh-CN.md``; each part stands between two marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from xl_addin.commands.spec import GROUPS, CommandSpec, Wish
from xl_addin.formulas.computed import result_of
from xl_addin.formulas.recalculation import recalculate
from xl_addin.hosts.excel.manual.example import (
    POLICY,
    RESULT,
    ROSTER,
    Rows,
    answer,
    corrected_rows,
    policy_rows,
    table_of,
    typed_rows,
    with_table_formula,
    workbook,
)
from xl_addin.hosts.excel.manual.pictures import group_file, members
from xl_addin.policy.options import option_specs, shown_words
from xl_addin.tables.grid import SheetGrid
from xl_addin.values.errors import InputError

FILE: Final = "excel.zh-CN.md"
_AMOUNT_CELL: Final = (2, 10)
_WITHOUT_ANSWER: Final = frozenset({"about", "check_procedure"})
"""One tells of the PC that it runs on, the other needs a 改制程序核查表, which the example has not."""


def with_parts(text: str) -> str:
    """Rewrite the generated parts of the manual; InputError if the marks of a part are missing."""
    for name, part in PARTS.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if len(found.findall(text)) != 1:
            raise InputError(f"docs/{FILE} 里要有且只有一对 {begin} 和 {end}")
        before, after = found.split(text)
        text = before + "\n".join([begin, *part(), end]) + after
    return text


def _workbook() -> Iterator[str]:
    yield f"工作表“{ROSTER}”："
    yield ""
    yield from table_of(typed_rows())
    yield ""
    yield f"工作表“{POLICY}”："
    yield ""
    yield from table_of(policy_rows())


def _buttons() -> Iterator[str]:
    for group in GROUPS:
        yield f"### “{group}”组"
        yield ""
        yield f"![“{group}”组](images/{group_file(group)})"
        yield ""
        for spec in members(group):
            yield f"- **{spec.name}**：{spec.help}"
            yield from _answered(spec)
        yield ""


def _answered(spec: CommandSpec) -> Iterator[str]:
    """What the button answers in one line: those that check in the workbook as typed, all others once corrected."""
    if spec.id in _WITHOUT_ANSWER:
        return
    book = workbook(typed_rows() if spec.group == "校验" else corrected_rows())
    wish = Wish(sheet=ROSTER, cell="D3")
    if spec.id == "fill_table":
        book, wish = with_table_formula(book), Wish(sheet=RESULT, cell="A1")
    lines = [line for line in answer(spec, book, wish).split("\n") if line]
    shown = " ／ ".join(lines if len(lines) <= 2 else [*lines[:3], "……"])
    yield f"  本例的回答：`{shown}`"


def _result() -> Iterator[str]:
    rows = result_of(with_table_formula(workbook(corrected_rows())), RESULT, "A1")
    assert isinstance(rows, list)
    yield from table_of([["" if cell is None else cell for cell in row] for row in rows])


def _options() -> Iterator[str]:
    spec = option_specs()["fraction"]
    yield f"| 政策!B4 填 | 意思 | {ROSTER}!J2 变成 |"
    yield "|---|---|---|"
    for value, word in shown_words(spec.values).items():
        yield f"| `{word}` | {spec.values[value]} | {amount_under(value):,.2f} |"


def amount_under(fraction: str) -> float:
    """Give the amount of the first worker when the sheet 政策 states an option for part years, in yuan.

    >>> amount_under("year_up")
    44402.9
    """
    spec = option_specs()["fraction"]
    stated: Rows = [*policy_rows()[:3], [spec.label, shown_words(spec.values)[fraction]]]
    book = workbook(typed_rows())
    book.sheets[1] = SheetGrid(POLICY, "", stated, {})
    value = recalculate(book).values[ROSTER][_AMOUNT_CELL]
    assert isinstance(value, float | int)
    return float(value)


PARTS: Final[dict[str, Callable[[], Iterator[str]]]] = {
    "workbook": _workbook,
    "buttons": _buttons,
    "result": _result,
    "options": _options,
}
"""Parts by the name in their marks."""
