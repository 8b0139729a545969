"""check_table: the findings of a sheet, found again by the label of the row and the name of the column."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

from xl_addin import InputError, check_table, check_workbook

TODAY = dt.date(2011, 9, 28)
ROSTER = pd.DataFrame(
    {
        "姓名": ["虚构甲", "虚构乙", "虚构丙"],
        "身份证号": ["99010119631020001X", "990101196310200015", "990101196310200015"],
        "性别": ["男", None, "女"],
        "参加工作时间": ["1985-07-01", "1985.1", None],
    },
    index=["a", "b", "c"],
)
PLACES = {
    ("CELL_MISSING_START", "c", "参加工作时间"),
    ("ID_CHECK_DIGIT", "a", "身份证号"),
    ("ID_DUPLICATE", "c", "身份证号"),
    ("DATE_AMBIGUOUS", "b", "参加工作时间"),
    ("SEX_DIFFERS", "c", "性别"),
}


@pytest.mark.parametrize("kind", ["roster", "职工花名册", None])
def test_a_finding_is_found_by_label_and_name(kind: str | None) -> None:
    found = check_table(ROSTER, kind, today=TODAY)
    assert {(each.code, each.row, each.column) for each in found} == PLACES
    frame = found.to_pandas()
    assert set(map(tuple, frame[["code", "row", "column"]].to_numpy().tolist())) == PLACES
    assert {(each["code"], each["row"], each["column"]) for each in found.to_dicts()} == PLACES
    assert found.column("row") == frame["row"].tolist()
    assert any("日期读法不明" in line for line in found.not_checked)


def test_a_frame_without_labels_has_its_records_counted_from_0() -> None:
    numbered = {(code, "abc".index(label), name) for code, label, name in PLACES}
    found = check_table(pl.from_pandas(ROSTER), "roster", today=TODAY)
    assert {(each.code, each.row, each.column) for each in found} == numbered


def test_the_checks_are_those_of_a_workbook_with_that_sheet(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    ROSTER.to_excel(path, sheet_name="职工花名册", index=False)
    found = check_table(ROSTER, "roster")
    book = check_workbook(path)
    placeless = [{k: v for k, v in each.items() if k not in ("row", "column")} for each in found.to_dicts()]
    assert placeless == book.to_dicts()
    assert found.not_checked == book.not_checked


PAID = pd.DataFrame(
    {
        "姓名": ["虚构甲"],
        "参加工作时间": ["1985-07-01"],
        "解除时间": ["2011-09-28"],
        "月平均工资": [1600],
        "补偿金额": [26 * 1600],
    },
    index=["A-7"],
)


def test_amounts_are_judged_by_the_policy_that_is_given() -> None:
    wrong = [(each.row, each.column, each.expected) for each in check_table(PAID, "severance") if each.row == "A-7"]
    assert wrong == [("A-7", "补偿金额", "43200.00")]
    assert [each for each in check_table(PAID, "severance", {"fraction": "whole_years"}) if each.row == "A-7"] == []


def test_what_is_about_a_heading_has_no_label() -> None:
    [said] = [each for each in check_table(PAID, "severance") if each.code == "AVERAGE_MISSING_LOCAL_WAGE"]
    assert (said.row, said.column, said.cell) == (None, "补偿金额", "E1")


@pytest.mark.parametrize(
    ("frame", "kind", "said"),
    [
        (ROSTER, "rooster", "没有名为“rooster”的表.*职工花名册.*是否想写“roster”"),
        (ROSTER, "severance", "作为经济补偿金测算表还缺：补偿金额、计发年限"),
        (ROSTER, "ledger", "没有认出资金收支台账的表头，要有：.*日期"),
        (pd.DataFrame({"a": [1]}), None, "没有认出表头"),
        ([["姓名"]], "roster", "要传入 DataFrame"),
    ],
)
def test_a_table_that_is_not_of_the_kind_is_refused_with_what_it_lacks(frame: Any, kind: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        check_table(frame, kind)
