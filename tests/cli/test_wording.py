"""Words that contradicted each other, or what was done: one answer wherever the same is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from tests.cli.severance_book import write_severance_book
from xl_addin.cli.application import run_line
from xl_addin.functions import call
from xl_addin.policy.fund import fund_policy

PERSONS = [("虚构甲", "990101196507010012"), ("虚构乙", "990101197003120028"), ("虚构丙", "99010119781105003X")]


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert run_line([str(one) for one in arguments]) in (0, 1)
    return capsys.readouterr().out


def findings(capsys: pytest.CaptureFixture[str], path: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(said(capsys, "check", path, "--format", "json"))["findings"]
    return found


def form(folder: Path, kind: str, rows: list[dict[str, object]], capsys: pytest.CaptureFixture[str]) -> Path:
    """A template with some rows filled in, by column letter."""
    path = folder / f"{kind}.xlsx"
    said(capsys, "new", kind, "-o", path)
    book = openpyxl.load_workbook(path)
    for number, row in enumerate(rows, 4):
        for column, value in row.items():
            book[kind][f"{column}{number}"] = value
    book.save(path)
    return path


def test_nobody_is_counted_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "书.xlsx"
    write_severance_book(path, PERSONS, "1985-07-01")
    book = openpyxl.load_workbook(path)
    book["测算"]["C3"] = "1985.1"
    book.save(path)
    text = said(capsys, "run", path)
    assert "职工人数：3 人\n" in text
    assert "86,400.00 元（测算，2 人，另有 1 人没有金额）" in text


def test_one_book_has_one_policy_version_whatever_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "书.xlsx"
    write_severance_book(path, PERSONS, "1985-07-01")
    told = [said(capsys, "check", path), said(capsys, "职工确认单", path), said(capsys, "口径比较", path)]
    told.append(said(capsys, "关于与诊断", path).partition("本工作簿的口径：")[2].partition("\n")[0])
    versions = [set(re.findall(r"SEG2008 \S+ ([0-9a-f]{12})", text)) for text in told]
    assert versions[0] == versions[1] == versions[2] == versions[3]
    assert len(versions[0]) == 1


def test_clearing_an_unmarked_book_claims_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "书.xlsx"
    write_severance_book(path, PERSONS, "1985-07-01")
    assert said(capsys, "清除标记", path, "-o", tmp_path / "清.xlsx").startswith("工作簿里没有“校验结果”表；")


def test_old_law_is_not_offered_to_who_was_hired_after_it() -> None:
    text, profile, _ = call("补偿说明", "2012-01-01", "2015-06-30", 3000, 2800, 3000).partition("口径：")
    assert profile
    assert "481号" not in text


@pytest.mark.parametrize("insurance", ["生育", "工伤"])
def test_no_personal_rate_is_asked_for_where_no_law_has_one(insurance: str) -> None:
    policy = [["profile", "SEG2008"], [f"{insurance}单位费率", 0.008]]
    owed = [
        call("欠缴保险费", insurance, "2010-01", "2010-12", 1600, 1500, payer, policy) for payer in ("单位", "合计")
    ]
    assert owed == [153.6, 153.6]


def test_a_petition_with_a_text_for_its_day_is_told_of_and_has_no_blank_deadline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"A": 1, "B": "2011-09-01", "C": "虚构甲", "D": 1, "G": "机械厂", "H": "欠薪", "J": "上周三受理"}
    path = form(tmp_path, "信访台账", [row], capsys)
    told = {one["cell"]: one["message"] for one in findings(capsys, path) if one["severity"] == "error"}
    assert told["J4"].startswith("“上周三受理”不是能识别的日期")
    assert "M4" in told
    said(capsys, "calc", path, "-o", tmp_path / "出.xlsx")
    assert openpyxl.load_workbook(tmp_path / "出.xlsx", data_only=True)["信访台账"]["M4"].value == "#VALUE!"


def test_an_amount_with_its_unit_is_the_same_to_the_check_and_to_the_statement(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    income = {"A": "2011-01-01", "B": "1", "C": "机械厂", "E": "收入", "F": "财政补助", "H": "30万"}
    expense = {"A": "2011-02-01", "B": "2", "C": "机械厂", "E": "支出", "F": "经济补偿", "I": 100_000}
    path = form(tmp_path, "资金收支台账", [income, expense], capsys)
    assert any(one["message"].startswith("“30万”按 300000.00 计算") for one in findings(capsys, path))
    assert "专户余额 200,000.00 元" in said(capsys, "资金平衡表", path)


def test_a_tier_is_named_after_what_it_pays() -> None:
    tiers = {tier.number: tier.name for tier in fund_policy().tiers}
    taxes = next(account for account in fund_policy().accounts if account.name == "税费")
    assert [number for number, name in tiers.items() if "税费" in name] == [taxes.tier]
