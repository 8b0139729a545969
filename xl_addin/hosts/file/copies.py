"""Plans that change a copy of the user's own book: a formula filled over its result, a copy that needs no add-in."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from xl_addin.commands.plan import CopyPlan, FillPlan
from xl_addin.files import markup
from xl_addin.files.container import open_package
from xl_addin.files.edits.formulas import ArrayFormula
from xl_addin.files.handover.freezing import Freezing
from xl_addin.files.handover.hiding import may_hide
from xl_addin.files.handover.second_look import Leftover, leftovers
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.workbook_part import read_workbook
from xl_addin.formulas.our_calls import OurCalls
from xl_addin.formulas.recalculation import Recalculation, recalculate
from xl_addin.tables.grid import BookGrid, SheetGrid, cells_of, parse_address
from xl_addin.values.persons import known_ids
from xl_addin.values.stages import MASKING, tell

_OPAQUE: Final = {
    "/embeddings/": "嵌入的文档",
    "/media/": "图片",
    "/model/": "数据模型",
    "vbaproject.bin": "宏",
    "/activex/": "控件",
}
"""Parts that masking cannot read, by a piece of their path."""
_LEFT_OUT: Final = {"thumbnail": "首页缩略图", "/revisions/": "共享工作簿的修订记录"}
"""Parts that a masked copy does without."""
_SHOWN: Final = 10
_LINK: Final = re.compile(r"xl/externalLinks/[^/]+\.xml", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What there is to say of a copy: a warning or '', what to look at by hand or '', places not masked."""

    warning: str
    notes: str
    unmasked: int


def write_filled(plan: FillPlan, book: BookGrid, source: Path, target: Path) -> int:
    """Write the copy with the formula as an array over its range, all recalculated; gives the cells with errors.

    Cells that the formula filled before and its result does not reach any more become empty, as in Excel.
    """
    place = parse_address(plan.cell)
    sheet = book.sheet(plan.sheet)
    formula = replace(sheet.formulas[place], kind="array", ref=plan.ref)
    freed = _freed(sheet, place, plan.ref)
    rows = [
        [None if (row, col) in freed else value for col, value in enumerate(line, 1)]
        for row, line in enumerate(sheet.rows, 1)
    ]
    entered = replace(sheet, rows=rows, formulas={**sheet.formulas, place: formula})
    sheets = [entered if one is sheet else one for one in book.sheets]
    recalculation = recalculate(replace(book, sheets=sheets))
    values = {name: dict(cells) for name, cells in recalculation.values.items()}
    values.setdefault(plan.sheet, {}).update(dict.fromkeys(freed))
    arrays = {sheet.name: {place: ArrayFormula(formula.text, plan.ref)}}
    write_patched(source, target, BookPatch(values, arrays=arrays))
    return len(recalculation.errors)


def _freed(sheet: SheetGrid, place: tuple[int, int], ref: str) -> set[tuple[int, int]]:
    """Cells that hold a value of the formula of ``place`` now and lie outside its new range."""
    before = sheet.formulas[place].ref
    return set(cells_of(before)) - set(cells_of(ref)) - set(sheet.formulas) if before else set()


def write_handed_over(
    plan: CopyPlan, book: BookGrid, recalculation: Recalculation, source: Path, target: Path
) -> HandedOver:
    """Write the copy with recalculated values, frozen where the plan says."""
    values = {name: dict(cells) for name, cells in recalculation.values.items()}
    for name, cells in plan.values.items():
        values.setdefault(name, {}).update(cells)
    calls = OurCalls(book)
    # without links nothing of ours may stay; with them only the given cells are frozen
    is_ours = calls.is_ours if plan.without_links else _nothing
    hidden = _hidden(plan, source)
    freezing = Freezing(plan.frozen, is_ours, plan.masked_texts, hidden)
    write_patched(source, target, BookPatch(values, freezing=freezing, kept=plan.reports))
    if plan.masked_texts is None:
        return HandedOver("", _told(hidden) + _links(target), 0)
    tell(MASKING)
    left = leftovers(target, known_ids(plan.masked_texts))
    notes = _told(hidden) + _links(target) + _dropped(source, target) + _unmasked(target)
    return HandedOver(_left(left), notes, len(left))


def _hidden(plan: CopyPlan, source: Path) -> dict[str, frozenset[int]]:
    """The blank rows that the copy hides: none on sheets where that would squeeze a picture."""
    if not plan.hidden:
        return {}
    with open_package(source) as package:
        parts = {entry.name: entry.part for entry in read_workbook(package).sheets}
        return {
            name: rows
            for name, rows in plan.hidden.items()
            if name in parts and may_hide(markup.readable(package.read(parts[name])) or b"")
        }


def _told(hidden: Mapping[str, frozenset[int]]) -> str:
    return f"；{len(hidden)} 张表合计行上面的空白行已隐藏（没有删除），打印不再出空白页" if hidden else ""


def _left(left: list[Leftover]) -> str:
    """What the second look at the copy found."""
    if not left:
        return ""
    shown = "、".join(f"{one.where}：请{one.remedy}" for one in left[:_SHOWN])
    more = f"等，共 {len(left)} 处" if len(left) > _SHOWN else ""
    return f"副本还没有脱敏完，不能外发：{len(left)} 处仍有身份证号，请在原工作簿里处理后重做（{shown}{more}）；"


def _dropped(source: Path, target: Path) -> str:
    """What a masked copy leaves out."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target) as after:
        gone = {name.lower() for name in before.namelist()} - {name.lower() for name in after.namelist()}
    kinds = [word for place, word in _LEFT_OUT.items() if any(place in name for name in gone)]
    return f"；没有带上{'、'.join(kinds)}" if kinds else ""


def _links(target: Path) -> str:
    """How many links to other books of the user's stay: whoever gets the copy may not have those books."""
    with zipfile.ZipFile(target) as archive:
        number = sum(bool(_LINK.fullmatch(name)) for name in archive.namelist())
    return f"；保留了到其他工作簿的 {number} 个链接，对方没有那些工作簿时请选“不更新”" if number else ""


def _unmasked(target: Path) -> str:
    """Kinds of content that masking does not look into."""
    with zipfile.ZipFile(target) as archive:
        names = [name.lower() for name in archive.namelist()]
    kinds = [word for place, word in _OPAQUE.items() if any(place in name for name in names)]
    return f"；另有{'、'.join(kinds)}未检查，请自行确认其中没有身份证号" if kinds else ""


def _nothing(formula: str) -> bool:
    return False
