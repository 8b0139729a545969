"""What a button changes in the workbook that Excel 365 has open, planned on a copy of it that has come as a file.

The plan is the one of every other host. Its report sheets go as a small workbook, which Excel inserts, so that they
look as they do everywhere; marks go as addresses; a new workbook goes whole, with our calls as Excel 365 spells them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.checks.report_json import to_json
from xl_addin.commands.plan import BookPlan, CopyPlan, FillPlan, MessagePlan, RecalculationPlan, SheetPlan, masked_stem
from xl_addin.commands.spec import CommandSpec, Wish, planned
from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.files.building.titles import sheet_title
from xl_addin.files.building.workbook import book_bytes
from xl_addin.files.edits.marks import mark_formula
from xl_addin.files.looks import LOOKS, MARKS
from xl_addin.files.patching import marks_by_sheet
from xl_addin.files.reading import open_book
from xl_addin.files.report_sign import REPORT_NAME, is_report_name
from xl_addin.formulas.respelling import respelling
from xl_addin.hosts.openbook.marks import marked_areas
from xl_addin.hosts.openbook.pressing import refuse_front
from xl_addin.hosts.service.tasks import Task, find_command, told_findings, without_options
from xl_addin.policy.describing import describe_parameter, describe_policy
from xl_addin.policy.store import national
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.policies_used import rows_by_others
from xl_addin.tables.grid import BookGrid
from xl_addin.values.persons import mask_text
from xl_addin.values.shown_texts import shown

POLICY: Final = "policy"
"""The action that tells by which policy an open workbook is computed."""
REPORTS_FILE: Final = "校验结果.xlsx"
_MOST_RULES: Final = 2_000
"""Rules that Excel is asked for; marks past these are in the report all the same."""


def press_in_place(task: Task) -> dict[str, Any] | None:
    """Plan a command on an open workbook; None for one that is done to a copy of the whole file."""
    spec = find_command(task.action)
    if spec.makes is CopyPlan:
        return None
    grid = open_book(Path(task.source), task.password)
    wish = Wish(task.sheet, task.masked, False, task.cell, tuple(task.take))
    refuse_front(spec, grid, wish)
    now = dt.datetime.now()
    plan, recalculation = planned(spec, grid, wish, now)
    told: dict[str, Any] = {"command": spec.name, "faults": 0, "files": []}
    if isinstance(plan, SheetPlan):
        told |= {"do": "sheets", "faults": plan.faults} | _sheets(plan, grid, Path(task.folder))
    elif isinstance(plan, BookPlan):
        told |= {"do": "book", "faults": plan.faults, "files": [_new_book(plan, task)]}
    elif isinstance(plan, FillPlan):
        told |= {"do": "fill", "fill": {"sheet": plan.sheet, "cell": plan.cell, "ref": plan.ref}}
    elif isinstance(plan, RecalculationPlan):
        told |= {"do": "recalculate", "calls": recalculation.calls}
    else:
        assert isinstance(plan, MessagePlan)
        return told | {"do": "text", "summary": without_options(shown(f"{plan.title}\n{plan.text}"))}
    return told | {"summary": _summary(plan, spec)}


def _summary(plan: SheetPlan | BookPlan | FillPlan | RecalculationPlan, spec: CommandSpec) -> str:
    text = "已让 Excel 重算全部公式" if isinstance(plan, RecalculationPlan) else plan.summary
    return without_options(shown(text)) or f"“{spec.name}”已完成"


def _sheets(plan: SheetPlan, grid: BookGrid, folder: Path) -> dict[str, Any]:
    """Report sheets as a workbook to insert, with the titles that they get; marks by sheet; what of ours goes."""
    ours = [sheet.name for sheet in grid.sheets if sheet.ours]
    taken = {name.casefold() for name in (*(one.name for one in grid.sheets if not one.ours), *grid.other_titles)}
    reports = []
    for number, report in enumerate(plan.reports, 1):
        title = sheet_title(report.title, taken)
        taken.add(title.casefold())
        reports.append({"inserted": report.title, "title": title, "name": f"{REPORT_NAME}_{number}"})
    if plan.reports:
        (folder / REPORTS_FILE).write_bytes(book_bytes(NewBook(plan.reports[0].title, plan.reports)))
    marks = list(_marks(plan))
    findings = to_json(plan.findings, grid.path.name, "")
    return {
        "reports": reports,
        "remove": {"sheets": ours, "names": [name for name in grid.defined_names if is_report_name(name)]},
        "marks": marks[:_MOST_RULES],
        "marks_left_out": len(marks[_MOST_RULES:]),
        "rules": {style: _rule(style) for style in MARKS},
        "findings": told_findings(findings["findings"]),
        "counts": findings["counts"],
        "not_checked": findings["not_checked"],
        "files": [REPORTS_FILE] if plan.reports else [],
    }


def _marks(plan: SheetPlan) -> Iterable[dict[str, str]]:
    """One rule each."""
    for sheet, by_style in marks_by_sheet(plan.marks).items():
        for style, area in marked_areas(by_style):
            yield {"sheet": sheet, "style": style, "area": area}


def _rule(style: str) -> dict[str, Any]:
    """Its look, as far as Office.js can make one: fills have no patterns there."""
    look = LOOKS[style]
    return {"formula": f"={mark_formula(style)}", "fill": f"#{look.fill}", "color": f"#{look.color}", "bold": look.bold}


def _new_book(plan: BookPlan, task: Task) -> str:
    """Write the new workbook for Excel 365; gives its name."""
    stem = Path(task.source).stem
    name = f"{masked_stem(stem) if plan.masked else stem}{plan.suffix}.xlsx"
    (Path(task.folder) / name).write_bytes(book_bytes(_for_office(plan.book)))
    return name


def _for_office(book: NewBook) -> NewBook:
    """The workbook with every call of ours as Excel 365 spells it."""
    respell = cache(respelling(BookGrid(Path(), []), "office"))

    def cell(one: NewCell) -> NewCell:
        return one if one.formula is None else replace(one, formula=respell(one.formula))

    def sheet(one: NewSheet) -> NewSheet:
        arrays = {ref: respell(text) for ref, text in one.arrays.items()}
        return replace(one, rows=[list(map(cell, row)) for row in one.rows], arrays=arrays)

    return replace(book, sheets=list(map(sheet, book.sheets)))


def in_force(task: Task) -> dict[str, Any]:
    """By which policy the workbook is computed, with its options, and the dated figures with their documents."""
    book = SheetBook(open_book(Path(task.source), task.password), dt.date.today())
    found = book.stated
    figures = [describe_parameter(one).splitlines() for one in national().parameters.values()]
    return {
        "sheet": mask_text(found.sheet),
        "fault": mask_text(without_options(found.fault)),
        "policy": mask_text(describe_policy(found.policy, keyed=False)).splitlines(),
        "others": list(map(mask_text, rows_by_others(book))),
        "figures": [{"name": one[0], "values": one[1:]} for one in figures],
        "files": [],
    }
