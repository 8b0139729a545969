"""交付副本: a copy for offices without the add-in: values instead of our formulas, which a sheet keeps as text.

With masked ID numbers, native formulas that read a masked cell become values too: a look-up by a masked number could
find another person. Everything else stays live and as it was. How the file changes is
:mod:`xl_addin.files.handover.freezing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from xl_addin.commands.handover.blank_rows import blank_rows
from xl_addin.commands.handover.masks import account_cells, doubtful_cells, id_numbers, masked_cells
from xl_addin.commands.handover.sheet import Frozen, Stamp, formula_sheet
from xl_addin.commands.plan import CopyPlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.edits.formulas import Place
from xl_addin.formulas.our_calls import OurCalls
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Spot
from xl_addin.formulas.reads import MaskedReads
from xl_addin.sheets.untouched import untouched_sheets
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid, address, cells_of
from xl_addin.values.errors import NA, CellError, InputError
from xl_addin.values.persons import mask_text

_UNKNOWN: Final = CellError(NA, "")
_SHOWN: Final = 5
Values = dict[str, dict[Place, CellValue]]


def plan_handover(workbook: CommandBook, context: CommandContext) -> CopyPlan:
    """Plan the copy; InputError where there is nothing of ours to freeze and nothing to mask."""
    book = workbook.grid
    sheets = [sheet for sheet in book.sheets if not sheet.ours]
    if context.masked:
        _refuse_named_ids(sheets)
    known = id_numbers(sheets) if context.masked else frozenset()
    masks = {sheet.name: masked_cells(sheet, known) for sheet in sheets} if context.masked else {}
    texts = _texts(sheets, masks) if context.masked else None
    stamp = Stamp(workbook.policy.version, f"{context.time:%Y-%m-%d %H:%M}", context.masked, known)
    found = list(_frozen(workbook.calls, sheets, masks, stamp.known))
    named = _names(workbook)
    if not found and not named and not any(masks.values()):
        what = "本插件的函数，也没有身份证号" if context.masked else "本插件的函数"
        raise InputError(f"工作簿里没有{what}，不必另做交付副本，可直接交付")
    values: Values = {name: dict(cells) for name, cells in masks.items() if cells}
    unknown = 0
    for one in found:
        if one.functions and one.value is None:
            values.setdefault(one.sheet, {})[one.cell.row, one.cell.col] = _UNKNOWN
            unknown += 1
    wrong = _wrong(book, found)
    report = formula_sheet(found, masks, stamp, named)
    return CopyPlan(
        frozen=_places(found),
        values=values,
        reports=(report,),
        summary=_summary(found, masks, unknown, wrong, stamp) + _kept(sheets, masks) + _untouched(workbook),
        suffix="-交付副本-脱敏" if context.masked else "-交付副本",
        masked_texts=texts,
        faults=unknown + len(wrong),
        hidden=blank_rows(workbook),
    )


def _refuse_named_ids(sheets: list[SheetGrid]) -> None:
    for number, sheet in enumerate(sheets, 1):
        if mask_text(sheet.name) != sheet.name:
            raise InputError(f"第 {number} 张工作表的表名含有身份证号，无法脱敏，请先改表名")


def _frozen(
    calls: OurCalls, sheets: list[SheetGrid], masks: Mapping[str, Mapping[Place, CellValue]], known: frozenset[str]
) -> Iterator[Frozen]:
    """Formulas that become values: calls of ours, and native ones that show or read a masked cell."""
    reads = MaskedReads(calls.places, masks)
    for sheet in sheets:
        index = calls.places.sheet(sheet.name)
        for place, cell in sorted(sheet.formulas.items()):
            formula = parse(cell.text)
            names = calls.of(formula, index)
            if names or _is_masked(sheet, cell, masks, known) or reads.any(formula, Spot(index, *place)):
                yield Frozen(sheet.name, cell, names, sheet.value(*place))


def _is_masked(
    sheet: SheetGrid, cell: FormulaCell, masks: Mapping[str, Mapping[Place, CellValue]], known: frozenset[str]
) -> bool:
    """Tell whether a cell that the formula fills is masked, or its text holds an ID number."""
    if not masks:
        return False
    own = masks[sheet.name]
    return mask_text(cell.text, known) != cell.text or any(place in own for place in _filled(cell))


def _filled(cell: FormulaCell) -> Iterator[Place]:
    if cell.ref and cell.kind in ("array", "dynamic"):
        return cells_of(cell.ref)
    return iter([(cell.row, cell.col)])


def _places(found: list[Frozen]) -> dict[str, frozenset[Place]]:
    places: dict[str, set[Place]] = {}
    for one in found:
        places.setdefault(one.sheet, set()).update(_filled(one.cell))
    return {name: frozenset(cells) for name, cells in places.items()}


def _names(book: CommandBook) -> list[tuple[str, str]]:
    """Defined names that call us: they go, their texts are kept."""
    return [(name, text) for name, text in book.grid.defined_names.items() if book.calls.is_ours(text)]


def _texts(sheets: list[SheetGrid], masks: Mapping[str, Mapping[Place, CellValue]]) -> dict[str, str]:
    """What each masked text of a cell becomes, wherever the file keeps that text."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for place, new in masks[sheet.name].items():
            old = sheet.value(*place)
            if isinstance(old, str) and isinstance(new, str):
                found[old] = new
    return found


def _summary(
    found: list[Frozen],
    masks: Mapping[str, Mapping[Place, CellValue]],
    unknown: int,
    wrong: list[tuple[str, CellError]],
    stamp: Stamp,
) -> str:
    ours = sum(bool(one.functions) for one in found)
    parts = [f"交付副本：{ours} 个本插件公式已改为数值，原公式列在“公式说明”表"]
    if stamp.masked:
        parts.append(f"{sum(map(len, masks.values()))} 个单元格的身份证号已脱敏")
        if len(found) > ours:
            parts.append(f"{len(found) - ours} 个引用身份证号的表格公式一并改为数值")
    if wrong:
        place, error = wrong[0]
        parts.append(f"{len(wrong)} 个单元格是错误值（如 {place} {error.code}），请先改正再交付")
    if unknown:
        first = next(one for one in found if one.functions and one.value is None)
        place = _where(first.sheet, (first.cell.row, first.cell.col))
        parts.append(f"{unknown} 个公式未能计算（如 {place}），副本中为 {_UNKNOWN.code}，请先改正再交付")
    return "；".join([*parts, f"政策版本：{stamp.policy}"])


def _kept(sheets: list[SheetGrid], masks: Mapping[str, Mapping[Place, CellValue]]) -> str:
    """What a masked copy still shows."""
    masked = [sheet for sheet in sheets if sheet.name in masks]
    accounts = sum(map(account_cells, masked))
    doubtful = [_where(one.name, place) for one in masked for place in doubtful_cells(one, masks[one.name])]
    parts = [f"；{accounts} 个单元格含银行账号，未脱敏"] if accounts else []
    if doubtful:
        places = "、".join(doubtful[:_SHOWN]) + "等" * (len(doubtful) > _SHOWN)
        parts.append(f"；{len(doubtful)} 个单元格的号码像录错的身份证号（校验码不符），未脱敏，请核对：{places}")
    return "".join(parts)


def _untouched(book: CommandBook) -> str:
    """Sheets that nobody has filled in, which nobody needs on paper."""
    names = untouched_sheets(book)
    return f"；{len(names)} 张表没有填写，打印时可不选：{'、'.join(names)}" if names else ""


def _wrong(book: BookGrid, found: list[Frozen]) -> list[tuple[str, CellError]]:
    """Cells of ours that hold an error, which other offices would be given: place and error."""
    cells = [(one.sheet, place) for one in found if one.functions for place in _result(book.sheet(one.sheet), one.cell)]
    values = ((sheet, place, book.sheet(sheet).value(*place)) for sheet, place in cells)
    return [(_where(sheet, place), value) for sheet, place, value in values if isinstance(value, CellError)]


def _result(sheet: SheetGrid, cell: FormulaCell) -> list[Place]:
    """Cells of a formula without the rows and columns of #N/A that an array larger than its result has at its end."""
    places = list(_filled(cell))
    told = [place for place in places if not _is_surplus(sheet.value(*place))]
    if not told:
        return places[:1]
    last_row, last_col = (max(place[axis] for place in told) for axis in (0, 1))
    return [place for place in places if place[0] <= last_row and place[1] <= last_col]


def _is_surplus(value: CellValue) -> bool:
    return isinstance(value, CellError) and value.code == NA


def _where(sheet: str, place: Place) -> str:
    return f"{sheet}!{address(*place)}"
