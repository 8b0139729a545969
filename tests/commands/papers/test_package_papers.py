"""Papers of a workbook whose only list of persons is a 一补二险测算表: its severance is in every sum and paper."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.commands.papers.paper_books import FIRM, Invented, invented
from xl_addin.files.papers.reading import read_paper
from xl_addin.hosts.file.papers import PaperWish, write_papers

docx = pytest.importorskip("docx", reason="the extra papers is not installed")
NOW = dt.datetime(2011, 9, 28)
HEADS = ["序号", "企业名称", "姓名", "身份证号", "在岗状态", "参加工作时间", "解除时间", "解除事由"]
HEADS += [
    "前12个月月平均工资",
    "企业月平均工资",
    "当地月平均工资",
    "养老欠缴起",
    "养老欠缴止",
    "医疗欠缴起",
    "医疗欠缴止",
]
HEADS += ["缴费工资", "缴费平均工资", "经济补偿", "养老", "医疗", "合计"]


def write_package(path: Path, people: list[Invented], lacking: frozenset[str] = frozenset()) -> Path:
    """One sheet with everything; ``lacking`` are headings that it does not have."""
    kept = [k for k, head in enumerate(HEADS) if head not in lacking]
    with Workbook(path) as book:
        sheet = book.add_worksheet("一补二险")
        sheet.write_row(0, 0, [HEADS[k] for k in kept])
        for i, one in enumerate(people, 1):
            row: list[object] = [i, FIRM, one.name, one.id, "在岗", f"{2003 - one.years + 1}-01-01", "2003-12-31"]
            row += ["裁员", one.wage, 1000, 1200, "2002-01", "2003-12", "2002-01", "2003-12", 1000, 1200]
            row += [one.amount, one.pension, one.medical, one.amount + one.pension + one.medical]
            sheet.write_row(i, 0, [row[k] for k in kept])
    return path


def facts(path: Path) -> dict[tuple[str, int], str]:
    return {(one.name, one.row): one.text for one in read_paper(path).controls}


@pytest.mark.parametrize("seed", range(8))
def test_the_costs_of_the_plan_are_severance_and_insurances_together(tmp_path: Path, seed: int) -> None:
    people = invented(random.Random(seed).randrange(1, 6), seed)
    wish = PaperWish(names=("改制方案", "职工安置方案", "经济补偿金公示"))
    write_papers(write_package(tmp_path / "册.xlsx", people), tmp_path / "文书", wish, NOW)
    severance = sum(one.amount for one in people)
    every = severance + sum(one.pension + one.medical for one in people)
    for paper in ("改制方案", "职工安置方案"):
        shown = facts(tmp_path / "文书" / f"{paper}-{FIRM}.docx")
        assert shown["费用合计", 0] == f"{every:,.2f}"
        assert (shown["补偿人数", 0], shown["补偿合计", 0]) == (str(len(people)), f"{severance:,.2f}")
    posted = facts(tmp_path / "文书" / f"经济补偿金公示-{FIRM}.docx")
    assert [posted["职工.补偿金额", n] for n in range(1, len(people) + 1)] == [f"{one.amount:,.2f}" for one in people]


def test_a_list_that_does_not_tell_severance_gives_no_sum_of_the_costs(tmp_path: Path) -> None:
    people = invented(4)
    book = write_package(tmp_path / "只有两险.xlsx", people, frozenset({"经济补偿", "合计"}))
    write_papers(book, tmp_path / "文书", PaperWish(names=("改制方案",)), NOW)
    shown = facts(tmp_path / "文书" / f"改制方案-{FIRM}.docx")
    assert [text for (name, _), text in shown.items() if name == "费用.项目"] == [
        "经济补偿金",
        "养老保险费",
        "医疗保险费",
    ]
    assert shown["费用合计", 0] == "____"
