"""A 政策 sheet in Chinese words: every option and value as 政策参数表 shows them, and the same everywhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.commands.office.policy_table import policy_rows, remark
from xl_addin.functions import call
from xl_addin.policy.options import option_specs, read_option
from xl_addin.policy.profiles import profiles
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.errors import CellError, InputError


@pytest.mark.parametrize("name", list(option_specs()))
def test_every_option_and_value_is_read_in_chinese(name: str) -> None:
    spec = option_specs()[name]
    for value, word in spec.values.items():
        for written in (word, f"{value} {word}", f" {word}（默认）", word.replace("（", "(").replace("）", ")")):
            assert read_policy([[spec.label, written]]).options == read_policy([[name, value]]).options
        assert read_option(name, word) == read_option(name, value)


def test_every_profile_is_read_by_its_title_or_with_it() -> None:
    for profile in profiles().values():
        for written in (profile.title, f"{profile.id} {profile.title}", profile.id.lower()):
            assert read_policy([["口径", written]]).profile is profile


def test_a_first_clause_is_enough_where_it_names_one_value() -> None:
    policy = read_policy([["项目", "值"], ["口径", "分段计算"], ["状态", "草案"], ["不满一年的尾数", "满六个月按一年"]])
    assert (policy.profile.id, policy.options.fraction) == ("SEG2008", "half_year")
    assert read_policy([["企业平均工资封顶倍数", "不封顶"]]).options.enterprise_wage_cap is None


def test_an_unknown_word_is_named_with_the_accepted_ones() -> None:
    with pytest.raises(InputError) as caught:
        read_policy([["不满一年的尾数", "四舍五入"]])
    assert "四舍五入" in caught.value.message
    assert "whole_years（只计整年）" in caught.value.message
    with pytest.raises(InputError, match="是否想写“不满一年的尾数”"):
        read_policy([["不满一年尾数", "只计整年"]])
    with pytest.raises(InputError, match="写了两次"):
        read_policy([["fraction", "half_year"], ["不满一年的尾数", "只计整年"]])


def test_a_sheet_in_chinese_is_the_policy_of_cells_and_of_the_whole_book() -> None:
    rows: list[list[CellValue]] = [
        ["项目", "值"],
        ["口径", "SEG2008"],
        ["状态", "草案"],
        ["不满一年的尾数", "只计整年"],
    ]
    cell = call("经济补偿金", "1985-07-01", "2011-09-28", 1600, 1652.3, None, None, rows)
    assert not isinstance(cell, CellError)
    assert cell == 22 * 1652.3 + 4 * 1600
    stated = SheetBook(BookGrid(Path("a.xlsx"), [SheetGrid("政策", "", rows)]), dt.date(2012, 1, 1)).stated
    assert (stated.fault, stated.policy.options.fraction) == ("", "whole_years")
    plain = SheetGrid("口径", "", [["不满一年的尾数", "只计整年"]])
    assert SheetBook(BookGrid(Path("a.xlsx"), [plain]), dt.date(2012, 1, 1)).policy.options.fraction == "whole_years"


def test_what_the_policy_table_writes_and_says_is_read_back() -> None:
    for row in policy_rows(read_policy([["profile", "RGZ"]])):
        if row[0] in option_specs() and option_specs()[row[0]].kind == "choice":
            words = remark(row[0]).split("可填：")[1].split("；")
            assert all(read_policy([[row[0], word]]) for word in words)
