"""Why a sum is not what it should be: hidden rows, numbers stored as text, rows outside the formula, sums added twice.

A cause is named only where it explains the whole difference, with the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from xl_addin.checks.amounts.sum_evaluation import SumCells
from xl_addin.checks.amounts.sum_labels import Level
from xl_addin.checks.amounts.sum_lines import SumLines
from xl_addin.checks.amounts.sum_readings import Figures, Same, WrongSum
from xl_addin.sheets.numbers import to_fen
from xl_addin.values.money import MICRO

_SHOWN: Final = 5
_WAN: Final = 10_000
_FEN: Final = MICRO // 100
_MOST_PARTS: Final = 12


def cause_of(wrong: WrongSum, lines: SumLines, figures: Figures, around: SumCells, same: Same) -> str:
    """The cause as the end of a sentence, '' where none explains the whole difference."""
    typed = int(figures.micro[wrong.k])
    return next(
        (
            f"：{why}"
            for explain in (_not_counted, _by_formula, _twice, _one_missing, _rounded, _in_wan)
            for why, value in explain(wrong, lines, figures, around)
            if same(typed, value)
        ),
        "",
    )


Explained = Iterator[tuple[str, int]]


def _people(wrong: WrongSum, lines: SumLines, figures: Figures) -> list[int]:
    places = wrong.named or range(*wrong.span)
    return [i for i in places if lines.levels[i] == Level.PERSON and figures.micro[i]]


def _named(cells: Sequence[str]) -> str:
    return "、".join(cells[:_SHOWN]) + (f"等{len(cells)}格" if len(cells) > _SHOWN else "")


def _sum(figures: Figures, places: Sequence[int]) -> int:
    return sum(int(figures.micro[i]) for i in places)


def _not_counted(wrong: WrongSum, lines: SumLines, figures: Figures, around: SumCells) -> Explained:
    """Rows that are hidden, and numbers that SUM cannot see."""
    people = _people(wrong, lines, figures)
    formula = around.formulas.get(wrong.k)
    hidden = [i for i in people if i in around.hidden]
    texts = [i for i in people if i in around.texts]
    if hidden and (formula is None or formula.subtotal):
        cells = _named([around.cell(i) for i in hidden])
        why = "SUBTOTAL 不计隐藏和筛选掉的行" if formula else "合计等于未隐藏各行之和"
        yield f"{cells} 所在行被隐藏或筛选掉了，{why}", wrong.right - _sum(figures, hidden)
    if texts and (formula is None or not formula.picked):
        cells = _named([around.cell(i) for i in texts])
        yield f"{cells} 是文本格式的数字，SUM 不计入，请改成数值", wrong.right - _sum(figures, texts)
    both = sorted({*hidden, *texts})
    if hidden and texts:
        cells = _named([around.cell(i) for i in both])
        yield f"{cells} 或被隐藏，或是文本格式的数字，没有计入", wrong.right - _sum(figures, both)


def _by_formula(wrong: WrongSum, lines: SumLines, figures: Figures, around: SumCells) -> Explained:
    """Rows that the formula leaves out, adds too much or adds twice; a stored result that is out of date."""
    formula = around.formulas.get(wrong.k)
    if formula is None:
        return
    places = {row: i for i, row in enumerate(lines.rows)}
    added = [places[row] for row in formula.rows if row in places and places[row] != wrong.k]
    typed = int(figures.micro[wrong.k])
    wanted = set(_people(wrong, lines, figures))
    sums = [i for i in added if lines.levels[i] != Level.PERSON]
    missing = sorted(wanted - set(added))
    extra = sorted({i for i in added if lines.levels[i] == Level.PERSON and figures.micro[i]} - wanted)
    if missing and not sums:
        yield f"公式 {formula.shown} 没有包括 {_named([around.cell(i) for i in missing])}{_also(extra, around)}", typed
    elif extra and not sums:
        yield f"公式 {formula.shown} 多加了 {_named([around.cell(i) for i in extra])}", typed
    elif sums and set(added) & wanted and not formula.subtotal:
        yield f"公式 {formula.shown} 把合计行 {_named([around.cell(i) for i in sums])} 又加了一次", typed
    elif sums:
        yield f"公式 {formula.shown} 所加的各合计行（{_named([around.cell(i) for i in sums])}）没有加全或有重复", typed
    elif not missing and all(row in places for row in formula.rows):
        yield f"公式 {formula.shown} 的结果没有更新，请重算后保存", typed


def _also(extra: Sequence[int], around: SumCells) -> str:
    return f"，又多加了 {_named([around.cell(i) for i in extra])}" if extra else ""


def _twice(wrong: WrongSum, lines: SumLines, figures: Figures, around: SumCells) -> Explained:
    """Sums inside the span that were added to its persons."""
    inside = [i for i in range(*wrong.span) if lines.levels[i] != Level.PERSON and figures.usable[i]]
    if inside:
        yield f"把合计行 {_named([around.cell(i) for i in inside])} 也加进去了", wrong.right + _sum(figures, inside)
    for i in inside[:_MOST_PARTS]:
        yield f"把合计行 {around.cell(i)} 也加进去了", wrong.right + int(figures.micro[i])


def _one_missing(wrong: WrongSum, lines: SumLines, figures: Figures, around: SumCells) -> Explained:
    """One person whose amount is just the difference."""
    short = wrong.right - int(figures.micro[wrong.k])
    people = [i for i in _people(wrong, lines, figures) if abs(int(figures.micro[i]) - short) < _FEN // 2]
    if len(people) == 1:
        yield f"相差的数正好是 {around.cell(people[0])}", wrong.right - int(figures.micro[people[0]])


def _rounded(wrong: WrongSum, lines: SumLines, figures: Figures, around: SumCells) -> Explained:
    """Cells that hold more decimals than they show."""
    people = _people(wrong, lines, figures)
    exact = np.array([int(figures.micro[i]) for i in people], dtype=object)
    fen = [int(value) * _FEN for value in to_fen(exact)] if people else []
    odd = [i for i, shown in zip(people, fen, strict=True) if int(figures.micro[i]) != shown]
    if odd:
        cells = _named([around.cell(i) for i in odd])
        yield f"{cells} 实际不止两位小数，合计是按显示的两位小数加的，请先把各行四舍五入到分", sum(fen)


def _in_wan(wrong: WrongSum, lines: SumLines, figures: Figures, around: SumCells) -> Explained:
    """The sum in another unit than its rows."""
    if wrong.right:
        typed = int(figures.micro[wrong.k])
        for unit, value in (("万元", typed * _WAN), ("元", typed // _WAN)):
            if abs(value - wrong.right) * 2 <= MICRO // 50 * (_WAN if unit == "万元" else 1):
                yield f"各行的单位与合计不同，合计像是按{unit}写的", typed
