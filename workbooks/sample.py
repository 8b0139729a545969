"""改制测算示例.xlsx: the sample workbook, sheet by sheet, and its first sheet, which says that all is invented."""

from __future__ import annotations

from pathlib import Path

from workbooks import sample_policy, sample_procedure, sample_roster, sample_severance, sample_summary
from workbooks.sample_people import ENTERPRISES, people
from workbooks.sample_spelling import DUPLICATE_OF, ID_DIRT
from workbooks.style import Book, new_book, new_sheet, put

TITLE = "改制测算示例"
_WARNING = (
    "本工作簿全部内容为虚构示例：人员、企业、身份证号、工资、文号、日期和“示例市”都不存在，不得作为任何测算的依据"
)
_SHEETS = (
    (sample_roster.SHEET, "300名虚构职工，照基层报表的写法：年月写法不一、全角数字、姓名夹空格、号码有误、小计行"),
    (sample_policy.ENTERPRISE_SHEET, "三户虚构企业的月平均工资和测算基准日"),
    (sample_severance.SHEET, "每人一行，本插件函数（规范日期、补偿月数、经济补偿金）与自带函数（VLOOKUP、SUM）并用"),
    (sample_severance.TABLE_SHEET, "用一个数组公式 SOE_SEVERANCE_TABLE 算完整张表，复核逐人公式"),
    (sample_summary.SHEET, "按企业、系统、事由汇总，核对两种算法是否一致，附图"),
    (sample_severance.EXPLAIN_SHEET, "五名职工的算法和依据，逐行写出"),
    (sample_policy.SHEET, "口径、选项和虚构的当地工资；改动这里，全簿随之重算"),
    (sample_procedure.SHEET, "一户企业的改制步骤，有意留有差错，供程序核查演示"),
    (sample_procedure.PROGRESS_SHEET, "三户企业的进度，其中一户职代会人数不足"),
)  # fmt: skip


def write(path: Path) -> None:
    """Write the workbook to ``path``; the same bytes at every build."""
    book = new_book(path, TITLE, calculate_on_load=False)
    _guide(book)
    sample_roster.write(book)
    sample_policy.write_enterprises(book)
    sample_severance.write(book)
    sample_severance.write_table(book)
    sample_summary.write(book)
    sample_severance.write_explanations(book)
    sample_policy.write(book)
    sample_procedure.write(book)
    sample_procedure.write_progress(book)
    book.file.close()


def _guide(book: Book) -> None:
    sheet = new_sheet(book, "说明", (22, 96))
    sheet.fit_to_pages(1, 1)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, 1, f"{TITLE}（虚构数据）", book.style("title"))
    sheet.set_row(1, 40)
    sheet.merge_range(1, 0, 1, 1, _WARNING, book.style("warning"))
    row = _lines(book, 3, "一、怎样使用", _USE)
    put(book, sheet, row, 0, "二、各表内容", "heading")
    for i, (name, content) in enumerate(_SHEETS, start=1):
        sheet.write_url(row + i, 0, f"internal:'{name}'!A1", book.style("text"), name)
        put(book, sheet, row + i, 1, content, "wrap")
        sheet.set_row(row + i, 20)
    row = _lines(book, row + len(_SHEETS) + 2, "三、有意留下的差错", _faults())
    sheet.activate()


def _lines(book: Book, row: int, heading: str, lines: tuple[str, ...]) -> int:
    sheet = book.file.get_worksheet_by_name("说明")
    put(book, sheet, row, 0, heading, "heading")
    for i, line in enumerate(lines, start=1):
        sheet.merge_range(row + i, 0, row + i, 1, f"{i}. {line}", book.style("paragraph"))
        sheet.set_row(row + i, 34 if len(line) > 75 else 18)
    return row + len(lines) + 2


_USE = (
    "没有表格软件时：xl-addin run 改制测算示例.xlsx，得到算好、标好差错、附“校验结果”表的副本，原文件不动。",
    "装好加载项后用表格软件打开本簿，按功能区“改制测算”中的“重算”。本簿保存时没有存放本插件函数的结果，重算前金额为空。",
    "在“政策”表改一个选项（例如 enterprise_floor 改为 both），再重算，金额和补偿说明随之改变。",
)


def _faults() -> tuple[str, ...]:
    pending = [worker for worker in people() if worker.pending]
    wrong = sum(kind == "digit" for kind in ID_DIRT.values())
    return (
        f"{len(pending)}名职工的日期或工资有疑问，单列在“{sample_severance.SHEET}”合计下面的“待核实人员”中：函数给出错误值，不猜测，也不计入合计。",
        f"身份证号：{wrong}个校验码不符，1个按数字存放而丢失末位，{len(DUPLICATE_OF)}个与他人重复；号码以990101开头，没有这样的地区。",
        *sample_procedure.faults(),
        f"{len(ENTERPRISES)}户企业的解除时间分别在2008年以前、2008年和2011年，口径相同，跨2008年的分段计算（这不是差错）。",
    )
