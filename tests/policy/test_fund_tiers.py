"""Rows 清偿顺序 and 清偿方式 of a 政策 sheet: an office ranks the uses of its fund."""

from __future__ import annotations

from typing import Any

import pytest

from xl_addin.commands.office.policy_table import policy_book, policy_rows
from xl_addin.functions import call
from xl_addin.policy.fund import fund_policy
from xl_addin.policy.fund_tiers import FundTiers, fund_tiers, tier_rows
from xl_addin.sheets.policy_range import read_policy
from xl_addin.values.errors import InputError


def tiers(*rows: list[Any]) -> FundTiers:
    return fund_tiers(read_policy([["profile", "SEG2008"], *rows]).facts)


def test_without_rows_the_shipped_tiers_hold() -> None:
    shipped = tiers()
    assert {account.name: account.tier for account in fund_policy().accounts if account.side == "out"} == shipped.tiers
    assert [shipped.mode(tier.number) for tier in fund_policy().tiers] == [t.mode for t in fund_policy().tiers]
    assert (shipped.severance, shipped.balancing, shipped.mode(77)) == (1, 4, "按比例")


def test_a_row_moves_one_item_by_any_of_its_names() -> None:
    for name in ("清偿顺序/税款", "清偿顺序／税 费", " 清偿顺序/税费"):
        moved = tiers([name, 1])
        assert moved.tiers["税费"] == 1
        assert {k: v for k, v in moved.tiers.items() if k != "税费"} == {
            k: v for k, v in tiers().tiers.items() if k != "税费"
        }


@pytest.mark.parametrize("value", [2, 2.0, "2", "第2层"])
def test_a_tier_may_be_typed_as_clerks_do(value: object) -> None:
    assert tiers(["清偿顺序/经济补偿金", value]).severance == 2


@pytest.mark.parametrize("name", ["清偿方式/1", "清偿方式/第1层", "清偿方式/1层", "清偿方式／第 1 层"])
def test_a_tier_may_be_paid_in_order(name: str) -> None:
    assert tiers([name, "按顺序"]).mode(1) == "按顺序"


def test_blank_values_state_nothing() -> None:
    assert tiers(["清偿顺序/税费", None], ["清偿方式/第1层", ""]) == tiers()


def test_transfers_out_say_where_balancing_begins() -> None:
    assert tiers(["清偿顺序/系统调出", 3]).balancing == 3


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        (["清偿顺序/食堂", 1], "#VALUE!", "食堂"),
        (["清偿顺序/食堂", None], "#VALUE!", "食堂"),
        (["清偿顺序/产权变现", 1], "#VALUE!", "资金来源"),
        (["清偿顺序", 1], "#VALUE!", "写法不对"),
        (["清偿顺序/", 1], "#VALUE!", "写法不对"),
        (["清偿顺序/税费", 1.5], "#VALUE!", "整数"),
        (["清偿顺序/税费", "先付"], "#VALUE!", "清偿顺序/税费"),
        (["清偿顺序/税费", -1], "#NUM!", "0 到 99"),
        (["清偿顺序/税费", 100], "#NUM!", "0 到 99"),
        (["清偿方式/第一层", "按比例"], "#VALUE!", "写法不对"),
        (["清偿方式/第100层", "按比例"], "#NUM!", "0 到 99"),
        (["清偿方式/第1层", "平均"], "#VALUE!", "按比例 或 按顺序"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_its_name(row: list[Any], code: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        tiers(row)
    assert caught.value.code == code
    assert words in caught.value.message


def test_an_item_written_twice_is_refused_even_under_two_names() -> None:
    with pytest.raises(InputError, match="写了两次"):
        tiers(["清偿顺序/税费", 1], ["清偿顺序/税款", 1])


def test_severance_computes_the_same_and_the_version_tells_the_policies_apart() -> None:
    inputs = ("1985-07-01", "2011-09-28", 1600, 1500, 2300, "协商")
    sheet = [["profile", "SEG2008"], ["清偿顺序/税费", 1]]
    assert call("SOE_SEVERANCE", *inputs, sheet) == call("SOE_SEVERANCE", *inputs)
    assert call("SOE_POLICY_VERSION", sheet) != call("SOE_POLICY_VERSION", [["profile", "SEG2008"]])


def test_the_policy_table_has_a_row_for_every_use_and_tier_and_keeps_what_is_stated() -> None:
    policy = read_policy([["profile", "SEG2008"], ["清偿顺序/税款", 1], ["清偿方式/7", "按顺序"]])
    (sheet,) = policy_book(policy_rows(policy)).sheets
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.rows}
    assert set(tier_rows()) <= set(rows)
    assert rows["清偿顺序/税费"][1] == 1
    assert rows["清偿方式/第7层"][1] == "按顺序"
    assert rows["清偿顺序/经济补偿"][1] is None
    assert "留空按第1层" in str(rows["清偿顺序/经济补偿"][6])
    again = read_policy([[cell.value for cell in row[:6]] for row in sheet.rows])
    assert fund_tiers(again.facts) == fund_tiers(policy.facts)
