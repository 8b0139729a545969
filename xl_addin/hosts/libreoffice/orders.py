"""What a plan asks of Calc, as plain data: zero-based areas, numbers, texts, colours; nothing in it knows the field.

The code that carries them out (:mod:`xl_addin.hosts.libreoffice.inside`) may run in another Python, so that orders
travel as JSON. Sheets are told by their place, because a stored copy may have cut their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from xl_addin.commands.plan import SheetPlan
from xl_addin.files.building.model import Chart, NewCell, NewSheet
from xl_addin.files.building.titles import sheet_title
from xl_addin.files.edits.marks import SIGNATURE, mark_formula, ranges
from xl_addin.files.looks import LOOKS, MARKS, Look
from xl_addin.files.patching import marks_by_sheet
from xl_addin.files.report_sign import REPORT_NAME, is_report_name
from xl_addin.files.workbook_part import sheet_of
from xl_addin.hosts.openbook.report import MOST_LINKS
from xl_addin.tables.grid import BookGrid, corners, parse_address, quoted, shortened

Orders = dict[str, Any]
_MILLIMETRE: Final = 100
"""Calc measures in hundredths of a millimetre."""
_PER_CHARACTER: Final = 25.4 * _MILLIMETRE * 7 / 96
"""Width of a column's character: 7 pixels of 1/96 inch."""
_PER_POINT: Final = 25.4 * _MILLIMETRE / 72
_PER_PIXEL: Final = 25.4 * _MILLIMETRE / 96


def sheet_orders(plan: SheetPlan, grid: BookGrid, titles: Sequence[str]) -> Orders:
    """Replace our marks and report sheets by those of the plan.

    ``grid`` is the stored copy, ``titles`` are the names of the document's sheets in the same order.
    """
    places = {sheet.name: number for number, sheet in enumerate(grid.sheets)}
    ours = [number for number, sheet in enumerate(grid.sheets) if sheet.ours]
    taken = {title.casefold() for number, title in enumerate(titles) if number not in ours}
    reports = []
    for number, report in enumerate(plan.reports, 1):
        title = sheet_title(report.title, taken)
        taken.add(title.casefold())
        names = {sheet.name: titles[places[sheet.name]] for sheet in grid.sheets}
        names[report.title] = title
        reports.append(_report(report, title, f"{REPORT_NAME}_{number}", names))
    marks = {places[sheet]: _marks(styles) for sheet, styles in marks_by_sheet(plan.marks).items()}
    return {
        "do": "sheets",
        "signature": SIGNATURE,
        "marks": [{"sheet": sheet, "styles": styles} for sheet, styles in sorted(marks.items())],
        "reports": reports,
        "old_reports": ours,
        "old_names": _old_names(grid),
    }


def _old_names(grid: BookGrid) -> list[str]:
    """Names that mark reports of ours, or a sheet that is gone; one that has come to point at a user's sheet stays."""
    users = {sheet.name for sheet in grid.sheets if not sheet.ours}
    return [name for name, text in grid.defined_names.items() if is_report_name(name) and sheet_of(text) not in users]


def _marks(styles: Mapping[str, Sequence[str]]) -> list[Orders]:
    """Marks of a sheet, the gravest first."""
    return [
        {
            "style": SIGNATURE + style,
            "formula": mark_formula(style),
            "areas": _areas(ranges(styles[style])),
            "look": _look(LOOKS[style]),
        }
        for style in MARKS
        if style in styles
    ]


def _areas(addresses: Iterable[str]) -> list[list[int]]:
    """Areas as top, left, bottom and right, from 0."""
    return [[bound - 1 for bound in corners(one)] for one in addresses]


def _look(look: Look) -> Orders:
    return {
        "font": look.font,
        "size": look.size,
        "bold": look.bold,
        "underline": look.underline,
        "color": int(look.color or "000000", 16),
        "fill": int(look.fill, 16) if look.fill else None,
        "border": int(look.border, 16) if look.border else None,
        "horizontal": look.horizontal,
        "vertical": look.vertical,
        "wrap": look.wrap,
        "number_format": look.number_format,
    }


def _report(report: NewSheet, title: str, name: str, names: Mapping[str, str]) -> Orders:
    width = max(len(report.widths), max((len(row) for row in report.rows), default=1))
    printing = report.printing
    return {
        "title": title,
        "name": name,
        "rows": [[*(_value(cell) for cell in row), *[""] * (width - len(row))] for row in report.rows],
        "looks": _looks(report.rows),
        "links": _links(report.rows, names),
        "merges": _areas(report.merges),
        "widths": [round(one * _PER_CHARACTER) for one in report.widths],
        "heights": [[first - 1, last - 1, round(height * _PER_POINT)] for first, last, height in report.height_runs()],
        "frozen": report.frozen,
        "filter": _areas([report.filter_ref])[0] if report.filter_ref else None,
        "landscape": printing.landscape,
        "repeat": [row - 1 for row in printing.repeat] if printing.repeat else None,
        "footer": printing.footer.removeprefix("&C"),
        "print_area": _areas([report.print_area.replace("$", "")])[0] if report.print_area else None,
        "charts": [_chart(chart) for chart in report.charts],
    }


def _value(cell: NewCell) -> str | float:
    """Numbers are numbers; whatever else is shown as the text that it is."""
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        return float(cell.value)
    return "" if cell.value is None else shortened(str(cell.value))


def _looks(rows: Sequence[Sequence[NewCell]]) -> list[Orders]:
    places: dict[str, list[tuple[int, int]]] = {}
    for row, cells in enumerate(rows):
        for col, cell in enumerate(cells):
            places.setdefault(cell.style, []).append((row, col))
    return [{**_look(LOOKS[style]), "areas": _blocks(found)} for style, found in places.items()]


def _blocks(places: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Join cells of a row to runs, and runs that stand below one another to areas.

    >>> _blocks([(0, 0), (0, 1), (1, 0), (1, 1), (3, 2)])
    [[0, 0, 1, 1], [3, 2, 3, 2]]
    """
    done: list[list[int]] = []
    open_areas: dict[tuple[int, int], list[int]] = {}
    for row, cells in groupby(sorted(places), key=lambda place: place[0]):
        columns = [col for _, col in cells]
        runs = []
        for _, run in groupby(enumerate(columns), key=lambda each: each[1] - each[0]):
            found = [col for _, col in run]
            runs.append((found[0], found[-1]))
        for left, right in runs:
            area = open_areas.get((left, right))
            if area and area[2] == row - 1:
                area[2] = row
            else:
                open_areas[left, right] = area = [row, left, row, right]
                done.append(area)
    return done


def _links(rows: Sequence[Sequence[NewCell]], names: Mapping[str, str]) -> list[Orders]:
    made: list[Orders] = []
    for row, cells in enumerate(rows):
        for col, cell in enumerate(cells):
            if cell.link and len(made) < MOST_LINKS:
                sheet, place = cell.link
                target = f"#{quoted(names.get(sheet, sheet))}.{place}"
                made.append({"row": row, "col": col, "target": target, "text": str(cell.value)})
    return made


def _chart(chart: Chart) -> Orders:
    row, col = parse_address(chart.anchor)
    return {
        "title": chart.title,
        "kind": chart.kind,
        "stacked": chart.stacked,
        "anchor": [row - 1, col - 1],
        "size": [round(chart.width * _PER_PIXEL), round(chart.height * _PER_PIXEL)],
        "categories": _areas([chart.categories])[0],
        "series": [
            {"name": one.name, "values": _areas([one.values])[0], "color": 0xD9D9D9 if one.pale else 0x70AD47}
            for one in chart.series
        ],
    }
