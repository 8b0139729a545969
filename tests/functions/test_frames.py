"""DataFrame in, DataFrame out: the same figures as in cells, errors as NaN with their code."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import xl_addin
from xl_addin.functions import call
from xl_addin.values.errors import InputError

ROSTER = pd.DataFrame(
    {
        "姓名": ["虚构甲", "虚构乙", "虚构丙"],
        "参加工作时间": ["1985-07-01", 1985.1, pd.Timestamp("1990-07-01")],
        "解除时间": ["2011-09-28", "2011-09-28", pd.Timestamp("2003-06-30")],
        "前12个月月平均工资": [1600, 1600, 780.0],
        "企业月平均工资": [1500, 1500, None],
        "解除事由": ["客观变化", None, "协商"],
    }
)


def test_a_roster_frame_gives_what_the_cells_give() -> None:
    table = xl_addin.severance_table(ROSTER)
    assert table["补偿金额"].tolist()[0] == call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600, 1500)
    assert table["补偿金额"].tolist()[2] == 9360.0
    assert table["错误"].tolist() == ["", "#N/A", ""]
    assert math.isnan(table["补偿金额"][1])
    assert "10月" in table["说明"][1]
    assert {str(table[name].dtype) for name in ("补偿月数", "2008年前基数", "补偿金额")} == {"float64"}


def test_a_policy_is_an_id_or_the_rows_of_a_policy_sheet() -> None:
    by_rows = xl_addin.severance_table(ROSTER, [["profile", "SEG2008"], ["fraction", "whole_years"]])
    assert by_rows["补偿月数"].tolist()[0] == 22 + 4
    with pytest.raises(InputError, match="SEG2009"):
        xl_addin.severance_table(ROSTER, "SEG2009")


def test_options_may_be_given_by_name() -> None:
    by_name = xl_addin.severance_table(ROSTER, "SEG2008", fraction="whole_years", round_to="yuan")
    assert by_name["补偿月数"].tolist()[0] == 22 + 4
    with pytest.raises(InputError, match="fraction"):
        xl_addin.severance_table(ROSTER, fractoin="whole_years")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="解除时间"):
        xl_addin.severance_table(ROSTER.drop(columns="解除时间"))


def test_an_empty_roster_gives_an_empty_table_with_its_columns() -> None:
    table = xl_addin.severance_table(ROSTER.iloc[:0])
    assert len(table) == 0
    assert "补偿金额" in table


def test_the_package_frame_gives_each_part_and_the_total() -> None:
    periods = {"养老欠缴起": "2002-11", "养老欠缴止": "2003-02", "医疗欠缴起": "2002-11", "医疗欠缴止": "2002-12"}
    frame = ROSTER.iloc[[2]].assign(**periods, 缴费工资=1000, 缴费平均工资=1200)
    table = xl_addin.package_table(frame)
    assert table.loc[0, ["经济补偿", "养老", "医疗", "合计"]].tolist() == [9360.0, 1080.0, 160.0, 10600.0]
    assert table["错误"].tolist() == [""]
