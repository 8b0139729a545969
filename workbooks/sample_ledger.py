"""专户资金示例.xlsx: an invented special fund, its ledger, what the fund's functions say of it, and its persons.

Three enterprises in two systems between 2009 and 2011: sales, an advance of the land reserve and its repayment, a
deferral and its repayment, severance and both insurances paid in full, a transfer inside one system.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from workbooks import sample_insurance as people
from workbooks.sample_people import ENTERPRISES
from workbooks.style import Book, Native, new_book, new_sheet, put, put_row, put_title

TITLE = "专户资金示例"
SHEET, FUNCTIONS = "资金收支台账", "基金测算"
HEADINGS = (
    "日期", "凭证号", "企业名称", "所属系统", "收支方向", "科目", "摘要", "收入金额(元)", "支出金额(元)", "余额(元)",
    "往来单位", "审批文号", "关联人员编号", "对冲单号", "经办人", "复核",
)  # fmt: skip
FIRST_ROW = 4
"""First entry's row, from 1."""
_WIDTHS = (11, 8, 20, 13, 6, 13, 26, 15, 15, 15, 18, 18, 12, 10, 8, 8)
_STYLES = (
    "date", "centre", "text", "centre", "centre", "centre", "text", "money", "money", "money", "text", "text", "text",
    "centre", "centre", "centre",
)  # fmt: skip
_FARM, _STORE, _PLANT = range(3)
_AGREED = "示例企改〔2011〕虚构"
ENTRIES: tuple[tuple[str, int, str, float, str, str, str], ...] = (
    ("2009-02-16", _STORE, "财政拨款", 60000, "财政补助专项", "示例市虚构财政局", ""),
    ("2009-03-10", _STORE, "产权变现", 820000, "门市部产权转让首付款", "虚构受让人一", ""),
    ("2009-03-25", _STORE, "经济补偿", -101707.2, "发放职工经济补偿金", "职工", f"{_AGREED}2号"),
    ("2009-04-08", _STORE, "养老", -9800, "补缴基本养老保险费", "示例市虚构社保局", f"{_AGREED}2号"),
    ("2009-04-08", _STORE, "医疗", -2900, "补缴基本医疗保险费", "示例市虚构社保局", f"{_AGREED}2号"),
    ("2009-05-20", _STORE, "社保暂挂", 42000, "养老、医疗缴费暂挂，先办手续", "示例市虚构社保局", f"{_AGREED}2号"),
    ("2009-06-30", _STORE, "利息", 1462.35, "专户存款利息", "示例银行", ""),
    ("2009-09-15", _STORE, "产权变现", 380000, "门市部产权转让余款", "虚构受让人一", ""),
    ("2009-10-20", _STORE, "税费", -61500, "产权转让税费", "示例市虚构税务局", ""),
    ("2010-01-15", _STORE, "归还暂挂", -20000, "归还社保暂挂（第一期）", "示例市虚构社保局", f"{_AGREED}2号"),
    ("2010-03-12", _FARM, "土地储备垫付", 400000, "垫付农机厂安置费", "示例市虚构土地储备中心", f"{_AGREED}3号"),
    ("2010-04-01", _FARM, "安置费", -286400, "发放安置费", "职工", f"{_AGREED}3号"),
    ("2010-04-20", _FARM, "欠薪", -52300, "补发拖欠工资", "职工", f"{_AGREED}3号"),
    ("2010-06-21", _FARM, "利息", 1105.2, "专户存款利息", "示例银行", ""),
    ("2010-11-05", _FARM, "土地出让/收储补偿", 960000, "厂区土地收储补偿款", "示例市虚构土地储备中心", ""),
    ("2010-11-25", _FARM, "归还垫付", -400000, "归还土地储备垫付", "示例市虚构土地储备中心", f"{_AGREED}5号"),
    ("2011-03-18", _PLANT, "产权变现", 150000, "设备变现款", "虚构受让人二", ""),
    ("2011-05-30", _PLANT, "社保暂挂", 180000, "养老、医疗缴费暂挂，先办手续", "示例市虚构社保局", f"{_AGREED}6号"),
    ("2011-06-21", _PLANT, "利息", 802.48, "专户存款利息", "示例银行", ""),
    ("2011-08-10", _FARM, "系统调出", -220000, "工业系统内调剂给化肥厂", ENTERPRISES[2].name, f"{_AGREED}7号"),
    ("2011-08-10", _PLANT, "系统调入", 220000, "工业系统内调剂，自农机厂", ENTERPRISES[0].name, f"{_AGREED}7号"),
    ("2011-10-12", _PLANT, "经济补偿", -120000, "发放职工经济补偿金（第一批）", "职工", f"{_AGREED}8号"),
    ("2011-11-08", _PLANT, "离退休", -39600, "退休人员医疗预留", "示例市虚构社保局", f"{_AGREED}8号"),
    ("2011-12-21", _PLANT, "利息", 356.71, "专户存款利息", "示例银行", ""),
)  # fmt: skip
"""Day, enterprise, account, amount (negative = paid), summary, counterparty, approval; all invented."""
OPENING = 50000.0
LEDGER_RANGE = f"{SHEET}!$A$3:$P${FIRST_ROW + len(ENTRIES)}"
FULL_RANGE = f"{SHEET}!A:P"
_PAIRS = {"系统调出": "DC-1", "系统调入": "DC-1"}
_NOTE = "注：1.企业、金额、文号全部虚构。2.社保暂挂不动用资金，不影响余额。"


def write(path: Path) -> None:
    """Write the workbook to ``path``; the same bytes at every build."""
    book = new_book(path, TITLE, calculate_on_load=False)
    _guide(book)
    people.write_severance(book)
    people.write_package(book)
    people.write_single(book)
    write_ledger(book)
    write_functions(book)
    people.write_policy(book)
    book.file.close()


_SHEETS = (
    (people.SEVERANCE, "在岗、下岗人员的经济补偿金，一人一个公式；批准应付以此为准"),
    (people.PACKAGE, "一补二险：录入数据在左，一个数组公式在右；含内退、退休人员"),
    (people.SINGLE, "跟着一名职工从工龄算到一补二险合计，每个函数的公式照原样列出"),
    (SHEET, "专项调剂基金专户的收支台账，三户企业、两个系统，2009年至2011年"),
    (FUNCTIONS, "基金函数：余额、负债、平衡表、清偿分配、调剂、还款计划、垫付结算、覆盖率"),
    (people.POLICY, "口径和选项；改动这里，全簿随之重算"),
)
_USE = (
    "从台账写出企业、系统、全市平衡表和垫付、暂挂台账（附图）：xl-addin command 资金平衡表 专户资金示例.xlsx",
    "从职工名单写出一补二险测算表：xl-addin command 生成测算表 专户资金示例.xlsx",
    "本簿保存时没有存放本插件函数的结果；装好加载项后按“重算”，或用 xl-addin run 得到算好的副本。",
)
_WARNING = "本工作簿全部内容为虚构示例：人员、企业、身份证号、金额、文号、日期都不存在，不得作为任何测算的依据"


def _guide(book: Book) -> None:
    sheet = new_sheet(book, "说明", (22, 96))
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, 1, f"{TITLE}（虚构数据）", book.style("title"))
    sheet.set_row(1, 40)
    sheet.merge_range(1, 0, 1, 1, _WARNING, book.style("warning"))
    put(book, sheet, 3, 0, "一、怎样使用", "heading")
    for i, line in enumerate(_USE, start=1):
        sheet.merge_range(3 + i, 0, 3 + i, 1, f"{i}. {line}", book.style("paragraph"))
        sheet.set_row(3 + i, 34)
    put(book, sheet, 8, 0, "二、各表内容", "heading")
    for i, (name, content) in enumerate(_SHEETS, start=9):
        sheet.write_url(i, 0, f"internal:'{name}'!A1", book.style("text"), name)
        put(book, sheet, i, 1, content, "wrap")
        sheet.set_row(i, 20)


def write_ledger(book: Book) -> None:
    """Add 资金收支台账; the balance is a native formula with its value."""
    sheet = new_sheet(book, SHEET, _WIDTHS, repeat_rows=(2, 2))
    put_title(
        book,
        sheet,
        "专项调剂基金专户资金收支台账（虚构示例）",
        "填报单位：示例市虚构企改办",
        "单位：元",
        len(HEADINGS) - 1,
    )
    put_row(book, sheet, 2, HEADINGS, ["head"] * len(HEADINGS))
    sheet.set_row(2, 28)
    opening = [date(2009, 1, 1), None, None, None, None, None, "上年结转", OPENING, None, OPENING, *[None] * 6]
    put_row(book, sheet, FIRST_ROW - 1, opening, _STYLES)
    balance = OPENING
    for i, entry in enumerate(ENTRIES, start=1):
        row = FIRST_ROW + i
        cash = entry[2] != "社保暂挂"
        balance = round(balance + (entry[3] if cash else 0), 2)
        formula = f"ROUND(J{row - 1}+H{row}-I{row},2)" if cash else f"J{row - 1}"
        put_row(book, sheet, row - 1, _cells(i, entry, Native(formula, balance)), _STYLES)
    put(book, sheet, FIRST_ROW + len(ENTRIES) + 1, 0, _NOTE, "plain")


def _cells(number: int, entry: tuple[str, int, str, float, str, str, str], balance: Native) -> list[object]:
    day, firm, account, amount, summary, counterparty, approval = entry
    one = ENTERPRISES[firm]
    sides = (amount, None) if amount > 0 else (None, -amount)
    return [
        date.fromisoformat(day), f"记{number:03}", one.name, one.system, "收" if amount > 0 else "支", account, summary,
        *sides, balance, counterparty, approval or None, None, _PAIRS.get(account), "虚构甲", "虚构乙",
    ]  # fmt: skip


_DATE = '"2011-12-31"'
_FIRM = ENTERPRISES[2].name
CASES = (
    ("专户余额", f"=SOE_FUND_BALANCE({FULL_RANGE},{_DATE})"),
    (f"{_FIRM}余额", f'=SOE_FUND_BALANCE({FULL_RANGE},{_DATE},"{_FIRM}")'),
    ("工业系统余额", f'=SOE_FUND_BALANCE({FULL_RANGE},{_DATE},,"工业系统")'),
    ("2010年6月底的垫付", f'=SOE_FUND_LIABILITY({FULL_RANGE},"垫付","2010-06-30")'),
    ("未还暂挂", f'=SOE_FUND_LIABILITY({FULL_RANGE},"暂挂",{_DATE})'),
    ("覆盖率：余额与还需20万元", f"=SOE_COVERAGE(SOE_FUND_BALANCE({FULL_RANGE},{_DATE}),200000)"),
)
"""What and formula as typed; the manual uses them too."""
NEEDS = (("经济补偿", 60000, 1), ("养老", 18000, 1), ("归还社保暂挂", 120000, 3))
POSITIONS = ((ENTERPRISES[0].name, 182405.2), (ENTERPRISES[2].name, -95000))
_BLOCKS = (
    ("各企业平衡表", f'SOE_FUND_STATEMENT({LEDGER_RANGE},{_DATE},"企业")', 5, 6),
    ("按层级清偿（可用 10 万元，需求见下）", "SOE_WATERFALL(100000,$H$4:$J$7)", 4, 4),
    ("系统内调剂（盈亏见下，留存 20%）", "SOE_TRANSFER($H$10:$I$12,0.2)", 3, 4),
    ("暂挂还款计划（18 万元，每年 6 万元）", 'SOE_DEFERRAL_SCHEDULE(180000,"2011-05-30",60000,0)', 4, 5),
    ("垫付结算（年利率 4%）", 'SOE_ADVANCE_SETTLEMENT(400000,"2010-03-12",960000,"2010-11-05",0.04)', 2, 3),
)
"""Title, formula without ``=``, and the rows and columns of its result."""


def write_functions(book: Book) -> None:
    """Add 基金测算: one cell a scalar function, one array a table function."""
    sheet = new_sheet(book, FUNCTIONS, (26, 16, 16, 16, 16, 16, 3, 22, 16, 8), repeat_rows=(1, 1))
    put_title(book, sheet, "基金测算（虚构示例）", "公式引用“资金收支台账”", "单位：元", 9)
    row = 3
    put(book, sheet, row - 1, 0, "一、单个数", "heading")
    for what, formula in CASES:
        style = "percent" if "覆盖率" in what else "money"
        put_row(book, sheet, row, (what, Native(formula[1:])), ("wrap", style))
        row += 1
    row += 1
    for title, formula, height, width in _BLOCKS:
        put(book, sheet, row, 0, title, "heading")
        _array(book, row + 1, formula, height, width)
        row += height + 2
    _tables(book)


def _array(book: Book, top: int, formula: str, height: int, width: int) -> None:
    sheet = book.file.get_worksheet_by_name(FUNCTIONS)
    dated = formula.startswith("SOE_DEFERRAL")
    sheet.write_array_formula(top, 0, top + height - 1, width - 1, f"{{={formula}}}", book.style("head"), "")
    for row in range(height):
        for col in range(width):
            if (row, col) != (0, 0):
                body = "date" if dated and col == 0 else "text" if col == 0 and width > 3 else "money"
                sheet.write_blank(top + row, col, None, book.style("head" if row == 0 else body))


def _tables(book: Book) -> None:
    """Write what the blocks on the left stand on."""
    lines: list[tuple[int, tuple[object, ...], str]] = [(3, ("需求", "金额(元)", "层级"), "head")]
    lines += [(4 + i, need, "") for i, need in enumerate(NEEDS)]
    lines += [(9, ("企业名称", "盈亏(元)"), "head")]
    lines += [(10 + i, position, "") for i, position in enumerate(POSITIONS)]
    sheet = book.file.get_worksheet_by_name(FUNCTIONS)
    for row, values, style in lines:
        for i, (value, own) in enumerate(zip(values, ("text", "input_money", "count"), strict=False)):
            put(book, sheet, row, 7 + i, value, style or own)
