"""公式说明: the sheet of a hand-over copy that keeps every formula which became a value, as text.

A formula that was filled down a column is one line, with the text of its first cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.commands.plan import masked_sheet
from xl_addin.files.building.draft import Column, Content, SheetDraft
from xl_addin.files.building.model import NewCell, NewSheet
from xl_addin.files.edits.formulas import Place
from xl_addin.files.shared_formulas import SharedFormula
from xl_addin.formulas.our_calls import call_name
from xl_addin.formulas.stored_names import bare_name
from xl_addin.functions import CATALOG
from xl_addin.tables.grid import CellValue, FormulaCell, address
from xl_addin.values.errors import CellError
from xl_addin.values.persons import known_ids, mask_text

TITLE: Final = "公式说明"
HEADINGS: Final = ("工作表", "单元格", "公式", "数值", "函数", "政策版本", "生成时间")
_WIDTHS: Final = (15.0, 14.0, 54.0, 15.0, 16.0, 26.0, 12.0)
_STORED: Final = re.compile(
    r'"(?:[^"]|"")*"' r"|(?:'[^'!]*'!|\[[0-9]+\]!|(?<![\w.])[\w.]+\.xla[mx]?!)?([^\W\d][\w.]*)(?=\()|[^\W\d][\w.]*"
)

_LONG: Final = re.compile(r"\d{14,18}[\dXx]")


@dataclass(frozen=True, slots=True)
class Frozen:
    """A formula that becomes a value: where, which functions of ours it calls, and the value."""

    sheet: str
    cell: FormulaCell
    functions: tuple[str, ...]
    value: CellValue


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every line says of the copy: the policy version, when it was made, and whether ID numbers are masked."""

    policy: str
    time: str
    masked: bool
    known: frozenset[str] = frozenset()
    """Numbers of ID columns, masked wherever they stand."""


def formula_sheet(
    found: Sequence[Frozen],
    masks: Mapping[str, Mapping[Place, CellValue]],
    stamp: Stamp,
    names: Sequence[tuple[str, str]],
) -> NewSheet:
    """The sheet, with a link from each line to its cell; the texts are masked where the copy is."""
    ours = sum(bool(one.functions) for one in found)
    note = (
        f"本副本中 {ours} 个“改制测算”插件公式已改为数值，打开、修改本表不会再自动计算；"
        f"要重算请用原工作簿。同一列照样填充的公式列一次，写第一格的公式。政策版本：{stamp.policy}；生成时间：{stamp.time}"
    )
    draft = SheetDraft(TITLE, _WIDTHS, head="report_head")
    draft.add([NewCell(TITLE, "report_title")])
    draft.add([NewCell(note, "report_note")])
    masked = "身份证号已脱敏；引用身份证号的表格公式也已改为数值" if stamp.masked else ""
    draft.add([NewCell(masked, "report_note")])
    lines = [
        *(_line(group, masks, stamp) for group in _filled_down(found)),
        *(_name_line(name, text, stamp) for name, text in names),
    ]
    first, last = draft.table([Column(head, "report_text") for head in HEADINGS], lines)
    sheet = draft.report(first, last)
    return masked_sheet(sheet, stamp.known) if stamp.masked else sheet


def _filled_down(found: Sequence[Frozen]) -> list[list[Frozen]]:
    """Formulas of one column that differ by nothing but the row, in the order of their first cells."""
    groups: dict[tuple[object, ...], list[Frozen]] = {}
    for number, one in enumerate(found):
        cell = one.cell
        moved = SharedFormula(cell.text, cell.row, cell.col).at(1, cell.col) if cell.kind == "normal" else number
        groups.setdefault((one.sheet, cell.col, moved), []).append(one)
    return list(groups.values())


def _line(group: Sequence[Frozen], masks: Mapping[str, Mapping[Place, CellValue]], stamp: Stamp) -> Sequence[Content]:
    one, last = group[0], group[-1].cell
    place = address(one.cell.row, one.cell.col)
    filled = one.cell.ref if one.cell.ref and one.cell.kind in ("array", "dynamic") else place
    if len(group) > 1:
        whole = last.row - one.cell.row + 1 == len(group)
        filled = f"{place}:{address(last.row, last.col)}{'' if whole else f'（其中 {len(group)} 格）'}"
    text = f"={_shown(one.cell.text, stamp)}"
    if one.cell.kind == "array":
        text = f"{{{text}}}"
    shown = masks.get(one.sheet, {}).get((one.cell.row, one.cell.col), one.value)
    functions = "、".join(CATALOG[name].alias for name in one.functions) or "（表格公式）"
    link = NewCell(filled, "report_link", link=(one.sheet, place))
    policy = stamp.policy if one.functions else ""
    value = NewCell(_value(shown), "report_number") if len(group) == 1 else NewCell(_values(group), "report_text")
    return one.sheet, link, text, value, functions, policy, stamp.time


def _values(group: Sequence[Frozen]) -> str:
    """What stands for the values of a column: they stay where they are; those that are wrong are counted."""
    wrong = sum(one.value is None or isinstance(one.value, CellError) for one in group)
    return f"{len(group)} 格，数值在原处{f'，其中 {wrong} 格有误' if wrong else ''}"


def _name_line(name: str, text: str, stamp: Stamp) -> Sequence[Content]:
    return "（定义的名称）", name, f"={_shown(text.removeprefix('='), stamp)}", "已删除", "", stamp.policy, stamp.time


def _shown(formula: str, stamp: Stamp) -> str:
    """The formula as a user would type it; in a masked copy no number as long as an ID number stays in it."""
    text = readable(formula)
    return mask_text(text, stamp.known | known_ids(_LONG.findall(text))) if stamp.masked else text


def _value(value: CellValue) -> str | int | float | None:
    if value is None:
        return "未能计算"
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return (
        value.isoformat(" ") if isinstance(value, dt.datetime) else str(value) if isinstance(value, dt.date) else value
    )


def readable(text: str) -> str:
    """The formula as a user would type it: our functions without link number or host's prefix.

    >>> readable('[1]!经济补偿金(A1,B1)+_xldudf_SOE_RATE(C1)+[2]!OTHER("[1]!SOE_RATE(D1)")')
    '经济补偿金(A1,B1)+SOE_RATE(C1)+[2]!OTHER("[1]!SOE_RATE(D1)")'
    """

    def plain(match: re.Match[str]) -> str:
        name = call_name(match[1]) if match[1] else None  # else a text in quotes
        if name is None:
            return match[0]
        bare = bare_name(match[1])
        return bare if call_name(bare) else name

    return _STORED.sub(plain, text)
