"""政策 and 企业情况 of the sample: the office's options, invented local wages, and each enterprise's average."""

from __future__ import annotations

from collections import Counter
from datetime import date

from workbooks.sample_people import CITY_WAGES, ENTERPRISES, PLACE, people
from workbooks.style import Book, new_sheet, put, put_row, put_title

SHEET, ENTERPRISE_SHEET = "政策", "企业情况"
ENTERPRISE_RANGE = f"{ENTERPRISE_SHEET}!$A$4:$E${3 + len(ENTERPRISES)}"
INVENTED = "虚构数值（仅供演示，不是任何地方的标准）"
OPTIONS = (
    ("profile", "SEG2008", "口径：2008年前按481号，2008年起按劳动合同法；只能写在第一行"),
    ("文号", "示例企改〔2011〕虚构1号", "本单位执行的文件"),
    ("状态", "草案", "领导小组确认后改为“已确认”；草案时结果标注“未确认口径”，数值不变"),
    ("fraction", "year_up", "2008年前不满一年的尾数：不满一年按一年"),
    ("segmentation", "split", "跨2008年的分段：前后分段"),
    ("end_date", "inclusive", "截止日计入"),
    ("enterprise_floor", "pre2008", "企业平均工资保底：只保2008年前一段"),
    ("pre2008_base", "own", "2008年前一段的基数：本人工资，不受三倍封顶"),
    ("limit12", "post2008", "高薪十二年上限：只限2008年后一段"),
    ("round_to", "fen", "金额算到分"),
    ("month_decimal", "ask", "数字1985.1是1月还是10月：提问，不猜"),
)
"""Option, value and what it means; all are the defaults, written out so that the office sees what it decides."""


def policy_range() -> str:
    """The range that every call takes as its policy, with some empty rows for additions."""
    return f"{SHEET}!$A$1:$F${len(OPTIONS) + len(CITY_WAGES) + 6}"


def write(book: Book) -> None:
    """Add 政策. Its first row is the heading: that is how the sheet is known."""
    sheet = new_sheet(book, SHEET, (20, 26, 12, 12, 11, 42, 66), repeat_rows=(0, 0))
    put_row(book, sheet, 0, ("项目", "值", "起", "止", "地区", "文号", "说明（不参与计算）"), ["head"] * 7)
    sheet.set_row(0, 24)
    row = 1
    for name, value, meaning in OPTIONS:
        styles = ["text", "input_text", "date", "date", "centre", "text", "text"]
        put_row(book, sheet, row, (name, value, None, None, None, None, meaning), styles)
        row += 1
    for year, wage in CITY_WAGES.items():
        values = (
            "职工月平均工资",
            float(wage),
            date(year, 1, 1),
            date(year, 12, 31),
            PLACE,
            INVENTED,
            _wage_note(year),
        )
        put_row(book, sheet, row, values, ("text", "input_money", "date", "date", "centre", "text", "text"))
        row += 1
    for _ in range(5):
        put_row(book, sheet, row, [None] * 7, ["text"] * 7)
        row += 1


def _wage_note(year: int) -> str:
    return f"{PLACE}{year - 1}年度的虚构平均工资，{year}年内解除的用它；真实使用时照统计公报填写"


def write_enterprises(book: Book) -> None:
    """Add 企业情况."""
    sheet = new_sheet(book, ENTERPRISE_SHEET, (24, 16, 12, 20, 16), repeat_rows=(2, 2))
    put_title(book, sheet, "企业情况（虚构示例）", "填报单位：示例市虚构企改办", "单位：元", 4)
    put_row(book, sheet, 2, ("企业名称", "主管系统", "职工人数(人)", "企业月平均工资(元)", "测算基准日"), ["head"] * 5)
    counts = Counter(worker.enterprise.name for worker in people())
    for i, one in enumerate(ENTERPRISES):
        values = (one.name, one.system, counts[one.name], float(one.wage), one.end)
        put_row(book, sheet, 3 + i, values, ("text", "centre", "count", "input_money", "input_date"))
    put(book, sheet, 4 + len(ENTERPRISES), 0, "注：1.企业和工资全部虚构。", "plain")
