"""The explanation of a row of 一补二险: texts read by hand, sums that add up, the same errors as the amount."""

from __future__ import annotations

import random
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from xl_addin.functions import CATALOG, call
from xl_addin.functions.insurance.explanation import explain_arrears
from xl_addin.functions.insurance.package import read_row
from xl_addin.functions.insurance.package_explanation import explain_package_row
from xl_addin.functions.reading import answer
from xl_addin.policy.groups import OFFERED, find_group
from xl_addin.policy.package import package_policy
from xl_addin.sheets.policy_range import read_policy
from xl_addin.values.errors import CellError, InputError

CASES = Path(__file__).parents[2] / "cases" / "insurance_explanation.toml"
WORKER = {
    "姓名": "虚构甲", "参加工作时间": "1985-07-01", "解除时间": "2011-09-28", "前12个月月平均工资": 1600,
    "养老欠缴起": "2003-11", "养老欠缴止": "2004-02", "医疗欠缴起": "1999-01", "医疗欠缴止": "1999-03",
    "缴费工资": 1000, "缴费平均工资": 1200, "在岗状态": "在岗",
}  # fmt: skip


def cases() -> list[Any]:
    found = tomllib.loads(CASES.read_text(encoding="utf-8"))["explanation"]
    return [pytest.param(case, id=case["name"]) for case in found]


def explain(policy: Any = None, **changes: Any) -> Any:
    cells = WORKER | changes
    return call("SOE_EXPLAIN", [list(cells)], [list(cells.values())], policy)


def lenient(**changes: Any) -> str:
    cells = WORKER | changes
    return explain_package_row(read_row([list(cells)], [list(cells.values())]), read_policy(None))


def assert_error(result: Any, code: str, *words: str) -> None:
    assert isinstance(result, CellError), result
    assert result.code == code
    assert "内部出错" not in result.message
    for word in words:
        assert word in result.message, result.message


@pytest.mark.parametrize("case", cases())
def test_each_case_says_its_lines_in_their_order_and_nothing_that_is_not_so(case: dict[str, Any]) -> None:
    cells = {heading: text or None for heading, text in case["cells"].items()}
    text = call("补偿说明", [list(cells)], [list(cells.values())], case["policy"] or None)
    assert isinstance(text, str), text
    place = 0
    for line in case["lines"]:
        assert line in text[place:], line
        place = text.index(line, place) + len(line)
    for word in case["never"]:
        assert word not in text


def test_the_explained_total_is_the_amount_in_the_cell() -> None:
    amount = call("SOE_PACKAGE", [list(WORKER)], [list(WORKER.values())])
    assert explain().startswith(f"一补二险合计 {amount:,.2f}元")


@pytest.mark.parametrize("seed", range(30))
def test_the_intervals_add_up_to_the_parts_and_the_parts_to_the_total(seed: int) -> None:
    chance = random.Random(seed)
    first = chance.randint(0, 150)
    last = first + chance.randint(0, 100)
    months = [f"{1999 + month // 12}-{month % 12 + 1:02d}" for month in (first, last)]
    text = explain(
        养老欠缴起=months[0], 养老欠缴止=months[1], 医疗欠缴起=None, 医疗欠缴止=None,
        缴费工资=chance.randint(100, 900_000) / 100, 缴费平均工资=chance.randint(50_000, 300_000) / 100,
    )  # fmt: skip
    shares = {payer: re.findall(rf"{payer}[\d.]+%＝([\d.]+)元", text) for payer in ("单位", "个人")}
    unit, person = (sum(map(Decimal, shares[payer])) for payer in ("单位", "个人"))
    stated = re.search(r"小计：单位([\d,.]+)元，个人([\d,.]+)元", text)
    assert stated
    for exact, written in zip((unit, person), stated.groups(), strict=True):
        assert exact.quantize(Decimal("0.01"), "ROUND_HALF_UP") == Decimal(written.replace(",", ""))
    total, *parts = (Decimal(n.replace(",", "")) for n in re.findall(r"([\d,]+\.\d\d)元", text.splitlines()[0]))
    assert total == sum(parts)
    months_shown = sum(int(n) for n in re.findall(r"(\d+)个月×缴费基数", text))
    assert months_shown == last - first + 1


@pytest.mark.parametrize(
    "changes",
    [
        {"解除时间": "1980-01-01"},
        {"缴费工资": None},
        {"养老欠缴止": None},
        {"养老欠缴起": "1990-01"},
        {"在岗状态": "?"},
    ],
)
def test_bad_input_gives_the_same_error_as_the_amount(changes: dict[str, Any]) -> None:
    cells = WORKER | changes
    amount = call("SOE_PACKAGE", [list(cells)], [list(cells.values())])
    assert isinstance(amount, CellError)
    assert explain(**changes) == amount


def test_a_gap_is_named_with_what_to_supply_while_the_other_parts_are_shown() -> None:
    text = lenient(养老欠缴起="1990-01")
    assert "一补二险合计不能计算" in text
    assert "养老不能计算" in text
    assert "1990-01-01 没有“养老单位费率”的数值" in text
    assert "请在政策表中补充后重算" in text
    assert "三、医疗 240.00元" in text


def test_an_unknown_status_is_said_once() -> None:
    assert lenient(在岗状态="不知").count("在岗状态“不知”不认识") == 1


def test_the_words_that_are_offered_for_a_status_are_read_and_are_one_for_each_state() -> None:
    with pytest.raises(InputError, match=f"可用：{'、'.join(OFFERED)}$"):
        find_group("不知")
    assert {find_group(word).label for word in OFFERED} == {group.label for group in package_policy().groups}
    assert not {"在职", "已退休", "内部退养"} & set(OFFERED)


def test_left_out_averages_of_the_subsidy_are_said() -> None:
    assert "缺件：未提供企业月平均工资" in explain()
    assert "缺件：未提供企业月平均工资" not in explain(企业月平均工资=1500)


def test_a_package_under_another_profile_names_it() -> None:
    assert "口径：R481" in explain("R481")


def test_a_row_with_another_number_of_cells_is_refused() -> None:
    assert_error(call("SOE_EXPLAIN", [list(WORKER)], [list(WORKER.values())[:-1]]), "#VALUE!", "一样宽")


def test_headings_without_a_row_ask_for_it() -> None:
    assert_error(call("SOE_EXPLAIN", [list(WORKER)], None, 1600), "#VALUE!", "数据行")


def test_a_row_without_headings_asks_for_them() -> None:
    assert_error(call("SOE_EXPLAIN", "1985-07-01", [["a", "b"]]), "#VALUE!", "标题行")


def test_with_a_row_the_policy_is_the_last_argument() -> None:
    rows = [list(WORKER)], [list(WORKER.values())]
    assert_error(call("SOE_EXPLAIN", *rows, None, 1500), "#VALUE!", "三个参数")
    assert_error(call("SOE_EXPLAIN", *rows, None, None, None, None, "R481"), "#VALUE!", "三个参数")


def test_segments_of_service_are_still_explained_and_never_taken_for_headings() -> None:
    segments = [["1985-07-01", "1990-06-30"], ["1992-01-01", "2011-09-28"]]
    assert call("SOE_EXPLAIN", segments, None, 1600).startswith("经济补偿金")
    assert_error(call("SOE_EXPLAIN", segments, [["1", "2"]], 1600), "#VALUE!", "解除时间要留空")
    assert call("SOE_EXPLAIN", [["1985-07-01", "2011-09-28"]], None, 1600).startswith("经济补偿金")


def test_a_wage_is_one_cell() -> None:
    assert_error(call("SOE_EXPLAIN", "1985-07-01", "2011-09-28", [[1600], [1700]]), "#VALUE!", "只能是一个单元格")
    assert_error(call("SOE_EXPLAIN", "1985-07-01", "2011-09-28"), "#VALUE!", "不能为空")


def test_arrears_with_stepped_wages_tell_each_step() -> None:
    wages = [["2003-11", 1000], ["2004-01", 5000]]
    values = ("养老", "2003-11", "2004-02", wages, 1200, "单位", None)
    lines = answer(explain_arrears, CATALOG["SOE_ARREARS"].arguments, values).splitlines()
    assert "缴费工资1000.00元，在" in lines[0]
    assert "缴费工资5000.00元，高于缴费平均工资1200.00元的300%" in lines[1]
    assert "本格要的是单位部分" in lines


def test_parts_by_payer_are_explained_once_with_both_shares_in_the_total() -> None:
    headers = [
        ["姓名", "参加工作时间", "解除时间", "月平均工资", "养老欠缴起", "养老欠缴止", "缴费工资", "缴费平均工资"]
    ]
    row = [["虚构甲", "1985-07-01", "2011-09-28", 1600, "2003-11", "2004-02", 1000, 1200]]
    both = str(call("SOE_EXPLAIN", headers, row, [["一补二险", "经济补偿、养老单位、养老个人"]]))
    assert "养老单位800.00元＋养老个人300.00元" in both
    assert "承担：单位44,000.00元，个人300.00元" in both
    assert both.count("二、养老 1,100.00元") == 1
    assert "三、" not in both
    unit = str(call("SOE_EXPLAIN", headers, row, [["一补二险", "经济补偿、养老单位"]]))
    assert "二、养老单位 800.00元" in unit
    assert "只计单位承担的部分" in unit
    assert "44,000.00元" in unit.splitlines()[0]
