"""经济补偿金测算表 of the sample: our functions beside native formulas, a row per worker.

Workers whose dates or wages are still open stand in a block of their own under the totals: their cells show real
errors, and an error inside a range would make its SUM an error, as it should. Also writes the sheets built on this one:
经济补偿金表 (one array formula for the whole table) and 补偿说明 (derivations of a few workers).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from workbooks import sample_policy, sample_roster
from workbooks.sample_people import PLACE, Worker, people
from workbooks.sample_spelling import typed
from workbooks.style import Book, Native, new_sheet, put, put_row, put_title

SHEET, TABLE_SHEET, EXPLAIN_SHEET = "经济补偿金测算表", "经济补偿金表", "补偿说明"
HEADINGS = (
    "序号", "企业名称", "人员编号", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由",
    "前12个月月平均工资(元)", "企业月平均工资(元)", "当地上年度职工月平均工资(元)", "工龄月数", "计发月数",
    "补偿金额(元)", "其他补助(元)", "合计(元)", "备注",
)  # fmt: skip
FIRST_ROW = 4
"""First worker's row, counted from 1 as in formulas."""
_WIDTHS = (6.5, 19, 9, 10, 20, 12, 12, 11, 11, 11, 13, 8, 8, 13, 11, 13, 26)
_LAST_COL = len(HEADINGS) - 1
_STYLES = (
    "count", "text", "centre", "text", "centre", "date", "input_date", "input_text", "input_money", "money", "money",
    "count", "months", "money", "money", "money", "wrap",
)  # fmt: skip
_INPUT_COL = "K"
"""Last of the columns that the results are computed from."""
EXPLAINED = {
    "NJ002": "全部工龄在2008年以前",
    "BH002": "跨2008年，前段按企业平均工资保底",
    "BH088": "2008年前后各一小段",
    "HF001": "本人工资高于当地三倍，后段封顶",
    "HF016": "协商一致，前段最多十二个月",
}
_MEDICAL_MONTHS = 6
"""Months of 医疗补助费 in 其他补助; a native formula, because no function of ours adds it silently."""


def ready() -> list[Worker]:
    """Workers that can be computed, in the order of the sheet."""
    return [worker for worker in people() if not worker.pending]


def blocks() -> list[tuple[int, list[Worker]]]:
    """Each enterprise's workers with the row of the first; its subtotal stands in the row after the last."""
    found, row = [], FIRST_ROW
    for _, group in groupby(ready(), key=lambda worker: worker.enterprise):
        workers = list(group)
        found.append((row, workers))
        row += len(workers) + 1
    return found


def worker_rows() -> dict[str, int]:
    """Row of every computed worker by number."""
    return {worker.number: first + i for first, workers in blocks() for i, worker in enumerate(workers)}


def subtotal_rows() -> list[int]:
    """Rows of the subtotals, from the first enterprise to the last."""
    return [first + len(workers) for first, workers in blocks()]


def total_row() -> int:
    """Row of 合计."""
    return subtotal_rows()[-1] + 1


def column_range(col: str, sheet: str = f"{SHEET}!") -> str:
    """One column over all computed workers and subtotals, without the total."""
    return f"{sheet}${col}${FIRST_ROW}:${col}${total_row() - 1}"


def pending_range(col: str) -> str:
    """One column over the block of open cases."""
    first = total_row() + 4
    return f"{SHEET}!${col}${first}:${col}${first + len(people()) - len(ready()) - 1}"


def other_benefit(worker: Worker) -> Decimal:
    """What 其他补助 must show, in yuan."""
    if worker.ground != "医疗期满":
        return Decimal(0)
    return (_MEDICAL_MONTHS * worker.wage).quantize(Decimal("0.01"))


def write(book: Book) -> None:
    """Add the sheet."""
    sheet = new_sheet(book, SHEET, _WIDTHS, repeat_rows=(2, 2))
    put_title(book, sheet, "经济补偿金测算表（虚构示例）", "填报单位：示例市虚构企改办", "单位：元", _LAST_COL)
    _headings(book, 3)
    for order, (number, row) in enumerate(worker_rows().items(), start=1):
        _worker_row(book, row, order, next(worker for worker in people() if worker.number == number))
    for first, workers in blocks():
        _sum_row(book, first + len(workers), "小计", [f"{{col}}{first}:{{col}}{first + len(workers) - 1}"], workers)
    _sum_row(book, total_row(), "合　计", [f"{{col}}{row}" for row in subtotal_rows()], ready())
    row = total_row() + 2
    put(
        book,
        sheet,
        row - 1,
        0,
        "待核实人员：日期或工资有疑问，函数给出错误值；查清档案、改正花名册后移入上表，不计入上列合计",
        "heading",
    )
    _headings(book, row + 1)
    for i, worker in enumerate(worker for worker in people() if worker.pending):
        _worker_row(book, row + 2 + i, i + 1, worker)
        sheet.set_row(row + 1 + i, 28)
    row += 3 + len(people()) - len(ready())
    for i, note in enumerate(_NOTES):
        put(book, sheet, row - 1 + i, 0, note, "plain")


_NOTES = (
    "注：1.蓝字为录入数据，黑字为公式；姓名、身份证号从“职工花名册”查找，企业月平均工资从“企业情况”查找，当地工资和口径取自“政策”表。",
    "　　2.其他补助：医疗期满的按6个月本人工资列医疗补助费（481号第六条的最低数），由本表公式计算，不在补偿金额之内。",
    "　　3.本表人员、金额全部虚构。",
    "制表人：虚构　　审核人：虚构　　日期：2011年9月28日",
)


def _headings(book: Book, row: int) -> None:
    sheet = book.file.get_worksheet_by_name(SHEET)
    put_row(book, sheet, row - 1, HEADINGS, ["head"] * len(HEADINGS))
    sheet.set_row(row - 1, 42)


def _look_up(row: int, col: int) -> str:
    place = col - sample_roster.NUMBER_COL + 1
    return f"VLOOKUP($C{row},{sample_roster.lookup_range()},{place},FALSE)"


def arguments(row: int, sheet: str = "") -> str:
    """The seven arguments of one worker's call: start, end, three wages, ground, policy."""
    cells = ",".join(f"{sheet}{col}{row}" for col in "FGIJKH")
    return f"{cells},{sample_policy.policy_range()}"


def _worker_row(book: Book, row: int, order: int, worker: Worker) -> None:
    cells = typed()[worker.number]
    # One office types Chinese names, another ASCII ones: both enterprises' rows must compute alike.
    months, amount = ("SOE_SEVERANCE_MONTHS", "SOE_SEVERANCE") if order % 2 else ("补偿月数", "经济补偿金")
    policy = sample_policy.policy_range()
    values = [
        order,
        worker.enterprise.name,
        worker.number,
        Native(_look_up(row, sample_roster.NAME_COL), _stored(cells.name)),
        Native(_look_up(row, sample_roster.ID_COL), _stored(cells.id_number)),
        Native(f"规范日期({_look_up(row, sample_roster.START_COL)})"),
        cells.end,
        worker.ground,
        cells.wage,
        Native(f'IFERROR(VLOOKUP(B{row},{sample_policy.ENTERPRISE_RANGE},4,FALSE),"")', float(worker.enterprise.wage)),
        Native(f'政策参数("职工月平均工资",G{row},"{PLACE}",{policy})'),
        Native(f"工龄月数(F{row},G{row})"),
        Native(f"{months}({arguments(row)})"),
        Native(f"{amount}({arguments(row)})"),
        Native(f'IF(H{row}="医疗期满",ROUND(I{row}*{_MEDICAL_MONTHS},2),0)', float(other_benefit(worker))),
        Native(f"ROUND(N{row}+O{row},2)"),
        worker.pending or None,
    ]
    styles = list(_STYLES)
    if not isinstance(cells.end, date):
        styles[6] = "input_text"
    put_row(book, book.file.get_worksheet_by_name(SHEET), row - 1, values, styles)


def _stored(value: object) -> str | float:
    if isinstance(value, str | float):
        return value
    raise TypeError(f"{value!r} is not looked up on this sheet")


def _sum_row(book: Book, row: int, label: str, ranges: Sequence[str], workers: Sequence[Worker]) -> None:
    def total(col: str) -> str:
        return f"SUM({','.join(ranges).replace('{col}', col)})"

    other = sum(map(other_benefit, workers), Decimal(0))
    values: list[object] = [None] * len(HEADINGS)
    values[0] = label  # where a clerk and the table function look for it: under 序号
    values[3] = Native(total("D").replace("SUM", "COUNTA") if label == "小计" else total("D"), len(workers))
    values[13], values[15] = Native(total("N")), Native(total("P"))
    values[14] = Native(total("O"), float(other))
    styles = ["sum_text"] * len(HEADINGS)
    styles[3], styles[13], styles[14], styles[15] = "sum_count", "sum_money", "sum_money", "sum_money"
    put_row(book, book.file.get_worksheet_by_name(SHEET), row - 1, values, styles)


TABLE_HEADINGS = (
    "姓名",
    "2008年前月数",
    "2008年后月数",
    "补偿月数",
    "2008年前基数",
    "2008年后基数",
    "补偿金额",
    "说明",
)
TABLE_FIRST_ROW = 4
_TABLE_NOTE = "注：LibreOffice 打开时总要重算数组公式，没有装扩展的显示 #NAME?；Excel、WPS 显示存放的结果。"


def table_range(col: str) -> str:
    """One column of the array block, its heading included."""
    return f"{TABLE_SHEET}!${col}${TABLE_FIRST_ROW}:${col}${TABLE_FIRST_ROW + len(ready())}"


def write_table(book: Book) -> None:
    """Add 经济补偿金表: one legacy array formula over exactly the heading and a row per worker."""
    widths = (11, 14, 14, 11, 14, 14, 15, 60)
    sheet = new_sheet(book, TABLE_SHEET, widths, repeat_rows=(3, 3))
    put_title(book, sheet, "经济补偿金表（整表函数复核，虚构示例）", "用一个数组公式复核逐人公式", "单位：元", 7)
    put(book, sheet, 2, 0, _TABLE_NOTE, "plain")
    styles = ("text", "months", "months", "months", "money", "money", "money", "text")
    first, last = TABLE_FIRST_ROW - 1, TABLE_FIRST_ROW - 1 + len(ready())
    formula = f"{{=SOE_SEVERANCE_TABLE({_table_arguments()})}}"
    sheet.write_array_formula(first, 0, last, 7, formula, book.style("head"), "")
    for row in range(first, last + 1):
        for col in range(8):
            if (row, col) != (first, 0):  # XlsxWriter fills the block with zeros; the file should hold no value
                sheet.write_blank(row, col, None, book.style("head" if row == first else styles[col]))


def _table_arguments() -> str:
    return f"{SHEET}!$A$3:${_INPUT_COL}${total_row() - 1},{sample_policy.policy_range()}"


def write_explanations(book: Book) -> None:
    """Add 补偿说明: the derivation of a few workers, to be printed and signed."""
    sheet = new_sheet(book, EXPLAIN_SHEET, (10, 10, 20, 14, 100), repeat_rows=(2, 2))
    put_title(book, sheet, "补偿说明（虚构示例）", "函数 SOE_EXPLAIN（补偿说明）逐行写出算法和依据", "单位：元", 4)
    put_row(book, sheet, 2, ("人员编号", "姓名", "情形", "补偿金额(元)", "说明"), ["head"] * 5)
    names = {worker.number: _stored(typed()[worker.number].name) for worker in ready()}
    for i, (number, case) in enumerate(EXPLAINED.items()):
        row = worker_rows()[number]
        searched = f"{SHEET}!$C${FIRST_ROW}:$N${total_row() - 1}"
        function = "SOE_EXPLAIN" if i % 2 == 0 else "补偿说明"
        values = [
            number,
            Native(f"VLOOKUP(A{4 + i},{searched},2,FALSE)", names[number]),
            case,
            Native(f"VLOOKUP(A{4 + i},{searched},12,FALSE)"),
            Native(f"{function}({arguments(row, f'{SHEET}!')})"),
        ]
        put_row(book, sheet, 3 + i, values, ("centre", "centre", "wrap", "money", "wrap_top"))
        sheet.set_row(3 + i, 236)
