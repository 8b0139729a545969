"""汇总 of the sample: native sums over the severance sheet, a second way of counting beside the first, and a chart."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from workbooks import sample_severance as severance
from workbooks.sample_people import ENTERPRISES, GROUNDS, Worker, people
from workbooks.style import Book, Native, new_sheet, put, put_row, put_title
from xl_addin.commands.criteria import equal_to

SHEET = "汇总"
_WIDTHS = (24, 14, 11, 12, 17, 15, 17, 14, 11)
ENTERPRISE_ROW = 5
"""First row of the enterprises, from 1; the total follows them."""
TOTAL_ROW = ENTERPRISE_ROW + len(ENTERPRISES)
SYSTEM_ROW = TOTAL_ROW + 4
GROUND_ROW = SYSTEM_ROW + 5
CHECK_ROW = GROUND_ROW + len(GROUNDS) + 3
_AMOUNTS = ("count", "count", "money", "money", "money", "money", "percent")
_SUMS = ("sum_count", "sum_count", "sum_money", "sum_money", "sum_money", "sum_money", "sum_percent")


def write(book: Book) -> None:
    """Add the sheet."""
    sheet = new_sheet(book, SHEET, _WIDTHS)
    sheet.set_default_row(18)
    put_title(book, sheet, "改制费用汇总表（虚构示例）", "填报单位：示例市虚构企改办", "单位：元", len(_WIDTHS) - 1)
    _enterprises(book)
    _systems(book)
    _grounds(book)
    _checks(book)
    _chart(book)


def _enterprises(book: Book) -> None:
    sheet = book.file.get_worksheet_by_name(SHEET)
    put(book, sheet, 2, 0, "一、按企业", "heading")
    headings = (
        "企业名称", "主管系统", "已测算(人)", "待核实(人)", "补偿金额(元)", "其他补助(元)", "合计(元)", "人均(元)",
        "占比",
    )  # fmt: skip
    put_row(book, sheet, 3, headings, ["head"] * len(headings))
    names, pending_names = severance.column_range("B"), severance.pending_range("B")
    for i, one in enumerate(ENTERPRISES):
        row = ENTERPRISE_ROW + i
        mine = equal_to(f"A{row}")

        def belongs(worker: Worker, name: str = one.name) -> bool:
            return worker.enterprise.name == name

        values = [
            one.name,
            one.system,
            Native(f"COUNTIFS({names},{mine})", _count(belongs, severance.ready())),
            Native(f"COUNTIFS({pending_names},{mine})", _count(belongs, people()) - _count(belongs, severance.ready())),
            Native(f"SUMIFS({severance.column_range('N')},{names},{mine})"),
            Native(f"SUMIFS({severance.column_range('O')},{names},{mine})", _other(belongs)),
            Native(f"E{row}+F{row}"),
            Native(f"IFERROR(ROUND(G{row}/C{row},2),0)"),
            Native(f"IFERROR(ROUND(G{row}/G${TOTAL_ROW},3),0)"),
        ]
        put_row(book, sheet, row - 1, values, ("text", "centre", *_AMOUNTS))
    first, last, total = ENTERPRISE_ROW, TOTAL_ROW - 1, TOTAL_ROW
    computed, pending = len(severance.ready()), len(people()) - len(severance.ready())
    values = [
        "合　计",
        None,
        Native(f"SUM(C{first}:C{last})", computed),
        Native(f"SUM(D{first}:D{last})", pending),
        Native(f"SUM(E{first}:E{last})"),
        Native(f"SUM(F{first}:F{last})", _other(lambda worker: True)),
        Native(f"SUM(G{first}:G{last})"),
        Native(f"IFERROR(ROUND(SUMPRODUCT(C{first}:C{last},H{first}:H{last})/C{total},2),0)"),
        Native(f"SUM(I{first}:I{last})"),
    ]
    put_row(book, sheet, total - 1, values, ("sum_text", "sum_text", *_SUMS))


def _count(belongs: Callable[[Worker], bool], workers: list[Worker] | tuple[Worker, ...]) -> int:
    return sum(map(belongs, workers))


def _other(belongs: Callable[[Worker], bool]) -> float:
    return float(sum((severance.other_benefit(one) for one in severance.ready() if belongs(one)), Decimal(0)))


def _systems(book: Book) -> None:
    sheet = book.file.get_worksheet_by_name(SHEET)
    put(book, sheet, SYSTEM_ROW - 3, 0, "二、按系统", "heading")
    put_row(book, sheet, SYSTEM_ROW - 2, ("主管系统", "企业(户)", "已测算(人)", "待核实(人)", "合计(元)"), ["head"] * 5)
    rows = f"${ENTERPRISE_ROW}:{{}}${TOTAL_ROW - 1}"
    systems = f"$B{rows.format('$B')}"
    for i, system in enumerate(dict.fromkeys(one.system for one in ENTERPRISES)):
        row = SYSTEM_ROW + i
        mine = equal_to(f"A{row}")
        ready = sum(worker.enterprise.system == system for worker in severance.ready())
        everybody = sum(worker.enterprise.system == system for worker in people())
        values = [
            system,
            Native(f"COUNTIFS({systems},{mine})", sum(one.system == system for one in ENTERPRISES)),
            Native(f"SUMIFS($C{rows.format('$C')},{systems},{mine})", ready),
            Native(f"SUMIFS($D{rows.format('$D')},{systems},{mine})", everybody - ready),
            Native(f"SUMIFS($G{rows.format('$G')},{systems},{mine})"),
        ]
        put_row(book, sheet, row - 1, values, ("text", "count", "count", "count", "money"))


def _grounds(book: Book) -> None:
    sheet = book.file.get_worksheet_by_name(SHEET)
    put(book, sheet, GROUND_ROW - 3, 0, "三、按解除事由", "heading")
    put_row(book, sheet, GROUND_ROW - 2, ("解除事由", "已测算(人)", "计发月数", "合计(元)"), ["head"] * 4)
    grounds = severance.column_range("H")
    for i, ground in enumerate(GROUNDS):
        row = GROUND_ROW + i
        mine = equal_to(f"A{row}")
        values = [
            ground,
            Native(f"COUNTIFS({grounds},{mine})", sum(worker.ground == ground for worker in severance.ready())),
            Native(f"SUMIFS({severance.column_range('M')},{grounds},{mine})"),
            Native(f"SUMIFS({severance.column_range('P')},{grounds},{mine})"),
        ]
        put_row(book, sheet, row - 1, values, ("text", "count", "months", "money"))


def _checks(book: Book) -> None:
    """Write what must agree: worker formulas with the table function, totals of two sheets, numbers of heads."""
    sheet = book.file.get_worksheet_by_name(SHEET)
    put(book, sheet, CHECK_ROW - 3, 0, "四、核对", "heading")
    put_row(book, sheet, CHECK_ROW - 2, ("核对事项", "一", "二", "结论"), ["head"] * 4)
    total = severance.total_row()
    checks = (
        ("逐人公式与整表函数", f"{severance.SHEET}!N{total}", f"SUM({severance.table_range('G')})", "money"),
        ("测算表合计与汇总合计", f"{severance.SHEET}!P{total}", f"G{TOTAL_ROW}", "money"),
        ("花名册人数与测算人数", f"SUM(企业情况!C4:C{3 + len(ENTERPRISES)})", f"C{TOTAL_ROW}+D{TOTAL_ROW}", "count"),
    )
    for i, (what, one, two, style) in enumerate(checks):
        row = CHECK_ROW + i
        known = style == "count"
        values = [
            what,
            Native(one, len(people()) if known else ""),
            Native(two, len(people()) if known else ""),
            Native(f'IF(ROUND(B{row}-C{row},2)=0,"一致","不一致")', "一致" if known else ""),
        ]
        put_row(book, sheet, row - 1, values, ("text", style, style, "centre"))


def _chart(book: Book) -> None:
    sheet = book.file.get_worksheet_by_name(SHEET)
    chart = book.file.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "合计（元）",
            "categories": [SHEET, ENTERPRISE_ROW - 1, 0, TOTAL_ROW - 2, 0],
            "values": [SHEET, ENTERPRISE_ROW - 1, 6, TOTAL_ROW - 2, 6],
            "data_labels": {"value": True, "num_format": "#,##0"},
            "fill": {"color": "#5B9BD5"},
            "gap": 120,
        }
    )
    chart.set_title({"name": "各企业补偿费用合计（虚构示例）", "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 560, "height": 330})
    sheet.insert_chart(SYSTEM_ROW - 2, 5, chart, {"x_offset": 10, "object_position": 2})
