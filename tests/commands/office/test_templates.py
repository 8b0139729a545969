"""Templates: blank sheets that the checks know, without an error, whose formulas wait for the clerk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import run
from tests.commands.generated_books import context, grid
from tests.commands.pressing import pressed
from xl_addin.commands.office.template_data import Template, templates
from xl_addin.commands.office.templates import (
    WHOLE_SET,
    find_kind,
    kinds,
    plan_new_template,
    step_rules,
    template_book,
)
from xl_addin.files.building.model import NewBook
from xl_addin.files.building.workbook import book_bytes, write_book
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.hosts.file.job import check_file
from xl_addin.policy.fund import fund_policy
from xl_addin.policy.procedure import procedure
from xl_addin.tables.grid import BookGrid, CellValue
from xl_addin.tables.recognition import read_tables
from xl_addin.values.errors import InputError

KINDS_OF_SHEETS = {
    "职工花名册": "roster",
    "经济补偿金测算表": "severance",
    "一补二险测算表": "arrears",
    "资金收支台账": "ledger",
    "改制工作进度表": "progress",
    "信访台账": "petitions",
    "改制程序核查表": "procedure",
    "工龄分段测算表": "severance",
    "养老分年欠缴测算表": "arrears",
    "医疗分年欠缴测算表": "arrears",
    "内退费用测算表": "owed",
    "遗属和精减人员补助表": "owed",
    "特殊工种人员登记表": "roster",
    "欠发职工款项表": "owed",
    "发放表": "payments",
    "费用和资金来源表": "sources",
    "暂挂还款计划表": "repayment",
    "再就业优惠证登记表": "reemployment",
    "公示情况表": "publicity",
    "机构责任表": "bodies",
}
_LIST_LIMIT = 255


def reopened(book: NewBook, folder: Path) -> BookGrid:
    write_book(folder / "t.xlsx", book)
    return open_book(folder / "t.xlsx")


def filled(kind: str, folder: Path, row: dict[str, CellValue]) -> list[CellValue]:
    """The first row of a template as a clerk fills it in, after recalculation."""
    book = reopened(template_book(kind), folder)
    sheet = book.sheet(kind)
    head = [str(text).partition("(")[0] for text in sheet.rows[2]]
    line: list[CellValue] = [None] * len(head)
    for name, value in row.items():
        line[head.index(name)] = value
    sheet.rows[3:4] = [line]
    return with_values(book, recalculate(book)).sheet(kind).rows[3]


@pytest.mark.parametrize("kind", kinds())
def test_a_blank_template_has_no_error(kind: str, tmp_path: Path) -> None:
    write_book(tmp_path / "t.xlsx", template_book(kind))
    outcome = check_file(tmp_path / "t.xlsx")
    assert outcome.result.findings.counts()["error"] == 0
    assert outcome.recalculation.errors == []
    assert outcome.recalculation.unresolved == []


@pytest.mark.parametrize(("kind", "layout"), KINDS_OF_SHEETS.items())
def test_a_template_is_recognised_by_its_headings(kind: str, layout: str, tmp_path: Path) -> None:
    tables = read_tables(reopened(template_book(kind), tmp_path))
    assert tables[0].kind == layout
    assert tables[0].enterprise == ""


@pytest.mark.parametrize("template", templates().values(), ids=lambda template: template.kind)
def test_every_list_fits_a_drop_down(template: Template) -> None:
    lists = [",".join(column.words) for column in template.columns if column.words]
    assert all(len(words) <= _LIST_LIMIT for words in lists)
    assert not any("," in word for column in template.columns for word in column.words)


def test_accounts_of_the_ledger_are_those_of_the_policy() -> None:
    (column,) = [column for column in templates()["资金收支台账"].columns if column.head == "科目"]
    assert set(column.words) == {account.name for account in fund_policy().accounts}


def test_the_procedure_sheet_has_every_step_with_who_evidence_rule_and_source(tmp_path: Path) -> None:
    sheet = reopened(template_book("程序核查表"), tmp_path).sheets[0]
    rows = {row[1]: row for row in sheet.rows[3:] if row}
    assert list(rows) == list(procedure().steps)
    step = procedure().steps["D17"]
    assert rows["D17"][2:4] == [step.title, step.body]
    assert rows["D17"][10] == step.evidence
    assert "20个工作日" in str(rows["D17"][11])
    assert rows["D17"][12] == step.citation


def test_steps_that_need_an_occasion_say_so() -> None:
    assert step_rules("D12").startswith("必经")
    assert step_rules("D10").startswith("涉及土地出让")
    assert step_rules("D26").startswith("有此情形的需要")


def test_a_row_of_the_severance_sheet_computes_when_it_is_filled_in(tmp_path: Path) -> None:
    row = filled(
        "经济补偿金测算表",
        tmp_path,
        {
            "姓名": "虚构甲",
            "参加工作时间": "1985-07-01",
            "解除时间": "2011-09-28",
            "前12个月月平均工资": 1600,
            "企业月平均工资": 1500,
            "当地月平均工资": 2300,
        },
    )
    assert row[12] == 43200


def test_a_row_of_the_package_sheet_computes_when_it_is_filled_in(tmp_path: Path) -> None:
    row = filled("一补二险测算表", tmp_path, {"姓名": "虚构乙", "在岗状态": "退休", "年龄": 58, "医疗年标准": 1800})
    assert row[-4:] == [0, 0, 21600, 21600]


def test_results_stand_right_of_everything_they_use() -> None:
    for template in templates().values():
        first = next((i for i, column in enumerate(template.columns) if column.formula), len(template.columns))
        if template.policy:
            assert all(column.formula or column.head == "备注" for column in template.columns[first:])


def test_the_balance_of_the_ledger_leaves_deferrals_out(tmp_path: Path) -> None:
    """Native formulas are the host's; LibreOffice and Excel agree on what this one says."""
    formula = reopened(template_book("资金收支台账"), tmp_path).sheets[0].formulas[5, 10].text
    assert formula == ('IF(A5="","",ROUND(SUM(H$4:H5)-SUM(I$4:I5)-SUMIFS(H$4:H5,F$4:F5,"=社保暂挂"),2))')


def test_numbers_of_persons_and_typed_dates_are_text_cells() -> None:
    for kind, heads in (("职工花名册", ("身份证号", "出生年月", "参加工作时间")), ("一补二险测算表", ("养老欠缴起",))):
        styles = {column.head: column.style for column in templates()[kind].columns}
        assert {styles[head] for head in heads} == {"entry_id"}


@pytest.mark.parametrize("kind", kinds())
def test_two_builds_are_the_same_bytes(kind: str) -> None:
    assert book_bytes(template_book(kind)) == book_bytes(template_book(kind))


def test_a_part_of_a_name_is_enough_and_an_unknown_one_lists_the_kinds() -> None:
    assert find_kind("收支台账") == "资金收支台账"
    with pytest.raises(InputError, match=r"没有模板“菜谱”.*职工花名册.*全套"):
        find_kind("菜谱")
    with pytest.raises(InputError, match="可用"):
        find_kind("台账")
    with pytest.raises(InputError, match="可用"):
        find_kind(" ")


def test_the_button_writes_the_whole_set_beside_the_users_book() -> None:
    plan = plan_new_template(pressed(grid(杂项=[["随便"]])), context())
    assert [sheet.title for sheet in plan.book.sheets] == [*templates(), "政策"]
    assert plan.suffix == "-模板"
    assert WHOLE_SET in kinds()


def test_new_writes_a_template_and_never_over_a_file(tmp_path: Path) -> None:
    first = run("new", "花名册", cwd=tmp_path)
    said = "空白模板：职工花名册；蓝字栏录入，公式自动计算\n已写出：职工花名册.xlsx\n"
    assert (first.returncode, first.stdout) == (0, said)
    assert (tmp_path / "职工花名册.xlsx").read_bytes() == book_bytes(template_book("职工花名册"))
    again = run("new", "花名册", cwd=tmp_path)
    assert again.returncode == 2
    assert "已存在" in again.stderr
    other = run("new", "花名册", "-o", "甲.xlsx", cwd=tmp_path)
    assert other.returncode == 0


def test_new_refuses_an_unknown_kind_in_one_chinese_line(tmp_path: Path) -> None:
    result = run("new", "菜谱", cwd=tmp_path)
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert all(kind in result.stderr for kind in kinds())
    assert list(tmp_path.iterdir()) == []


def test_new_without_a_kind_lists_them(tmp_path: Path) -> None:
    assert run("new", cwd=tmp_path).stdout.split() == kinds()
