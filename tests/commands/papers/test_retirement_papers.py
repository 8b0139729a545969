"""Pages for who is 内退 or retired, and 改制方案: what the lists say, each figure with its cell; the rest is asked."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.papers.paper_books import FIRM, invented, write_book
from xl_addin.files.papers.reading import read_paper
from xl_addin.hosts.file.papers import PaperWish, check_papers, write_papers
from xl_addin.values.errors import InputError
from xl_addin.values.persons import check_digit, sex

docx = pytest.importorskip("docx", reason="the extra papers is not installed")


NOW = dt.datetime(2004, 2, 1, 9)
AGREEMENT, RETIRED, LIST, PLAN = "内部退养协议", "退休人员确认书", "内退退休人员名册", "改制方案"
COST = 42 * 600 + round(42 * 2000 * 0.2) + round(42 * 2000 * 0.06)
"""42 months from 2003-12 through 2007-06: allowance, pension, medical."""


def number(born: str, order: int) -> str:
    first = f"990101{born}{order:03d}"
    return first + check_digit(first)


INTERNAL_ID, OTHER_ID, RETIRED_ID = number("19470615", 11), number("19480310", 13), number("19400101", 15)
ROSTER_HEADS = ("序号", "企业名称", "姓名", "性别", "出生年月", "身份证号", "岗位工种", "在岗状态", "参加工作时间")
COST_HEADS = ("企业名称", "姓名", "身份证号", "性别", "出生年月", "内退基准日", "月生活费(元)", "月缴费基数(元)")
COST_HEADS += ("养老费率", "医疗费率", "内退费用(元)")


@dataclass
class Case:
    """What stands on the sheets beside those of every paper."""

    roster: Sequence[Sequence[Any]] = (
        (1, FIRM, "赵内甲", "男", "1947-06-15", INTERNAL_ID, "车工", "内退", "1966-08"),
        (2, FIRM, "钱退乙", "男", "1940-01-01", RETIRED_ID, "", "退休", "1958-03-01"),
    )
    costs: Sequence[Sequence[Any]] = (
        (FIRM, "赵内甲", INTERNAL_ID, "男", "1947-06-15", "2003-12-31", 600, 2000, 0.2, 0.06, COST),
    )
    reserve: Sequence[Sequence[Any]] = ((FIRM, "钱退乙", RETIRED_ID, 63, 10, 1800.5, 18005),)
    steps: Sequence[Sequence[Any]] = ()
    sums: Sequence[Sequence[Any]] = field(default_factory=tuple)

    def write(self, path: Path) -> Path:
        people = invented(3)
        book = openpyxl.load_workbook(write_book(path, people))
        starts = [f"{2003 - one.years + 1}-01-01" for one in people]
        rostered = [(9, FIRM, p.name, None, None, p.id, "", "在岗", day) for p, day in zip(people, starts, strict=True)]
        for name, heads, rows in (
            ("职工花名册", ROSTER_HEADS, [*self.roster, *rostered]),
            ("内退费用测算表", COST_HEADS, self.costs),
            ("退休人员医疗预留", ("企业名称", "姓名", "身份证号", "年龄", "预留年限", "年标准", "金额"), self.reserve),
            ("改制程序核查表", ("步骤编号", "步骤", "责任单位", "完成日期", "文号", "备注"), self.steps),
            ("费用和资金来源表", ("企业名称", "费用/来源", "项目", "金额"), self.sums),
        ):
            if rows:
                sheet = book.create_sheet(name)
                for row in (heads, *rows):
                    sheet.append(list(row))
        book.save(path)
        return path


@pytest.fixture
def paper(tmp_path: Path) -> Callable[..., dict[tuple[str, int], str]]:
    def written(case: Case, name: str, **wish: Any) -> dict[tuple[str, int], str]:
        book = case.write(tmp_path / "册.xlsx")
        done = write_papers(book, tmp_path / "文书", PaperWish((name,), **wish), NOW)
        return {(one.name, one.row): one.text for one in read_paper(done.files[0]).controls}

    return written


def told(tmp_path: Path) -> str:
    return "\n".join(one.text for one in docx.Document(str(next((tmp_path / "文书").iterdir()))).paragraphs)


def changed(tmp_path: Path, case: Case) -> list[tuple[str, str | None, str]]:
    found = check_papers(case.write(tmp_path / "册.xlsx"), tmp_path / "文书", PaperWish(), NOW)[0]
    return [(one.code, one.sheet and f"{one.sheet}!{one.cell}", one.message) for one in found]


def test_the_agreement_says_the_terms_of_the_list_and_its_sum(paper: Any, tmp_path: Path) -> None:
    shown = paper(Case(), AGREEMENT)
    own = {name: shown[f"内退.{name}", 1] for name in ("姓名", "内退时间", "到龄时间", "距退休月数", "月生活费")}
    assert own == {
        "姓名": "赵内甲",
        "内退时间": "2003年12月31日",
        "到龄时间": "2007年6月",
        "距退休月数": "42",
        "月生活费": "600.00",
    }
    assert (shown["内退.养老费率", 1], shown["内退.医疗费率", 1]) == ("20%", "6%")
    assert shown["内退.内退费用", 1] == f"{COST:,.2f}" == "47,040.00"
    assert shown["内退.内退费用大写", 1] == "肆万柒仟零肆拾元整"
    assert (shown["内退.出生年月", 1], shown["内退.参加工作时间", 1]) == ("1947年6月15日", "1966年8月")
    assert (shown["内退.岗位", 1], shown["内退.进厂时间", 1], shown["其他约定", 0]) == ("车工", "____", "____")
    assert "进厂时间（第 1 行）：职工花名册没有进厂时间" in told(tmp_path)
    assert ("内退.姓名", 2) not in shown
    assert changed(tmp_path, Case()) == []


@pytest.mark.parametrize(
    ("column", "value", "facts"),
    [
        (6, 650, {"月生活费", "内退费用"}),
        (5, "2003-11-30", {"内退时间", "距退休月数"}),
        (8, 0.19, {"养老费率", "内退费用"}),
        (4, "1947-07-15", {"到龄时间", "距退休月数"}),
    ],
)
def test_a_changed_term_is_found(paper: Any, tmp_path: Path, column: int, value: Any, facts: set[str]) -> None:
    paper(Case(), AGREEMENT)
    row = list(Case().costs[0])
    row[column] = value
    found = changed(tmp_path, Case(costs=(row,)))
    assert facts <= {fact for fact in facts for _, _, message in found if f"“{fact}”" in message}


def test_a_cost_that_the_calculation_disputes_is_left_open(paper: Any, tmp_path: Path) -> None:
    row = [*Case().costs[0][:10], COST + 0.01]
    shown = paper(Case(costs=(row,)), AGREEMENT)
    assert (shown["内退.内退费用", 1], shown["内退.内退费用大写", 1]) == ("____", "____")
    assert "内退费用测算表!K2 所列 47,040.01 与按本行数据算出的 47,040.00 不一致" in told(tmp_path)


def test_who_is_on_the_roster_alone_has_a_page_to_fill_in(paper: Any, tmp_path: Path) -> None:
    other = (3, FIRM, "孙内丙", "男", "", OTHER_ID, "", "内部退养", "1967-01-01")
    shown = paper(Case(roster=(*Case().roster, other)), AGREEMENT)
    assert (shown["内退.姓名", 2], shown["内退.内退费用", 2], shown["内退.月生活费", 2]) == ("孙内丙", "____", "____")
    assert shown["内退.出生年月", 2] == "1948年3月10日", "from the ID number"
    assert "工作簿没有这个人的内退费用测算表" in told(tmp_path)


def test_the_sex_that_no_list_tells_is_told_by_a_sound_number(paper: Any, tmp_path: Path) -> None:
    false = OTHER_ID[:-1] + ("1" if OTHER_ID[-1] != "1" else "2")
    others = [(3, FIRM, "孙内丙", "", "", OTHER_ID, "", "内退", ""), (4, FIRM, "李内丁", "", "", false, "", "内退", "")]
    shown = paper(Case(roster=(*Case().roster, *others)), AGREEMENT)
    sexes = {shown["内退.姓名", i]: shown["内退.性别", i] for i in (1, 2, 3)}
    assert sexes == {"赵内甲": "男", "孙内丙": "男", "李内丁": "____"}
    shown = paper(Case(), "解除劳动合同证明")
    assert [shown["职工.性别", i] for i in (1, 2, 3)] == [sex(one.id) for one in invented(3)]


def test_a_list_that_the_roster_contradicts_or_that_has_somebody_twice_gives_no_terms(
    paper: Any, tmp_path: Path
) -> None:
    at_work = [*Case().roster[0][:7], "在岗", "1966-08"]
    shown = paper(Case(roster=(at_work, Case().roster[1])), AGREEMENT)
    assert (shown["内退.姓名", 1], shown["内退.内退时间", 1], shown["内退.内退费用", 1]) == ("赵内甲", "____", "____")
    assert "内退费用测算表!B2 列为内退，而 职工花名册!C2 的在岗状态不是内退" in told(tmp_path)
    for path in (tmp_path / "文书").iterdir():
        path.unlink()
    shown = paper(Case(costs=(*Case().costs, *Case().costs)), AGREEMENT)
    assert ("内退.姓名", 2) not in shown and shown["内退.内退费用", 1] == "____"
    assert "写了同一个人几行" in told(tmp_path)


def test_a_retired_person_has_the_reserve_of_the_list(paper: Any, tmp_path: Path) -> None:
    shown = paper(Case(), RETIRED)
    own = {name: shown[f"退休.{name}", 1] for name in ("姓名", "年龄", "预留年限", "年标准", "医疗费用", "退休时间")}
    assert own == {
        "姓名": "钱退乙",
        "年龄": "63",
        "预留年限": "10",
        "年标准": "1,800.50",
        "医疗费用": "18,005.00",
        "退休时间": "____",
    }
    found = changed(tmp_path, Case(reserve=((FIRM, "钱退乙", RETIRED_ID, 63, 10, 1800.5, 18005.01),)))
    assert [(code, cell) for code, cell, _ in found] == [("PAPER_DIFFERS", "退休人员医疗预留!G2")]


def test_masked_pages_tell_neither_number_nor_birth(paper: Any, tmp_path: Path) -> None:
    shown = paper(Case(), AGREEMENT, masked=True)
    assert shown["内退.身份证号", 1].count("*") == 8 and shown["内退.出生年月", 1] == "****"
    with zipfile.ZipFile(next((tmp_path / "文书").iterdir())) as archive:
        whole = b"".join(map(archive.read, archive.namelist())).decode("utf-8", "replace")
    assert "1947" not in whole and INTERNAL_ID not in whole
    assert changed(tmp_path, Case()) == []


def test_the_list_counts_and_adds_up_both_groups(paper: Any, tmp_path: Path) -> None:
    shown = paper(Case(), LIST)
    names = ("内退人数", "内退费用合计", "退休人数", "退休医疗费用合计")
    assert [shown[name, 0] for name in names] == ["1", "47,040.00", "1", "18,005.00"]
    gone = changed(tmp_path, Case(roster=(Case().roster[0],), reserve=()))
    assert any(code == "PAPER_ROW_UNKNOWN" for code, _, _ in gone)
    assert any("“退休人数”" in message and "现为 0" in message for _, _, message in gone)


def test_nobody_of_a_kind_means_no_page_of_it(tmp_path: Path) -> None:
    book = Case(roster=(), costs=(), reserve=()).write(tmp_path / "册.xlsx")
    with pytest.raises(InputError, match="没有写“内部退养协议”要用的数据"):
        write_papers(book, tmp_path / "文书", PaperWish((AGREEMENT,)), NOW)
    done = write_papers(book, tmp_path / "文书", PaperWish((PLAN,)), NOW)
    shown = {one.name: one.text for one in read_paper(done.files[0]).controls}
    assert (shown["内退人数"], shown["退休人数"], shown["内退费用合计"]) == ("0", "0", "—")


def test_the_plan_of_restructuring_has_its_tables_and_asks_for_the_rest(paper: Any, tmp_path: Path) -> None:
    people = invented(3)
    steps = (
        ("D07", "清产核资", "企业", "2003-06-30", "示例国资〔2003〕虚构2号", ""),
        ("D28", "信访复查、复核", "上一级机关", "", "", "不涉及（没有人申请）"),
    )
    sums = ((FIRM, "来源", "产权变现", 500000), (FIRM, "费用", "内退", COST))
    shown = paper(Case(steps=steps, sums=sums), PLAN)
    assert [shown[f"步骤.{name}", 1] for name in ("事项", "责任单位", "完成时间", "文号")] == [
        "清产核资",
        "企业",
        "2003年6月30日",
        "示例国资〔2003〕虚构2号",
    ]
    assert shown["步骤.完成时间", 2] == "不涉及"
    cost = sum(one.amount + one.pension + one.medical for one in people) + COST + 18005
    assert (shown["费用合计", 0], shown["来源合计", 0]) == (f"{cost:,.2f}", "500,000.00")
    assert shown["资金缺口", 0] == f"{max(cost - 500000, 0):,.2f}"
    assert (shown["补偿人数", 0], shown["内退人数", 0], shown["退休人数", 0]) == ("3", "1", "1")
    asked = ("土地处置办法", "债权债务处理", "改制理由", "组织领导", "企业地址", "审计时间")
    assert {shown[name, 0] for name in asked} == {"____"}
    assert all(f"{name}：" in told(tmp_path) for name in asked)
    moved = [("D07", "清产核资", "企业", "2003-07-01", "示例国资〔2003〕虚构2号", ""), steps[1]]
    assert [(code, cell) for code, cell, _ in changed(tmp_path, Case(steps=moved, sums=sums))] == [
        ("PAPER_DIFFERS", "改制程序核查表!D2")
    ]


def test_two_sums_of_one_cost_are_asked_about(paper: Any, tmp_path: Path) -> None:
    shown = paper(Case(sums=((FIRM, "费用", "内退", COST + 1),)), PLAN)
    assert shown["费用合计", 0] == "____"
    assert "费用和资金来源表!D2 写 47,041.00，内退费用测算表!K2 为 47,040.00" in told(tmp_path)


def test_papers_that_the_workbook_does_not_give_any_more_are_no_clean_check(paper: Any, tmp_path: Path) -> None:
    paper(Case(), AGREEMENT)
    gone = Case(roster=(Case().roster[1],), costs=())
    ((code, _, message),) = changed(tmp_path, gone)
    assert code == "PAPER_SOURCE_GONE" and "没有写“内部退养协议”要用的数据" in message
    path = Case().write(tmp_path / "册.xlsx")
    book = openpyxl.load_workbook(path)
    book["职工花名册"]["I4"] = "1990-01-01"  # another start than the severance sheet has
    book.save(path)
    (one,) = check_papers(path, tmp_path / "文书", PaperWish(), NOW)[0]
    assert one.code == "PAPER_SOURCE_GONE" and "同一人的数据两张表不一致" in one.message
