"""A clerk's day at the command line, from the blank workbook to the copy for another office.

Every message stands here whole, as the clerk reads it; whoever changes a message changes it here. ``{policy}`` is the
version of the shipped policy.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from xl_addin.cli.application import run_line
from xl_addin.policy.profiles import shipped_policy

BOOK = "机械厂.xlsx"
WORKERS = (
    ("虚构甲", "990101196507010012", "男", "1965-07", "1985-07", "1985-07-01", 1600),
    ("虚构乙", "990101197003120028", "女", "1970-03", "1990-01", "1990.1", 1450),
    ("虚构丙", "99010119781105003X", "男", "1978-11", "2001-03", "2001-03-01", 2100),
)
ENDED, ENTERPRISE_WAGE, LOCAL_WAGE = "2011-09-28", 1500, 1900
PAYMENTS = (
    ("2011-10-08", "收-1", "机械厂", "国有工业", "收入", "财政补助", "市财政拨款", 200_000, None),
    ("2011-10-20", "付-1", "机械厂", "国有工业", "支出", "经济补偿", "虚构甲经济补偿金", None, 43_200),
)
DUE = {"虚构甲": 43_200, "虚构乙": 32_800, "虚构丙": 23_100}
"""23 and 4 months of 1,600; 18 of 1,500 (floor) and 4 of 1,450; 7 and 4 of 2,100: 99,100 in all."""

STARTS = (
    """\
$ xl-addin new 全套 -o 机械厂.xlsx
空白模板：职工花名册、经济补偿金测算表、一补二险测算表、资金收支台账、改制工作进度表、信访台账、工龄分段测算表、养老分年欠缴测算表、医疗分年欠缴测算表、内退费用测算表、遗属和精减人员补助表、特殊工种人员登记表、欠发职工款项表、发放表、费用和资金来源表、暂挂还款计划表、再就业优惠证登记表、公示情况表、机构责任表、改制程序核查表、政策；蓝字栏录入，公式自动计算
已写出：机械厂.xlsx
[0]
""",
)
WRONG = (
    """\
$ xl-addin 校验整簿 机械厂.xlsx
错误 3 处，缺件 0 处，提示 0 处，未校验 19 项；位置、原因和改法见“校验结果”表
已写出：机械厂-校验整簿.xlsx
[1]
""",
    """\
$ xl-addin 职工确认单 机械厂.xlsx
职工确认单 3 人；1 人不能计算，单上写明原因；政策版本：{policy}
已写出：机械厂-职工确认单.xlsx
[1]
""",
)
RIGHT = (
    """\
$ xl-addin 校验整簿 机械厂.xlsx
错误 0 处，缺件 0 处，提示 0 处，未校验 17 项；位置、原因和改法见“校验结果”表
已写出：机械厂-校验整簿.xlsx
[0]
""",
    """\
$ xl-addin 生成测算表 机械厂.xlsx
一补二险测算表 3 人，合计 99,100.00 元；政策版本：{policy}
已写出：机械厂-一补二险测算表.xlsx
[0]
""",
    """\
$ xl-addin 职工确认单 机械厂.xlsx
职工确认单 3 人；政策版本：{policy}
已写出：机械厂-职工确认单.xlsx
[0]
""",
    """\
$ xl-addin 公示表 机械厂.xlsx
公示表 1 张，3 人，身份证号已脱敏；政策版本：{policy}
已写出：机械厂-公示表.xlsx
[0]
""",
    """\
$ xl-addin 资金平衡表 机械厂.xlsx
已写出截至 2011-10-20 的资金平衡表：2 笔，1 户企业，专户余额 156,800.00 元；改“全市汇总”的截止日期即可重算
已写出：机械厂-资金平衡表.xlsx
[0]
""",
    """\
$ xl-addin 交付副本 机械厂.xlsx --masked
交付副本：4280 个本插件公式已改为数值，原公式列在“公式说明”表；6 个单元格的身份证号已脱敏；\
政策版本：{policy}；17 张表没有填写，打印时可不选：\
一补二险测算表、改制工作进度表、信访台账、工龄分段测算表、养老分年欠缴测算表、\
医疗分年欠缴测算表、内退费用测算表、\
遗属和精减人员补助表、特殊工种人员登记表、欠发职工款项表、发放表、费用和资金来源表、暂挂还款计划表、再就业优惠证登记表、\
公示情况表、机构责任表、改制程序核查表；19 张表合计行上面的空白行已隐藏（没有删除），打印不再出空白页
已写出：机械厂-交付副本-脱敏.xlsx
[0]
""",
    """\
$ xl-addin 清除标记 机械厂-校验整簿.xlsx -o 机械厂-原样.xlsx
已清除校验标记和校验结果表，原有内容和格式未改动
已写出：机械厂-原样.xlsx
[0]
""",
)


def filled_in(path: Path, starts: dict[str, str]) -> None:
    """Fill the forms as the clerk does, in the columns that are for input."""
    book = openpyxl.load_workbook(path)
    roster, severance, ledger = (book[name] for name in ("职工花名册", "经济补偿金测算表", "资金收支台账"))
    for row, (name, number, sex, born, entered, start, wage) in enumerate(WORKERS, 4):
        person = (row - 3, "机械厂", name, number)
        for column, value in zip(
            "ABCDEFIJKLQ", (*person, sex, born, "固定工", "工人", entered, entered, "在岗"), strict=True
        ):
            roster[f"{column}{row}"] = value
        terms = ("在岗", starts.get(name, start), ENDED, "客观变化", wage, ENTERPRISE_WAGE, LOCAL_WAGE)
        for column, value in zip("ABCDEFGHIJK", (*person, *terms), strict=True):
            severance[f"{column}{row}"] = value
    for row, payment in enumerate(PAYMENTS, 4):
        for column, value in zip("ABCDEFGHI", payment, strict=True):
            ledger[f"{column}{row}"] = value
    book.save(path)


def values(path: str, sheet: str = "", *, formulas: bool = False) -> list[object]:
    """What stands in the cells of a written workbook."""
    book = openpyxl.load_workbook(path, data_only=not formulas)
    sheets = [book[sheet]] if sheet else list(book)
    return [value for one in sheets for row in one.iter_rows(values_only=True) for value in row if value is not None]


def test_a_clerks_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)

    def said(told: str) -> str:
        """Type the command of a told step; give what is said in its form."""
        line = told.partition("\n")[0]
        status = run_line(line.split()[2:])
        shown = capsys.readouterr()
        return f"{line}\n{shown.out}{shown.err}[{status}]\n"

    def told(steps: tuple[str, ...]) -> list[str]:
        return [step.format(policy=shipped_policy().version) for step in steps]

    assert [said(step) for step in told(STARTS)] == told(STARTS)
    filled_in(tmp_path / BOOK, {})
    assert [said(step) for step in told(WRONG)] == told(WRONG)
    report = [text for text in values("机械厂-校验整簿.xlsx", "校验结果") if isinstance(text, str)]
    assert any("“1990.1”是1990年1月还是1990年10月？" in text for text in report)

    filled_in(tmp_path / BOOK, {"虚构乙": "1990-01-15"})
    original = (tmp_path / BOOK).read_bytes()
    assert [said(step) for step in told(RIGHT)] == told(RIGHT)
    assert (tmp_path / BOOK).read_bytes() == original
    for file in ("机械厂-职工确认单.xlsx", "机械厂-公示表.xlsx", "机械厂-交付副本-脱敏.xlsx"):
        found = values(file)
        assert {name for name in DUE if name in found} == set(DUE), file
        assert set(DUE.values()) <= set(found), file
    posted = [str(value) for file in ("机械厂-公示表.xlsx", "机械厂-交付副本-脱敏.xlsx") for value in values(file)]
    assert not [value for value in posted for _, number, *_ in WORKERS if number in value]
    assert sum(DUE.values()) in values("机械厂-一补二险测算表.xlsx")
    assert 156_800 in values("机械厂-资金平衡表.xlsx")
    assert values("机械厂-原样.xlsx", formulas=True) == values(BOOK, formulas=True)
